import Testing

@testable import AttuneReports
@testable import AttuneStatistics

@Suite struct ScaleTests {
  private static let columns: [([Double], Scale)] = [
    ([1, 2, 3, 4, 5], Scale(1, 5)), ([0, 3, 5], Scale(0, 5)), ([3, 6, 7], Scale(1, 7)), ([0, 9, 10], Scale(0, 10)),
    ([1, 9, 10], Scale(1, 10)), ([40, 85, 100], Scale(0, 100)), ([0, 1, 1], Scale(0, 1)), ([4.5, 3.5], Scale(1, 5)),
    ([Double](repeating: 4, count: 200) + [5, 5, 55], Scale(1, 5)),
  ]

  @Test(arguments: columns)
  func isDetected(answers: [Double], scale: Scale) {
    #expect(Scale.detect(Distribution(answers)) == scale)
  }

  @Test func fieldsThatNameTheTopDecide() {
    #expect(Scale.detect(Distribution([3, 4, 5]), tops: [10: 3]) == Scale(1, 10))
    #expect(Scale.detect(Distribution([3, 4, 5]), tops: [5: 1, 10: 3]) == Scale(1, 10))
  }

  @Test func noScaleHoldsThem() {
    #expect(Scale.detect(Distribution([Double]())) == nil)
    #expect(Scale.detect(Distribution([1, 500, 900])) == nil)
    #expect(Scale.detect(Distribution([-3, 4])) == nil)
  }

  @Test func isGivenAsText() {
    #expect(Scale("1..5") == Scale(1, 5))
    #expect(Scale("0-10", best: .low) == Scale(0, 10, best: .low))
    for text in [
      "5", "5..1", "1..5..9", "a..b", "", "-1..5", "1,5", "1..99999999999999999999", "0..9223372036854775807",
      "0..1000001", "9223372036854775806-9223372036854775807",
    ] {
      #expect(Scale(text) == nil, "\(text)")
    }
    #expect(Scale("0..1000000")?.points == 1_000_001)
    for scale in [Scale(-1e300, 1e300), Scale(0, .infinity), Scale(1, 1.5)] {
      #expect(scale.points >= 1)
      #expect(!scale.text.isEmpty)
    }
  }
}
