#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How often each value occurs, in bounded memory for any number of values.
///
/// Exact while there are at most `exactLimit` different values, which holds for scores and for most times and amounts. Beyond
/// that, values fall into buckets that grow with their size, and each is known up to a share of it (Masson, Rim & Lee 2019,
/// "DDSketch"). What comes out depends on the values alone: not on their order, nor on how they were spread over workers.
package struct ValueCounts: Sendable, Equatable {
  /// A value and how often it occurs.
  package struct Entry: Sendable, Equatable {
    package var value: Double
    package var count: Int
  }

  package enum Precision: Sendable, Hashable {
    /// 16,384 different values, then 0.1 %: for a whole report.
    case fine
    /// 512 different values, then 1 %: for one of many cells.
    case coarse
    /// 64 different values, then 2 %: for one of a thousand cells, of which nothing is shown.
    case rough

    /// Different values that are kept apart.
    package var exactLimit: Int { self == .fine ? 1 << 14 : self == .coarse ? 1 << 9 : 1 << 6 }
    /// The greatest error of a value beyond `exactLimit`, as a share of the value.
    package var relativeError: Double { self == .fine ? 0.001 : self == .coarse ? 0.01 : 0.02 }

    /// The logarithm of the ratio of a bucket's ends.
    fileprivate var logGrowth: Double {
      self == .fine ? Self.fineLogGrowth : self == .coarse ? Self.coarseLogGrowth : Self.roughLogGrowth
    }

    private static let fineLogGrowth = log((1 + Precision.fine.relativeError) / (1 - Precision.fine.relativeError))
    private static let coarseLogGrowth = log(
      (1 + Precision.coarse.relativeError) / (1 - Precision.coarse.relativeError))
    private static let roughLogGrowth = log((1 + Precision.rough.relativeError) / (1 - Precision.rough.relativeError))
  }

  /// Whole numbers below are always told apart.
  private static let smallLimit = 128

  package let precision: Precision
  /// Of the whole numbers from 0, as scores are, as far as they occur.
  private var small: [Int] = []
  /// Of other values.
  private var counts: [Double: Int] = [:]
  /// Of all values.
  package private(set) var count = 0
  /// Whether every value is known as it was.
  package private(set) var isExact = true

  package init(precision: Precision = .fine) { self.precision = precision }

  package init(_ values: some Sequence<Double>, precision: Precision = .fine) {
    self.precision = precision
    for value in values { append(value) }
  }

  /// - Precondition: `value` is finite.
  package mutating func append(_ value: Double, count times: Int = 1) {
    precondition(value.isFinite)
    guard times > 0 else { return }
    count += times
    if value >= 0, value < Double(Self.smallLimit), value == value.rounded(.down) {
      let place = Int(value)
      while small.count <= place { small.append(0) }
      small[place] += times
      return
    }
    counts[isExact ? value : representative(of: value), default: 0] += times
    if isExact, counts.count > precision.exactLimit { blur() }
  }

  /// - Precondition: `other` has the same precision.
  package mutating func merge(_ other: ValueCounts) {
    precondition(other.precision == precision)
    if !other.isExact, isExact { blur() }
    for (value, times) in other.small.enumerated() { append(Double(value), count: times) }
    for (value, times) in other.counts { append(value, count: times) }
  }

  /// The values without those of `other`, which are among them; nil when values were not kept apart.
  package func subtracting(_ other: ValueCounts) -> ValueCounts? {
    guard isExact, other.isExact else { return nil }
    var rest = ValueCounts(precision: precision)
    for (value, times) in small.enumerated() {
      rest.append(Double(value), count: times - (value < other.small.count ? other.small[value] : 0))
    }
    for (value, times) in counts { rest.append(value, count: times - (other.counts[value] ?? 0)) }
    return rest
  }

  /// In ascending order.
  /// - Complexity: O(different values × their logarithm)
  package var sorted: [Entry] {
    let whole = small.enumerated().filter { $0.element > 0 }.map { Entry(value: Double($0.offset), count: $0.element) }
    return (whole + counts.map { Entry(value: $0.key, count: $0.value) }).sorted { $0.value < $1.value }
  }

  private mutating func blur() {
    let exact = counts
    counts = [:]
    isExact = false
    for (value, times) in exact { counts[representative(of: value), default: 0] += times }
  }

  /// The value that is at most the relative error away from all others of its bucket.
  private func representative(of value: Double) -> Double {
    guard value.magnitude >= .leastNormalMagnitude else { return 0 }
    let bucket = (log(value.magnitude) / precision.logGrowth).rounded(.up)
    let middle = min(exp(bucket * precision.logGrowth) * (1 - precision.relativeError), .greatestFiniteMagnitude)
    return value < 0 ? -middle : middle
  }
}
