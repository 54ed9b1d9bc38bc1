import AttunePlatform
import Attune
import AttuneStatistics

/// Teaches a model tones: from labelled texts, by their features that the model knows and what it says of their sentiment.
/// The model is otherwise left as it is.
package struct ToneTrainer {
  /// Parts of the texts, each of which is judged by what was learned from the others.
  private static let parts = 5
  /// Features that stand in fewer texts are left out.
  private static let minimumCount = 4
  /// The part of the features that is kept, and how many at least: those with the largest weights. The others tell little of
  /// tones; without them few of the features of texts are to be looked up, and the rest mean more (see `Models/README.md`).
  private static let tellingShare = 8
  private static let tellingCount = 1000

  package let seed: UInt64

  package init(seed: UInt64) { self.seed = seed }

  /// What was learned, and how good it is on texts that were held out.
  package struct Result {
    package var head: ToneHeadContents
    /// How many features have weights.
    package var features: Int { head.weights.count }
    /// On the training texts, each judged by what was learned from other parts. Their thresholds were chosen on them.
    package var heldOut: ToneMetrics
  }

  /// - Parameters:
  ///   - texts: what is learned.
  ///   - development: texts that help to choose thresholds, and are not learned.
  package func train(_ texts: ToneSet, development: ToneSet, _ taxonomy: ToneTaxonomy) -> Result {
    let tones = taxonomy.labels.count
    let features = Features(texts)
    let learned = regressionTexts(texts, taxonomy, features)
    let asked = regressionTexts(development, taxonomy, features)

    var generator = SeededGenerator(seed: seed ^ 0x5DEE_CE66)
    let parts = (0..<texts.count).shuffled(using: &generator)
    var heldOut = [Float](repeating: 0, count: texts.count * tones)
    for part in 0..<Self.parts {
      let weights = Self.learn(learned, parts.indices.filter { parts[$0] % Self.parts != part }, seed: seed)
      for text in parts.indices where parts[text] % Self.parts == part {
        for (tone, logit) in logits(learned, text, weights).enumerated() { heldOut[text * tones + tone] = logit }
      }
    }
    let weights = Self.learn(learned, Array(0..<texts.count), seed: seed)
    let development = (0..<development.count).flatMap { logits(asked, $0, weights) }

    var head = ToneHeadContents(
      taxonomy: taxonomy, classes: texts.model.labels.count, scales: [], biases: [], thresholds: [],
      dense: Array(repeating: 0, count: texts.model.labels.count * tones), weights: [:])
    var rounded = [[Int8]](repeating: Array(repeating: 0, count: tones), count: features.slots.count)
    var predicted = [Bool](repeating: false, count: heldOut.count)
    for tone in 0..<tones {
      func column<Value>(_ matrix: [Value]) -> [Value] {
        stride(from: tone, to: matrix.count, by: tones).map { matrix[$0] }
      }
      // The probabilities of the classes add up to 1: what all weights have in common is a bias.
      let classWeights = column(weights.dense)[1...]
      let common = (classWeights.min()! + classWeights.max()!) / 2
      let largest = max(classWeights.max()! - common, 1e-6)
      let calibration = ToneCalibration(
        column(heldOut), column(learned.targets), limit: Double(DenseLayer.limit / largest))
      let heldOutProbabilities = column(heldOut).map(calibration.probability)
      let threshold = ToneCalibration.threshold(
        heldOutProbabilities + column(development).map(calibration.probability),
        column(learned.targets) + column(asked.targets))
      for (text, probability) in heldOutProbabilities.enumerated() {
        predicted[text * tones + tone] = probability > threshold
      }
      let slope = Float(calibration.slope)
      let step = max(column(weights.sparse).reduce(0) { max($0, abs($1)) }, 1e-6) / 127
      for (row, weight) in column(weights.sparse).enumerated() {
        rounded[row][tone] = Int8(saturating: Double((weight / step).rounded()))
      }
      head.scales.append(slope * step)
      head.biases.append(slope * (weights.dense[tone] + common) + Float(calibration.bias))
      head.thresholds.append(Float(threshold))
      for label in 0..<head.classes {
        head.dense[label * tones + tone] = slope * (weights.dense[(label + 1) * tones + tone] - common)
      }
    }
    let telling = rounded.indices.filter { rounded[$0].contains { $0 != 0 } }
    head.weights = Dictionary(uniqueKeysWithValues: telling.map { (Int(features.slots[$0]), rounded[$0]) })
    return Result(
      head: head, heldOut: ToneMetrics(gold: learned.targets, predicted: predicted, tones: tones))
  }

  /// Learns from the features that tell something when they are learned together with all others.
  private static func learn(_ texts: ToneRegression.Texts, _ chosen: [Int], seed: UInt64) -> ToneRegression.Weights {
    let all = ToneRegression.learn(texts, chosen, seed: seed)
    let weights = texts.rarity.indices.map { row in
      all.sparse[row * texts.tones..<(row + 1) * texts.tones].reduce(0) { max($0, abs($1)) }
    }
    let count = max(weights.count / tellingShare, tellingCount)
    guard count < weights.count else { return all }
    let limit = weights.sorted(by: >)[count]
    let isTelling = weights.map { $0 > limit }
    var telling = texts
    telling.starts = [0]
    telling.rows = []
    for text in texts.starts.indices.dropLast() {
      telling.rows += texts.rows[texts.starts[text]..<texts.starts[text + 1]].filter { isTelling[Int($0)] }
      telling.starts.append(telling.rows.count)
    }
    return ToneRegression.learn(telling, chosen, seed: seed)
  }

  private func regressionTexts(
    _ set: ToneSet, _ taxonomy: ToneTaxonomy, _ features: Features
  ) -> ToneRegression.Texts {
    let classes = set.model.labels.count
    var texts = ToneRegression.Texts(
      starts: [0], rows: [], rarity: features.rarity, norms: set.tokens.map { 1 / Float(max($0, 1)).squareRoot() },
      inputs: [], inputCount: 1 + classes, targets: set.targets(taxonomy), tones: taxonomy.labels.count)
    for text in 0..<set.count {
      texts.rows += set.slots[set.starts[text]..<set.starts[text + 1]].compactMap { features.rows[$0] }
      texts.starts.append(texts.rows.count)
      texts.inputs.append(1)
      texts.inputs += set.probabilities[text * classes..<(text + 1) * classes]
    }
    return texts
  }

  /// The features that get weights: those that stand in enough texts.
  private struct Features {
    /// In rising order.
    var slots: [UInt32]
    /// Numbers of slots.
    var rows: [UInt32: UInt32]
    /// See `ToneRegression.Texts`.
    var rarity: [Float]

    init(_ texts: ToneSet) {
      var counts: [UInt32: Int] = [:]
      for text in 0..<texts.count {
        for slot in Set(texts.slots[texts.starts[text]..<texts.starts[text + 1]]) { counts[slot, default: 0] += 1 }
      }
      slots = counts.filter { $0.value >= ToneTrainer.minimumCount }.keys.sorted()
      rows = Dictionary(uniqueKeysWithValues: slots.enumerated().map { ($1, UInt32($0)) })
      rarity = slots.map { (log(Float(1 + texts.count) / Float(1 + counts[$0]!)) + 1) / 6 }
    }
  }

  private func logits(_ texts: ToneRegression.Texts, _ text: Int, _ weights: ToneRegression.Weights) -> [Float] {
    var logits = [Float](repeating: 0, count: texts.tones)
    for row in texts.rows[texts.starts[text]..<texts.starts[text + 1]] {
      for tone in 0..<texts.tones { logits[tone] += weights.sparse[Int(row) * texts.tones + tone] }
    }
    for tone in 0..<texts.tones {
      logits[tone] *= texts.norms[text]
      for input in 0..<texts.inputCount {
        logits[tone] += texts.inputs[text * texts.inputCount + input] * weights.dense[input * texts.tones + tone]
      }
    }
    return logits
  }
}
