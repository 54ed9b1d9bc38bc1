import AttunePlatform

/// Where a field stands in a record.
struct Field {
  /// Of the field with its quotes.
  var range: Range<Int>
  var isQuoted: Bool
  /// The closing quote is missing, or something stands behind it.
  var isMalformed = false

  /// The field's bytes, without quotes and with doubled quotes made single.
  func content(of record: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    guard isQuoted, !isMalformed else { return Array(record[range]) }
    var content: [UInt8] = []
    appendContent(of: record, to: &content)
    return content
  }

  func appendContent(of record: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
    var at = range.lowerBound + 1
    let end = range.upperBound - 1
    while at < end {
      let byte = record[at]
      out.append(byte)
      at += byte == Self.quote ? 2 : 1
    }
  }

  static let quote = UInt8(ascii: "\"")
}

/// Cuts one record of a table, given without its line end, into fields. A malformed quoted field is the rest of the record.
struct FieldScanner {
  private let record: UnsafeBufferPointer<UInt8>
  private let delimiter: UInt8
  private let isQuoted: Bool
  private var at = 0
  private var isDone = false

  init(_ record: UnsafeBufferPointer<UInt8>, delimiter: UInt8, isQuoted: Bool) {
    self.record = record
    self.delimiter = delimiter
    self.isQuoted = isQuoted
  }

  /// A record has at least one field, which may be empty.
  mutating func next() -> Field? {
    guard !isDone else { return nil }
    let start = at
    if isQuoted, at < record.count, record[at] == Field.quote { return quoted(from: start) }
    at = end(from: at)
    return close(Field(range: start..<at, isQuoted: false))
  }

  /// Where the next delimiter stands, or the end of the record.
  private func end(from start: Int) -> Int {
    guard start < record.count, let base = record.baseAddress,
      let found = memchr(base + start, Int32(delimiter), record.count - start)
    else { return record.count }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  private mutating func quoted(from start: Int) -> Field {
    at += 1
    while at < record.count {
      if record[at] != Field.quote {
        at += 1
      } else if at + 1 < record.count, record[at + 1] == Field.quote {
        at += 2
      } else {
        at += 1
        guard at == record.count || record[at] == delimiter else { break }
        return close(Field(range: start..<at, isQuoted: true))
      }
    }
    at = record.count
    isDone = true
    return Field(range: start..<at, isQuoted: true, isMalformed: true)
  }

  private mutating func close(_ field: Field) -> Field {
    if at < record.count { at += 1 } else { isDone = true }
    return field
  }
}
