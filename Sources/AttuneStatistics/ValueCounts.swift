import AttunePlatform

/// How often each value occurs, in bounded memory for any number of values.
///
/// Exact while there are at most `exactLimit` different values, which holds for scores and for most times and amounts. Beyond
/// that, values fall into buckets that grow with their size, and each is known up to a share of it (Masson, Rim & Lee 2019,
/// "DDSketch"): 0.001 % at first, and ten times as much whenever there are again too many. Buckets of a level are whole
/// buckets of the one before. So what comes out depends on the values alone: not on their order, nor on how they were
/// spread over workers.
package struct ValueCounts: Sendable, Equatable {
  /// A value and how often it occurs.
  package struct Entry: Sendable, Equatable {
    package var value: Double
    package var count: Int
  }

  package enum Precision: Sendable, Hashable {
    /// 131,072 different values: for a whole report.
    case fine
    /// 8,192 different values: for one of many cells.
    case coarse
    /// 64 different values: for one of a thousand cells, of which nothing is shown.
    case rough

    /// Different values that are kept apart.
    package var exactLimit: Int { self == .fine ? 1 << 17 : self == .coarse ? 1 << 13 : 1 << 6 }
  }

  /// The coarsest level.
  package static let lastLevel = 4
  /// The greatest error of a value at a level, as a share of the value; 0 at level 0.
  package static func relativeError(level: Int) -> Double { level == 0 ? 0 : 1e-6 * powersOfTen[level] }
  private static let powersOfTen = [1.0, 10, 100, 1000, 10_000]
  /// The logarithm of the ratio of the ends of a bucket of level 1.
  private static let logGrowth = log((1 + relativeError(level: 1)) / (1 - relativeError(level: 1)))

  /// Whole numbers below are always told apart.
  private static let smallLimit = 128

  package let precision: Precision
  /// Of the whole numbers from 0, as scores are, as far as they occur.
  private var small: [Int] = []
  /// Of other values.
  private var counts = ValueTable()
  /// Of all values.
  package private(set) var count = 0
  /// How coarse the buckets are: 0 where every value is known as it was.
  package private(set) var level: Int

  /// Whether every value is known as it was.
  package var isExact: Bool { level == 0 }

  /// Different values that take memory of their own.
  package var distinct: Int { counts.count }

  package init(precision: Precision = .fine, level: Int = 0) {
    self.precision = precision
    self.level = level
  }

  package init(_ values: some Sequence<Double>, precision: Precision = .fine) {
    self.init(precision: precision)
    for value in values { append(value) }
  }

  /// - Returns: by how much `distinct` grew.
  /// - Precondition: `value` is finite.
  @discardableResult
  package mutating func append(_ value: Double, count times: Int = 1) -> Int {
    precondition(value.isFinite)
    guard times > 0 else { return 0 }
    count += times
    if value >= 0, value < Double(Self.smallLimit), value == value.rounded(.down) {
      let place = Int(value)
      while small.count <= place { small.append(0) }
      small[place] += times
      return 0
    }
    guard counts.add(isExact ? value : representative(of: value), times: times) else { return 0 }
    let before = counts.count - 1
    while counts.count > precision.exactLimit, level < Self.lastLevel { coarsen(to: level + 1) }
    return counts.count - before
  }

  /// - Precondition: `other` has the same precision.
  package mutating func merge(_ other: ValueCounts) {
    precondition(other.precision == precision)
    coarsen(to: other.level)
    for (value, times) in other.small.enumerated() { append(Double(value), count: times) }
    for entry in other.counts.entries { append(entry.value, count: entry.count) }
  }

  /// The values without those of `other`, which are among them.
  package func subtracting(_ other: ValueCounts) -> ValueCounts {
    var (all, part) = (self, other)
    all.coarsen(to: part.level)
    part.coarsen(to: all.level)
    var rest = ValueCounts(precision: precision, level: all.level)
    for (value, times) in all.small.enumerated() {
      rest.append(Double(value), count: times - (value < part.small.count ? part.small[value] : 0))
    }
    for entry in all.counts.entries { rest.append(entry.value, count: entry.count - part.counts[entry.value]) }
    return rest
  }

  /// In ascending order.
  /// - Complexity: O(different values × their logarithm)
  package var sorted: [Entry] {
    let whole = small.enumerated().filter { $0.element > 0 }.map { Entry(value: Double($0.offset), count: $0.element) }
    return (whole + counts.entries).sorted { $0.value < $1.value }
  }

  /// Makes the buckets those of `level`, where they are finer.
  /// - Complexity: O(different values)
  package mutating func coarsen(to level: Int) {
    guard level > self.level else { return }
    self.level = min(level, Self.lastLevel)
    let finer = counts
    counts = ValueTable()
    for entry in finer.entries { counts.add(representative(of: entry.value), times: entry.count) }
  }

  /// The value that is at most the relative error away from all others of its bucket.
  private func representative(of value: Double) -> Double {
    guard value.magnitude >= .leastNormalMagnitude else { return 0 }
    // By the bucket of level 1, so that all levels agree on where buckets end.
    let growth = Self.powersOfTen[level - 1]
    let bucket = ((log(value.magnitude) / Self.logGrowth).rounded(.up) / growth).rounded(.up)
    let middle = min(exp((bucket - 0.5) * growth * Self.logGrowth), .greatestFiniteMagnitude)
    return value < 0 ? -middle : middle
  }
}
