import Attune

/// Scores the records of chunks, one chunk at a time. Owned by one worker.
struct ChunkProcessor: ~Copyable {
  private let scorer: Scorer
  /// Texts of each language but English so far.
  var foreignTexts: [String: Int] { scorer.foreignTexts }
  private var writer: RecordWriter<VerdictField>
  /// Of what a selector's caller adds to the records.
  private let late: LateField?
  private let json: JSONFieldFinder?
  /// Where the text of an object stands.
  private let textNames: FieldNames
  private var sightings: FieldSightings
  private var joined = JoinedText()
  private let format: RecordFormat
  /// The records of the batch; a record with a problem has no row in the scorer.
  private var batch: [Record] = []
  private var problems: [RecordProblem.Reason] = []
  /// The texts of the batch, where the output repeats a text that does not stand in the chunk as it is.
  private var texts: [UInt8] = []
  private let keepsTexts: Bool
  private let annotators: [any Annotator]
  private let selector: (any RecordSelector)?
  private var selectorFields: RecordFields?
  /// The bytes of the fields for the selector, of all texts of the batch, and where each of them ends.
  private var fieldBytes: [UInt8] = []
  private var fieldEnds: [Int] = []
  private let fieldCount: Int
  /// Where the texts that were scored stand, for the annotators: in the chunk, if it is one of text, else in `texts`.
  private var textRanges: [Range<Int>] = []
  private var unquoted: [UInt8] = []
  private let cutter: TextCutter?
  /// What of a text counts.
  private var own: [UInt8] = []
  /// `texts` with blanks for what does not count, for the annotators; empty without a cutter.
  private var ownTexts: [UInt8] = []

  /// Nothing that is counted by reference, so that copies cost little.
  private struct Record {
    var range: RecordRange
    var textEnd = 0
    /// Its place in `problems`.
    var problem: Int?
    /// See `RecordWriter.write`.
    var holdsKeys = false
  }

  init(_ pipeline: RecordPipeline) {
    scorer = Scorer(model: pipeline.model, keepsTokens: pipeline.keepsTokens, tones: pipeline.tones)
    annotators = pipeline.makeAnnotators()
    selector = annotators.lazy.compactMap { $0 as? any RecordSelector }.first
    fieldCount = pipeline.selectorFields.count
    if fieldCount > 0 {
      // Columns are counted for all wanted fields of a table, of which the text is the first.
      let names = (pipeline.format.isTable ? [pipeline.textField] : []) + pipeline.selectorFields
      selectorFields = RecordFields(format: pipeline.format, names: names)
    }
    late = pipeline.lateField.map { LateField(field: $0.field, columns: $0.columns) }
    let verdict = VerdictField(
      scorer, model: pipeline.model, minimumConfidence: pipeline.minimumConfidence, annotators: annotators)
    writer = RecordWriter(
      input: pipeline.format, output: pipeline.output, lead: verdict,
      others: annotators as [any AddedField] + (late.map { [$0] } ?? []), objectColumns: pipeline.objectColumns)
    format = pipeline.format
    cutter = pipeline.format == .text ? nil : pipeline.cutter
    textNames = FieldNames([pipeline.textField])
    sightings = FieldSightings(count: textNames.keys.count)
    json =
      pipeline.format == .jsonl
      ? JSONFieldFinder(names: textNames.keys, watched: pipeline.output == .jsonl ? writer.fieldNames : []) : nil
    keepsTexts =
      pipeline.output == .csv && !pipeline.format.isTable || !annotators.isEmpty && pipeline.format != .text
      || selector != nil
    batch.reserveCapacity(2 * Scorer.batchSize)
  }

  mutating func process(_ chunk: Chunk, into result: ChunkResult) {
    result.reset(for: chunk)
    writer.begin(chunk.table)
    if chunk.needsHeader { writer.writeHeader(to: &result.out) }
    result.headerCount = result.out.count
    selectorFields?.begin(chunk)
    sightings.reset()
    if chunk.isTooLong {
      batch.append(Record(range: RecordRange(start: 0, end: 0, line: 0), problem: 0))
      problems.append(.tooLong(limit: RecordCutter.limit))
      finishBatch(chunk, result)
      result.lineCount = chunk.skippedLines
      return
    }
    var scanner = RecordScanner(chunk)
    let records = chunk.records
    while let range = scanner.next() {
      add(range, records, chunk)
      if scorer.isFull || batch.count == 2 * Scorer.batchSize { finishBatch(chunk, result) }
    }
    finishBatch(chunk, result)
    result.lineCount = scanner.line
    if format == .jsonl { noteSightings(result) }
  }

