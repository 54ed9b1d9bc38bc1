import Attune

/// Trains a model from labelled texts: naive-Bayes ratios, logistic regression, a smaller vocabulary, logistic
/// regression once more on what is left, calibration, and the bytes of a model file.
package struct Trainer {
  package enum Stage: Sendable {
    case counted(texts: Int, features: Int)
    case pass(Int, of: Int, loss: Float)
    case pruned(features: Int)
    case done(bytes: Int)
  }

  package let options: TrainingOptions

  package init(options: TrainingOptions = .init()) { self.options = options }

  /// - Parameters:
  ///   - data: the texts.
  ///   - devGroups: groups that calibrate the model instead of a tenth of the texts held out by chance.
  ///   - card: what the model card shall say besides what the trainer adds.
  ///   - progress: is told of every stage.
  /// - Returns: the bytes of a model file; the same for the same data and options.
  package func train(
    _ source: TrainingSet, devGroups: Set<Int> = [], card: [Model.CardEntry] = [], progress: (Stage) -> Void = { _ in }
  ) -> [UInt8] {
    var data = LabelledFeatures(source, isBalanced: options.isBalanced)
    let classes = data.classes
    let featureCount = source.vocabulary.count
    let isDev = heldOut(data, devGroups: devGroups)
    let isTraining = isDev.map { !$0 }

    var textsWithFeature = [UInt32](repeating: 0, count: featureCount)
    for text in 0..<data.count where isTraining[text] {
      for feature in data.features(text) { textsWithFeature[Int(feature)] += 1 }
    }
    var isKept = textsWithFeature.map { $0 >= options.minimumCount }
    let hasValence = source.vocabulary.hashes.map { source.lexiconValences[$0] != nil }
    func settleKnown() { data.setKnown(zip(isKept, hasValence).map { $0 || $1 }) }
    settleKnown()
    progress(.counted(texts: isTraining.count { $0 }, features: isKept.count { $0 }))

    let ratios = NaiveBayes.logCountRatios(data, isTraining: isTraining)
    var model = LinearModel(features: featureCount, classes: classes)
    let strength = options.algorithm == .nb ? 1 : options.priorStrength
    for feature in 0..<featureCount where isKept[feature] {
      for index in 0..<classes {
        model.sparse[feature * classes + index] = strength * ratios[feature * classes + index]
      }
    }
    if options.algorithm == .logistic {
      let first = max(1, options.epochs / 2)
      model = fit(model, data, isTraining, isKept, first, from: 0, progress)
      let importance = importances(model, textsWithFeature, isKept)
      keepMostImportant(importance, &isKept)
      settleKnown()
      progress(.pruned(features: isKept.count { $0 }))
      for feature in 0..<featureCount where !isKept[feature] {
        for index in 0..<classes { model.sparse[feature * classes + index] = 0 }
      }
      model = fit(model, data, isTraining, isKept, options.epochs - first, from: first, progress)
    } else {
      keepMostImportant(importances(model, textsWithFeature, isKept), &isKept)
      settleKnown()
      for feature in 0..<featureCount where !isKept[feature] {
        for index in 0..<classes { model.sparse[feature * classes + index] = 0 }
      }
    }

    let texts = (0..<data.count).filter { isDev[$0] }
    var logits = [Float](repeating: 0, count: classes)
    var all: [Float] = []
    for text in texts {
      model.logits(data, text, into: &logits)
      all += logits
    }
    let calibration = CalibrationFit.fit(all, data, texts: texts)
    let bytes = export(
      model, data, calibration, isKept, importances(model, textsWithFeature, isKept), isTraining, card)
    progress(.done(bytes: bytes.count))
    return bytes
  }

  private func fit(
    _ model: LinearModel, _ data: LabelledFeatures, _ isUsed: [Bool], _ isKept: [Bool], _ epochs: Int, from first: Int,
    _ progress: (Stage) -> Void
  ) -> LinearModel {
    guard epochs > 0 else { return model }
    var regression = LogisticRegression(start: model, options: options)
    regression.fit(data, isUsed: isUsed, isKept: isKept, epochs: epochs) { pass, loss in
      progress(.pass(first + pass, of: options.epochs, loss: loss))
    }
    return regression.model
  }

  /// The texts that calibrate: those of the development groups, or one in ten by chance.
  private func heldOut(_ data: LabelledFeatures, devGroups: Set<Int>) -> [Bool] {
    if !devGroups.isEmpty { return data.source.group.map(devGroups.contains) }
    var generator = SeededGenerator(seed: options.seed ^ 0x5DEE_CE66)
    return data.source.group.map { _ in generator.next() % 10 == 0 }
  }

  /// How much a feature moves logits over all texts.
  private func importances(_ model: LinearModel, _ texts: [UInt32], _ isKept: [Bool]) -> [Float] {
    let classes = model.classes
    return isKept.indices.map { feature in
      guard isKept[feature] else { return 0 }
      let row = model.sparse[feature * classes..<(feature + 1) * classes]
      return (row.max()! - row.min()!) * Float(texts[feature]).squareRoot()
    }
  }

  private func keepMostImportant(_ importance: [Float], _ isKept: inout [Bool]) {
    let kept = isKept.indices.filter { isKept[$0] }
    guard kept.count > options.maximumFeatures else { return }
    let order = kept.sorted { (importance[$0], $1) > (importance[$1], $0) }
    for feature in order[options.maximumFeatures...] { isKept[feature] = false }
  }

  private func export(
    _ model: LinearModel, _ data: LabelledFeatures, _ calibration: Calibration, _ isKept: [Bool], _ importance: [Float],
    _ isTraining: [Bool], _ card: [Model.CardEntry]
  ) -> [UInt8] {
    let classes = model.classes
    var entries: [TableBuilder.Entry] = []
    var valences = data.source.lexiconValences
    let hashes = data.source.vocabulary.hashes
    for feature in isKept.indices where isKept[feature] {
      let row = model.sparse[feature * classes..<(feature + 1) * classes]
      entries.append(
        .init(
          hash: hashes[feature], logits: row.dropFirst().map { $0 - row.first! },
          valence: valences.removeValue(forKey: hashes[feature]) ?? 0, importance: importance[feature]))
    }
    for (hash, valence) in valences.sorted(by: { $0.key < $1.key }) {
      entries.append(
        .init(hash: hash, logits: Array(repeating: 0, count: classes - 1), valence: valence, importance: .infinity))
    }
    let table = TableBuilder.build(entries, classes: classes)
    var prior = [Float](repeating: 0, count: classes)
    for text in 0..<data.count where isTraining[text] && data.mask(text).allSatisfy({ $0 }) {
      for (index, share) in data.target(text).enumerated() { prior[index] += data.weights[text] * share }
    }
    let total = prior.reduce(0, +)
    prior = total > 0 ? prior.map { $0 / total } : prior.map { _ in 1 / Float(classes) }
    let card =
      card + [
        .init(key: "algorithm", value: options.algorithm.rawValue), .init(key: "seed", value: "\(options.seed)"),
        .init(key: "texts", value: "\(isTraining.count { $0 })"),
        .init(key: "features", value: "\(entries.count - table.dropped)"),
      ]
    return ModelFile.encode(
      .init(
        labels: data.labels, card: card, weightStep: table.weightStep, calibration: calibration, prior: prior,
        lines: table.lines, rows: table.rows,
        dense: DenseLayer(inputs: CueFeatures.count, outputs: classes, weights: model.dense),
        lexicon: data.source.lexiconValences))
  }
}
