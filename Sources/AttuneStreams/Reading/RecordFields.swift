/// The chosen fields of one record after the other. A value, so that its arrays are reached without checks for every field.
struct RecordFields {
  /// Of the record that was read last, valid until the next one is read and as long as its chunk.
  private(set) var bytes: [UnsafeBufferPointer<UInt8>]
  private let json: JSONFieldFinder?
  private let names: FieldNames
  /// Of objects.
  private(set) var sightings: FieldSightings
  /// The columns of joined fields, and what stands there.
  private var joins: [Chunk.Join] = []
  private var joined: [JoinedText] = []
  /// The fields of a table in the order of their columns.
  private var order: [Int] = []
  /// How the rows of the chunk's table are written; nil where it is none.
  private var rows: (delimiter: UInt8, isQuoted: Bool, width: Int)?
  /// The contents of quoted fields.
  private var storage: FieldStorage
  private var unquoted: [UInt8] = []

  /// - Parameter strings: those of `names` of which numbers do not count.
  init(
    format: RecordFormat, names: [String], strings: Set<String> = [], lists: Set<String> = [], watched: [String] = []
  ) {
    bytes = Array(repeating: UnsafeBufferPointer(start: nil, count: 0), count: names.count)
    self.names = FieldNames(names)
    json =
      format == .jsonl
      ? JSONFieldFinder(
        names: self.names.keys, allowsNumbers: true, strings: strings, lists: lists, watched: watched) : nil
    sightings = FieldSightings(count: self.names.keys.count)
    storage = FieldStorage(count: names.count)
  }

  /// Whether the record that was read last is an object with one of the watched keys.
  var holdsWatched: Bool { json?.holdsWatched ?? false }

  /// Makes ready for the records of a chunk.
  mutating func begin(_ chunk: Chunk) {
    order = chunk.columns.indices.filter { chunk.columns[$0] >= 0 }.sorted { chunk.columns[$0] < chunk.columns[$1] }
    for index in bytes.indices { bytes[index] = UnsafeBufferPointer(start: nil, count: 0) }
    rows = chunk.table.map { ($0.delimiter, $0.isQuoted, $0.columns.count) }
    joins = chunk.joins
    joined = joins.map { _ in JoinedText() }
    sightings.reset()
  }

  mutating func read(_ record: UnsafeBufferPointer<UInt8>, _ chunk: Chunk) throws(RecordProblem.Reason) {
    try RecordCutter.check(record)
    switch chunk.format {
    case .text: for index in bytes.indices { bytes[index] = record }
    case .jsonl:
      try json!.parse(record)
      sightings.objects += 1
      if try !readKeys() { sightings.sample(record) }
    case .csv, .tsv: try readColumns(of: record, chunk)
    }
  }

  /// - Returns: whether the object has all fields.
  private mutating func readKeys() throws(RecordProblem.Reason) -> Bool {
    var hasAll = true
    for index in bytes.indices {
      do throws(RecordProblem.Reason) {
        switch names.entries[index] {
        case .one(let key):
          bytes[index] = try json!.text(key)
          sightings.isSeen[key] = true
        case .joined(let choices):
          var text = JoinedText()
          if try !names.read(choices, json!, into: &text, &sightings) { hasAll = false }
          text.bytes.withUnsafeBufferPointer { storage.set(index, $0) }
          bytes[index] = storage[index]
        }
      } catch {
        switch error {
        case .missingField:
          bytes[index] = UnsafeBufferPointer(start: nil, count: 0)
          hasAll = false
        case .nullField:
          bytes[index] = UnsafeBufferPointer(start: nil, count: 0)
          if case .one(let key) = names.entries[index] { sightings.isSeen[key] = true }
        default:
          if case .one(let key) = names.entries[index] { sightings.isSeen[key] = true }
          throw error
        }
      }
    }
    return hasAll
  }

  /// Puts a field where the fields that it is joined to wait for it.
  private mutating func addToJoins(_ field: Field, _ column: Int, of record: UnsafeBufferPointer<UInt8>) {
    for (join, place) in joins.enumerated() {
      guard let part = place.columns.firstIndex(of: column) else { continue }
      joined[join].set(part, field, of: record)
    }
  }

  private mutating func readColumns(of record: UnsafeBufferPointer<UInt8>, _ chunk: Chunk) throws(RecordProblem.Reason)
  {
    guard let rows else { preconditionFailure("a chunk of a table without its table") }
    var scanner = FieldScanner(record, delimiter: rows.delimiter, isQuoted: rows.isQuoted)
    let columns = chunk.columns
    var wanted = 0
    var count = 0
    for (join, place) in joins.enumerated() { joined[join].begin(count: place.columns.count) }
    while let field = scanner.next() {
      if field.isMalformed { throw .unterminatedQuote }
      if !joins.isEmpty { addToJoins(field, count, of: record) }
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
    guard count == rows.width else {
      throw .wrongFieldCount(expected: rows.width, found: count)
    }
    for (join, place) in joins.enumerated() {
      joined[join].join()
      joined[join].bytes.withUnsafeBufferPointer { storage.set(place.field, $0) }
      bytes[place.field] = storage[place.field]
    }
  }
}
