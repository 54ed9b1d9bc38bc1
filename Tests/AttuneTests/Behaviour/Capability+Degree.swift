extension Capability {
  /// Adverbs of degree, comparatives and superlatives.
  static let intensity = Capability(
    "intensity and comparison",
    [
      .label(
        .positive,
        of: "The {new site|second hotel|new contract} is {far|much|so much|way} better than {before|the old one}."),
      .label(
        .negative,
        of: "The {new site|second hotel|new contract} is {far|much|even|way} worse than {before|the old one}."),
      .label(
        .positive, of: "{By far the best|Easily the best|The very best} {dentist|broker|campsite|pizza} we have had."),
      .score(below: 0, of: "I am {slightly|a bit|rather|quite} disappointed with the {sound|service|view}."),
      .label(.neutral, .negative, of: "The {meal|museum|hotel|course} was {mediocre|nothing special|so-so}."),
      .rise(
        from: "The {nurse|driver|guide|clerk} was {friendly|helpful}.",
        to: "The {nurse|driver|guide|clerk} was extremely {friendly|helpful}."),
      .fall(
        from: "The {nurse|driver|guide|clerk} was {rude|unhelpful}.",
        to: "The {nurse|driver|guide|clerk} was extremely {rude|unhelpful}."),
    ])

  /// A stronger word in the same place moves the score further.
  static let strongerWords = Capability(
    "stronger words",
    [
      .rise(
        from: "The {breakfast|service|view|lesson} was {okay|fine|decent}.",
        to: "The {breakfast|service|view|lesson} was {excellent|fantastic|outstanding}."),
      .fall(
        from: "The {breakfast|service|view|lesson} was {mediocre|weak|poor}.",
        to: "The {breakfast|service|view|lesson} was {horrible|appalling|disgraceful}."),
      .rise(
        from: "I {like|quite like|don't mind|am okay with} the {new office|tariff|layout}.",
        to: "I {love|really love|adore|am thrilled with} the {new office|tariff|layout}."),
      .fall(
        from: "I am {unhappy|annoyed|not pleased|displeased} about the {repair|letter|bill}.",
        to: "I am {furious|disgusted|outraged|appalled} about the {repair|letter|bill}."),
      .rise(
        from: "An {acceptable|average|adequate|ordinary} {hotel|broker|phone}.",
        to: "An {amazing|excellent|exceptional|outstanding} {hotel|broker|phone}."),
    ])

  /// A sentence of praise or complaint at the end or the beginning moves the score its way.
  static let addedSentences = Capability(
    "added sentences",
    [
      .rise(
        by: 0.02,
        from: "{I collected the car on Monday|We stayed in Leeds|My appointment was at ten|The parcel came at noon}.",
        to:
          "{I collected the car on Monday|We stayed in Leeds|My appointment was at ten|The parcel came at noon}. Excellent service, thank you."
      ),
      .fall(
        by: 0.02,
        from: "{We booked the course in May|I rang about the bill|We ordered two pizzas|The engineer read the meter}.",
        to:
          "{We booked the course in May|I rang about the bill|We ordered two pizzas|The engineer read the meter}. Dreadful service, I am very disappointed."
      ),
      .fall(
        by: 0.02, from: "We stayed {two nights|a week} in {Denver|Galway}.",
        to: "What a horrible experience. We stayed {two nights|a week} in {Denver|Galway}."),
      .rise(
        by: 0.02, from: "The {parcel|taxi|food|bus} came an hour late.",
        to: "The {parcel|taxi|food|bus} came an hour late. The driver was lovely about it and apologised."),
      .fall(
        by: 0.02, from: "{The rooms are comfortable|The food was tasty|I like the garden|Nice location}.",
        to:
          "{The rooms are comfortable|The food was tasty|I like the garden|Nice location}. Sadly the service is a disgrace."
      ),
    ])
}
