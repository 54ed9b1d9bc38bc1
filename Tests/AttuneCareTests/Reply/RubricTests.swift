import Testing

@testable import AttuneCare

@Suite struct RubricTests {
  /// As small as a rubric can be.
  private static let small =
    "channels:\n"
    + Channel.allCases.map { "  \($0.rawValue): {neutral: 1, spread: 10}\n" }.joined()
      + """
      items:
        greeting:
          weights: {phone: 5, email: 6, chat: 4, social: 4}
          weak: |
            <hello> there
        jargon:
          weights: {phone: 5, email: 5, chat: 5, social: 5}
      tone: {cheer: yay, formula: anything else, nothing: sorry but}
      customer: {problem: broken}
      aspects: {lamps: lamp lamps}
      words: {hello: hello, negation: not, function: the, abbreviation: mr, acronym: pdf, you: you, self: i, interrogative: what}

      """

  private func edited(_ from: String, _ to: String) -> String {
    Self.small.replacing(from, with: to, maxReplacements: 1)
  }

  @Test(arguments: ["1.7e308", "-1e7", "nan", "inf", "1e999", "0x1p1023"])
  func numbersHaveABound(number: String) {
    for (from, place) in [
      ("phone: 5", "items.greeting.weights.phone"), ("neutral: 1", "channels.phone.neutral"),
      ("spread: 10", "channels.phone.spread"),
    ] {
      let name = from.prefix { $0 != ":" }
      #expect(throws: RubricError.wrongValue(place: place, expected: "a number up to 1,000,000")) {
        try Rubric(yaml: edited(from, "\(name): \(number)"))
      }
    }
  }

  @Test func theLargestWeightsGiveAScore() throws {
    let rubric = try Rubric(yaml: edited("phone: 5, email: 6", "phone: 1000000, email: 1e6"))
    for spread in ["1000000", "5e-324"] {
      let extreme = try Rubric(yaml: edited("spread: 10", "spread: \(spread)"))
      for rubric in [rubric, extreme] {
        let assessment = ReplyCoach(rubric: rubric, model: nil).assess("Hello there, the pdf.", channel: .phone)
        if let score = assessment.score { #expect((0...100).contains(score)) }
        var json: [UInt8] = []
        assessment.appendJSON(to: &json)
        #expect(!json.isEmpty)
      }
    }
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

  @Test func readsASmallOne() throws { _ = try Rubric(yaml: Self.small) }

  @Test func refusesUnknownItems() {
    let known = RubricItem.allCases.map(\.rawValue)
    #expect(throws: RubricError.unknownItem("greetings", known: known)) {
      try Rubric(yaml: edited("  greeting:\n", "  greetings:\n"))
    }
  }

  @Test func refusesWeightsThatSumToZero() {
    let zero = Self.small.replacing(#/chat: \d+/#, with: "chat: 0")
    #expect(throws: RubricError.weightsSumToZero(channel: "chat")) { try Rubric(yaml: zero) }
  }

  @Test(arguments: [
    ("neutral: ", "neutral: much "), ("channels:\n", "canals:\n"), ("  phone: {", "  fax: {"),
    ("phone: 5", "phone: -5"),
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
    let coach = ReplyCoach(rubric: try Rubric(yaml: Self.small, jargon: ["blue ticket"]), model: nil)
    let customer = "It is broken!"
    #expect(coach.assess("I opened a Blue Ticket.", customer: customer)[.jargon] == 2)
    #expect(coach.assess("I opened a blue door.", customer: customer)[.jargon] == 0)
  }

  @Test func weightsChangeTheScore() throws {
    let scores = try ["6", "60"].compactMap { weight in
      let rubric = try Rubric(yaml: edited("email: 6", "email: \(weight)"))
      return ReplyCoach(rubric: rubric, model: nil).assess("Hello there.", customer: "It is broken!").score
    }
    #expect(scores.count == 2 && scores[0] < scores[1])
  }

  @Test func knowsChannelsOfExports() {
    #expect(Rubric.standard.channel(named: "E-Mail") == .email)
    #expect(Rubric.standard.channel(named: "Twitter") == .social)
    #expect(Rubric.standard.channel(named: "pigeon") == nil)
  }

  private func error(_ yaml: String) -> RubricError? { #expect(throws: RubricError.self) { try Rubric(yaml: yaml) } }

  /// The pattern of `small` is in line 10.
  @Test(arguments: [
    (
      String(repeating: "(", count: 50_000) + "a" + String(repeating: ")", count: 50_000),
      "nests brackets or word classes more than 32"
    ),
    (String(repeating: "a? ", count: 50_000) + "b", "expands to more than 1000 parts"),
    ("a" + String(repeating: "|", count: 50_000), "expands to more than 1000 parts"),
    ("<none> there", "names a class 'none'"), ("a ^ b", "the wrong place"), ("a?", "matches nothing"),
    ("a!b", "is not one word"), ("z!z m!m a!a", "has 'a!a'"),
    ("there @never", "@never"),
  ])
  func badPatternsHaveTheirLine(_ pattern: String, _ reason: String) throws {
    let message = "\(try #require(error(edited("<hello> there", pattern))))"
    #expect(message.hasPrefix("line 10: 'items.greeting.weak': the pattern ") && message.contains(reason))
    #expect(message.utf8.count < 300)
  }

  @Test func wordClassesAreWrittenOutOnce() throws {
    let classes = (0..<25).map { "c\($0): <c\($0 + 1)> <c\($0 + 1)>" } + ["c25: hello"]
    let rubric = try Rubric(
      yaml: edited("<hello> there", "<c0> there").replacing(
        "words: {", with: "words: {\(classes.joined(separator: ", ")), "))
    #expect(ReplyCoach(rubric: rubric, model: nil).assess("Hello there.", customer: "It is broken!")[.greeting] == 1)
  }

  @Test(arguments: [
    ("c0: <c1>, c1: <c0>, ", "contains itself"),
    (
      (0..<100).map { "c\($0): <c\($0 + 1)>, " }.joined() + "c100: hello, ",
      "nests brackets or word classes more than 32"
    ),
    ("c0: <gone>, ", "names a class 'gone'"),
  ])
  func badClassesHaveTheirLine(_ classes: String, _ reason: String) throws {
    let yaml = edited("<hello> there", "<c0> there").replacing("words: {", with: "words: {" + classes)
    let message = "\(try #require(error(yaml)))"
    #expect(message.hasPrefix("line 16: 'words") && message.contains(reason), "\(message)")
  }

  @Test func aspectsBeyondTheBitsOfAWordAreRefused() throws {
    let aspects = (0..<64).map { "a\($0): w\($0)" }.joined(separator: ", ")
    #expect(
      error(edited("{lamps: lamp lamps}", "{\(aspects)}"))
        == .wrongValue(place: "aspects", expected: "at most 63 aspects"))
  }

  @Test func longTermsAreRefused() {
    #expect(throws: RubricError.self) {
      try Rubric(yaml: Self.small, jargon: [String(repeating: "word ", count: 100)])
    }
  }
}
