import Attune
import AttunePlatform
import Synchronization

/// Reads chosen fields of every record and scores its text, with several workers; what they make of it is handed over in
/// order, a chunk at a time. Records that cannot be read are handed over as problems in their place.
package struct FieldPipeline<Row: Sendable>: Sendable {
  package var format: RecordFormat
  /// Columns of tables or fields of JSON objects; text records have one field, the line.
  package var fields: [String]
  /// Those of `fields` that a table may lack, and all objects; they are then empty.
  package var optionalFields: Set<String> = []
  /// Those of `fields` of which JSON numbers do not count.
  package var strings: Set<String> = []
  /// Those of `fields` of which each string of a JSON array counts: U+001F stands between them.
  package var lists: Set<String> = []
  /// Hand over the records' bytes as well, with their place among rows and problems.
  package var keepsRecords = false
  /// Hand over a hash of each row's record as well.
  package var hashesRecords = false
  /// Leave out rows of tables that are no records: blank ones, and the header once more.
  package var leavesOutFillers = false
  /// Keys of JSON objects of which `Record.holdsWatched` tells.
  package var watched: [String] = []
  /// Who reads the texts; nil when none are to be read.
  package var reading: Reading?
  package var workers = 1
  /// Bytes that a worker takes at a time.
  package var chunkSize = RecordPipeline.defaultChunkSize
  /// Called by workers with the bytes of a record's fields, which are valid during the call. Fields that a JSON object does
  /// not have, or that are null, are empty.
  package var makeRow: @Sendable ([UnsafeBufferPointer<UInt8>]) -> Row
  /// Called with the rows of a chunk in the order of the chunks, by one worker at a time: gives rows what they need of
  /// earlier ones. The quick step between `makeRow` and `finishRows`; nil for none.
  package var link: (@Sendable (inout [Row]) -> Void)?
  /// Called by workers with the rows of a chunk that `link` has seen; nil for none.
  package var finishRows: (@Sendable (inout [Row]) -> Void)?

  package init(
    format: RecordFormat, fields: [String], makeRow: @escaping @Sendable ([UnsafeBufferPointer<UInt8>]) -> Row
  ) {
    self.format = format
    self.fields = fields
    self.makeRow = makeRow
  }

  /// Who reads which of `fields`, and what the scorer does for it.
  package struct Reading: Sendable {
    package var model: Model
    package var field: Int
    package var keepsTokens: Bool
    package var tones: Set<ToneTaxonomy>
    /// What of a text is read; rows get no more of it either.
    package var cutter: TextCutter?
    /// Called by every worker for what notes in rows what their texts say, a batch at a time, which the scorer has finished.
    package var makeReader:
      @Sendable () -> (
        _ scorer: Scorer, _ texts: [UnsafeBufferPointer<UInt8>], _ rows: inout [Row], _ first: Int
      ) -> Void

    package init(
      model: Model, field: Int, keepsTokens: Bool, tones: Set<ToneTaxonomy>,
      makeReader:
        @escaping @Sendable () -> (
          _ scorer: Scorer, _ texts: [UnsafeBufferPointer<UInt8>], _ rows: inout [Row], _ first: Int
        ) -> Void
    ) {
      self.model = model
      self.field = field
      self.keepsTokens = keepsTokens
      self.tones = tones
      self.makeReader = makeReader
    }
  }

  /// The rows of one chunk.
  package struct Batch: Sendable {
    package var rows: [Row] = []
    /// Of each row, from 1.
    package var lines: [Int] = []
    /// Of each row's bytes, when they are wanted.
    package var hashes: [UInt64] = []
    /// The first `RecordProblem.told`, so that memory does not grow with what is wrong; all where records are kept.
    package var problems: [RecordProblem] = []
    package var problemCount = 0
    package var leftOut = LeftOutRows()
    package var path = ""
    /// Every record in order, when they are kept; behind the rows' and problems' numbers stand ranges of `bytes`.
    package var records: [Record] = []
    package var bytes: [UInt8] = []
    package var table: Table?
    /// The output begins with a header.
    package var needsHeader = false
    /// Of the stream up to here.
    package var summary = RecordPipeline.Summary()
  }

  package struct Record: Sendable {
    /// Without its line end.
    package var range: Range<Int>
    /// Its place in `rows`, or in `problems`.
    package var place: Int
    package var isProblem: Bool
    /// Whether it has one of the watched keys; not told of problems.
    package var holdsWatched = false
  }

  /// Runs until the inputs end.
  ///
  /// - Parameter take: is given batches in order, by one worker at a time, and may keep what it moves out of them; false ends
  ///   the reading.
  /// - Throws: `StreamError`; batches before the error have been handed over.
  @discardableResult
  package func run(_ inputs: [StreamInput], _ take: @escaping @Sendable (inout Batch) -> Bool) throws(StreamError)
    -> RecordPipeline.Summary
  {
    try run(InputTape(inputs), take)
  }

  /// The same with inputs that may have been looked at.
  @discardableResult
  package func run(_ tape: InputTape, _ take: @escaping @Sendable (inout Batch) -> Bool) throws(StreamError)
    -> RecordPipeline.Summary
  {
    for input in tape.inputs { try input.check() }
    var wake: [Int32] = [-1, -1]
    guard pipe(&wake) == 0 else { throw .cannotRead(path: "a pipe", errno: errno) }
    defer { for end in wake { close(end) } }
    let run = FieldRun(
      pipeline: self, take: take, wake: wake[1],
      reader: ChunkReader(
        tape: tape, format: format, fieldNames: fields, optionalNames: optionalFields,
        chunkSize: max(chunkSize, 64), cancellation: wake[0]))
    Workers.run(workers) { run.work() }
    let summary = try run.result()
    if let sightings = run.sightings, !tape.isCut {
      try sightings.check(
        FieldNames(fields, optional: optionalFields), path: tape.inputs.map(\.name).joined(separator: ", "))
    }
    return summary
  }
}

