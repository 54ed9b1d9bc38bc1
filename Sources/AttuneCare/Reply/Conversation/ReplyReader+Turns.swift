import Attune

/// What tells which words of a text say what it is about, by the symbols of a set of cues.
struct ContentWordTable {
  private let function: [Bool]
  private let aspects: [Int8]

  init(_ rubric: Rubric, of cues: PatternSet) {
    function = cues.symbols(of: "function")
    aspects = rubric.aspects(of: cues)
  }

  /// A bit for the token's aspect of the rubric; 0 for none.
  func aspect(_ token: MessageToken) -> UInt64 {
    let aspect = aspects[Int(token.symbol)]
    return aspect >= 0 ? 1 << UInt64(aspect) : 0
  }

  /// nil for words that say nothing by themselves.
  func stem(_ token: MessageToken, _ text: UnsafeBufferPointer<UInt8>) -> UInt64? {
    let isOne =
      switch token.kind {
      case .word: token.end - token.start > 2 && !function[Int(token.symbol)]
      case .number: true
      default: false
      }
    return isOne ? ContentWord.stem(token, text) : nil
  }
}

/// Reading the turns of conversations.
extension ReplyReader {
  /// What the reply that was read last is about.
  func content(of text: UnsafeBufferPointer<UInt8>) -> ReplyContent {
    var content = ReplyContent()
    for token in tokens.all {
      if token.isWord || token.isNumber { content.hasWords = true }
      content.aspects |= contentWords.aspect(token)
      guard content.stems.count < ReplyContent.limit, let stem = contentWords.stem(token, text) else { continue }
      content.stems.append(stem)
    }
    content.stems.sort()
    var kept = 0
    for stem in content.stems where kept == 0 || content.stems[kept - 1] != stem {
      content.stems[kept] = stem
      kept += 1
    }
    content.stems.removeLast(content.stems.count - kept)
    return content
  }
}

extension ReplyCoach {
  /// Finds what the rubric asks for in a turn of an agent, and what the turn is about.
  package func findTurn(
    _ reply: UnsafeBufferPointer<UInt8>, customer: UnsafeBufferPointer<UInt8>?, channel: Channel
  ) -> (findings: ReplyFindings, content: ReplyContent) {
    withReader { reader in
      let findings = reader.read(reply, customer: customer, channel: channel)
      return (findings, reader.content(of: reply))
    }
  }

  /// Reads a turn of a customer by itself.
  /// - Returns: nil for a turn without words, or in another language than the rubric's.
  package func hear(_ text: UnsafeBufferPointer<UInt8>) -> CustomerTurn? {
    withReader { $0.customerReader.readTurn(text) }
  }
}
