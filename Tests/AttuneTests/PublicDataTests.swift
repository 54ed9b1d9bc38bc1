import Foundation
import Testing

@testable import Attune

private let dataFolder = ProcessInfo.processInfo.environment["ATTUNE_DATA"]

/// What is promised of public data sets. ATTUNE_DATA names the folder that holds them; without it these tests are skipped.
@Suite(.enabled(if: dataFolder != nil, "set ATTUNE_DATA to the folder of the data sets"))
struct PublicDataTests {
  /// Explanations add up in double precision, one feature after the other, and know nothing of batches and kernels.
  @Test func fastVerdictsAreThoseOfThePlainSums() throws {
    let model = try Model.shipped()
    let files = ["tweets.test", "tweets.train", "sst.train", "steam.train", "hotels.train", "imdb.test"]
    let texts = try files.flatMap { name in
      try String(contentsOfFile: "\(dataFolder!)/sentiment/\(name).tsv", encoding: .utf8).split(separator: "\n")
        .dropFirst().prefix(25_000).map { $0.split(separator: "\t").last.map(String.init) ?? "" }
    }.prefix(100_000)
    try #require(texts.count == 100_000)
    var different = 0
    for (text, verdict) in zip(texts, model.classify(Array(texts))) {
      let logits = model.explain(text).logits
      let largest = logits.indices.max { logits[$0] < logits[$1] }!
      let powers = logits.map { exp($0 - logits[largest]) }
      let total = powers.reduce(0, +)
      for (power, probability) in zip(powers, verdict.probabilities) {
        #expect(abs(power / total - probability) < 2e-4, "\(text)")
      }
      if verdict.label != Verdict.unknown, model.labels[largest] != verdict.label { different += 1 }
    }
    #expect(different <= 100, "\(different) of \(texts.count)")
  }
}
