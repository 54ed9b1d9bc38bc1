import Attune
import AttunePlatform
import Synchronization

/// Classifies streams of records: reads, scores and writes with several workers, in bounded memory, in order.
///
///     worker:  take the next chunk (one worker at a time)  ->  score its records  ->  write what is next in order  ->  again
///
/// Every worker owns one chunk and one scorer for its whole life, results are used again, and only so many are in flight:
/// nothing is allocated per record, and memory does not grow with the input.
package struct RecordPipeline: Sendable {
  package var model: Model
  package var format = RecordFormat.text
  package var output: OutputFormat
  /// The field or column of the text.
  package var textField = "text"
  package var workers = 1
  /// Bytes that a worker takes at a time.
  package var chunkSize = defaultChunkSize
  /// Labels of a lower probability are given as unknown; score and probabilities stay.
  package var minimumConfidence: Float = 0
  /// Stop at the first record that cannot be read.
  package var isStrict = false
  /// What of a text is scored; bytes keep their places. Lines of text are scored whole.
  package var cutter: TextCutter?

  /// Called by every worker for what it says besides the verdict, in the order in which it is written.
  package var makeAnnotators: @Sendable () -> [any Annotator] = { [] }
  /// The scorer keeps its texts' tokens for the annotators.
  package var keepsTokens = false
  /// The scorer finds tones for the annotators.
  package var tones: Set<ToneTaxonomy> = []

  /// Further fields that a selector sees.
  package var selectorFields: [String] = []
  /// What the selector's caller adds to the records that it takes: see `SelectedRecord.output(filling:)`.
  package var lateField: (field: String, columns: [String])?
  /// Columns that text and objects have in tables: see `RecordWriter`.
  package var objectColumns: [String]?
  /// Takes what one of the annotators, a `RecordSelector`, has chosen, in order and by one worker at a time; nothing is written
  /// to the destination then.
  package var take: (@Sendable (Selection) throws(StreamError) -> Void)?

  package enum Selection {
    /// What stands before the records in the output; not in all formats.
    case header(UnsafeBufferPointer<UInt8>)
    case record(SelectedRecord)
    /// All records up to here have been handed over, and the input may pause.
    case end
  }

  package static let defaultChunkSize = 256 << 10

  package init(model: Model, format: RecordFormat, output: OutputFormat? = nil) {
    self.model = model
    self.format = format
    self.output = output ?? OutputFormat(of: format)
  }

  package struct Summary: Sendable, Equatable {
    package var records = 0
    package var errors = 0
    /// Read, without headers.
    package var bytes = 0
    /// Texts in other languages than English, whose sentiment is unknown.
    package var languages: [String: Int] = [:]
  }

  /// Is told, in order and by one worker at a time, of records that could not be read, of those of a chunk the first, and now
  /// and then how far it is.
  package struct Observer: Sendable {
    package var problem: @Sendable (RecordProblem) -> Void
    package var progress: @Sendable (Summary) -> Void

    package init(
      problem: @escaping @Sendable (RecordProblem) -> Void = { _ in },
      progress: @escaping @Sendable (Summary) -> Void = { _ in }
    ) {
      self.problem = problem
      self.progress = progress
    }
  }

  /// Runs until the inputs end.
  ///
  /// - Throws: `StreamError`. What was written before stays written; with `isStrict` these are the records before the bad
  ///   one. `unknownField` comes behind all records.
  package func run(
    _ inputs: [StreamInput], to destination: ByteOutput, observer: Observer = .init()
  ) throws(StreamError) -> Summary {
    try run(InputTape(inputs), to: destination, observer: observer)
  }

  /// The same with inputs that may have been looked at.
  package func run(
    _ tape: InputTape, to destination: ByteOutput, observer: Observer = .init()
  ) throws(StreamError) -> Summary {
    for input in tape.inputs { try input.check() }
    var wake: [Int32] = [-1, -1]
    guard pipe(&wake) == 0 else { throw .cannotRead(path: "a pipe", errno: errno) }
    defer { for end in wake { close(end) } }
    let run = Run(
      pipeline: self, destination: destination, observer: observer, wake: wake[1],
      reader: ChunkReader(
        tape: tape, format: format, fieldNames: [textField] + selectorFields, chunkSize: max(chunkSize, 64),
        cancellation: wake[0]))
    Workers.run(workers) { run.work() }
    let summary = try run.result()
    try run.sightings.check(
      FieldNames([textField] + selectorFields), path: tape.inputs.map(\.name).joined(separator: ", "))
    return summary
  }
}

