import Testing

@testable import AttuneStatistics

/// No data, one value, no spread: an answer or none, never NaN.
@Suite struct DegenerateSampleTests {
  @Test func nothing() {
    let empty = Distribution([Double]())
    #expect(Proportion(0, of: 0).value == nil)
    #expect(Proportion(0, of: 0).wilson == nil)
    #expect(Proportion.difference(Proportion(0, of: 0), Proportion(1, of: 2)) == nil)
    #expect(NetScore().value == nil)
    #expect(NetScore().scoreInterval == nil)
    #expect(NetScore.difference(NetScore(), NetScore(neutral: 4)) == nil)
    #expect(empty.median == nil)
    #expect(empty.mean == nil)
    #expect(empty.medianInterval == nil)
    #expect(Distribution.meanDifference(empty, Distribution([1, 2])) == nil)
    #expect(Bootstrap(units: 0) { _ in 1 }.interval == nil)
    #expect(Bootstrap(units: 3, draws: 9) { _ in nil }.pValue == nil)
    #expect(MeanPermutation.pValue(empty, Distribution([1, 2]), seed: 1) == nil)
    #expect(ClusterRobust([]) == nil)
    #expect(ClusterRobust([.init(sum: 1, count: 2), .init()]) == nil)
    #expect(Holm.adjust([]) == [])
    #expect(BenjaminiHochberg.adjust([]) == [])
    #expect(InterruptedTimeSeries([], at: 3) == nil)
  }

  @Test func noSpread() throws {
    let same = try #require(Proportion.difference(Proportion(5, of: 5), Proportion(9, of: 9)))
    #expect(same.pValue == 1)
    #expect(same.statistic == 0)
    let net = try #require(NetScore.difference(NetScore(favourable: 3), NetScore(favourable: 3)))
    #expect(net.pValue == 1)
    // Two constants that differ: how rarely chance parts the values so, and not never.
    let apart = try #require(Distribution.meanDifference(Distribution([2, 2, 2]), Distribution([3, 3, 3]), seed: 1))
    #expect(apart.test == .permutation && abs(apart.pValue - 0.1) < 1e-12)
    #expect(Distribution([2, 2, 2]).meanInterval == nil)
    let constants = try #require(Distribution.meanDifference(Distribution([2, 2]), Distribution([2, 2, 2])))
    #expect(constants.pValue == 1)
  }

  @Test func flatSeries() throws {
    let points = (0..<20).map { InterruptedTimeSeries.Point(time: Double($0), value: 5) }
    let series = try #require(InterruptedTimeSeries(points, at: 10))
    #expect(abs(series.levelChange.value) < 1e-9)
    #expect(series.levelChange.pValue.isFinite)
    #expect(!series.changedBeforeDate)
  }
}
