import Testing

@testable import AttuneStatistics

@Suite struct MannWhitneyTests {
  @Test func allEqualIsNoDifference() throws {
    let same = Distribution([Double](repeating: 5, count: 40))
    let test = try #require(MannWhitney(same, same))
    #expect(test.pValue == 1)
    #expect(test.superiority == 0.5)
  }

  @Test func emptySamplesHaveNone() {
    #expect(MannWhitney(Distribution([Double]()), Distribution([1])) == nil)
    #expect(MannWhitney(Distribution([1]), Distribution([Double]())) == nil)
  }

  @Test func extremeValuesDoNotOverflow() throws {
    let test = try #require(MannWhitney(Distribution([-1e308, 0]), Distribution([0, 1e308])))
    #expect(test.u == 3.5)
  }
}
