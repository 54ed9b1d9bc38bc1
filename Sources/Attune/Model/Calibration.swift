import AttunePlatform

/// Turns logits into probabilities that mean what they say: `softmax(slope · logits + bias)`, where the slope depends
/// on the length of the text (`constant + perLength · log2(1 + tokens) / 8`), because the evidence of many words is less
/// independent than it looks. Fitted on data that the weights have not seen (Guo et al. 2017, with a bias per class).
package struct Calibration: Sendable, Equatable {
  package var constant: Float = 1
  package var perLength: Float = 0
  /// One per class.
  package var biases: [Float]

  package init(classes: Int) { biases = Array(repeating: 0, count: classes) }

  /// Whether the numbers can be those of a model file.
  var isValid: Bool {
    abs(constant) <= 1000 && abs(perLength) <= 1000 && biases.allSatisfy { abs($0) <= 1000 }
  }

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
        let odds = exponential(SIMD4(logits.0 - largest, logits.1 - largest, logits.2 - largest, 0))
        let shares = odds / (odds.x + odds.y + odds.z)
        (values[0], values[1], values[2]) = (shares.x, shares.y, shares.z)
        return
      }
      var largest = -Float.infinity
      for index in 0..<biases.count {
        values[index] = slope * values[index] + biases[index]
        largest = max(largest, values[index])
      }
      var sum: Float = 0
      for index in 0..<biases.count {
        values[index] = exponential(SIMD4(values[index] - largest, 0, 0, 0)).x
        sum += values[index]
      }
      for index in 0..<biases.count { values[index] /= sum }
    }
  }
}

/// e to the power of each lane, within two units of the last place; 0 below -87. By additions and multiplications alone, so
/// that it is the same on every machine (polynomial and reduction after Cephes, Moshier 1992).
/// - Precondition: no lane is above 0.
@inline(__always)
func exponential(_ powers: SIMD4<Float>) -> SIMD4<Float> {
  let lowest: Float = -87
  let powers = SIMD4(max(powers.x, lowest), max(powers.y, lowest), max(powers.z, lowest), max(powers.w, lowest))
  // Adding 1.5 · 2^23 rounds to a whole number, which then stands in the low bits.
  let shifted = powers * 1.442_695_04 + 12_582_912
  let twos = shifted - 12_582_912
  // ln 2 in two parts, of which the product with the first is exact.
  let rest = powers - twos * 0.693_359_375 + twos * 2.121_944_4e-4
  var sum = rest * 1.987_569_15e-4 + 1.398_199_950_7e-3
  sum = sum * rest + 8.333_451_907_3e-3
  sum = sum * rest + 4.166_579_589_4e-2
  sum = sum * rest + 1.666_666_545_9e-1
  sum = sum * rest + 5.000_000_120_1e-1
  sum = sum * rest * rest + rest + 1
  let exponents = unsafeBitCast(shifted, to: SIMD4<Int32>.self) &<< 23
  let result = unsafeBitCast(unsafeBitCast(sum, to: SIMD4<Int32>.self) &+ exponents, to: SIMD4<Float>.self)
  // That of -87, next to which no other is too small to stay what it is.
  return result - 0x1.666D0Ep-126
}
