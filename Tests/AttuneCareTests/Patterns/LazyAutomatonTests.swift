import Attune
import TestSupport
import Testing

@testable import AttuneCare

/// The automaton against a matcher that tries everything, on drawn patterns and texts.
@Suite struct LazyAutomatonTests {
  private static let words = ["a", "b", "c", "d", "e", "not", "zulu"]
  private static let classes = ["negation": ["not"], "some": ["a", "c"], "most": ["a", "b", "c", "d"]]

  private func element(_ draws: inout SeededDraws, depth: Int) -> Pattern {
    switch draws.index(depth > 1 ? 6 : 9) {
    case 0, 1, 2: .word(Self.words[draws.index(Self.words.count)])
    case 3: .wordClass(["some", "most", "negation"][draws.index(3)])
    case 4: .gap(1 + draws.index(3))
    case 5: .token
    case 6: .optional(sequence(&draws, depth: depth + 1))
    case 7: .choice([sequence(&draws, depth: depth + 1), sequence(&draws, depth: depth + 1)])
    default: .tokenClass([.question, .number][draws.index(2)])
    }
  }

  private func sequence(_ draws: inout SeededDraws, depth: Int) -> Pattern {
    .sequence((0...draws.index(3)).map { _ in element(&draws, depth: depth) })
  }

  /// Behind which tokens a match that begins at one of `starts` may end.
  private func ends(
    _ pattern: Pattern, _ starts: Set<Int>, from first: Int, _ tokens: UnsafeBufferPointer<MessageToken>,
    _ cues: PatternSet
  )
    -> Set<Int>
  {
    func step(_ isOne: (MessageToken) -> Bool) -> Set<Int> {
      Set(
        starts.filter { at in
          at < tokens.count && (at == first || !tokens[at].startsSentence) && isOne(tokens[at])
        }.map { $0 + 1 })
    }
    switch pattern {
    case .word(let word): return step { $0.hash == Token.hash(ofSingle: word) }
    case .wordClass(let name): return step { cues.symbols(of: name)[Int($0.symbol)] }
    case .tokenClass(.question): return step { $0.isQuestion }
    case .tokenClass: return step { $0.isNumber }
    case .token: return step { _ in true }
    case .gap(let count):
      var all = starts
      var last = starts
      for _ in 0..<count {
        last = Set(
          last.filter { at in
            at < tokens.count && (at == first || !tokens[at].startsSentence && !tokens[at].startsClause)
              && !tokens[at].isPunctuation && !cues.symbols(of: "negation")[Int(tokens[at].symbol)]
          }.map { $0 + 1 })
        all.formUnion(last)
      }
      return all
    case .sequence(let parts): return parts.reduce(starts) { ends($1, $0, from: first, tokens, cues) }
    case .choice(let parts):
      return parts.reduce([]) { $0.union(ends($1, starts, from: first, tokens, cues)) }
    case .optional(let inner): return starts.union(ends(inner, starts, from: first, tokens, cues))
    case .start, .end: return starts
    }
  }

  /// - Parameter limit: states that a matcher keeps; with 4 it begins anew for nearly every text.
  @Test(arguments: [4, 8192])
  func findsWhatTryingEverythingFinds(limit: Int) throws {
    var draws = SeededDraws(seed: 11)
    var matchCount = 0
    for _ in 0..<60 {
      var patterns: [Pattern] = []
      while patterns.count < 12 {
        let pattern = sequence(&draws, depth: 0)
        let single = [(pattern: pattern, rule: PatternSet.Rule(group: 0, level: 1))]
        // Patterns that match without a word are refused.
        guard (try? PatternSet(patterns: single, classes: Self.classes, named: [])) != nil else { continue }
        patterns.append(pattern)
      }
      let cues = try PatternSet(
        patterns: patterns.map { ($0, .init(group: 0, level: 1)) }, classes: Self.classes,
        named: Array(Self.classes.keys))
      let matcher = MessageMatcher(cues, limit: limit)
      let tokens = MessageTokens(cues, abbreviations: [Bool](repeating: false, count: cues.symbolCount))
      for _ in 0..<20 {
        var text = (0..<(1 + draws.index(24))).map { _ in
          Self.words[draws.index(Self.words.count)]
            + [" ", " ", " ", ", ", ". ", "? ", " 20 ", " yonder "][draws.index(8)]
        }.joined()
        text.withUTF8 { bytes in
          tokens.read(bytes, parts: [0..<bytes.count])
          matcher.match(tokens.all)
        }
        var expected: [PatternMatch] = []
        for first in tokens.all.indices {
          for (rule, pattern) in patterns.enumerated() {
            guard let end = ends(pattern, [first], from: first, tokens.all, cues).max(), end > first else {
              continue
            }
            expected.append(.init(rule: Int32(rule), first: Int32(first), last: Int32(end - 1)))
          }
        }
        matchCount += expected.count
        let found = matcher.matches.sorted { ($0.first, $0.rule) < ($1.first, $1.rule) }
        #expect(found == expected, "\(patterns) in '\(text)'")
      }
    }
    #expect(matchCount > 10_000)
  }

  @Test func keepsStepsUntilItIsFull() {
    let table = StepTable()
    var count = 0
    for state in UInt16(1)...9000 where !table.isFull {
      for symbol in UInt16(0)..<20 {
        #expect(table[state, symbol, symbol % 3 == 0] == StepTable.none)
        table[state, symbol, symbol % 3 == 0] = state &+ symbol
        if !table.isFull { count += 1 }
      }
    }
    #expect(count > 90_000)
    for entry in 0..<count {
      let (state, symbol) = (UInt16(1 + entry / 20), UInt16(entry % 20))
      #expect(table[state, symbol, symbol % 3 == 0] == state &+ symbol)
      #expect(table[state, symbol, symbol % 3 != 0] == StepTable.none)
    }
    table.removeAll()
    #expect(!table.isFull)
    #expect(table[1, 1, false] == StepTable.none)
  }
}
