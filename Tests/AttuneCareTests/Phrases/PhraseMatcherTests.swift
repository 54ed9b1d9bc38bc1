import Attune
import TestSupport
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
      let matcher = PhraseMatcher(PhraseIndex(try texts.map { try Phrase($0, lists: [:]) }))
      let sample = (0..<12).map { _ in words[draws.index(5)] }
      var found: Set<[Int]> = []
      var text = sample.joined(separator: " ")
      text.withUTF8 { bytes in
        scorer.add(bytes)
        scorer.finish()
        let tokens = scorer.tokens![0]
        matcher.scan(tokens) { candidate in
          let start = matcher.start(of: candidate, in: tokens)
          if start >= 0 { found.insert([candidate.phrase, start, candidate.last]) }
        } loud: { _ in
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

  /// The words that a phrase takes up in a text, for every place where it ends.
  private func found(_ phrase: String, in text: String) throws -> [String] {
    let matcher = PhraseMatcher(PhraseIndex([try Phrase(phrase, lists: ["got": ["got", "show up", "came"]])]))
    let scorer = Scorer(model: try .shipped(), keepsTokens: true)
    var text = text
    return text.withUTF8 { bytes in
      scorer.add(bytes)
      scorer.finish()
      let tokens = scorer.tokens![0]
      var found: [String] = []
      matcher.scan(tokens) { candidate in
        let start = matcher.start(of: candidate, in: tokens)
        guard start >= 0 else { return }
        found.append(
          String(decoding: bytes[Int(tokens[start].start)..<Int(tokens[candidate.last].end)], as: UTF8.self))
      } loud: { _ in
      }
      return found
    }
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
  func words(phrase: String, text: String, expected: [String]) throws {
    #expect(try found(phrase, in: text) == expected)
  }

  /// Phrases end where sentences do, those with gaps too.
  @Test(arguments: ["lost money", "lost the money", "lost _? money", "lost _ _? money", "lost so? the? money"])
  func staysInASentence(phrase: String) throws {
    #expect(try found(phrase, in: "We lost. Money is tight. They lost! The money is gone").isEmpty)
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
