/// Members of JSON objects, or the line of a text, as columns of a table: what a record keeps beside what is added to it.
/// "a.b" is the member "b" of the object "a". Owned by one worker.
final class ObjectColumns {
  let names: [String]
  /// nil for lines of text.
  private let finder: JSONFieldFinder?

  /// - Parameter names: of the columns, as `JSONFieldFinder` takes them; a line of text has one.
  init(_ names: [String], input: RecordFormat) {
    self.names = names
    finder = input == .jsonl ? JSONFieldFinder(names: names, allowsNumbers: true) : nil
  }

  /// Calls `body` with the value of each column, empty for one that the record does not have.
  /// - Parameter record: at least `Chunk.padding` bytes behind it must be readable.
  func forEachValue(of record: UnsafeBufferPointer<UInt8>, _ body: (Int, UnsafeBufferPointer<UInt8>) -> Void) {
    let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    let isRead = finder.map { (try? $0.parse(record)) != nil } ?? true
    for index in names.indices {
      let value = isRead ? finder.map { (try? $0.text(index)) ?? none } ?? record : none
      body(index, value)
    }
  }
}

extension InputTape {
  /// The columns of a table of the records, by the first of them; nil where the input has columns itself.
  ///
  /// - Parameter isBrief: look at no more than what has arrived.
  package func objectColumns(_ format: RecordFormat, isBrief: Bool) throws(StreamError) -> [String]? {
    guard !format.isTable else { return nil }
    guard format == .jsonl else { return ["text"] }
    let reader = ColumnReader(format: format)
    return try look { () throws(StreamError) in
      var records = 0
      try reader.forEach(in: self, isBrief: isBrief) { _ in
        records += 1
        return records < Self.sampledRecords
      }
      return reader.columns
    }
  }

  private static let sampledRecords = 1000
}
