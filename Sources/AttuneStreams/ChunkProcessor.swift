import Attune

/// Scores the records of chunks, one chunk at a time. Owned by one worker.
final class ChunkProcessor {
  private let scorer: Scorer
  private let writer: VerdictWriter
  private let json: JSONFieldFinder?
  /// The records of the batch; a record with a problem has no row in the scorer.
  private var batch: [Record] = []
  /// The texts of the batch, where the output repeats a text that does not stand in the chunk as it is.
  private var texts: [UInt8] = []
  private let keepsTexts: Bool
  private var unquoted: [UInt8] = []

  private struct Record {
    var range: RecordRange
    var textEnd = 0
    var problem: RecordProblem.Reason?
  }

  init(_ pipeline: RecordPipeline) {
    scorer = Scorer(model: pipeline.model)
    writer = VerdictWriter(
      input: pipeline.format, output: pipeline.output, labels: pipeline.model.labels,
      isSentiment: pipeline.model.isSentiment, minimumConfidence: pipeline.minimumConfidence)
    json = pipeline.format == .jsonl ? JSONFieldFinder(name: pipeline.textField) : nil
    keepsTexts = pipeline.output == .csv && !pipeline.format.isTable
    batch.reserveCapacity(2 * Scorer.batchSize)
  }

  func process(_ chunk: Chunk, into result: ChunkResult) {
    result.reset(for: chunk)
    if chunk.needsHeader { writer.writeHeader(chunk.table, to: &result.out) }
    if chunk.isTooLong {
      batch.append(
        Record(range: RecordRange(start: 0, end: 0, line: 0), problem: .tooLong(limit: RecordCutter.limit)))
      finishBatch(chunk, result)
      result.lineCount = 1
      return
    }
    var scanner = RecordScanner(chunk)
    while let range = scanner.next() {
      add(range, chunk)
      if scorer.isFull || batch.count == 2 * Scorer.batchSize { finishBatch(chunk, result) }
    }
    finishBatch(chunk, result)
    result.lineCount = scanner.line
  }

  private func add(_ range: RecordRange, _ chunk: Chunk) {
    let record = UnsafeBufferPointer(rebasing: chunk.records[range.start..<range.end])
    var entry = Record(range: range)
    do throws(RecordProblem.Reason) {
      if record.count > RecordCutter.limit { throw .tooLong(limit: RecordCutter.limit) }
      switch chunk.format {
      case .text: score(record)
      case .jsonl: score(try json!.find(in: record))
      case .csv, .tsv: try scoreField(of: record, chunk)
      }
    } catch {
      entry.problem = error
    }
    entry.textEnd = texts.count
    batch.append(entry)
  }

  private func score(_ text: UnsafeBufferPointer<UInt8>) {
    scorer.add(text)
    if keepsTexts { texts.append(contentsOf: text) }
  }

  private func scoreField(of record: UnsafeBufferPointer<UInt8>, _ chunk: Chunk) throws(RecordProblem.Reason) {
    guard let table = chunk.table else { preconditionFailure("a chunk of a table without its table") }
    var fields = FieldScanner(record, delimiter: table.delimiter, isQuoted: table.isQuoted)
    var count = 0
    var text: Field?
    while let field = fields.next() {
      if field.isMalformed { throw .unterminatedQuote }
      if count == chunk.columns[0] { text = field }
      count += 1
    }
    guard count == table.columns.count, let text else {
      throw .wrongFieldCount(expected: table.columns.count, found: count)
    }
    guard text.isQuoted else { return score(UnsafeBufferPointer(rebasing: record[text.range])) }
    unquoted.removeAll(keepingCapacity: true)
    text.appendContent(of: record, to: &unquoted)
    unquoted.withUnsafeBufferPointer { score($0) }
  }

  private func finishBatch(_ chunk: Chunk, _ result: ChunkResult) {
    scorer.finish()
    var row = 0
    var textStart = 0
    texts.withUnsafeBufferPointer { texts in
      for entry in batch {
        let record = UnsafeBufferPointer(rebasing: chunk.records[entry.range.start..<entry.range.end])
        if let problem = entry.problem {
          result.problems.append(.init(reason: problem, line: entry.range.line, outputStart: result.out.count))
          writer.write(record, problem: problem, table: chunk.table, to: &result.out)
        } else {
          let text = UnsafeBufferPointer(rebasing: texts[textStart..<entry.textEnd])
          writer.write(record, text: text, table: chunk.table, scorer, row: row, to: &result.out)
          row += 1
        }
        textStart = entry.textEnd
      }
    }
    result.recordCount += batch.count
    batch.removeAll(keepingCapacity: true)
    texts.removeAll(keepingCapacity: true)
    scorer.reset()
  }
}
