import Testing

@testable import AttuneStatistics

/// Figures as they are shown, with the decimals that are shown.
@Suite struct PublishedExampleTests {
  private func percent(_ value: Double) -> Double { (value * 10_000).rounded() / 100 }
  private func tenths(_ value: Double) -> Double { (value * 1000).rounded() / 10 }

  @Test func netPromoterScore() throws {
    let score = NetScore(favourable: 291, neutral: 476, unfavourable: 395)
    let wald = try #require(score.wald)
    #expect(try percent(#require(score.value)) == -8.95)
    #expect(percent((wald.upper - wald.lower) / 2) == 4.39)
  }

  @Test func customerSatisfaction() throws {
    let (before, after) = (Proportion(312, of: 400), Proportion(344, of: 410))
    let difference = try #require(Proportion.difference(before, after))
    #expect(try tenths(#require(before.value)) == 78.0)
    #expect(try tenths(#require(after.value)) == 83.9)
    #expect(try (#require(difference.statistic) * 1000).rounded() == 2140)
    #expect((difference.pValue * 10_000).rounded() == 323)
    #expect(tenths(difference.interval.lower) == 0.5)
    #expect(tenths(difference.interval.upper) == 11.3)
  }
}
