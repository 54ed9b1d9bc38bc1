import AttuneStatistics

/// Tallies by the values of a column, in bounded memory: when there are too many groups, the smallest go into "other" for
/// good, so that the large ones stay whole. Values that differ by case or blanks only are one group.
package struct GroupTallies: Sendable {
  package struct Group: Sendable {
    fileprivate var spellings: Spellings
    package var tally: Tally
    /// Earlier records of the group may be among the others.
    package var isPartial: Bool

    /// As it is mostly written.
    package var name: String { spellings.usual }
    /// In how many ways it is written.
    package var spellingCount: Int { spellings.count }
  }

  private let columns: Int
  private let precision: ValueCounts.Precision
  private let limit: Int
  /// Of values as they are written, and of their folded form.
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
    var memory = CellMemory(limit: .max)
    append(record, to: name, &memory)
  }

  mutating func append(_ record: MeasuredRecord, to name: String, _ memory: inout CellMemory) {
    let place = place(of: name, level: memory.level)
    groups[place].spellings.append(name)
    memory.append(record, to: &groups[place].tally)
  }

  /// Of the group of a value; nil where there is none.
  func tally(of name: String) -> Tally? { places[name.foldedName].map { groups[$0].tally } }

  /// The place of the group of a value, which is made where there is none.
  private mutating func place(of name: String, level: Int) -> Int {
    if let place = places[name] { return place }
    let folded = name.foldedName
    if let place = places[folded] {
      // Not without bound: there may be as many spellings as records.
      if places.count < 4 * limit { places[name] = place }
      return place
    }
    if groups.count == limit { prune() }
    places[folded] = groups.count
    groups.append(
      Group(
        spellings: Spellings(), tally: Tally(columns: columns, precision: precision, level: level),
        isPartial: isPruned))
    return groups.count - 1
  }

  /// Groups by size, of equal ones by name, and all further ones together.
  package func largest(_ count: Int) -> (groups: [Group], other: Tally, otherGroups: Int) {
    let sorted = sortedBySize
    var rest = other
    for group in sorted.dropFirst(count) { rest.merge(group.tally) }
    return (Array(sorted.prefix(count)), rest, max(sorted.count - count, 0))
  }

  /// Groups that are written in more than one way.
  package var respelled: Int { groups.count { $0.spellingCount > 1 } }

  /// Different values that all tallies hold.
  var distinct: Int { groups.reduce(other.distinct) { $0 + $1.tally.distinct } }

  mutating func coarsen(to level: Int) {
    for index in groups.indices { groups[index].tally.coarsen(to: level) }
    other.coarsen(to: level)
  }

  private var sortedBySize: [Group] {
    groups.map { (name: $0.name, group: $0) }
      .sorted { ($1.group.tally.records, $0.name) < ($0.group.tally.records, $1.name) }.map(\.group)
  }

  private mutating func prune() {
    let sorted = sortedBySize
    for group in sorted.dropFirst(limit / 2) { other.merge(group.tally) }
    groups = Array(sorted.prefix(limit / 2))
    places = [:]
    for (place, group) in groups.enumerated() { places[group.name.foldedName] = place }
  }
}
