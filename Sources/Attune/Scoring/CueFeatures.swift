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
  ///   - used: a bit for each context of which they may not be 0.
  ///   - known: how many of the features the model knew.
  package static func write(
    _ cues: UnsafeMutablePointer<Float>, valences: UnsafePointer<Int64>, used: UInt32, known: Int64, counts: CueCounts
  ) {
    cues.update(repeating: 0, count: count)
    write(
      common: cues + common.lowerBound, stride: 1, valences: valences, used: used, known: known, counts: counts,
      length: Length(tokens: counts.tokens)
    ) { cues[$0] = $1 }
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

  /// The same in two parts: the cues in `common` are written `stride` places apart, and `add` is called with the place
  /// and the value of others, of which all that are not 0 are among them. What could as well be is done without asking
  /// whether it must be: a text has about two of nine counts, and nothing tells which.
  @inline(__always)
  static func write(
    common: UnsafeMutablePointer<Float>, stride: Int, valences: UnsafePointer<Int64>, used: UInt32, known: Int64,
    counts: CueCounts, length: Length, add: (Int, Float) -> Void
  ) {
    let norm = length.norm
    add(0, 1)
    let (low, high) = (Float(valences[0]) * FeatureTable.valenceStep, Float(valences[1]) * FeatureTable.valenceStep)
    add(1, quantized(low * norm))
    add(2, quantized(high * norm))
    var total = low + high
    var positive = high
    var negative = -low
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
      total += (low + high) * weight
      positive += up * weight
      negative -= down * weight
    }
    // All within ±1.
    let ratios = rounded(
      SIMD4(total, total, positive, negative)
        / SIMD4((total * total + 15).squareRoot(), positive + negative + 3, positive + 4, negative + 4))
    for cue in 0..<4 { common[cue * stride] = ratios[cue] }
    common[4 * stride] = length.cue
    common[5 * stride] = quantized(Float(known) / (2 * length.tokens))
    @inline(__always) func addCount(_ place: Int, _ count: Int32, _ value: (Float) -> Float) {
      add(Self.common.upperBound + place, quantized(value(Float(count))))
    }
    addCount(0, counts.exclamations) { min($0, 4) / 2 }
    addCount(1, counts.questions) { min($0, 3) / 2 }
    addCount(2, counts.ellipses) { min($0, 3) / 2 }
    addCount(3, counts.capitals) { $0 / length.tokens * 2 }
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

  /// The same for values within ±`limit`.
  @inline(__always)
  private static func rounded(_ values: SIMD4<Float>) -> SIMD4<Float> {
    ((values * (1 / step) + 12_582_912) - 12_582_912) * step
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
