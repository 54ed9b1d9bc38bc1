/// Tokens `first...last` match a rule's pattern.
struct PatternMatch: Equatable {
  var rule: Int32
  var first: Int32
  var last: Int32
}

/// Finds the matches of a `PatternSet` in a whole message: for every first token and rule the longest. Owned by one worker.
///
/// `StreamMatcher` finds matches in a stream of texts, where nearly no token is part of one.
final class MessageMatcher {
  private let automaton: LazyAutomaton
  @exclusivity(unchecked) private(set) var matches: [PatternMatch] = []
  /// Of each rule, where its last match stands in `matches`.
  @exclusivity(unchecked) private var lastMatches: [Int32]

  /// Matches of a message; further ones are left out. A shipped rubric makes a few for a token.
  static let matchLimit = 1 << 18
  /// Tokens whose second step is asked of the memory before it is needed.
  private static let lookahead = 4

  init(_ patterns: PatternSet, limit: Int = 1 << 15) {
    automaton = LazyAutomaton(patterns, limit: limit)
    lastMatches = Array(repeating: -1, count: patterns.rules.count)
  }

  /// Finds all matches; of one rule at one token the longest.
  ///
  /// - Complexity: O(tokens × tokens of the longest match); a step or two for most tokens.
  func match(_ tokens: UnsafeBufferPointer<MessageToken>) {
    // Taken out, so that it is reached without checks for every match.
    var matches = self.matches
    self.matches = []
    matches.removeAll(keepingCapacity: true)
    let automaton = automaton
    if automaton.isFull { automaton.begin() }
    let summaries = automaton.summaries
    for first in tokens.indices {
      if case let ahead = first + Self.lookahead, ahead + 1 < tokens.count {
        automaton.prefetch(tokens[ahead], tokens[ahead + 1])
      }
      var state = automaton.first(tokens[first].symbol, beginsSentence: tokens[first].startsSentence)
      var at = first
      let firstMatch = matches.count
      while state != LazyAutomaton.dead {
        if case let place = Int(summaries[Int(state)].accepted), place > 0 {
          let isAtEnd = at + 1 == tokens.count || tokens[at + 1].endsSentence
          accept(place, first, at, isAtEnd: isAtEnd, from: firstMatch, &matches)
        }
        at += 1
        guard at < tokens.count, !tokens[at].startsSentence else { break }
        state = automaton.step(state, tokens[at].symbol, beginsClause: tokens[at].startsClause)
      }
    }
    self.matches = matches
  }

  /// Adds the matches of a state that is reached at token `last`, or makes those longer that were added from `firstMatch` on.
  private func accept(
    _ place: Int, _ first: Int, _ last: Int, isAtEnd: Bool, from firstMatch: Int, _ matches: inout [PatternMatch]
  ) {
    var next = place
    while case var rule = automaton.accepted[next], rule >= 0 {
      next += 1
      if rule >= PatternAutomaton.atEnd {
        guard isAtEnd else { return }
        rule -= PatternAutomaton.atEnd
      }
      // Of an earlier message, or of another token, it is a match of another rule, or one before `firstMatch`.
      let match = Int(lastMatches[Int(rule)])
      if match >= firstMatch, match < matches.count, matches[match].rule == rule {
        matches[match].last = Int32(last)
      } else if matches.count < Self.matchLimit {
        lastMatches[Int(rule)] = Int32(matches.count)
        matches.append(PatternMatch(rule: rule, first: Int32(first), last: Int32(last)))
      }
    }
  }
}
