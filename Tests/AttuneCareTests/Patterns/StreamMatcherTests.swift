import Attune
import TestSupport
import Testing

@testable import AttuneCare

@Suite struct StreamMatcherTests {
  private static func scorer() -> Scorer { try! Scorer(model: .shipped(), keepsTokens: true) }

  private struct ElementTwin {
    var words: [String]
    var isOptional: Bool
  }

  /// How many words the shortest match has that ends in front of `end`, found word by word.
  private func naive(_ term: [ElementTwin], _ words: [String], _ end: Int) -> Int? {
    guard let last = term.last else { return 0 }
    let rest = Array(term.dropLast())
    var lengths: [Int?] = []
    if last.isOptional { lengths.append(naive(rest, words, end)) }
    if end > 0, last.words.isEmpty || last.words.contains(words[end - 1]) {
      lengths.append(naive(rest, words, end - 1).map { $0 + 1 })
    }
    return lengths.compactMap(\.self).min()
  }

  private func matcher(_ terms: [String], limit: Int = 1 << 14) throws -> StreamMatcher {
    let classes = ["got": ["got", "show_up", "came"]]
    let patterns = try terms.map {
      (pattern: try Pattern(term: $0, classes: classes.keys), rule: PatternSet.Rule(group: 0, level: 1))
    }
    return StreamMatcher(
      try PatternSet(patterns: patterns, classes: classes, named: [], direction: .backwards), limit: limit)
  }

  private func matches(
    _ matcher: StreamMatcher, _ scorer: Scorer, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> [(match: PatternMatch, text: String)] {
    scorer.add(bytes)
    scorer.finish()
    defer { scorer.reset() }
    let tokens = scorer.tokens![0]
    var found: [(PatternMatch, String)] = []
    matcher.scan(tokens) { match in
      let range = Int(tokens[Int(match.first)].start)..<Int(tokens[Int(match.last)].end)
      found.append((match, String(decoding: bytes[range], as: UTF8.self)))
    } loud: { _ in
    }
    return found
  }

  /// - Parameter limit: states that a matcher keeps; with 1 it begins anew for nearly every match.
  @Test(arguments: [1, 8192])
  func findsWhatTheSlowSearchFinds(limit: Int) throws {
    var draws = SeededDraws(seed: 3)
    let words = ["a", "b", "c", "d", "e"]
    let scorer = Self.scorer()
    for _ in 0..<200 {
      let twins = (0..<6).map { _ -> [ElementTwin] in
        var elements = (0..<1 + draws.index(4)).map { _ in
          ElementTwin(
            words: draws.index(4) == 0 ? [] : [words[draws.index(4)], words[draws.index(4)]],
            isOptional: draws.index(3) == 0)
        }
        elements.append(ElementTwin(words: [words[draws.index(4)]], isOptional: false))
        return elements
      }
      let terms = twins.map { elements in
        elements.map { ($0.words.isEmpty ? "_" : $0.words.joined(separator: "|")) + ($0.isOptional ? "?" : "") }
          .joined(separator: " ")
      }
      let matcher = try matcher(terms, limit: limit)
      let samples = (0..<4).map { _ in (0..<12).map { _ in words[draws.index(5)] } }
      for sample in samples {
        var text = sample.joined(separator: " ")
        let found = text.withUTF8 { bytes in matches(matcher, scorer, bytes).map(\.match) }
        var expected: [PatternMatch] = []
        for end in 1...sample.count {
          for (rule, twin) in twins.enumerated() {
            guard let length = naive(twin, sample, end) else { continue }
            expected.append(.init(rule: Int32(rule), first: Int32(end - length), last: Int32(end - 1)))
          }
        }
        #expect(found == expected, "\(terms) in \(sample)")
      }
    }
  }

  /// The words that a term takes up in a text, for every place where it ends.
  private func found(_ term: String, in text: String) throws -> [String] {
    let matcher = try matcher([term])
    var text = text
    return text.withUTF8 { bytes in matches(matcher, Self.scorer(), bytes).map(\.text) }
  }

  @Test(
    arguments: [
      ("not <got>", "did not show up, not came, not up", ["not show up", "not came"]),
      ("<got> late", "show up late. Came late", ["show up late", "Came late"]),
      (
        "<got>|never here", "they show up here and never here", ["show up here", "never here"]
      ),
      (
        "red _? _ fish", "red fish, red big fish, red big old fish, red a b c fish",
        ["red big fish", "red big old fish"]
      ),
      ("lost money?", "lost money", ["lost", "lost money"]),
      ("lost my? money?", "lost my money", ["lost", "lost my", "lost my money"]),
    ])
  func words(term: String, text: String, expected: [String]) throws {
    #expect(try found(term, in: text) == expected)
  }

  /// What has a meaning in the other spelling is a word here.
  @Test(
    arguments: [
      ("(us) now", "call us now", ["us now"]), ("#name", "a #name and Ann", ["name"]), (":)", "thanks :)", [":)"]),
      ("so|very good|bad", "so good, very bad", ["so good", "very bad"]),
    ])
  func termsHaveNoBrackets(term: String, text: String, expected: [String]) throws {
    #expect(try found(term, in: text) == expected)
  }

  /// Matches end where sentences do, those with gaps too.
  @Test(arguments: ["lost money", "lost the money", "lost _? money", "lost _ _? money", "lost so? the? money"])
  func staysInASentence(term: String) throws {
    #expect(try found(term, in: "We lost. Money is tight. They lost! The money is gone").isEmpty)
  }

  @Test func refusesWhatCannotBeFound() {
    for (term, error) in [
      ("", PatternError.empty), ("a?", .empty), ("a _", .empty), ("a|", .empty), ("c&a", .notAWord("c&a")),
      ("<x>", .unknownClass("x")), ("<>", .notAWord("<>")),
      (String(repeating: "a? ", count: 11) + "b", .tooManyOptional(limit: 10)),
      (String(repeating: "a ", count: 51), .tooLarge(limit: 50)),
      (String(repeating: "a|", count: 10_000) + "a", .tooLarge(limit: 10_000)),
    ] {
      #expect(throws: error) { try Pattern(term: term) }
    }
  }

  /// A search that goes back would try every combination of what may be missing, everywhere.
  @Test func hostileTermsTakeNoTime() throws {
    let term = "z " + String(repeating: "a|b? ", count: 10) + String(repeating: "_ ", count: 37) + "a|b a"
    let matcher = try matcher(Array(repeating: term, count: 300))
    var text = "z " + String(repeating: "a ", count: 20_000)
    let count = text.withUTF8 { bytes in matches(matcher, Self.scorer(), bytes).count }
    #expect(count == 300 * 11)
  }
}
