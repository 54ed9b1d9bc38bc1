import Testing

@testable import AttuneCare

/// Suggestions are sentences that can be sent.
@Suite struct SuggestionTests {
  /// Of all that could be advised.
  private let coach = ReplyCoach(phraseBook: PhraseBook.whole, model: nil)

  private func suggestions(_ message: String, _ channel: Channel = .chat) -> [ReplyAssessment.Suggestion] {
    coach.assess("OK.", customer: message, channel: channel).suggestions
  }

  @Test(arguments: [
    "The oven caught fire while the twins were in the kitchen.", "My aunt died last week, and you still bill her.",
    "Our wedding cake came without its top tier.",
  ])
  func aNeedIsNotSuggestedTwice(_ message: String) {
    let all = suggestions(message)
    #expect(all.contains { $0.need != nil })
    for suggestion in all where suggestion.need != nil {
      #expect(!all.contains { $0.need == nil && $0.item == suggestion.item }, "\(suggestion.item)")
    }
  }

  @Test func whoIsThankedIsNotTheCustomer() {
    let customer = "Thank you Odile at the counter, she found my scarf and was so kind."
    #expect(!suggestions(customer).contains { $0.example?.contains("Odile") == true })
    #expect(coach.assess("Hi Odile,", customer: "It is broken again. Thanks, Odile", channel: .chat)[.greeting] == 2)
  }

  @Test func whereNothingWentWrongNothingIsExcused() {
    let all = suggestions("Your bus app thinks that I am a tree. I rustle.")
    #expect(!all.contains { $0.item == .validate || $0.item == .apologize })
  }

  @Test(arguments: ["Our heating has been off since Sunday with a newborn.", "I lost my job and can't pay the rent."])
  func questionsFitTheSituation(_ message: String) {
    for channel in Channel.allCases {
      #expect(!suggestions(message, channel).contains { $0.example?.contains("on your side") == true })
    }
  }

  private static let messages = [
    "Do you ship to Malta, and what does it cost for a box of 4 kg?", "Please send me the invoice for June once more.",
    "I'm moving to Bergen and would like to end my gym membership in May.",
    "The cleaner scratched the piano that my mother left me.",
    "There was a hair in my soup.", "Your bus drove past us although we waved, and my son missed his exam.",
    "A man claiming to be from your bank took 9,000 from my account.",
    "My father died in April. Why do you still write to him?",
    "The ceiling lamp fell on my daughter and she needed stitches.",
    "We sat on the ski lift for two hours at minus ten.",
    "Your receptionist asked twice whether I was the cleaner. I am the guest, and I am black.",
    "The tent for our golden wedding on Saturday came without poles.",
    "I lost my job and can't pay the whole rent this month.",
    "The jam is delicious, and the lady at the counter was so kind to my little one!", "Where is my refund?",
    "My grandmother is 88 and her lift has been stuck since Monday.",
    "The app logs me out every time I open a photo. I'm furious.",
  ]

  /// What the coach would say is not what it warns of.
  @Test func examplesPassTheirOwnRubric() throws {
    let bad: [RubricItem] = [.dismissive, .canned, .blame, .shouting, .overpromise, .wrongTone, .jargon]
    for message in Self.messages {
      for channel in Channel.allCases {
        for suggestion in suggestions(message, channel) {
          guard let example = suggestion.example else { continue }
          let own = coach.assess(example, customer: message, channel: channel)
          for item in bad { #expect(own[item] == 0, "\(item): \(example) for \(message)") }
        }
      }
    }
  }

  /// In danger, and where somebody may harm themselves, what they need now is all.
  @Test(arguments: [
    ("There is a smell of gas in the hall and the baby is asleep upstairs.", "safety_first"),
    ("I don't want to be here any more. Please close my account.", "reaches_out"),
  ])
  func whatIsNeededNowStandsAlone(message: String, need: String) {
    for channel in Channel.allCases { #expect(suggestions(message, channel).map(\.need) == [need], "\(channel)") }
  }

  @Test(arguments: [
    ("Our daughter was born on Sunday, and we wanted you to know.", "congratulates"),
    ("I owe your waiter an apology, the bill was right and I was wrong.", "accepts"),
    ("Do you open on Sundays, and is there parking?", "answers"),
  ])
  func whatIsNoComplaintHasItsOwnNeeds(message: String, need: String) {
    let all = suggestions(message)
    #expect(all.first?.need == need)
    let unfit: [RubricItem] = [.apologize, .ownership, .openQuestion, .validate]
    #expect(!all.contains { unfit.contains($0.item) })
  }

  @Test func noBadFeelingIsNamedWhereAllIsWell() {
    let message =
      "I was furious with myself over the ring, and your porter found it. Thank you, he was wonderful!"
    let examples = suggestions(message, .email).compactMap(\.example).joined(separator: " ")
    #expect(!examples.contains("angry") && !examples.contains("infuriating"), "\(examples)")
  }

  @Test func aBookMayLeaveOutSentencesOrSuggestions() throws {
    let book = try PhraseBook(
      yaml: """
        feelings: {}
        items:
          ownership: {advice: Own it., any: no}
          solution:
            advice: Say what happens.
            any: |
              I am checking {record}.
              -
        """)
    let coach = ReplyCoach(phraseBook: book, model: nil)
    func suggestions(_ customer: String) -> [ReplyAssessment.Suggestion] {
      coach.assess("Hello,", customer: customer, channel: .email).suggestions
    }
    let named = suggestions("My second parcel is missing, and I am really annoyed with you.")
    #expect(named.map(\.example) == ["I am checking your second parcel."])
    let bare = suggestions("The driver was rude to us, and I am really annoyed with you.")
    #expect(bare.map(\.advice) == ["Say what happens."] && bare.allSatisfy { $0.example == nil })
  }

  @Test func aPlainRequestGetsNoQuestionAndNoFeeling() {
    for message in Self.messages.prefix(3) {
      for channel in Channel.allCases {
        let all = suggestions(message, channel)
        #expect(!all.contains { [.openQuestion, .validate, .empathy, .ownership].contains($0.item) }, "\(message)")
      }
    }
  }

  @Test func aPlaceInPassingIsNotTheMatter() {
    let all = suggestions(
      "The cleaner broke the vase and hid the pieces behind the sofa. I found them there on Sunday evening.", .email)
    #expect(!all.contains { $0.example?.contains("sofa") == true })
  }
}

extension PhraseBook {
  /// The shipped one, of which all is shown.
  static let whole: PhraseBook = {
    var book = PhraseBook.standard
    book.learned = nil
    return book
  }()
}
