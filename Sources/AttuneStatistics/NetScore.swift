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

  /// By the trinomial variance with three imagined answers: 3/4 favourable, 3/4 unfavourable, 3/2 neutral (Rocks 2016,
  /// "Interval estimation for the 'Net Promoter Score'"), about a middle that lies a little nearer to 0 than `value`; nil
  /// without answers.
  package var adjustedWald: ConfidenceInterval? {
    count > 0 ? Moments(self, imagined: Self.imagined).interval.clamped(to: -1...1) : nil
  }

  /// Both samples get three imagined answers; nil when a sample has no answers.
  package static func difference(_ a: NetScore, _ b: NetScore) -> Difference? {
    guard a.count > 0, b.count > 0 else { return nil }
    let (first, second) = (Moments(a, imagined: imagined), Moments(b, imagined: imagined))
    let value = second.mean - first.mean
    let error = (first.variance + second.variance).squareRoot()
    let z = value / error
    return Difference(
      test: .adjustedWald, value: value,
      interval: ConfidenceInterval(value, plusMinus: ConfidenceInterval.z * error).clamped(to: -2...2),
      standardError: error, statistic: z, pValue: Normal.twoSided(z))
  }

  private static let imagined = 3.0

  /// Mean, and the variance of the mean.
  private struct Moments {
    var mean: Double
    var variance: Double

    init(_ score: NetScore, imagined: Double = 0) {
      let favourable = Double(score.favourable) + imagined / 4
      let unfavourable = Double(score.unfavourable) + imagined / 4
      let count = Double(score.count) + imagined
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
