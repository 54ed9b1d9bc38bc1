/// The distribution of a figure when what was observed is drawn again with replacement (Efron 1979). Drawing clusters, such
/// as agents, instead of rows respects that rows of a cluster are alike (Cameron, Gelbach & Miller 2008, "Bootstrap-based
/// improvements for inference with clustered errors"). Fewer than about 20 clusters give intervals that are too narrow.
package struct Bootstrap: Sendable, Equatable {
  /// The figure in each draw that allowed one, ascending.
  package let samples: [Double]

  /// - Parameters:
  ///   - units: clusters or rows.
  ///   - figure: from how often each unit was drawn; nil where a draw allows none, as when it holds nothing of one side.
  /// - Complexity: O(draws × units), and that of `figure`.
  package init(units: Int, draws: Int = 2000, seed: UInt64 = 1, figure: ([Int]) -> Double?) {
    var generator = SeededGenerator(seed: seed)
    var drawn = [Int](repeating: 0, count: units)
    samples = (0..<(units > 0 ? draws : 0)).compactMap { _ in
      for unit in drawn.indices { drawn[unit] = 0 }
      for _ in 0..<units { drawn[Int.random(in: 0..<units, using: &generator)] += 1 }
      return figure(drawn)
    }.sorted()
  }

  /// The percentile interval; nil without samples.
  package var interval: ConfidenceInterval? {
    let tail = (1 - ConfidenceInterval.level) / 2
    let distribution = Distribution(samples)
    guard let lower = distribution.quantile(tail), let upper = distribution.quantile(1 - tail) else { return nil }
    return ConfidenceInterval(lower, upper)
  }

  /// The standard deviation of the samples; nil for fewer than 2.
  package var standardError: Double? { Distribution(samples).variance?.squareRoot() }

  /// Twice the share of draws on the rarer side of 0, at least 1 / (draws + 1); nil without samples.
  package var pValue: Double? {
    guard !samples.isEmpty else { return nil }
    let atMost = samples.partitioningIndex { $0 > 0 }
    let less = samples.partitioningIndex { $0 >= 0 }
    let rarer = min(atMost, samples.count - less)
    return min(2 * Double(rarer + 1) / Double(samples.count + 1), 1)
  }
}
