import Testing

@testable import AttuneReports
@testable import AttuneStatistics

/// Which answer is the best one depends on what was asked.
@Suite struct AnswerDirectionTests {
  private static let five = Scale(1, 5)

  @Test(arguments: [
    "How easy was it to solve your issue?", "The company made it easy for me", "Ease of use", "Wie einfach war es?",
    "Est-ce que c'était facile ?", "¿Fue fácil?", "Customer effort: how easy was it?", "How satisfied are you?", "CSAT",
    "Rating", "It took little effort", "How satisfied or dissatisfied are you?",
    "How satisfied (1 = not at all satisfied)",
    "stars", "How much effort did our team make?",
  ])
  func moreIsGood(name: String) {
    // What a company does for its customers is no effort of theirs, and is not taken for it.
    if name.contains("our team") {
      #expect(AnswerDirection(name, on: Self.five) != .bad)
    } else {
      #expect(AnswerDirection(name, on: Self.five) == .good, "\(name)")
    }
  }

  @Test(arguments: [
    "How much effort did it take to solve your issue? (1-5)", "Level of effort", "Effort required",
    "How difficult was it?",
    "Difficulty", "It was not easy", "Wie viel Aufwand hatten Sie?", "Wie hoch war Ihr Aufwand?",
    "Wie schwierig war es?",
    "Combien d'efforts avez-vous fournis ?", "¿Cuánto esfuerzo le costó?", "Quanto esforço foi?",
    "Dissatisfaction (1-5)",
    "How dissatisfied are you?", "Unzufriedenheit", "Insatisfaction", "nicht zufrieden", "Not satisfied?",
    "Frustration",
    "Schulnote (1-6)",
  ])
  func moreIsBad(name: String) { #expect(AnswerDirection(name, on: Scale(1, 6)) == .bad, "\(name)") }

  @Test(arguments: [
    "Effort", "effort_score", "CES", "Customer Effort Score", "CES 2.0", "Aufwand", "Esfuerzo",
    "How difficult or easy was it?",
    "Gesamtnote",
  ])
  func theNameDoesNotTell(name: String) { #expect(AnswerDirection(name, on: Self.five) == .open, "\(name)") }

  private static let ends: [(String, Scale.Best?)] = [
    ("Customer Effort Score (1 = very low effort, 5 = very high effort)", .low),
    ("Customer Effort Score (1 = very high effort, 5 = very low effort)", .high),
    ("CES (1 = very low, 5 = very high)", .low), ("Effort (1 = a lot, 5 = none)", .high),
    ("Ease (1 = very low, 5 = very high)", .high), ("CES (1=very easy, 5=very difficult)", .low),
    ("Aufwand (1 = sehr gering, 5 = sehr hoch)", .low), ("Effort (1 = faible, 5 = élevé)", .low),
    ("How much effort (1 = not at all, 5 = extremely)", .low), ("Dissatisfaction (1 = low, 5 = high)", .low),
    ("It took a lot of effort (1 = strongly disagree, 5 = strongly agree)", .low),
    ("It was easy (1 = strongly disagree, 5 = strongly agree)", .high),
    ("CES (1 = strongly disagree, 5 = strongly agree)", .high), ("Zufriedenheit (Schulnote 1-5)", .low),
    ("Effort (1-5)", nil), ("CES", nil),
  ]

  @Test(arguments: ends)
  func endsThatAreNamedDecide(name: String, best: Scale.Best?) {
    let found = Scale.find(Distribution([1, 2, 3, 4, 5]), name: name).directed(by: name)
    if let best {
      #expect(found == .proven(Scale(1, 5, best: best)), "\(name)")
    } else {
      #expect(found == .open(Scale(1, 5, best: .high), Scale(1, 5, best: .low)), "\(name)")
    }
  }

  @Test func aSecondWordingMayTell() {
    let scale = ScaleFinding.proven(Self.five)
    #expect(scale.directed(by: "CES", or: "How much effort did it take?") == .proven(Scale(1, 5, best: .low)))
    #expect(scale.directed(by: "CES", or: "How easy was it?") == .proven(Self.five))
  }

  /// Yes to "Not resolved?" is no.
  @Test(arguments: [
    ("Not resolved?", true), ("unresolved", true), ("Not yet resolved", true), ("Issue still open", true),
    ("Ticket reopened", true), ("nicht gelöst", true), ("Ungelöst", true), ("non résolu", true), ("Pas résolu ?", true),
    ("Sin resolver", true), ("No resuelto", true), ("Não resolvido", true), ("Resolved?", false), ("Gelöst", false),
    ("Resolved (0 = no, 1 = yes)", false), ("Resolved or unresolved", false), ("Status", false),
  ])
  func whatIsNotSolved(name: String, isNegated: Bool) {
    #expect(NameRules.saysUnsolved(ColumnName(name)) == isNegated, "\(name)")
  }

  @Test func yesToTheOppositeIsNo() throws {
    var layout = RecordLayout()
    layout.measured = [.init("Not resolved?", .yesNo), .init("contacts", .amount)]
    let rows = ["yes", "no", "No.", "TRUE", "resolved", "unresolved"].map { layout.read([$0, "1"]) }
    #expect(rows.map(\.isResolved) == [false, true, true, false, true, false])
    #expect(layout.metrics[0].name == "Not resolved?, no" && layout.metrics[0].title == "Not resolved?: no")
    #expect(layout.metrics[0].better == .higher)
    #expect(Metric(.yes(column: 0), name: "Status, yes").title == "Solved (Status)")
    #expect(Metric(.yes(column: 0), name: "issue_resolved, yes").title == "Issue resolved")
  }
}
