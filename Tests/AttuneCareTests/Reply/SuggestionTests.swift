import Testing

@testable import AttuneCare

/// Suggestions are sentences that can be sent.
@Suite struct SuggestionTests {
  private let coach = ReplyCoach(model: nil)

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
}
