/// What the beginning of a table shows: where its header stands, where its records begin, and how both are to be cut.
///
/// | found | by |
/// |---|---|
/// | `sep=;` | the first line, which names the delimiter |
/// | lines above the header | they have one cell, or none, where the rows below the header have several; or say one thing of the table: `Period:,2026-01` |
/// | groups of columns | half of the cells above the header are empty: `Case,,,Survey,,` |
/// | the delimiter | rows that have as many fields as the header; of two of them the one that the header has more often |
/// | quotes in tab-separated values | fields in proper quotes without which rows would not fit the header |
/// | rows in quotes as a whole | every row is one quoted field that holds as many fields as that of the header |
/// | one column | delimiters of the header have blanks behind them, as in prose, and the rows have none |
/// | Qualtrics | a second or third row of `{"ImportId":…}`; the row above it labels the columns; or a row of names in words |
/// | SurveyMonkey | a second row of answer options, such as "Response", that says nothing of who answered |
struct TableHead {
  /// Bytes that are looked at, unless the header is longer.
  static let window = 1 << 16
  /// Rows that are looked at where the first two leave something open.
  static let rows = 24
  /// Rows among which the header is looked for.
  static let headerRows = 20

  var delimiter: UInt8
  var isQuoted: Bool
  var isWrapped = false
  /// No row names the columns: the records begin with the first, and numbers are the names.
  var isNameless = false
  /// The header's record, or the first of all, without its line end; the line end goes on to `headerEnd`.
  var header: Range<Int>
  var headerEnd: Int
  /// From 1; the row of a workbook.
  var headerLine = 1
  /// Where the records begin.
  var end: Int
  /// What further rows of the header say of the columns: names for those without one, and labels.
  var options: [String] = []
  var labels: [String] = []
  /// What was assumed.
  var notes: [String] = []
  /// The cells of the lines above the header.
  var above: [[String]] = []
}

/// A row of what may be a table.
struct TableRow {
  /// Without its line end.
  var range: Range<Int>
  /// Behind its line end.
  var end: Int
  var width = 0
  /// Fields that are not empty.
  var filled = 0
  var quoted = 0
  /// A field ends as it should not.
  var isMalformed = false
  /// Not all delimiters have a blank behind them, as in prose.
  var isTight = false
  /// Blanks and delimiters only.
  var isBlank = false
}

/// Bytes of a table's beginning, cut into rows in one way of several.
struct TableCut {
  let bytes: UnsafeBufferPointer<UInt8>
  let delimiter: UInt8
  let isQuoted: Bool
  private(set) var rows: [TableRow] = []

  /// - Parameters:
  ///   - isEnd: nothing comes behind `bytes`; else the last row is left out when it does not end.
  ///   - limit: rows that are cut.
  init(_ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, isQuoted: Bool, isEnd: Bool, limit: Int) {
    self.bytes = bytes
    self.delimiter = delimiter
    self.isQuoted = isQuoted
    var cutter = RecordCutter(delimiter: delimiter, isQuoted: isQuoted)
    var start = 0
    while start < bytes.count, rows.count < limit, cutter.advance(bytes, isEnd: isEnd, onlyOne: true) {
      let end = cutter.completeEnd
      rows.append(row(start..<bytes[start..<end].trimmedLineEnd.endIndex, end: end))
      start = end
    }
  }

  private func row(_ range: Range<Int>, end: Int) -> TableRow {
    var row = TableRow(range: range, end: end)
    row.isBlank = bytes[range].allSatisfy { Self.isBlank($0, delimiter) }
    let record = UnsafeBufferPointer(rebasing: bytes[range])
    var fields = FieldScanner(record, delimiter: delimiter, isQuoted: isQuoted)
    while let field = fields.next() {
      row.width += 1
      if field.isMalformed { row.isMalformed = true }
      if field.isQuoted { row.quoted += 1 }
      if record[field.range].contains(where: { $0 > 0x20 && $0 != Field.quote }) { row.filled += 1 }
      if row.width > 1, field.range.isEmpty || record[field.range.lowerBound] != 0x20 { row.isTight = true }
    }
    return row
  }

  static func isBlank(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0 || byte == delimiter
  }

  func cells(_ row: TableRow) -> [String] {
    let record = UnsafeBufferPointer(rebasing: bytes[row.range])
    var fields = FieldScanner(record, delimiter: delimiter, isQuoted: isQuoted)
    var cells: [String] = []
    while let field = fields.next() { cells.append(String(decoding: field.content(of: record), as: UTF8.self)) }
    return cells
  }

  /// Whether a row of what should be names has numbers or dates where the row below has them as well.
  func isLikeRecord(_ index: Int) -> Bool {
    guard rows.indices.contains(index + 1), rows[index + 1].width == rows[index].width else { return false }
    let numbers = zip(cells(rows[index]), cells(rows[index + 1])).count { Self.isNumber($0) && Self.isNumber($1) }
    return numbers >= 2 && 3 * numbers >= rows[index].filled
  }

