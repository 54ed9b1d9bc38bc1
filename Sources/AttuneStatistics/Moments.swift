/// Mean and variance of values that come one by one or in parts, without the values (Welford 1962; Chan, Golub & LeVeque
/// 1979, "Updating formulae and a pairwise algorithm for computing sample variances").
package struct Moments: Sendable, Equatable {
  package private(set) var count = 0
  private var average = 0.0
  /// Squares of the distances from the mean, summed.
  private var squares = 0.0

  package init() {}

  package mutating func append(_ value: Double) {
    count += 1
    let distance = value - average
    average += distance / Double(count)
    squares += distance * (value - average)
  }

  package mutating func merge(_ other: Moments) {
    guard other.count > 0 else { return }
    let total = count + other.count
    let distance = other.average - average
    average += distance * Double(other.count) / Double(total)
    squares += other.squares + distance * distance * Double(count) * Double(other.count) / Double(total)
    count = total
  }

  /// nil without values.
  package var mean: Double? { count > 0 ? average : nil }

  /// With n - 1 degrees of freedom; nil for fewer than 2 values.
  package var variance: Double? { count > 1 ? squares / Double(count - 1) : nil }

  /// By Student's t; nil for fewer than 2 values, and for values that are all alike, which do not tell how they vary.
  package var meanInterval: ConfidenceInterval? {
    guard let mean, let variance, variance.squareRoot() > Rounding.share * mean.magnitude else { return nil }
    let t = StudentT.quantile((1 + ConfidenceInterval.level) / 2, degrees: Double(count - 1))
    return ConfidenceInterval(mean, plusMinus: t * (variance / Double(count)).squareRoot())
  }
}
