import Testing

@testable import AttuneStatistics

@Suite struct GoldenTests {
  @Test func distributions() {
    Golden.check("normal survival") { [Normal.survival($0[0])] }
    Golden.check("normal quantile") { [Normal.quantile($0[0])] }
    Golden.check("t survival") { [StudentT.survival($0[0], degrees: $0[1])] }
    Golden.check("t quantile") { [StudentT.quantile($0[0], degrees: $0[1])] }
    Golden.check("F survival") { [FisherF.survival($0[0], degrees: $0[1], $0[2])] }
  }

  @Test func proportions() throws {
    try Golden.check("wilson") {
      let interval = try #require(Proportion(Int($0[0]), of: Int($0[1])).wilson)
      return [interval.lower, interval.upper]
    }
    try Golden.check("proportions") {
      let (a, b) = (Proportion(Int($0[0]), of: Int($0[1])), Proportion(Int($0[2]), of: Int($0[3])))
      let found = try #require(Proportion.difference(a, b))
      return try [
        found.value, #require(found.statistic), found.pValue, found.interval.lower, found.interval.upper,
      ]
    }
  }

  @Test func netScores() throws {
    try Golden.check("net score") {
      let score = NetScore(favourable: Int($0[0]), neutral: Int($0[1]), unfavourable: Int($0[2]))
      let (wald, interval) = try (#require(score.wald), #require(score.scoreInterval))
      return try [#require(score.value), wald.lower, wald.upper, interval.lower, interval.upper]
    }
    try Golden.check("net difference") {
      let scores = $0.inputs.map { NetScore(favourable: Int($0[0]), neutral: Int($0[1]), unfavourable: Int($0[2])) }
      let found = try #require(NetScore.difference(scores[0], scores[1]))
      return try [
        found.value, found.interval.lower, found.interval.upper, #require(found.statistic), found.pValue,
      ]
    }
  }

  @Test func medianDifference() throws {
    try Golden.check("median difference") {
      let found = try #require(Distribution.medianDifference(Distribution($0.inputs[0]), Distribution($0.inputs[1])))
      return [found.value, found.interval.lower, found.interval.upper, found.pValue]
    }
  }

  @Test func mannWhitney() throws {
    try Golden.check("mann-whitney") {
      let test = try #require(MannWhitney(Distribution($0.inputs[0]), Distribution($0.inputs[1])))
      return [test.u, test.pValue]
    }
  }

  @Test func quantilesAndMeans() throws {
    try Golden.check("quantile") { try [#require(Distribution($0.inputs[0]).quantile($0[1]))] }
    try Golden.check("mean") {
      let values = Distribution($0.inputs[0])
      let interval = try #require(values.meanInterval)
      return try [#require(values.mean), #require(values.variance), interval.lower, interval.upper]
    }
    try Golden.check("welch") {
      let found = try #require(Distribution.meanDifference(Distribution($0.inputs[0]), Distribution($0.inputs[1])))
      return try [
        found.value, #require(found.statistic), found.pValue, found.interval.lower, found.interval.upper,
      ]
    }
  }

  @Test func severalTests() {
    Golden.check("holm") { Holm.adjust($0.inputs[0]) }
    Golden.check("benjamini-hochberg") { BenjaminiHochberg.adjust($0.inputs[0]) }
  }

  @Test func power() throws {
    // statsmodels solves for it to so many digits.
    try Golden.check("power", within: 1e-5) {
      let error = (1 / $0[0] + 1 / $0[1]).squareRoot()
      let difference = Difference(
        test: .welch, value: 0, interval: ConfidenceInterval(0, 0), standardError: error, pValue: 1)
      return try [#require(difference.minimalDetectable())]
    }
  }

  @Test func regression() throws {
    try Golden.check("regression", within: 1e-8) {
      let count = $0.inputs.count
      let fit = try #require(
        LeastSquares(Array($0.inputs[..<(count - 2)]), $0.inputs[count - 2], weights: $0.inputs[count - 1]))
      return try fit.coefficients.map(\.value) + fit.coefficients.map(\.standardError) + fit.coefficients.map(\.pValue)
        + [fit.autocorrelation, fit.residualSum, #require(fit.pValue(thatAllAreZero: [1, 2]))]
    }
  }

  @Test func interruptedTimeSeries() throws {
    try Golden.check("interrupted", within: 1e-7) { golden in
      let points = golden.inputs[0].indices.map {
        InterruptedTimeSeries.Point(
          time: golden.inputs[0][$0], value: golden.inputs[1][$0], weight: golden.inputs[2][$0])
      }
      let season = golden[4] > 0 ? Int(golden[4]) : nil
      let series = try #require(InterruptedTimeSeries(points, at: golden[3], season: season))
      let coefficients = [series.trendBefore, series.levelChange, series.trendChange]
      return coefficients.map(\.value) + coefficients.map(\.standardError) + coefficients.map(\.pValue)
        + coefficients.flatMap { [$0.interval.lower, $0.interval.upper] }
    }
  }
}
