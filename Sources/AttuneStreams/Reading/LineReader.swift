/// The lines of an input, one by one, as soon as each has arrived: for commands that talk.
///
/// Memory is bounded by `limit`, the most bytes that a line may have.
package final class LineReader {
  private let reader: ChunkReader
  private let chunk: Chunk
  private let limit: Int
  private var scanner: RecordScanner?
  /// The line at which the chunk begins, from 1.
  private var firstLine = 1

  /// What a person writes in one go, with much room.
  package static let limit = 1 << 20

  private static let chunkSize = 1 << 16

  package enum Line {
    /// Without its end, repaired where it is not UTF-8.
    case text(String)
    /// One of more than `limit` bytes.
    case tooLong(RecordProblem)
  }

  /// - Parameter passesLongLines: whether lines come behind one of more than `limit` bytes; else it is the last.
  /// - Throws: `StreamError` when the input cannot be opened.
  package init(_ input: StreamInput, limit: Int = limit, passesLongLines: Bool = false) throws(StreamError) {
    try input.check()
    self.limit = limit
    chunk = Chunk(capacity: Self.chunkSize)
    reader = ChunkReader(
      tape: InputTape([input]), format: .text, fieldNames: [], chunkSize: Self.chunkSize, recordLimit: limit,
      endsAtLongRecord: !passesLongLines)
  }

  /// The next line without its end, repaired where it is not UTF-8; nil at the end.
  /// - Throws: `StreamError`; `badRecord` for a line of more than `limit` bytes, without reading it to its end.
  package func next() throws(StreamError) -> String? {
    switch try nextLine() {
    case .text(let text): return text
    case .tooLong(let problem): throw .badRecord(problem)
    case nil: return nil
    }
  }

  /// The next line, or what stands for one that is too long; nil at the end.
  package func nextLine() throws(StreamError) -> Line? {
    while true {
      if let range = scanner?.next() {
        let line = UnsafeBufferPointer(rebasing: chunk.records[range.start..<range.end])
        return line.count <= limit
          ? .text(String(decoding: line, as: UTF8.self)) : .tooLong(problem(firstLine + range.line))
      }
      firstLine += scanner?.line ?? 0
      scanner = nil
      guard try reader.next(into: chunk) else { return nil }
      if chunk.isTooLong {
        defer { firstLine += chunk.skippedLines }
        return .tooLong(problem(firstLine))
      }
      scanner = RecordScanner(chunk)
    }
  }

  private func problem(_ line: Int) -> RecordProblem {
    RecordProblem(reason: .tooLong(limit: limit), path: chunk.path, line: line)
  }
}
