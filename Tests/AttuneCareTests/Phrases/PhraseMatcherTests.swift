import Attune
import Testing

@testable import AttuneCare

@Suite struct PhraseMatcherTests {
  /// Where phrases end and how many words they have, found word by word.
  private func naive(_ phrase: [PhraseTwin], _ words: [String], _ end: Int) -> Int? {
    guard let last = phrase.last else { return 0 }
    let rest = Array(phrase.dropLast())
    if last.isOptional, let length = naive(rest, words, end) { return length }
    guard end > 0, last.words.isEmpty || last.words.contains(words[end - 1]) else { return nil }
    return naive(rest, words, end - 1).map { $0 + 1 }
  }

  private struct PhraseTwin {
    var words: [String]
    var isOptional: Bool
  }

  @Test func findsWhatTheSlowSearchFinds() throws {
    var draws = SeededDraws(seed: 3)
    let words = ["a", "b", "c", "d", "e"]
    let scorer = Scorer(model: try .shipped(), keepsTokens: true)
    for _ in 0..<200 {
      let phrases = (0..<6).map { _ -> [PhraseTwin] in
        var elements = (0..<1 + draws.index(4)).map { _ in
          PhraseTwin(
            words: draws.index(4) == 0 ? [] : [words[draws.index(4)], words[draws.index(4)]],
            isOptional: draws.index(3) == 0)
        }
        elements.append(PhraseTwin(words: [words[draws.index(4)]], isOptional: false))
        if elements[0].words.isEmpty { elements[0].words = ["a"] }
        return elements
      }
      let texts = phrases.map { elements in
        elements.map { ($0.words.isEmpty ? "_" : $0.words.joined(separator: "|")) + ($0.isOptional ? "?" : "") }
          .joined(separator: " ")
      }
      let matcher = PhraseMatcher(PhraseAutomaton(try texts.map { try Phrase($0, lists: [:]) }))
      let sample = (0..<12).map { _ in words[draws.index(5)] }
      var found: Set<[Int]> = []
      var text = sample.joined(separator: " ")
      text.withUTF8 { bytes in
        scorer.add(bytes)
        scorer.finish()
        let tokens = scorer.tokens![0]
        matcher.scan(tokens) { phrase, last in
          let start = matcher.start(of: phrase, endingAt: last)
          if start >= 0 { found.insert([phrase, start, last]) }
        } odd: { _ in
        }
        scorer.reset()
      }
      var expected: Set<[Int]> = []
      for (index, phrase) in phrases.enumerated() {
        for end in 1...sample.count {
          if let length = naive(phrase, sample, end) { expected.insert([index, end - length, end - 1]) }
        }
      }
      #expect(found == expected, "\(texts) in \(sample)")
    }
  }

  @Test func refusesWhatCannotBeFound() {
    for (text, reason) in [
      ("", PhraseError.Reason.empty), ("a?", .empty), ("a _", .empty), ("a|", .empty), ("c&a", .notOneWord("c&a")),
      ("<x>", .unknownList("<x>")),
    ] {
      #expect(throws: PhraseError(phrase: text, reason: reason)) { try Phrase(text, lists: [:]) }
    }
  }
}
