import AttuneCare
import AttuneStreams

/// Whether records are mails that quote others, so that only their writers' own words count: told by the first of them.
package struct QuotedMail: Sendable {
  /// Texts that were looked at.
  package private(set) var texts = 0
  /// Those of them that quote a mail.
  package private(set) var quoting = 0

  /// Bytes that are looked at.
  package static let lookedAt = 64 << 10
  /// Texts that quote mails, and their share, from which on an input is one of mails.
  private static let fewest = 3
  private static let share = 0.02

  package init() {}

  package mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
    texts += 1
    if UnquotedText.quotesMail(text) { quoting += 1 }
  }

  package var isUsual: Bool { quoting >= Self.fewest && Double(quoting) >= Self.share * Double(texts) }

  /// What is said where it is usual.
  package var note: String {
    "\(quoting) of the first \(texts) texts quote mail: only the writers' own words count"
  }

  /// What cuts off the rest of a text.
  /// - Parameter keepsPlaces: see `UnquotedText.append`.
  package static func cutter(keepsPlaces: Bool) -> TextCutter {
    { UnquotedText.append($0, keepsPlaces: keepsPlaces, to: &$1) }
  }

  /// Looks at the texts of records in memory, one a line.
  package static func look(in lines: [UInt8], field: String) -> QuotedMail {
    var found = QuotedMail()
    var end = min(lines.count, lookedAt)
    if end < lines.count { end = lines[..<end].lastIndex(of: 0x0A).map { $0 + 1 } ?? end }
    lines[..<end].withUnsafeBufferPointer { lines in
      FieldBatch(names: [field]).forEach(lines) { if $0.problem == nil { found.add($0.fields[0]) } }
    }
    return found
  }
}
