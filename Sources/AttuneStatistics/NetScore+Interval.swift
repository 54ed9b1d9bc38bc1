extension NetScore {
  /// The score interval: the net scores that a test with the variance of each would not reject. The difference of paired
  /// proportions has the same distribution, and the interval is that of Tango (1998, "Equivalence test and confidence interval
  /// for the difference in proportions for the paired-sample design"). It holds `value` and stays within -1...1, and is
  /// wide for few answers even where all are alike; nil without answers.
  package var scoreInterval: ConfidenceInterval? { scoreInterval(z: ConfidenceInterval.z) }

  /// - Parameter z: the normal quantile of the level.
  func scoreInterval(z: Double) -> ConfidenceInterval? {
    guard let value else { return nil }
    // The statistic falls as the net score that it tests rises.
    let lower = Root.bisect(-1, value) { statistic(of: $0) <= z }
    let upper = Root.bisect(value, 1) { statistic(of: $0) < -z }
    return ConfidenceInterval(lower, upper)
  }

  /// The observed net score less `tested`, in standard errors of a trinomial with that net score and otherwise the most
  /// likely shares.
  private func statistic(of tested: Double) -> Double {
    let (n, b, c) = (Double(count), Double(favourable), Double(unfavourable))
    let distance = b - c - n * tested
    let linear = (2 * n - b + c) * tested - b - c
    let constant = -c * tested * (1 - tested)
    let share = ((max(linear * linear - 8 * n * constant, 0)).squareRoot() - linear) / (4 * n)
    let variance = n * (2 * share + tested * (1 - tested))
    // At the ends of the scale there is no spread: only the end itself is possible.
    guard variance > 1e-12 * n else { return abs(distance) <= 1e-9 * n ? 0 : distance * .infinity }
    return distance / variance.squareRoot()
  }

  /// The difference of the two net scores, with the interval that squares and adds the distances to the ends of both score
  /// intervals (Zou & Donner 2008, "Construction of confidence limits about effect measures"; for shares it is
  /// Newcombe's). The statistic is the z at which that interval reaches 0; nil when a sample has no answers.
  package static func difference(_ a: NetScore, _ b: NetScore) -> Difference? {
    guard let first = a.value, let second = b.value else { return nil }
    let value = second - first
    func interval(_ z: Double) -> ConfidenceInterval? {
      guard let before = a.scoreInterval(z: z), let after = b.scoreInterval(z: z) else { return nil }
      return .difference(first, before, second, after)
    }
    guard let found = interval(ConfidenceInterval.z) else { return nil }
    let reach = value == 0 ? 0 : Root.bisect(0, zLimit) { z in interval(z)?.contains(0) ?? true }
    let z = value < 0 ? -reach : reach
    return Difference(
      test: .score, value: value, interval: found,
      standardError: (found.upper - found.lower) / (2 * ConfidenceInterval.z), statistic: z, pValue: Normal.twoSided(z))
  }

  /// Beyond that, p-values are below the smallest number.
  private static let zLimit = 38.0
}
