import TestSupport
import Testing

@testable import AttuneStatistics
@testable import AttuneReports

/// A column without spread is a case of its own: neither a rounding error below zero nor a finding.
@Suite struct ConstantColumnTests {
  private func constant(_ value: Double, _ count: Int) -> Distribution {
    var counts = ValueCounts()
    counts.append(value, count: count)
    return Distribution(counts)
  }

  /// In 11 % of all totals the variance of the ranks was less than nothing.
  @Test func ranksOfAnySize() throws {
    var draws = SeededDraws(seed: 1)
    let sizes = [330_292, 1, 2, 6, 5_999_999, 4_000_000_000] + (0..<500).map { _ in 1 + draws.index(6_000_000) }
    for size in sizes {
      for part in [1, size / 3, size / 2, size - 1] where part > 0 && part < size {
        guard let test = MannWhitney(constant(7.3, part), constant(7.3, size - part)) else {
          #expect(size == 4_000_000_000)
          continue
        }
        #expect(test.pValue == 1 && test.superiority == 0.5, "\(part) of \(size)")
        let difference = Distribution.medianDifference(constant(7.3, part), constant(7.3, size - part))
        #expect((difference != nil) == (min(part, size - part) >= 6))
        #expect(
          difference.map { $0.interval == ConfidenceInterval(0, 0) && $0.minimalDetectable() == 0 } ?? true)
      }
    }
  }

  /// One value besides the constant is the smallest spread that there is.
  @Test func ranksOfNearlyAllAlike() throws {
    for size in [7, 330_292, 4_194_301, 1_000_000_007] {
      var counts = ValueCounts()
      counts.append(5, count: size - 1)
      counts.append(6)
      let test = try #require(MannWhitney(constant(5, size), Distribution(counts)))
      #expect((0...1).contains(test.pValue))
    }
  }

  @Test func morePairsThanCanBeCounted() {
    var counts = ValueCounts()
    counts.append(1, count: 4_000_000_000)
    counts.append(2, count: 4_000_000_000)
    #expect(MannWhitney(Distribution(counts), Distribution(counts)) == nil)
  }

  private static let noisy: [[Double]] = [
    [0.3, 0.1 + 0.2], [1e15, 1e15.nextUp], [-7.1, (-7.1).nextDown, -7.1.nextUp], [1e-30, 1e-30.nextUp],
  ]

  @Test(arguments: noisy)
  func roundingIsNoSpread(values: [Double]) throws {
    let many = (0..<60).map { values[$0 % values.count] }
    let few = [values[0], values[values.count - 1], values[0]]
    let (a, b) = (Distribution(many), Distribution(few + few))
    #expect(a.isConstant)
    #expect(a.variance == 0)
    for difference in [
      try #require(Distribution.meanDifference(a, b)), try #require(Distribution.medianDifference(a, b)),
      try #require(Distribution.meanDifference(a, b, seed: 1)),
    ] {
      #expect(difference.value == 0 && difference.pValue == 1)
      #expect(difference.interval == ConfidenceInterval(0, 0))
    }
    let clusters = (0..<12).map { cluster in
      let value = Distribution([values[cluster % values.count], values[0]])
      return (before: Measure.mean(value), after: Measure.mean(value))
    }
    let ofMeans = try #require(Measure.difference(.mean(a), .mean(b), clusters: clusters, seed: 1))
    #expect(ofMeans.value == 0 && ofMeans.pValue == 1)
    let medians = clusters.indices.map { index in
      (before: Measure.median(Distribution([values[0]])), after: Measure.median(Distribution([values[index % 2]])))
    }
    let ofMedians = try #require(Measure.difference(.median(a), .median(b), clusters: medians, seed: 1))
    #expect(ofMedians.value == 0 && ofMedians.pValue == 1)
  }

  @Test func aSpreadThatSomebodyWroteDownIsOne() throws {
    for values in [
      [1_709_648_520.25, 1_709_648_520.26], [1e15, 1e15 - 1000], [0, 1e-30], [3.14159265358, 3.14159265359],
    ] {
      #expect(!Distribution(values).isConstant)
      #expect(try #require(Distribution(values).variance) > 0)
    }
  }

  @Test func whatCancelsOutIsZero() throws {
    let values = (0..<300).flatMap { [0.1 * Double($0), -0.1 * Double($0)] }
    #expect(Distribution(values).mean == 0)
  }

  // MARK: Series

  private func series(_ weeks: Int, at date: Int, _ value: (Int) -> Double) throws -> InterruptedTimeSeries {
    var draws = SeededDraws(seed: 9)
    let points = (0..<weeks).map {
      InterruptedTimeSeries.Point(time: Double($0 - date), value: value($0), weight: Double(1 + draws.index(900)))
    }
    return try #require(InterruptedTimeSeries(points, at: 0))
  }

  @Test(arguments: [0, 5, 0.1, 1.0 / 3, -17.4, 86_400.123, 1e15, 1e-30])
  func aFlatSeriesHasNoTrend(value: Double) throws {
    for weeks in [8, 9, 31] {
      let series = try series(weeks, at: weeks / 2) { $0 % 3 == 1 && value != 0 ? value.nextUp : value }
      for coefficient in [series.trendBefore, series.levelChange, series.trendChange] {
        #expect(coefficient.value == 0 && coefficient.pValue == 1)
        #expect(coefficient.interval == ConfidenceInterval(0, 0))
      }
      #expect(!series.changedBeforeDate)
      #expect(series.bestBreak.map { $0.pValue == 1 } ?? true)
    }
  }

  @Test func aLineWithoutErrorsIsATrendAndNoChange() throws {
    for (start, slope) in [(2, 0.1), (1e9, -0.3), (0, 1e-12), (-5, 1e12)] as [(Double, Double)] {
      let series = try series(40, at: 17) { start + slope * Double($0) }
      #expect(abs(series.trendBefore.value - slope) <= 1e-6 * abs(slope))
      #expect(series.trendBefore.pValue < 1e-6)
      #expect(series.levelChange.value == 0 && series.levelChange.pValue == 1, "\(start) \(slope)")
      #expect(series.trendChange.value == 0 && series.trendChange.pValue == 1)
      #expect(!series.changedBeforeDate)
    }
  }

  @Test func aStepWithoutErrorsIsFoundWhereItIs() throws {
    let atDate = try series(40, at: 17) { $0 < 17 ? 0.3 : 0.8 }
    #expect(abs(atDate.levelChange.value - 0.5) < 1e-9 && atDate.levelChange.pValue < 1e-6)
    #expect(atDate.trendBefore.value == 0 && atDate.trendBefore.pValue == 1)
    #expect(!atDate.changedBeforeDate)
    let before = try series(40, at: 17) { $0 < 10 ? 0.3 : 0.8 }
    #expect(before.bestBreak?.time == -7)
    #expect(before.changedBeforeDate)
  }

  // MARK: A whole comparison

  /// A column of one value from first to last says so: no trend, no change, in any of its kinds.
  @Test(arguments: ["0.1", "1e15"])
  func aComparisonOfOneValue(value: String) throws {
    var layout = RecordLayout()
    layout.time = "date"
    layout.measured = [.init("cost", .amount), .init("handle_seconds", .time), .init("score", .satisfaction)]
    layout.groups = ["agent"]
    for hasClusters in [false, true] {
      let date = try #require(Day(year: 2024, month: 3, day: 5))
      var comparison = Comparison(layout, split: .date(date), hasClusters: hasClusters)
      for row in 0..<100 {
        let day = Day(number: date.number - 70 + row * 7 / 5).isoText
        let record = [day, value, value, "4", "agent \(row * 7 % 9)"]
        comparison.append(layout.read(record), path: "f", line: row)
      }
      let summary = ComparisonSummary(comparison, prices: [UnitPrice(column: 0, amount: 1e15)])
      for row in summary.rows {
        #expect(row.difference == 0 && row.pValue.map { $0 > 0.9 } == true, "\(row.name)")
        #expect(row.effect == .unclear)
        #expect(row.timeSeries?.trendBefore == 0)
      }
      let notes = summary.notes.joined(separator: "\n")
      #expect(!notes.contains("rising") && !notes.contains("falling") && !notes.contains("began"), "\(notes)")
      #expect(summary.costs.allSatisfy { $0.difference == 0 })
    }
  }

  @Test func aTrendThatShowsAsNothingIsNotTold() throws {
    var layout = RecordLayout()
    layout.time = "date"
    layout.measured = [.init("cost", .amount)]
    let date = try #require(Day(year: 2024, month: 3, day: 5))
    var comparison = Comparison(layout, split: .date(date), hasClusters: false)
    for row in 0..<200 {
      let record = [Day(number: date.number - 100 + row).isoText, "\(10 + Double(row) * 1e-6)"]
      comparison.append(layout.read(record), path: "f", line: row)
    }
    let summary = ComparisonSummary(comparison)
    #expect(summary.rows.contains { $0.timeSeries.map { $0.trendBeforePValue < 0.05 } == true })
    #expect(!summary.notes.contains { $0.contains("0.00") })
  }
}
