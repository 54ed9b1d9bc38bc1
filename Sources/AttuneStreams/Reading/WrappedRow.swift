/// Rows that stand in quotes as a whole, as Excel saves a table that it has read into one column:
///
///     "1,""good, really"",5"   ->   1,"good, really",5
enum WrappedRow {
  /// - Parameter record: without its line end.
  /// - Returns: nil for what is not one quoted field.
  static func content(of record: [UInt8]) -> [UInt8]? {
    record.withUnsafeBufferPointer { record in
      var fields = FieldScanner(record, delimiter: UInt8(ascii: ","), isQuoted: true)
      guard let field = fields.next(), field.isQuoted, !field.isMalformed, fields.next() == nil else { return nil }
      return field.content(of: record)
    }
  }

  /// Whether the fields of a row end as they should, so that no other row is taken for a part of it.
  fileprivate static func isProper(_ row: [UInt8], _ delimiter: UInt8) -> Bool {
    row.withUnsafeBufferPointer { row in
      var fields = FieldScanner(row, delimiter: delimiter, isQuoted: true)
      while let field = fields.next() {
        if field.isMalformed { return false }
        if !field.isQuoted, row[field.range].contains(0x0A) { return false }
      }
      return true
    }
  }
}

extension Chunk {
  /// Takes the quotes off all rows that stand in quotes as a whole and are proper rows without them, in place.
  func unwrapRows() {
    guard let table else { return }
    var cutter = RecordCutter(table: table, hopelessEnd: hopelessEnd)
    hopelessEnd = 0
    var start = 0
    var out = 0
    while start < count {
      cutter.advance(records, isEnd: true, onlyOne: true)
      let end = cutter.completeEnd
      let contentEnd = records[start..<end].trimmedLineEnd.endIndex
      var row = Array(records[start..<contentEnd])
      if let content = WrappedRow.content(of: row), WrappedRow.isProper(content, table.delimiter) { row = content }
      row += records[contentEnd..<end]
      // Safe: a row without its quotes is no longer than before, so that nothing is written over what is yet to be read.
      row.withUnsafeBufferPointer { (bytes + out).update(from: $0.baseAddress!, count: $0.count) }
      out += row.count
      start = end
    }
    count = out
  }
}
