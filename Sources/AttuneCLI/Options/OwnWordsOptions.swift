import ArgumentParser
import AttuneCare
import AttuneStreams
import AttuneWorkflows

/// Whether the mails that a message quotes count as its writer's words.
struct OwnWordsOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help:
      "Read only the writer's own words, without quoted mail and signatures. Default: on if several records quote mail."
  )
  var ownWords: Bool?

  private static let textsLookedAt = 500

  /// What is to be cut off the texts in `field`; nil for nothing. Without the option the first records tell, which is said.
  ///
  /// - Parameter keepsPlaces: see `UnquotedText.append`.
  func cutter(
    _ tape: InputTape, format: RecordFormat, field: String, keepsPlaces: Bool
  ) throws -> TextCutter? {
    let cutter = QuotedMail.cutter(keepsPlaces: keepsPlaces)
    if let known = try isKnown(format) { return known ? cutter : nil }
    return isMail(try QuotedMail.look(in: tape, format: format, field: field), tape.inputs) ? cutter : nil
  }

  /// The same for texts that are in memory.
  func cut(_ texts: inout [String], format: RecordFormat, inputs: [StreamInput]) throws {
    var isMail = try isKnown(format)
    if isMail == nil {
      var found = QuotedMail()
      for var text in texts.prefix(Self.textsLookedAt) { text.withUTF8 { found.add($0) } }
      isMail = self.isMail(found, inputs)
    }
    guard isMail == true else { return }
    for index in texts.indices {
      var own: [UInt8] = []
      if texts[index].withUTF8({ UnquotedText.append($0, keepsPlaces: false, to: &own) }) {
        texts[index] = String(decoding: own, as: UTF8.self)
      }
    }
  }

  /// What the option says, or the format; nil where the records must tell.
  private func isKnown(_ format: RecordFormat) throws -> Bool? {
    if ownWords == true, format == .text {
      throw ValidationError("--own-words is for texts of several lines; give --format jsonl, csv or tsv.")
    }
    return format == .text ? false : ownWords
  }

  private func isMail(_ found: QuotedMail, _ inputs: [StreamInput]) -> Bool {
    guard found.isUsual else { return false }
    inputs.first?.reading.notes.add("\(found.note) (--no-own-words reads everything)")
    return true
  }
}
