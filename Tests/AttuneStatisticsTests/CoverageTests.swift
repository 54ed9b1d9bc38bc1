import Testing

@testable import AttuneStatistics

/// A 95 % interval holds the truth in 95 % of samples.
@Suite struct CoverageTests {
  private static let nominal = 0.94...0.96

  private func coverage(_ samples: Int, seed: UInt64, _ holds: (inout SeededGenerator) throws -> Bool) rethrows
    -> Double
  {
    var generator = SeededGenerator(seed: seed)
    var hits = 0
    for _ in 0..<samples where try holds(&generator) { hits += 1 }
    return Double(hits) / Double(samples)
  }

  private func proportion(_ counts: [Int]) -> Proportion { Proportion(counts[0], of: counts.reduce(0, +)) }

  private func score(_ counts: [Int]) -> NetScore {
    NetScore(favourable: counts[0], neutral: counts[1], unfavourable: counts[2])
  }

  @Test func wilson() throws {
    let coverage = try coverage(3000, seed: 1) { generator in
      let p = Double.random(in: 0.1...0.9, using: &generator)
      return try #require(proportion(generator.multinomial(60, [p, 1 - p])).wilson).contains(p)
    }
    #expect(Self.nominal.contains(coverage), "\(coverage)")
  }

  @Test func newcombe() throws {
    let coverage = try coverage(3000, seed: 2) { generator in
      let (p, q) = (Double.random(in: 0.2...0.8, using: &generator), Double.random(in: 0.2...0.8, using: &generator))
      let a = proportion(generator.multinomial(50, [p, 1 - p]))
      let b = proportion(generator.multinomial(70, [q, 1 - q]))
      return try #require(Proportion.difference(a, b)).interval.contains(q - p)
    }
    #expect(Self.nominal.contains(coverage), "\(coverage)")
  }

  @Test func netScore() throws {
    let shares = [0.35, 0.4, 0.25]
    let coverage = try coverage(3000, seed: 3) { generator in
      try #require(score(generator.multinomial(80, shares)).scoreInterval).contains(shares[0] - shares[2])
    }
    #expect(Self.nominal.contains(coverage), "\(coverage)")
  }

  @Test func netScoreDifference() throws {
    let (first, second) = ([0.35, 0.4, 0.25], [0.5, 0.3, 0.2])
    let coverage = try coverage(2000, seed: 4) { generator in
      let (a, b) = (generator.multinomial(60, first), generator.multinomial(80, second))
      return try #require(NetScore.difference(score(a), score(b))).interval.contains(0.3 - 0.1)
    }
    #expect(Self.nominal.contains(coverage), "\(coverage)")
  }

  @Test func mean() throws {
    let coverage = try coverage(3000, seed: 6) { generator in
      try #require(Distribution((0..<7).map { _ in generator.normal() }).meanInterval).contains(0)
    }
    #expect(Self.nominal.contains(coverage), "\(coverage)")
  }

  @Test func median() throws {
    let coverage = try coverage(3000, seed: 8) { generator in
      try #require(Distribution((0..<41).map { _ in generator.normal() }).medianInterval).contains(0)
    }
    // Order statistics go in steps: 41 values allow 94.0 % or 97.2 %, and the interval takes the wider.
    #expect((0.93...0.98).contains(coverage), "\(coverage)")
  }

  @Test func bootstrap() throws {
    let coverage = try coverage(250, seed: 7) { generator in
      let values = (0..<40).map { _ in generator.normal() }
      let bootstrap = Bootstrap(units: values.count, draws: 200, seed: generator.next()) { drawn in
        zip(drawn, values).reduce(0) { $0 + Double($1.0) * $1.1 } / Double(values.count)
      }
      return try #require(bootstrap.interval).contains(0)
    }
    // 250 samples leave 1.4 points of chance, and 40 values cost one.
    #expect((0.91...0.98).contains(coverage), "\(coverage)")
  }

  @Test func medianDifference() throws {
    let coverage = try coverage(1000, seed: 9) { generator in
      let a = Distribution((0..<40).map { _ in generator.normal() })
      let b = Distribution((0..<90).map { _ in generator.normal() * 2 + 0.7 })
      return try #require(Distribution.medianDifference(a, b)).interval.contains(0.7)
    }
    #expect((0.94...0.975).contains(coverage), "\(coverage)")
  }
}
