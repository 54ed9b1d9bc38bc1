extension Capability {
  /// What went wrong, said without a word of opinion.
  static let defects = Capability(
    "defects",
    [
      .label(.negative, of: "The {website|card reader|search box|heating} is not working."),
      .label(
        .negative,
        of: "{I am still waiting for|Still waiting for|I still haven't received} {my refund|my parcel|the contract}."),
      .label(.negative, of: "I was charged twice for {the same order|one ticket|one month|a single night}."),
      .label(
        .negative,
        of: "{Two screws were|The charger was|Half of the parts were|The instructions were} missing from the box."),
      .label(
        .negative,
        of: "I get {error 504|an error message|a blank page|a timeout} every time I {log in|try to pay|open the map}."),
      .label(
        .negative, of: "Nobody {answers the phone|replied to my email|called me back|turned up for the appointment}."),
      .label(.negative, of: "There was {a hair in my soup|mould behind the bed|no hot water|glass in the salad}."),
    ])

  /// Ratings in figures, words and stars.
  static let ratings = Capability(
    "ratings",
    [
      .label(.positive, of: "{5 stars|10/10|Five stars|★★★★★}"),
      .label(.negative, of: "{1 star|1/10|One star|★☆☆☆☆}"),
      .label(.positive, of: "{10/10|5 stars|A full five stars}, would {book|order|stay} again."),
      .label(.negative, of: "{1/10|1 star|Zero stars}, would not {book|order|stay} again."),
      .label(.positive, of: "{Delivery|The hotel|The course|Customer service}: {9/10|5/5|5 stars}."),
      .label(.negative, of: "{Delivery|The hotel|The course|Customer service}: {1/10|0/5|1 star}."),
      .rise(
        by: 0.02, from: "I give the {clinic|garage|museum|app} {2|3} out of 10.",
        to: "I give the {clinic|garage|museum|app} {9|10} out of 10."),
    ])

  /// Feelings drawn.
  static let emoji = Capability(
    "emoji and emoticons",
    [
      .label(.positive, of: "{😍|👍|❤️|🥰}"),
      .label(.negative, of: "{😡|👎|🤬|😠}"),
      .label(.positive, of: "{My new phone|Our room|The new app|Today's menu} {😍|🥰|❤️}"),
      .label(.negative, of: "{The queue at the bank|Your app today|My parcel|The train} {😡|🤬|👎}"),
      .label(.positive, of: "Just picked up {the car|my glasses|our tickets} {:)|:D|<3|:-)}"),
      .label(.negative, of: "My {flight|engineer|order} is {late|delayed} again {:(|:-(|:'(|>:(}"),
      .label(
        not: .negative,
        of: "{The shop opens at 9 🕘|We moved to Mill Road 📍|New timetable from May 🗓️|Is there parking at the hotel? 🚗}"),
    ])

  /// The way people write to friends.
  static let slang = Capability(
    "slang and elongation",
    [
      .label(.positive, of: "this {app|burger place|hoodie|game} {slaps|is fire|is awesome|rocks}"),
      .label(.negative, of: "this {app|bank|airline|game} {sucks|is trash|is garbage|is a joke}"),
      .label(.positive, of: "{soooo good|loooove it|amaaaazing|yesssss it works}"),
      .label(.negative, of: "{ughhhhh|sooooo slow|worrrrst app ever|nooooo not again}"),
      .label(.positive, of: "the {driver|nurse|tutor|mechanic} is an absolute {legend|gem|lifesaver}"),
      .label(.negative, of: "{smh|wtf|ffs|ugh} {the app is down again|my order is late again|still on hold}"),
    ])
}
