import Attune
import AttuneReports
import AttuneStreams
import Synchronization

extension ColumnLanguage {
  /// Texts that are looked at.
  private static let lookedAt = 500

  /// The languages of the first texts in a field.
  package static func first(in tape: InputTape, format: RecordFormat, field: String) -> ColumnLanguages {
    let found = Mutex((column: ColumnLanguage(), records: 0))
    let pipeline = FieldPipeline(format: format, fields: [field]) { fields in
      found.withLock { found in
        found.records += 1
        if !FieldCursor(fields[0]).isMissing { found.column.append(fields[0]) }
      }
    }
    _ = try? tape.look { () throws(StreamError) in
      try pipeline.run(tape) { _ in found.withLock { $0.records < lookedAt && !$0.column.isFull } }
    }
    return found.withLock { $0.column.languages }
  }

  /// The same of texts.
  package static func first(of texts: [String]) -> ColumnLanguages {
    var column = ColumnLanguage()
    for var text in texts.prefix(lookedAt) { text.withUTF8 { column.append($0) } }
    return column.languages
  }
}

extension Model {
  /// The same model for the texts in a field, by the languages of the first of them.
  package func reading(_ field: String, in tape: InputTape, format: RecordFormat) -> Model {
    guard format != .text else { return self }
    return reading(columnIn: ColumnLanguage.first(in: tape, format: format, field: field))
  }
}
