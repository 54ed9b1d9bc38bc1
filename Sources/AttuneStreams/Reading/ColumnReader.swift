/// Reads all columns of records, in order, on the calling thread: to find out what an input holds.
///
/// The columns of JSON objects are their keys in the order in which they occur, and "a.b" and "a.b.c" for those of
/// objects inside, two levels deep. Text has one column, the line.
package final class ColumnReader {
  /// The names of the columns so far; those of JSON objects grow with the records.
  package private(set) var columns: [String] = []
  /// The shape of the first table.
  package private(set) var table: Table?
  /// The line of the first record, from 1.
  package private(set) var firstLine: Int?
  /// The first record that could not be read.
  package private(set) var firstProblem: RecordProblem?
  /// Keys of JSON objects behind the first `columnLimit`, which are not read.
  package private(set) var hasMoreColumns = false

  /// Rows of tables that are no records, which are passed over.
  package private(set) var leftOut = LeftOutRows()

  private let format: RecordFormat
  private var numbers: [String: Int] = [:]
  private var json: JSONFieldFinder?
  /// The contents of the record's quoted fields.
  private var contents = UnsafeMutablePointer<UInt8>.allocate(capacity: 4096)
  private var capacity = 4096
  private var unquoted: [UInt8] = []

  /// Columns that are told apart in JSON objects.
  private static let columnLimit = 1000

  package init(format: RecordFormat) {
    self.format = format
    if format == .text { columns = ["text"] }
  }

  deinit { contents.deallocate() }

  /// A record's fields by column; those that it does not have are empty.
  package typealias Fields = [UnsafeBufferPointer<UInt8>]

  /// - Parameters:
  ///   - isBrief: read no further than what has arrived at first.
  ///   - body: is given a record's fields, or why there are none; they are valid during the call. False ends the reading.
  /// - Complexity: memory is bounded by a chunk, the longest record and the number of columns.
  package func forEach(
    in tape: InputTape, isBrief: Bool = false, _ body: (Result<Fields, RecordProblem.Reason>) -> Bool
  ) throws(StreamError) {
    for input in tape.inputs { try input.check() }
    let chunkSize = isBrief ? 1 << 16 : 1 << 18
    let reader = ChunkReader(tape: tape, format: format, fieldNames: [], chunkSize: chunkSize)
    let chunk = Chunk(capacity: chunkSize)
    var line = 1
    func fail(_ reason: RecordProblem.Reason, _ offset: Int) -> Result<Fields, RecordProblem.Reason> {
      firstProblem = firstProblem ?? RecordProblem(reason: reason, path: chunk.path, line: line + offset)
      return .failure(reason)
    }
    while try reader.next(into: chunk) {
      line = chunk.firstLine ?? line
      if let found = chunk.table, table == nil {
        table = found
        columns = found.columns
      }
      firstLine = firstLine ?? chunk.firstLine
      if chunk.isTooLong {
        guard body(fail(.tooLong(limit: RecordCutter.limit), 0)) else { return }
        line += chunk.skippedLines
        continue
      }
      var scanner = RecordScanner(chunk)
      while let range = scanner.next() {
        let record = UnsafeBufferPointer(rebasing: chunk.records[range.start..<range.end])
        if let filler = chunk.table?.filler(record) {
          leftOut.append(filler)
          continue
        }
        let result: Result<Fields, RecordProblem.Reason>
        do throws(RecordProblem.Reason) {
          result = .success(try fields(of: record, chunk))
        } catch {
          result = fail(error, range.line)
        }
        guard body(result) else { return }
      }
      line += scanner.line
      if isBrief { return }
    }
  }

  private func fields(of record: UnsafeBufferPointer<UInt8>, _ chunk: Chunk) throws(RecordProblem.Reason) -> Fields {
    try RecordCutter.check(record)
    switch chunk.format {
    case .text: return [record]
    case .jsonl: return try members(of: record)
    case .csv, .tsv: return try cells(of: record, chunk)
    }
  }

  private func members(of record: UnsafeBufferPointer<UInt8>) throws(RecordProblem.Reason) -> Fields {
    let finder = json ?? JSONFieldFinder(names: [], allowsNumbers: true)
    json = finder
    try finder.parse(record)
    var isNew = false
    for name in finder.members() where numbers[name] == nil {
      guard columns.count < Self.columnLimit else {
        hasMoreColumns = true
        break
      }
      numbers[name] = columns.count
      columns.append(name)
      isNew = true
    }
    var reading = finder
    if isNew {
      reading = JSONFieldFinder(names: columns, allowsNumbers: true)
      json = reading
      try reading.parse(record)
    }
    return columns.indices.map { index in
      (try? reading.text(index)) ?? UnsafeBufferPointer(start: nil, count: 0)
    }
  }

  private func cells(of record: UnsafeBufferPointer<UInt8>, _ chunk: Chunk) throws(RecordProblem.Reason) -> Fields {
    guard let table = chunk.table else { preconditionFailure("a chunk of a table without its table") }
    reserve(record.count)
    var scanner = FieldScanner(record, delimiter: table.delimiter, isQuoted: table.isQuoted)
    var fields: Fields = []
    fields.reserveCapacity(table.columns.count)
    var count = 0
    var used = 0
    while let field = scanner.next() {
      if field.isMalformed { throw .unterminatedQuote }
      count += 1
      guard count <= table.columns.count else { continue }
      guard field.isQuoted else {
        fields.append(UnsafeBufferPointer(rebasing: record[field.range]))
        continue
      }
      unquoted.removeAll(keepingCapacity: true)
      field.appendContent(of: record, to: &unquoted)
      // Safe: the contents of a record's fields are no longer than the record.
      unquoted.withUnsafeBufferPointer { bytes in
        if let base = bytes.baseAddress { (contents + used).update(from: base, count: bytes.count) }
      }
      fields.append(UnsafeBufferPointer(start: contents + used, count: unquoted.count))
      used += unquoted.count
    }
    guard count == table.columns.count else {
      throw .wrongFieldCount(expected: table.columns.count, found: count)
    }
    return fields
  }

  private func reserve(_ count: Int) {
    guard count > capacity else { return }
    contents.deallocate()
    capacity = 2 * count
    contents = .allocate(capacity: capacity)
  }
}
