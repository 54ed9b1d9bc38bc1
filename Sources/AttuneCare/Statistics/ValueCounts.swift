#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How often each value occurs, in bounded memory for any number of values.
///
/// Exact while there are at most `exactLimit` different values, which holds for scores and for most times and amounts. Beyond
/// that, values fall into buckets that grow with their size, and each is known up to 0.1 % (Masson, Rim & Lee 2019,
/// "DDSketch"). What comes out depends on the values alone: not on their order, nor on how they were spread over workers.
package struct ValueCounts: Sendable, Equatable {
  /// A value and how often it occurs.
  package struct Entry: Sendable, Equatable {
    package var value: Double
    package var count: Int
  }

  /// Different values that are kept apart.
  package static let exactLimit = 1 << 14
  /// The greatest error of a value beyond `exactLimit`, as a share of the value.
  package static let relativeError = 0.001

  private var counts: [Double: Int] = [:]
  /// Of all values.
  package private(set) var count = 0
  /// Whether every value is known as it was.
  package private(set) var isExact = true

  package init() {}

  package init(_ values: some Sequence<Double>) {
    for value in values { append(value) }
  }

  /// - Precondition: `value` is finite.
  package mutating func append(_ value: Double, count times: Int = 1) {
    precondition(value.isFinite)
    guard times > 0 else { return }
    // -0 equals 0 as a key; adding 0 makes it look so, too.
    counts[isExact ? value + 0 : Self.representative(of: value), default: 0] += times
    count += times
    if isExact, counts.count > Self.exactLimit { blur() }
  }

  package mutating func merge(_ other: ValueCounts) {
    if !other.isExact, isExact { blur() }
    for (value, times) in other.counts { append(value, count: times) }
  }

  /// In ascending order.
  /// - Complexity: O(different values × their logarithm)
  package var sorted: [Entry] {
    counts.map { Entry(value: $0.key, count: $0.value) }.sorted { $0.value < $1.value }
  }

  private mutating func blur() {
    let exact = counts
    counts = [:]
    isExact = false
    for (value, times) in exact { counts[Self.representative(of: value), default: 0] += times }
  }

  /// The ratio of the ends of a bucket.
  private static let logGrowth = log((1 + relativeError) / (1 - relativeError))

  /// The value that is at most `relativeError` away from all others of its bucket.
  private static func representative(of value: Double) -> Double {
    guard value.magnitude >= .leastNormalMagnitude else { return 0 }
    let bucket = (log(value.magnitude) / logGrowth).rounded(.up)
    let middle = min(exp(bucket * logGrowth) * (1 - relativeError), .greatestFiniteMagnitude)
    return value < 0 ? -middle : middle
  }
}
