/// Values in order with their counts: what order statistics, means and rank tests need.
package struct Distribution: Sendable, Equatable {
  /// Different values, ascending.
  package let values: [Double]
  /// How many values are at most `values[i]`.
  package let cumulative: [Int]

  package init(_ counts: ValueCounts) {
    let sorted = counts.sorted
    values = sorted.map(\.value)
    var total = 0
    cumulative = sorted.map { entry in
      total += entry.count
      return total
    }
  }

  /// - Precondition: no value is NaN.
  package init(_ values: some Sequence<Double>) {
    var different: [Double] = []
    var cumulative: [Int] = []
    for (rank, value) in values.sorted().enumerated() {
      if different.last == value {
        cumulative[cumulative.count - 1] = rank + 1
      } else {
        different.append(value)
        cumulative.append(rank + 1)
      }
    }
    self.values = different
    self.cumulative = cumulative
  }

  package var count: Int { cumulative.last ?? 0 }

  /// How often `values[index]` occurs.
  package func occurrences(_ index: Int) -> Int { cumulative[index] - (index > 0 ? cumulative[index - 1] : 0) }

  /// The value of a rank.
  /// - Precondition: 0 ≤ rank < count
  func value(atRank rank: Int) -> Double { values[cumulative.partitioningIndex { $0 > rank }] }

  // MARK: Quantiles

  /// By linear interpolation between the order statistics (type 7 of Hyndman & Fan 1996, "Sample quantiles in statistical
  /// packages"); nil without values.
  package func quantile(_ probability: Double) -> Double? {
    guard count > 0 else { return nil }
    let place = min(max(probability, 0), 1) * Double(count - 1)
    let rank = Int(saturating: place)
    let lower = value(atRank: rank)
    let upper = value(atRank: min(rank + 1, count - 1))
    return lower + (upper - lower) * (place - Double(rank))
  }

  package var median: Double? { quantile(0.5) }

  /// By order statistics (Campbell & Gardner 1988, "Calculating confidence intervals for some non-parametric analyses");
  /// nil for fewer than 6 values, which bound the median with less than 95 % confidence.
  package var medianInterval: ConfidenceInterval? {
    guard count >= 6 else { return nil }
    let spread = ConfidenceInterval.z * Double(count).squareRoot() / 2
    let lower = Int(saturating: (Double(count) / 2 - spread).rounded())
    let upper = Int(saturating: (Double(count) / 2 + spread + 1).rounded())
    return ConfidenceInterval(value(atRank: max(lower, 1) - 1), value(atRank: min(upper, count) - 1))
  }

  // MARK: Mean

  /// nil without values.
  package var mean: Double? {
    guard count > 0 else { return nil }
    // About a value of the sample, so that large values do not overflow and a constant stays what it is.
    let origin = values[0]
    let mean =
      origin + values.indices.reduce(0) { $0 + (values[$1] - origin) / Double(count) * Double(occurrences($1)) }
    // Of values that cancel each other nothing but rounding is left.
    let largest = max(values[0].magnitude, values[values.count - 1].magnitude)
    return mean.magnitude <= Rounding.share * largest ? 0 : mean
  }

  /// Whether all values are the same, but for rounding; false without values.
  package var isConstant: Bool {
    guard let lowest = values.first, let highest = values.last else { return false }
    return Rounding.isConstant(lowest, highest)
  }

  /// With n - 1 degrees of freedom, and 0 for a constant; nil for fewer than 2 values.
  package var variance: Double? {
    guard let mean, count > 1 else { return nil }
    guard !isConstant else { return 0 }
    let sum = values.indices.reduce(0) { sum, index in
      let distance = values[index] - mean
      return sum + distance * distance * Double(occurrences(index))
    }
    return sum / Double(count - 1)
  }

  /// By Student's t; nil for fewer than 2 values, and for values that are all alike, which do not tell how they vary.
  package var meanInterval: ConfidenceInterval? {
    guard let mean, let variance, variance > 0 else { return nil }
    let t = StudentT.quantile((1 + ConfidenceInterval.level) / 2, degrees: Double(count - 1))
    return ConfidenceInterval(mean, plusMinus: t * (variance / Double(count)).squareRoot())
  }

  /// Welch's t-test of the difference of means (Welch 1947); nil when a sample has fewer than 2 values.
  package static func meanDifference(_ a: Distribution, _ b: Distribution) -> Difference? {
    guard let first = a.mean, let second = b.mean, let v = a.variance, let w = b.variance else { return nil }
    let (p, q) = (v / Double(a.count), w / Double(b.count))
    let error = (p + q).squareRoot()
    let value = Rounding.difference(second, first)
    guard error > 0 else {
      // Two constants: alike, or different beyond doubt.
      return Difference(
        test: .welch, value: value, interval: ConfidenceInterval(value, value), standardError: 0, statistic: nil,
        pValue: value == 0 ? 1 : 0)
    }
    let degrees = (p + q) * (p + q) / (p * p / Double(a.count - 1) + q * q / Double(b.count - 1))
    let t = StudentT.quantile((1 + ConfidenceInterval.level) / 2, degrees: degrees)
    return Difference(
      test: .welch, value: value, interval: ConfidenceInterval(value, plusMinus: t * error), standardError: error,
      statistic: value / error, pValue: StudentT.twoSided(value / error, degrees: degrees), degrees: degrees)
  }
}
