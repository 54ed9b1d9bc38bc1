import Attune
import AttuneStatistics
@testable import AttuneTraining

/// Texts of which the words tell the label: training on them has a right answer.
enum ToyData {
  static let sentiment = ["negative", "neutral", "positive"]

  private static let words: [[String]] = [
    ["broken", "awful", "late", "rude", "dirty", "slow", "useless"],
    ["blue", "tuesday", "metal", "medium", "street", "paper", "square"],
    ["great", "lovely", "quick", "kind", "clean", "fresh", "perfect"],
    ["invoice", "refund", "charge", "receipt", "price", "payment", "bill"],
    ["login", "password", "crash", "update", "screen", "button", "version"],
  ]
  private static let filler = ["the", "it", "was", "and", "with", "a", "room", "my", "order", "today", "this", "again"]

  /// One text about a class: some of its words among filler.
  static func text(_ label: Int, _ generator: inout SeededGenerator) -> String {
    var text: [String] = []
    for _ in 0..<Int.random(in: 4...12, using: &generator) { text.append(filler.randomElement(using: &generator)!) }
    for _ in 0..<Int.random(in: 2...4, using: &generator) {
      text.insert(words[label].randomElement(using: &generator)!, at: Int.random(in: 0...text.count, using: &generator))
    }
    return text.joined(separator: " ")
  }

  static func examples(
    _ count: Int, labels: [String], seed: UInt64
  ) -> [(text: String, label: String)] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { index in (text(index % labels.count, &generator), labels[index % labels.count]) }
  }

  static func set(_ examples: [(text: String, label: String)], group: Int = 0) -> TrainingSet {
    var set = TrainingSet()
    for example in examples { set.append(example.text, label: example.label, group: group) }
    return set
  }
}

extension TrainingSet {
  mutating func append(_ text: String, label: String, weight: Float = 1, group: Int = 0, line: Int = 0) {
    Array(text.utf8).withUnsafeBufferPointer { append($0, label: label, weight: weight, group: group, line: line) }
  }
}
