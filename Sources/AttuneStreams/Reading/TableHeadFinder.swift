/// Finds the head of a table in the bytes that have arrived.
///
/// What is found does not depend on how the bytes arrive: where the first two rows tell all, the others are not looked at, and
/// where they do not, `TableHead.rows` rows, or `TableHead.window` bytes, are waited for. Quotes in tab-separated values
/// are the exception: they are looked for in all that has arrived.
struct TableHeadFinder {
  let format: RecordFormat
  let reading: InputReading
  /// Columns that the table should have, as far as they are names.
  let names: [String]
  /// The rows of a workbook that the first lines were made of; empty for text.
  var rows: [Int] = []
  /// Bytes that are looked at, unless the header is longer.
  var size = TableHead.window

  /// One way to cut the table.
  private struct Candidate {
    var cut: TableCut
    var header: Int
    var row: TableRow
    var agreement: Double

    init?(_ cut: TableCut, header: Int) {
      guard cut.rows.indices.contains(header) else { return nil }
      self.cut = cut
      self.header = header
      row = cut.rows[header]
      agreement = cut.agreement(with: header)
    }

    /// Whether a header falls apart at delimiters with blanks behind them, and most rows do not: "How was it, in short?"
    var isProse: Bool { row.width > 1 && !row.isTight && agreement < 0.5 }

    /// Whether nothing is separated, in several rows.
    var isSingle: Bool { row.width == 1 && agreement == 1 && cut.rows.count >= header + 3 }

    /// Whether the rows speak more clearly for this one.
    func isBetter(than other: Candidate) -> Bool {
      guard row.width > 1, agreement >= 0.5, !row.isMalformed else { return false }
      if other.row.width < 2 || agreement > other.agreement + 0.05 { return true }
      return agreement >= other.agreement - 0.05 && row.isTight && !other.row.isTight
    }
  }

  /// - Parameters:
  ///   - all: the table from its beginning, without a byte-order mark.
  ///   - isEnd: nothing comes behind `all`.
  /// - Returns: nil when more bytes are needed; at the end: when there is no line `InputReading.header`.
  func find(in all: UnsafeBufferPointer<UInt8>, isEnd: Bool) -> TableHead? {
    var notes: [String] = []
    var delimiter = reading.delimiter
    var start = 0
    if let (separator, end) = Self.separatorLine(all) {
      delimiter = delimiter ?? separator
      start = end
      notes.append("line 1, which names the delimiter \(Self.name(separator)), is not a record")
    }
    if let row = reading.header.map({ max($0, 1) }) {
      let line = 1 + rows.count { $0 < row } + (rows.last.map { max(row - $0 - 1, 0) } ?? row - 1)
      guard let place = Self.start(ofLine: line, in: all), place < all.count else { return nil }
      start = max(start, place)
    }
    let rest = UnsafeBufferPointer(rebasing: all[start...])
    guard var head = find(rest, delimiter, isEnd: isEnd) else { return nil }
    if reading.header == 0 {
      head.isNameless = true
      head.end = head.header.lowerBound
      (head.labels, head.options) = ([], [])
      head.notes.removeAll()
    }
    let lines = all[..<(start + head.header.lowerBound)].count { $0 == 0x0A }
    if head.isNameless {
      notes.append("no line names the columns, which are called by their numbers")
    }
    let skipped = (rows.indices.contains(lines) ? rows[lines] : lines + 1) - 1
    head.headerLine = head.isNameless ? 0 : skipped + 1
    let known = notes.count + (reading.header.map { $0 - 1 - notes.count } ?? 0)
    if skipped > known, !head.isNameless {
      let count = skipped - known
      let line = rows.isEmpty ? "line" : "row"
      notes.append(
        "\(count) \(line)\(count == 1 ? "" : "s") above the header \(count == 1 ? "is not a record" : "are not records"); the header is \(line) \(skipped + 1)"
      )
    }
    if !head.isNameless {
      let lines = UnsafeBufferPointer(rebasing: all[..<(start + head.header.lowerBound)])
      let cut = TableCut(
        lines, delimiter: head.delimiter, isQuoted: head.isQuoted, isEnd: true, limit: TableHead.headerRows)
      head.above = cut.rows.map(cut.cells)
    }
    head.header = head.header.lowerBound + start..<head.header.upperBound + start
    head.headerEnd += start
    head.end += start
    head.notes = notes + head.notes
    return head
  }

