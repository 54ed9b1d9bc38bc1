import Attune
import AttuneReports
import AttuneStreams
import Synchronization

extension ColumnLanguage {
  /// Bytes in which texts are looked for.
  private static let bytesLookedAt = 8 << 20

  /// The languages of the texts in a field, by those of the first 8 MB.
  package static func first(in tape: InputTape, format: RecordFormat, field: String) -> ColumnLanguages {
    let column = Mutex(ColumnLanguage())
    let pipeline = FieldPipeline(format: format, fields: [field]) { fields in
      if !FieldCursor(fields[0]).saysNothing { column.withLock { $0.append(fields[0]) } }
    }
    _ = try? tape.look { () throws(StreamError) in
      try pipeline.run(tape) { $0.summary.bytes < bytesLookedAt }
    }
    return column.withLock { $0.languages }
  }

  /// The same of texts.
  package static func first(of texts: [String]) -> ColumnLanguages {
    var column = ColumnLanguage()
    for var text in texts { text.withUTF8 { column.append($0) } }
    return column.languages
  }
}

extension Model {
  /// The same model for the texts in a field, by the languages of them.
  package func reading(_ field: String, in tape: InputTape, format: RecordFormat) -> Model {
    guard format != .text else { return self }
    return reading(columnIn: ColumnLanguage.first(in: tape, format: format, field: field))
  }
}
