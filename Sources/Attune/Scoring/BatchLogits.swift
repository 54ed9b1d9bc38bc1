import CKernels

/// From what the features of a batch's texts add up to, to their probabilities. A column of memory for each thing that is
/// known of a text, so that sixteen texts are done at once:
///
///     sums of a text -> columns -> cues -> one BLAS product -> logits -> calibration -> probabilities
struct BatchLogits {
  // Safe: offsets are a class or column times `texts` plus a text, within the memory that `init` has allocated.
  private static let texts = Int(ATTUNE_BATCH)

  private let classes: Int
  private let dense: DenseLayer
  private let calibration: Calibration
  private let prior: [Float]
  /// What a unit of `SparseSums` is worth in a text of one token.
  private let unit: Float
  /// What a unit of a convolution's sums is worth.
  private let convolutionStep: Float
  private let doubt: Doubt?
  private let level: Int32

  /// What depends on nothing but the length of a text.
  private struct LengthTerms {
    let cues: CueFeatures.Length
    /// Of the calibration.
    let slope: Float
    /// Of that of doubt.
    let doubtSlope: Float

    init(tokens: Int32, calibration: Calibration, doubt: Doubt?) {
      cues = CueFeatures.Length(tokens: tokens)
      slope = calibration.slope(tokens: tokens)
      doubtSlope = doubt?.calibration.slope(tokens: tokens) ?? 0
    }
  }

  /// Of texts with 0..<`shortLength` tokens.
  private let lengthTerms: UnsafeMutablePointer<LengthTerms>
  private static let shortLength: Int32 = 256

  /// See `attune_text_column`.
  private let columns: UnsafeMutablePointer<Float>
  private let known: UnsafeMutablePointer<Int64>
  /// `[classes × batch]`: the sums of the features' weights.
  private let weights: UnsafeMutablePointer<Float>
  /// `[CueFeatures.common.count × batch]`
  private let cues: UnsafeMutablePointer<Float>
  /// `[classes × batch]`: what the product gives.
  private let commonLogits: UnsafeMutablePointer<Float>
  /// `[classes × batch]`: the logits of contexts other than the plain one.
  private let contextLogits: UnsafeMutablePointer<Float>
  /// `[classes × batch]`: the logits of these and of all other cues but the common ones.
  private let rareLogits: UnsafeMutablePointer<Float>
  /// `[classes × batch]`: what counts of the convolution's logits.
  private let deepLogits: UnsafeMutablePointer<Float>
  /// See `Doubt`.
  private let margins: UnsafeMutablePointer<Float>
  /// `[batch × classes]`
  let probabilities: UnsafeMutablePointer<Float>

  init(_ model: Model, level: Int32 = Processor.level) {
    _ = BLASProvider.isSingleThreaded
    classes = model.labels.count
    dense = model.dense
    calibration = model.calibration
    prior = model.prior
    unit = model.weightStep / Float(SparseSums.units)
    convolutionStep = model.convolution?.step ?? 0
    doubt = model.convolution?.doubt
    self.level = level
    lengthTerms = .allocate(cacheAligned: Int(Self.shortLength))
    for tokens in 0..<Self.shortLength {
      lengthTerms[Int(tokens)] = LengthTerms(tokens: tokens, calibration: calibration, doubt: doubt)
    }
    columns = Self.columns(Int(ATTUNE_TEXT_COLUMNS.rawValue), of: 1)
    known = .allocate(cacheAligned: Self.texts)
    weights = Self.columns(classes, of: 0)
    cues = Self.columns(CueFeatures.common.count, of: 0)
    commonLogits = Self.columns(classes, of: 0)
    contextLogits = Self.columns(classes, of: 0)
    rareLogits = Self.columns(classes, of: 0)
    deepLogits = Self.columns(classes, of: 0)
    margins = Self.columns(1, of: 0)
    probabilities = Self.columns(classes, of: 0)
  }

  private static func columns(_ count: Int, of value: Float) -> UnsafeMutablePointer<Float> {
    let columns = UnsafeMutablePointer<Float>.allocate(cacheAligned: count * texts)
    columns.initialize(repeating: value, count: count * texts)
    return columns
  }

  func deallocate() {
    lengthTerms.deallocate()
    columns.deallocate()
    known.deallocate()
    weights.deallocate()
    cues.deallocate()
    commonLogits.deallocate()
    contextLogits.deallocate()
    rareLogits.deallocate()
    deepLogits.deallocate()
    margins.deallocate()
    probabilities.deallocate()
  }

  /// How many features the model knew, one number a text.
  var knownFeatures: UnsafePointer<Int64> { UnsafePointer(known) }

