import Testing

@testable import AttuneStatistics

@Suite struct MannWhitneyTests {
  @Test func differencesAreThoseOfAllPairs() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<40 {
      let a = (0..<Int.random(in: 1...12, using: &generator)).map { _ in generator.normal().rounded() / 3 }
      let b = (0..<Int.random(in: 1...12, using: &generator)).map { _ in (generator.normal() * 4).rounded() / 3 }
      let naive = b.flatMap { y in a.map { x in y - x } }.sorted()
      let differences = PairDifferences(Distribution(a), Distribution(b))
      let found = naive.indices.map { differences.value(atRank: $0) }
      let isEqual = found == naive
      #expect(isEqual, "\(a) \(b)")
    }
  }

  @Test func allEqualIsNoDifference() throws {
    let same = Distribution([Double](repeating: 5, count: 40))
    let test = try #require(MannWhitney(same, same))
    #expect(test.pValue == 1)
    #expect(test.shift == 0)
    #expect(test.superiority == 0.5)
    #expect(test.interval == ConfidenceInterval(0, 0))
  }

  @Test func emptySamplesHaveNone() {
    #expect(MannWhitney(Distribution([Double]()), Distribution([1])) == nil)
    #expect(MannWhitney(Distribution([1]), Distribution([Double]())) == nil)
  }

  @Test func extremeValuesDoNotOverflow() throws {
    let test = try #require(MannWhitney(Distribution([-1e308, 0]), Distribution([0, 1e308])))
    #expect(test.u == 3.5)
    #expect(test.shift == 1e308 || test.shift == 5e307)
  }
}
