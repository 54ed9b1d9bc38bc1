import AttunePlatform
import Attune

/// The weights that training works on, in full precision: one logit per class for every feature, every cue, and
/// every number that the deep part of another model pools.
struct LinearModel {
  let classes: Int
  /// `[features × classes]`
  var sparse: [Float]
  /// `[(CueFeatures.count + readings) × classes]`
  var dense: [Float]

  init(features: Int, classes: Int, readings: Int = 0) {
    self.classes = classes
    sparse = Array(repeating: 0, count: features * classes)
    dense = Array(repeating: 0, count: (CueFeatures.count + readings) * classes)
  }

  mutating func add(_ other: LinearModel, share: Float) {
    for index in sparse.indices { sparse[index] += share * other.sparse[index] }
    for index in dense.indices { dense[index] += share * other.dense[index] }
  }

  /// Writes the logits of a text: the sum of its features' over the square root of its tokens, its inputs', and what counts
  /// of its offsets.
  func logits(_ data: LabelledFeatures, _ text: Int, into logits: inout [Float]) {
    let norm = data.norm(text)
    for index in 0..<classes { logits[index] = 0 }
    for use in data.features(text) {
      for index in 0..<classes { logits[index] += use.value * sparse[Int(use.number) * classes + index] }
    }
    for index in 0..<classes { logits[index] *= norm }
    data.forEachInput(text) { input, value in
      for index in 0..<classes { logits[index] += value * dense[input * classes + index] }
    }
    logits.withUnsafeMutableBufferPointer {
      data.addOffsets(of: text, to: UnsafeMutableBufferPointer(rebasing: $0[..<classes]))
    }
  }
}

extension LinearModel {
  /// `[classes × readings]`: the logits that a unit of each reading is worth.
  func outputs(readings: Int) -> [Float] {
    (0..<classes).flatMap { label in
      (0..<readings).map { LabelledFeatures.readingUnit * dense[(CueFeatures.count + $0) * classes + label] }
    }
  }

  /// Takes over what the deep part of a model says, where it has all the labels.
  mutating func takeOutputs(of reading: Model, labels: [String]) {
    guard let deep = reading.convolution else { return }
    let places = labels.compactMap { reading.labels.firstIndex(of: $0) }
    guard places.count == labels.count else { return }
    for (label, place) in places.enumerated() {
      for feature in 0..<deep.features {
        dense[(CueFeatures.count + feature) * classes + label] =
          Float(deep.weight(class: place, feature: feature)) * deep.step / LabelledFeatures.readingUnit
      }
    }
  }
}

/// Softmax over the classes that a group has; the others get 0.
/// - Parameter logits: one for each of `mask`.
func softmax(_ logits: UnsafeMutablePointer<Float>, mask: [Bool]) {
  var largest = -Float.infinity
  for index in mask.indices where mask[index] { largest = max(largest, logits[index]) }
  var sum: Float = 0
  for index in mask.indices {
    logits[index] = mask[index] ? exp(logits[index] - largest) : 0
    sum += logits[index]
  }
  for index in mask.indices { logits[index] /= sum }
}
