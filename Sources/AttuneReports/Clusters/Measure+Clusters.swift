import AttuneStatistics

extension Measure {
  /// What a figure is made of, so that it is a ratio of sums over clusters.
  private struct Ratio {
    /// The figure of all.
    let whole: Measure
    /// Of means: about which sums are taken, so that what all values have in common adds no rounding.
    private let origin: Double
    /// Of medians.
    private let median: Double

    init(_ whole: Measure) {
      self.whole = whole
      origin = whole.value ?? 0
      median = whole.value ?? 0
    }

    func cell(_ part: Measure) -> ClusterRobust.Cell {
      let count = Double(part.count)
      switch part {
      case .share(let proportion): return .init(sum: Double(proportion.successes), count: count)
      case .net(let score): return .init(sum: Double(score.favourable - score.unfavourable), count: count)
      case .mean(let values): return .init(sum: ((values.mean ?? origin) - origin) * count, count: count)
      case .median(let values):
        // A median moves as the share of values up to it does.
        let place = values.values.partitioningIndex { $0 > median }
        return .init(sum: place > 0 ? Double(values.cumulative[place - 1]) : 0, count: count)
      }
    }

    /// What a ratio is to be multiplied with for the figure: for medians the slope of the quantiles about the middle, over
    /// as much of them as the share is uncertain by (Woodruff 1952, "Confidence intervals for medians and other position
    /// measures").
    func factor(_ cells: [ClusterRobust.Cell]) -> Double {
      guard case .median(let values) = whole else { return 1 }
      let error = ClusterRobust(cells)?.standardError ?? 0
      let reach = min(max(error, 0.5 / Double(max(values.count, 1)).squareRoot()), 0.4)
      guard let lower = values.quantile(0.5 - reach), let upper = values.quantile(0.5 + reach) else { return 0 }
      return (lower - upper) / (2 * reach)
    }

    func scaledCells(_ parts: [Measure]) -> [ClusterRobust.Cell] {
      let cells = parts.map(cell)
      let factor = factor(cells)
      return factor == 1 ? cells : cells.map { .init(sum: $0.sum * factor, count: $0.count) }
    }
  }

  /// The difference of two figures whose records come in clusters.
  ///
  /// - Parameter clusters: what each cluster has of both.
  /// - Returns: nil when a figure has no cases, or cases of a single cluster. Where clusters do not vary at all, the
  ///   difference is that of the records.
  static func difference(
    _ before: Measure, _ after: Measure, clusters: [(before: Measure, after: Measure)], seed: UInt64
  ) -> Difference? {
    guard let first = before.value, let second = after.value,
      let error = ClusterRobust(
        Ratio(before).scaledCells(clusters.map(\.before)), Ratio(after).scaledCells(clusters.map(\.after)))
    else { return nil }
    return difference(before, after, error, Rounding.difference(second, first), seed: seed)
  }

  /// The difference of a part of the records and the others.
  /// - Parameter clusters: what each cluster has of the part and of all.
  static func difference(
    others: Measure, _ part: Measure, clusters: [(part: Measure, all: Measure)], seed: UInt64
  ) -> Difference? {
    guard let first = others.value, let second = part.value else { return nil }
    let (ofPart, ofOthers) = (Ratio(part), Ratio(others))
    let parts = ofPart.scaledCells(clusters.map(\.part))
    let plain = clusters.map { ofOthers.cell($0.all) - ofOthers.cell($0.part) }
    let factor = ofOthers.factor(plain)
    guard let error = ClusterRobust(plain.map { .init(sum: $0.sum * factor, count: $0.count) }, parts) else {
      return nil
    }
    return difference(others, part, error, Rounding.difference(second, first), seed: seed)
  }

  private static func difference(
    _ before: Measure, _ after: Measure, _ error: ClusterRobust, _ value: Double, seed: UInt64
  ) -> Difference? {
    guard error.standardError > 0 else { return difference(before, after, seed: seed) }
    var difference = error.difference(value)
    switch before {
    case .share: difference.interval = difference.interval.clamped(to: -1...1)
    case .net: difference.interval = difference.interval.clamped(to: -2...2)
    case .median, .mean: break
    }
    return difference
  }

  /// Of 95 %, of a figure whose records come in clusters; that of independent records where clusters tell nothing.
  /// - Parameter clusters: what each cluster has of it.
  func interval(clusters: [Measure]) -> ConfidenceInterval? {
    let ratio = Ratio(self)
    guard let value, let error = ClusterRobust(clusters.map(ratio.cell)), error.standardError > 0 else {
      return interval
    }
    let halfWidth = error.t * error.standardError
    switch self {
    case .share:
      // As many independent answers as would vary as much (Korn & Graubard 1998, "Confidence intervals for proportions
      // with small expected number of positive counts estimated from survey data").
      let trials = value * (1 - value) / (error.standardError * error.standardError)
      return Proportion.wilson(value, trials: trials, z: error.t).clamped(to: 0...1)
    case .net: return ConfidenceInterval(value, plusMinus: halfWidth).clamped(to: -1...1)
    case .mean: return ConfidenceInterval(value, plusMinus: halfWidth)
    case .median(let values):
      guard let lower = values.quantile(max(0.5 - halfWidth, 0)), let upper = values.quantile(min(0.5 + halfWidth, 1))
      else { return nil }
      return ConfidenceInterval(lower, upper)
    }
  }
}
