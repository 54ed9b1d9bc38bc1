/// The shape of a CSV or TSV file, known from its header.
package struct Table: Sendable, Equatable {
  package var columns: [String]
  /// What a further row of the header says of each column, such as the question of "Q1"; empty where there is none.
  package var labels: [String] = []
  package var delimiter: UInt8
  /// Whether fields may be quoted. TSV has no quoting, unless its beginning shows that it has.
  package var isQuoted: Bool
  /// The line of the header, from 1; the row of a workbook; 0 where none names the columns.
  package var headerLine = 1
  /// Whether rows stand in quotes as a whole, as if they were one field.
  var isWrapped = false
  /// The line ends of the header, which the output repeats.
  var lineEnd: [UInt8]
  /// The header as it stands in the file, without its line end; a byte-order mark stays with it.
  var header: [UInt8]

  /// - Parameter record: the first record of a file, without its line end.
  /// - Returns: nil when a quoted name has no proper end.
  init?(header record: UnsafeBufferPointer<UInt8>, format: RecordFormat, lineEnd: [UInt8]) {
    let mark = record.starts(with: ByteOrderMark.utf8) ? 3 : 0
    let content = UnsafeBufferPointer(rebasing: record[mark...])
    self.init(
      header: record, delimiter: format == .tsv ? UInt8(ascii: "\t") : Self.likelyDelimiter(content),
      isQuoted: format == .csv, lineEnd: lineEnd)
  }

  /// The same where it is known how fields are separated.
  init?(header record: UnsafeBufferPointer<UInt8>, delimiter: UInt8, isQuoted: Bool, lineEnd: [UInt8]) {
    let mark = record.starts(with: ByteOrderMark.utf8) ? 3 : 0
    let content = UnsafeBufferPointer(rebasing: record[mark...])
    header = Array(record)
    self.isQuoted = isQuoted
    self.lineEnd = lineEnd
    self.delimiter = delimiter
    columns = []
    var fields = FieldScanner(content, delimiter: delimiter, isQuoted: isQuoted)
    while let field = fields.next() {
      if field.isMalformed { return nil }
      columns.append(String(decoding: field.content(of: content), as: UTF8.self))
    }
  }

  /// Gives columns the names that further rows of the header tell.
  mutating func rename(_ names: [String]) {
    guard names != columns else { return }
    columns = names
    let mark = header.starts(with: ByteOrderMark.utf8) ? ByteOrderMark.utf8.count : 0
    header.removeSubrange(mark...)
    for (index, name) in names.enumerated() {
      if index > 0 { header.append(delimiter) }
      let isPlain = name.utf8.allSatisfy { $0 != delimiter && $0 != Field.quote && $0 != 0x0A && $0 != 0x0D }
      guard !isPlain, isQuoted else {
        header += name.utf8
        continue
      }
      header.append(Field.quote)
      for byte in name.utf8 { header += byte == Field.quote ? [byte, byte] : [byte] }
      header.append(Field.quote)
    }
  }

  /// The index of a column given by its name or, when no column has that name, by its number from 1; else by a name that
  /// differs in case and blanks only, or by its label. nil if there is none, or if two are meant alike.
  package func index(of column: String) -> Int? {
    if let index = columns.firstIndex(of: column) { return index }
    if let number = Int(column), (1...columns.count).contains(number) { return number - 1 }
    let wanted = ColumnName.folded(column)
    guard !wanted.isEmpty else { return nil }
    var matches = columns.indices.filter { ColumnName.folded(columns[$0]) == wanted }
    if matches.isEmpty { matches = labels.indices.filter { ColumnName.folded(labels[$0]) == wanted } }
    if matches.isEmpty, column.hasSuffix(")"), let index = keys.firstIndex(of: column) { return index }
    return matches.count == 1 ? matches[0] : nil
  }

  /// What further rows of the header say of a column; nil where they say nothing.
  package func label(of column: String) -> String? { index(of: column).flatMap { label(at: $0) } }

  package func label(at index: Int) -> String? {
    labels.indices.contains(index) && !labels[index].isEmpty ? labels[index] : nil
  }

  /// A name of its own for each column: a repeated one has the column's number behind it, "comment (5)".
  package var keys: [String] {
    var known = Set(columns)
    guard known.count < columns.count else { return columns }
    var used: Set<String> = []
    return columns.enumerated().map { index, name in
      if used.insert(name).inserted { return name }
      var key = "\(name) (\(index + 1))"
      while !known.insert(key).inserted { key += "'" }
      return key
    }
  }

  /// The numbers from 1 of columns that have a name in common, by the first of them.
  var repeatedNames: [(name: String, numbers: [Int])] {
    var numbers: [String: [Int]] = [:]
    for (index, name) in columns.enumerated() where !name.isEmpty { numbers[name, default: []].append(index + 1) }
    return numbers.filter { $0.value.count > 1 }.map { ($0.key, $0.value) }.sorted { $0.numbers[0] < $1.numbers[0] }
  }

  /// Rows that hold nothing of what a table is about.
  enum Filler: Sendable { case blank, header }

  /// What a row is that is no record: blank in all of several columns, or the header once more, as in files that were joined; nil
  /// for a record.
  func filler(_ record: UnsafeBufferPointer<UInt8>) -> Filler? {
    guard columns.count > 1 else { return nil }
    let mark = header.starts(with: ByteOrderMark.utf8) ? ByteOrderMark.utf8.count : 0
    if record.count == header.count - mark, headerLine > 0, record.elementsEqual(header[mark...]) { return .header }
    guard let first = record.first else { return .blank }
    func isEmpty(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == delimiter || byte == Field.quote && isQuoted }
    return isEmpty(first) && record.allSatisfy(isEmpty) ? .blank : nil
  }

  static let possibleDelimiters: [UInt8] = [
    UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"),
  ]

  /// The separator that stands in the header most often, outside quotes.
  static func likelyDelimiter(_ header: UnsafeBufferPointer<UInt8>) -> UInt8 {
    let candidates = possibleDelimiters
    var counts = [0, 0, 0, 0]
    var isInside = false
    for byte in header {
      if byte == UInt8(ascii: "\"") { isInside.toggle() }
      if !isInside, let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
    }
    let best = counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) }!
    return candidates[best]
  }
}

enum ByteOrderMark {
  static let utf8: [UInt8] = [0xEF, 0xBB, 0xBF]
}

/// Rows that are no records and were left out.
package struct LeftOutRows: Sendable, Equatable {
  package private(set) var blank = 0
  package private(set) var headers = 0
  /// Lines of a single field below a table.
  package private(set) var lines: [String] = []
  package var notes: Int { lines.count }

  package init() {}

  mutating func append(_ filler: Table.Filler) {
    switch filler {
    case .blank: blank += 1
    case .header: headers += 1
    }
  }

  mutating func append(lines texts: [String]) { lines += texts }

  package mutating func merge(_ other: LeftOutRows) {
    lines += other.lines
    blank += other.blank
    headers += other.headers
  }

  /// "2 blank rows and 1 repetition of the header are left out"; nil where there is none.
  package var text: String? {
    let parts = [
      blank > 0 ? "\(blank) blank row\(blank == 1 ? "" : "s")" : nil,
      headers > 0 ? "\(headers) repetition\(headers == 1 ? "" : "s") of the header" : nil,
      notes > 0 ? "\(notes) line\(notes == 1 ? "" : "s") of a single field below the table" : nil,
    ].compactMap { $0 }
    return parts.isEmpty
      ? nil : "\(parts.joined(separator: " and ")) \(blank + headers + notes == 1 ? "is" : "are") left out"
  }
}
