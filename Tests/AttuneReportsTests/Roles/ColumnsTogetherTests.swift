import Testing

@testable import AttuneReports

/// Exports in which other columns, or the form of values, say what a column holds.
@Suite struct ColumnsTogetherTests {
  private static let fives = (0..<60).map { "\([4, 1, 5, 3, 2, 5, 4][$0 % 7])" }
  private static let tens = (0..<60).map { "\([9, 3, 10, 7, 6, 1, 8, 10][$0 % 8])" }
  private static let wishes = (0..<60).map { "My parcel \($0) never came and I am upset" }

  private func find(_ columns: [(String, [String])]) -> RoleFinder.Finding {
    RoleFinder(columns.map { column($0, $1) }).find()
  }

  // MARK: Promoters

  /// What those who gave `tens` are called, and what they would be with other limits.
  private static func groups(_ names: [String], detractors: Int = 6) -> [String] {
    tens.map { names[Int($0)! > 8 ? 0 : Int($0)! > detractors ? 1 : 2] }
  }

  @Test(arguments: ["Rating", "Score", "Response", "Bewertung", "Note", "Nota", "Puntuación", "Wert", "Q1"])
  func answersThatFallIntoPromotersAreTheirs(name: String) {
    for words in [["Promoter", "Passive", "Detractor"], ["Promoteur", "Passif", "Détracteur"]] {
      let finding = find([(name, Self.tens), ("Response group", Self.groups(words))])
      #expect(finding.roles[.nps]?.column == 0 && finding.roles[.csat] == nil, "\(name)")
    }
  }

  @Test func otherAnswersThanThoseOfPromotersAreWhatTheyWere() {
    let words = ["Promoter", "Passive", "Detractor"]
    let others = find([("Rating", Self.tens), ("Response group", Self.groups(words, detractors: 3))])
    #expect(others.roles[.csat]?.column == 0 && others.roles[.nps]?.column == 1)
    let stars = find([("Rating", Self.fives), ("Response group", Self.groups(words))])
    #expect(stars.roles[.csat]?.column == 0 && stars.roles[.nps]?.column == 1)
    // A survey that calls itself one of promoters asks nothing else.
    let survey = find([("Survey type", Self.tens.map { _ in "NPS" }), ("Rating", Self.tens)])
    #expect(survey.roles[.nps]?.column == 1 && survey.roles[.csat] == nil)
  }

  // MARK: Further systems

  @Test func commentsBehindTheirAuthorsAreNoText() {
    let stamped = (0..<60).map { "0\(1 + $0 % 9)/Jan/26 4:00 PM;712020:ab\($0);Great news, it works again now \($0)" }
    let finding = find([("Description", Self.wishes), ("Comment", stamped), ("Comment", stamped.map { _ in "" })])
    #expect(finding.roles[.text]?.column == 0)
    #expect(finding.open.contains { $0.column == 1 && $0.reason == .logEntries })
    let german = (0..<60).map { "0\(1 + $0 % 9).01.2026 16:00;agent-\($0);Vielen Dank, wir kümmern uns darum \($0)" }
    #expect(find([("Kommentar", german)]).roles[.text] == nil)
    #expect(find([("Kommentar", Self.wishes)]).roles[.text] != nil)
  }

  @Test func numbersOfTicketsCountNoAnswers() {
    let words = (0..<60).map { ["Great", "Okay", "Not Good"][$0 % 3] }
    let numbers = (0..<60).map { "\(1000 + $0 + $0 / 7)" }
    #expect(find([("Number", numbers), ("Rating", words)]).roles[.csat]?.column == 1)
    let counts = find([("Rating", ["5", "4", "3", "2", "1"]), ("Number", ["120", "88", "31", "12", "40"])])
    #expect(counts.roles[.csat] == nil)
  }

  @Test func previewsAsNumbersAreFoundWhereOthersAreNone() {
    func previews(_ status: [String], _ id: String = "ResponseId") -> Int? {
      RoleFinder([column("Status", status), column(id, status.indices.map { "R_\($0)" })]).previews
    }
    #expect(previews(Self.tens.map { $0 > "5" ? "0" : "1" }) == 0)
    #expect(previews(Self.tens.map { _ in "1" }) == nil)
    #expect(previews(Self.tens.map { $0 > "5" ? "0" : "1" }, "Ticket") == nil)
  }

