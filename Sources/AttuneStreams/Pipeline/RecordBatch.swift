import Attune

/// Classifies records that are in memory, on the calling thread, for callers that have queues of their own. What it writes
/// are the bytes of `RecordPipeline`. One caller at a time; its memory is used again.
package final class RecordBatch {
  private let chunk = Chunk(capacity: firstCapacity)
  private let result = ChunkResult()
  private var processor: ChunkProcessor

  private static let firstCapacity = 4 << 10
  /// Input memory that is kept from call to call.
  private static let keptBytes = 1 << 20

  /// - Precondition: the pipeline reads lines of text or of JSON: a table has a header, which is read once.
  package init(_ pipeline: RecordPipeline) {
    precondition(!pipeline.format.isTable)
    processor = ChunkProcessor(pipeline)
    chunk.format = pipeline.format
  }

  package struct Counts: Sendable, Equatable {
    package var records = 0
    /// Records that could not be read.
    package var problems = 0
  }

  /// - Parameters:
  ///   - lines: whole records.
  ///   - body: is lent what is written for them.
  /// - Complexity: O(bytes)
  package func classify<Result>(
    _ lines: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>, Counts) -> Result
  ) -> Result {
    process(lines)
    return body(
      UnsafeBufferPointer(start: result.out.bytes, count: result.out.count),
      Counts(records: result.recordCount, problems: result.problemCount))
  }

  /// The same with a pipeline that has a `RecordSelector`.
  /// - Parameter take: is given what it has chosen, in order.
  package func choose(
    from lines: UnsafeBufferPointer<UInt8>, _ take: (RecordPipeline.Selection) throws(StreamError) -> Void
  ) throws(StreamError) -> Counts {
    process(lines)
    try result.hand(
      over: UnsafeBufferPointer(start: result.out.bytes, count: result.out.count), firstLine: 1, to: take)
    return Counts(records: result.recordCount, problems: result.problemCount)
  }

  /// Of what was processed last, the first records that could not be read: the lines before each, at most
  /// `RecordProblem.told`.
  package var problemLines: [Int] { result.problems.map(\.line) }

  private func process(_ lines: UnsafeBufferPointer<UInt8>) {
    chunk.fill(lines, keeping: Self.keptBytes)
    processor.process(chunk, into: result)
  }
}

extension Chunk {
  /// Takes whole records.
  /// - Parameter kept: bytes of memory that are not given back.
  func fill(_ lines: UnsafeBufferPointer<UInt8>, keeping kept: Int) {
    count = 0
    shrink(to: max(kept, lines.count))
    reserve(lines.count)
    if let start = lines.baseAddress { bytes.update(from: start, count: lines.count) }
    count = lines.count
  }
}
