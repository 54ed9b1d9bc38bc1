import Testing

@testable import AttuneStatistics

@Suite struct BootstrapTests {
  private func mean(_ values: [Double]) -> ([Int]) -> Double? {
    { drawn in zip(drawn, values).reduce(0) { $0 + Double($1.0) * $1.1 } / Double(values.count) }
  }

  @Test func theSameSeedGivesTheSameSamples() {
    let values = [1.0, 4, 2, 8]
    let first = Bootstrap(units: 4, draws: 50, seed: 3, figure: mean(values))
    #expect(first == Bootstrap(units: 4, draws: 50, seed: 3, figure: mean(values)))
    #expect(first != Bootstrap(units: 4, draws: 50, seed: 4, figure: mean(values)))
  }

  @Test func standardErrorIsThatOfTheMean() throws {
    let values = (0..<50).map { Double($0 % 10) }
    let error = try #require(Bootstrap(units: 50, figure: mean(values)).standardError)
    let expected = try (#require(Distribution(values).variance) * 49 / 50 / 50).squareRoot()
    #expect(abs(error / expected - 1) < 0.06)
  }

  @Test func pValueTellsTheRarerSide() throws {
    let clear = try #require(Bootstrap(units: 30, figure: mean((0..<30).map { 5 + Double($0 % 3) })).pValue)
    let none = try #require(Bootstrap(units: 30, figure: mean((0..<30).map { Double($0 % 2) * 2 - 1 })).pValue)
    #expect(clear < 0.002)
    #expect(none > 0.5)
  }

  @Test func clustersWidenTheInterval() throws {
    // Ten agents with twenty equal rows each: two hundred rows say no more than ten.
    let rows = (0..<200).map { Double($0 / 20) }
    let clusters = (0..<10).map { Double($0) }
    let (byRow, byCluster) = (Bootstrap(units: 200, figure: mean(rows)), Bootstrap(units: 10, figure: mean(clusters)))
    let (narrow, wide) = try (#require(byRow.interval), #require(byCluster.interval))
    #expect(wide.upper - wide.lower > 3 * (narrow.upper - narrow.lower))
  }
}
