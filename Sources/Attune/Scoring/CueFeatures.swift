import AttunePlatform

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

  /// Writes the cues of one text. `BatchLogits` does the same for many at once.
  ///
  /// - Parameters:
  ///   - cues: the place of the first.
  ///   - valences: two sums a context, negative then positive words, in units of `FeatureTable.valenceStep`.
  ///   - used: a bit for each context of which they may not be 0.
  ///   - known: how many of the features the model knew.
  package static func write(
    _ cues: UnsafeMutablePointer<Float>, valences: UnsafePointer<Int64>, used: UInt32, known: Int64, counts: CueCounts
  ) {
    cues.update(repeating: 0, count: count)
    let length = Length(tokens: counts.tokens)
    let norm = length.norm
    cues[0] = 1
    let low = Float(valences[0]) * FeatureTable.valenceStep
    let high = Float(valences[1]) * FeatureTable.valenceStep
    cues[1] = quantized(low * norm)
    cues[2] = quantized(high * norm)
    let others = otherContexts(valences, used, norm: norm) { cues[$0] = $1 }
    let total = low + high + others.balance
    let positive = high + others.positive
    let negative = others.negative - low
    let common = cues + common.lowerBound
    // All within ±1.
    let ratios = rounded(
      SIMD4(total, total, positive, negative)
        / SIMD4((total * total + 15).squareRoot(), positive + negative + 3, positive + 4, negative + 4))
    for cue in 0..<4 { common[cue] = ratios[cue] }
    common[4] = length.cue
    common[5] = quantized(Float(known) / (2 * length.tokens))
    let first = cues + Self.common.upperBound
    first[0] = quantized(min(Float(counts.exclamations), 4) / 2)
    first[1] = quantized(min(Float(counts.questions), 3) / 2)
    first[2] = quantized(min(Float(counts.ellipses), 3) / 2)
    first[3] = quantized(Float(counts.capitals) / length.tokens * 2)
    first[4] = quantized(min(Float(counts.elongations), 2) / 2)
    first[5] = quantized(Float(counts.negations) * norm)
    first[6] = quantized(Float(counts.contrasts) * norm)
    first[7] = quantized(Float(counts.addresses) * norm)
    first[8] = quantized(Float(counts.numbers) * norm)
  }

  /// What contexts other than the plain one add to the balance of words, and to the amounts of negative and positive ones.
  struct Contribution {
    var balance: Float = 0
    var negative: Float = 0
    var positive: Float = 0
  }

  /// Calls `add` with the place and the value of the cues of contexts other than the plain one that may not be 0.
  @inline(__always)
  static func otherContexts(
    _ valences: UnsafePointer<Int64>, _ used: UInt32, norm: Float, add: (Int, Float) -> Void
  ) -> Contribution {
    var sum = Contribution()
    var rest = used & ~1
    while rest != 0 {
      let context = rest.trailingZeroBitCount
      rest &= rest &- 1
      let low = Float(valences[2 &* context]) * FeatureTable.valenceStep
      let high = Float(valences[2 &* context &+ 1]) * FeatureTable.valenceStep
      add(1 &+ 2 &* context, quantized(low * norm))
      add(2 &+ 2 &* context, quantized(high * norm))
      let weight = weight(of: context)
      let (up, down) = weight < 0 ? (low, high) : (high, low)
      sum.balance += (low + high) * weight
      sum.positive += up * weight
      sum.negative -= down * weight
    }
    return sum
  }

  /// What valences add up to by the weights of their contexts.
  static func balance(_ sums: inout SparseSums) -> Float {
    sums.withValences { valences, used in
      let plain = Float(valences[0]) * FeatureTable.valenceStep + Float(valences[1]) * FeatureTable.valenceStep
      return plain + otherContexts(valences, used, norm: 1) { _, _ in }.balance
    }
  }

  /// What a valence in a context adds to the balance.
  static func balance(valence: Int32, context: UInt8) -> Float {
    Float(valence) * FeatureTable.valenceStep * weight(of: Int(context))
  }

  /// What cues know of the length of a text.
  struct Length {
    /// At least 1.
    let tokens: Float
    /// 1 / √tokens
    let norm: Float
    /// The cue of that name.
    let cue: Float

    init(tokens: Int32) {
      self.tokens = Float(max(tokens, 1))
      norm = 1 / self.tokens.squareRoot()
      cue = CueFeatures.quantized(log2(1 + self.tokens) / 4)
    }
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

  /// The same for values within ±`limit`.
  @inline(__always)
  private static func rounded(_ values: SIMD4<Float>) -> SIMD4<Float> {
    ((values * (1 / step) + 12_582_912) - 12_582_912) * step
  }

  /// What each cue is, in the order in which they are written.
  static let names: [String] = {
    let contexts = [
      "", " boosted", " dampened", " negated", " faintly negated", " hypothetical", " after but", " negated after but",
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
