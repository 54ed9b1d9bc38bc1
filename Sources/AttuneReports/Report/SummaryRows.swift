import Attune

/// Leaves out the rows of a table that sum up those above them, the notes below it, and previews of a survey.
///
/// A row whose name says that it sums up others, and that has no text and no date of its own, is left out
/// - where a value in it is the sum, the mean or the number of the values above it, or of those behind the last such row;
/// - where nothing stands in it besides that the rows above it have, or no more than their number;
/// - where the name has another name in it ("A Total"), only if that is the name of the row above as well, or that of another
///   row and nothing else stands in this one;
/// - at the end of a file, where its first name says nothing else than that it sums up others.
package struct SummaryRows: Sendable {
  package typealias Entry = (row: RecordLayout.Row, path: String, line: Int, hash: UInt64?)

  private let layout: RecordLayout
  private var held: [Entry] = []
  /// Rows that were left out: at the end of a file, and in all; and notes below it.
  private var atEnd = 0
  private var totals = 0
  private var notes = 0
  /// The notes.
  package private(set) var lines: [String] = []
  /// Rows between records that are none.
  private var headings = 0
  /// Rows of those who tried out a survey.
  private var previews = 0
  /// Of the rows above, and of those behind the last that sums up others.
  private var all: Sums
  private var block: Sums
  private var above: RecordLayout.Row?
  /// Of each column of names: those of the rows above, up to `nameLimit`.
  private var known: [Set<UInt64>]

  private static let nameLimit = 10_000
  /// What may stand behind the number of rows: "3 cases".
  private static let counted =
    ["", " case"]
    + [
      "cases", "records", "tickets", "rows", "items", "responses", "answers", "Fälle", "cas", "casos",
    ].map { " \($0)" }
  /// Rows at the end that are looked at: a total, an average and two more.
  private static let limit = 4

  package init(_ layout: RecordLayout) {
    self.layout = layout
    all = Sums(layout)
    block = all
    known = layout.rowNames.map { _ in [] }
  }

  /// - Parameter take: is given the rows that count, in order.
  package mutating func append(_ entry: Entry, _ take: (Entry) -> Void) {
    if let first = held.first, first.path != entry.path { finish() }
    if entry.row.isPreview {
      previews += 1
      return
    }
    if let (label, column) = entry.row.summary, isBare(entry.row), sumsUp(entry.row, label, column) {
      totals += 1
      block = Sums(layout)
      return
    }
    if isUnnamedMean(entry.row) {
      totals += 1
      return
    }
    if held.count < Self.limit, entry.row.isNote || endsTable(entry.row) {
      held.append(entry)
      return
    }
    // Blank lines may follow.
    if !held.isEmpty, entry.row.saysSomething {
      for row in held { if isBetween(row.row) { headings += 1 } else { count(row, take) } }
      held.removeAll()
    }
    count(entry, take)
  }

  /// Whether a row between records is a heading of those below it, or a total, in a table that begins with dates: "Week 2".
  private func isBetween(_ row: RecordLayout.Row) -> Bool {
    above != nil && layout.time != nil && layout.time == layout.rowNames.first && row.time == nil
  }

  /// At the end of a file.
  package mutating func finish() {
    let found = held.filter { $0.row.isNote && $0.row.summary == nil }
    lines += found.compactMap(\.row.note)
    notes += found.count
    atEnd += held.count - found.count
    held.removeAll()
    (all, block, above) = (Sums(layout), Sums(layout), nil)
  }

  private mutating func count(_ entry: Entry, _ take: (Entry) -> Void) {
    all.append(entry.row)
    block.append(entry.row)
    if layout.rowNames.isEmpty { return take(entry) }
    for column in known.indices where entry.row.names[column] != above?.names[column] {
      if known[column].count < Self.nameLimit { known[column].insert(entry.row.names[column]) }
    }
    above = entry.row
    take(entry)
  }

  /// Whether a row has nothing that only records of customers have. An id may be what says that it sums up others.
  private func isBare(_ row: RecordLayout.Row) -> Bool {
    row.time == nil && (!row.hasText || row.text.utf8.allSatisfy { "0123456789.,% ".utf8.contains($0) })
  }

  /// Whether something stands in a row besides its values, a name, and how many rows there are above.
  private func hasMore(_ row: RecordLayout.Row, besides column: Int) -> Bool {
    let name = layout.rowNames[column]
    let counts: [UInt64] =
      [0]
      + [block.rows, all.rows].flatMap { count in
        Self.counted.map { word in
          var text = "\(count)\(word)"
          return text.withUTF8 { TokenHash.hash($0) }
        }
      }
    return row.hasText || row.time != nil && layout.time != name
      || layout.rowNames.indices.contains { $0 != column && !counts.contains(row.names[$0]) }
      || row.customer != nil && layout.customer != name
      || row.id.map { layout.id != name && !counts.contains($0) } ?? false
      || zip(layout.groups, row.groups).contains { $0 != name && !$1.isEmpty }
  }

  private func sumsUp(_ row: RecordLayout.Row, _ label: SummaryLabel, _ column: Int) -> Bool {
    // The sum of one value is that value, which any row may have.
    let agrees = [block, all].contains { $0.agrees(with: row, label, least: label.group == nil ? 2 : 1) }
    let isLone = above.map { hasMore($0, besides: column) } == true && !hasMore(row, besides: column)
    guard let group = label.group else { return agrees || isLone && !label.isBare }
    let isOfAbove = group == above?.names[column]
    return isOfAbove && agrees || isLone && (isOfAbove || known[column].contains(group))
  }

  /// Whether nothing stands in a row but means of the values above it, which no answers are: "3.6" below 5, 4 and 2.
  private func isUnnamedMean(_ row: RecordLayout.Row) -> Bool {
    guard !layout.rowNames.isEmpty, row.names == SIMD4(), row.time == nil, !row.hasText, row.id == nil,
      row.watchedID == nil, row.customer == nil, row.groups.allSatisfy(\.isEmpty),
      row.values.allSatisfy({ $0 == nil || $0 != $0?.rounded() })
    else { return false }
    return all.agrees(with: row, SummaryLabel(kind: .mean, group: nil, isBare: false), least: 2)
  }

  /// Whether the first name of a row says that it sums up others, and no row above has that name with another value.
  private func endsTable(_ row: RecordLayout.Row) -> Bool {
    guard let (label, column) = row.summary, column == 0, label.group == nil, label.kind != .count else { return false }
    return isBare(row)
      && (!label.isBare || row.values.allSatisfy { $0 == nil } || all.agrees(with: row, label, least: 1)
        || !known[0].contains(row.names[0]))
  }

  /// "the last row is a total of the others and is left out"; nil without any.
  package var text: String? {
    var texts: [String] = []
    if totals > 0 {
      texts.append(
        totals == 1 ? "1 row is a total of rows above it" : "\(Digits.count(totals)) rows are totals of rows above them"
      )
    }
    if atEnd > 0 {
      texts.append(
        atEnd == 1
          ? "the last row is a total of the others" : "the last \(Digits.count(atEnd)) rows are totals of the others")
    }
    if notes > 0 {
      texts.append(
        notes == 1
          ? "the last row is a note below the table"
          : "the last \(Digits.count(notes)) rows are notes below the table")
    }
    if previews > 0 {
      texts.append(
        previews == 1 ? "1 row is a preview of the survey" : "\(Digits.count(previews)) rows are previews of the survey"
      )
    }
    if headings > 0 {
      texts.append(
        headings == 1
          ? "1 row between records is a heading or a total"
          : "\(Digits.count(headings)) rows between records are headings or totals")
    }
    guard texts.count > 1 else {
      return texts.first.map {
        $0 + (totals + atEnd + notes + previews + headings == 1 ? " and is left out" : " and are left out")
      }
    }
    return texts.joined(separator: "; ") + ": these are left out"
  }
}

