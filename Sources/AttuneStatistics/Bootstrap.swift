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

  /// The difference of which the draws were taken; nil without samples.
  package func difference(_ value: Double) -> Difference? {
    guard let interval, let pValue else { return nil }
    return Difference(
      test: .bootstrap, value: value, interval: interval, standardError: standardError, statistic: nil, pValue: pValue)
  }
}

extension Bootstrap {
  /// The difference of the means of two samples whose values are drawn again one by one; nil when a sample has fewer than 2
  /// values. For more than `meanLimit` values the bootstrap and Welch's t-test agree, and the test is taken.
  package static func meanDifference(_ a: Distribution, _ b: Distribution, draws: Int = 2000, seed: UInt64 = 1)
    -> Difference?
  {
    guard let welch = Distribution.meanDifference(a, b) else { return nil }
    guard max(a.count, b.count) <= meanLimit else { return welch }
    var generator = SeededGenerator(seed: seed)
    // About a value of the samples: what they have in common adds no rounding.
    let origin = a.values[0]
    func mean(_ values: [Double]) -> Double {
      var sum = 0.0
      for _ in values { sum += values[Int.random(in: 0..<values.count, using: &generator)] - origin }
      return origin + sum / Double(values.count)
    }
    let (first, second) = (a.expanded, b.expanded)
    let samples = (0..<draws).map { _ in
      let mean = (mean(first), mean(second))
      return Rounding.difference(mean.1, mean.0)
    }
    return Bootstrap(samples).difference(welch.value)
  }

  private static let meanLimit = 5000

  private init(_ samples: [Double]) { self.samples = samples.sorted() }
}

extension Distribution {
  /// Every value as often as it occurs.
  fileprivate var expanded: [Double] {
    values.indices.flatMap { Array(repeating: values[$0], count: occurrences($0)) }
  }
}
