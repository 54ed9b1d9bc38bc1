/// Makes CSV of the cells of one sheet, row by row.
class SheetRows: XMLHandler {
  var rows: CSVRows
  /// Formulas of which the file holds no value.
  var formulasWithoutValue = 0
  /// The row that is being read, as workbooks number it.
  var row = 0
  /// Cells that are shown as one.
  var merged: [MergedCells] = []

  init(fileSize: Int, leastWidth: Int) { rows = CSVRows(fileSize: fileSize, leastWidth: leastWidth) }

  /// The sheet is over.
  func finish() { rows.finish() }

  /// Appends a cell.
  final func add(_ column: Int, _ text: UnsafeBufferPointer<UInt8>) {
    guard column < WorkbookLimits.columns else { return fail(.tooManyColumns(row: row)) }
    guard rows.rowLength + text.count <= WorkbookLimits.row else { return fail(.tooLong(row: row)) }
    if !rows.add(column, text) { fail(.damaged(part: "row \(row)")) }
  }

  final func endRow() {
    rows.endRow(row)
    if rows.isTooLong { return fail(.tooLong(row: row)) }
    if rows.isFull { scanner?.pause() }
  }
}

/// The rows of a sheet of an Excel workbook.
///
///     <row r="2"><c r="A2" t="s"><v>17</v></c><c r="C2" s="3"><v>45360.5</v></c></row>
final class ExcelSheetRows: SheetRows {
  private enum Kind { case number, shared, text, boolean, error }

  private let strings: SharedStrings?
  private let formats: [NumberFormat]
  private let is1904: Bool

  private var column = 0
  private var nextColumn = 0
  private var kind = Kind.number
  private var style = 0
  private var value: [UInt8] = []
  private var converted: [UInt8] = []
  private var isInValue = false
  private var hasValue = false
  private var hasFormula = false
  private var isInPhonetics = false

  override func finish() {
    if !merged.isEmpty { rows.changeHead { MergedCells.header($0, numbers: $1, merged: merged) } }
    super.finish()
  }

  init(strings: SharedStrings?, formats: [NumberFormat], is1904: Bool, fileSize: Int, leastWidth: Int) {
    self.strings = strings
    self.formats = formats
    self.is1904 = is1904
    super.init(fileSize: fileSize, leastWidth: leastWidth)
  }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    switch UInt8(bitPattern: name.start[0]) {
    case UInt8(ascii: "c") where name == "c": startCell(attributes)
    case UInt8(ascii: "v") where name == "v":
      isInValue = true
      hasValue = true
    case UInt8(ascii: "t") where name == "t":
      isInValue = kind == .text && !isInPhonetics
      hasValue = true
    case UInt8(ascii: "f") where name == "f": hasFormula = true
    case UInt8(ascii: "r") where name == "row":
      row = attributes["r"].flatMap { Self.number($0) } ?? row + 1
      nextColumn = 0
    case UInt8(ascii: "r") where name == "rPh": isInPhonetics = true
    case UInt8(ascii: "m") where name == "mergeCell":
      if merged.count < MergedCells.limit, let cells = attributes.string("ref").flatMap({ MergedCells($0) }) {
        merged.append(cells)
      }
    default: break
    }
  }

  override func end(_ name: XMLName) {
    switch UInt8(bitPattern: name.start[0]) {
    case UInt8(ascii: "c") where name == "c": endCell()
    case UInt8(ascii: "v") where name == "v", UInt8(ascii: "t") where name == "t": isInValue = false
    case UInt8(ascii: "r") where name == "row": endRow()
    case UInt8(ascii: "r") where name == "rPh": isInPhonetics = false
    default: break
    }
  }

  override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard isInValue else { return }
    guard value.count + bytes.count <= WorkbookLimits.row else { return fail(.tooLong(row: row)) }
    value.append(contentsOf: bytes)
  }

  private func startCell(_ attributes: XMLAttributes) {
    column = nextColumn
    kind = .number
    style = 0
    value.removeAll(keepingCapacity: true)
    hasValue = false
    hasFormula = false
    attributes.forEach { name, text in
      guard name.start[1] == 0 else { return }
      switch UInt8(bitPattern: name.start[0]) {
      case UInt8(ascii: "r"): column = Self.column(text) ?? column
      case UInt8(ascii: "s"): style = Self.number(text) ?? 0
      case UInt8(ascii: "t"): kind = Self.kind(text)
      default: break
      }
    }
    nextColumn = column + 1
  }

  private static func kind(_ text: UnsafePointer<CChar>) -> Kind {
    let name = XMLName(text)
    if name == "s" { return .shared }
    if name == "n" { return .number }
    if name == "b" { return .boolean }
    if name == "e" { return .error }
    // str, inlineStr, and d, which is a date in ISO 8601.
    return .text
  }

  private func endCell() {
    isInValue = false
    // An empty value is one of a text only.
    if hasFormula, !hasValue || kind == .number && value.isEmpty { formulasWithoutValue += 1 }
    guard !value.isEmpty else { return }
    switch kind {
    case .shared:
      guard let index = value.withUnsafeBufferPointer({ Self.digits($0) }), let text = strings?[index] else {
        return fail(.damaged(part: "a text of row \(row)"))
      }
      add(column, text)
    case .text:
      value.withUnsafeMutableBufferPointer { value in
        let count = WorkbookText.decode(value.baseAddress!, value.count)
        add(column, UnsafeBufferPointer(start: value.baseAddress!, count: count))
      }
    case .boolean: addConverted { $0.append(contentsOf: value.first == UInt8(ascii: "1") ? "TRUE".utf8 : "FALSE".utf8) }
    case .error: break
    case .number:
      let format = formats.indices.contains(style) ? formats[style] : .number
      value.withUnsafeBufferPointer { value in
        if format != .number, let serial = CellNumber.double(value) {
          addConverted { CellNumber.append(serial, as: format, is1904: is1904, to: &$0) }
        } else {
          addConverted { CellNumber.append(value, to: &$0) }
        }
      }
    }
  }

  private func addConverted(_ append: (inout [UInt8]) -> Void) {
    converted.removeAll(keepingCapacity: true)
    append(&converted)
    converted.withUnsafeBufferPointer { add(column, $0) }
  }

  private static func digits(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard !text.isEmpty, text.count <= 9 else { return nil }
    var value = 0
    for byte in text {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }

  /// A whole number of at most nine digits.
  private static func number(_ text: UnsafePointer<CChar>) -> Int? {
    var count = 0
    while text[count] != 0, count <= 9 { count += 1 }
    return digits(UnsafeBufferPointer(start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: count))
  }

  /// The column of a place such as BC17, from 0; nil when it has no letters.
  private static func column(_ text: UnsafePointer<CChar>) -> Int? {
    var column = 0
    var at = 0
    while at < 8 {
      let letter = UInt8(bitPattern: text[at]) & 0xDF
      guard letter >= UInt8(ascii: "A"), letter <= UInt8(ascii: "Z") else { break }
      column = column * 26 + Int(letter - UInt8(ascii: "A")) + 1
      at += 1
    }
    return at > 0 ? column - 1 : nil
  }
}
