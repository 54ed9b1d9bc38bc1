import Attune
import Foundation
import TestSupport
import Testing

@testable import AttuneCare

@Suite struct UrgencyTests {
  static let model = try! Model.shipped()
  static let scorer = UrgencyScorer(model: model)

  private func table(_ name: String) throws -> [[String]] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(name)
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }

  /// The probability that an urgent message scores above one that is not.
  private func area(_ scores: [(Double, Bool)]) -> Double {
    let urgent = scores.filter(\.1).map(\.0)
    let calm = scores.filter { !$0.1 }.map(\.0)
    let wins = urgent.reduce(0.0) { sum, score in sum + calm.reduce(0) { $0 + (score > $1 ? 1 : score == $1 ? 0.5 : 0) }
    }
    return wins / Double(urgent.count * calm.count)
  }

  @Test func urgentMessagesComeFirst() throws {
    let rows = try table("messages.tsv")
    #expect(rows.count >= 200 && rows.allSatisfy { $0.count == 4 })
    let urgencies = Self.scorer.urgencies(of: rows.map { $0[3] })
    let area = area(zip(urgencies, rows).map { ($0.score, $1[0] == "1") })
    #expect(area > 0.9)
    // Sentiment alone tells less.
    let sentiments = Self.model.classify(rows.map { $0[3] })
    #expect(self.area(zip(sentiments, rows).map { (-$0.score, $1[0] == "1") }) < area - 0.02)
  }

  @Test func everyReasonOfTheMessagesIsFound() throws {
    for reason in UrgencyReason.allCases
    where ![.waiting, .distress, .capitals, .exclamation, .wording].contains(reason) {
      let rows = try table("messages.tsv").filter { $0[1] == reason.rawValue }
      let found = Self.scorer.urgencies(of: rows.map { $0[3] }).count { $0.reasons.contains { $0.reason == reason } }
      #expect(rows.count >= 8 && 2 * found > rows.count, "\(reason): \(found) of \(rows.count)")
    }
  }

  private func evidence(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return Self.scorer.urgency(of: text).reasons.map {
      "\($0.reason):" + String(decoding: bytes[$0.range], as: UTF8.self)
    }
  }

  @Test func evidenceIsWhatStandsThere() {
    #expect(evidence("I was charged twice!!") == ["money:was charged twice", "exclamation:!!"])
    #expect(evidence("😀 é! CHARGED TWICE e\u{301}").contains("money:CHARGED TWICE"))
    #expect(evidence("this is NOT URGENT at all").allSatisfy { !$0.hasPrefix("deadline") })
    #expect(evidence("PLEASE ANSWER ME NOW").contains { $0.hasPrefix("capitals:PLEASE ANSWER ME NOW") })
    #expect(evidence("") == [])
  }

  @Test func rangesLieOnBordersOfCharacters() {
    let pieces = [
      "charged", "twice", " ", "\u{301}", "😡", "👨‍👩‍👧", "!!", "urgent", "e\u{301}", "\u{200D}", "no", "reply", "🇳🇴", "\r\n",
      ".",
    ]
    var draws = SeededDraws(seed: 5)
    let texts = (0..<2000).map { _ in
      (0..<draws.index(12)).map { _ in pieces[draws.index(pieces.count)] }.joined()
    }
    for (text, urgency) in zip(texts, Self.scorer.urgencies(of: texts)) {
      var borders: Set<Int> = [0]
      var place = 0
      for character in text {
        place += character.utf8.count
        borders.insert(place)
      }
      for reason in urgency.reasons {
        #expect(
          borders.contains(reason.range.lowerBound) && borders.contains(reason.range.upperBound),
          "\(text.debugDescription)")
      }
    }
  }

  @Test func weightsMove() throws {
    let text = "I was charged twice"
    let none = try UrgencyWeights(yaml: "reasons:\n  money: 0")
    let much = try UrgencyWeights(yaml: "reasons:\n  money: 9\nbias: -1")
    let base = Self.scorer.urgency(of: text).score
    #expect(UrgencyScorer(model: Self.model, weights: none).urgency(of: text).score < base)
    #expect(UrgencyScorer(model: Self.model, weights: much).urgency(of: text).score > base)
    #expect(none.bias == UrgencyWeights.shipped.bias)
  }

  @Test func tonesMoveToo() throws {
    let text = "I am so angry about this"
    func urgency(_ yaml: String) throws -> Double {
      UrgencyScorer(model: Self.model, weights: try UrgencyWeights(yaml: yaml)).urgency(of: text).score
    }
    let base = try urgency("")
    let moved = try urgency("tones: {anger: 2}")
    let anger = try #require(Self.model.tones(of: text).first { $0.label == "anger" }).probability
    #expect(abs(log(moved / (1 - moved)) - log(base / (1 - base)) - 2 * anger) < 1e-4)
    #expect(UrgencyWeights.shipped.toneTaxonomies == [])
    #expect(try UrgencyWeights(yaml: "tones: {anger: 2}").toneTaxonomies == [.core])
  }

  @Test func badWeightsAreRefused() {
    // What words say has no weight among the reasons: `words` is it.
    let reasons = UrgencyReason.allCases.map(\.rawValue).filter { $0 != "wording" }
    for name in ["hurry", "wording"] {
      #expect(throws: UrgencyWeights.Failure.unknownKey(name, line: 2, known: reasons)) {
        try UrgencyWeights(yaml: "reasons:\n  \(name): 1")
      }
    }
    #expect(throws: UrgencyWeights.Failure.notANumber(key: "money", value: "much", line: 2)) {
      try UrgencyWeights(yaml: "reasons:\n  money: much")
    }
    #expect(throws: UrgencyWeights.Failure.unknownKey("fury", line: 2, known: ToneTaxonomy.core.labels)) {
      try UrgencyWeights(yaml: "tones:\n  fury: 1")
    }
    for yaml in ["- 1", "reasons: 1", "bias: .nan", "bias: 1\nbias: 2", "reasons: [", "speed: 1", "a: b: c"] {
      #expect(throws: UrgencyWeights.Failure.self, "\(yaml)") { try UrgencyWeights(yaml: yaml) }
    }
  }
}
