import Testing

@testable import AttuneStatistics

/// Moments of parts equal those of the whole sample.
@Suite struct MomentsTests {
  @Test(arguments: [1, 2, 3, 17, 400], [0.0, 1e9])
  func partsAddUp(count: Int, origin: Double) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    let values = (0..<count).map { _ in origin + Double.random(in: 0...10, using: &generator) }
    var whole = Moments()
    var parts = (Moments(), Moments(), Moments())
    for (index, value) in values.enumerated() {
      whole.append(value)
      if index % 3 == 0 { parts.0.append(value) } else { parts.1.append(value) }
    }
    var merged = parts.0
    merged.merge(parts.1)
    merged.merge(parts.2)
    let expected = Distribution(values)
    for moments in [whole, merged] {
      #expect(moments.count == count)
      #expect(abs(try #require(moments.mean) - (try #require(expected.mean))) < 1e-6)
      #expect((moments.variance == nil) == (expected.variance == nil))
      if let variance = moments.variance, let other = expected.variance {
        #expect(abs(variance - other) < 1e-5 * max(other, 1))
      }
    }
  }

  @Test func nothingHasNoMean() {
    #expect(Moments().mean == nil && Moments().meanInterval == nil)
  }
}
