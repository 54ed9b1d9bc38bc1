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

    func cells(_ parts: [Measure]) -> [ClusterRobust.Cell] { parts.map(cell) }

    func scaled(_ cells: [ClusterRobust.Cell]) -> [ClusterRobust.Cell] {
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
    difference(
      before, after,
      (Ratio(before).cells(clusters.map(\.before)), Ratio(after).cells(clusters.map(\.after))), seed: seed)
  }

  /// The difference of a part of the records and the others.
  /// - Parameter clusters: what each cluster has of the part and of all.
  static func difference(
    others: Measure, _ part: Measure, clusters: [(part: Measure, all: Measure)], seed: UInt64
  ) -> Difference? {
    let (rest, own) = (Ratio(others), Ratio(part))
    return difference(
      others, part, (clusters.map { rest.cell($0.all) - rest.cell($0.part) }, own.cells(clusters.map(\.part))),
      seed: seed)
  }

  private static func difference(
    _ before: Measure, _ after: Measure, _ cells: ([ClusterRobust.Cell], [ClusterRobust.Cell]), seed: UInt64
  ) -> Difference? {
    guard let first = before.value, let second = after.value,
      let error = ClusterRobust(Ratio(before).scaled(cells.0), Ratio(after).scaled(cells.1))
    else { return nil }
    guard error.standardError > 0 else {
      let varies = [cells.0, cells.1].contains { (ClusterRobust($0)?.standardError ?? 0) > 0 }
      guard varies, first == second else { return difference(before, after, seed: seed) }
      // What clusters have alike before and after leaves nothing to chance.
      return error.difference(0)
    }
    if let found = difference(before, after, cells, degrees: error.degrees) { return found }
    var found = error.difference(Rounding.difference(second, first))
    switch before {
    case .share: found.interval = found.interval.clamped(to: -1...1)
    case .net: found.interval = found.interval.clamped(to: -2...2)
    case .mean: break
    case .median:
      // Few clusters may happen to have alike medians: the wider of both intervals is that which holds.
      if let plain = difference(before, after, seed: seed), plain.isFinite,
        plain.interval.upper - plain.interval.lower > found.interval.upper - found.interval.lower
      {
        (found.interval, found.standardError, found.degrees) = (plain.interval, plain.standardError, plain.degrees)
        found.pValue = max(found.pValue, plain.pValue)
      }
    }
    return found
  }

  /// Where all answers of one side are alike, its clusters do not tell what chance does to it, and its records do: the
  /// intervals of both sides are squared and added (Newcombe 1998).
  private static func difference(
    _ before: Measure, _ after: Measure, _ cells: ([ClusterRobust.Cell], [ClusterRobust.Cell]), degrees: Double
  ) -> Difference? {
    guard before.isDegenerate != after.isDegenerate, let first = before.value, let second = after.value,
      let a = before.interval(cells: cells.0), let b = after.interval(cells: cells.1)
    else { return nil }
    let value = second - first
    let interval = ConfidenceInterval.difference(first, a, second, b)
    // By the half of the interval that lies towards 0.
    let halfWidth = value > 0 ? value - interval.lower : interval.upper - value
    let t = ClusterRobust(standardError: 0, degrees: degrees).t
    var found = ClusterRobust(standardError: halfWidth / t, degrees: degrees).difference(value)
    found.interval = interval
    return found
  }

  /// Whether all answers are the best ones, or none is; or all on one side.
  private var isDegenerate: Bool {
    switch self {
    case .share(let share): share.successes == 0 || share.successes == share.trials
    case .net(let score): max(score.favourable, score.unfavourable, score.neutral) == score.count
    case .median, .mean: false
    }
  }

  /// Of 95 %, of a figure whose records come in clusters; that of independent records where clusters tell nothing, or happen
  /// to be more alike than chance would make them.
  /// - Parameter clusters: what each cluster has of it.
  func interval(clusters: [Measure]) -> ConfidenceInterval? {
    guard let robust = interval(cells: Ratio(self).cells(clusters)) else { return nil }
    return interval.map { robust.orWider($0) } ?? robust
  }

  private func interval(cells: [ClusterRobust.Cell]) -> ConfidenceInterval? {
    guard let value, let error = ClusterRobust(cells), error.standardError > 0 else { return interval }
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
