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
  func apply(_ values: UnsafeMutablePointer<Float>, tokens: Int32) { apply(values, slope: slope(tokens: tokens)) }

  /// The same for a text of which the slope is known.
  @inline(__always)
  func apply(_ values: UnsafeMutablePointer<Float>, slope: Float) {
    biases.withUnsafeBufferPointer { biases in
      if biases.count == 3 {
        // The same without loops.
        let logits = (slope * values[0] + biases[0], slope * values[1] + biases[1], slope * values[2] + biases[2])
        let largest = max(logits.0, logits.1, logits.2)
        let odds = (exp(logits.0 - largest), exp(logits.1 - largest), exp(logits.2 - largest))
        let sum = odds.0 + odds.1 + odds.2
        (values[0], values[1], values[2]) = (odds.0 / sum, odds.1 / sum, odds.2 / sum)
        return
      }
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
