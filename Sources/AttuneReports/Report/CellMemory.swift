import AttuneStatistics

/// Bounds the different values that many tallies, such as those of days and groups, hold together. When there are too many,
/// the values of all of them get coarser; which level it comes to depends on the values alone.
struct CellMemory: Sendable {
  /// Of the values of every tally, see `ValueCounts`.
  private(set) var level = 0
  private var held = 0
  private let limit: Int

  /// - Parameter limit: different values; each takes some 40 bytes.
  init(limit: Int = 300_000) { self.limit = limit }

  mutating func append(_ record: MeasuredRecord, to tally: inout Tally) {
    held += tally.append(record)
  }

  /// The level that all tallies are to get now; nil while there is room.
  mutating func nextLevel() -> Int? {
    guard held > limit, level < ValueCounts.lastLevel else { return nil }
    level += 1
    return level
  }

  /// - Parameter held: the different values of all tallies.
  mutating func recount(_ held: Int) { self.held = held }
}
