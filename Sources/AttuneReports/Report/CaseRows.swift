/// Makes one record of all records of a case, where a column of ids tells cases apart: a ticket has a record for each contact,
/// or for each of its states.
///
/// A case is where and when its first record is, with the first text that is not blank. Whether it is solved, how long that
/// took, and how it was rated is what its last record with an answer says; and a case of several records took several contacts. Whether the first contact was enough is what the first record says. Where a column says who wrote a record, agents'
/// tell whether a case is solved and how long that took, and scores that no customer's record holds. First and last are told by the time of the
/// records, and by their order in the file where there is none, or the same: backwards in a file whose dates fall. Where a column says when
/// records were last changed, that goes before.
///
/// Rows are held back until all are read, up to `limit`; what comes later is handed over as it is.
package struct CaseRows: Sendable {
  @Shared private var layout: RecordLayout
  private let limit: Int
  private var rows: [SummaryRows.Entry] = []
  /// By ids, in the order in which they came: places in `rows`.
  private var cases: [[Int]] = []
  private var numbers: [UInt64: Int] = [:]
  /// Whether there were more rows than are held back.
  private var isFull = false
  /// Records that were not held back any more, so that of their ids the first counts.
  package private(set) var late = 0
  /// Cases whose last two records are different and have the same dates, so that the order of the file decides.
  package private(set) var undated = 0

  /// - Parameter limit: rows that are held back. A row takes about half a kilobyte, and its text.
  package init(_ layout: RecordLayout, limit: Int = 1 << 18) {
    _layout = Shared(wrappedValue: layout)
    self.limit = limit
  }

  /// - Parameter take: is given the rows that are not held back.
  package mutating func append(_ entry: SummaryRows.Entry, _ take: (SummaryRows.Entry) -> Void) {
    guard layout.id != nil else { return take(entry) }
    if !isFull, rows.count == limit {
      isFull = true
      finish(take)
    }
    guard !isFull else {
      if entry.row.id != nil { late += 1 }
      return take(entry)
    }
    if let id = entry.row.id {
      let number = numbers[id] ?? cases.count
      if number == cases.count {
        numbers[id] = number
        cases.append([])
      }
      cases[number].append(rows.count)
    } else {
      cases.append([rows.count])
    }
    rows.append(entry)
  }

  /// Hands over what is held back, in the order of the first records. A case is handed over once for each of its records: `Report`
  /// and `Comparison` count those whose id came before, and leave them out.
  package mutating func finish(_ take: (SummaryRows.Entry) -> Void) {
    let isBackwards = isBackwards
    for places in cases {
      let ordered = places.count > 1 ? ordered(places, isBackwards: isBackwards) : places
      if isUndated(ordered) { undated += 1 }
      guard let first = ordered.first(where: { rows[$0].row.isCustomers }) else {
        for place in places { take(rows[place]) }
        continue
      }
      var entry = rows[first]
      if !entry.row.hasText,
        let written = ordered.first(where: { rows[$0].row.isCustomers && rows[$0].row.hasText })
      {
        entry.row.takeText(of: rows[written].row)
      }
      for place in ordered { layout.join(rows[place].row, to: &entry.row, isOther: place != first) }
      for place in ordered where !rows[place].row.isCustomers { layout.addScores(of: rows[place].row, to: &entry.row) }
      for place in places { take(rows[place].row.isCustomers ? entry : rows[place]) }
    }
    (rows, cases, numbers) = ([], [], [:])
  }

  /// Whether dates fall more often than they rise, as in an export of the newest first.
  private var isBackwards: Bool {
    let times = rows.compactMap(\.row.time?.seconds)
    let steps = zip(times, times.dropFirst()).map { $1 - $0 }
    return steps.count { $0 < 0 } > steps.count { $0 > 0 }
  }

  private func ordered(_ places: [Int], isBackwards: Bool) -> [Int] {
    let places = isBackwards ? places.reversed() : places
    return sorted(sorted(places) { $0.time }) { $0.changed }
  }

  /// By dates that all of the rows have.
  private func sorted(_ places: [Int], by date: (RecordLayout.Row) -> Timestamp?) -> [Int] {
    let dates = places.compactMap { date(rows[$0].row)?.seconds }
    guard dates.count == places.count else { return places }
    return places.indices.sorted { (dates[$0], $0) < (dates[$1], $1) }.map { places[$0] }
  }

  /// Whether dates do not tell which of the last two records of a case is the later one, and it matters.
  private func isUndated(_ places: [Int]) -> Bool {
    guard places.count > 1 else { return false }
    let (last, other) = (rows[places[places.count - 1]].row, rows[places[places.count - 2]].row)
    return last.time != nil && last.time == other.time && last.changed == other.changed && last.values != other.values
  }
}

extension RecordLayout {
  /// The scores of a case that stand beside what was answered.
  fileprivate func addScores(of other: Row, to first: inout Row) {
    let firstMeasured = fields.count - groups.count - measured.count
    for (index, column) in measured.enumerated() where column.kind.isOfAnswers && first.values[index] == nil {
      first.values[index] = other.values[index]
      first.takeForm(of: other, column: index)
      if other.values[index] != nil { first.faults.removeAll { $0.field == firstMeasured + index } }
    }
  }

  /// What a record of a case says of it, in their order.
  /// - Parameter isOther: whether it is another than the one that the case is told by.
  fileprivate func join(_ later: Row, to first: inout Row, isOther: Bool) {
    let firstMeasured = fields.count - groups.count - measured.count
    for (index, column) in measured.enumerated() {
      guard let value = later.values[index] else { continue }
      let isState = column.kind == .time || column.kind == .yesNo && !column.isOfFirstContact
      let isKept = first.values[index] != nil && !column.kind.isOfAnswers
      guard isState || later.isCustomers && !isKept && column.kind != .yesNo else { continue }
      first.values[index] = value
      first.takeForm(of: later, column: index)
      first.faults.removeAll { $0.field == firstMeasured + index }
    }
    if let isResolved = later.isResolved { first.isResolved = isResolved }
    if contacts != nil, isOther, later.isCustomers { first.contacts = max(first.contacts ?? 1, later.contacts ?? 1, 2) }
  }
}
