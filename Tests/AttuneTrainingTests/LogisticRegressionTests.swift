import AttuneStatistics
import Foundation
import Testing

@testable import Attune
@testable import AttuneTraining

/// Logistic regression as the papers write it, one number at a time.
private struct PlainRegression {
  let data: LabelledFeatures
  let options: TrainingOptions
  var generator: SeededGenerator
  /// `[features × classes]`, `[cues × classes]`, `[groups × classes]`: weights and sums of squared gradients.
  var weights: [[Float]]
  var squares: [[Float]]
  var mean: [[Float]]
  var passes: Float = 0

  init(_ start: LinearModel, _ data: LabelledFeatures, _ options: TrainingOptions) {
    self.data = data
    self.options = options
    generator = SeededGenerator(seed: options.seed)
    weights = [start.sparse, start.dense, Array(repeating: 0, count: data.masks.count * data.classes)]
    squares = zip(weights, [1e-2, 1e-1, 1e-1]).map { Array(repeating: $1, count: $0.count) }
    mean = weights
  }

  mutating func pass(over texts: [Int]) {
    var order = texts.filter { data.weights[$0] > 0 }
    order.shuffle(using: &generator)
    for text in order { learn(text) }
    passes += 1
    for part in weights.indices {
      for index in weights[part].indices {
        mean[part][index] += 3 / (passes + 2) * (weights[part][index] - mean[part][index])
      }
    }
  }

  private mutating func learn(_ text: Int) {
    let norm = data.norm(text) / (1 - options.dropout)
    // What moves the logits: part, row, value.
    var inputs: [(part: Int, row: Int, value: Float)] = []
    var draws: UInt64 = 0
    for (place, use) in data.features(text).enumerated() {
      if place % 8 == 0 { draws = generator.next() }
      if draws % 256 < UInt64((1 - options.dropout) * 256) { inputs.append((0, Int(use.number), use.value * norm)) }
      draws /= 256
    }
    for cue in 0..<CueFeatures.count { inputs.append((1, cue, data.cues[text * CueFeatures.count + cue])) }
    inputs.append((2, data.groups[text], 1))

    let classes = data.classes
    var probabilities = [Float](repeating: 0, count: classes)
    for (part, row, value) in inputs {
      for label in 0..<classes { probabilities[label] += value * weights[part][row * classes + label] }
    }
    softmax(&probabilities, mask: data.mask(text))
    let targets = Array(data.target(text))
    for label in 0..<classes where data.mask(text)[label] {
      let error = data.weights[text] * (probabilities[label] - targets[label])
      // A feature that a text holds twice is stepped twice, as if it were two.
      for (part, row, value) in inputs where value != 0 {
        let index = row * classes + label
        squares[part][index] += (error * value) * (error * value)
        weights[part][index] -= options.learningRate * error * value / squares[part][index].squareRoot()
      }
    }
  }
}

@Suite struct LogisticRegressionTests {
  /// Rows of vectors give what plain numbers give: classes that fill a vector or do not, groups, masks, weights, dropout.
  @Test(arguments: [2, 3, 4, 5, 8], [0, 0.5] as [Float])
  func theTwinAgrees(classes: Int, dropout: Float) {
    var generator = SeededGenerator(seed: UInt64(classes))
    let labels = (0..<classes).map { "label \($0)" }
    var set = TrainingSet()
    for index in 0..<60 {
      // The second group never uses the last class.
      let group = index % 2
      let label = labels[Int.random(in: 0..<(group == 0 ? classes : max(1, classes - 1)), using: &generator)]
      let text = ToyData.text(index % 5, &generator) + (index % 7 == 0 ? " good good good" : "")
      set.append(text, label: label, weight: [0, 0.5, 1, 3][index % 4], group: group)
    }
    var options = TrainingOptions()
    options.dropout = dropout
    options.seed = 9
    let data = LabelledFeatures(set, isBalanced: false)
    var start = LinearModel(features: data.hashes.count, classes: data.classes)
    for index in start.sparse.indices { start.sparse[index] = Float.random(in: -0.1...0.1, using: &generator) }
    let regression = LogisticRegression(start: start, data: data, options: options)
    var twin = PlainRegression(start, data, options)
    for _ in 0..<3 {
      _ = regression.pass(over: Array(0..<50))
      twin.pass(over: Array(0..<50))
      let model = regression.model
      #expect(largestDifference(model.sparse, twin.mean[0]) < 1e-3)
      #expect(largestDifference(model.dense, twin.mean[1]) < 1e-3)
    }
    #expect(largestDifference(regression.model.sparse, start.sparse) > 0.01)
  }

  /// Two groups that hold the same texts and like one label each: what they like is theirs, and no bias of the model.
  @Test func groupsHaveTheirOwnPriors() {
    func bias(_ groups: (Int) -> Int) -> Float {
      var set = TrainingSet()
      for index in 0..<400 {
        // Nine in ten are "a" in the even texts, "b" in the odd ones; no word tells.
        let isLiked = index / 2 % 10 != 0
        set.append("the room was with my order", label: isLiked == (index % 2 == 0) ? "a" : "b", group: groups(index))
      }
      let data = LabelledFeatures(set, isBalanced: false)
      let regression = LogisticRegression(
        start: LinearModel(features: data.hashes.count, classes: 2), data: data, options: TrainingOptions())
      // The odd texts are learned less often, so that one bias for all would lean to "a".
      let texts = (0..<400).filter { $0 % 2 == 0 || $0 % 8 == 1 }
      for _ in 0..<6 { _ = regression.pass(over: texts) }
      return regression.model.dense[0] - regression.model.dense[1]
    }
    let (together, apart) = (bias { _ in 0 }, bias { $0 % 2 })
    #expect(together > 0.02)
    #expect(abs(apart) < 0.7 * together, "\(apart), \(together)")
  }

  private func largestDifference(_ one: [Float], _ other: [Float]) -> Float {
    guard one.count == other.count else { return .infinity }
    return zip(one, other).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}