  /// Takes what a text adds up to.
  /// - Parameters:
  ///   - rowSums: `[classes - 1]`, with more than three classes; zeros afterwards.
  /// - Returns: 1 / √tokens
  @inline(__always)
  func put(
    _ text: Int, _ sums: inout SparseSums, rowSums: UnsafeMutablePointer<Int64>, counts: CueCounts
  ) -> Float {
    let terms = terms(counts.tokens)
    let columns = columns + text
    @inline(__always) func put(_ column: attune_text_column, plus: Int = 0, _ value: Float) {
      columns[(Int(column.rawValue) &+ plus) &* Self.texts] = value
    }
    put(ATTUNE_TOKENS, terms.cues.tokens)
    put(ATTUNE_LENGTH, terms.cues.cue)
    put(ATTUNE_SLOPE, terms.slope)
    if doubt != nil {
      put(ATTUNE_DOUBT_SLOPE, terms.doubtSlope)
      for label in 0..<classes { deepLogits[label &* Self.texts &+ text] = 0 }
    }
    known[text] = sums.known
    put(ATTUNE_KNOWN, Float(sums.known))

    let weights = weights + text
    if classes > 3 {
      for index in 1..<classes {
        weights[index &* Self.texts] = Float(rowSums[index - 1])
        rowSums[index - 1] = 0
      }
    } else {
      weights[Self.texts] = Float(sums.first)
      if classes == 3 { weights[2 &* Self.texts] = Float(sums.second) }
    }

    let contexts = contextLogits + text
    for label in 0..<classes { contexts[label &* Self.texts] = 0 }
    let others = sums.withValences { valences, used in
      put(ATTUNE_NEGATIVE, Float(valences[0]))
      put(ATTUNE_POSITIVE, Float(valences[1]))
      return dense.weights.withUnsafeBufferPointer { rows in
        CueFeatures.otherContexts(valences, used, norm: terms.cues.norm) { cue, value in
          for label in 0..<classes { contexts[label &* Self.texts] += value * rows[cue &* classes &+ label] }
        }
      }
    }
    put(ATTUNE_OTHER_BALANCE, others.balance)
    put(ATTUNE_OTHER_NEGATIVE, others.negative)
    put(ATTUNE_OTHER_POSITIVE, others.positive)

    put(ATTUNE_COUNTS, Float(counts.exclamations))
    put(ATTUNE_COUNTS, plus: 1, Float(counts.questions))
    put(ATTUNE_COUNTS, plus: 2, Float(counts.ellipses))
    put(ATTUNE_COUNTS, plus: 3, Float(counts.capitals))
    put(ATTUNE_COUNTS, plus: 4, Float(counts.elongations))
    put(ATTUNE_COUNTS, plus: 5, Float(counts.negations))
    put(ATTUNE_COUNTS, plus: 6, Float(counts.contrasts))
    put(ATTUNE_COUNTS, plus: 7, Float(counts.addresses))
    put(ATTUNE_COUNTS, plus: 8, Float(counts.numbers))
    return terms.cues.norm
  }

  /// Finds what counts of the convolution's logits in texts that were put, behind which others may still be.
  func findDoubt(_ range: Range<Int>) {
    guard let doubt else { return }
    writeCues(range)
    dense.weights.withUnsafeBufferPointer {
      attune_margins(
        level, columns, range.lowerBound, range.upperBound, classes, weights, unit, $0.baseAddress,
        CueFeatures.common.lowerBound, cues, doubt.calibration.biases, rareLogits, margins)
    }
  }

  /// What counts of the convolution's logits in a text, behind `findDoubt`. Nothing in one of which the model knows nothing.
  @inline(__always)
  func deepShare(_ text: Int) -> Float {
    guard let doubt, known[text] > 0 else { return 0 }
    return doubt.share(margin: margins[text])
  }

  /// Adds a share of what a convolution gives a text.
  /// - Parameter sums: one per class.
  @inline(__always)
  func add(_ sums: UnsafePointer<Int32>, share: Float, to text: Int) {
    let worth = share * convolutionStep
    for label in 0..<classes { deepLogits[label &* Self.texts &+ text] = worth * Float(sums[label]) }
  }

  /// Adds to the logit of positive what it takes from that of negative, behind `put`.
  func add(_ logit: Float, to text: Int, _ polarity: (negative: Int, positive: Int)?) {
    guard let polarity else { return }
    contextLogits[polarity.positive &* Self.texts &+ text] += logit
    contextLogits[polarity.negative &* Self.texts &+ text] -= logit
  }

  @inline(__always)
  private func terms(_ tokens: Int32) -> LengthTerms {
    tokens < Self.shortLength
      ? lengthTerms[Int(tokens)] : LengthTerms(tokens: tokens, calibration: calibration, doubt: doubt)
  }

  private func writeCues(_ range: Range<Int>) {
    dense.weights.withUnsafeBufferPointer {
      attune_write_cues(
        level, columns, range.lowerBound, range.upperBound, $0.baseAddress, classes, CueFeatures.common.upperBound,
        contextLogits, cues, rareLogits)
    }
  }

  /// Turns what was put for texts 0..<count into `probabilities`.
  func finish(_ count: Int) {
    // With a convolution they have been written in `findDoubt`.
    if doubt == nil { writeCues(0..<count) }
    dense.multiply(cues, inputs: CueFeatures.common, texts: count, stride: Self.texts, into: commonLogits)
    attune_calibrate(
      level, columns, count, classes, weights, unit, commonLogits, calibration.biases,
      doubt == nil ? nil : UnsafePointer(deepLogits), rareLogits, probabilities)
    for text in 0..<count where known[text] == 0 {
      for index in 0..<classes { probabilities[text &* classes &+ index] = prior[index] }
    }
  }
}