  /// Those of the text and of the selector's fields.
  private mutating func noteSightings(_ result: ChunkResult) {
    let good = result.recordCount - result.problemCount
    if good > 0, textNames.isPlain { sightings.isSeen[0] = true }
    sightings.objects += good
    result.sightings = sightings
    if let fields = selectorFields?.sightings { result.sightings.append(fields) }
  }

  @inline(__always)
  private mutating func add(_ range: RecordRange, _ records: UnsafeBufferPointer<UInt8>, _ chunk: Chunk) {
    let record = UnsafeBufferPointer(rebasing: records[range.start..<range.end])
    var entry = Record(range: range)
    do throws(RecordProblem.Reason) {
      try RecordCutter.check(record)
      if format == .text { score(record) } else { try scoreText(of: record, chunk, &entry) }
      if fieldCount > 0 { readFields(of: record, chunk) }
    } catch {
      entry.problem = problems.count
      problems.append(error)
      if format == .jsonl { note(error, record) }
    }
    entry.textEnd = texts.count
    if !annotators.isEmpty, entry.problem == nil {
      textRanges.append(format == .text ? range.start..<range.end : (batch.last?.textEnd ?? 0)..<texts.count)
    }
    batch.append(entry)
  }

  /// Scores the text that stands in an object or a row.
  @inline(never)
  private mutating func scoreText(
    of record: UnsafeBufferPointer<UInt8>, _ chunk: Chunk, _ entry: inout Record
  ) throws(RecordProblem.Reason) {
    if format == .jsonl {
      if textNames.isPlain { score(try json!.find(in: record)) } else { try scoreJoined(record) }
      entry.holdsKeys = json!.holdsWatched
    } else if chunk.columns[0] >= 0 {
      try scoreField(of: record, chunk)
    } else {
      try scoreJoined(record, chunk)
    }
  }

  /// Keeps the fields for the selector; those of a record in which they cannot be found are empty.
  @inline(never)
  private mutating func readFields(of record: UnsafeBufferPointer<UInt8>, _ chunk: Chunk) {
    let isRead = (try? selectorFields!.read(record, chunk)) != nil
    for field in selectorFields!.bytes.suffix(fieldCount) {
      if isRead { fieldBytes.append(contentsOf: field) }
      fieldEnds.append(fieldBytes.count)
    }
  }

  private mutating func score(_ text: UnsafeBufferPointer<UInt8>) {
    if cutter == nil { scorer.add(text) } else { scoreOwn(text) }
    if keepsTexts { texts.append(contentsOf: text) }
  }

  /// Scores what of a text counts.
  @inline(never)
  private mutating func scoreOwn(_ text: UnsafeBufferPointer<UInt8>) {
    own.removeAll(keepingCapacity: true)
    if cutter?(text, &own) == true {
      own.withUnsafeBufferPointer { scorer.add($0) }
      guard !annotators.isEmpty else { return }
      ownTexts += own
      ownTexts.append(contentsOf: repeatElement(0x20, count: max(text.count - own.count, 0)))
    } else {
      scorer.add(text)
      if !annotators.isEmpty { ownTexts.append(contentsOf: text) }
    }
  }

  /// Notes what an object shows of its text's field that could not be read.
  @inline(never)
  private mutating func note(_ problem: RecordProblem.Reason, _ record: UnsafeBufferPointer<UInt8>) {
    switch problem {
    case .missingField: sightings.sample(record)
    case .nullField, .notAString: if textNames.isPlain { sightings.isSeen[0] = true }
    default: return
    }
    sightings.objects += 1
  }

  /// Of several fields of an object.
  @inline(never)
  private mutating func scoreJoined(_ record: UnsafeBufferPointer<UInt8>) throws(RecordProblem.Reason) {
    guard let json, case .joined(let choices) = textNames.entries[0] else { return }
    try json.parse(record)
    if try !textNames.read(choices, json, into: &joined, &sightings) { sightings.sample(record) }
    let text = joined.bytes
    text.withUnsafeBufferPointer { score($0) }
  }

