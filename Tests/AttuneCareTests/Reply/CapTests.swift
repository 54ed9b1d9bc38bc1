import Testing

@testable import AttuneCare

/// What hurts costs, whatever else is right; and who says next to nothing has not answered.
@Suite struct CapTests {
  private var coach: ReplyCoach { ReplyCoachTests.coach }
  private let message = "The blender that I ordered in March came without its lid, and nobody answers me. Ruth"
  private let good = """
    Hi Ruth, I'm sorry that your blender came without its lid, and that nobody answered you. I've sent the lid out this morning, it \
    is with you on Friday. Is there something that you can't make until then?
    """

  @Test(arguments: [
    "It is your own fault, you should have checked the box.", "Read the terms, it's not our problem.",
    "Haha, lucky you 😂🎉", "STOP WRITING TO US AND WAIT!!!",
  ])
  func whatHurtsCosts(_ sentence: String) throws {
    let score = try #require(coach.assess(good, customer: message).score)
    let hurt = try #require(coach.assess(good + " " + sentence, customer: message).score)
    #expect(score > 65)
    #expect(hurt <= 60)
  }

  @Test func praiseIsNoComplaint() throws {
    let assessment = coach.assess(
      """
      Hi Olu, I have your message about the tailor in front of me. I'm so sorry, that must have been awful. I've taken this on myself \
      and I'll ring you on Monday at ten.
      """, customer: "Just wanted to say thank you: your tailor in Bath was wonderful with my dad's suit. Olu")
    #expect(assessment[.wrongTone] == 2)
    #expect(try #require(assessment.score) <= 60)
  }

  @Test(arguments: ["OK.", "Noted.", "We will check.", "Thanks, we'll see."])
  func aWordIsNoAnswer(_ reply: String) throws {
    for channel in Channel.allCases {
      let score = try #require(
        coach.assess(reply, customer: "Your painter left the stairs sticky and my cat got stuck.", channel: channel)
          .score)
      #expect(score <= 40)
    }
  }

  @Test func capsAreRead() throws {
    let yaml = Rubric.standardText.replacing(
      "  blame: {clearly: 60, slightly: 90", with: "  blame: {clearly: 80, slightly: 70")
    #expect(throws: RubricError.self) { try Rubric(yaml: yaml) }
  }
}
