import ArgumentParser
import Attune
import AttuneCare
import AttuneStreams
import Synchronization

extension RecordLayout {
  /// Records that are looked at before the reading; more when dates leave their order open.
  private static let lookedAt = 50_000

  /// Looks at the columns of files to find out how they are written. Standard input cannot be read twice: there, fields with
  /// two readings are refused one by one.
  func detected(in inputs: [StreamInput], format: RecordFormat) throws -> RecordLayout {
    guard format != .text, !inputs.contains(.standardInput), let first = inputs.first else { return self }
    let table = try FieldReader.table(of: first, format: format)
    let semicolon = table?.delimiter == UInt8(ascii: ";")
    let detector = Mutex(LayoutDetector(self, decimalMark: semicolon ? .comma : .point))
    // With one worker, which reads the records in order.
    let pipeline = FieldPipeline(format: format, fields: fields) { fields in detector.withLock { $0.append(fields) } }
    try pipeline.run(inputs) { _ in detector.withLock { $0.records < Self.lookedAt || $0.isOpen } }
    return try detector.withLock { detector in
      do throws(LayoutError) {
        return try detector.detected()
      } catch {
        try Exit.fail("\(error)\(Self.advice(error))", Exit.data)
      }
    }
  }

  private static func advice(_ error: LayoutError) -> String {
    switch error {
    case .undecided(_, .ambiguousDate): "; say which with --dates day-first or month-first"
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
  ///   - take: is given all records in order.
  func forEachRecord(
    in inputs: [StreamInput], format: RecordFormat, model: Model?, taxonomy: Taxonomy?, workers: Int,
    report: StreamReport, take: @escaping @Sendable (_ batch: FieldPipeline<Row>.Batch) -> Void
  ) throws {
    let layout = self
    var pipeline = FieldPipeline(format: format, fields: fields) { layout.read($0) }
    pipeline.workers = workers
    if let model, let textField {
      guard model.isSentiment else {
        throw ValidationError(
          "--text needs a model of sentiment; this one knows the classes \(model.labels.joined(separator: ", ")).")
      }
      pipeline.reading = .init(model: model, field: textField, keepsTokens: true, tones: TextReader.tones) {
        let reader = TextReader(model: model, taxonomy: taxonomy)
        return { scorer, texts, rows in
          for (index, reading) in zip(rows.indices, reader.read(scorer, texts)) { rows[index].reading = reading }
        }
      }
    }
    let summary = try pipeline.run(inputs) { batch in
      take(batch)
      for problem in batch.problems { report.observer.problem(problem) }
      report.observer.progress(batch.summary)
      return true
    }
    report.finish(summary)
  }
}
