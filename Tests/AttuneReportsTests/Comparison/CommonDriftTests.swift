import TestSupport
import Testing

@testable import AttuneReports

/// Six figures that drift together are no effect of the date, and six that jump together are.
@Suite struct CommonDriftTests {
  private let turn = Day(year: 2025, month: 3, day: 10)!

  /// - Parameter share: of satisfied answers, by the day counted from the date.
  private func effects(seed: UInt64, _ share: (Int) -> Double) -> [ComparisonSummary.Row.Effect] {
    var layout = RecordLayout()
    layout.time = "date"
    layout.measured = ["staff", "price", "speed", "app", "shop", "phone"].map { .init($0, .satisfaction) }
    for index in layout.measured.indices { layout.measured[index].scale = Scale(1, 5) }
    var comparison = Comparison(layout, split: .date(turn), hasClusters: false)
    var generator = SplitMix64(seed: seed)
    for day in -70..<70 {
      let date = Day(number: turn.number + day).isoText
      for _ in 0..<6 {
        let answers = layout.measured.map { _ in Double.random(in: 0..<1, using: &generator) < share(day) ? "5" : "2" }
        comparison.append(layout.read([date] + answers), path: "f", line: 1)
      }
    }
    return ComparisonSummary(comparison).rows.map(\.effect)
  }

  private func isClaim(_ effect: ComparisonSummary.Row.Effect) -> Bool { effect == .better || effect == .worse }

  @Test func aCommonDriftIsRarelyAnEffect() {
    let samples = (0..<24).map { seed in effects(seed: seed) { 0.5 + 0.35 * Double($0) / 140 } }
    #expect(samples.count { $0.contains(where: isClaim) } <= 4)
    #expect(samples.reduce(0) { $0 + $1.count { [.trend, .jumpOrTrend].contains($0) } } >= 80)
    #expect(samples.reduce(0) { $0 + $1.count(where: isClaim) } <= 6)
  }

  @Test func aCommonJumpIsOne() {
    let samples = (0..<8).map { seed in effects(seed: 100 + seed) { $0 < 0 ? 0.4 : 0.65 } }
    #expect(samples.reduce(0) { $0 + $1.count(where: isClaim) } >= 32)
  }
}