/// What the values of rows add up to, by measured columns.
private struct Sums {
  private(set) var rows = 0
  private var sums: [Double]
  private var counts: [Int]
  /// What one is in the column, in the unit of its values.
  private let grains: [Double]

  init(_ layout: RecordLayout) {
    sums = layout.measured.map { _ in 0 }
    counts = layout.measured.map { _ in 0 }
    grains = layout.measured.map { $0.kind == .time || $0.isTimed ? $0.timeUnit?.seconds ?? 1 : 1 }
  }

  mutating func append(_ row: RecordLayout.Row) {
    rows += 1
    for index in sums.indices {
      guard let value = row.values[index] else { continue }
      sums[index] += value
      counts[index] += 1
    }
  }

  /// Whether a row has the sum, the mean or the number of at least so many values, but for its rounding.
  func agrees(with row: RecordLayout.Row, _ label: SummaryLabel, least: Int) -> Bool {
    sums.indices.contains { index in
      guard let found = row.values[index], counts[index] >= least else { return false }
      let (value, sum, count) = (found / grains[index], sums[index] / grains[index], Double(counts[index]))
      func isNear(_ other: Double) -> Bool {
        let decimals = [1.0, 10, 100].first { (value * $0).rounded() == value * $0 } ?? 1000
        return (value - other).magnitude <= 0.5001 / decimals + 1e-9 * other.magnitude
      }
      return switch label.kind {
      case .sum: isNear(sum) || value == count
      case .mean: isNear(sum / count)
      case .count: value == count && (!label.isBare || count > 10)
      case .median, .spread: false
      }
    }
  }
}

extension RecordLayout.Row {
  fileprivate var saysSomething: Bool { hasText || time != nil || id != nil || values.contains { $0 != nil } }
}
