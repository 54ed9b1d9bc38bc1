import Testing

@testable import AttuneCare

/// What sentences of a reply do, where a word alone does not tell.
@Suite struct ReplySentencesTests {
  private let flooded = "The dishwasher you fitted on Tuesday flooded our hall. The oak floor is ruined. Jana"

  private func assess(_ reply: String, to message: String) -> ReplyAssessment {
    ReplyCoachTests.coach.assess(reply, customer: message, channel: .email)
  }

  @Test func whoOnlyNamesSomebodyElseWavesTheCustomerAway() {
    let handed = assess("You will need to contact the manufacturer of the hose about that.", to: flooded)
    #expect(handed[.dismissive] > 0)
    #expect(handed[.solution] == 0)
    let helped = assess(
      "You will need to contact your insurer too. I've sent a fitter who will be there at 3.", to: flooded)
    #expect(helped[.dismissive] == 0)
    #expect(helped[.solution] > 0)
  }

  @Test(arguments: [
    "I'm sorry. We fitted the hose, and we left the clip off.",
    "We put the wrong hose on, sorry.",
    "That hose was ours to check.",
    "I've called a drier for today. I'll ring you tonight to hear how the floor is.",
  ])
  func faultsThatAreAdmittedAndDeedsInARowAreOwned(reply: String) {
    #expect(assess(reply, to: flooded)[.ownership] > 0)
  }

  @Test(arguments: ["We will pass this on.", "We have noted your remarks.", "I'm afraid that we fitted nothing there."])
  func theWordWeIsNoOwnership(reply: String) {
    #expect(assess(reply, to: flooded)[.ownership] == 0)
  }

  @Test func aQuestionAboutTheCaseExplores() {
    #expect(assess("Is the water off now?", to: flooded)[.openQuestion] == 2)
    #expect(assess("Is there anything else?", to: flooded)[.openQuestion] < 2)
    #expect(ReplyCoachTests.coach.assess("Is the water off now?", channel: .email)[.openQuestion] == 1)
  }

  @Test func whatAnswersAQuestionIsASolution() {
    let message = "Does the kettle switch itself off?"
    #expect(assess("Yes, after ten seconds.", to: message)[.solution] > 0)
    #expect(assess("Thank you for your question!", to: message)[.solution] == 0)
  }

  @Test func anApologyBehindWhatHappenedIsFelt() {
    #expect(assess("An oak floor under water. I'm sorry.", to: flooded)[.empathy] > 0)
    #expect(assess("I'm sorry. A refund follows.", to: flooded)[.empathy] == 0)
  }

  @Test func gladnessAboutAGraveMessageIsAWrongToneAndNoEmpathy() {
    let reply = assess("Great news, we can close the account!", to: "My wife died on Sunday. Please close her account.")
    #expect(reply[.wrongTone] > 0)
    #expect(reply[.empathy] == 0)
    #expect(reply[.validate] == 0)
  }

  @Test(arguments: [
    "Parents are supposed to watch the hose themselves.", "If your husband had looked, it wouldn't have flooded.",
    "You must have moved the machine.", "You should have bought the better hose.", "You turned the tap too far.",
  ])
  func blameIsToldByItsKind(reply: String) { #expect(assess(reply, to: flooded)[.blame] > 0) }

  @Test(arguments: [
    "You must have been frightened.", "You should have had a call from us.", "If you like, I can bring a drier at six.",
    "You don't need to read anything.",
  ])
  func kindWordsAreNoBlame(reply: String) { #expect(assess(reply, to: flooded)[.blame] == 0) }

  @Test func referencesAreNoJargon() {
    #expect(assess("Your booking KP4T9Z is safe. Three attempts (CA) were made.", to: flooded)[.jargon] == 0)
    #expect(assess("The QXR is with the 3PL.", to: flooded)[.jargon] > 0)
  }

  @Test func templatesStayBelowSixtyOnUnlikeMessages() throws {
    for message in try ReplyPair.rows("unlike").map({ $0[0] }) {
      for template in try ReplyPair.rows("templates").map({ $0[0] }) {
        for channel in [Channel.email, .chat] {
          let score = ReplyCoachTests.coach.assess(template, customer: message, channel: channel).score ?? 0
          #expect(score <= 60, "\(message): \(template)")
        }
      }
    }
  }
}
