import AttuneCare
import AttuneStreams
import Synchronization

/// Judges the replies of a stream of records and writes every record with its assessment, in order.
struct ReplyStream {
  let records: ReplyRecords
  let output: OutputFormat
  let workers: Int
  let isStrict: Bool

  private struct State {
    var memory = ReplyRecords.Memory()
    var out: [UInt8] = []
    var refused = 0
    var error: StreamError?
  }

  private typealias Batch = FieldPipeline<ReplyRecords.Record>.Batch

  func run(
    _ inputs: [StreamInput], to destination: ByteOutput, report: StreamReport
  ) throws(StreamError) -> RecordPipeline.Summary {
    let state = Mutex(State())
    let records = records
    let writer = NotedRecordWriter(
      input: records.format, output: output, field: "empathy", columns: ReplyAssessment.columns)
    var pipeline = FieldPipeline(format: records.format, fields: records.names) { records.record($0) }
    pipeline.optionalFields = records.fields.optional
    pipeline.keepsRecords = true
    pipeline.workers = workers
    var summary = try pipeline.run(inputs) { batch in
      state.withLock { state in
        write(batch, writer, &state, report)
        do throws(StreamError) {
          try state.out.withUnsafeBufferPointer { out throws(StreamError) in try destination.write(out) }
        } catch {
          state.error = error
        }
        state.out.removeAll(keepingCapacity: true)
        report.observer.progress(batch.summary)
        return state.error == nil
      }
    }
    let (refused, error) = state.withLock { ($0.refused, $0.error) }
    if let error { throw error }
    summary.errors += refused
    return summary
  }

  private func write(_ batch: Batch, _ writer: NotedRecordWriter, _ state: inout State, _ report: StreamReport) {
    if batch.needsHeader { writer.appendHeader(batch.table, to: &state.out) }
    batch.bytes.withUnsafeBufferPointer { bytes in
      for record in batch.records {
        let raw = UnsafeBufferPointer(rebasing: bytes[record.range])
        guard let problem = problem(of: record, batch) else {
          write(batch.rows[record.place], raw, batch.table, writer, &state)
          continue
        }
        if isStrict {
          state.error = .badRecord(problem)
          return
        }
        if !record.isProblem { state.refused += 1 }
        report.observer.problem(problem)
        writer.append(raw, problem: problem.reason, table: batch.table, to: &state.out)
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
    _ record: ReplyRecords.Record, _ raw: UnsafeBufferPointer<UInt8>, _ table: Table?, _ writer: NotedRecordWriter,
    _ state: inout State
  ) {
    var record = record
    let assessment = records.assess(&record, &state.memory)
    writer.append(raw, table: table, to: &state.out) { out, delimiter in
      switch (assessment, output) {
      case (let assessment?, .jsonl): assessment.appendJSON(to: &out)
      case (let assessment?, _): assessment.appendColumns(to: &out, delimiter: delimiter)
      // A customer's turn.
      case (nil, .jsonl): out += "null".utf8
      case (nil, _): out += repeatElement(delimiter, count: ReplyAssessment.columns.count - 1)
      }
    }
  }
}
