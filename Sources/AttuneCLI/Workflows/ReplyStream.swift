import AttuneStreams
import AttuneWorkflows
import Synchronization

/// Judges the replies of a stream of records and writes every record with its assessment, in order.
struct ReplyStream {
  let records: ReplyRecords
  let output: OutputFormat
  let workers: Int
  let isStrict: Bool

  private struct State: ~Copyable {
    var memory = ReplyRecords.Memory()
    let empathy: EmpathyField
    let conversation: ConversationField?
    var writer: RecordWriter<EmpathyField>
    var out = OutputBuffer()
    var refused = 0
    var error: StreamError?

    init(_ records: ReplyRecords, output: OutputFormat) {
      empathy = EmpathyField()
      conversation = records.fields.conversation.map { _ in ConversationField() }
      writer = RecordWriter(
        input: records.format, output: output, lead: empathy, others: conversation.map { [$0] } ?? [])
    }
  }

  /// Output memory that is kept from batch to batch.
  private static let keptBytes = 8 << 20

  private typealias Batch = FieldPipeline<ReplyRecords.Record>.Batch

  func run(
    _ tape: InputTape, to destination: ByteOutput, report: StreamReport
  ) throws(StreamError) -> RecordPipeline.Summary {
    let state = Mutex(State(records, output: output))
    let records = records
    var pipeline = records.pipeline(workers: workers)
    pipeline.keepsRecords = true
    if output == .jsonl { pipeline.watched = state.withLock { $0.writer.fieldNames } }
    var summary = try pipeline.run(tape) { batch in
      state.withLock { state in
        write(batch, &state, report)
        do throws(StreamError) {
          try destination.write(UnsafeBufferPointer(start: state.out.bytes, count: state.out.count))
        } catch {
          state.error = error
        }
        state.out.removeAll(shrinkingTo: Self.keptBytes)
        report.observer.progress(batch.summary)
        return state.error == nil
      }
    }
    let (refused, error, notes) = state.withLock { ($0.refused, $0.error, records.notes($0.memory)) }
    if let error { throw error }
    for note in notes { tape.inputs.first?.reading.notes.add(note) }
    summary.errors += refused
    return summary
  }

  private func write(_ batch: Batch, _ state: inout State, _ report: StreamReport) {
    state.writer.begin(batch.table)
    if batch.needsHeader { state.writer.writeHeader(to: &state.out) }
    batch.bytes.withUnsafeBufferPointer { bytes in
      for record in batch.records {
        let raw = UnsafeBufferPointer(rebasing: bytes[record.range])
        guard let problem = problem(of: record, batch) else {
          write(batch.rows[record.place], raw, holdsKeys: record.holdsWatched, &state)
          continue
        }
        if isStrict {
          state.error = .badRecord(problem)
          return
        }
        if !record.isProblem { state.refused += 1 }
        report.observer.problem(problem)
        state.writer.write(raw, problem: problem.reason, to: &state.out)
      }
    }
  }

  /// Why a record cannot be judged.
  private func problem(of record: FieldPipeline<ReplyRecords.Record>.Record, _ batch: Batch) -> RecordProblem? {
    if record.isProblem { return batch.problems[record.place] }
    guard case .refused(let message) = batch.rows[record.place].content else { return nil }
    return RecordProblem(reason: .refused(message), path: batch.path, line: batch.lines[record.place])
  }

  private func write(
    _ record: ReplyRecords.Record, _ raw: UnsafeBufferPointer<UInt8>, holdsKeys: Bool, _ state: inout State
  ) {
    var record = record
    let judgement = records.judge(&record, &state.memory)
    state.empathy.assessment = judgement.assessment
    state.conversation?.conversation = judgement.conversation
    state.writer.write(raw, text: .init(start: nil, count: 0), holdsKeys: holdsKeys, row: 0, to: &state.out)
  }
}
