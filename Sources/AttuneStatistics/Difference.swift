/// How two samples differ, the second minus the first, and whether chance alone could do it.
package struct Difference: Sendable, Equatable {
  package enum Test: Sendable, Hashable {
    /// Two-proportion z-test with pooled variance.
    case proportions
    /// Of trinomial scores: where the interval of their difference, from score intervals, reaches 0.
    case score
    /// Mann-Whitney U from the exact distribution.
    case mannWhitneyExact
    /// Mann-Whitney U from the normal approximation with corrections for ties and continuity.
    case mannWhitney
    /// Welch's t-test of means.
    case welch
    /// Resampling of clusters, or of rows.
    case bootstrap
  }

  package var test: Test
  package var value: Double
  package var interval: ConfidenceInterval
  /// Of `value`; nil where the method has none.
  package var standardError: Double?
  /// z, t or U; nil where the method has none.
  package var statistic: Double?
  /// Two-sided.
  package var pValue: Double

  /// Whether all of it can be told; what is not finite is no finding.
  package var isFinite: Bool {
    ([value, interval.lower, interval.upper, pValue] + [standardError, statistic].compactMap { $0 })
      .allSatisfy(\.isFinite)
  }

  /// The smallest true difference that samples of this size and spread reveal with 80 % power at the 5 % level, by the
  /// normal approximation (Bloom 1995, "Minimum detectable effects"); nil without a standard error.
  package var minimalDetectable: Double? {
    standardError.map { $0 * (ConfidenceInterval.z + Normal.quantile(Self.power)) }
  }

  /// The usual power of a study.
  package static let power = 0.8
}
