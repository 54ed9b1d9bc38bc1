/// The chosen fields of one record after the other. A value, so that its arrays are reached without checks for every field.
struct RecordFields {
  /// Of the record that was read last, valid until the next one is read and as long as its chunk.
  private(set) var bytes: [UnsafeBufferPointer<UInt8>]
  private let json: JSONFieldFinder?
  /// The fields of a table in the order of their columns.
  private var order: [Int] = []
  /// The contents of quoted fields.
  private var storage: FieldStorage
  private var unquoted: [UInt8] = []

  init(format: RecordFormat, names: [String], lists: Set<String> = [], watched: [String] = []) {
    bytes = Array(repeating: UnsafeBufferPointer(start: nil, count: 0), count: names.count)
    json = format == .jsonl ? JSONFieldFinder(names: names, allowsNumbers: true, lists: lists, watched: watched) : nil
    storage = FieldStorage(count: names.count)
  }

  /// Whether the record that was read last is an object with one of the watched keys.
  var holdsWatched: Bool { json?.holdsWatched ?? false }

  /// Makes ready for the records of a chunk.
  mutating func begin(_ chunk: Chunk) {
    order = chunk.columns.indices.filter { chunk.columns[$0] >= 0 }.sorted { chunk.columns[$0] < chunk.columns[$1] }
    for index in bytes.indices { bytes[index] = UnsafeBufferPointer(start: nil, count: 0) }
  }

  mutating func read(_ record: UnsafeBufferPointer<UInt8>, _ chunk: Chunk) throws(RecordProblem.Reason) {
    try RecordCutter.check(record)
    switch chunk.format {
    case .text: for index in bytes.indices { bytes[index] = record }
    case .jsonl:
      try json!.parse(record)
      for index in bytes.indices {
        do throws(RecordProblem.Reason) {
          bytes[index] = try json!.text(index)
        } catch {
          switch error {
          case .missingField, .nullField: bytes[index] = UnsafeBufferPointer(start: nil, count: 0)
          default: throw error
          }
        }
      }
    case .csv, .tsv: try readColumns(of: record, chunk)
    }
  }

  private mutating func readColumns(of record: UnsafeBufferPointer<UInt8>, _ chunk: Chunk) throws(RecordProblem.Reason)
  {
    guard let table = chunk.table else { preconditionFailure("a chunk of a table without its table") }
    var scanner = FieldScanner(record, delimiter: table.delimiter, isQuoted: table.isQuoted)
    let columns = chunk.columns
    var wanted = 0
    var count = 0
    while let field = scanner.next() {
      if field.isMalformed { throw .unterminatedQuote }
      while wanted < order.count, columns[order[wanted]] == count {
        let index = order[wanted]
        wanted += 1
        if field.isQuoted {
          unquoted.removeAll(keepingCapacity: true)
          field.appendContent(of: record, to: &unquoted)
          unquoted.withUnsafeBufferPointer { storage.set(index, $0) }
          bytes[index] = storage[index]
        } else {
          bytes[index] = UnsafeBufferPointer(rebasing: record[field.range])
        }
      }
      count += 1
    }
    guard count == table.columns.count else {
      throw .wrongFieldCount(expected: table.columns.count, found: count)
    }
  }
}
