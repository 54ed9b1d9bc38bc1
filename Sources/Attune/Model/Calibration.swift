#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Turns logits into probabilities that mean what they say: `softmax(slope · logits + bias)`, where the slope depends
/// on the length of the text (`constant + perLength · log2(1 + tokens) / 8`), because the evidence of many words is less
/// independent than it looks. Fitted on data that the weights have not seen (Guo et al. 2017, with a bias per class).
package struct Calibration: Sendable, Equatable {
  package var constant: Float = 1
  package var perLength: Float = 0
  /// One per class.
  package var biases: [Float]

  package init(classes: Int) { biases = Array(repeating: 0, count: classes) }

  @inline(__always)
  package func slope(tokens: Int32) -> Float {
    max(0.01, constant + perLength * log2(1 + Float(tokens)) / 8)
  }

  /// Replaces `classes` logits by probabilities.
  @inline(__always)
  func apply(_ values: UnsafeMutablePointer<Float>, tokens: Int32) {
    let slope = slope(tokens: tokens)
    biases.withUnsafeBufferPointer { biases in
      var largest = -Float.infinity
      for index in 0..<biases.count {
        values[index] = slope * values[index] + biases[index]
        largest = max(largest, values[index])
      }
      var sum: Float = 0
      for index in 0..<biases.count {
        values[index] = exp(values[index] - largest)
        sum += values[index]
      }
      for index in 0..<biases.count { values[index] /= sum }
    }
  }
}
