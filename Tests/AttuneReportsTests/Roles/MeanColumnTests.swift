import Testing

@testable import AttuneReports

/// Columns of means, each of several cases: no share of answers and no median of cases can be taken of them.
@Suite struct MeanColumnTests {
  private static let hours = (0..<60).map { "\(1 + $0 % 7).5" }
  private static let fives = (0..<60).map { "\([4, 1, 5, 3, 2, 5, 4][$0 % 7])" }
  private static let tens = (0..<60).map { "\([9, 3, 10, 7, 6, 0, 8, 10][$0 % 8])" }
  private static let counts = (0..<60).map { "\([1, 2, 1, 3][$0 % 4])" }

  private static let times = [
    "Average resolution time (hours)", "Avg resolution time (h)", "Mean time to resolution (hours)",
    "Median resolution time (hours)", "Durchschnittliche Lösungszeit (Stunden)",
    "Temps de résolution moyen (heures)", "Resolution time (hours, median)",
    "Average resolution time", "MTTR (hours)",
  ]
  private static let scores = ["Average rating", "average_rating", "Avg CSAT", "Mean satisfaction"]

  private static let all: [(String, [String])] =
    times.map { ($0, hours) } + scores.map { ($0, fives) } + [("Average NPS", tens), ("Avg contacts", counts)]

  @Test(arguments: all) func meansAreNoAnswers(name: String, values: [String]) {
    let finding = RoleFinder([column("Solved", (0..<60).map { $0 % 3 == 0 ? "no" : "yes" }), column(name, values)])
      .find()
    #expect(!finding.roles.contains { $0.value.column == 1 }, "\(name): \(finding.roles)")
    let reason = finding.open.first { $0.column == 1 }?.reason
    if case .means? = reason {} else { Issue.record("\(name): \(String(describing: reason))") }
  }

  /// What has decimals of a mean is one, whatever it is called.
  @Test(arguments: [
    "Total Average Rating", "Total Rating", "Total stars", "Calificación total",
    "Overall rating", "Rating",
  ])
  func runningMeansAreNoAnswers(name: String) {
    let finding = RoleFinder([column("Date", Self.days), column(name, (0..<60).map { "4.\(20 + $0 % 7)" })]).find()
    #expect(
      finding.roles[.csat] == nil && finding.open == [.init(column: 1, reason: .means(lowest: 4.2, highest: 4.26))])
    let whole = RoleFinder([column("Date", Self.days), column(name, Self.fives)]).find()
    #expect(
      !whole.open.contains { if case .means = $0.reason { $0.column == 1 && !name.contains("Average") } else { false } }
    )
  }

  private static let days = (0..<60).map { "2026-0\(1 + $0 / 28)-\(10 + $0 % 18)" }

  /// Names of which not all is understood beside the mean are not used either.
  @Test(arguments: [
    ("Mittlere Lösungszeit (Stunden)", hours), ("Tiempo promedio de resolución (horas)", hours),
    ("Note moyenne", fives),
  ])
  func othersAreNotUsed(name: String, values: [String]) {
    #expect(RoleFinder([column(name, values)]).find().roles.allSatisfy { $0.key == .id }, "\(name)")
  }

  @Test(arguments: ["Social media rating", "How do you rate our average waiting times?", "Meaning", "Rating"])
  func otherNamesSayNoMean(name: String) { #expect(!NameRules.saysMean(ColumnName(name))) }

  @Test(arguments: [
    ("Resolution time (hours)", hours, ColumnRole.resolution), ("Rating", fives, .csat), ("NPS", tens, .nps),
    ("Rating (1 = poor, 3 = average, 5 = excellent)", fives, .csat), ("CSAT (1 = mean; 5 = great)", fives, .csat),
    ("Zufriedenheit (1 = schlecht, 3 = durchschnittlich, 5 = gut)", fives, .csat),
    ("Satisfaction with media coverage", fives, .csat), ("Satisfacción con el medio de pago", fives, .csat),
  ])
  func answersStay(name: String, values: [String], role: ColumnRole) {
    #expect(RoleFinder([column(name, values)]).find().roles[role]?.column == 0, "\(name)")
  }
}
