import AttunePlatform

extension Distribution {
  /// The difference of two medians, b minus a, with its own interval: the distances to the ends of both medians' intervals are
  /// squared and added. The p-value is that of the rank test (`MannWhitney`), which asks whether one sample tends to
  /// have larger values. nil for fewer than 6 values in a sample.
  package static func medianDifference(_ a: Distribution, _ b: Distribution) -> Difference? {
    guard let first = a.median, let second = b.median, let before = a.interpolatedMedianInterval,
      let after = b.interpolatedMedianInterval, let test = MannWhitney(a, b)
    else { return nil }
    let isConstant = Rounding.isConstant(
      min(a.values[0], b.values[0]), max(a.values[a.values.count - 1], b.values[b.values.count - 1]))
    let interval =
      isConstant ? ConfidenceInterval(0, 0) : ConfidenceInterval.difference(first, before, second, after)
    return Difference(
      test: test.isExact ? .mannWhitneyExact : .mannWhitney, value: Rounding.difference(second, first),
      interval: interval, standardError: (interval.upper - interval.lower) / (2 * ConfidenceInterval.z),
      statistic: test.u, pValue: test.pValue)
  }

  /// Between order statistics, so that its level is nearly 95 % for any number of values, where `medianInterval` goes in
  /// steps (Hettmansperger & Sheather 1986, "Confidence intervals based on interpolated order statistics"); nil for fewer
  /// than 6 values.
  /// - Complexity: O(√count)
  var interpolatedMedianInterval: ConfidenceInterval? {
    guard count >= 6 else { return nil }
    // How many order statistics to go in from either end, from 1.
    let depth =
      count <= Self.exactDepths
      ? exactDepth : Double(count + 1) / 2 - ConfidenceInterval.z * Double(count).squareRoot() / 2
    let whole = Int(saturating: depth.rounded(.down))
    let rest = depth - Double(whole)
    let (low, next) = (value(atRank: whole - 1), value(atRank: whole))
    let (high, before) = (value(atRank: count - whole), value(atRank: count - whole - 1))
    return ConfidenceInterval(low + rest * (next - low), high - rest * (high - before))
  }

  /// Beyond that many values the normal approximation is exact enough.
  private static let exactDepths = 2000

  private var exactDepth: Double {
    let n = Double(count)
    let logTotal = lgamma(n + 1).0 - n * log(2.0)
    // P(B = k) for B of `count` fair coins.
    func probability(_ k: Double) -> Double { exp(logTotal - lgamma(k + 1).0 - lgamma(n - k + 1).0) }
    var depth = 1.0
    // The level of the interval from the order statistic `depth` to its mirror.
    var level = 1 - 2 * probability(0)
    while true {
      let next = level - 2 * probability(depth)
      if next < ConfidenceInterval.level {
        let share = (level - ConfidenceInterval.level) / (level - next)
        return depth + (n - depth) * share / (depth + (n - 2 * depth) * share)
      }
      level = next
      depth += 1
    }
  }
}