/// What the workers of one run share.
private final class Run: Sendable {
  private struct State {
    var summary = RecordPipeline.Summary()
    var error: StreamError?
    /// The line at which the chunk begins of which it is the turn.
    var line = 1
    var sightings: FieldSightings
  }

  private struct Reader: @unchecked Sendable {  // Used under the lock only.
    let chunks: ChunkReader
  }

  private let pipeline: RecordPipeline
  private let destination: ByteOutput
  private let observer: RecordPipeline.Observer
  private let wake: Int32
  private let reader: Mutex<Reader>
  private let state: Mutex<State>
  /// No further chunk is taken; those in flight are still written.
  private let isReadingDone = Atomic(false)
  /// Nothing is written any more.
  private let isWritingDone = Atomic(false)
  private let results: OrderedResults<ChunkResult>

  /// Enough for a worker to go on while another's slower chunk is next in order.
  private static let resultsPerWorker = 3

  init(
    pipeline: RecordPipeline, destination: ByteOutput, observer: RecordPipeline.Observer, wake: Int32,
    reader: sending ChunkReader
  ) {
    self.pipeline = pipeline
    self.destination = destination
    self.observer = observer
    self.wake = wake
    self.reader = Mutex(Reader(chunks: reader))
    let names = FieldNames([pipeline.textField] + pipeline.selectorFields)
    state = Mutex(State(sightings: FieldSightings(count: names.keys.count)))
    results = OrderedResults(limit: Self.resultsPerWorker * max(pipeline.workers, 1))
  }

  func result() throws(StreamError) -> RecordPipeline.Summary {
    let state = state.withLock { $0 }
    if let error = state.error { throw error }
    return state.summary
  }

  /// Of the fields that all objects should have.
  var sightings: FieldSightings { state.withLock { $0.sightings } }

  func work() {
    let chunk = Chunk(capacity: pipeline.chunkSize)
    var processor = ChunkProcessor(pipeline)
    defer {
      let languages = processor.foreignTexts
      if !languages.isEmpty { state.withLock { $0.summary.languages.merge(languages) { $0 + $1 } } }
    }
    while true {
      let result = results.take()
      do throws(StreamError) {
        guard try take(chunk) else { return results.giveBack(result) }
      } catch {
        keep(error)
        return results.giveBack(result)
      }
      processor.process(chunk, into: result)
      results.deliver(result) { if !isWritingDone.load(ordering: .relaxed) { write($0) } }
    }
  }

  private func take(_ chunk: Chunk) throws(StreamError) -> Bool {
    let result = reader.withLock { reader -> Result<Bool, StreamError> in
      guard !isReadingDone.load(ordering: .relaxed) else { return .success(false) }
      do throws(StreamError) {
        return .success(try reader.chunks.next(into: chunk))
      } catch {
        // Still under the lock, so that nobody reads on behind the error.
        isReadingDone.store(true, ordering: .relaxed)
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func write(_ result: ChunkResult) {
    let firstLine = state.withLock { state in
      let line = result.firstLine ?? state.line
      state.line = line + result.lineCount
      return line
    }
    var end = result.out.count
    var strictProblem: RecordProblem?
    for (index, problem) in result.problems.enumerated() {
      let located = RecordProblem(reason: problem.reason, path: result.path, line: firstLine + problem.line)
      if pipeline.isStrict, index == 0 {
        end = problem.outputStart
        strictProblem = located
        break
      }
      observer.problem(located)
    }
    do throws(StreamError) {
      let out = UnsafeBufferPointer(start: result.out.bytes, count: end)
      if let take = pipeline.take {
        try result.hand(over: out, firstLine: firstLine, to: take)
      } else {
        try destination.write(out)
      }
    } catch {
      isWritingDone.store(true, ordering: .relaxed)
      keep(error)
      return
    }
    let summary = state.withLock { state in
      state.summary.records += result.recordCount
      state.summary.errors += result.problemCount
      state.summary.bytes += result.byteCount
      if pipeline.format == .jsonl { state.sightings.merge(result.sightings) }
      return state.summary
    }
    observer.progress(summary)
    if let strictProblem {
      isWritingDone.store(true, ordering: .relaxed)
      keep(.badRecord(strictProblem))
    }
  }

  /// Keeps the first error and ends the reading.
  private func keep(_ error: StreamError) {
    state.withLock { if $0.error == nil { $0.error = error } }
    isReadingDone.store(true, ordering: .relaxed)
    var byte: UInt8 = 0
    _ = systemWake(wake, &byte)
  }
}

private func systemWake(_ descriptor: Int32, _ byte: inout UInt8) -> Int { write(descriptor, &byte, 1) }
