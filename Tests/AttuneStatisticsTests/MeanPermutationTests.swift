import Testing

@testable import AttuneStatistics

@Suite struct MeanPermutationTests {
  @Test func countsAllWays() throws {
    // Of 70 ways to part eight values, this one and its mirror are the most extreme.
    let p = MeanPermutation.pValue(Distribution([1, 2, 3, 4]), Distribution([7, 8, 9, 11]), seed: 1)
    #expect(try abs(#require(p) - 2.0 / 70) < 1e-12)
    #expect(MeanPermutation.pValue(Distribution([5, 5, 5]), Distribution([5, 5]), seed: 1) == 1)
  }

  @Test func drawsAgreeWithAllWays() throws {
    var generator = SeededGenerator(seed: 8)
    let a = Distribution((0..<9).map { _ in generator.normal() })
    let b = Distribution((0..<9).map { _ in generator.normal() + 0.8 })
    let drawn = try #require(MeanPermutation.pValue(a, b, seed: 1))
    let welch = try #require(Distribution.meanDifference(a, b)).pValue
    #expect(abs(drawn - welch) < 0.02)
    #expect(MeanPermutation.pValue(a, b, seed: 1) == drawn)
    #expect(MeanPermutation.pValue(a, b, seed: 2) != drawn)
  }

  /// Few values of a skewed distribution: 5 % of false alarms at most, and not many fewer. The level holds for 199 draws as for
  /// 9,999.
  @Test(arguments: [(5, 5), (5, 40), (12, 30)])
  func level(first: Int, second: Int) throws {
    var generator = SeededGenerator(seed: 21)
    func draw(_ count: Int) -> Distribution {
      Distribution(
        (0..<count).map { _ in
          let value = generator.normal()
          return value * value * value
        })
    }
    let samples = 1000
    let alarms = (0..<samples).count { seed in
      MeanPermutation.pValue(draw(first), draw(second), seed: UInt64(seed), draws: 199).map { $0 <= 0.05 } ?? true
    }
    let share = Double(alarms) / Double(samples)
    #expect((0.03...0.07).contains(share), "\(share)")
  }
}
