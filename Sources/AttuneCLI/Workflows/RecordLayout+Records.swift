import ArgumentParser
import Attune
import AttuneCare
import AttuneReports
import AttuneStreams
import AttuneWorkflows
import Synchronization

extension RecordLayout {
  /// Bytes that a worker takes at a time: rows take several times the memory of the records that they are made of, and there
  /// are up to three chunks of them for each worker.
  private static let chunkSize = 64 << 10

  /// Looks at the columns of inputs to find out how they are written. The inputs can be read afterwards; what was looked at
  /// is kept, up to `InputTape.limit` bytes.
  func detected(in tape: InputTape, format: RecordFormat) throws -> RecordLayout {
    switch try look(in: tape, format: format) {
    case .success(let layout): return layout
    case .failure(let error): try Self.fail(error)
    }
  }

  static func fail(_ error: LayoutError) throws -> Never {
    if case .undecidedScale = error { try Exit.fail("\(error)", Exit.usage) }
    try Exit.fail("\(error)\(advice(error))", Exit.data)
  }

  private static func advice(_ error: LayoutError) -> String {
    switch error {
    case .undecided(_, .durationWithoutUnit): "; say which with --unit"
    case .undecided(_, .ambiguousDuration): "; say which with --clock h:m or m:s"
    case .mixedDates: "; --dates day-first or month-first reads one kind and counts the other as unreadable"
    default: ""
    }
  }

  /// Reads all records and their texts.
  ///
  /// - Parameters:
  ///   - taxonomy: the aspects that texts are read for; nil for none.
  ///   - findsRepeats: hand over a hash of each record.
  ///   - cutter: what of a text counts; nil for all of it.
  ///   - take: is given all records in order.
  func forEachRecord(
    in tape: InputTape, format: RecordFormat, model: Model?, taxonomy: Taxonomy?, findsRepeats: Bool = false,
    cutter: TextCutter? = nil, workers: Int,
    report: StreamReport, take: @escaping @Sendable (_ batch: inout FieldPipeline<Row>.Batch) -> Void
  ) throws {
    var layout = self
    if let coach, let reply = measured.first(where: { $0.kind == .reply })?.name {
      layout.coach = coach.reading(columnIn: ColumnLanguage.first(in: tape, format: format, field: reply))
    }
    let reader = layout
    let languages = Mutex(NameCounts())
    var pipeline = FieldPipeline(format: format, fields: fields) { reader.read($0) }
    pipeline.workers = workers
    pipeline.hashesRecords = findsRepeats
    pipeline.leavesOutFillers = true
    pipeline.chunkSize = Self.chunkSize
    pipeline.lists = Set(groups)
    var columnLanguage: String?
    if let model, let text, let textField {
      guard model.isSentiment else {
        throw ValidationError(
          "--text needs a sentiment model; this model has the classes \(model.labels.joined(separator: ", ")).")
      }
      let model = model.reading(text, in: tape, format: format)
      columnLanguage = model.columnLanguages.most
      pipeline.reading = .init(model: model, field: textField, keepsTokens: true, tones: TextReader.tones) {
        let reader = TextReader(model: model, taxonomy: taxonomy)
        return { scorer, texts, rows, first in
          var found: [String] = []
          for (index, reading) in reader.read(scorer, texts).enumerated() {
            guard rows[first + index].hasText, let language = scorer.language(index) else {
              rows[first + index].reading = reading
              continue
            }
            // What others wrote is left out in any language.
            if rows[first + index].isCustomers { found.append(language) }
            var foreign = TextReading(.unknown)
            foreign.isForeign = true
            rows[first + index].reading = foreign
          }
          if !found.isEmpty {
            languages.withLock { languages in
              for language in found { languages.add(language) }
            }
          }
        }
      }
      pipeline.reading?.cutter = cutter
    }
    let summary = try pipeline.run(tape) { batch in
      for problem in batch.problems { report.observer.problem(problem) }
      take(&batch)
      report.observer.progress(batch.summary)
      return true
    }
    if let note = languages.withLock({ $0.languageNote(column: columnLanguage) }) {
      tape.inputs.first?.reading.notes.add(note)
    }
    report.finish(summary)
  }
}

extension FieldPipeline<RecordLayout.Row>.Batch {
  /// Hands the rows over in order, with the file, line and hash of each, and leaves empty ones behind: a row holds a dozen
  /// arrays, and a copy would count each of them up and down.
  mutating func moveRows(_ take: (_ row: RecordLayout.Row, _ path: String, _ line: Int, _ hash: UInt64?) -> Void) {
    var row = RecordLayout.Row()
    for index in rows.indices {
      swap(&row, &rows[index])
      take(row, path, lines[index], hashes.isEmpty ? nil : hashes[index])
    }
  }
}
