import AttuneStreams
import Synchronization

/// Whose words of texts count: told by the first of them.
package struct OwnWords: Sendable {
  package var mail = QuotedMail()
  package var talk = TalkColumn()

  /// Bytes that are looked at where texts are conversations of people without roles.
  private static let furtherBytes = 4 << 20

  package init() {}

  package mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
    mail.add(text)
    talk.add(text)
  }

  /// What is said of the texts; nil where all words count.
  package var note: String? {
    talk.isUsual && talk.isDecided ? talk.note : mail.isUsual ? mail.note : nil
  }

  /// What cuts off the rest of a text; nil where all words count.
  /// - Parameters:
  ///   - keepsPlaces: what is between becomes blanks, so that bytes keep their places.
  ///   - cutsMail: whether quoted mail is cut off; nil where the texts tell.
  package func cutter(keepsPlaces: Bool, cutsMail: Bool? = nil) -> TextCutter? {
    let mails = cutsMail ?? mail.isUsual ? QuotedMail.cutter(keepsPlaces: keepsPlaces) : nil
    return talk.isUsual && talk.isDecided ? talk.cutter(keepsPlaces: keepsPlaces, others: mails) : mails
  }

  /// Whose words are read: the same where texts are cut in the same way.
  var reading: String { talk.isUsual && talk.isDecided ? "customers' turns" : mail.isUsual ? "own words" : "all words" }

  /// Looks at the texts in a field. The input can be read afterwards.
  package static func look(in tape: InputTape, format: RecordFormat, field: String) throws(StreamError) -> OwnWords {
    let found = Mutex((words: OwnWords(), bytes: 0))
    var pipeline = FieldPipeline(format: format, fields: [field]) { fields in
      found.withLock {
        $0.words.add(fields[0])
        $0.bytes += fields[0].count
      }
    }
    pipeline.chunkSize = QuotedMail.lookedAt
    let look = pipeline
    try tape.look { () throws(StreamError) in
      // What cannot be read now is an error of the reading itself.
      _ = try? look.run(tape) { _ in found.withLock { $0.words.talk.isOpen && $0.bytes < furtherBytes } }
    }
    return found.withLock { $0.words }
  }
}
