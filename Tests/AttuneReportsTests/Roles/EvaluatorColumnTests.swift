import Testing

@testable import AttuneReports

/// What evaluators, or companies that rate others, say is not what customers say.
@Suite struct EvaluatorColumnTests {
  private static let fives = (0..<60).map { "\([4, 1, 5, 3, 2, 5, 4][$0 % 7])" }
  private static let notes = (0..<60).map { "Greeted the caller well and solved case \($0)" }
  private static let own = (0..<60).map { "They greeted me well and solved my case \($0)" }
  private static let agents = (0..<60).map { ["Ana", "Ben", "Cy", "Di", "Eve"][$0 % 5] }

  private func find(_ columns: [(String, [String])]) -> RoleFinder.Finding {
    RoleFinder(columns.map { column($0, $1) }).find()
  }

  @Test(arguments: [
    ("Evaluator", "Quality rating", "Comment"), ("QA", "Call quality rating", "Feedback"),
    ("Reviewer", "Rating", "Notes"), ("Geprüft von", "Bewertung", "Kommentar"),
    ("Évaluateur", "Note globale", "Commentaire"), ("Evaluador", "Calificación", "Observaciones"),
  ])
  func evaluationsAreNotTheCustomers(evaluator: String, score: String, text: String) {
    let people = (0..<60).map { ["Kim", "Lee"][$0 % 2] }
    let finding = find([("Agent", Self.agents), (evaluator, people), (score, Self.fives), (text, Self.notes)])
    #expect(finding.roles[.csat] == nil && finding.roles[.text] == nil, "\(finding.roles)")
    #expect(finding.open.map(\.column) == [2, 3], "\(finding.open)")
    let others = find([("Agent", Self.agents), (score, Self.fives), (text, Self.own)])
    #expect(others.roles[.csat]?.column == 1 && others.roles[.text]?.column == 2, "\(others.roles)")
  }

  @Test func customersAnswerBesideEvaluators() {
    let finding = find([
      ("Agent", Self.agents), ("Evaluator", Self.agents.reversed()), ("CSAT", Self.fives),
      ("Customer comment", Self.notes),
      ("Notes", Self.notes.reversed()),
    ])
    #expect(finding.roles[.csat]?.column == 2 && finding.roles[.text]?.column == 3 && finding.open.isEmpty)
    // Those who review a shop are its customers, each of whom does so once.
    let reviews = find([
      ("Agent", Self.agents), ("Reviewer", (0..<60).map { "R\($0)" }), ("Rating", Self.fives), ("Review", Self.notes),
    ])
    #expect(reviews.roles[.csat]?.column == 2 && reviews.roles[.text]?.column == 3)
  }

  @Test(arguments: [
    "Supplier rating", "Rating of supplier", "Bewertung des Lieferanten", "Note du fournisseur",
    "Calificación del proveedor", "How satisfied are you with your current provider?",
    "Wie zufrieden sind Sie mit Ihrem derzeitigen Anbieter?", "Êtes-vous satisfait de votre fournisseur actuel ?",
    "¿Qué tan satisfecho está con su proveedor actual?",
  ])
  func ratingsOfOthersAreNamed(name: String) {
    let finding = find([("Date", (10..<28).map { "2026-01-\($0)" }), (name, Self.fives)])
    #expect(finding.roles[.csat] == nil && finding.open.map(\.column) == [1], "\(name): \(finding.open)")
  }
}