/// What the workers of one run share.
private final class FieldRun<Row: Sendable>: Sendable {
  private struct State {
    var error: StreamError?
    /// The line at which the chunk begins of which it is the turn.
    var line = 1
    var summary = RecordPipeline.Summary()
    var sightings: FieldSightings
  }

  private struct Reader: @unchecked Sendable {  // Used under the lock only.
    let chunks: ChunkReader
  }

  private let pipeline: FieldPipeline<Row>
  private let take: @Sendable (inout FieldPipeline<Row>.Batch) -> Bool
  private let wake: Int32
  private let reader: Mutex<Reader>
  private let state: Mutex<State>
  /// No further chunk is taken.
  private let isDone = Atomic(false)
  /// Nothing is handed over any more.
  private let isStopped = Atomic(false)
  private let results: OrderedResults<FieldResult<Row>>
  private let turnstile = Turnstile()

  init(
    pipeline: FieldPipeline<Row>, take: @escaping @Sendable (inout FieldPipeline<Row>.Batch) -> Bool, wake: Int32,
    reader: sending ChunkReader
  ) {
    self.pipeline = pipeline
    self.take = take
    self.wake = wake
    self.reader = Mutex(Reader(chunks: reader))
    state = Mutex(State(sightings: FieldSightings(count: FieldNames(pipeline.fields).keys.count)))
    results = OrderedResults(limit: 3 * max(pipeline.workers, 1))
  }

  func result() throws(StreamError) -> RecordPipeline.Summary {
    let state = state.withLock { $0 }
    if let error = state.error { throw error }
    return state.summary
  }

  /// Of the fields of all objects; nil when not all were looked at.
  var sightings: FieldSightings? {
    pipeline.format == .jsonl && !isStopped.load(ordering: .relaxed) ? state.withLock { $0.sightings } : nil
  }

  func work() {
    let chunk = Chunk(capacity: pipeline.chunkSize)
    let processor = FieldProcessor(pipeline)
    while true {
      let result = results.take()
      guard next(into: chunk) else { return results.giveBack(result) }
      processor.process(chunk, into: result)
      if let link = pipeline.link { turnstile.pass(chunk.sequence) { link(&result.batch.rows) } }
      pipeline.finishRows?(&result.batch.rows)
      results.deliver(result) { deliver($0) }
    }
  }

