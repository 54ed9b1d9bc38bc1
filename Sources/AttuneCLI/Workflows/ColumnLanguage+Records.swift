import Attune
import AttuneReports
import AttuneStreams
import Synchronization

extension ColumnLanguage {
  /// Texts that are looked at.
  private static let lookedAt = 500

  /// The language of most of the first texts in a field; nil for English, and where there is none.
  static func first(in tape: InputTape, format: RecordFormat, field: String) -> String? {
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
    return found.withLock { $0.column.language }
  }

  /// The language of a text that is not English; nil for others.
  ///
  /// - Parameters:
  ///   - own: as the text alone tells it.
  ///   - mostly: that of most texts of its column. Short texts are taken for it where it is likelier than English.
  static func language(of text: UnsafeBufferPointer<UInt8>, _ own: String?, mostly: String?) -> String? {
    guard let mostly else { return own }
    if own == mostly { return own }
    return Model.isLikelier(mostly, text) && (own == nil || text.count < shortest) ? mostly : own
  }

  /// Bytes from which on a text tells its own language.
  private static let shortest = 120
}

extension NameCounts {
  /// What is said of texts in other languages; nil for none.
  ///
  /// - Parameter mostly: the language of the column.
  func languageNote(mostly: String? = nil) -> String? {
    guard !isEmpty else { return nil }
    let texts = total == 1 ? "text is" : "texts are"
    let short = mostly.map { " (short ones are taken for '\($0)', as most texts of the column)" } ?? ""
    return "\(total) \(texts) in other languages than English: \(listed)\(short); the sentiment is unknown"
  }

  init(_ counts: [String: Int]) {
    self.init()
    for (name, count) in counts { add(name, count) }
  }
}