  private func find(_ bytes: UnsafeBufferPointer<UInt8>, _ forced: UInt8?, isEnd: Bool) -> TableHead? {
    let window = UnsafeBufferPointer(rebasing: bytes.prefix(size))
    let isLast = isEnd && window.count == bytes.count
    let mayWait = !isEnd && bytes.count < size
    let isQuoted = format == .csv || Self.areQuoted(window, forced ?? UInt8(ascii: "\t"), isEnd: isLast)
    let delimiters = forced.map { [$0] } ?? (format == .csv ? Table.possibleDelimiters : [UInt8(ascii: "\t")])
    func cut(_ delimiter: UInt8, _ limit: Int) -> TableCut {
      TableCut(window, delimiter: delimiter, isQuoted: isQuoted, isEnd: isLast, limit: limit)
    }
    var cutter = RecordCutter(headerIsQuoted: isQuoted)
    let firsts = delimiters.map { cut($0, 2) }
    guard cutter.advance(window, isEnd: isLast, onlyOne: true), !firsts.contains(where: \.rows.isEmpty) else {
      return mayWait ? nil : longHeader(bytes, delimiters, isQuoted: isQuoted, isEnd: isEnd)
    }
    let likely = likely(delimiters, window[..<cutter.completeEnd])
    let prior = delimiters.firstIndex(of: likely)!
    if isClear(firsts, prior, isLast: isLast) { return head(cut(likely, 5), 0, delimiters, mayWait: mayWait) }
    let cuts = delimiters.map { cut($0, TableHead.rows) }
    if mayWait, cuts.contains(where: { $0.rows.count < TableHead.rows }) { return nil }
    if format == .csv, reading.header == nil, let wrapped = wrapped(cuts[prior], delimiters) { return wrapped }
    let candidates = cuts.map { cut in
      Candidate(cut, header: reading.header == nil ? cut.headerRow(names, isEnd: isLast) : 0)
    }
    guard var best = candidates[prior] else {
      return longHeader(bytes, delimiters, isQuoted: isQuoted, isEnd: isEnd)
    }
    for case let candidate? in candidates where candidate.isBetter(than: best) { best = candidate }
    if best.isProse, let single = candidates.compactMap({ $0 }).first(where: \.isSingle) { best = single }
    return head(best.cut, best.header, delimiters, mayWait: mayWait)
  }

  /// What separates a row as it looks by itself.
  private func likely(_ delimiters: [UInt8], _ row: Slice<UnsafeBufferPointer<UInt8>>) -> UInt8 {
    delimiters.count == 1 ? delimiters[0] : Table.likelyDelimiter(UnsafeBufferPointer(rebasing: row))
  }

  /// Whether the first two rows leave nothing open: they have the same fields, and in no other way.
  private func isClear(_ cuts: [TableCut], _ prior: Int, isLast: Bool) -> Bool {
    let rows = cuts[prior].rows
    guard rows.count > 1, !rows[0].isBlank, !rows[0].isMalformed, !rows[1].isMalformed else { return false }
    let rivals = cuts.indices.filter { $0 != prior && cuts[$0].rows[0].width > 1 }
    if !names.isEmpty, rivals.isEmpty, rows[0].width == rows[1].width, cuts[prior].has(names, rows[0]) { return true }
    guard reading.header != nil || rows[0].filled == rows[0].width && cuts[prior].isLikeHeader(rows[0]) else {
      return false
    }
    guard rows[0].width > 1, rows[1].width == rows[0].width else { return cuts.count == 1 && reading.header != nil }
    return rivals.allSatisfy { rival in
      let other = cuts[rival].rows
      // A rival's second row that has not come yet may still have as many fields.
      return rows[0].isTight && (other.count > 1 ? other[1].width != other[0].width : isLast)
    }
  }

  /// - Parameter header: its row.
  private func head(_ cut: TableCut, _ header: Int, _ delimiters: [UInt8], mayWait: Bool) -> TableHead? {
    let row = cut.rows[header]
    var head = TableHead(
      delimiter: cut.delimiter, isQuoted: cut.isQuoted, header: row.range, headerEnd: row.end, end: row.end)
    if cut.delimiter != likely(delimiters, cut.bytes[row.range]) {
      let shape = row.width == 1 ? "one column" : "separated by \(Self.name(cut.delimiter))"
      head.notes.append("\(shape), as its rows show")
    }
    if reading.header == nil, !cut.isLikeHeader(row), cut.isLikeRecord(header) {
      head.notes.append(
        "the first line is read as column names, but looks like a record (use --header 0 if there are no names)"
      )
    }
    if cut.isQuoted, format == .tsv { head.notes.append("fields stand in quotes") }
    let further = FurtherHeader(cut, header)
    if further.mayFollow, mayWait, cut.rows.count < header + 4 { return nil }
    further.add(to: &head, takesOptions: reading.header == nil)
    return head
  }

