import AttunePlatform

/// Where a record stands in its chunk.
struct RecordRange {
  var start: Int
  /// Before the line break.
  var end: Int
  /// Lines of the chunk before it.
  var line: Int
}

/// Walks over the records of a chunk.
struct RecordScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let isQuoted: Bool
  private let isJSON: Bool
  private var cutter: RecordCutter
  private var at = 0
  /// Lines before the next record.
  private(set) var line = 0

  init(_ chunk: Chunk) {
    bytes = chunk.records
    isJSON = chunk.format == .jsonl
    isQuoted = chunk.table?.isQuoted ?? false
    cutter = RecordCutter(table: chunk.table, hopelessEnd: chunk.hopelessEnd)
  }

  mutating func next() -> RecordRange? {
    guard at < bytes.count, let base = bytes.baseAddress else { return nil }
    let start = at
    let firstLine = line
    if isQuoted {
      cutter.advance(bytes, isEnd: true, onlyOne: true)
      at = cutter.completeEnd
      for index in start..<at where bytes[index] == 0x0A { line += 1 }
    } else {
      let found = memchr(base + at, 0x0A, bytes.count - at)
      at = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) + 1 } ?? bytes.count
      line += 1
    }
    let range = RecordRange(start: start, end: bytes[start..<at].trimmedLineEnd.endIndex, line: firstLine)
    return isJSON ? range.trimmingArray(bytes) : range
  }
}
