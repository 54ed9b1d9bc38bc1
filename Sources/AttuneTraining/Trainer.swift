import Attune

/// Trains a model from labelled texts: the features worth keeping, naive-Bayes ratios, logistic regression, which stops where
/// it reads held-out texts best and then learns from all, calibration, and the bytes of a model file.
package struct Trainer {
  package enum Stage: Sendable {
    case counted(texts: Int, features: Int)
    case pass(Int, of: Int, loss: Float)
    /// Of a convolution.
    case deepPass(Int, of: Int, loss: Float)
    case pruned(features: Int)
    case done(bytes: Int)
  }

  package let options: TrainingOptions
  /// A model whose weights training starts from, or nil for a new one.
  package let base: Model?

  /// - Parameter base: a model that training improves. The texts must have been read with its labels and its lexicon.
  package init(options: TrainingOptions = .init(), base: Model? = nil) {
    self.options = options
    self.base = base
  }

  /// - Parameters:
  ///   - source: the texts.
  ///   - devGroups: groups that end training and calibrate the model; their texts are not learned. Without them held-out
  ///     parts of the texts do that, and the model learns from all texts in the end.
  ///   - card: what the model card shall say besides what the trainer adds.
  ///   - progress: is told of every stage.
  /// - Returns: a model file and what there is to say of it; the same for the same data and options.
  package func train(
    _ source: TrainingSet, devGroups: Set<Int> = [], card: [Model.CardEntry] = [], progress: (Stage) -> Void = { _ in }
  ) -> TrainedModel {
    let own = 0..<source.count
    var source = source
    let probes = base.map { Probes($0, appendedTo: &source) }
    var data = LabelledFeatures(source, isBalanced: options.isBalanced)
    data.probeGroup = probes?.group
    let texts = own.filter { !devGroups.contains(data.groups[$0]) }
    let counts = keepFrequent(&data, texts)
    progress(.counted(texts: texts.count, features: data.hashes.count))

    prune(&data, texts)
    if let base, let probes {
      var old = LinearModel(features: data.hashes.count, classes: data.classes)
      takeOver(base, into: &old, data.hashes)
      data.setTargets(of: probes.learned, by: old)
    }
    let held = probes?.learned ?? []
    progress(.pruned(features: data.hashes.count))
    let splits =
      devGroups.isEmpty
      ? self.splits(of: texts, source)
      : [Split(learned: texts, heldOut: own.filter { devGroups.contains(data.groups[$0]) })]
    var stopping = EarlyStopping(data: data, texts: splits.flatMap(\.heldOut))
    let passes = options.algorithm == .nb ? 0 : options.epochs
    let models = learnSplits(
      &stopping, splits, held, data, passes: passes, learnsAllLater: devGroups.isEmpty, progress)
    for split in splits where options.convolution != nil {
      let trainer = deepTrainer(data, source, split.learned, progress)
      let logits = trainer.map {
        convolved($0.rounded(), $0.network.vocabulary, source, split.heldOut, data.classes)
      }
      stopping.record(convolved: logits ?? [], split.heldOut)
    }
    let found = stopping.best(
      minimum: base == nil ? min(1, passes) : 0, base: base?.calibration,
      margins: options.convolution?.doubtfulMargins ?? 0...0, share: options.convolution?.share)
    let best = found.pass
    var calibration = found.calibration
    var model: LinearModel
    if best == 0 {
      model = start(data, texts)
    } else if !devGroups.isEmpty {
      model = models[best - 1]
    } else {
      model = learned(from: texts, held, data, passes: best, after: splits.count * passes, progress)
    }
    var general: TrainingSummary.General?
    if let base, let probes, !probes.control.isEmpty {
      let blend = blend(start(data, texts), model, calibration, data, probes.control, base)
      (model, calibration) = (blend.model, blend.calibration)
      stopping.learnedShare = blend.share
      general = .init(texts: probes.control.count, agreeing: blend.agreeing, learnedShare: Double(blend.share))
    }
    var card = card
    var convolution = base?.convolution.map { Array($0.section) } ?? []
    if let trainer = deepTrainer(data, source, texts, progress) {
      var contents = trainer.rounded()
      contents.step *= found.share
      contents.doubt = found.doubt ?? contents.doubt
      card.append(
        .init(
          key: "convolution",
          value:
            "\(contents.filters) filters\(contents.second == nil ? "" : " and as many over them"), \(contents.hashes.count) words, \(found.share) of its logits where the rest is in doubt"
        ))
      convolution = contents.encode()
    } else if let reading = data.reading, let deep = reading.convolution {
      card.append(.init(key: "convolution", value: "that of model \(String(reading.checksum, radix: 16))"))
      convolution = deep.section(
        outputs: model.outputs(readings: data.readingCount), classes: data.classes, insteadOf: reading.labels.count)
    }
    let (bytes, features) = export(model, convolution, data, calibration, texts, card, best, source)
    progress(.done(bytes: bytes.count))
    let summary = TrainingSummary(
      texts: texts.count,
      features: .init(
        seen: counts.count { $0 > 0 }, rare: counts.count { $0 > 0 && $0 < options.minimumCount },
        kept: features),
      passes: best, passesTried: passes,
      heldOut: !devGroups.isEmpty ? .development : splits.count > 1 ? .everyPart(of: splits.count) : .onePart(of: 10),
      evaluation: stopping.evaluation(pass: best, calibration), general: general,
      keepsTones: base?.toneSections.isEmpty == false)
    return TrainedModel(bytes: bytes, summary: summary)
  }

  /// Leaves the features that enough texts and groups have, and those of the model to start from.
  /// - Returns: how many texts have each feature that there was.
  private func keepFrequent(_ data: inout LabelledFeatures, _ texts: [Int]) -> [UInt32] {
    func isKnown(_ hash: UInt64) -> Bool { base?.table.slot(of: hash) != nil }
    let counts = data.featureCounts(texts)
    data.keep(zip(data.hashes, counts).map { $1 >= options.minimumCount || isKnown($0) })
    if options.minimumGroups > 1 {
      data.keep(zip(data.hashes, data.groupCounts(texts)).map { $1 >= options.minimumGroups || isKnown($0) })
    }
    return counts
  }

  /// Learns from a part of the texts, pass by pass, and records what each pass says of the rest.
  ///
  /// - Parameters:
  ///   - held: texts that every split learns as well.
  ///   - learnsAllLater: the model of all texts is learned at the end. Without that, the models of all passes are kept.
  /// - Returns: the models of all passes; empty where they are not kept.
  private func learnSplits(
    _ stopping: inout EarlyStopping, _ splits: [Split], _ held: [Int], _ data: LabelledFeatures, passes: Int,
    learnsAllLater: Bool, _ progress: (Stage) -> Void
  ) -> [LinearModel] {
    var models: [LinearModel] = []
    let all = (splits.count + (learnsAllLater ? 1 : 0)) * passes
    for (number, split) in splits.enumerated() {
      let regression = LogisticRegression(start: start(data, split.learned), data: data, options: options)
      stopping.record(regression.model, pass: 0, split.heldOut)
      for pass in 0..<passes {
        let loss = regression.pass(over: split.learned + held)
        progress(.pass(number * passes + pass + 1, of: all, loss: loss))
        stopping.record(regression.model, pass: pass + 1, split.heldOut)
        if !learnsAllLater { models.append(regression.model) }
      }
    }
    return models
  }

  /// The mean of the models that all texts give, one for each run.
  /// - Parameter done: passes before these, as progress counts them.
  private func learned(
    from texts: [Int], _ held: [Int], _ data: LabelledFeatures, passes: Int, after done: Int,
    _ progress: (Stage) -> Void
  ) -> LinearModel {
    var model = LinearModel(features: data.hashes.count, classes: data.classes, readings: data.readingCount)
    for run in 0..<options.runs {
      let regression = LogisticRegression(start: start(data, texts), data: data, options: options, run: run)
      for pass in 0..<passes {
        let loss = regression.pass(over: texts + held)
        progress(.pass(done + run * passes + pass + 1, of: done + options.runs * passes, loss: loss))
      }
      model.add(regression.model, share: 1 / Float(options.runs))
    }
    return model
  }

  /// The deep part, learned from certain texts; nil when none is asked for.
  private func deepTrainer(
    _ data: LabelledFeatures, _ source: TrainingSet, _ texts: [Int], _ progress: (Stage) -> Void
  ) -> ConvolutionTrainer? {
    guard let deep = options.convolution, base == nil else { return nil }
    let trainer = ConvolutionTrainer(data, source.sequences, texts: texts, deep, seed: options.seed)
    trainer.train(texts) { progress(.deepPass($0, of: deep.epochs, loss: $1)) }
    return trainer
  }

  /// What a convolution says of certain texts: `[texts × classes]`.
  private func convolved(
    _ contents: Convolution.Contents, _ vocabulary: ConvolutionVocabulary, _ source: TrainingSet, _ texts: [Int],
    _ classes: Int
  ) -> [Float] {
    let reader = ConvolutionReader(contents, classes: classes)
    let sequences = source.sequences
    return texts.flatMap { text in
      reader.logits(
        ofRows: sequences.tokens[sequences.starts[text]..<sequences.starts[text + 1]].map {
          vocabulary.rowOfToken[Int($0)]
        })
    }
  }

  /// What logistic regression starts from.
  private func start(_ data: LabelledFeatures, _ texts: [Int]) -> LinearModel {
    var model = LinearModel(features: data.hashes.count, classes: data.classes, readings: data.readingCount)
    let strength = options.algorithm == .nb ? 1 : options.priorStrength
    model.sparse = NaiveBayes.logCountRatios(data, texts: texts).map { strength * $0 }
    if let reading = data.reading { model.takeOutputs(of: reading, labels: data.labels) }
    if let base { takeOver(base, into: &model, data.hashes) }
    return model
  }

  /// Leaves the features that move logits most, by the weights after two passes.
  private func prune(_ data: inout LabelledFeatures, _ texts: [Int]) {
    guard base == nil, data.hashes.count > options.maximumFeatures else { return }
    var model = start(data, texts)
    if options.algorithm == .logistic {
      let regression = LogisticRegression(start: model, data: data, options: options)
      for _ in 0..<2 { _ = regression.pass(over: texts) }
      model = regression.model
    }
    let importance = importances(model, data.featureCounts(texts))
    let order = importance.indices.sorted { (importance[$0], $1) > (importance[$1], $0) }
    var isKept = [Bool](repeating: true, count: importance.count)
    for feature in order[options.maximumFeatures...] { isKept[feature] = false }
    data.keep(isKept)
  }

  /// Texts to learn from and others to measure on.
  private struct Split {
    var learned: [Int]
    var heldOut: [Int]
  }

  /// A tenth held out of many texts; every fifth in turn of a few, so that all of them measure.
  private func splits(of texts: [Int], _ source: TrainingSet) -> [Split] {
    let (parts, used) = texts.count < 10_000 ? (5, 5) : (10, 1)
    let folds = Folds.assign(texts, of: source, count: parts, seed: options.seed ^ 0x5DEE_CE66)
    return (0..<used).map { part in
      Split(
        learned: zip(texts, folds).filter { $0.1 != part }.map(\.0),
        heldOut: zip(texts, folds).filter { $0.1 == part }.map(\.0))
    }
  }

  /// How much a feature moves logits over all texts.
  private func importances(_ model: LinearModel, _ counts: [UInt32]) -> [Float] {
    let classes = model.classes
    return counts.indices.map { feature in
      let row = model.sparse[feature * classes..<(feature + 1) * classes]
      return (row.max()! - row.min()!) * Float(counts[feature]).squareRoot()
    }
  }

  /// What the trainer says on every card, of the model that it made.
  private static let cardKeys: Set = ["from", "algorithm", "seed", "texts", "passes", "features", "calibrated"]

  private func export(
    _ model: LinearModel, _ convolution: [UInt8], _ data: LabelledFeatures, _ calibration: Calibration, _ texts: [Int],
    _ card: [Model.CardEntry], _ passes: Int, _ source: TrainingSet
  ) -> (bytes: [UInt8], features: Int) {
    let classes = model.classes
    let counts = data.featureCounts(texts)
    let importance = importances(model, counts)
    var entries: [TableBuilder.Entry] = []
    var valences = data.lexicon
    for (feature, hash) in data.hashes.enumerated() {
      let row = model.sparse[feature * classes..<(feature + 1) * classes]
      entries.append(
        .init(
          hash: hash, logits: row.dropFirst().map { $0 - row.first! }, valence: valences.removeValue(forKey: hash) ?? 0,
          importance: importance[feature]))
    }
    // A base has the rest of its lexicon in its table, with weights.
    for (hash, valence) in valences.sorted(by: { $0.key < $1.key }) where base == nil {
      entries.append(
        .init(hash: hash, logits: Array(repeating: 0, count: classes - 1), valence: valence, importance: .infinity))
    }
    let table = base.map { TableBuilder(extending: $0, by: entries) } ?? TableBuilder(entries, classes: classes)
    var prior = [Float](repeating: 0, count: classes)
    for text in texts where data.mask(text).allSatisfy({ $0 }) {
      for (index, share) in data.target(text).enumerated() { prior[index] += data.weights[text] * share }
    }
    let total = prior.reduce(0, +)
    prior = total > 0 ? prior.map { $0 / total } : base?.prior ?? prior.map { _ in 1 / Float(classes) }
    var card = (base?.card.filter { !Self.cardKeys.contains($0.key) } ?? []) + card
    if let base { card.append(.init(key: "from", value: "model \(String(base.checksum, radix: 16))")) }
    card.append(.init(key: "algorithm", value: options.algorithm.rawValue))
    card.append(.init(key: "seed", value: "\(options.seed)"))
    card.append(.init(key: "texts", value: "\(texts.count)"))
    if passes > 0 { card.append(.init(key: "passes", value: "\(passes)")) }
    card.append(.init(key: "features", value: "\(TableBuilder.featureCount(table.lines))"))
    let bytes = ModelFile.encode(
      .init(
        labels: data.labels, card: card, weightStep: table.weightStep, calibration: calibration, prior: prior,
        lines: table.lines, rows: table.rows,
        dense: DenseLayer(
          inputs: CueFeatures.count, outputs: classes, weights: Array(model.dense.prefix(CueFeatures.count * classes))),
        convolution: convolution,
        lexicon: data.lexicon, tones: base?.toneSections ?? [],
        names: options.namesFeatures
          ? TopFeatures.names(model, hashes: data.hashes, counts: counts, in: source, base: base) : []))
    // Of the texts, that is; probes have others.
    let isDropped = Set(table.dropped)
    return (bytes, counts.indices.count { counts[$0] > 0 && !isDropped.contains($0) })
  }
}