  /// A header that is longer than the window, of which the rows are not looked at.
  private func longHeader(
    _ bytes: UnsafeBufferPointer<UInt8>, _ delimiters: [UInt8], isQuoted: Bool, isEnd: Bool
  ) -> TableHead? {
    var cutter = RecordCutter(headerIsQuoted: isQuoted)
    guard cutter.advance(bytes, isEnd: isEnd, onlyOne: true) || isEnd else { return nil }
    let content = UnsafeBufferPointer(rebasing: bytes[..<cutter.completeEnd].trimmedLineEnd)
    return TableHead(
      delimiter: delimiters.count == 1 ? delimiters[0] : Table.likelyDelimiter(content), isQuoted: isQuoted,
      header: 0..<content.count, headerEnd: cutter.completeEnd, end: cutter.completeEnd)
  }

  /// Rows that are one quoted field each, which holds a row.
  private func wrapped(_ cut: TableCut, _ delimiters: [UInt8]) -> TableHead? {
    guard cut.rows.count > 1, cut.rows.allSatisfy({ $0.width == 1 && $0.quoted == 1 && !$0.isMalformed }),
      names.isEmpty || !cut.has(names, cut.rows[0])
    else { return nil }
    let inner = cut.rows.map { row in Array(cut.cells(row)[0].utf8) }
    let delimiter =
      delimiters.count == 1 ? delimiters[0] : inner[0].withUnsafeBufferPointer { Table.likelyDelimiter($0) }
    let lines = Array(inner.map { $0 + [0x0A] }.joined())
    return lines.withUnsafeBufferPointer { lines in
      let rows = TableCut(lines, delimiter: delimiter, isQuoted: true, isEnd: true, limit: inner.count)
      guard let first = rows.rows.first, first.width > 1, first.isTight, rows.isLikeHeader(first),
        rows.rows.count == inner.count, rows.agreement(with: 0) > 0.8
      else { return nil }
      let header = cut.rows[0]
      var head = TableHead(
        delimiter: delimiter, isQuoted: true, header: header.range, headerEnd: header.end, end: header.end)
      head.isWrapped = true
      head.notes.append("rows stand in quotes as a whole, which are taken off")
      return head
    }
  }

  // MARK: Signs

  /// A first line `sep=;`, and where it ends.
  static func separatorLine(_ bytes: UnsafeBufferPointer<UInt8>) -> (delimiter: UInt8, end: Int)? {
    let line = bytes.prefix(10).prefix { $0 != 0x0A && $0 != 0x0D }
    var content = line.filter { $0 != Field.quote }
    if content.count == 4 { content.append(UInt8(ascii: "\t")) }
    guard content.count == 5, content[..<4].map({ $0 | 0x20 }) == Array("sep=".utf8).map({ $0 | 0x20 }),
      content[3] == UInt8(ascii: "="), let end = bytes.prefix(16).firstIndex(of: 0x0A), content[4] != 0x20
    else { return nil }
    return (content[4], end + 1)
  }

  private static func start(ofLine line: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var start = 0
    for _ in 1..<max(line, 1) {
      guard let end = bytes[start...].firstIndex(of: 0x0A) else { return nil }
      start = end + 1
    }
    return start
  }

  /// Whether tab-separated values have fields in quotes: all of them end properly, and rows fit the header as well so, or
  /// the header itself stands in quotes.
  private static func areQuoted(_ bytes: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8, isEnd: Bool) -> Bool {
    let mayBe = bytes.indices.contains { index in
      bytes[index] == Field.quote && (index == 0 || bytes[index - 1] == 0x0A || bytes[index - 1] == delimiter)
    }
    guard mayBe else { return false }
    let quoted = TableCut(bytes, delimiter: delimiter, isQuoted: true, isEnd: isEnd, limit: .max)
    guard let header = quoted.rows.first(where: { $0.width > 1 }),
      quoted.rows.allSatisfy({ !$0.isMalformed })
    else { return false }
    if header.quoted == header.width { return true }
    let plain = TableCut(bytes, delimiter: delimiter, isQuoted: false, isEnd: isEnd, limit: .max)
    func share(_ cut: TableCut) -> Double {
      let rows = cut.rows.filter { !$0.isBlank }
      return Double(rows.count { $0.width == header.width }) / Double(max(rows.count, 1))
    }
    if share(quoted) > share(plain) { return true }
    return share(quoted) == share(plain) && speaksForQuotes(quoted)
  }

  /// Whether fields in quotes are such as programs make: quotes in them are doubled, commas are why they are there, or most
  /// rows have some. A text that somebody put in quotes is left as it is.
  private static func speaksForQuotes(_ cut: TableCut) -> Bool {
    let rows = cut.rows.filter { !$0.isBlank }
    if rows.count > 2, 10 * rows.dropFirst().count(where: { $0.quoted > 0 }) >= 9 * (rows.count - 1) { return true }
    return rows.contains { row in
      let record = UnsafeBufferPointer(rebasing: cut.bytes[row.range])
      var fields = FieldScanner(record, delimiter: cut.delimiter, isQuoted: true)
      while let field = fields.next() {
        guard field.isQuoted else { continue }
        let content = field.content(of: record)
        if content.contains(Field.quote) || content.contains(UInt8(ascii: ",")) { return true }
      }
      return false
    }
  }

