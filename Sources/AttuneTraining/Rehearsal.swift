import Attune

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What models after each pass say of texts that they have not learned: tells when to stop, and calibrates.
struct Rehearsal {
  private let data: LabelledFeatures
  private let texts: [Int]
  /// The place of each text in `texts`.
  private let rows: [Int: Int]
  /// For each pass `[texts × classes]` logits.
  private var logits: [[Float]] = []

  /// Texts that decide when to stop; more would hardly decide otherwise.
  private static let enough = 4000

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

  /// The pass after which the calibrated log loss is least, and the calibration.
  /// - Parameter base: the calibration of the model that training began with, which holds unless the texts object.
  func best(minimum: Int, base: Calibration? = nil) -> (pass: Int, calibration: Calibration) {
    let weights = weights
    let every = max(1, texts.count / Self.enough)
    let places = Array(stride(from: 0, to: texts.count, by: every))
    let sampleTexts = places.map { texts[$0] }
    let sampleWeights = places.map { weights[$0] }
    var best = minimum
    var least = Float.infinity
    var calibration = base
    for pass in minimum..<logits.count where !texts.isEmpty {
      let sample = places.flatMap { logits[pass][$0 * data.classes..<($0 + 1) * data.classes] }
      let fitted = CalibrationFit.fit(
        sample, data, texts: sampleTexts, weights: sampleWeights, base: base, start: calibration,
        steps: calibration == nil ? 200 : 40)
      let loss = CalibrationFit.loss(sample, data, texts: sampleTexts, weights: sampleWeights, fitted)
      calibration = fitted
      if loss < least { (best, least) = (pass, loss) }
    }
    return (best, CalibrationFit.fit(logits[best], data, texts: texts, weights: weights, base: base))
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
    let classes = data.classes
    let measured = texts.filter { data.weights[$0] > 0 }
    func gold(_ text: Int) -> String {
      let target = Array(data.target(text))
      return data.labels[target.indices.max { (target[$0], -$0) < (target[$1], -$1) }!]
    }
    var evaluation = Evaluation(modelLabels: data.labels, goldLabels: Set(measured.map(gold)))
    for text in measured {
      let slope = calibration.slope(tokens: data.tokens[text])
      let row = rows[text]! * classes
      var probabilities = (0..<classes).map { slope * logits[pass][row + $0] + calibration.biases[$0] }
      softmax(&probabilities, mask: data.mask(text))
      evaluation.append(
        gold: gold(text), probabilities: probabilities.map(Double.init),
        isKnown: data.cues[text * CueFeatures.count + CueFeatures.knownShare] > 0, mask: data.mask(text))
    }
    return evaluation
  }
}
