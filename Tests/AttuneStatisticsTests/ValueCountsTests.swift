import Testing

@testable import AttuneStatistics

@Suite struct ValueCountsTests {
  @Test func mergingIsLikeCountingTogether() {
    var generator = SeededGenerator(seed: 8)
    // Below and above the limit of different values.
    for size in [500, 3 * ValueCounts.Precision.coarse.exactLimit] {
      let values = (0..<size).map { _ in generator.normal() * 1000 }
      let together = ValueCounts(values, precision: .coarse)
      var merged = ValueCounts(precision: .coarse)
      for part in [values[(size / 2)...], values[..<(size / 3)], values[(size / 3)..<(size / 2)]] {
        merged.merge(ValueCounts(part, precision: .coarse))
      }
      let isEqual = merged == together
      #expect(isEqual)
      #expect(together.isExact == (size == 500))
      #expect(together.count == size)
    }
  }

  @Test func quantilesBeyondTheLimitAreNearlyExact() throws {
    var generator = SeededGenerator(seed: 9)
    let values = (0..<(2 * ValueCounts.Precision.coarse.exactLimit)).map { _ in generator.normal() * 50 - 20 }
    let counts = ValueCounts(values, precision: .coarse)
    let (counted, exact) = (Distribution(counts), Distribution(values))
    #expect(counted.values.count < exact.values.count / 2)
    for step in 1..<20 {
      let probability = Double(step) / 20
      let (found, expected) = try (#require(counted.quantile(probability)), #require(exact.quantile(probability)))
      #expect(
        abs(found - expected) <= 1.01 * ValueCounts.relativeError(level: counts.level) * abs(expected) + 0.02)
    }
  }

  @Test func memoryIsBounded() {
    var counts = ValueCounts()
    var generator = SeededGenerator(seed: 10)
    for _ in 0..<150_000 { counts.append(Double.random(in: 1...1e6, using: &generator)) }
    #expect(counts.sorted.count <= ValueCounts.Precision.fine.exactLimit + 128)
    #expect(counts.count == 150_000)
  }

  @Test func coarseCountsTakeLittle() throws {
    var generator = SeededGenerator(seed: 11)
    let values = (0..<20_000).map { _ in Double.random(in: 60...1e6, using: &generator) }
    let counts = ValueCounts(values, precision: .coarse)
    #expect(counts.sorted.count <= ValueCounts.Precision.coarse.exactLimit + 128)
    let (found, expected) = try (#require(Distribution(counts).median), #require(Distribution(values).median))
    #expect(abs(found / expected - 1) < 1.01 * ValueCounts.relativeError(level: counts.level))
  }

  /// 4.20 is not told as 4.18, whatever else occurs.
  @Test func thousandsOfValuesAreKeptApart() throws {
    let values = (0..<8000).map { 0.21 + Double($0) / 1000 }
    for precision in [ValueCounts.Precision.fine, .coarse] {
      let counts = ValueCounts(values, precision: precision)
      #expect(counts.isExact)
      #expect(Distribution(counts).median == Distribution(values).median)
    }
  }

  /// Whether values are made coarse before or after they are counted, the same comes out.
  @Test func levelsAreNested() {
    var generator = SeededGenerator(seed: 12)
    let values = (0..<5000).map { _ in generator.normal() * 1000 }
    for level in 1...ValueCounts.lastLevel {
      var late = ValueCounts(values)
      for step in 1...level { late.coarsen(to: step) }
      var early = ValueCounts(level: level)
      for value in values { early.append(value) }
      let isEqual = late == early
      #expect(isEqual)
      let (found, exact) = (Distribution(early), Distribution(values))
      for rank in [0.1, 0.5, 0.9] {
        let (a, b) = (found.quantile(rank) ?? .nan, exact.quantile(rank) ?? .nan)
        #expect(abs(a - b) <= 1.01 * ValueCounts.relativeError(level: level) * abs(b) + 0.02)
      }
    }
  }

  @Test func subtractingIsCountingTheRest() {
    let all = ValueCounts([1.5, 2.5, 2.5, 7, 7, 200])
    #expect(all.subtracting(ValueCounts([2.5, 7])) == ValueCounts([1.5, 2.5, 7, 200]))
  }

  @Test func extremeValues() {
    var counts = ValueCounts((0...ValueCounts.Precision.coarse.exactLimit).map(Double.init), precision: .coarse)
    for value in [.greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, -0.0, 0] {
      counts.append(value)
    }
    let values = counts.sorted.map(\.value)
    let isFinite = values.allSatisfy(\.isFinite)
    #expect(isFinite)
  }
}
