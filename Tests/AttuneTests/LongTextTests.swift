import Foundation
import TestSupport
import Testing

@testable import Attune

/// Texts of more features than the scorer's buffer holds are gathered in pieces. Where a piece ends depends on the texts
/// before; verdicts must not, though marks look back into the sentence.
@Suite struct LongTextTests {
  private static let words = [
    "good", "good", "bad", "bad", "food", "food", "x", "y", "not", "nobody", "think", "but", "than you", "wish",
    "used to", "would have", "very", "one star", "9/10", "soooo", "GOOD", ",", ".", "!",
  ]

  private static func text(_ count: Int, _ generator: inout SplitMix64) -> String {
    (0..<count).map { _ in words.randomElement(using: &generator)! }.joined(separator: " ")
  }

  private static func model(_ labels: [String]) throws -> Model {
    try Model.load(bytes: ModelFile.encode(HandmadeModel.contents(labels: labels)))
  }

  /// The sums of a text in one piece against those that the scorer makes of it, by way of all that shows them.
  @Test(arguments: [["no", "yes"], ["negative", "neutral", "positive"], ["a", "b", "c", "d", "e"]])
  func piecesDoNotMatter(labels: [String]) throws {
    let model = try Self.model(labels)
    var generator = SplitMix64(seed: UInt64(labels.count))
    // One sentence of 3000 tokens and many short ones.
    let endless = Self.text(4000, &generator).filter { !".!".contains($0) }
    let texts = [endless, Self.text(3000, &generator)] + (0..<30).map { _ in Self.text(40, &generator) }
    let alone = texts.map { model.classify($0) }
    for _ in 0..<6 {
      let order = (0..<150).map { _ in Int.random(in: 0..<texts.count, using: &generator) }
      let together = model.classify(order.map { texts[$0] })
      let areSame = together == order.map { alone[$0] }
      #expect(areSame)
    }
    // Every place of the long text where the buffer may end.
    for count in 0..<40 {
      let before = String(repeating: "x ", count: count) + "good"
      let areSame = model.classify([before, endless])[1] == alone[0]
      #expect(areSame, "behind \(count + 1) tokens")
    }
  }

  /// The explanation takes a text token by token, without a buffer.
  @Test(arguments: [["no", "yes"], ["negative", "neutral", "positive"], ["a", "b", "c", "d", "e"]])
  func explanationsAddUp(labels: [String]) throws {
    let model = try Self.model(labels)
    var generator = SplitMix64(seed: 9)
    let texts =
      ["good food but bad", "not good, better than you. Bad but not good!", "wish it were good, 9/10 but one star"]
      + [1, 5, 20, 60, 3000].map { Self.text($0, &generator) + " good" }
    for text in texts {
      let explanation = model.explain(text)
      #expect(explanation.verdict == model.classify(text))
      let powers = explanation.logits.map { exp($0 - explanation.logits.max()!) }
      for label in labels.indices {
        let sum = explanation.parts.reduce(0) { $0 + $1.contributions[label] }
        #expect(abs(sum - explanation.logits[label]) < 1e-9)
        let probability = powers[label] / powers.reduce(0, +)
        #expect(abs(probability - explanation.verdict.probabilities[label]) < 1e-4, "\(text.prefix(80))")
      }
    }
  }

  @Test func marksShowInTheCues() throws {
    let cues = { (text: String) in
      Set(try Self.model(["no", "yes"]).explain(text).parts.filter { $0.kind == .cue }.map(\.name))
    }
    #expect(try cues("good food but bad").isSuperset(of: ["positive words before but", "negative words after but"]))
    #expect(try cues("good food, better than you").contains("positive words of a rival"))
    #expect(try !cues("good food. but bad").contains("positive words before but"))
  }

  @Test func aRatingIsAPartOfItsOwn() throws {
    var contents = HandmadeModel.contents()
    contents.lines =
      HandmadeModel.table([.init(hash: Ratings.hashes[4], weights: [1, 2])], lineCount: 1, classes: 3)
      .lines
    let parts = try Model.load(bytes: ModelFile.encode(contents)).explain("I say 9/10").parts
    #expect(parts.filter { $0.kind == .rating }.map(\.name) == ["9/10"])
    #expect(!parts.contains { $0.kind == .shortened })
  }
}
