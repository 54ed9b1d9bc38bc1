import AttuneStatistics
import Testing

@testable import Attune
@testable import AttuneTraining

/// A group without a class says nothing about that class.
@Suite struct PartialLabelTests {
  /// Group 0 has all three classes, group 1 (three times as large) only negative and positive, in other words.
  private func examples() -> (all: [(text: String, label: String)], polar: [(text: String, label: String)]) {
    var generator = SeededGenerator(seed: 12)
    let all = ToyData.examples(120, labels: ToyData.sentiment, seed: 11)
    let polar = (0..<360).map { index in
      let label = index % 2 == 0 ? 0 : 2
      return (ToyData.text(label, &generator) + " metal film", ToyData.sentiment[label])
    }
    return (all, polar)
  }

  private func set(polarGroup: Int) -> TrainingSet {
    let (all, polar) = examples()
    var set = ToyData.set(all)
    for example in polar { set.append(example.text, label: example.label, group: polarGroup) }
    return set
  }

  @Test(arguments: TrainingOptions.Algorithm.allCases)
  func neutralIsNotPushedDown(algorithm: TrainingOptions.Algorithm) throws {
    var options = TrainingOptions()
    options.algorithm = algorithm
    let apart = try Model.load(bytes: Trainer(options: options).train(set(polarGroup: 1)).bytes)
    let together = try Model.load(bytes: Trainer(options: options).train(set(polarGroup: 0)).bytes)
    // "metal" is neutral in the first group and stands in every text of the second, as does "film".
    #expect(apart.classify("the metal was blue").label == "neutral")
    for text in ["the metal film", "film", "metal film and awful"] {
      let (free, pushed) = (apart.classify(text).probabilities[1], together.classify(text).probabilities[1])
      #expect(free > pushed, "\(text)")
    }
    #expect(abs(apart.prior[1] - 1 / 3) < 0.05)
  }

  /// Weights of a class that a group does not have do not move on its texts.
  @Test func maskedWeightsStay() {
    let data = LabelledFeatures(set(polarGroup: 1), isBalanced: false)
    let polar = (0..<data.count).filter { data.groups[$0] == 1 }
    let start = LinearModel(features: data.hashes.count, classes: 3)
    let regression = LogisticRegression(start: start, data: data, options: TrainingOptions())
    for _ in 0..<2 { _ = regression.pass(over: polar) }
    let model = regression.model
    for row in stride(from: 0, to: model.sparse.count, by: 3) where model.sparse[row + 1] != 0 {
      Issue.record("the neutral weight of feature \(row / 3) has moved")
    }
    let denseStays = stride(from: 1, to: model.dense.count, by: 3).allSatisfy { model.dense[$0] == 0 }
    #expect(denseStays)
    let sparseMoves = model.sparse.contains { $0 != 0 }
    #expect(sparseMoves)
  }

  @Test func ratiosCountOnlyGroupsWithTheClass() {
    let data = LabelledFeatures(set(polarGroup: 1), isBalanced: false)
    let all = NaiveBayes.logCountRatios(data, texts: Array(0..<data.count))
    let first = NaiveBayes.logCountRatios(data, texts: (0..<data.count).filter { data.groups[$0] == 0 })
    for feature in data.hashes.indices {
      #expect(abs(all[3 * feature + 1] - first[3 * feature + 1]) < 1e-5)
    }
  }
}
