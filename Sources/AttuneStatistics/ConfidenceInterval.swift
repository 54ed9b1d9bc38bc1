/// A 95 % confidence interval.
package struct ConfidenceInterval: Sendable, Hashable {
  package var lower: Double
  package var upper: Double

  package init(_ lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// - Parameters:
  ///   - value: the middle.
  ///   - halfWidth: from the middle to either end.
  package init(_ value: Double, plusMinus halfWidth: Double) {
    self.init(value - halfWidth, value + halfWidth)
  }

  package static let level = 0.95
  /// The normal quantile of `level`, 1.96.
  package static let z = Normal.quantile((1 + level) / 2)

  /// Of the difference of two independent figures, second minus first: the squared distances from each figure to the ends of
  /// its interval are added (Newcombe 1998; Zou & Donner 2008). It holds the difference where each interval holds its figure.
  package static func difference(
    _ first: Double, _ before: ConfidenceInterval, _ second: Double, _ after: ConfidenceInterval
  ) -> ConfidenceInterval {
    func distance(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
    let value = second - first
    return ConfidenceInterval(
      value - distance(second - after.lower, before.upper - first),
      value + distance(after.upper - second, first - before.lower))
  }

  package func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

  package func clamped(to range: ClosedRange<Double>) -> ConfidenceInterval {
    ConfidenceInterval(
      min(max(lower, range.lowerBound), range.upperBound), min(max(upper, range.lowerBound), range.upperBound))
  }

  /// The wider of two intervals of one figure.
  package func orWider(_ other: ConfidenceInterval) -> ConfidenceInterval {
    other.upper - other.lower > upper - lower ? other : self
  }

  package static func * (interval: ConfidenceInterval, factor: Double) -> ConfidenceInterval {
    let ends = [interval.lower * factor, interval.upper * factor]
    return ConfidenceInterval(min(ends[0], ends[1]), max(ends[0], ends[1]))
  }
}
