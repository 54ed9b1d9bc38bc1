/// Sees which sentences of a reply stood in many replies before it: boilerplate, with other names and numbers at most.
///
/// A table of fixed size, in which a sentence that comes again and again outlives others (Misra & Gries 1982, "Finding
/// repeated elements"). What it says depends on the order of replies only.
package struct RepeatedSentences: Sendable {
  private struct Slot {
    var print: UInt32 = 0
    var count: UInt32 = 0
  }

  private var slots = [Slot](repeating: Slot(), count: size)
  private static let size = 1 << 16
  /// Earlier replies in which a sentence must stand.
  static let many = 5

  package init() {}

  /// Notes the sentences of a reply, and raises `canned` where most of its words have been said many times before.
  mutating func apply(to findings: inout ReplyFindings) {
    var repeated = 0
    var bytes: Range<Int>?
    for sentence in findings.sentences where note(sentence.hash) >= Self.many {
      repeated += sentence.words
      bytes = (bytes?.lowerBound ?? sentence.bytes.lowerBound)..<sentence.bytes.upperBound
    }
    guard let bytes, 2 * repeated >= findings.words else { return }
    findings.raise(.canned, to: 4 * repeated >= 3 * findings.words ? 2 : findings[.canned] + 1)
    findings.evidence.append(.init(item: .canned, start: bytes.lowerBound, end: bytes.upperBound))
    findings.sortEvidence()
  }

  /// How often the sentence was noted before.
  private mutating func note(_ hash: UInt64) -> Int {
    let slot = Int(truncatingIfNeeded: hash) & (Self.size - 1)
    let print = UInt32(truncatingIfNeeded: hash >> 32)
    if slots[slot].count > 0, slots[slot].print == print {
      slots[slot].count &+= 1
      return Int(slots[slot].count) - 1
    }
    if slots[slot].count > 1 {
      slots[slot].count -= 1
    } else {
      slots[slot] = Slot(print: print, count: 1)
    }
    return 0
  }
}
