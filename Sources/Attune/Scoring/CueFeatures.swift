#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The dense features of a text: what its words are worth in the valence lexicon, by context, and what else its form
/// says. A column of these for every text of a batch goes into the `DenseLayer`'s product.
package enum CueFeatures {
  /// How many cues a text has.
  package static let count = 1 + 2 * ValenceContext.count + 15

  /// A cue is a multiple of `step` within ±`limit`. With weights as coarse as `DenseLayer.weightStep` every partial sum
  /// of the product is exact in 32-bit floating point, so that any BLAS, in any order, gives the same bits.
  package static let step: Float = 1 / 32
  package static let limit: Float = 4

  /// The cues that nearly every text has. The others, but for the bias, are 0 more often than not.
  static let common = 1 + 2 * ValenceContext.count..<7 + 2 * ValenceContext.count

  /// Writes the cues of one text.
  ///
  /// - Parameters:
  ///   - cues: the place of the first.
  ///   - valences: two sums a context, negative then positive words, in units of `FeatureTable.valenceStep`.
  ///   - known: how many of the features the model knew.
  package static func write(
    _ cues: UnsafeMutablePointer<Float>, valences: UnsafePointer<Int64>, known: Int64, counts: CueCounts
  ) {
    cues.update(repeating: 0, count: count)
    write(common: cues + common.lowerBound, stride: 1, valences: valences, known: known, counts: counts) {
      cues[$0] = $1
    }
  }

  /// The same in two parts: the cues in `common` are written `stride` places apart, and `add` is called with the place
  /// and the value of others, of which all that are not 0 are among them.
  @inline(__always)
  static func write(
    common: UnsafeMutablePointer<Float>, stride: Int, valences: UnsafePointer<Int64>, known: Int64, counts: CueCounts,
    add: (Int, Float) -> Void
  ) {
    let tokens = Float(max(counts.tokens, 1))
    let norm = 1 / tokens.squareRoot()
    add(0, 1)
    var total: Float = 0
    var positive: Float = 0
    var negative: Float = 0
    var pair = valences
    for context in 0..<ValenceContext.count {
      defer { pair += 2 }
      if pair[0] | pair[1] == 0 { continue }
      let low = Float(pair[0]) * FeatureTable.valenceStep
      let high = Float(pair[1]) * FeatureTable.valenceStep
      add(1 + 2 * context, quantized(low * norm))
      add(2 + 2 * context, quantized(high * norm))
      let weight = weight(of: context)
      total += (low + high) * weight
      if weight < 0 {
        positive += low * weight
        negative -= high * weight
      } else {
        positive += high * weight
        negative -= low * weight
      }
    }
    common[0] = quantized(total / (total * total + 15).squareRoot())
    common[stride] = quantized(total / (positive + negative + 3))
    common[2 * stride] = quantized(positive / (positive + 4))
    common[3 * stride] = quantized(negative / (negative + 4))
    common[4 * stride] = quantized(log2(1 + tokens) / 4)
    common[5 * stride] = share(known: known, tokens: counts.tokens)
    @inline(__always) func addCount(_ place: Int, _ count: Int32, _ value: (Float) -> Float) {
      if count != 0 { add(Self.common.upperBound + place, quantized(value(Float(count)))) }
    }
    addCount(0, counts.exclamations) { min($0, 4) / 2 }
    addCount(1, counts.questions) { min($0, 3) / 2 }
    addCount(2, counts.ellipses) { min($0, 3) / 2 }
    addCount(3, counts.capitals) { $0 / tokens * 2 }
    addCount(4, counts.elongations) { min($0, 2) / 2 }
    addCount(5, counts.negations) { $0 * norm }
    addCount(6, counts.contrasts) { $0 * norm }
    addCount(7, counts.addresses) { $0 * norm }
    addCount(8, counts.numbers) { $0 * norm }
  }

  /// The place of the cue that depends on what the model knows rather than on the text alone.
  package static let knownShare = names.firstIndex(of: "known words")!

  /// The value of that cue.
  package static func share(known: Int64, tokens: Int32) -> Float {
    quantized(Float(known) / (2 * Float(max(tokens, 1))))
  }

  /// The multiple of `step` within ±`limit` that is nearest.
  @inline(__always)
  private static func quantized(_ value: Float) -> Float {
    // Adding and subtracting 1.5 · 2^23 rounds to a whole number, half to even.
    ((min(max(value, -limit), limit) * (1 / step) + 12_582_912) - 12_582_912) * step
  }

  /// What each cue is, in the order in which they are written.
  static let names: [String] = {
    let contexts = [
      "", " boosted", " dampened", " negated", " faintly negated", " unreal", " after but", " negated after but",
      " before but", " negated before but", " of a rival", " negated of a rival", " past",
    ]
    return ["bias"] + contexts.flatMap { ["negative words" + $0, "positive words" + $0] } + [
      "balance of words", "mean of words", "amount of positive words", "amount of negative words", "length",
      "known words", "exclamations", "questions", "ellipses", "capitals", "elongations", "negations", "contrasts",
      "addresses", "numbers",
    ]
  }()

  /// What a valence counts for in the compound cues by its `ValenceContext` (after the constants of VADER, Hutto &
  /// Gilbert 2014; what is not so, or said of a rival, counts for nothing).
  @inline(__always)
  private static func weight(of context: Int) -> Float {
    let weights: InlineArray<13, Float> = [1, 1.3, 0.7, -0.74, -0.4, 0, 1.5, -1.1, 0.5, -0.37, 0, 0, 0]
    return weights[context]
  }
}
