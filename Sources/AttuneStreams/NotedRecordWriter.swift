/// Writes records as they came, with a field of JSON or columns of a table added to each.
///
/// | input | to jsonl | to csv, tsv |
/// |---|---|---|
/// | jsonl | the object's bytes and the field | not possible |
/// | csv, tsv | the columns as strings and the field | the record's bytes and the columns, under a header |
package struct NotedRecordWriter: Sendable {
  package let input: RecordFormat
  package let output: OutputFormat
  /// The key of the field.
  private let field: String
  private let columns: [String]

  package init(input: RecordFormat, output: OutputFormat, field: String, columns: [String]) {
    self.input = input
    self.output = output
    self.field = field
    self.columns = columns
  }

  /// What a table's columns are separated by.
  package func delimiter(_ table: Table?) -> UInt8 {
    output == .tsv
      ? UInt8(ascii: "\t") : table.map { $0.isQuoted ? $0.delimiter : UInt8(ascii: ",") } ?? UInt8(ascii: ",")
  }

  private var keepsBytes: Bool { input.rawValue == output.rawValue }

  private func lineEnd(_ table: Table?) -> [UInt8] { keepsBytes ? table?.lineEnd ?? [0x0A] : [0x0A] }

  package func appendHeader(_ table: Table?, to out: inout [UInt8]) {
    guard output != .jsonl, let table else { return }
    let delimiter = delimiter(table)
    if keepsBytes {
      out += table.header
    } else {
      for (index, column) in table.columns.enumerated() {
        if index > 0 { out.append(delimiter) }
        append(Array(column.utf8), delimiter, to: &out)
      }
    }
    for column in columns {
      out.append(delimiter)
      out += column.utf8
    }
    out += lineEnd(table)
  }

  /// - Parameters:
  ///   - record: without its line end.
  ///   - appendNote: appends the field's value, or the columns with `delimiter` between them.
  package func append(
    _ record: UnsafeBufferPointer<UInt8>, table: Table?, to out: inout [UInt8],
    note appendNote: (_ out: inout [UInt8], _ delimiter: UInt8) -> Void
  ) {
    if output == .jsonl {
      appendOpenObject(record, table, to: &out)
      if out.last != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) }
      out.append(UInt8(ascii: "\""))
      out += field.utf8
      out.append(UInt8(ascii: "\""))
      out.append(UInt8(ascii: ":"))
      appendNote(&out, 0)
      out.append(UInt8(ascii: "}"))
      out.append(0x0A)
    } else {
      let delimiter = delimiter(table)
      appendColumns(record, table, delimiter, to: &out)
      out.append(delimiter)
      appendNote(&out, delimiter)
      out += lineEnd(table)
    }
  }

  /// A record of which nothing can be said, with a sentence why: a field "error" of JSON, the last of the columns.
  package func append(
    _ record: UnsafeBufferPointer<UInt8>, problem: RecordProblem.Reason, table: Table?, to out: inout [UInt8]
  ) {
    let error = "\(problem)"
    var isObject = problem != .notAnObject && !record.isEmpty
    if case .invalidJSON = problem { isObject = false }
    guard output == .jsonl else {
      let delimiter = delimiter(table)
      appendColumns(record, table, delimiter, to: &out)
      out += repeatElement(delimiter, count: columns.count)
      append(Array("error: \(error)".utf8), delimiter, to: &out)
      out += lineEnd(table)
      return
    }
    if isObject || input.isTable {
      appendOpenObject(record, table, to: &out)
    } else {
      out += "{\"record\":".utf8
      out += JSONText.string(String(decoding: record, as: UTF8.self)).utf8
    }
    if out.last != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) }
    out += "\"error\":\(JSONText.string(error))}\n".utf8
  }

  // MARK: Parts of a record

  private func appendOpenObject(_ record: UnsafeBufferPointer<UInt8>, _ table: Table?, to out: inout [UInt8]) {
    guard let table else {
      // A JSON object's bytes without its closing brace and the blanks around it.
      var end = record.count
      while end > 0, record[end - 1] != UInt8(ascii: "}") { end -= 1 }
      end = max(end - 1, 0)
      while end > 0, record[end - 1] <= 0x20 { end -= 1 }
      let start = record.firstIndex { $0 > 0x20 } ?? end
      out.append(contentsOf: UnsafeBufferPointer(rebasing: record[min(start, end)..<end]))
      return
    }
    out.append(UInt8(ascii: "{"))
    var fields = FieldScanner(record, delimiter: table.delimiter, isQuoted: table.isQuoted)
    for (index, column) in table.columns.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      out += JSONText.string(column).utf8
      out.append(UInt8(ascii: ":"))
      out += JSONText.string(String(decoding: fields.next()?.content(of: record) ?? [], as: UTF8.self)).utf8
    }
  }

  /// As many columns as the header has: missing ones are empty, and what is too much, or malformed, goes into the last.
  private func appendColumns(
    _ record: UnsafeBufferPointer<UInt8>, _ table: Table?, _ delimiter: UInt8, to out: inout [UInt8]
  ) {
    guard let table else { return }
    var fields = FieldScanner(record, delimiter: table.delimiter, isQuoted: table.isQuoted)
    if keepsBytes {
      var count = 0
      var isMalformed = false
      while let field = fields.next() {
        count += 1
        if field.isMalformed { isMalformed = true }
      }
      if count == table.columns.count, !isMalformed { return out.append(contentsOf: record) }
      fields = FieldScanner(record, delimiter: table.delimiter, isQuoted: table.isQuoted)
    }
    for index in table.columns.indices {
      if index > 0 { out.append(delimiter) }
      guard let field = fields.next() else { continue }
      if index == table.columns.count - 1, fields.next() != nil {
        append(Array(record[field.range.lowerBound...]), delimiter, to: &out)
      } else {
        append(field.content(of: record), delimiter, to: &out)
      }
    }
  }

  private func append(_ field: [UInt8], _ delimiter: UInt8, to out: inout [UInt8]) {
    var buffer = OutputBuffer(capacity: max(2 * field.count + 2, 16))
    field.withUnsafeBufferPointer { field in
      if output == .csv { buffer.append(csvField: field, delimiter: delimiter) } else { buffer.append(tsvField: field) }
    }
    out.append(contentsOf: UnsafeBufferPointer(start: buffer.bytes, count: buffer.count))
  }
}
