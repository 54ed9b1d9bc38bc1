/// Why a workbook cannot be read.
package enum WorkbookProblem: Error, Equatable, Sendable {
  /// A part of the archive is missing, broken off or not what it should be.
  case damaged(part: String)
  case encrypted
  /// More parts than `ZipDirectory.mostEntries`, or names of them of more than `ZipDirectory.mostBytes` bytes.
  case tooManyParts
  /// A part that grows to more than `WorkbookLimits.ratio` times its size.
  case inflated(part: String)
  /// More text than `WorkbookLimits.strings` bytes in the table of strings.
  case tooManyStrings
  /// A row or the rows of more bytes than limits allow.
  case tooLong(row: Int)
  /// A cell beyond the last column that workbooks have.
  case tooManyColumns(row: Int)
}

extension WorkbookProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .damaged(let part): "is damaged: \(part) cannot be read"
    case .tooManyParts: "is refused: it has more than \(ZipDirectory.mostEntries) parts, which no workbook has"
    case .encrypted: "is protected with a password; save it without one"
    case .inflated(let part):
      "is refused: \(part) unpacks to more than \(WorkbookLimits.ratio) times its size, as archives do that are made to do harm"
    case .tooManyStrings: "holds more than \(WorkbookLimits.strings >> 20) MiB of different texts; save it as CSV"
    case .tooLong(let row): "holds more text than can be read, in row \(row); save it as CSV"
    case .tooManyColumns(let row): "has more than \(WorkbookLimits.columns) columns in row \(row)"
    }
  }
}

/// Bounds of what a workbook may cost.
enum WorkbookLimits {
  /// Unpacked bytes for each byte of a part, from `free` bytes on. A sheet has 10 to 30, a sheet of nothing but equal rows 60.
  static let ratio = 200
  static let free = 16 << 20
  /// Bytes of the table of strings, which is held.
  static let strings = 1 << 30
  static let stringCount = 1 << 26
  /// Bytes of one row.
  static let row = 64 << 20
  /// Columns and rows that workbooks can have.
  static let columns = 16_384
  static let rows = 1_048_576
  /// Rows that come out may be this many times as long as the file, from 256 MiB on.
  static let growth = 200
}
