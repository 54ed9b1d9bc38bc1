import AttuneReports
import AttuneStatistics
import AttuneStreams
import Synchronization

extension ColumnSearch {
  /// Ends with the question what a score up to ten is, and what either answer would give. Reads the whole input.
  ///
  /// - Parameter field: as commands take it.
  func ask(_ field: String) throws -> Never {
    var layout = RecordLayout()
    layout.measured = [.init(field, .promoter)]
    layout = try layout.detected(in: tape, format: format)
    let reading = layout
    let counts = Mutex(ValueCounts(precision: .coarse))
    let pipeline = FieldPipeline(format: format, fields: layout.fields) { reading.read($0).values[0] }
    _ = try pipeline.run(tape) { batch in
      counts.withLock { counts in for case let value? in batch.rows { counts.append(value) } }
      return true
    }
    let answers = counts.withLock { $0 }
    let scale = Scale(Distribution(answers).values.first ?? 1 < 1 ? 0 : 1, 10)
    let name = field.quotedForShell
    let isFound = Scale.find(Distribution(answers), name: field).scale == scale
    let further = isFound ? "" : " --scale \("\(field)=\(scale.optionText)".quotedForShell)"
    let kind = RecordLayout.MeasuredColumn.Kind.satisfaction
    let promoter = RecordLayout.MeasuredColumn.Kind.promoter.figureText(ScaleAnswers(answers, scale: .promoter))
    let satisfaction = kind.figureText(ScaleAnswers(answers, scale: scale))
    try Exit.fail(
      "column '\(field)' may be the likelihood to recommend on 0-10 (\(promoter)) or a score on \(scale.text) (\(satisfaction)); "
        + "say which with \(advice)--nps \(name) or \(advice)--csat \(name)\(further)", Exit.usage)
  }
}
