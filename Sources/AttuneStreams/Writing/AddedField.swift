/// What a run adds to every record: a field of JSON, columns of tables.
package protocol AddedField {
  /// The key of the field in JSON; empty for none.
  var field: String { get }
  /// The names of the columns.
  var columns: [String] { get }

  /// Whether columns need no quotes in any table: they hold letters, digits, blanks, points, colons and hyphens, and do not
  /// begin with a hyphen unless they are numbers.
  var hasPlainColumns: Bool { get }

  /// Writes the field's value.
  func writeJSON(_ row: Int, to out: inout OutputBuffer)

  /// Writes a column's value as it is: what a table needs for quotes is added by the caller.
  func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer)
}

extension AddedField {
  package var hasPlainColumns: Bool { false }
}

/// The first of the added fields, in whose columns a record that cannot be read is answered.
package protocol LeadingField: AddedField {
  /// Writes all columns as they stand in a table, with delimiters between them.
  func writeColumns(_ row: Int, delimiter: UInt8, isCSV: Bool, to out: inout OutputBuffer)

  /// Writes what a column says of a record that cannot be read, as it is.
  func writeProblem(_ reason: String, column: Int, to out: inout OutputBuffer)
}

/// A field whose values are known only after the records are written: it keeps places free for them.
package final class LateField: AddedField {
  /// A place that was kept free.
  package struct Gap: Sendable {
    /// The column; 0 in JSON.
    package var column: Int
    /// In the bytes of the output.
    package var offset: Int
  }

  package let field: String
  package let columns: [String]
  package let hasPlainColumns = true
  private var gaps: [Gap] = []

  package init(field: String, columns: [String]) {
    self.field = field
    self.columns = columns
  }

  package func writeJSON(_ row: Int, to out: inout OutputBuffer) { gaps.append(Gap(column: 0, offset: out.count)) }

  package func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer) {
    gaps.append(Gap(column: column, offset: out.count))
  }

  /// The gaps since the last call, in their order in the output.
  func takeGaps() -> [Gap] {
    defer { gaps.removeAll(keepingCapacity: true) }
    return gaps
  }
}
