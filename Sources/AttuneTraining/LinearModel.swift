#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Attune

/// The weights that training works on, in full precision: one logit per class for every feature and every cue.
struct LinearModel {
  let classes: Int
  /// `[features × classes]`
  var sparse: [Float]
  /// `[CueFeatures.count × classes]`
  var dense: [Float]

  init(features: Int, classes: Int) {
    self.classes = classes
    sparse = Array(repeating: 0, count: features * classes)
    dense = Array(repeating: 0, count: CueFeatures.count * classes)
  }

  mutating func add(_ other: LinearModel, share: Float) {
    for index in sparse.indices { sparse[index] += share * other.sparse[index] }
    for index in dense.indices { dense[index] += share * other.dense[index] }
  }

  /// Writes the logits of a text: the sum of its features' over the square root of its tokens, its cues', and what counts of
  /// its offsets.
  func logits(_ data: LabelledFeatures, _ text: Int, into logits: inout [Float]) {
    let norm = data.norm(text)
    for index in 0..<classes { logits[index] = 0 }
    for use in data.features(text) {
      for index in 0..<classes { logits[index] += use.value * sparse[Int(use.number) * classes + index] }
    }
    for index in 0..<classes { logits[index] *= norm }
    for cue in 0..<CueFeatures.count {
      let value = data.cues[text * CueFeatures.count + cue]
      for index in 0..<classes { logits[index] += value * dense[cue * classes + index] }
    }
    logits.withUnsafeMutableBufferPointer {
      data.addOffsets(of: text, to: UnsafeMutableBufferPointer(rebasing: $0[..<classes]))
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