  private func next(into chunk: Chunk) -> Bool {
    reader.withLock { reader in
      guard !isDone.load(ordering: .relaxed) else { return false }
      do throws(StreamError) {
        return try reader.chunks.next(into: chunk)
      } catch {
        stop(error)
        return false
      }
    }
  }

  private func deliver(_ result: FieldResult<Row>) {
    var batch = result.batch
    result.batch = .init()
    let firstLine = state.withLock { state in
      let line = result.firstLine ?? state.line
      state.line = line + result.lineCount
      state.summary.records += batch.rows.count + batch.problemCount
      state.summary.errors += batch.problemCount
      state.summary.bytes += result.byteCount
      if pipeline.format == .jsonl { state.sightings.merge(result.sightings) }
      batch.summary = state.summary
      return line
    }
    for index in batch.lines.indices { batch.lines[index] += firstLine }
    for index in batch.problems.indices { batch.problems[index].line += firstLine }
    if !isStopped.load(ordering: .relaxed), !take(&batch) {
      isStopped.store(true, ordering: .relaxed)
      stop(nil)
    }
    // For the next chunk, unless somebody keeps them; who takes them next frees what they hold.
    (result.batch.rows, result.batch.lines, result.batch.hashes) = (batch.rows, batch.lines, batch.hashes)
  }

  /// Ends the reading and keeps the first error.
  private func stop(_ error: StreamError?) {
    state.withLock { if $0.error == nil { $0.error = error } }
    isDone.store(true, ordering: .relaxed)
    var byte: UInt8 = 0
    _ = write(wake, &byte, 1)
  }
}

private final class FieldResult<Row: Sendable>: ChunkOutcome {
  var batch = FieldPipeline<Row>.Batch()
  var sequence = 0
  var firstLine: Int?
  var lineCount = 0
  var byteCount = 0
  var sightings = FieldSightings(count: 0)
}

/// Makes rows of the records of chunks, one chunk at a time. Owned by one worker.
private final class FieldProcessor<Row: Sendable> {
  private let pipeline: FieldPipeline<Row>
  private let scorer: Scorer?
  private let reader: ((Scorer, [UnsafeBufferPointer<UInt8>], inout [Row], Int) -> Void)?
  private let cutter: TextCutter?
  private let textField: Int
  private var fields: RecordFields
  /// The texts that the scorer holds, and where each of them ends.
  private var texts: [UInt8] = []
  private var ends: [Int] = []
  private var own: [UInt8] = []

  init(_ pipeline: FieldPipeline<Row>) {
    self.pipeline = pipeline
    scorer = pipeline.reading.map { Scorer(model: $0.model, keepsTokens: $0.keepsTokens, tones: $0.tones) }
    reader = pipeline.reading?.makeReader()
    cutter = pipeline.reading?.cutter
    textField = pipeline.reading?.field ?? 0
    fields = RecordFields(
      format: pipeline.format, names: pipeline.fields, strings: pipeline.strings, lists: pipeline.lists,
      watched: pipeline.watched)
  }

