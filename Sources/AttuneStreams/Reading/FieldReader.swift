import Attune
import AttunePlatform

/// Reads chosen fields of every record, in order, on the calling thread: what training and evaluation need.
package struct FieldReader: Sendable {
  package var format: RecordFormat
  /// Columns of tables or fields of JSON objects. Text records have two fields, the label and the text:
  /// "label TAB text" or "__label__LABEL text"; where only one field is asked for, it is the whole line.
  package var fields: [String]
  /// Those of `fields` that are texts: in JSON a number or a truth value is none, as for a `RecordPipeline`.
  package var texts: Set<String>

  package init(format: RecordFormat, fields: [String], texts: Set<String> = []) {
    self.format = format
    self.fields = fields
    self.texts = texts
  }

  /// The shape of the first table; nil for inputs that are no tables or have no header. The inputs can be read afterwards.
  package static func table(of tape: InputTape, format: RecordFormat) throws(StreamError) -> Table? {
    guard format.isTable else { return nil }
    for input in tape.inputs { try input.check() }
    return try tape.look { () throws(StreamError) in
      let size = 1 << 16
      let chunk = Chunk(capacity: size)
      let reader = ChunkReader(tape: tape, format: format, fieldNames: [], chunkSize: size)
      return try reader.next(into: chunk) ? chunk.table : nil
    }
  }

  /// Calls `body` for every record with the fields' bytes, which are valid during the call, and the record's line.
  ///
  /// - Throws: `StreamError`; `badRecord` at the first record that cannot be read, or that `body` refuses.
  package func forEach(
    in input: StreamInput,
    _ body: ([UnsafeBufferPointer<UInt8>], _ line: Int) throws(RecordProblem.Reason) -> Void
  ) throws(StreamError) {
    try forEach(in: InputTape([input]), body)
  }

  /// The same with inputs that may have been looked at.
  package func forEach(
    in tape: InputTape,
    _ body: ([UnsafeBufferPointer<UInt8>], _ line: Int) throws(RecordProblem.Reason) -> Void
  ) throws(StreamError) {
    for input in tape.inputs { try input.check() }
    let chunkSize = 1 << 20
    let reader = ChunkReader(
      tape: tape, format: format, fieldNames: fields, chunkSize: chunkSize, endsAtLongRecord: true)
    let chunk = Chunk(capacity: chunkSize)
    let names = FieldNames(fields)
    let strings = Set(FieldNames(texts.sorted()).keys)
    let json =
      format == .jsonl ? JSONFieldFinder(names: names.keys, allowsNumbers: true, strings: strings) : nil
    var sightings = FieldSightings(count: names.keys.count)
    /// The first record that lacks a field that none before it had. Whether one behind it has it is looked for.
    var lack: StreamError?
    var storage = FieldStorage(count: fields.count)
    var firstLine = 1
    while try reader.next(into: chunk) {
      firstLine = chunk.firstLine ?? firstLine
      if chunk.isTooLong {
        throw .badRecord(
          .init(reason: .tooLong(limit: RecordCutter.limit), path: chunk.path, line: firstLine))
      }
      var scanner = RecordScanner(chunk)
      while let range = scanner.next() {
        let record = UnsafeBufferPointer(rebasing: chunk.records[range.start..<range.end])
        let line = firstLine + range.line
        do throws(RecordProblem.Reason) {
          try read(record, chunk, json, names, &storage, &sightings)
          if lack == nil { try body(storage.fields, line) }
        } catch {
          let problem = StreamError.badRecord(.init(reason: error, path: chunk.path, line: line))
          guard case .missingField = error, names.missing(sightings.isSeen) != nil else { throw lack ?? problem }
          lack = lack ?? problem
          sightings.sample(record)
        }
        if let lack, names.missing(sightings.isSeen) == nil { throw lack }
      }
      firstLine += scanner.line
    }
    if let lack {
      try sightings.check(names, path: tape.inputs[0].name)
      throw lack
    }
  }

  private func read(
    _ record: UnsafeBufferPointer<UInt8>, _ chunk: Chunk, _ json: JSONFieldFinder?, _ names: FieldNames,
    _ storage: inout FieldStorage, _ sightings: inout FieldSightings
  ) throws(RecordProblem.Reason) {
    try RecordCutter.check(record)
    switch format {
    case .text where fields.count == 1: storage.set(0, record)
    case .text:
      let prefix = Array("__label__".utf8)
      let isPrefixed = record.starts(with: prefix)
      let separator = UInt8(isPrefixed ? 0x20 : 0x09)
      guard let at = record.firstIndex(where: { $0 == separator || $0 == 0x09 }) else {
        throw .refused("no label: expected 'label TAB text' or '__label__LABEL text'")
      }
      storage.set(0, UnsafeBufferPointer(rebasing: record[(isPrefixed ? prefix.count : 0)..<at]))
      storage.set(1, UnsafeBufferPointer(rebasing: record[(at + 1)...]))
    case .jsonl:
      try json!.parse(record)
      sightings.objects += 1
      try readKeys(json!, names, &storage, &sightings)
    case .csv, .tsv:
      guard let table = chunk.table else { return }
      var scanner = FieldScanner(record, delimiter: table.delimiter, isQuoted: table.isQuoted)
      var count = 0
      var joined = chunk.joins.map { join in
        var text = JoinedText()
        text.begin(count: join.columns.count)
        return text
      }
      while let field = scanner.next() {
        if field.isMalformed { throw .unterminatedQuote }
        for (index, join) in chunk.joins.enumerated() {
          if let part = join.columns.firstIndex(of: count) { joined[index].set(part, field, of: record) }
        }
        for (index, column) in chunk.columns.enumerated() where column == count {
          if field.isQuoted {
            field.content(of: record).withUnsafeBufferPointer { storage.set(index, $0) }
          } else {
            storage.set(index, UnsafeBufferPointer(rebasing: record[field.range]))
          }
        }
        count += 1
      }
      guard count == table.columns.count else {
        throw .wrongFieldCount(expected: table.columns.count, found: count)
      }
      for (index, join) in chunk.joins.enumerated() {
        joined[index].join()
        joined[index].bytes.withUnsafeBufferPointer { storage.set(join.field, $0) }
      }
    }
  }

  /// All keys are looked for, also behind one that is missing.
  private func readKeys(
    _ json: JSONFieldFinder, _ names: FieldNames, _ storage: inout FieldStorage, _ sightings: inout FieldSightings
  ) throws(RecordProblem.Reason) {
    var problem: RecordProblem.Reason?
    for (index, entry) in names.entries.enumerated() {
      do throws(RecordProblem.Reason) {
        switch entry {
        case .one(let key):
          storage.set(index, try json.text(key))
          sightings.isSeen[key] = true
        case .joined(let choices):
          var text = JoinedText()
          _ = try names.read(choices, json, into: &text, &sightings)
          text.bytes.withUnsafeBufferPointer { storage.set(index, $0) }
        }
      } catch {
        if case .missingField = error {} else if case .one(let key) = entry { sightings.isSeen[key] = true }
        problem = problem ?? error
      }
    }
    if let problem { throw problem }
  }
}

/// Copies of a record's fields.
struct FieldStorage {
  private var buffers: [OwnedBytes]

  private final class OwnedBytes {
    var start = UnsafeMutablePointer<UInt8>.allocate(capacity: 1024)
    var capacity = 1024
    var count = 0
    deinit { start.deallocate() }
  }

  init(count: Int) { buffers = (0..<count).map { _ in OwnedBytes() } }

  mutating func set(_ index: Int, _ bytes: UnsafeBufferPointer<UInt8>) {
    let buffer = buffers[index]
    if bytes.count > buffer.capacity {
      buffer.start.deallocate()
      buffer.capacity = max(2 * buffer.capacity, bytes.count)
      buffer.start = .allocate(capacity: buffer.capacity)
    }
    if let base = bytes.baseAddress { buffer.start.update(from: base, count: bytes.count) }
    buffer.count = bytes.count
  }

  /// Valid until the field is set again.
  subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: buffers[index].start, count: buffers[index].count)
  }

  var fields: [UnsafeBufferPointer<UInt8>] { buffers.map { UnsafeBufferPointer(start: $0.start, count: $0.count) } }
}