  /// Digits and what stands between those of numbers, dates and times.
  static func isNumber(_ cell: String) -> Bool {
    !cell.isEmpty && cell.utf8.allSatisfy { (0x30...0x39).contains($0) || " .,:/%+-".utf8.contains($0) }
  }

  /// Names and no values: no number among the cells, nothing twice, and few empty ones.
  func isLikeHeader(_ row: TableRow) -> Bool {
    guard !row.isMalformed, row.filled > 1, 2 * row.filled >= row.width else { return false }
    var known: Set<String> = []
    for cell in cells(row) {
      let name = ColumnName.folded(cell)
      if name.isEmpty { continue }
      if Self.isNumber(name) || !known.insert(name).inserted { return false }
    }
    return true
  }

  /// Whether a row has all of certain columns.
  func has(_ names: [String], _ row: TableRow) -> Bool {
    let cells = cells(row)
    let folded = Set(cells.map(ColumnName.folded))
    return names.allSatisfy { cells.contains($0) || folded.contains(ColumnName.folded($0)) }
  }

  // MARK: The header

  /// How many fields most rows have from one on, if it is more than one; else 1.
  private func bodyWidth(from first: Int) -> Int {
    var counts: [Int: Int] = [:]
    let body = rows[min(first, rows.count)...].filter { !$0.isBlank }
    for row in body { counts[row.width, default: 0] += 1 }
    guard let most = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), 2 * most.value >= body.count
    else { return 1 }
    return most.key
  }

  /// The row of the header: the first that is not blank, unless it is a title above another.
  ///
  /// - Parameters:
  ///   - names: columns that the table should have.
  ///   - isEnd: nothing comes behind the rows.
  func headerRow(_ names: [String], isEnd: Bool) -> Int {
    guard let first = rows.firstIndex(where: { !$0.isBlank }) else { return 0 }
    if !names.isEmpty, has(names, rows[first]) { return first }
    let width = bodyWidth(from: first + 1)
    let isFull = rows[first].width == width && rows[first].filled == width
    guard width > 1, !(isFull && isLikeHeader(rows[first])) else { return first }
    for index in rows.indices.prefix(TableHead.headerRows).dropFirst(first + 1) {
      let row = rows[index]
      guard row.width == width, row.isTight, isLikeHeader(row) else { continue }
      let next = rows[(index + 1)...].first { !$0.isBlank }
      guard next.map({ $0.width == width }) ?? isEnd else { continue }
      return areAbove(first..<index, row) ? index : first
    }
    return first
  }

  /// Whether a row says one thing of the table, as titles do: "Period:", "2026-01".
  private func isKey(_ row: TableRow) -> Bool {
    cells(row).first { !$0.isEmpty }.map { $0.hasSuffix(":") } ?? false
  }

  /// Whether a row names groups of columns, of which that below it has a name each: "Case,,,Survey,,". Numbers or dates below
  /// show that the second is no record.
  private func namesGroups(_ index: Int) -> Bool {
    guard rows.indices.contains(index + 1), case let (groups, names) = (rows[index], rows[index + 1]),
      groups.width == names.width, 2 * groups.filled <= groups.width, names.filled == names.width, isLikeHeader(names)
    else { return false }
    let body = rows[(index + 2)...].filter { !$0.isBlank && $0.width == names.width }
    return !cells(groups).contains(where: Self.isNumber) && !body.isEmpty
      && body.allSatisfy { cells($0).contains(where: Self.isNumber) }
  }

  /// Whether rows are titles, or a block of a few cells with a blank row behind it.
  private func areAbove(_ above: Range<Int>, _ header: TableRow) -> Bool {
    let isBlock = rows[above.upperBound - 1].isBlank
    return above.allSatisfy { index in
      let row = rows[index]
      if row.isBlank || row.isMalformed { return true }
      if isBlock, row.filled < 3 { return row.filled < header.filled && row.width <= header.width }
      if row.filled <= 1 { return row.width == 1 || header.width > 2 || rows[index + 1].isBlank }
      if isKey(row) || isBlock && !isLikeHeader(row) { return row.width <= header.width }
      if index == above.upperBound - 1, namesGroups(index) { return true }
      // With fewer fields than all others and numbers among them it is neither a header nor a record.
      return row.width < header.width && (!row.isTight || !isLikeHeader(row))
    }
  }

  /// The share of rows below one that have as many fields.
  func agreement(with header: Int) -> Double {
    let body = rows[min(header + 1, rows.count)...].filter { !$0.isBlank }
    guard !body.isEmpty, rows.indices.contains(header) else { return 1 }
    return Double(body.count { $0.width == rows[header].width }) / Double(body.count)
  }
}
