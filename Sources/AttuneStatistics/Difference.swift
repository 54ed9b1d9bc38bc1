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
    /// Permutation test of means by Welch's t, with Welch's interval.
    case permutation
    /// Student's t with the cluster-robust standard error.
    case clusterRobust
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
  /// Of Student's t; nil for tests by the normal distribution and by ranks.
  package var degrees: Double?

  /// Whether all of it can be told; what is not finite is no finding.
  package var isFinite: Bool {
    ([value, interval.lower, interval.upper, pValue] + [standardError, statistic].compactMap { $0 })
      .allSatisfy(\.isFinite)
  }

  /// The smallest true difference that samples of this size and spread reveal with 80 % power at the 5 % level, by the
  /// normal approximation (Bloom 1995, "Minimum detectable effects"); nil without a standard error.
  /// - Parameter tests: how many tests share the level.
  package func minimalDetectable(amongTests tests: Int = 1) -> Double? {
    standardError.map { Self.detectable($0, degrees: degrees, amongTests: tests) }
  }

  /// - Parameters:
  ///   - error: the standard error of a difference.
  ///   - degrees: of Student's t; nil for the normal distribution.
  package static func detectable(_ error: Double, degrees: Double?, amongTests tests: Int) -> Double {
    let level = 1 - (1 - ConfidenceInterval.level) / 2 / Double(max(tests, 1))
    guard let degrees else { return error * (Normal.quantile(level) + Normal.quantile(power)) }
    return error * (StudentT.quantile(level, degrees: degrees) + StudentT.quantile(power, degrees: degrees))
  }

  /// The usual power of a study.
  package static let power = 0.8
}
