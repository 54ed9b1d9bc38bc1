/// A count of successes among trials.
package struct Proportion: Sendable, Hashable {
  package var successes: Int
  package var trials: Int

  /// - Precondition: 0 ≤ successes ≤ trials
  package init(_ successes: Int, of trials: Int) {
    precondition(successes >= 0 && successes <= trials)
    self.successes = successes
    self.trials = trials
  }

  /// In 0...1; nil without trials.
  package var value: Double? { trials > 0 ? Double(successes) / Double(trials) : nil }

  /// The score interval (Wilson 1927, "Probable inference, the law of succession, and statistical inference"); nil without
  /// trials.
  package var wilson: ConfidenceInterval? {
    guard let value else { return nil }
    let interval = Self.wilson(value, trials: Double(trials), z: ConfidenceInterval.z)
    // At the ends of the scale the formula gives the end, up to rounding.
    return ConfidenceInterval(successes == 0 ? 0 : interval.lower, successes == trials ? 1 : interval.upper)
  }

  /// Of as many independent trials as the trials are worth.
  /// - Parameter z: a quantile of the normal distribution, or of Student's t where the worth is estimated.
  package static func wilson(_ value: Double, trials n: Double, z: Double) -> ConfidenceInterval {
    let centre = (value + z * z / (2 * n)) / (1 + z * z / n)
    let halfWidth = z / (1 + z * z / n) * (value * (1 - value) / n + z * z / (4 * n * n)).squareRoot()
    return ConfidenceInterval(centre, plusMinus: halfWidth)
  }

  /// The pooled z-test, with the interval of Newcombe (1998, "Interval estimation for the difference between independent
  /// proportions", method 10); nil when a sample has no trials.
  package static func difference(_ a: Proportion, _ b: Proportion) -> Difference? {
    guard let p = a.value, let q = b.value, let first = a.wilson, let second = b.wilson else { return nil }
    let value = q - p
    let interval = ConfidenceInterval.difference(p, first, q, second)
    let pooled = Double(a.successes + b.successes) / Double(a.trials + b.trials)
    let error = (pooled * (1 - pooled) * (1 / Double(a.trials) + 1 / Double(b.trials))).squareRoot()
    // Without spread both proportions are 0, or both 1.
    let z = error > 0 ? value / error : 0
    return Difference(
      test: .proportions, value: value, interval: interval, standardError: error, statistic: z,
      pValue: Normal.twoSided(z))
  }
}

extension Proportion {
  package static func + (a: Proportion, b: Proportion) -> Proportion {
    Proportion(a.successes + b.successes, of: a.trials + b.trials)
  }
}