  func process(_ chunk: Chunk, into result: FieldResult<Row>) {
    result.sequence = chunk.sequence
    result.firstLine = chunk.firstLine
    result.batch.rows.removeAll(keepingCapacity: true)
    result.batch.lines.removeAll(keepingCapacity: true)
    result.batch.hashes.removeAll(keepingCapacity: true)
    result.batch.leftOut = LeftOutRows()
    result.batch.path = chunk.path
    result.byteCount = chunk.count
    result.batch.table = chunk.table
    result.batch.needsHeader = chunk.needsHeader
    result.sightings.reset()
    if chunk.isTooLong {
      result.lineCount = chunk.skippedLines
      if pipeline.keepsRecords { result.batch.records = [.init(range: 0..<0, place: 0, isProblem: true)] }
      result.batch.problems = [.init(reason: .tooLong(limit: RecordCutter.limit), path: chunk.path, line: 0)]
      result.batch.problemCount = 1
      return
    }
    fields.begin(chunk)
    if pipeline.keepsRecords { result.batch.bytes = Array(chunk.records) }
    var scanner = RecordScanner(chunk)
    // Lines of a single field behind the last record, and how many of them are among the problems.
    var notes = (lines: [String](), told: 0)
    while let range = scanner.next() {
      let record = UnsafeBufferPointer(rebasing: chunk.records[range.start..<range.end])
      if pipeline.leavesOutFillers, let filler = chunk.table?.filler(record) {
        result.batch.leftOut.append(filler)
        continue
      }
      do throws(RecordProblem.Reason) {
        try fields.read(record, chunk)
        if pipeline.keepsRecords {
          result.batch.records.append(
            .init(
              range: range.start..<range.end, place: result.batch.rows.count, isProblem: false,
              holdsWatched: fields.holdsWatched))
        }
        if pipeline.hashesRecords { result.batch.hashes.append(TokenHash.hash(record)) }
        add(to: &result.batch, line: range.line)
        if !notes.lines.isEmpty { notes = ([], 0) }
      } catch {
        if pipeline.keepsRecords {
          result.batch.records.append(
            .init(range: range.start..<range.end, place: result.batch.problems.count, isProblem: true))
        }
        result.batch.problemCount += 1
        let isNote = if case .wrongFieldCount(_, 1) = error { record.contains(0x20) } else { false }
        if !isNote {
          notes = ([], 0)
        } else if notes.lines.count <= Self.noteLimit {
          notes.lines.append(String(decoding: record.prefix(400), as: UTF8.self))
        }
        if pipeline.keepsRecords || result.batch.problems.count < RecordProblem.told {
          result.batch.problems.append(.init(reason: error, path: chunk.path, line: range.line))
          if isNote { notes.told += 1 }
        }
      }
    }
    if pipeline.leavesOutFillers, !pipeline.keepsRecords, chunk.endsInput,
      (1...Self.noteLimit).contains(notes.lines.count),
      !result.batch.rows.isEmpty
    {
      result.batch.problemCount -= notes.lines.count
      result.batch.problems.removeLast(notes.told)
      result.batch.leftOut.append(lines: notes.lines)
    }
    readTexts(&result.batch)
    result.lineCount = scanner.line
    result.sightings = fields.sightings
  }

  /// Lines below a table: those of Salesforce are five.
  private static var noteLimit: Int { 12 }

  private func add(to batch: inout FieldPipeline<Row>.Batch, line: Int) {
    guard let cutter else { return add(fields.bytes, to: &batch, line: line) }
    own.removeAll(keepingCapacity: true)
    if cutter(fields.bytes[textField], &own) {
      own.withUnsafeBufferPointer { own in
        var bytes = fields.bytes
        bytes[textField] = own
        add(bytes, to: &batch, line: line)
      }
    } else {
      add(fields.bytes, to: &batch, line: line)
    }
  }

  private func add(_ bytes: [UnsafeBufferPointer<UInt8>], to batch: inout FieldPipeline<Row>.Batch, line: Int) {
    batch.rows.append(pipeline.makeRow(bytes))
    batch.lines.append(line)
    if let scorer {
      let text = bytes[textField]
      scorer.add(text)
      texts += text
      ends.append(texts.count)
      if scorer.isFull { readTexts(&batch) }
    }
  }

  private func readTexts(_ batch: inout FieldPipeline<Row>.Batch) {
    guard let scorer, let reader, !ends.isEmpty else { return }
    scorer.finish()
    texts.withUnsafeBufferPointer { texts in
      var start = 0
      let lent = ends.map { end in
        defer { start = end }
        return UnsafeBufferPointer(rebasing: texts[start..<end])
      }
      let first = batch.rows.count - ends.count
      reader(scorer, lent, &batch.rows, first)
    }
    texts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    scorer.reset()
  }
}
