import AttuneStatistics
import Synchronization
import Testing

@testable import Attune
@testable import AttuneTraining

@Suite struct CrossValidationTests {
  private func set(_ examples: [(text: String, label: String)]) -> TrainingSet {
    var set = TrainingSet(keepsTexts: true)
    for example in examples { set.append(example.text, label: example.label) }
    return set
  }

  private var fast: TrainingOptions {
    var options = TrainingOptions()
    options.algorithm = .nb
    return options
  }

  @Test func aSeparableProblem() throws {
    let done = Mutex<[Int]>([])
    let source = set(ToyData.examples(150, labels: ToyData.sentiment, seed: 1))
    let result = try CrossValidation(folds: 3, options: .init()).run(source) { count in
      done.withLock { $0.append(count) }
    }
    #expect(result.evaluation.count == 150)
    #expect(result.folds.joined().sorted() == Array(0..<150))
    #expect(result.folds.map(\.count) == [50, 50, 50])
    #expect(Metrics(confusion: result.evaluation.confusion(0..<150)).accuracy > 0.95)
    #expect(done.withLock { $0.sorted() } == [1, 2, 3])
  }

  /// A text that tells its label by nothing but itself is not recognised, however often it stands there.
  @Test func noTextIsSeenBeforehand() throws {
    var examples: [(text: String, label: String)] = []
    for index in 0..<40 {
      let word =
        "z" + String("abcdefgh".dropFirst(index / 5).prefix(1)) + String("mnopq".dropFirst(index % 5).prefix(1))
      for _ in 0..<3 { examples.append(("\(word)", index % 2 == 0 ? "no" : "yes")) }
    }
    var options = fast
    options.minimumCount = 1
    let result = try CrossValidation(folds: 5, options: options).run(set(examples))
    // No model knows anything of the texts of its fold.
    let known = result.evaluation.isKnown.count { $0 }
    #expect(known == 0)
  }

  /// Each fold's predictions are those of a model trained on the other folds by hand.
  @Test func theTwinAgrees() throws {
    var examples = ToyData.examples(120, labels: ["no", "yes"], seed: 2)
    for index in stride(from: 0, to: 120, by: 9) { examples[index].label = index % 2 == 0 ? "no" : "yes" }
    let source = set(examples)
    let result = try CrossValidation(folds: 4, options: fast).run(source)
    for fold in result.folds {
      let inFold = Set(fold)
      let others = examples.indices.filter { !inFold.contains($0) }
      let model = try Model.load(bytes: Trainer(options: fast).train(set(others.map { examples[$0] })).bytes)
      for text in fold {
        let verdict = model.classify(examples[text].text)
        #expect(verdict.label == result.evaluation.labels[result.evaluation.predicted[text]])
        #expect(abs(verdict.probabilities.max()! - result.evaluation.confidence(text)) < 1e-6)
      }
    }
  }

  @Test func sameSeedSameResult() throws {
    let source = set(ToyData.examples(60, labels: ToyData.sentiment, seed: 4))
    func run(_ seed: UInt64) throws -> [Double] {
      var options = TrainingOptions()
      options.seed = seed
      options.epochs = 2
      return try CrossValidation(folds: 3, options: options).run(source).evaluation.probabilities
    }
    let one = try run(1)
    let (isSame, isOther) = (try run(1) == one, try run(2) != one)
    #expect(isSame && isOther)
  }

  /// Development texts calibrate and are not measured; texts of weight 0 are not measured; a text is asked about among
  /// the classes of its group.
  @Test func groupsAndWeights() throws {
    var set = TrainingSet(keepsTexts: true)
    for (index, example) in ToyData.examples(90, labels: ToyData.sentiment, seed: 5).enumerated() {
      set.append(example.text, label: example.label, weight: index < 6 ? 0 : 1)
    }
    var generator = SeededGenerator(seed: 6)
    for index in 0..<40 {
      // Neutral words in a group that has no neutral texts.
      set.append(ToyData.text(1, &generator), label: index % 2 == 0 ? "negative" : "positive", group: 1)
    }
    for example in ToyData.examples(30, labels: ToyData.sentiment, seed: 7) {
      set.append(example.text, label: example.label, group: 2)
    }
    let evaluation = try CrossValidation(folds: 4, options: fast).run(set, devGroups: [2]).evaluation
    #expect(evaluation.count == 84 + 40)
    #expect(evaluation.predicted[84...].allSatisfy { $0 != 1 })
    #expect(evaluation.predicted[..<84].contains(1))
  }
}