  @Test func namesOfFeedsLoseTheirWrapping() {
    let finding = find([
      ("im:rating.label", Self.fives), ("content.label", Self.wishes),
      ("id.label", (0..<60).map { "\(7000 + 13 * $0)" }),
    ])
    #expect(finding.roles[.csat]?.column == 0 && finding.roles[.text]?.column == 1)
    #expect(ColumnName("g:rating.$t").words == "rating" && ColumnName("q1: how was it").words == "q1 how was it")
  }

  @Test(
    arguments: [
      ("Agent", ["Ann", "Bob"], true), ("Datum", ["05.01.2026", "06.01.2026"], true),
      ("Kanal", ["Chat", "E-Mail"], true),
      ("Ticket ID", ["1001", "1002"], true), ("Team", ["North"], true), ("CSAT", ["5", "4"], false),
      ("Zufriedenheit", ["sehr zufrieden", "unzufrieden"], false), ("Solved", ["yes", "no"], false),
      ("Comment", ["fine", "not good at all"], false), ("Status", ["Solved", "Open"], false),
      ("Resolution time", ["2h", "3h"], false), ("Amount", ["12.50", "8"], false),
    ])
  func mergedCellsHoldForAllRowsWhereTheySayWhoOrWhen(name: String, values: [String], holds: Bool) {
    #expect(RoleFinder.saysWhoOrWhen(name, values) == holds, "\(name)")
  }

  // MARK: Satisfaction with what is bad

  @Test(arguments: [
    "Satisfaction with the waiting time", "Satisfaction with response time", "Complaint handling satisfaction",
    "How satisfied were you with how your complaint was handled?", "Zufriedenheit mit der Beschwerdebearbeitung",
    "Satisfacción con el tiempo de espera", "How quickly were your problems solved?", "Ease of cancelling",
  ])
  func satisfactionWithABadThingIsGood(name: String) {
    let finder = RoleFinder([column(name, Self.fives), column("CSAT", Self.fives.reversed())])
    #expect(finder.direction(0) != .lower, "\(name)")
    let reason = finder.find().open.first { $0.column == 0 }?.reason
    #expect(reason != .otherDuration, "\(name)")
  }

  @Test(arguments: [
    "Complaint score", "How dissatisfied were you with the waiting time?", "Likelihood to churn",
    "Not satisfied with the wait",
    "How much trouble did you have?", "Level of frustration",
  ])
  func aBadThingIsBad(name: String) {
    #expect(RoleFinder([column(name, Self.fives)]).direction(0) == .lower, "\(name)")
  }

  // MARK: Kinds and questions

  @Test(arguments: ["Location", "Product", "Department"]) func aSubscoreIsNoKind(name: String) {
    let names = Self.fives.map { ["North", "South", "East", "West", "Centre"][Int($0)! - 1] }
    for answers in [Self.fives, Self.tens, Self.fives.map { "\(Double($0)! * 2 - 0.5)" }] {
      #expect(RoleFinder([column("Review score", Self.tens), column(name, answers)]).kinds(taken: [0]) == [])
    }
    #expect(RoleFinder([column("Review score", Self.tens), column(name, names)]).kinds(taken: [0]) == [1])
  }

  /// Any column of a few names is looked at, unless it holds answers, outcomes or periods.
  @Test(arguments: [
    ("Site", true), ("Standort", true), ("Ward", true), ("Device", true), ("New or returning", true), ("Tariff", true),
    ("Month", false), ("Sentiment", false), ("Outcome", false), ("Agent", false), ("Which one did you use?", false),
  ])
  func kindsHaveAnyName(name: String, isKind: Bool) {
    let names = Self.fives.map { ["North", "South", "East", "West", "Centre"][Int($0)! - 1] }
    #expect(RoleFinder([column("CSAT", Self.fives), column(name, names)]).kinds(taken: [0]) == (isKind ? [1] : []))
  }

  /// Five kinds and twelve nights or respondents: each respondent has each kind once, and nights have not.
  @Test func questionsAreAnsweredOnceByEach() {
    let kinds = (0..<60).map { "\(["Couple", "Family", "Solo", "Work", "Friends"][$0 % 5])" }
    func questions(_ others: [Int]) -> [Int: Int] {
      RoleFinder([
        column("Rating", Self.fives), column("Trip type", kinds), column("Nights", others.map { "\($0)" }),
      ]).questions
    }
    #expect(questions((0..<60).map { $0 / 5 + 1 }) == [0: 1])
    #expect(questions((0..<60).map { $0 * $0 % 13 + $0 % 2 }).isEmpty)
  }
}
