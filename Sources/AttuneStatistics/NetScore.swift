/// The share of favourable answers minus the share of unfavourable ones: the net promoter score of promoters, passives
/// and detractors, or net sentiment of positive, neutral and negative texts. Values are shares, in -1...1.
package struct NetScore: Sendable, Hashable {
  package var favourable: Int
  package var neutral: Int
  package var unfavourable: Int

  package init(favourable: Int = 0, neutral: Int = 0, unfavourable: Int = 0) {
    self.favourable = favourable
    self.neutral = neutral
    self.unfavourable = unfavourable
  }

  package var count: Int { favourable + neutral + unfavourable }

  /// nil without answers.
  package var value: Double? { count > 0 ? Double(favourable - unfavourable) / Double(count) : nil }

  /// By the variance of the trinomial distribution, about `value`; nil without answers. Too narrow for few answers.
  package var wald: ConfidenceInterval? { count > 0 ? Moments(self).interval : nil }

  /// Mean, and the variance of the mean.
  private struct Moments {
    var mean: Double
    var variance: Double

    init(_ score: NetScore) {
      let (favourable, unfavourable) = (Double(score.favourable), Double(score.unfavourable))
      let count = Double(score.count)
      mean = (favourable - unfavourable) / count
      variance = max((favourable + unfavourable) / count - mean * mean, 0) / count
    }

    var interval: ConfidenceInterval {
      ConfidenceInterval(mean, plusMinus: ConfidenceInterval.z * variance.squareRoot())
    }
  }
}

extension NetScore {
  package static func + (a: NetScore, b: NetScore) -> NetScore {
    NetScore(
      favourable: a.favourable + b.favourable, neutral: a.neutral + b.neutral,
      unfavourable: a.unfavourable + b.unfavourable)
  }
}
