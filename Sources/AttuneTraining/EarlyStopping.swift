import Attune
import AttunePlatform

/// What models after each pass say of texts that they have not learned: tells when to stop, and calibrates.
struct EarlyStopping {
  private let data: LabelledFeatures
  private let texts: [Int]
  /// The place of each text in `texts`.
  private let rows: [Int: Int]
  /// For each pass `[texts × classes]` logits.
  private var logits: [[Float]] = []
  /// `[texts × classes]`: what convolutions say, of those that have not learned the text; empty without one.
  private var convolved: [Float] = []
  /// What counts of it in all texts, and by how sure the rest is of each.
  private var share: Float = 1
  private var doubt: Doubt?
  /// What counts of what passes changed.
  var learnedShare: Float = 1

  /// Texts that decide when to stop; more would hardly decide otherwise.
  private static let enough = 4000
  /// What may count of a convolution's logits, besides all of them.
  private static let shares: [Float] = [0.25, 0.5, 0.75, 1.25, 1.5, 1.75, 2, 2.5, 3]

  init(data: LabelledFeatures, texts: [Int]) {
    self.data = data
    self.texts = texts
    rows = Dictionary(texts.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Takes down what a model says after a pass of some of the texts.
  mutating func record(_ model: LinearModel, pass: Int, _ heldOut: [Int]) {
    let classes = data.classes
    while logits.count <= pass { logits.append(Array(repeating: 0, count: texts.count * classes)) }
    var outputs = [Float](repeating: 0, count: classes)
    for text in heldOut {
      model.logits(data, text, into: &outputs)
      let row = rows[text]! * classes
      for index in 0..<classes { logits[pass][row + index] = outputs[index] }
    }
  }

  /// Takes down what a convolution says of some of the texts.
  /// - Parameter convolved: `[heldOut × classes]`
  mutating func record(convolved found: [Float], _ heldOut: [Int]) {
    let classes = data.classes
    if convolved.isEmpty { convolved = Array(repeating: 0, count: texts.count * classes) }
    for (place, text) in heldOut.enumerated() {
      for index in 0..<classes { convolved[rows[text]! * classes + index] = found[place * classes + index] }
    }
  }

  /// The logits after a pass of some of the texts, by their places, with a share of the convolution's in those that are in
  /// doubt.
  private func logits(pass: Int, share: Float, _ places: [Int]) -> [Float] {
    places.flatMap { place in
      let range = place * data.classes..<(place + 1) * data.classes
      var wide = logits[pass][range]
      if learnedShare < 1 {
        for index in range { wide[index] = logits[0][index] + learnedShare * (wide[index] - logits[0][index]) }
      }
      guard let doubt else { return Array(wide) }
      let share = share * doubt.share(margin: doubt.margin(wide, tokens: data.tokens[texts[place]]))
      return zip(wide.indices, wide).map { $1 + share * convolved[$0] }
    }
  }

  /// What was found to be best.
  struct Best {
    /// The pass after which the calibrated log loss is least, without a convolution.
    var pass: Int
    /// What counts of the convolution's logits then, and in which texts.
    var share: Float
    var doubt: Doubt?
    /// With the convolution.
    var calibration: Calibration
  }

  /// - Parameters:
  ///   - base: the calibration of the model that training began with, which holds unless the texts object.
  ///   - margins: where a convolution begins to count less, and where it no longer counts; see `Doubt`.
  ///   - given: what counts of its logits; nil for what is best.
  mutating func best(
    minimum: Int, base: Calibration? = nil, margins: ClosedRange<Float> = 0...0, share given: Float? = nil
  ) -> Best {
    let weights = weights
    let every = max(1, texts.count / Self.enough)
    let places = Array(stride(from: 0, to: texts.count, by: every))
    let sampleTexts = places.map { texts[$0] }
    let sampleWeights = places.map { weights[$0] }
    var best = minimum
    var least = Float.infinity
    var calibration = base
    func loss(pass: Int, share: Float) -> Float {
      let sample = logits(pass: pass, share: share, places)
      let fitted = CalibrationFit.fit(
        sample, data, texts: sampleTexts, weights: sampleWeights, base: base, start: calibration,
        steps: calibration == nil ? 200 : 40)
      let loss = CalibrationFit.loss(sample, data, texts: sampleTexts, weights: sampleWeights, fitted)
      calibration = fitted
      return loss
    }
    for pass in minimum..<logits.count where !texts.isEmpty {
      let loss = loss(pass: pass, share: 0)
      if loss < least { (best, least) = (pass, loss) }
    }
    func fit() -> Calibration {
      CalibrationFit.fit(
        logits(pass: best, share: share, Array(texts.indices)), data, texts: texts, weights: weights, base: base)
    }
    if !convolved.isEmpty {
      doubt = Doubt(full: margins.lowerBound, none: margins.upperBound, calibration: fit())
      share = given ?? share
      least = loss(pass: best, share: share)
      for other in Self.shares where given == nil {
        let loss = loss(pass: best, share: other)
        if loss < least { (share, least) = (other, loss) }
      }
    }
    return Best(pass: best, share: share, doubt: doubt, calibration: fit())
  }

  /// What each text counts: nothing where its target is not one label but probabilities, unless all are; and groups
  /// count alike, for the next source of texts may resemble any of them.
  private var weights: [Float] {
    let areCertain = texts.map { data.target($0).contains(1) }
    let usesAll = !zip(texts, areCertain).contains { $1 && data.weights[$0] > 0 }
    var weights = zip(texts, areCertain).map { $1 || usesAll ? data.weights[$0] : 0 }
    var totals: [Int: Float] = [:]
    for (text, weight) in zip(texts, weights) { totals[data.groups[text], default: 0] += weight }
    let mean = totals.values.reduce(0, +) / Float(max(totals.count, 1))
    for (row, text) in texts.enumerated() where weights[row] > 0 {
      weights[row] *= mean / totals[data.groups[text]]!
    }
    return weights
  }

  /// What the models after a pass say of the texts, calibrated; without texts of weight 0. Each text is asked about among
  /// the classes of its group.
  func evaluation(pass: Int, _ calibration: Calibration) -> Evaluation {
    let measured = texts.indices.filter { data.weights[texts[$0]] > 0 }
    func gold(_ text: Int) -> String {
      let target = Array(data.target(text))
      return data.labels[target.indices.max { (target[$0], -$0) < (target[$1], -$1) }!]
    }
    var evaluation = Evaluation(modelLabels: data.labels, goldLabels: Set(measured.map { gold(texts[$0]) }))
    for place in measured {
      let text = texts[place]
      let slope = calibration.slope(tokens: data.tokens[text])
      var probabilities = zip(logits(pass: pass, share: share, [place]), calibration.biases).map { slope * $0 + $1 }
      softmax(&probabilities, mask: data.mask(text))
      evaluation.append(
        gold: gold(text), probabilities: probabilities.map(Double.init),
        isKnown: data.cues[text * CueFeatures.count + CueFeatures.knownShare] > 0, mask: data.mask(text))
    }
    return evaluation
  }
}
