/// The rows of a sheet of an OpenDocument spreadsheet, whose sheets stand in one part, one after the other.
///
///     <table:table table:name="Answers"><table:table-row>
///       <table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell>
final class OpenDocumentRows: SheetRows {
  private let wanted: String?
  private(set) var sheets: [String] = []
  /// The sheet that is read, from 0, once it is known.
  private(set) var chosen: Int?
  private var isReading = false

  /// The cells of the present row: their columns, and where their texts end in `texts`.
  private var cells: [(column: Int, times: Int, end: Int)] = []
  private var texts: [UInt8] = []
  private var rowTimes = 1
  private var column = 0
  private var times = 1
  private var isInCell = false
  /// The value that the cell's attributes give, which its text only shows.
  private var hasValue = false
  private var paragraphs = 0
  private var paragraphDepth = 0
  private var noteDepth = 0
  private var start = 0

  /// - Parameter wanted: a name, or a number from 1; nil for the first sheet with rows.
  init(wanted: String?, fileSize: Int, leastWidth: Int) {
    self.wanted = wanted
    super.init(fileSize: fileSize, leastWidth: leastWidth)
  }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "annotation" { noteDepth += 1 }
    guard noteDepth == 0 else { return }
    if name == "table" {
      guard sheets.count < 10_000 else { return fail(.damaged(part: "content.xml")) }
      sheets.append(attributes.string("name") ?? "")
      row = 0
      isReading = wanted.map { $0 == sheets.last || Int($0) == sheets.count } ?? (chosen == nil)
      if isReading, wanted != nil { chosen = sheets.count - 1 }
      return
    }
    guard isReading else { return }
    if name == "table-row" {
      row += 1
      rowTimes = max(attributes.int("number-rows-repeated") ?? 1, 1)
      column = 0
      cells.removeAll(keepingCapacity: true)
      texts.removeAll(keepingCapacity: true)
    } else if name == "table-cell" || name == "covered-table-cell" {
      startCell(attributes)
    } else if isInCell, name == "p" || name == "h" {
      paragraphDepth += 1
      if !hasValue, paragraphs > 0 { texts.append(0x0A) }
      paragraphs += 1
    } else if isInCell, paragraphDepth > 0, !hasValue, texts.count < WorkbookLimits.row {
      if name == "s" {
        for _ in 0..<min(max(attributes.int("c") ?? 1, 1), 1000) { texts.append(0x20) }
      } else if name == "tab" {
        texts.append(0x09)
      } else if name == "line-break" {
        texts.append(0x0A)
      }
    }
  }

  override func end(_ name: XMLName) {
    if name == "annotation" {
      noteDepth -= 1
      return
    }
    guard noteDepth == 0, isReading else { return }
    if name == "table" {
      isReading = false
      if chosen != nil { scanner?.stop() }
    } else if name == "table-row" {
      emitRow()
    } else if name == "table-cell" || name == "covered-table-cell" {
      endCell()
    } else if isInCell, name == "p" || name == "h" {
      paragraphDepth -= 1
    }
  }

  override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard isReading, isInCell, paragraphDepth > 0, noteDepth == 0, !hasValue else { return }
    guard texts.count + bytes.count <= WorkbookLimits.row else { return fail(.tooLong(row: row)) }
    texts.append(contentsOf: bytes)
  }

  private func startCell(_ attributes: XMLAttributes) {
    isInCell = true
    hasValue = true
    paragraphs = 0
    paragraphDepth = 0
    start = texts.count
    times = max(attributes.int("number-columns-repeated") ?? 1, 1)
    if let span = attributes.int("number-rows-spanned"), span > 1, merged.count < MergedCells.limit {
      merged.append(MergedCells(rows: row...row + min(span, WorkbookLimits.rows) - 1, columns: column...column))
    }
    switch attributes.string("value-type") {
    case "float", "percentage", "currency":
      guard let value = attributes["value"] else { return hasValue = false }
      CellNumber.append(Self.bytes(value), to: &texts)
    case "date":
      guard let value = attributes.string("date-value") else { return hasValue = false }
      texts += (value.hasSuffix("T00:00:00") ? String(value.dropLast(9)) : value).utf8.prefix(64)
    case "time":
      guard let value = attributes.string("time-value") else { return hasValue = false }
      Self.append(duration: value, to: &texts)
    case "boolean": texts += attributes.string("boolean-value") == "true" ? "TRUE".utf8 : "FALSE".utf8
    case nil where attributes.string("formula") != nil:
      hasValue = false
      formulasWithoutValue += 1
    default: hasValue = false
    }
    // Errors are told by a second attribute of that name, of an extension.
    if attributes.holds("value-type", "error") {
      texts.removeSubrange(start...)
      hasValue = true
    }
  }

  private static func bytes(_ text: UnsafePointer<CChar>) -> UnsafeBufferPointer<UInt8> {
    var count = 0
    while text[count] != 0 { count += 1 }
    return UnsafeBufferPointer(start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: count)
  }

  /// PT14H30M00S as 14:30:00; what is none of these as it is.
  private static func append(duration: String, to out: inout [UInt8]) {
    guard let parts = clockParts(duration) else {
      out += duration.utf8.prefix(64)
      return
    }
    for (index, part) in parts.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ":")) }
      CellNumber.appendTwo(part, to: &out)
    }
  }

  /// Hours, minutes and seconds; nil for what is written otherwise.
  private static func clockParts(_ duration: String) -> [Int]? {
    var rest = Substring(duration)
    func digits() -> Substring {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      return digits
    }
    var parts: [Int] = []
    for (mark, longest) in [("PT", 6), ("H", 2), ("M", 2)] {
      guard rest.hasPrefix(mark) else { return nil }
      rest = rest.dropFirst(mark.count)
      let digits = digits()
      guard digits.count <= longest, let part = Int(digits) else { return nil }
      parts.append(part)
    }
    if let point = rest.first, ".,".contains(point) {
      rest = rest.dropFirst()
      guard !digits().isEmpty else { return nil }
    }
    return rest == "S" ? parts : nil
  }

  private func endCell() {
    guard isInCell else { return }
    isInCell = false
    if texts.count > start {
      guard column + times <= WorkbookLimits.columns else { return fail(.tooManyColumns(row: row)) }
      cells.append((column, times, texts.count))
    }
    // Empty cells are repeated to the end of the sheet.
    column = min(column + times, WorkbookLimits.columns)
  }

  private func emitRow() {
    let more = rowTimes - 1
    defer { row += more }
    guard !cells.isEmpty else { return }
    if chosen == nil { chosen = sheets.count - 1 }
    var count = 0
    var start = 0
    for cell in cells {
      count += (cell.end - start + 1) * cell.times
      start = cell.end
    }
    // Safe: a row is 64 MiB at most, in at most 16,384 columns.
    guard !count.multipliedReportingOverflow(by: rowTimes).overflow, count * rowTimes <= WorkbookLimits.row else {
      return fail(.tooLong(row: row))
    }
    texts.withUnsafeBufferPointer { texts in
      for _ in 0..<rowTimes {
        var start = 0
        for cell in cells {
          let text = UnsafeBufferPointer(rebasing: texts[start..<cell.end])
          for copy in 0..<cell.times { add(cell.column + copy, text) }
          start = cell.end
        }
        endRow()
        if problem != nil { return }
      }
    }
  }
}
