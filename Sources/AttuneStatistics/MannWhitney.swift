/// Whether one sample tends to have larger values than another, by ranks, so that a few extreme values decide nothing
/// (Mann & Whitney 1947, "On a test of whether one of two random variables is stochastically larger than the other").
package struct MannWhitney: Sendable, Equatable {
  /// Pairs in which the second sample has the larger value; ties count half.
  package let u: Double
  /// Two-sided.
  package let pValue: Double
  /// Whether `pValue` is from the exact distribution.
  package let isExact: Bool
  /// u as a share of all pairs: how often a value of the second sample beats one of the first; 0.5 means never more than
  /// chance.
  package let superiority: Double

  /// Exact without ties when a sample has at most 8 values and there are at most 4,000 pairs, otherwise by the normal
  /// approximation with corrections for ties and continuity. Two samples of one value do not differ, whatever their sizes.
  /// nil when a sample is empty, or when there are more pairs than can be counted.
  /// - Complexity: O(different values)
  package init?(_ a: Distribution, _ b: Distribution) {
    guard a.count > 0, b.count > 0, !a.count.multipliedReportingOverflow(by: b.count).overflow else { return nil }
    let pairs = Double(a.count) * Double(b.count)
    guard !Self.isConstant(a, b) else {
      (u, pValue, isExact, superiority) = (pairs / 2, 1, false, 0.5)
      return
    }
    let ranks = Self.compare(a, b)
    u = ranks.u
    superiority = u / pairs
    isExact = !ranks.hasTies && min(a.count, b.count) <= 8 && pairs <= 4000
    let total = Double(a.count + b.count)
    // Not below 0: of nearly all values alike rounding may leave less than nothing.
    let variance = max(pairs / 12 * ((total + 1) - ranks.tieTerm / (total * max(total - 1, 1))), 0)
    if isExact {
      let distribution = Self.exactDistribution(a.count, b.count)
      let larger = Int(saturating: max(u, pairs - u))
      pValue = min(2 * distribution[larger...].reduce(0, +), 1)
    } else {
      let deviation = variance.squareRoot()
      pValue = deviation > 0 ? min(Normal.twoSided(max(abs(u - pairs / 2) - 0.5, 0) / deviation), 1) : 1
    }
  }

  /// Whether all values of both samples are one, but for rounding.
  private static func isConstant(_ a: Distribution, _ b: Distribution) -> Bool {
    Rounding.isConstant(
      min(a.values[0], b.values[0]), max(a.values[a.values.count - 1], b.values[b.values.count - 1]))
  }

  private struct Ranks {
    var u = 0.0
    var hasTies = false
    /// Σ(t³ - t) over values that occur t times.
    var tieTerm = 0.0
  }

  private static func compare(_ a: Distribution, _ b: Distribution) -> Ranks {
    var ranks = Ranks()
    var (i, j) = (0, 0)
    while i < a.values.count || j < b.values.count {
      let value = min(i < a.values.count ? a.values[i] : .infinity, j < b.values.count ? b.values[j] : .infinity)
      let below = Double(i > 0 ? a.cumulative[i - 1] : 0)
      var ofA = 0.0
      var ofB = 0.0
      if i < a.values.count, a.values[i] == value {
        ofA = Double(a.occurrences(i))
        i += 1
      }
      if j < b.values.count, b.values[j] == value {
        ofB = Double(b.occurrences(j))
        j += 1
      }
      ranks.u += ofB * (below + ofA / 2)
      let tied = ofA + ofB
      ranks.hasTies = ranks.hasTies || tied > 1
      ranks.tieTerm += tied * tied * tied - tied
    }
    return ranks
  }

  /// The probability of every U from 0 to m × n when both samples are alike and there are no ties, by the recursion of Mann
  /// & Whitney: the largest of all values is of one sample or of the other.
  private static func exactDistribution(_ m: Int, _ n: Int) -> [Double] {
    // row[j]: of i values of the first sample and j of the second.
    var row: [[Double]] = Array(repeating: [1], count: n + 1)
    for i in 1...m {
      var next: [[Double]] = [[1]]
      for j in 1...n {
        let share = Double(i) / Double(i + j)
        var probabilities = [Double](repeating: 0, count: i * j + 1)
        // The largest is of the first sample: it beats all j of the second.
        for (u, probability) in row[j].enumerated() { probabilities[u + j] += share * probability }
        for (u, probability) in next[j - 1].enumerated() { probabilities[u] += (1 - share) * probability }
        next.append(probabilities)
      }
      row = next
    }
    return row[n]
  }
}
