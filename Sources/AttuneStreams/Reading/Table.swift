/// The shape of a CSV or TSV file, known from its header.
package struct Table: Sendable, Equatable {
  package var columns: [String]
  package var delimiter: UInt8
  /// Whether fields may be quoted. TSV has no quoting: tabs and line breaks do not occur in its fields.
  package var isQuoted: Bool
  /// The line ends of the header, which the output repeats.
  var lineEnd: [UInt8]
  /// The header as it stands in the file, without its line end; a byte-order mark stays with it.
  var header: [UInt8]

  /// - Parameter record: the first record of a file, without its line end.
  /// - Returns: nil when a quoted name has no proper end.
  init?(header record: UnsafeBufferPointer<UInt8>, format: RecordFormat, lineEnd: [UInt8]) {
    let mark = record.starts(with: ByteOrderMark.utf8) ? 3 : 0
    let content = UnsafeBufferPointer(rebasing: record[mark...])
    header = Array(record)
    isQuoted = format == .csv
    self.lineEnd = lineEnd
    delimiter = format == .tsv ? UInt8(ascii: "\t") : Self.likelyDelimiter(content)
    columns = []
    var fields = FieldScanner(content, delimiter: delimiter, isQuoted: isQuoted)
    while let field = fields.next() {
      if field.isMalformed { return nil }
      columns.append(String(decoding: field.content(of: content), as: UTF8.self))
    }
  }

  /// The index of a column given by its name or, when no column has that name, by its number from 1; nil if there is none.
  package func index(of column: String) -> Int? {
    if let index = columns.firstIndex(of: column) { return index }
    if let number = Int(column), (1...columns.count).contains(number) { return number - 1 }
    let matches = columns.indices.filter { columns[$0].lowercased() == column.lowercased() }
    return matches.count == 1 ? matches[0] : nil
  }

  static let possibleDelimiters: [UInt8] = [
    UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"),
  ]

  /// The separator that stands in the header most often, outside quotes.
  private static func likelyDelimiter(_ header: UnsafeBufferPointer<UInt8>) -> UInt8 {
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
