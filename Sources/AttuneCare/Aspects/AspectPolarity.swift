import Attune
import AttuneFiles
import AttunePlatform
import AttuneStatistics

/// How a text speaks of a term: logistic regression over what the engine says of the pieces of text around it, and the words
/// near it. Trained by `attune polarity --train` on what `Models/terms.sh` prints.
///
/// The file: 4 bytes of little-endian floating point, the worth of a unit; then an `Int8` for every feature and class, feature
/// by feature: `wordFeatures` words, then for each piece its three probabilities less a third and whether it is unknown,
/// then 1.
package struct AspectPolarity: Sendable {
  /// A power of two.
  static let wordFeatures = 1 << 15
  static let pieceFeatures = 4 * AspectContext.pieceCount
  static let features = wordFeatures + pieceFeatures + 1
  static let classes = 3
  package static let labels = ["negative", "neutral", "positive"]
  /// The sentences that it is trained on were chosen for mixed opinions, and nearly half of their terms are neutral; so many are
  /// not in what customers write.
  private static let neutralPrior: Float = 0.5

  let weights: [Float]

  package static let shipped = AspectPolarity(file: Array(attune_file_polarity().buffer))

  init(weights: [Float]) { self.weights = weights }

  /// - Precondition: `file` is one that `bytes` made.
  init(file: [UInt8]) {
    precondition(file.count == 4 + Self.features * Self.classes)
    let step = file.withUnsafeBytes { Float(bitPattern: UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self))) }
    weights = file[4...].map { Float(Int8(bitPattern: $0)) * step }
  }

  package var bytes: [UInt8] {
    let step = max(weights.map(abs).max() ?? 0, .leastNormalMagnitude) / 127
    let head = withUnsafeBytes(of: step.bitPattern.littleEndian, Array.init)
    return head + weights.map { UInt8(bitPattern: Int8(saturating: Double(($0 / step).rounded()))) }
  }

  /// The dense features: see the type.
  ///
  /// - Parameter pieces: negative, neutral, positive; nil for unknown.
  static func dense(_ pieces: [(Float, Float, Float)?]) -> [Float] {
    // Twice, so that few weights with a large reach are drawn to zero less than many words.
    pieces.flatMap { piece -> [Float] in
      guard let piece else { return [0, 0, 0, 2] }
      return [piece.0, piece.1, piece.2].map { 2 * ($0 - 1 / 3) } + [0]
    } + [2]
  }

  /// The probabilities of the classes.
  func probabilities(words: [Int], dense: [Float], neutralPrior: Float = neutralPrior) -> SIMD4<Float> {
    var logits = SIMD4<Float>(0, 0, 0, -.infinity)
    for word in words {
      for index in 0..<Self.classes { logits[index] += weights[word * Self.classes + index] }
    }
    for (feature, value) in dense.enumerated() {
      let row = (Self.wordFeatures + feature) * Self.classes
      for index in 0..<Self.classes { logits[index] += value * weights[row + index] }
    }
    logits[1] += log(neutralPrior)
    let most = logits.max()
    var result = SIMD4<Float>(exp(logits[0] - most), exp(logits[1] - most), exp(logits[2] - most), 0)
    result /= result.sum()
    return result
  }
}
