import Testing

@testable import Attune
@testable import AttuneTraining

@Suite struct TrainingSummaryTests {
  @Test func everyTextIsHeldOutOnce() throws {
    var options = TrainingOptions()
    options.epochs = 4
    let trained = Trainer(options: options).train(ToyData.set(ToyData.examples(300, labels: ["no", "yes"], seed: 3)))
    let summary = trained.summary
    #expect(summary.texts == 300)
    #expect(summary.heldOut == .everyPart(of: 5))
    #expect(summary.passesTried == 4)
    #expect((1...4).contains(summary.passes))
    #expect(summary.evaluation.count == 300)
    #expect(Metrics(confusion: summary.evaluation.confusion(0..<300)).accuracy > 0.95)
    let model = try Model.load(bytes: trained.bytes)
    #expect(model.card.contains(.init(key: "passes", value: "\(summary.passes)")))
    #expect(model.card.contains(.init(key: "features", value: "\(summary.features.kept)")))
  }

  @Test func features() {
    // "same" and "word" and their pairs, and of each text a word and a pair.
    let examples = (0..<30).map { index in
      (
        text: "same word z\(["a", "b", "c", "d", "e", "f"][index % 6])\(["m", "n", "o", "p", "q"][index / 6])",
        label: index % 2 == 0 ? "no" : "yes"
      )
    }
    var options = TrainingOptions()
    options.algorithm = .nb
    let features = Trainer(options: options).train(ToyData.set(examples)).summary.features
    #expect(features.seen == 4 + 60)
    #expect(features.rare == 60)
    #expect(features.kept == 4)
    options.minimumCount = 1
    options.maximumFeatures = 20
    let few = Trainer(options: options).train(ToyData.set(examples)).summary.features
    #expect(few.seen == 64 && few.rare == 0)
    #expect((15...20).contains(few.kept))
  }

  /// What is said of the texts held out is what the model says of them, when they are not learned.
  @Test func developmentTexts() throws {
    var set = ToyData.set(ToyData.examples(200, labels: ToyData.sentiment, seed: 3))
    var dev = ToyData.examples(60, labels: ToyData.sentiment, seed: 4)
    dev[0].label = "positive"
    for (index, example) in dev.enumerated() {
      set.append(example.text, label: example.label, weight: index < 5 ? 0 : 1, group: 1)
    }
    let trained = Trainer().train(set, devGroups: [1])
    let evaluation = trained.summary.evaluation
    #expect(trained.summary.heldOut == .development)
    #expect(trained.summary.texts == 200)
    try #require(evaluation.count == 55)
    let model = try Model.load(bytes: trained.bytes)
    var agreeing = 0
    for (index, example) in dev[5...].enumerated() {
      let verdict = model.classify(example.text)
      if verdict.label == evaluation.labels[evaluation.predicted[index]] { agreeing += 1 }
      #expect(abs(verdict.probabilities.max()! - evaluation.confidence(index)) < 0.05)
      #expect(evaluation.labels[evaluation.gold[index]] == example.label)
    }
    #expect(agreeing >= 54)
  }

  /// A text that occurs twice is held out twice at the same time, and nothing is known of it.
  @Test func equalTextsAreHeldOutTogether() {
    var options = TrainingOptions()
    options.algorithm = .nb
    // Forty words, each twice, of which every other one says yes.
    let letters = Array("abcdefgh")
    let examples = (0..<80).map { index in
      (text: "z\(letters[index / 10])\(letters[index / 2 % 5])", label: index % 4 < 2 ? "no" : "yes")
    }
    let evaluation = Trainer(options: options).train(ToyData.set(examples)).summary.evaluation
    #expect(Metrics(confusion: evaluation.confusion(0..<80)).accuracy < 0.7)
  }

  @Test func naiveBayesMakesNoPasses() {
    var options = TrainingOptions()
    options.algorithm = .nb
    let summary = Trainer(options: options).train(ToyData.set(ToyData.examples(30, labels: ["a", "b"], seed: 1)))
      .summary
    #expect(summary.passes == 0 && summary.passesTried == 0)
    #expect(summary.evaluation.count == 30)
  }
}
