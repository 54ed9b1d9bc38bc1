import Testing

@testable import AttuneCare

@Suite struct RubricTests {
  private func edited(_ from: String, _ to: String) -> String {
    Rubric.standardText.replacing(from, with: to, maxReplacements: 1)
  }

  @Test func readsWhatIsShipped() throws {
    _ = try Rubric(yaml: Rubric.standardText)
    _ = PhraseBook.standard
    #expect(ScenarioBook.standard.scenarios.count >= 60)
  }

  @Test func scenariosCoverFeelingsChannelsAspectsAndUrgency() {
    let scenarios = ScenarioBook.standard.scenarios
    #expect(Set(scenarios.map(\.channel)) == Set(Channel.allCases))
    #expect(Set(scenarios.map(\.feeling)) == Set(Feeling.allCases))
    #expect(Set(scenarios.map(\.urgency)) == Set(ScenarioBook.Urgency.allCases))
    #expect(Set(scenarios.map(\.aspect)).isSuperset(of: Rubric.standard.aspects))
    #expect(Set(scenarios.map(\.message)).count == scenarios.count)
  }

  @Test func everyItemHasAdvice() {
    for item in RubricItem.allCases { #expect(PhraseBook.standard.advice(item) != nil, "\(item)") }
  }

  @Test func refusesUnknownItems() {
    let known = RubricItem.allCases.map(\.rawValue)
    #expect(throws: RubricError.unknownItem("greetings", known: known)) {
      try Rubric(yaml: edited("  greeting:\n", "  greetings:\n"))
    }
  }

  @Test func refusesWeightsThatSumToZero() {
    let zero = Rubric.standardText.replacing(#/chat: \d+/#, with: "chat: 0")
    #expect(throws: RubricError.weightsSumToZero(channel: "chat")) { try Rubric(yaml: zero) }
  }

  @Test(arguments: [
    ("neutral: ", "neutral: much "), ("channels:\n", "canals:\n"), ("  phone:\n", "  fax:\n"),
    ("weights: {phone: ", "weights: {phone: -"),
    ("<hello> there", "<hallo> there"), ("<hello> there", "(hello there"), ("items:\n", "items: ["),
  ])
  func refusesDamage(_ from: String, _ to: String) {
    #expect(throws: RubricError.self) { try Rubric(yaml: edited(from, to)) }
  }

  @Test(arguments: [
    "", "a: b", "- 1", "items: {greeting: {}}", "\u{0}",
    "name: x\nfeelings: {}\naspects: {}\nitems: {smile: {advice: a}}",
  ])
  func refusesOtherFiles(_ text: String) {
    #expect(throws: RubricError.self) { try Rubric(yaml: text) }
    #expect(throws: RubricError.self) { try PhraseBook(yaml: text) }
    #expect(throws: RubricError.self) { try ScenarioBook(yaml: text) }
  }

  @Test func takesTermsOfTheUser() throws {
    let coach = ReplyCoach(rubric: try Rubric(yaml: Rubric.standardText, jargon: ["blue ticket"]), model: nil)
    let customer = "It is broken!"
    #expect(coach.assess("I opened a Blue Ticket.", customer: customer)[.jargon] == 2)
    #expect(ReplyCoachTests.coach.assess("I opened a Blue Ticket.", customer: customer)[.jargon] == 0)
  }

  @Test func weightsChangeTheScore() throws {
    let heavy = ReplyCoach(
      rubric: try Rubric(yaml: edited("weights: {phone: 7, email: 8", "weights: {phone: 7, email: 80")), model: nil)
    let light = ReplyCoach(model: nil)
    let reply = "Hello Ann, we looked at it and found what was broken, and it works again as it should now."
    let scores = [heavy, light].compactMap { $0.assess(reply, customer: "It is broken!").score }
    #expect(scores.count == 2 && scores[0] > scores[1])
  }

  @Test func knowsChannelsOfExports() {
    #expect(Rubric.standard.channel(named: "E-Mail") == .email)
    #expect(Rubric.standard.channel(named: "Twitter") == .social)
    #expect(Rubric.standard.channel(named: "pigeon") == nil)
  }
}
