import AttuneStatistics
import Testing

@testable import AttuneReports

/// What a report says of its last period is what a comparison at its first day says.
@Suite struct PeriodsTests {
  private let start = Day(year: 2026, month: 1, day: 5)!

  /// - Parameter hasAgents: whether the last column tells whose the records are.
  private func layout(hasAgents: Bool = true) -> RecordLayout {
    var layout = RecordLayout()
    layout.time = "date"
    layout.measured = [
      .init("csat", .satisfaction), .init("nps", .promoter), .init("hours", .time), .init("solved", .yesNo),
    ]
    layout.measured[0].scale = Scale(1, 5)
    if hasAgents { layout.groups = ["agent"] }
    return layout
  }

  /// Answers of agents who differ in their level.
  private func records(
    agents: Int = 12, days: Int, perDay: Int = 15, spread: Double = 0.5, seed: UInt64,
    shift: (_ day: Int) -> Double
  ) -> [[String]] {
    var generator = SeededGenerator(seed: seed)
    func draw(_ width: Double) -> Double { Double.random(in: -width...width, using: &generator) }
    let levels = (0..<agents).map { _ in draw(spread) }
    return (0..<days).flatMap { day in
      (0..<perDay).map { number in
        let agent = (day * perDay + number) % agents
        let level = 3.4 + levels[agent] + shift(day)
        return [
          Day(number: start.number + day).isoText, "\(min(max(Int((level + draw(2)).rounded()), 1), 5))",
          "\(min(max(Int((2 * level + draw(4)).rounded()), 0), 10))", "\(max(10 - level + draw(3), 0.1).rounded())",
          draw(1) < shift(day) ? "no" : "yes", "agent \(agent)",
        ]
      }
    }
  }

  private func report(_ records: [[String]], hasAgents: Bool = true) -> ReportSummary {
    let layout = layout(hasAgents: hasAgents)
    var report = Report(layout, hasClusters: hasAgents)
    for record in records {
      report.append(layout.read(hasAgents ? record : Array(record.dropLast())), path: "f", line: 1)
    }
    return ReportSummary(report)
  }

  @Test(arguments: [true, false])
  func theyAreTestedAsAComparisonIs(hasAgents: Bool) throws {
    let records = records(days: 56, seed: 3) { $0 < 28 ? 0 : 0.3 }
    let layout = layout(hasAgents: hasAgents)
    let periods = try #require(report(records, hasAgents: hasAgents).highlights.periods)
    let turn = try #require(Day(iso: periods.turn))
    var comparison = Comparison(layout, split: .date(turn), hasClusters: hasAgents)
    for record in records {
      comparison.append(layout.read(hasAgents ? record : Array(record.dropLast())), path: "f", line: 1)
    }
    let rows = ComparisonSummary(comparison).rows
    #expect(rows.count == 4 && rows.map(\.json) == periods.changes.map(\.json))
    #expect(rows[0].test == (hasAgents ? "cluster-robust t" : "two-proportion z, Newcombe"))
  }

  /// The same people are in both periods: how much they differ from each other says nothing of the change.
  @Test func thatAgentsAreTheSameCounts() {
    let found = (1...10 as ClosedRange<UInt64>).count { seed in
      let summary = report(records(days: 56, spread: 1.2, seed: seed) { $0 < 28 ? 0 : 0.6 })
      return [.better, .trend, .jumpOrTrend].contains(summary.highlights.periods?.changes[0].effect)
    }
    #expect(found >= 9, "\(found)")
  }

