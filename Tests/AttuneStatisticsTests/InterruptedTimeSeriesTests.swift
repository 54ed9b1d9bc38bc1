import Testing

@testable import AttuneStatistics

@Suite struct InterruptedTimeSeriesTests {
  private func series(
    _ count: Int, seed: UInt64, date: Double, season: Int? = nil,
    _ value: (Double) -> Double
  ) throws -> InterruptedTimeSeries {
    try #require(InterruptedTimeSeries(points(count, seed: seed, value), at: date, season: season))
  }

  /// Weeks, with standard normal errors.
  private func points(_ count: Int, seed: UInt64, _ value: (Double) -> Double) -> [InterruptedTimeSeries.Point] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { week in
      .init(time: Double(week), value: value(Double(week)) + generator.normal(), weight: 50)
    }
  }

  @Test func findsAChangeAtTheDate() throws {
    let series = try series(40, seed: 1, date: 20) { $0 >= 20 ? 6 : 0 }
    #expect(series.levelChange.interval.contains(6))
    #expect(series.levelChange.pValue < 0.001)
    #expect(series.bestBreak?.time == 20)
    #expect(!series.changedBeforeDate)
  }

  @Test func findsAChangeBeforeTheDate() throws {
    let series = try series(40, seed: 2, date: 25) { $0 >= 15 ? 6 : 0 }
    #expect(series.changedBeforeDate)
    #expect(series.bestBreak?.time == 15)
  }

  @Test func aTrendIsSeldomTakenForAChange() throws {
    let all = try (0..<40).map { seed in try series(32, seed: seed, date: 16) { $0 * 0.5 } }
    #expect(all.count { $0.levelChange.pValue < 0.05 } <= 5)
    #expect(all.count { $0.trendBefore.interval.contains(0.5) } >= 35)
    #expect(all.count { $0.changedBeforeDate } <= 4)
  }

  @Test func weekdaysAreTakenOut() throws {
    let weekend: (Double) -> Double = { Int($0) % 7 >= 5 ? 8 : 0 }
    let series = try series(56, seed: 4, date: 26, season: 7) { weekend($0) + ($0 >= 26 ? 3 : 0) }
    #expect(series.levelChange.interval.contains(3))
    #expect(series.levelChange.standardError < 1.2)
  }

  @Test func aSeriesThatDriftsIsSeldomTakenForAJump() throws {
    for slope in [0.05, 0.1, 0.15, 0.3] {
      let all = try (0..<300).map { seed in try series(24, seed: seed, date: 12) { $0 * slope } }
      #expect(all.count { $0.jump.pValue(towards: slope) < 0.05 } <= 24, "\(slope)")
      #expect(all.count { $0.gap.pValue(towards: slope) < 0.01 } <= 8, "\(slope)")
    }
  }

  /// What falls at the end of a long series is far from the line of before, and no jump at the date.
  @Test func aLateFallIsBeyondTheLineOfBefore() throws {
    let all = try (0..<40).map { seed in try series(52, seed: seed, date: 44) { $0 >= 49 ? -6 : 0 } }
    #expect(all.count { $0.gap.pValue(towards: -1) < 0.01 } >= 30)
    #expect(all.count { $0.gap.pValue(towards: -1) < 0.01 } > all.count { $0.jump.pValue(towards: -1) < 0.01 })
  }

  /// A jump against the trend before it is one as well, in its own direction alone.
  @Test func theJumpHasADirection() throws {
    let jump = try series(24, seed: 8, date: 12) { -0.3 * $0 + ($0 >= 12 ? 9 : 0) }.jump
    #expect(jump.pValue(towards: 1) < 0.001 && jump.pValue(towards: -1) > 0.999)
  }
}
