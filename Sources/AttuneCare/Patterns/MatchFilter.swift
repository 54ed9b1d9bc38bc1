import Attune
import AttuneStatistics

/// Those of a message's matches that hold: not negated, in the right kind of sentence, not part of a longer match where
/// they must stand alone.
struct MatchFilter {
  private let matches: [PatternMatch]
  private let tokens: UnsafeBufferPointer<MessageToken>
  private let rules: [PatternSet.Rule]
  private let negation: [Bool]
  /// Of each sentence; empty where nobody asks.
  private let sentences: [(tokens: Range<Int>, isQuestion: Bool)]
  /// The most tokens of a match behind its first.
  private let longest: Int32
  /// Matches that keep others of their group from holding that begin inside them; few messages have one.
  private let exceptions: [PatternMatch]
  /// Words over which a negation reaches a match.
  private static let reach = 3

  init(
    _ matches: [PatternMatch], _ tokens: UnsafeBufferPointer<MessageToken>, _ cues: PatternSet, _ negation: [Bool],
    sentences: [(tokens: Range<Int>, isQuestion: Bool)] = []
  ) {
    self.matches = matches
    self.tokens = tokens
    rules = cues.rules
    self.negation = negation
    self.sentences = sentences
    longest = matches.reduce(0) { max($0, $1.last - $1.first) }
    var exceptions: [PatternMatch] = []
    for match in matches where cues.rules[Int(match.rule)].level == 0 { exceptions.append(match) }
    self.exceptions = exceptions
  }

  /// Whether a match holds, by its place among the matches.
  ///
  /// - Complexity: O(matches of the tokens that the longest one may have)
  func holds(at index: Int) -> Bool {
    let match = matches[index]
    let rule = rules[Int(match.rule)]
    if rule.sentence != .any, isQuestion(Int(match.first)) != (rule.sentence == .question) { return false }
    if !rule.isNegatable, isNegated(match) { return false }
    if !exceptions.isEmpty, rule.level > 0, isExcepted(match, rule.group) { return false }
    return !rule.isAlone || isAlone(index)
  }

  /// Whether a match begins inside an exception of its group. Both stand in the order of their first tokens.
  private func isExcepted(_ match: PatternMatch, _ group: UInt8) -> Bool {
    var index = exceptions.partitioningIndex { $0.first > match.first }
    while index > 0, exceptions[index - 1].first >= match.first - longest {
      index -= 1
      if exceptions[index].last >= match.first, rules[Int(exceptions[index].rule)].group == group { return true }
    }
    return false
  }

  /// Whether no longer match covers one. Matches stand in the order of their first tokens, so that those that may are
  /// near.
  private func isAlone(_ index: Int) -> Bool {
    var other = index
    while other > 0, matches[other - 1].first >= matches[index].last - longest {
      other -= 1
      if covers(matches[other], matches[index]) { return false }
    }
    other = index + 1
    while other < matches.count, matches[other].first == matches[index].first {
      if covers(matches[other], matches[index]) { return false }
      other += 1
    }
    return true
  }

  private func covers(_ other: PatternMatch, _ match: PatternMatch) -> Bool {
    guard other.first <= match.first, other.last >= match.last, other.rule != match.rule else { return false }
    let (cover, rule) = (rules[Int(other.rule)], rules[Int(match.rule)])
    guard cover.group == rule.group || cover.isNothing else { return false }
    return other.last - other.first > match.last - match.first || !cover.isAlone
  }

  private func isNegated(_ match: PatternMatch) -> Bool {
    var at = Int(match.first)
    var left = Self.reach
    while left > 0, at > 0, !tokens[at].startsClause, !tokens[at].startsSentence {
      at -= 1
      if negation[Int(tokens[at].symbol)] { return true }
      left -= 1
    }
    return false
  }

  /// Whether the sentence of a token is a question.
  private func isQuestion(_ token: Int) -> Bool {
    let sentence = sentences.partitioningIndex { $0.tokens.upperBound > token }
    return sentence < sentences.count && sentences[sentence].tokens.contains(token) && sentences[sentence].isQuestion
  }
}
