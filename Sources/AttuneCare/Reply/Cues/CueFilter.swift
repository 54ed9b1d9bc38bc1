import Attune

/// Those of a message's matches that hold: not negated, in the right kind of sentence, not part of a longer match where
/// they must stand alone.
struct CueFilter {
  private let matches: [CueMatcher.Match]
  private let tokens: UnsafeBufferPointer<MessageToken>
  private let rules: [CueSet.Rule]
  private let negation: [Bool]
  /// Of each sentence; empty where nobody asks.
  private let sentences: [(tokens: Range<Int>, isQuestion: Bool)]
  /// Words over which a negation reaches a match.
  private static let reach = 3

  init(
    _ matches: [CueMatcher.Match], _ tokens: UnsafeBufferPointer<MessageToken>, _ cues: CueSet, _ negation: [Bool],
    sentences: [(tokens: Range<Int>, isQuestion: Bool)] = []
  ) {
    self.matches = matches
    self.tokens = tokens
    rules = cues.rules
    self.negation = negation
    self.sentences = sentences
  }

  func holds(_ match: CueMatcher.Match) -> Bool {
    let rule = rules[Int(match.rule)]
    if rule.sentence != .any, isQuestion(Int(match.first)) != (rule.sentence == .question) { return false }
    if !rule.isNegatable, isNegated(match) { return false }
    if rule.isAlone {
      let length = match.last - match.first
      for other in matches where other.first <= match.first && other.last >= match.last && other.rule != match.rule {
        let cover = rules[Int(other.rule)]
        guard cover.group == rule.group || cover.level == 0 else { continue }
        if other.last - other.first > length || !cover.isAlone { return false }
      }
    }
    return true
  }

  private func isNegated(_ match: CueMatcher.Match) -> Bool {
    var at = Int(match.first)
    var left = Self.reach
    while left > 0, at > 0, !tokens[at].startsClause, !tokens[at].startsSentence {
      at -= 1
      if negation[Int(tokens[at].symbol)] { return true }
      left -= 1
    }
    return false
  }

  private func isQuestion(_ token: Int) -> Bool {
    for sentence in sentences where sentence.tokens.contains(token) { return sentence.isQuestion }
    return false
  }
}
