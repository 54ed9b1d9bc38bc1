/// The permutation test of the difference of two means by Welch's t, which holds its level for samples of any size and shape
/// that are alike, and for large ones that have nothing but the mean in common (Janssen 1997, "Studentized permutation tests
/// for non-i.i.d. hypotheses and the generalized Behrens-Fisher problem").
package enum MeanPermutation {
  /// Values of both samples up to which the test is made; Welch's t-test agrees with it beyond.
  package static let limit = 200
  /// Ways to part the values up to which all of them are looked at.
  private static let enumerated = 10_000

  /// Two-sided; nil for samples of fewer than 2 values, or of more than `limit` together.
  /// - Parameters:
  ///   - seed: of the draws, where there are too many ways to part the values.
  ///   - draws: the level holds for any number of them; more make the p-value finer.
  /// - Complexity: O(10,000 × values)
  package static func pValue(
    _ a: Distribution, _ b: Distribution, seed: UInt64, draws: Int = 9_999
  ) -> Double? {
    guard a.count > 1, b.count > 1, a.count + b.count <= limit else { return nil }
    let (first, second) = (a.expanded, b.expanded)
    // About a value of the samples: what they have in common adds no rounding.
    let values = (first + second).map { $0 - first[0] }
    let total = Sums(values[...])
    func t(_ part: Sums) -> Double { part.t(other: total - part) }
    let observed = t(Sums(values[..<first.count])) * (1 - 1e-9)
    let ways = Self.ways(first.count, of: values.count)
    guard ways > Double(enumerated) else {
      var (extreme, all) = (0, 0)
      forEachPart(of: values, count: first.count) { part in
        all += 1
        if t(part) >= observed { extreme += 1 }
      }
      return Double(extreme) / Double(all)
    }
    var generator = SeededGenerator(seed: seed)
    var shuffled = values
    var extreme = 1
    for _ in 0..<draws {
      for place in 0..<first.count {
        shuffled.swapAt(place, Int.random(in: place..<shuffled.count, using: &generator))
      }
      if t(Sums(shuffled[..<first.count])) >= observed { extreme += 1 }
    }
    return Double(extreme) / Double(draws + 1)
  }

  private struct Sums {
    var count = 0.0
    var sum = 0.0
    var squares = 0.0

    init() {}

    init(_ values: ArraySlice<Double>) {
      for value in values { add(value) }
    }

    mutating func add(_ value: Double) {
      count += 1
      sum += value
      squares += value * value
    }

    static func - (a: Sums, b: Sums) -> Sums {
      var difference = a
      difference.count -= b.count
      difference.sum -= b.sum
      difference.squares -= b.squares
      return difference
    }

    /// The variance of the mean.
    private var error: Double { max(squares - sum * sum / count, 0) / (count * (count - 1)) }

    /// |t|, infinite where both parts are constants that differ.
    func t(other: Sums) -> Double {
      let difference = abs(sum / count - other.sum / other.count)
      let error = (self.error + other.error).squareRoot()
      return difference == 0 ? 0 : error > 0 ? difference / error : .infinity
    }
  }

  /// The binomial coefficient.
  private static func ways(_ k: Int, of n: Int) -> Double {
    (0..<min(k, n - k)).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
  }

  private static func forEachPart(of values: [Double], count: Int, _ body: (Sums) -> Void) {
    func choose(_ left: Int, from start: Int, _ sums: Sums) {
      guard left > 0 else { return body(sums) }
      for place in start...(values.count - left) {
        var sums = sums
        sums.add(values[place])
        choose(left - 1, from: place + 1, sums)
      }
    }
    choose(count, from: 0, Sums())
  }
}

extension Distribution {
  /// Every value as often as it occurs.
  fileprivate var expanded: [Double] {
    values.indices.flatMap { Array(repeating: values[$0], count: occurrences($0)) }
  }

  /// The difference of means with Welch's interval. For few values the p-value is that of the permutation test.
  /// - Parameter seed: of its draws.
  package static func meanDifference(_ a: Distribution, _ b: Distribution, seed: UInt64) -> Difference? {
    guard var welch = meanDifference(a, b) else { return nil }
    if welch.value != 0 || welch.statistic != nil, a.count + b.count <= MeanPermutation.limit,
      let pValue = MeanPermutation.pValue(a, b, seed: seed)
    {
      welch.test = .permutation
      welch.pValue = pValue
    }
    return welch
  }
}
