import Testing

@testable import AttuneCare

/// What a customer is in, where single words say something else.
@Suite struct CustomerKindsTests {
  private func assess(_ message: String, _ reply: String = "Thank you for your message.") -> ReplyAssessment {
    ReplyCoachTests.coach.assess(reply, customer: message, channel: .email)
  }

  @Test(arguments: [
    ("Your store detective stopped only my cousin and me at the door, and we know why.", "discrimination"),
    ("We lost the pregnancy in spring and still get your parents' magazine.", "bereavement"),
    ("The taxi smelled of cigarettes and the seat was torn.", "trouble"),
    ("Someone on your bus took my coat, with a letter of my late mother in it. It was stolen!", "theft"),
    ("Thanks for nothing.", "trouble"),
    ("I only wanted to tell you that Mia from your hotline stayed with me until the ambulance was there.", "praise"),
  ])
  func situationsAreToldByTheirKind(message: String, situation: String) {
    #expect(assess(message).situation == situation)
  }

  @Test func aPossessiveNamesAPerson() throws {
    let coach = ReplyCoach(phraseBook: .whole, model: try .shipped())
    let suggestions = coach.assess("OK.", customer: "Train cancelled, and my sister's surgery is tomorrow.").suggestions
    let wishes = try #require(suggestions.first { $0.need == "well_wishes" })
    #expect(wishes.example?.contains("your sister") == true)
    #expect(wishes.example?.contains("sister's") == false)
  }

  @Test func learnedItemsSpareWhatACueKnows() {
    // A slot is canned, whatever stands around it; cheer suits whom nothing ails.
    let late = "My parcel is late again and I am annoyed."
    #expect(assess(late, "Dear {name}, your parcel is with the courier and reaches you on Friday.")[.canned] == 2)
    #expect(assess("You were a star, thank you all!", "Have a lovely week! 🎉")[.wrongTone] == 0)
    #expect(assess(late, "You should have had it on Monday.")[.blame] == 0)
  }
}
