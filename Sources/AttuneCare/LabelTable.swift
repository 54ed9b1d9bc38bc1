/// A table of labels that weights are learned from: tab-separated, its columns named in the first line.
package enum LabelTable {
  /// A row that is none.
  package struct Fault: Error, Equatable, CustomStringConvertible {
    /// Counts from 1.
    package var line: Int
    /// The columns, and what they hold.
    package var expected: String

    package var description: String { "line \(line): expected \(expected)" }
  }

  /// The rows of a table. Empty lines are skipped.
  ///
  /// - Parameters:
  ///   - columns: how many there are; the last one may hold tabs.
  ///   - expected: for the error.
  ///   - row: nil for fields that are no row.
  package static func rows<Row>(
    _ table: String, columns: Int, _ expected: String, _ row: ([Substring]) -> Row?
  ) throws(Fault) -> [Row] {
    var rows: [Row] = []
    for (index, line) in table.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where index > 0 && !line.isEmpty {
      let fields = line.split(separator: "\t", maxSplits: columns - 1, omittingEmptySubsequences: false)
      guard fields.count == columns, let row = row(fields) else { throw Fault(line: index + 1, expected: expected) }
      rows.append(row)
    }
    return rows
  }
}
