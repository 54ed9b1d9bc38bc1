import Attune
import Testing

@testable import AttuneReports
@testable import AttuneStatistics

@Suite struct ComparisonTests {
  private func layout(cluster: Bool = false) -> RecordLayout {
    var layout = RecordLayout()
    layout.time = "date"
    layout.measured = [.init("score", .satisfaction), .init("cost", .amount)]
    layout.measured[0].scale = Scale(1, 5)
    if cluster { layout.groups = ["agent"] }
    return layout
  }

  private func compare(
    _ records: [[String]], cluster: Bool = false, at date: String = "2024-03-05", seed: UInt64 = 1
  ) throws -> ComparisonSummary {
    let layout = layout(cluster: cluster)
    let timestamp = try DateParser().parse(date)
    let day = try #require(timestamp).day
    var comparison = Comparison(layout, split: .date(day), hasClusters: cluster)
    for record in records { comparison.append(layout.read(record), path: "f", line: 1) }
    return ComparisonSummary(comparison, seed: seed)
  }

  private func records(_ date: String, satisfied: Int, of count: Int) -> [[String]] {
    (0..<count).map { [date, $0 < satisfied ? "5" : "2", ""] }
  }

  @Test func beforeAndAfter() throws {
    let summary = try compare(
      records("2024-03-04", satisfied: 312, of: 400) + records("2024-03-05", satisfied: 344, of: 410)
        + [["", "5", "1"]])
    #expect(summary.firstRecords == 400)
    #expect(summary.secondRecords == 410)
    #expect(summary.neither == 1)
    let row = summary.rows[0]
    #expect(row.before.text == "78.0 %")
    #expect(row.after.text == "83.9 %")
    #expect(Digits.text(try #require(row.pValue), decimals: 4) == "0.0323")
    #expect(row.effect == .better)
    #expect(summary.rows[1].effect == .notEnoughData)
    #expect(summary.rows[1].difference == nil)
  }

  @Test func severalFiguresAreHeldAgainstTheirNumber() throws {
    // The costs differ by chance only, and there are two of them.
    let before = records("2024-03-04", satisfied: 312, of: 400).enumerated().map { [$1[0], $1[1], "\($0 % 7)"] }
    let after = records("2024-03-06", satisfied: 344, of: 410).enumerated().map { [$1[0], $1[1], "\($0 % 7)"] }
    let rows = try compare(before + after).rows
    #expect(rows.count == 3)
    #expect(try Digits.text(#require(rows[0].adjustedPValue), decimals: 3) == "0.097")
    #expect(rows[0].effect == .unclear)
    #expect(try #require(rows[0].minimalDetectable) > 0.05)
  }

  @Test func agentsAreDrawnAgain() throws {
    // Ten agents who differ from one another much more than before differs from after.
    var generator = SeededGenerator(seed: 2)
    let all = (0..<10).flatMap { agent in
      (0..<80).map { record -> [String] in
        let isSatisfied = Double.random(in: 0..<1, using: &generator) < Double(agent) / 10
        let isAfter = agent % 2 == 0 ? record % 4 == 0 : record % 4 != 0
        return [isAfter ? "2024-03-06" : "2024-03-01", isSatisfied ? "5" : "1", "", "agent \(agent)"]
      }
    }
    let byRow = try compare(all.map { Array($0.dropLast()) }).rows[0]
    let byAgent = try compare(all, cluster: true)
    #expect(byAgent.clusters == 10)
    let wide = try #require(byAgent.rows[0].upper) - #require(byAgent.rows[0].lower)
    let narrow = try #require(byRow.upper) - #require(byRow.lower)
    #expect(wide > 1.5 * narrow)
    #expect(byAgent.rows[0].difference == byRow.difference)
    #expect(try compare(all, cluster: true).rows[0].lower == byAgent.rows[0].lower)
    #expect(try compare(all, cluster: true, seed: 2).rows[0].lower != byAgent.rows[0].lower)
  }

  @Test func medianOfClustersIsThatOfTheirValues() throws {
    let pools: [[Double]] = [[1, 2, 9], [4, 4], [7]]
    let clusters = pools.map { (before: Measure.median(Distribution([5])), after: Measure.median(Distribution($0))) }
    let found = try #require(ClusterBootstrap.difference(clusters, seed: 3))
    // Every draw's median is one of the values or the middle of two.
    let possible = Set(
      (0..<27).map { draw -> Double in
        let drawn = pools[draw % 3] + pools[draw / 3 % 3] + pools[draw / 9]
        return (Distribution(drawn).median ?? 0) - 5
      })
    #expect(found.value == -1)
    #expect(possible.contains(found.interval.lower))
    #expect(possible.contains(found.interval.upper))
  }

  @Test func aChangeThatBeganEarlierIsTold() throws {
    var generator = SeededGenerator(seed: 5)
    let first = try #require(Day(year: 2024, month: 1, day: 1))
    let all = (0..<180).flatMap { day in
      (0..<8).map { _ -> [String] in
        let share = day < 80 ? 0.3 : 0.8
        return [
          Day(number: first.number + day).isoText, Double.random(in: 0..<1, using: &generator) < share ? "5" : "1", "",
        ]
      }
    }
    let row = try compare(all, at: Day(number: first.number + 120).isoText).rows[0]
    #expect(row.effect == .better)
    let series = try #require(row.timeSeries)
    #expect(series.days == 7)
    #expect(series.changedBeforeDate)
    let found = try #require(series.bestBreak)
    #expect("2024-03-14" <= found && found <= "2024-03-28")
  }

  @Test func groupsInsteadOfDates() throws {
    var layout = RecordLayout()
    layout.measured = [.init("solved", .yesNo)]
    layout.groups = ["trained"]
    var comparison = Comparison(layout, split: .groups("no", "yes"), hasClusters: false)
    for (solved, group) in [("1", "yes"), ("0", "no"), ("1", "no"), ("1", "maybe")] {
      comparison.append(layout.read([solved, group]), path: "f", line: 1)
    }
    let summary = ComparisonSummary(comparison)
    #expect(summary.firstName == "no")
    #expect([summary.firstRecords, summary.secondRecords, summary.neither] == [2, 1, 1])
    #expect(summary.rows[0].timeSeries == nil)
    #expect(summary.rows[0].difference == 0.5)
  }

  @Test func millionsOfClustersAreRefused() {
    let layout = layout(cluster: true)
    var comparison = Comparison(layout, split: .date(Day(number: 0)), hasClusters: true)
    for number in 0...Comparison.clusterLimit {
      comparison.append(layout.read(["2024-03-05", "5", "", "\(number)"]), path: "f", line: 1)
    }
    #expect(comparison.hasTooManyClusters)
    #expect(comparison.clusters.isEmpty)
    #expect(ComparisonSummary(comparison).clusters == nil)
  }
}
