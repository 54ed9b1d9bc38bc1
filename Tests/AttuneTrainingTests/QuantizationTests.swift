import Testing

@testable import Attune
@testable import AttuneTraining

/// What the model file holds in 16 bits and fewer says the same as the weights that training worked with.
@Suite struct QuantizationTests {
  private static let labelSets = [["no", "yes"], ToyData.sentiment, ["a", "b", "c", "d", "e"]]

  /// The stages of `Trainer` with nothing left out, in floating point.
  private func floatModel(
    _ data: LabelledFeatures, _ texts: [Int], _ options: TrainingOptions, passes: Int
  ) -> LinearModel {
    var model = LinearModel(features: data.hashes.count, classes: data.classes)
    let strength = options.algorithm == .nb ? 1 : options.priorStrength
    model.sparse = NaiveBayes.logCountRatios(data, texts: texts).map { strength * $0 }
    if options.algorithm == .nb { return model }
    let regression = LogisticRegression(start: model, data: data, options: options)
    for _ in 0..<passes { _ = regression.pass(over: texts) }
    return regression.model
  }

  @Test(arguments: TrainingOptions.Algorithm.allCases, labelSets)
  func labelsAgree(algorithm: TrainingOptions.Algorithm, labels: [String]) throws {
    var options = TrainingOptions()
    options.algorithm = algorithm
    options.minimumCount = 1
    let training = ToyData.examples(400, labels: labels, seed: 21)
    var set = ToyData.set(training)
    for example in ToyData.examples(60, labels: labels, seed: 22) {
      set.append(example.text, label: example.label, group: 1)
    }
    let model = try Model.load(bytes: Trainer(options: options).train(set, devGroups: [1]).bytes)
    let passes = model.card.first { $0.key == "passes" }.flatMap { Int($0.value) }
    #expect((passes == nil) == (algorithm == .nb))
    var data = LabelledFeatures(set, isBalanced: false)
    let texts = Array(0..<training.count)
    data.keep(data.featureCounts(texts).map { $0 > 0 })
    let float = floatModel(data, texts, options, passes: passes ?? 0)

    var logits = [Float](repeating: 0, count: labels.count)
    var agreeing = 0
    var largestDifference: Double = 0
    let verdicts = model.classify(training.map(\.text))
    for (text, verdict) in verdicts.enumerated() {
      float.logits(data, text, into: &logits)
      let slope = model.calibration.slope(tokens: set.tokens[text])
      for index in logits.indices { logits[index] = slope * logits[index] + model.calibration.biases[index] }
      softmax(&logits, mask: Array(repeating: true, count: labels.count))
      let best = logits.indices.max { logits[$0] < logits[$1] }!
      if labels[best] == verdict.label { agreeing += 1 }
      for index in logits.indices {
        largestDifference = max(largestDifference, abs(Double(logits[index]) - verdict.probabilities[index]))
      }
    }
    #expect(agreeing >= 396, "\(agreeing) of 400")
    #expect(largestDifference < 0.05, "\(largestDifference)")
  }

  /// A text's cues are the same when a model is trained and when it is used, also where the model does not know all words.
  @Test func cuesOfTrainingAreThoseOfScoring() throws {
    var set = ToyData.set(ToyData.examples(400, labels: ToyData.sentiment, seed: 31))
    // Half of the words of these texts are too rare to be kept.
    let rare = (0..<40).map { "great room xq\($0)a xq\($0)b xq\($0)c and lovely" }
    for text in rare { set.append(text, label: "positive") }
    let model = try Model.load(bytes: Trainer().train(set).bytes)
    let text = rare[0]
    var sums = SparseSums()
    var features = 0
    for hash in hashes(of: text) {
      features += 1
      if model.table.slot(of: hash) != nil { sums.known += 1 }
    }
    var counts = CueCounts()
    counts.tokens = 7
    var cues = [Float](repeating: 0, count: CueFeatures.count)
    sums.writeCues(&cues, counts: counts)
    var data = LabelledFeatures(set, isBalanced: false)
    data.keep(set.vocabulary.hashes.map { model.table.slot(of: $0) != nil })
    let trained = Array(data.cues[400 * CueFeatures.count..<401 * CueFeatures.count])
    let share = CueFeatures.knownShare
    #expect(cues[share] == trained[share], "share of known features")
    #expect(Int(sums.known) < features)
  }

  private func hashes(of text: String) -> [UInt64] {
    var set = TrainingSet()
    set.append(text, label: "x")
    return set.features.map { set.vocabulary.hashes[Int($0.number)] }
  }
}
