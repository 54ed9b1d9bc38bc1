import ArgumentParser
import AttuneCare
import AttuneStreams
import AttuneWorkflows

/// Whether the mails that a message quotes count as its writer's words.
struct UnquotedTextOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help:
      "Read only the writer's own words, without quoted mail and signatures. Default: on if several records quote mail."
  )
  var ownWords: Bool?

  private static let textsLookedAt = 500

  /// What is to be cut off the texts in `field`; nil for nothing. Without the option the first records tell, which is said.
  ///
  /// - Parameters:
  ///   - keepsPlaces: see `UnquotedText.append`.
  ///   - asks: end with a question where texts are conversations, and nobody can tell whose turns are the customers'.
  func cutter(
    _ tape: InputTape, format: RecordFormat, field: String, keepsPlaces: Bool, asks: Bool = false
  ) throws -> TextCutter? {
    guard try readsOwnWords(format) else { return nil }
    let found = try OwnWords.look(in: tape, format: format, field: field)
    if asks, found.talk.isUsual, !found.talk.isDecided {
      try Exit.fail(
        "column '\(field)' holds whole conversations, and whose turns are the customers' cannot be told from speakers "
          + "such as \(found.talk.examples); --no-own-words reads all turns, the agents' as well", Exit.usage)
    }
    tell(found, tape.inputs)
    return found.cutter(keepsPlaces: keepsPlaces, cutsMail: ownWords)
  }

  /// The same for texts that are in memory.
  func cut(_ texts: inout [String], format: RecordFormat, inputs: [StreamInput]) throws {
    guard try readsOwnWords(format) else { return }
    var found = OwnWords()
    for var text in texts.prefix(Self.textsLookedAt) { text.withUTF8 { found.add($0) } }
    tell(found, inputs)
    guard let cutter = found.cutter(keepsPlaces: false, cutsMail: ownWords) else { return }
    for index in texts.indices {
      var own: [UInt8] = []
      if texts[index].withUTF8({ cutter($0, &own) }) { texts[index] = String(decoding: own, as: UTF8.self) }
    }
  }

  /// Whether words may be cut off, as the option says, or the format.
  private func readsOwnWords(_ format: RecordFormat) throws -> Bool {
    if ownWords == true, format == .text {
      throw ValidationError("--own-words is for texts of several lines; give --format jsonl, csv or tsv.")
    }
    return format != .text && ownWords != false
  }

  private func tell(_ found: OwnWords, _ inputs: [StreamInput]) {
    // Of quoted mail nothing is told that the option says.
    guard let note = found.note, ownWords == nil || note == found.talk.note else { return }
    inputs.first?.reading.notes.add("\(note) (--no-own-words reads everything)")
  }
}
