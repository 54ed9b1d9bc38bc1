import ArgumentParser
import AttuneCare
import AttuneStreams
import AttuneWorkflows
import Synchronization

/// Whether the mails that a message quotes count as its writer's words.
struct OwnWordsOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help:
      "Read only the writer's own words, without quoted mail and signatures. Default: on if several records quote mail."
  )
  var ownWords: Bool?

  /// Bytes that are looked at.
  private static let lookedAt = 64 << 10
  private static let textsLookedAt = 500
  /// Records that quote mails, and their share, from which on an input is one of mails.
  private static let fewest = 3
  private static let share = 0.02

  /// What is to be cut off the texts in `field`; nil for nothing. Without the option the first records tell, which is said.
  ///
  /// - Parameter keepsPlaces: see `OwnWords.append`.
  func cutter(
    _ tape: InputTape, format: RecordFormat, field: String, keepsPlaces: Bool
  ) throws -> TextCutter? {
    let cutter: TextCutter = { OwnWords.append($0, keepsPlaces: keepsPlaces, to: &$1) }
    if let known = try isKnown(format) { return known ? cutter : nil }
    let found = Mutex((records: 0, quoting: 0))
    var pipeline = FieldPipeline(format: format, fields: [field]) { fields in
      let quotes = OwnWords.quotesMail(fields[0])
      found.withLock { $0 = ($0.records + 1, $0.quoting + (quotes ? 1 : 0)) }
    }
    pipeline.chunkSize = Self.lookedAt
    let look = pipeline
    try tape.look { () throws(StreamError) in
      // What cannot be read now is an error of the reading itself.
      _ = try? look.run(tape) { _ in false }
    }
    let (records, quoting) = found.withLock { $0 }
    return isMail(records, quoting, tape.inputs) ? cutter : nil
  }

  /// The same for texts that are in memory.
  func cut(_ texts: inout [String], format: RecordFormat, inputs: [StreamInput]) throws {
    var isMail = try isKnown(format)
    if isMail == nil {
      let first = texts.prefix(Self.textsLookedAt)
      let quoting = first.count { text in
        var text = text
        return text.withUTF8 { OwnWords.quotesMail($0) }
      }
      isMail = self.isMail(first.count, quoting, inputs)
    }
    guard isMail == true else { return }
    for index in texts.indices {
      var own: [UInt8] = []
      if texts[index].withUTF8({ OwnWords.append($0, keepsPlaces: false, to: &own) }) {
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

  private func isMail(_ records: Int, _ quoting: Int, _ inputs: [StreamInput]) -> Bool {
    guard quoting >= Self.fewest, Double(quoting) >= Self.share * Double(records) else { return false }
    inputs.first?.reading.notes.add(
      "\(quoting) of the first \(records) texts quote mail: only the writers' own words count (--no-own-words reads everything)"
    )
    return true
  }
}
