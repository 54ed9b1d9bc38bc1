import TestSupport

@testable import AttuneStreams

/// Decompressing and decoding give the same text, notes and failure for pieces of any length. The first byte says which
/// encoding is named, if one is.
func fuzzDecoders(_ input: UnsafeBufferPointer<UInt8>) {
  guard let first = input.first else { return }
  let content = Array(input[1...])
  let encodings: [TextEncoding?] = [
    nil, nil, nil, nil, .utf8, .utf16(bigEndian: nil), .utf16(bigEndian: true), .windows1252,
    TextEncoding(name: "shift_jis"), TextEncoding(name: "gb18030"), TextEncoding(name: "koi8-r"),
    TextEncoding(name: "utf-32"), TextEncoding(name: "macintosh"), TextEncoding(name: "euc-kr"), nil, nil,
  ]
  let encoding = encodings[Int(first & 15)]
  let whole = Decoded(content, encoding, piece: 1 << 16, capacity: 1 << 16)
  precondition(Decoded(content, encoding, piece: 1 + Int(first >> 4), capacity: 1 << 16) == whole)
  precondition(Decoded(content, encoding, piece: 1 << 16, capacity: 1 + Int(first >> 4)) == whole)
  precondition(whole.isCut || encoding == nil || String(validating: whole.text, as: UTF8.self) != nil)
}

/// What comes out of a decoder, up to a limit.
private struct Decoded: Equatable {
  var text: [UInt8] = []
  var failure: StreamError?
  var encoding: TextEncoding?
  var compression: Compression?
  var notes: [String] = []
  var isCut = false

  private static let limit = 1 << 20

  init(_ content: [UInt8], _ forced: TextEncoding?, piece: Int, capacity: Int) {
    var input = StreamInput.file("input")
    input.reading.encoding = forced
    let decoder = InputDecoder(input)
    var at = 0
    var buffer = [UInt8](repeating: 0, count: capacity)
    reading: while true {
      let arrival = try? decoder.read(into: &buffer, capacity: capacity, waits: true) { bytes, room, _ in
        let count = min(piece, room, content.count - at)
        guard count > 0 else { return .end }
        content.withUnsafeBufferPointer { bytes.update(from: $0.baseAddress! + at, count: count) }
        at += count
        return .bytes(count)
      }
      guard case .bytes(let count)? = arrival else { break }
      precondition(count > 0 && count <= capacity)
      text += buffer[..<count]
      if text.count > Self.limit {
        isCut = true
        text.removeSubrange(Self.limit...)
        break reading
      }
    }
    encoding = decoder.encoding
    compression = decoder.compression
    guard !isCut else { return }
    failure = decoder.failure
    notes = input.reading.notes.all
  }
}

/// Workbooks: the bytes of one, or a sheet of Excel's or of LibreOffice's, in an archive that is sound. They are read or
/// refused, and give the same rows for any number of bytes that are asked for.
func fuzzWorkbooks(_ input: UnsafeBufferPointer<UInt8>) {
  guard let first = input.first else { return }
  let content = input[1...]
  let parts = content.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  let bytes: [UInt8]
  switch first & 3 {
  case 0: bytes = Array(content)
  case 1: bytes = Archive.spreadsheet(parts.prefix(3).enumerated().map { ("S\($0)", $1) })
  default:
    bytes = Archive.workbook(
      [("S", parts[0])], strings: parts.dropFirst().map { $0 }, formats: [0, 14, 20, 22, 46, 9],
      merged: ["A1:B1", "C1:D1"])
  }
  checkSource(bytes, as: .csv) { _ in }
}

/// JSON of any shape: what comes out are lines, the same for any number of bytes that are asked for.
func fuzzJSON(_ input: UnsafeBufferPointer<UInt8>) {
  guard let first = input.first else { return }
  checkSource(Array(input[1...]), as: .jsonl) { $0.records = [nil, nil, "a", "a.b"][Int(first & 3)] }
}

private struct Outcome: Equatable {
  var bytes: [UInt8] = []
  var error: StreamError?
  var notes: [String] = []
}

private func checkSource(_ bytes: [UInt8], as format: RecordFormat, _ adjust: (inout InputReading) -> Void) {
  let file = bytes.withUnsafeBufferPointer { File($0) }
  let outcomes = [7, 1 << 16].map { capacity in
    var input = StreamInput.file(file.path)
    input.reading.notes = InputNotes { _ in }
    adjust(&input.reading)
    return read(input, format, capacity: capacity)
  }
  precondition(outcomes[0] == outcomes[1])
}

private func read(_ input: StreamInput, _ format: RecordFormat, capacity: Int) -> Outcome {
  var outcome = Outcome()
  let source = ByteSource(input)
  var buffer = [UInt8](repeating: 0, count: capacity)
  do throws(StreamError) {
    try source.open(as: format, cancellation: -1)
    while case .bytes(let count) = try source.read(into: &buffer, capacity: capacity) {
      precondition(count > 0 && count <= capacity)
      outcome.bytes += buffer[..<count]
      if outcome.bytes.count > 1 << 22 { return Outcome() }
    }
    outcome.error = source.failure
  } catch {
    outcome.error = error
  }
  outcome.notes = input.reading.notes.all
  return outcome
}

/// The head of a table: the same columns, notes and records for any size of chunk. The first byte says how it is to be
/// read.
func fuzzHeads(_ input: UnsafeBufferPointer<UInt8>) {
  guard let first = input.first else { return }
  let file = File(UnsafeBufferPointer(rebasing: input[1...]))
  let heads = [64, 1 << 16].map { size in
    var input = StreamInput.file(file.path)
    input.reading.notes = InputNotes { _ in }
    if first & 2 != 0 { input.reading.header = 1 + Int(first >> 4) }
    if first & 4 != 0 { input.reading.delimiter = Table.possibleDelimiters[Int(first >> 4) & 3] }
    let names = first & 8 != 0 ? ["text", "2"] : []
    return Head(input, first & 1 == 0 ? .csv : .tsv, names, chunkSize: size)
  }
  if heads[0] != heads[1] { fatalError("by size of chunks: \(heads)") }
  guard let table = heads[0].table else { return }
  precondition(table.labels.isEmpty || table.labels.count == table.columns.count)
  precondition(Set(table.keys).count == table.columns.count)
}

private struct Head: Equatable {
  var table: Table?
  var records: [[UInt8]] = []
  var error: StreamError?
  var notes: Set<String> = []

  init(_ input: StreamInput, _ format: RecordFormat, _ names: [String], chunkSize: Int) {
    let reader = ChunkReader(tape: InputTape([input]), format: format, fieldNames: names, chunkSize: chunkSize)
    let chunk = Chunk(capacity: chunkSize)
    do throws(StreamError) {
      while try reader.next(into: chunk) {
        table = chunk.table ?? table
        var scanner = RecordScanner(chunk)
        while let range = scanner.next() { records.append(Array(chunk.records[range.start..<range.end])) }
      }
    } catch {
      self.error = error
    }
    // How much was read before an error, and so what was said of it, is a matter of chunks.
    if error == nil { notes = Set(input.reading.notes.all) }
  }
}
