import AttuneStatistics

/// Tallies by the values of a column, in bounded memory: when there are too many groups, the smallest go into "other" for
/// good, so that the large ones stay whole.
package struct GroupTallies: Sendable {
  package struct Group: Sendable {
    package var name: String
    package var tally: Tally
    /// Earlier records of the group may be among the others.
    package var isPartial: Bool
  }

  private let columns: Int
  private let precision: ValueCounts.Precision
  private let limit: Int
  private var places: [String: Int] = [:]
  private var groups: [Group] = []
  /// Records of groups that were given up.
  package private(set) var other: Tally

  /// - Parameter limit: twice the number of groups that are kept when there are more.
  package init(columns: Int, precision: ValueCounts.Precision = .coarse, limit: Int = 20_000) {
    self.columns = columns
    self.precision = precision
    self.limit = max(limit, 2)
    other = Tally(columns: columns, precision: precision)
  }

  /// Whether some groups went into `other`.
  package var isPruned: Bool { other.records > 0 }

  package mutating func append(_ record: MeasuredRecord, to name: String) {
    if let place = places[name] {
      groups[place].tally.append(record)
    } else {
      if groups.count == limit { prune() }
      places[name] = groups.count
      var tally = Tally(columns: columns, precision: precision)
      tally.append(record)
      groups.append(Group(name: name, tally: tally, isPartial: isPruned))
    }
  }

  /// Groups by size, of equal ones by name, and all further ones together.
  package func largest(_ count: Int) -> (groups: [Group], other: Tally, otherGroups: Int) {
    let sorted = sortedBySize
    var rest = other
    for group in sorted.dropFirst(count) { rest.merge(group.tally) }
    return (Array(sorted.prefix(count)), rest, max(sorted.count - count, 0))
  }

  private var sortedBySize: [Group] {
    groups.sorted { ($1.tally.records, $0.name) < ($0.tally.records, $1.name) }
  }

  private mutating func prune() {
    let sorted = sortedBySize
    for group in sorted.dropFirst(limit / 2) { other.merge(group.tally) }
    groups = Array(sorted.prefix(limit / 2))
    places = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($0.element.name, $0.offset) })
  }
}
