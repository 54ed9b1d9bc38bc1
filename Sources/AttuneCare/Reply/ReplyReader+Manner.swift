/// How a reply is put: traits by their cues, and the length of its words.
extension ReplyReader {
  func readManner(_ all: UnsafeBufferPointer<MessageToken>, _ findings: inout ReplyFindings) {
    let traits = rubric.manner.traits
    let first = Rubric.ReplyGroup.count + rubric.situations.needs.count + rubric.situations.tones.count
    // Cues of one trait that overlap are one place. They stand in the order of their first tokens.
    var ends = InlineArray<32, Int>(repeating: -1)
    for cue in held where Int(cue.group) >= first {
      let trait = Int(cue.group) - first
      guard cue.first > ends[trait] else { continue }
      ends[trait] = cue.last
      if findings.traits[trait] < traits[trait].most { findings.traits[trait] += 1 }
    }
    var bytes = 0
    var words = 0
    for token in all where token.isWord {
      words += 1
      bytes += Int(token.end - token.start)
    }
    if words >= Self.fewestWords { findings.meanLetters = Float(bytes) / Float(words) }
  }

  /// Words from which on their mean length says something.
  private static let fewestWords = 5
}
