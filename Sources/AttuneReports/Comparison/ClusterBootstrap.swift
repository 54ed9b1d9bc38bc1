import AttuneStatistics

/// The difference of a figure when clusters are drawn again with replacement, each with all that it has before and after.
enum ClusterBootstrap {
  /// - Parameter clusters: the figure of each cluster before and after; all of one kind.
  /// - Returns: the plain difference, after minus before, with its interval; nil when a side has no cases.
  static func difference(_ clusters: [(before: Measure, after: Measure)], seed: UInt64) -> Difference? {
    guard clusters.count > 1 else { return nil }
    let origin = clusters.lazy.compactMap(\.before.value).first ?? 0
    let before = Pool(clusters.map(\.before), origin: origin)
    let after = Pool(clusters.map(\.after), origin: origin)
    func difference(_ drawn: [Int]) -> Double? {
      guard let first = before.value(drawn), let second = after.value(drawn) else { return nil }
      return Rounding.difference(second, first)
    }
    let bootstrap = Bootstrap(units: clusters.count, seed: seed, figure: difference)
    return difference(clusters.map { _ in 1 }).flatMap(bootstrap.difference)
  }

  /// Cases of all clusters, so that a figure can be taken of some of them.
  private enum Pool {
    /// Of each cluster what is divided and what it is divided by; the figure is as much above `origin`.
    case ratios([(sum: Double, count: Double)], origin: Double)
    /// All values in order, each with its cluster and how often it occurs.
    case values([(value: Double, count: Int, cluster: Int)])

    /// - Parameter origin: about which means are taken, so that what all values have in common adds no rounding.
    init(_ measures: [Measure], origin: Double) {
      switch measures[0] {
      case .median:
        self = .values(
          measures.enumerated().flatMap { cluster, measure -> [(value: Double, count: Int, cluster: Int)] in
            guard case .median(let values) = measure else { return [] }
            return values.values.indices.map { (values.values[$0], values.occurrences($0), cluster) }
          }.sorted { ($0.value, $0.cluster) < ($1.value, $1.cluster) })
      case .mean:
        self = .ratios(
          measures.map { ((($0.value ?? origin) - origin) * Double($0.count), Double($0.count)) }, origin: origin)
      case .share, .net: self = .ratios(measures.map { ($0.balance, Double($0.count)) }, origin: 0)
      }
    }

    func value(_ drawn: [Int]) -> Double? {
      switch self {
      case .ratios(let ratios, let origin):
        var (sum, count) = (0.0, 0.0)
        for (times, ratio) in zip(drawn, ratios) where times > 0 {
          sum += Double(times) * ratio.sum
          count += Double(times) * ratio.count
        }
        return count > 0 ? origin + sum / count : nil
      case .values(let values):
        let total = values.reduce(0) { $0 + $1.count * drawn[$1.cluster] }
        guard total > 0 else { return nil }
        var (below, lower) = (0, Double?.none)
        for entry in values {
          below += entry.count * drawn[entry.cluster]
          // The middle value, or the mean of the two in the middle.
          if lower == nil, below > (total - 1) / 2 { lower = entry.value }
          if let lower, below > total / 2 { return (lower + entry.value) / 2 }
        }
        return nil
      }
    }
  }
}

extension Measure {
  /// What a share or a net score is made of before it is divided: a whole number. 0 for other measures.
  fileprivate var balance: Double {
    switch self {
    case .share(let proportion): Double(proportion.successes)
    case .net(let score): Double(score.favourable - score.unfavourable)
    case .median, .mean: 0
    }
  }
}