  /// Of several columns.
  @inline(never)
  private mutating func scoreJoined(
    _ record: UnsafeBufferPointer<UInt8>, _ chunk: Chunk
  ) throws(RecordProblem.Reason) {
    guard let table = chunk.table, let join = chunk.joins.first else {
      preconditionFailure("a joined text without its columns")
    }
    var fields = FieldScanner(record, delimiter: table.delimiter, isQuoted: table.isQuoted)
    var count = 0
    joined.begin(count: join.columns.count)
    while let field = fields.next() {
      if field.isMalformed { throw .unterminatedQuote }
      if let part = join.columns.firstIndex(of: count) { joined.set(part, field, of: record) }
      count += 1
    }
    guard count == table.columns.count else {
      throw .wrongFieldCount(expected: table.columns.count, found: count)
    }
    joined.join()
    let text = joined.bytes
    text.withUnsafeBufferPointer { score($0) }
  }

  private mutating func scoreField(of record: UnsafeBufferPointer<UInt8>, _ chunk: Chunk) throws(RecordProblem.Reason) {
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
    if cutter == nil {
      unquoted.withUnsafeBufferPointer { scorer.add($0) }
    } else {
      let content = unquoted
      content.withUnsafeBufferPointer { scoreOwn($0) }
    }
    if keepsTexts { texts += unquoted }
  }

  private mutating func finishBatch(_ chunk: Chunk, _ result: ChunkResult) {
    scorer.finish()
    annotate(chunk)
    if let selector { choose(selector, chunk, result) } else { write(chunk, result, &result.out) }
    result.recordCount += batch.count
    batch.removeAll(keepingCapacity: true)
    problems.removeAll(keepingCapacity: true)
    texts.removeAll(keepingCapacity: true)
    ownTexts.removeAll(keepingCapacity: true)
    fieldBytes.removeAll(keepingCapacity: true)
    fieldEnds.removeAll(keepingCapacity: true)
    scorer.reset()
  }

  private mutating func annotate(_ chunk: Chunk) {
    guard !annotators.isEmpty else { return }
    (cutter == nil ? texts : ownTexts).withUnsafeBufferPointer { texts in
      textRanges.withUnsafeBufferPointer { ranges in
        let texts = ScoredTexts(scorer: scorer, bytes: format == .text ? chunk.records : texts, ranges: ranges)
        for annotator in annotators { annotator.annotate(texts) }
      }
    }
    textRanges.removeAll(keepingCapacity: true)
  }

  /// Writes only what is wanted.
  private func choose(_ selector: any RecordSelector, _ chunk: Chunk, _ result: ChunkResult) {
    let records = chunk.records
    var row = 0
    var textStart = 0
    var fields = [UnsafeBufferPointer<UInt8>](repeating: .init(start: nil, count: 0), count: fieldCount)
    texts.withUnsafeBufferPointer { texts in
      fieldBytes.withUnsafeBufferPointer { fieldBytes in
        for entry in batch {
          defer { textStart = entry.textEnd }
          if let problem = entry.problem {
            result.add(.init(reason: problems[problem], line: entry.range.line, outputStart: result.out.count))
            continue
          }
          defer { row += 1 }
          for index in 0..<fieldCount {
            let place = row * fieldCount + index
            fields[index] = .init(rebasing: fieldBytes[(place == 0 ? 0 : fieldEnds[place - 1])..<fieldEnds[place]])
          }
          let text = UnsafeBufferPointer(rebasing: texts[textStart..<entry.textEnd])
          guard let payload = selector.select(row, text: text, fields: fields) else { continue }
          let record = UnsafeBufferPointer(rebasing: records[entry.range.start..<entry.range.end])
          writer.write(record, text: text, holdsKeys: entry.holdsKeys, row: row, to: &result.out)
          result.chosen.append(
            .init(
              payload: payload, line: entry.range.line, outputEnd: result.out.count, gaps: late?.takeGaps() ?? []))
        }
      }
    }
  }

  private func write(_ chunk: Chunk, _ result: ChunkResult, _ out: inout OutputBuffer) {
    let records = chunk.records
    var row = 0
    if problems.isEmpty, writer.isLeadAlone {
      while row < batch.count {
        writer.writeLead(row, to: &out)
        row += 1
      }
      return
    }
    var textStart = 0
    texts.withUnsafeBufferPointer { texts in
      for entry in batch {
        let record = UnsafeBufferPointer(rebasing: records[entry.range.start..<entry.range.end])
        if let problem = entry.problem {
          result.add(.init(reason: problems[problem], line: entry.range.line, outputStart: out.count))
          writer.write(record, problem: problems[problem], to: &out)
        } else {
          let text = UnsafeBufferPointer(rebasing: texts[textStart..<entry.textEnd])
          writer.write(record, text: text, holdsKeys: entry.holdsKeys, row: row, to: &out)
          row += 1
        }
        textStart = entry.textEnd
      }
    }
  }
}