  static func name(_ delimiter: UInt8) -> String {
    delimiter == UInt8(ascii: "\t") ? "tabs" : String(UnicodeScalar(delimiter))
  }
}

/// Rows behind the first of a header, which belong to it.
struct FurtherHeader {
  private let cut: TableCut
  private let header: Int
  private let names: [String]

  init(_ cut: TableCut, _ header: Int) {
    self.cut = cut
    self.header = header
    names = cut.cells(cut.rows[header])
  }

  /// Columns of which every export of Qualtrics has some.
  private static let qualtricsNames: Set<String> = [
    "startdate", "enddate", "ipaddress", "recordeddate", "responseid", "recipientlastname", "distributionchannel",
    "userlanguage", "locationlatitude",
  ]

  /// What SurveyMonkey calls the answer to a question that has one.
  private static let answers: Set<String> = [
    "response", "open-ended response", "antwort", "offene antwort", "réponse", "réponse ouverte", "respuesta",
    "respuesta abierta",
  ]

  /// Whether a cell stands for whatever was answered, and is no answer option.
  static func isAnswer(_ cell: String) -> Bool { answers.contains(ColumnName.folded(cell)) }

  /// Whether rows are to be waited for.
  var mayFollow: Bool { names.contains { Self.qualtricsNames.contains(ColumnName.folded($0)) } }

  /// - Parameter takesOptions: answer options count as a row of the header.
  func add(to head: inout TableHead, takesOptions: Bool) {
    let below = cut.rows.indices.dropFirst(header + 1).prefix(3)
    // Without such a name nobody has waited for these rows: what arrived by chance must not tell.
    if mayFollow,
      let last = below.first(where: { cut.cells(cut.rows[$0]).contains { $0.hasPrefix("{\"ImportId\"") } })
    {
      head.end = cut.rows[last].end
      if last > header + 1 { head.labels = fitted(cut.cells(cut.rows[header + 1])) }
      let count = last - header
      head.notes.append(
        "\(count) further row\(count == 1 ? "" : "s") of the header (Qualtrics) \(count == 1 ? "is not a record" : "are not records")"
      )
      return
    }
    guard takesOptions, let next = below.first else { return }
    let cells = cut.cells(cut.rows[next])
    if areLabels(cells) {
      head.end = cut.rows[next].end
      head.labels = cells
      head.notes.append("a second row of the header, of questions (Qualtrics), is not a record")
      return
    }
    guard areOptions(cells) else { return }
    head.end = cut.rows[next].end
    head.options = cells
    head.notes.append("a second row of the header, of answer options (SurveyMonkey), is not a record")
  }

  /// As many labels as there are columns.
  private func fitted(_ cells: [String]) -> [String] {
    Array((cells + repeatElement("", count: max(names.count - cells.count, 0))).prefix(names.count))
  }

  /// Whether a row repeats names in words, as workbooks of Qualtrics do: "Start Date" below "StartDate".
  private func areLabels(_ cells: [String]) -> Bool {
    guard cells.count == names.count else { return false }
    let known = names.indices.filter { Self.qualtricsNames.contains(ColumnName.folded(names[$0])) }
    func letters(_ name: String) -> String { name.lowercased().filter(\.isLetter) }
    return known.count >= 3 && known.allSatisfy { letters(cells[$0]) == letters(names[$0]) }
  }

  private func areOptions(_ cells: [String]) -> Bool {
    guard cells.count == names.count, cells.count > 1 else { return false }
    let folded = cells.map(ColumnName.folded)
    let filled = folded.filter { !$0.isEmpty }
    guard !filled.isEmpty else { return false }
    if let id = names.firstIndex(where: { ColumnName.folded($0) == "respondent id" }) { return folded[id].isEmpty }
    let known = filled.filter(Self.answers.contains)
    return known.count == filled.count || !known.isEmpty && folded[0].isEmpty
  }
}

extension TableHead {
  /// The names of columns, of which those of a question with several columns take their answer option as well.
  func names(_ columns: [String]) -> [String] {
    if isNameless { return columns.indices.map { String($0 + 1) } }
    guard options.count == columns.count else { return columns }
    var question = ""
    return columns.indices.map { index in
      let (column, option) = (columns[index], options[index])
      if !column.isEmpty { question = column }
      let isFirst = !column.isEmpty && index + 1 < columns.count && columns[index + 1].isEmpty
      guard column.isEmpty || isFirst, !option.isEmpty, !FurtherHeader.isAnswer(option) || column.isEmpty else {
        return column
      }
      return question.isEmpty ? option : "\(question)\(question.hasSuffix(":") ? "" : ":") \(option)"
    }
  }
}
