import Testing

@testable import AttuneStatistics

/// Figures as they are shown, with the decimals that are shown.
@Suite struct PublishedExampleTests {
  private func percent(_ value: Double) -> Double { (value * 10_000).rounded() / 100 }
  private func tenths(_ value: Double) -> Double { (value * 1000).rounded() / 10 }

  @Test func netPromoterScore() throws {
    let score = NetScore(favourable: 291, neutral: 476, unfavourable: 395)
    let (wald, adjusted) = try (#require(score.wald), #require(score.adjustedWald))
    #expect(try percent(#require(score.value)) == -8.95)
    #expect(percent((wald.upper - wald.lower) / 2) == 4.39)
    #expect(percent((adjusted.upper + adjusted.lower) / 2) == -8.93)
    #expect(percent((adjusted.upper - adjusted.lower) / 2) == 4.38)
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

  @Test func netScoreDifference() throws {
    let before = NetScore(favourable: 120, neutral: 150, unfavourable: 130)
    let after = NetScore(favourable: 165, neutral: 150, unfavourable: 95)
    let difference = try #require(NetScore.difference(before, after))
    #expect(try tenths(#require(before.value)) == -2.5)
    #expect(try tenths(#require(after.value)) == 17.1)
    #expect(tenths(difference.value) == 19.4)
    #expect(tenths(difference.interval.lower) == 8.7)
    #expect(tenths(difference.interval.upper) == 30.2)
    #expect(try (#require(difference.statistic) * 100).rounded() == 354)
  }
}
