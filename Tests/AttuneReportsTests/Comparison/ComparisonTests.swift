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

  /// No score differs by more than all of it.
  @Test func aDifferenceThatCannotBeIsNoneThatWouldShow() throws {
    // Six agents, of whom each has customers of one kind.
    let rows = (0..<240).map { number -> [String] in
      let agent = number % 6
      return ["2024-03-0\(number < 120 ? 4 : 6)", (agent < 3) == (number < 120) ? "5" : "1", "", "agent \(agent)"]
    }
    let row = try compare(rows, cluster: true).rows[0]
    #expect(row.effect == .unclear && row.isBlind == true && row.minimalDetectable == nil)
    let summary = try compare(rows, cluster: true)
    #expect(summary.notes.contains("Satisfaction (CSAT): too few answers to show any difference."))
    #expect(
      try compare(records("2024-03-04", satisfied: 60, of: 90) + records("2024-03-05", satisfied: 61, of: 90)).rows[0]
        .isBlind == nil)
  }

  @Test func recordsOfAnAgentAreAlike() throws {
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
    #expect(byAgent.rows[0].test == "cluster-robust t")
    #expect(try #require(byAgent.rows[0].before.upper) > #require(byRow.before.upper))
  }

  @Test func fiveAgentsGetNoVerdict() throws {
    func effect(agents: Int) throws -> ComparisonSummary {
      let before = records("2024-03-04", satisfied: 90, of: 300)
      let after = records("2024-03-05", satisfied: 240, of: 300)
      return try compare((before + after).enumerated().map { $1 + ["Agent \($0 % agents)"] }, cluster: true)
    }
    let (five, six) = try (effect(agents: 5), effect(agents: 6))
    #expect(five.rows[0].effect == .notEnoughData)
    #expect(five.notes.contains { $0.contains("too few for a verdict") })
    #expect(six.rows[0].effect == .better)
  }

  @Test func anAgentIsOneHoweverTheNameIsWritten() throws {
    let names = ["Ann", " ann", "ANN ", "Bob", "bob", "", "N/A", "anonymous"]
    let all = records("2024-03-04", satisfied: 60, of: 120) + records("2024-03-05", satisfied: 60, of: 120)
    let summary = try compare(all.enumerated().map { $1 + [names[$0 % 8]] }, cluster: true)
    #expect(summary.clusters == 2)
  }

  @Test func oneRecordOfEachIsNoCluster() throws {
    let all = records("2024-03-04", satisfied: 60, of: 120) + records("2024-03-05", satisfied: 60, of: 120)
    let summary = try compare(all.enumerated().map { $1 + ["customer \($0)"] }, cluster: true)
    #expect(summary.clusters == nil)
    #expect(summary.rows[0].test == "two-proportion z, Newcombe")
  }

  @Test func aMedianOfClustersMovesAsItsValuesDo() throws {
    var generator = SeededGenerator(seed: 4)
    // Of the variance 1.
    func draw() -> Double { (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) } }
    let pools = (0..<40).map { _ in
      let shift = draw()
      return (0..<30).map { _ in 10 + shift + draw() }
    }
    let all = Measure.median(Distribution(pools.flatMap(\.self)))
    let clusters = pools.map { Measure.median(Distribution($0)) }
    let interval = try #require(all.interval(clusters: clusters))
    // The median of 1200 values of variance 2, whose groups of 30 share half of it.
    let expected = 2 * 2.02 * (1.25 * (1 + 1 / 30.0) / 40).squareRoot()
    #expect(abs((interval.upper - interval.lower) / expected - 1) < 0.25)
    let difference = try #require(
      Measure.difference(all, all, clusters: clusters.map { ($0, $0) }, seed: 1))
    // The same records on both sides leave nothing to chance.
    #expect(difference.value == 0 && difference.interval.upper < 1e-9)
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
    // Not at the date, at least.
    #expect(row.effect == .trend)
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

  @Test func aTrendIsNoEffect() throws {
    let first = try #require(Day(year: 2024, month: 1, day: 1))
    func summary(_ share: (Int) -> Double, seed: UInt64) throws -> ComparisonSummary {
      var generator = SeededGenerator(seed: seed)
      let all = (0..<168).flatMap { day in
        (0..<12).map { _ -> [String] in
          let isSatisfied = Double.random(in: 0..<1, using: &generator) < share(day)
          return [Day(number: first.number + day).isoText, isSatisfied ? "5" : "1", ""]
        }
      }
      return try compare(all, at: Day(number: first.number + 84).isoText)
    }
    let drifts = try (0..<20).map { seed in try summary({ 0.4 + 0.2 * Double($0) / 168 }, seed: seed) }
    let steps = try (0..<20).map { seed in try summary({ $0 < 84 ? 0.4 : 0.55 }, seed: seed) }
    #expect(drifts.count { $0.rows[0].effect == .better } <= 3)
    #expect(drifts.count { [.trend, .jumpOrTrend].contains($0.rows[0].effect) } >= 12)
    #expect(steps.count { $0.rows[0].effect == .better } >= 16)
    func note(_ effect: ComparisonSummary.Row.Effect) -> String {
      drifts.first { $0.rows[0].effect == effect }?.notes.joined() ?? ""
    }
    #expect(note(.jumpOrTrend).contains("it is not clear whether it jumped at the date or followed a steady trend"))
    let steep = try (0..<10).map { seed in try summary({ 0.2 + 0.6 * Double($0) / 168 }, seed: seed) }
    #expect(steep.count { $0.rows[0].effect == .trend } >= 6)
    let text = steep.first { $0.rows[0].effect == .trend }?.notes.joined() ?? ""
    #expect(text.contains("the trend before may explain the change just as well as a jump at the date"))
  }

  /// A trend explains a change only where it was there before: not what falls at once, nor what falls late.
  @Test func whatWasFlatBeforeIsNoTrend() throws {
    let first = try #require(Day(year: 2024, month: 1, day: 1))
    func effects(_ share: (Int) -> Double) throws -> [ComparisonSummary.Row.Effect] {
      try (0..<20 as Range<UInt64>).map { seed in
        var generator = SeededGenerator(seed: seed)
        let all = (0..<105).flatMap { day in
          (0..<15).map { _ -> [String] in
            let isSatisfied = Double.random(in: 0..<1, using: &generator) < share(day)
            return [Day(number: first.number + day).isoText, isSatisfied ? "5" : "1", ""]
          }
        }
        return try compare(all, at: Day(number: first.number + 77).isoText).rows[0].effect
      }
    }
    let drops = try effects { $0 < 77 ? 0.8 : 0.68 }
    #expect(drops.count { $0 == .worse } >= 12 && drops.count { $0 == .trend } <= 1, "\(drops)")
    let collapses = try effects { $0 < 91 ? 0.8 : 0.5 }
    #expect(collapses.allSatisfy { [.worse, .jumpOrTrend].contains($0) }, "\(collapses)")
  }

  @Test func powerCountsTheOtherFigures() throws {
    let rows = records("2024-03-04", satisfied: 80, of: 160) + records("2024-03-06", satisfied: 82, of: 160)
    let alone = try #require(try compare(rows).rows[0].minimalDetectable)
    let all = try compare(rows.enumerated().map { [$1[0], $1[1], "\(($0 * 31) % 97)"] })
    let amongThree = try #require(all.rows[0].minimalDetectable)
    // The quantiles of 1 - 0.05 / 6 and of 0.975, each with that of 80 %.
    #expect(abs(amongThree / alone - (2.39398 + 0.84162) / (1.95996 + 0.84162)) < 1e-4)
    #expect(all.notes.contains { $0.contains("3 figures are tested at once") })
  }

  /// What is found depends on how many answer, not on how a series happens to swing.
  @Test func powerIsThatOfTheDifference() throws {
    var generator = SeededGenerator(seed: 4)
    let first = Day(year: 2024, month: 1, day: 1)!
    let sizes = try (0..<10).map { _ in
      let all = (0..<70).flatMap { day in
        (0..<12).map { _ in
          [Day(number: first.number + day).isoText, Double.random(in: 0..<1, using: &generator) < 0.5 ? "5" : "1", ""]
        }
      }
      let row = try compare(all, at: Day(number: first.number + 35).isoText).rows[0]
      #expect(row.timeSeries != nil)
      return try #require(row.minimalDetectable)
    }
    // (1.96 + 0.84) sqrt(2 · 0.25 / 420)
    #expect(sizes.allSatisfy { abs($0 - 0.0967) < 0.002 }, "\(sizes)")
  }

  /// Of one figure there is one jump.
  @Test func aJumpIsToldOnce() throws {
    var generator = SeededGenerator(seed: 9)
    let first = Day(year: 2024, month: 1, day: 1)!
    var told = 0
    for _ in 0..<10 {
      let all = (0..<168).flatMap { day in
        (0..<10).map { _ in
          let share = 0.2 + 0.6 * Double(day) / 168
          return [
            Day(number: first.number + day).isoText, Double.random(in: 0..<1, using: &generator) < share ? "5" : "1",
            "",
          ]
        }
      }
      let summary = try compare(all, at: Day(number: first.number + 84).isoText)
      guard summary.rows[0].effect == .trend else { continue }
      let notes = summary.notes.joined(separator: " ")
      #expect(
        notes.contains("beyond one steady trend through both, the jump is")
          && !notes.contains("Beyond that trend it changed"))
      told += notes.contains("was already rising before") ? 1 : 0
    }
    #expect(told > 0)
  }

  /// With four agents nothing is said to be met, or to be for few answers.
  @Test func fewAgentsAreCalledFewAgents() throws {
    let rows = (0..<400).map { number in
      ["2024-03-0\(number < 200 ? 4 : 6)", number % 7 == 0 ? "1" : "5", "", "agent \(number % 4)"]
    }
    let layout = layout(cluster: true)
    var comparison = Comparison(
      layout, split: .date(try #require(Day(year: 2024, month: 3, day: 5))), hasClusters: true)
    for row in rows { comparison.append(layout.read(row), path: "f", line: 1) }
    let target = Target(layout.metrics[0], value: 0.5)
    let summary = ComparisonSummary(comparison, targets: [target])
    #expect(summary.rows[0].effect == .notEnoughData)
    #expect(summary.highlights.targets.first?.state == .unknown)
    let few = "There are only 4 values of 'agent', too few to tell whether CSAT"
    #expect(summary.highlights.headline[0] == "\(few) changed on 5 March 2024.")
    #expect(summary.highlights.headline[1] == "\(few) meets the target of 50.0 %.")
  }

  @Test func theSeedIsThatOfPermutations() throws {
    let costs = [3, 8, 1, 2.5, 9, 4, 7, 6, 2, 12, 5, 5.5, 8.5, 3.5, 11, 10, 4.5, 6.5, 1.5, 7.5].map { "\($0)" }
    let all = costs.enumerated().map { [$0 % 2 == 0 ? "2024-03-04" : "2024-03-06", "", $1] }
    func p(seed: UInt64) throws -> Double {
      let row = try compare(all, seed: seed).rows.first { $0.name == "cost, mean" }
      return try #require(row?.pValue)
    }
    let (first, second) = try (p(seed: 3), p(seed: 4))
    #expect(try p(seed: 3) == first)
    #expect(first != second && abs(first - second) < 0.03)
  }

  @Test func millionsOfClustersShareNumbers() {
    let layout = layout(cluster: true)
    var comparison = Comparison(layout, split: .date(Day(number: 0)), hasClusters: true)
    for number in 0..<3000 {
      comparison.append(layout.read(["2024-03-05", "5", "", "\(number)"]), path: "f", line: 1)
    }
    #expect(comparison.clusterCount == ClusterIndex.limit)
    #expect(comparison.clusters?.count == ClusterIndex.limit)
  }

  /// However plain the difference of twelve and twelve answers is, it is no verdict, and the answers are counted.
  @Test func fewAnswersGetNoVerdict() throws {
    let few = try compare(records("2024-03-01", satisfied: 0, of: 12) + records("2024-03-07", satisfied: 12, of: 12))
    #expect(few.rows[0].effect == .notEnoughData)
    #expect(few.rows[0].difference == 1)
    #expect(
      few.notes == [
        "Satisfaction (CSAT): 12 and 12 answers are too few for a verdict, which needs 30 on each side."
      ])
    #expect(
      few.highlights.headline == [
        "There is too little data to tell whether CSAT changed on 5 March 2024: 12 answers and 12."
      ])
    let oneSided = try compare(
      records("2024-03-01", satisfied: 0, of: 29) + records("2024-03-07", satisfied: 99, of: 99))
    #expect(oneSided.rows[0].effect == .notEnoughData)
    #expect(
      oneSided.notes == [
        "Satisfaction (CSAT): 29 answers before 2024-03-05 are too few for a verdict, which needs 30 on each side."
      ])
    let enough = try compare(records("2024-03-01", satisfied: 0, of: 30) + records("2024-03-07", satisfied: 30, of: 30))
    #expect(enough.rows[0].effect == .better)
  }

  /// Where the score has few answers, the headline is of a figure that has enough.
  @Test func theHeadlineRestsOnEnoughAnswers() throws {
    func costs(_ date: String, _ first: Int) -> [[String]] { (0..<60).map { [date, "", "\(first + $0 % 7)"] } }
    let all = records("2024-03-01", satisfied: 0, of: 9) + records("2024-03-07", satisfied: 9, of: 9)
    let headline = try compare(all + costs("2024-03-01", 40) + costs("2024-03-07", 20)).highlights.headline
    #expect(
      headline[0]
        == "Cost (mean) fell from 42.90 before 5 March 2024 to 22.90 since, a larger difference than chance would explain."
    )
    #expect(!headline.joined().contains("CSAT"))
  }
}
