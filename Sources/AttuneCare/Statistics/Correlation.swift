/// How two measurements of the same things go together.
package enum Correlation {
  /// The coefficient of Pearson, in -1...1; nil for fewer than 2 pairs, or when one side is constant.
  /// - Precondition: as many of `x` as of `y`.
  package static func pearson(_ x: [Double], _ y: [Double]) -> Double? {
    precondition(x.count == y.count)
    guard x.count > 1 else { return nil }
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      xx += (a - meanX) * (a - meanX)
      yy += (b - meanY) * (b - meanY)
      xy += (a - meanX) * (b - meanY)
    }
    guard xx > 0, yy > 0 else { return nil }
    return min(max(xy / (xx.squareRoot() * yy.squareRoot()), -1), 1)
  }

  /// The coefficient of Spearman: that of Pearson for ranks, of which equal values share the mean.
  package static func spearman(_ x: [Double], _ y: [Double]) -> Double? { pearson(ranks(x), ranks(y)) }

  private static func ranks(_ values: [Double]) -> [Double] {
    let distribution = Distribution(values)
    return values.map { value in
      let index = distribution.values.partitioningIndex { $0 >= value }
      return Double(distribution.cumulative[index]) - Double(distribution.occurrences(index) - 1) / 2
    }
  }
}
