import Foundation
import Testing

/// The effect that Samples/survey.py draws is found, and nothing beside it.
@Suite struct SurveySampleTests {
  private static let arguments = [
    Attune.root.appendingPathComponent("Samples/survey.csv").path, "-q", "--text", "comment", "--csat", "csat", "--nps",
    "nps", "--resolution", "resolution_hours", "--resolved", "resolved", "--time", "date",
    "--metric", "handling_minutes:lower", "--metric", "refund:lower",
  ]

  private struct Comparison: Decodable {
    struct Row: Decodable {
      var name: String
      var effect: String
      var lower: Double
      var upper: Double
    }

    struct Cost: Decodable {
      var column: String
      var casesPerMonth: Double
      var difference: Double
      var lower: Double
      var upper: Double
    }

    var clusters: Int?
    var clusterColumn: String?
    var firstRecords: Int
    var secondRecords: Int
    var rows: [Row]
    var costs: [Cost]
  }

  private let workspace = Workspace()

  private func compare(_ arguments: [String]) throws -> Comparison {
    let outcome = try Attune.run(["compare"] + arguments + ["--to", "json"])
    #expect(outcome.status == 0)
    return try JSONDecoder().decode(Comparison.self, from: Data(outcome.output))
  }

  @Test(arguments: [[], ["--cluster", "customer"], ["--no-cluster"]])
  func theTrainingShows(cluster: [String]) throws {
    let comparison = try compare(Self.arguments + ["--at", "2026-03-09"] + cluster)
    #expect(comparison.firstRecords == 972)
    #expect(comparison.secondRecords == 972)
    let effects = Dictionary(uniqueKeysWithValues: comparison.rows.map { ($0.name, $0.effect) })
    #expect(
      effects == [
        "net sentiment": "jump or trend", "share urgent": "unclear", "CSAT (csat)": "better",
        "NPS (nps)": "better",
        "resolution_hours, median": "better",
        "handling_minutes, mean": "better", "handling_minutes, median": "better", "resolved, yes": "unclear",
        "refund, mean": "unclear", "refund, median": "unclear",
      ])
    // 74 % and 62 % were drawn from, and 13.5 and 16 minutes.
    let satisfaction = try #require(comparison.rows.first { $0.name == "CSAT (csat)" })
    #expect(satisfaction.lower < 0.12 && 0.12 < satisfaction.upper)
    let minutes = try #require(comparison.rows.first { $0.name == "handling_minutes, mean" })
    #expect(minutes.lower < -2.5 && -2.5 < minutes.upper)
  }

  @Test func agentsAreFound() throws {
    let arguments = Self.arguments + ["--at", "2026-03-09"]
    let (found, named, none) = try (
      compare(arguments), compare(arguments + ["--cluster", "customer"]), compare(arguments + ["--no-cluster"])
    )
    #expect(found.clusters == 24 && found.clusterColumn == "agent")
    #expect(named.clusters == 398 && named.clusterColumn == "customer")
    #expect(none.clusters == nil && none.clusterColumn == nil)
  }

  /// Kinds of customers are no clusters, and would be too few for a verdict.
  @Test func kindsOfCustomersAreNot() throws {
    let rows = (0..<200).map { "2026-01-\($0 < 100 ? "05" : "12"),\(["new", "old"][$0 % 2]),\($0 % 3 == 0 ? 2 : 5)" }
    let file = workspace.file("kinds.csv", (["date,customer,csat"] + rows).joined(separator: "\n") + "\n")
    let found = try compare([file, "-q", "--csat", "csat", "--time", "date", "--at", "2026-01-12"])
    #expect(found.clusters == nil && found.rows[0].effect == "unclear")
  }

  @Test func theTrainingInMoney() throws {
    let prices = ["handling_minutes=0.75", "hour=2", "refund=1"].flatMap { ["--cost-per", $0] }
    let costs = try compare(Self.arguments + ["--at", "2026-03-09"] + prices).costs
    #expect(costs.map(\.column) == ["handling_minutes", "resolution_hours", "refund"])
    // 972 cases in 63 days, and 2.5 minutes less for each.
    let cases = 972.0 / 63 * 365.25 / 12
    for cost in costs { #expect(abs(cost.casesPerMonth - cases) < 1e-6) }
    #expect(costs[0].lower < -2.5 * 0.75 * cases && -2.5 * 0.75 * cases < costs[0].upper)
    // Log-normal times have the mean exp(0.8² / 2) times their median.
    let hours = -6 * exp(0.32) * 2 * cases
    #expect(costs[1].lower < hours && hours < costs[1].upper && costs[1].upper < 0)
    #expect(costs[2].lower < 0 && 0 < costs[2].upper)
  }

  @Test func noTrainingNoEffect() throws {
    let rows = Attune.lines(Workspace.bytes(at: Self.arguments[0]))
    let before = [rows[0]] + rows.dropFirst().filter { $0 < "2026-03-09" }
    let file = workspace.file("before.csv", before.joined(separator: "\n") + "\n")
    let comparison = try compare([file] + Self.arguments.dropFirst() + ["--at", "2026-02-05"])
    #expect(comparison.rows.allSatisfy { $0.effect == "unclear" })
  }

  @Test(arguments: ["hour", "hour=x", "nps=3", "months=1", "refund=nan", "=1"])
  func pricesOfNothing(price: String) throws {
    #expect(
      try Attune.run(["compare"] + Self.arguments + ["--at", "2026-03-09", "--cost-per", price]).status == 64)
  }
}
