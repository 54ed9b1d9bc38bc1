/// Keeps back the rows at the end of a file that sum up those above them.
package struct SummaryRows: Sendable {
  package typealias Entry = (row: RecordLayout.Row, path: String, line: Int, hash: UInt64?)

  private var held: [Entry] = []
  /// Rows that were left out.
  package private(set) var leftOut = 0

  /// A total, an average and two more; further rows are no summary.
  private static let limit = 4

  package init() {}

  /// - Parameter take: is given the rows that count, in order.
  package mutating func append(_ entry: Entry, _ take: (Entry) -> Void) {
    if let first = held.first, first.path != entry.path { finish() }
    if entry.row.isSummary, held.count < Self.limit {
      held.append(entry)
      return
    }
    // Blank lines may follow.
    if !held.isEmpty, entry.row.saysSomething {
      held.forEach(take)
      held.removeAll()
    }
    take(entry)
  }

  /// At the end of a file.
  package mutating func finish() {
    leftOut += held.count
    held.removeAll()
  }

  /// "the last row is a total of the others and is left out"; nil without any.
  package var text: String? {
    switch leftOut {
    case 0: nil
    case 1: "the last row is a total of the others and is left out"
    default: "the last \(Digits.count(leftOut)) rows are totals of the others and are left out"
    }
  }
}

extension RecordLayout.Row {
  fileprivate var saysSomething: Bool { hasText || time != nil || id != nil || values.contains { $0 != nil } }
}
