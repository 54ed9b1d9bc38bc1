/// What became of a chunk: its output and what is to be told of it. Memory that is used again and again.
final class ChunkResult: ChunkOutcome {
  struct Problem {
    var reason: RecordProblem.Reason
    /// Lines of the chunk before the record.
    var line: Int
    /// Where the record's output begins.
    var outputStart: Int
  }

  struct Chosen {
    var payload: any Sendable
    /// Lines of the chunk before the record.
    var line: Int
    /// Where the record's output ends.
    var outputEnd: Int
    /// What is kept free in it.
    var gaps: [LateField.Gap]
  }

  var out = OutputBuffer()
  /// The first `RecordProblem.told`, so that memory does not grow with what is wrong.
  private(set) var problems: [Problem] = []
  private(set) var problemCount = 0
  /// Bytes of `out` that are a header.
  var headerCount = 0
  /// With a selector: what `out` holds behind the header.
  var chosen: [Chosen] = []
  var recordCount = 0
  var lineCount = 0
  /// Of the fields of objects.
  var sightings = FieldSightings(count: 0)
  /// Of the chunk.
  var byteCount = 0
  var sequence = 0
  var path = ""
  var firstLine: Int?

  /// Output memory that is kept from chunk to chunk.
  private static let keptBytes = 8 << 20

  func reset(for chunk: Chunk) {
    out.removeAll(shrinkingTo: Self.keptBytes)
    problems.removeAll(keepingCapacity: true)
    problemCount = 0
    headerCount = 0
    chosen.removeAll(keepingCapacity: true)
    recordCount = 0
    lineCount = 0
    byteCount = chunk.count
    sequence = chunk.sequence
    path = chunk.path
    firstLine = chunk.firstLine
  }

  func add(_ problem: Problem) {
    problemCount += 1
    if problems.count < RecordProblem.told { problems.append(problem) }
  }

  /// Hands over what was chosen, one by one.
  func hand(
    over out: UnsafeBufferPointer<UInt8>, firstLine: Int,
    to take: (RecordPipeline.Selection) throws(StreamError) -> Void
  ) throws(StreamError) {
    if headerCount > 0 { try take(.header(UnsafeBufferPointer(rebasing: out[..<headerCount]))) }
    var start = headerCount
    for record in chosen where record.outputEnd <= out.count {
      let output = UnsafeBufferPointer(rebasing: out[start..<record.outputEnd])
      let gaps = record.gaps.map { LateField.Gap(column: $0.column, offset: $0.offset - start) }
      try take(
        .record(
          SelectedRecord(
            payload: record.payload, output: output, gaps: gaps, path: path, line: firstLine + record.line)))
      start = record.outputEnd
    }
    try take(.end)
  }
}
