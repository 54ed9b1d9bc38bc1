import AttuneStatistics
import Testing

@testable import Attune
@testable import AttuneTraining

@Suite struct TrainerTests {
  private static let labelSets = [["no", "yes"], ToyData.sentiment, ["a", "b", "c", "d", "e"]]

  @Test(arguments: TrainingOptions.Algorithm.allCases, labelSets)
  func aSeparableProblemIsLearned(algorithm: TrainingOptions.Algorithm, labels: [String]) throws {
    var options = TrainingOptions()
    options.algorithm = algorithm
    let bytes = Trainer(options: options).train(ToyData.set(ToyData.examples(300, labels: labels, seed: 1))).bytes
    let model = try Model.load(bytes: bytes)
    #expect(model.labels == labels)
    let unseen = ToyData.examples(200, labels: labels, seed: 2)
    let right = zip(model.classify(unseen.map(\.text)), unseen).count { $0.label == $1.label }
    #expect(right >= 196, "\(right) of 200")
    #expect(model.prior.allSatisfy { abs($0 - 1 / Float(labels.count)) < 0.03 })
  }

  @Test(arguments: TrainingOptions.Algorithm.allCases)
  func sameSeedSameBytes(algorithm: TrainingOptions.Algorithm) {
    var options = TrainingOptions()
    options.algorithm = algorithm
    var lexicon = Lexicon()
    for (index, word) in ["great", "awful", "splendid", "dire", "fine", "poor"].enumerated() {
      lexicon.insert(word, valence: index % 2 == 0 ? 2 : -2)
    }
    func train() -> [UInt8] {
      var set = TrainingSet(lexicon: lexicon)
      for example in ToyData.examples(120, labels: ToyData.sentiment, seed: 3) {
        set.append(example.text, label: example.label)
      }
      return Trainer(options: options).train(set, card: [.init(key: "data", value: "toy")]).bytes
    }
    let bytes = train()
    #expect(train() == bytes)
    options.seed = 2
    #expect(train() != bytes)
  }

  @Test func theCardSaysHow() throws {
    var options = TrainingOptions()
    options.algorithm = .nb
    options.seed = 42
    let set = ToyData.set(ToyData.examples(60, labels: ["no", "yes"], seed: 3))
    let model = try Model.load(
      bytes: Trainer(options: options).train(set, card: [.init(key: "licence", value: "CC0")]).bytes)
    #expect(model.card.first == .init(key: "licence", value: "CC0"))
    #expect(model.card.contains(.init(key: "algorithm", value: "nb")))
    #expect(model.card.contains(.init(key: "seed", value: "42")))
  }

  @Test func stages() {
    var options = TrainingOptions()
    options.epochs = 3
    var passes: [Int] = []
    var losses: [Float] = []
    var counts: [Int] = []
    var size = 0
    let bytes = Trainer(options: options).train(ToyData.set(ToyData.examples(300, labels: ["no", "yes"], seed: 3))) {
      stage in
      switch stage {
      case .pass(let pass, let count, let loss):
        passes.append(pass)
        losses.append(loss)
        counts.append(count)
      case .done(let bytes): size = bytes
      case .counted(let texts, let features): #expect(texts == 300 && features > 0)
      case .pruned(let features): #expect(features > 0)
      case .deepPass: Issue.record("no deep part was asked for")
      }
    }.bytes
    // Three passes for each fifth held out, then as many over all texts as were best.
    #expect((16...18).contains(passes.count))
    #expect(passes == Array(1...passes.count))
    #expect(counts.last == passes.count)
    #expect(losses[0] > losses[2])
    #expect(size == bytes.count)
  }

  @Test func maximumFeatures() throws {
    var options = TrainingOptions()
    options.maximumFeatures = 10
    for algorithm in TrainingOptions.Algorithm.allCases {
      options.algorithm = algorithm
      let bytes = Trainer(options: options).train(ToyData.set(ToyData.examples(120, labels: ["no", "yes"], seed: 3)))
        .bytes
      let model = try Model.load(bytes: bytes)
      let features = try #require(model.card.first { $0.key == "features" }.flatMap { Int($0.value) })
      #expect((5...10).contains(features))
    }
  }

  @Test func devGroupsCalibrateAndAreNotLearned() throws {
    var set = TrainingSet()
    for example in ToyData.examples(150, labels: ["no", "yes"], seed: 3) {
      set.append(example.text, label: example.label)
    }
    for index in 0..<60 { set.append("zebra awful rude dirty slow", label: index % 2 == 0 ? "no" : "yes", group: 1) }
    let model = try Model.load(bytes: Trainer().train(set, devGroups: [1]).bytes)
    #expect(model.table.slot(of: TokenHash.hash("zebra")) == nil)
    #expect(model.classify("zebra").label == Verdict.unknown)
    // The words that were learned say nothing in the development set, so that the model is unsure of them.
    #expect(model.classify("awful rude dirty slow").probabilities.max()! < 0.8)
  }

  @Test(arguments: [1, 2, 3])
  func hardlyAnyData(count: Int) throws {
    for algorithm in TrainingOptions.Algorithm.allCases {
      var options = TrainingOptions()
      options.algorithm = algorithm
      options.isBalanced = true
      var set = TrainingSet()
      for index in 0..<count { set.append(index == 0 ? "" : "good \(index)", label: index % 2 == 0 ? "no" : "yes") }
      set.append("", label: "no")
      set.append("", label: "yes")
      let model = try Model.load(bytes: Trainer(options: options).train(set).bytes)
      let verdict = model.classify("good")
      #expect(verdict.probabilities.allSatisfy { $0.isFinite })
      #expect(abs(verdict.probabilities.reduce(0, +) - 1) < 1e-5)
    }
  }

  @Test func balanceHelpsTheRareClass() throws {
    var generator = SeededGenerator(seed: 6)
    var set = TrainingSet()
    for index in 0..<300 {
      let label = index % 20 == 0 ? 1 : 0
      set.append(ToyData.text(label, &generator), label: ["no", "yes"][label])
    }
    var options = TrainingOptions()
    let plain = try Model.load(bytes: Trainer(options: options).train(set).bytes)
    options.isBalanced = true
    let balanced = try Model.load(bytes: Trainer(options: options).train(set).bytes)
    #expect(plain.prior[1] < 0.1)
    #expect(abs(balanced.prior[1] - 0.5) < 0.05)
    // A text of filler only.
    let filler = "the room was with my order today"
    #expect(balanced.classify(filler).probabilities[1] > plain.classify(filler).probabilities[1])
  }
}