  @Test func whatChangedBesideTheMainFigureIsNamed() {
    var all = records(days: 56, perDay: 30, seed: 5) { $0 < 28 ? 0 : 0.35 }
    for index in all.indices { all[index][1] = index % 3 == 0 ? "2" : "5" }
    #expect(
      report(all, hasAgents: false).highlights.headline == [
        "CSAT was 66.7 % in the last 4 weeks, as in the 4 weeks before.",
        "Better than in the 4 weeks before: Resolution time (median). Worse: Solved. Changed, either at once or by a steady trend: NPS.",
      ])
  }

  /// Figures that only drift are no finding of the last period, and are named for what they are.
  @Test func aTrendIsNamedAsOne() throws {
    let summary = report(records(days: 112, perDay: 40, seed: 6) { Double($0) / 112 }, hasAgents: false)
    let changes = try #require(summary.highlights.periods).changes
    #expect(changes[0].effect == .trend)
    let headline = summary.highlights.headline.joined(separator: " ")
    #expect(headline.contains("than chance would explain, but a steady trend would also explain it."))
    #expect(headline.contains("Changed, but a steady trend would also explain it: NPS"))
  }

  @Test func fiveAgentsOfThePeriodsAreTooFew() throws {
    let early = records(agents: 12, days: 56, seed: 7) { _ in 0 }
    let late = records(agents: 5, days: 168, seed: 8) { $0 < 140 ? 0 : 0.6 }.filter { $0[0] > "2026-03-01" }
    let headline = report(early.filter { $0[0] <= "2026-03-01" } + late).highlights.headline[0]
    #expect(headline.contains("There are only 5 values of 'agent', too few for a comparison with"), "\(headline)")
  }

  /// Days of clusters take bounded memory: clusters are joined to parts, and the oldest days are forgotten.
  @Test func daysOfClustersAreBounded() throws {
    var generator = SeededGenerator(seed: 9)
    let records = (0..<40_000).map { _ in
      (day: Int.random(in: 0..<200, using: &generator), cluster: Int.random(in: 0..<100, using: &generator))
    }
    for order in [records, records.sorted { $0.day < $1.day }, records.sorted { $0.day > $1.day }] {
      var days = ClusterDays(columns: 1, limit: 4096)
      for record in order {
        days.append(MeasuredRecord(values: [1]), cluster: record.cluster, day: Day(number: record.day))
      }
      func day(_ number: Int) -> Day { Day(number: number) }
      #expect(days.clusters(before: day(0)..<day(100), after: day(100)..<day(200)) == nil)
      let found = try #require(days.clusters(before: day(150)..<day(175), after: day(175)..<day(200)))
      #expect(found.count == ClusterTallies.partCount)
      for part in found {
        let of = records.filter { $0.cluster % ClusterTallies.partCount == part.number }
        #expect(part.cluster.before.records == of.count { (150..<175).contains($0.day) })
        #expect(part.cluster.after.records == of.count { (175..<200).contains($0.day) })
      }
    }
  }

  /// What fell in the last four weeks is said, though the last quarter is much as the one before.
  @Test func whatOnlyTheLastWeeksShowIsSaid() throws {
    var all = records(days: 182, perDay: 20, seed: 7) { _ in 0 }
    for index in all.indices {
      let day = index / 20
      let satisfied = day < 91 ? 15 : day < 154 ? 17 : 10
      all[index][1] = index % 20 < satisfied ? "5" : "2"
    }
    let highlights = report(all, hasAgents: false).highlights
    let (quarters, shorter) = (try #require(highlights.periods), try #require(highlights.shorterPeriods?.first))
    #expect(quarters.days == 91 && shorter.days == 28)
    let headline = highlights.headline.joined(separator: " ")
    #expect(quarters.changes[0].effect == .unclear && shorter.changes[0].adjustedPValue ?? 1 < 0.025)
    #expect(headline.contains("In the last 4 weeks alone, CSAT was 50.0 %. It fell from 85.0 % in the 4 weeks before"))
  }

  @Test func shorterPeriodsOfNoiseAreHardlyEverSaid() {
    let said = (1...60 as ClosedRange<UInt64>).count { seed in
      report(records(days: 182, perDay: 4, seed: seed) { _ in 0 }, hasAgents: false).highlights.shorterPeriods != nil
    }
    #expect(said <= 3, "\(said) of 60")
  }
}
