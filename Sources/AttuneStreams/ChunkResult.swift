/// What became of a chunk: its output and what is to be told of it. Memory that is used again and again.
final class ChunkResult: ChunkOutcome {
  struct Problem {
    var reason: RecordProblem.Reason
    /// Lines of the chunk before the record.
    var line: Int
    /// Where the record's output begins.
    var outputStart: Int
  }

  var out = OutputBuffer()
  var problems: [Problem] = []
  var recordCount = 0
  var lineCount = 0
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
    recordCount = 0
    lineCount = 0
    byteCount = chunk.count
    sequence = chunk.sequence
    path = chunk.path
    firstLine = chunk.firstLine
  }
}
