import CKernels

/// Scores texts in batches, with memory of its own: the hot path of the engine. One thread at a time uses a scorer.
///
///     add(text)      tokens -> features -> their lines are prefetched     (as often as `isFull` is false)
///     finish()       lines are gathered, one BLAS product, calibration    -> `count` results
///
/// Features wait in a buffer while later ones are hashed, so that cache misses overlap; `drain` gathers them. A text
/// longer than the buffer is drained piece by piece. Nothing is allocated after `init`.
package final class Scorer {
  /// Texts a batch. Large enough that the fixed cost of a BLAS call vanishes, small enough that its operands stay in
  /// the first caches.
  package static let batchSize = 128

  package let labels: [String]
  let polarity: (negative: Int, positive: Int)?
  private let classes: Int
  private let table: FeatureTable
  private let filter: FeatureFilter
  private let weightStep: Float
  private let dense: DenseLayer
  private let calibration: Calibration
  private let prior: [Float]
  /// Keeps the memory of `table`.
  private let storage: ModelStorage

  /// What changes from text to text, in one place of the heap.
  private struct State {
    /// Texts that were added since the last `reset`.
    var count = 0
    /// Texts of which the features are gathered completely.
    var gathered = 0
    /// Features that wait.
    var waiting = PlacedFeatures.Counts()
    /// Of the text that is being gathered.
    var sums = SparseSums()
  }

  /// What depends on nothing but the length of a text.
  private struct LengthTerms {
    let cues: CueFeatures.Length
    /// What a unit of `SparseSums` is worth in the logits.
    let scale: Float
    /// Of the calibration.
    let slope: Float

    init(tokens: Int32, weightStep: Float, calibration: Calibration) {
      cues = CueFeatures.Length(tokens: tokens)
      scale = weightStep / Float(SparseSums.units) / cues.tokens.squareRoot()
      slope = calibration.slope(tokens: tokens)
    }
  }

  /// Of texts with 0..<`shortLength` tokens.
  private let lengthTerms: UnsafeMutablePointer<LengthTerms>
  private static let shortLength: Int32 = 256

  private let state: UnsafeMutablePointer<State>
  private let folding = FoldingBuffer()
  private let placed = PlacedMemory()
  private let view: attune_table
  private let level = Processor.level
  /// Where the features of each text that has not been gathered end.
  private let featureEnds: UnsafeMutablePointer<PlacedFeatures.Counts>
  private let counts: UnsafeMutablePointer<CueCounts>
  /// Of the text that is being gathered; used with more than three classes.
  private let rowSums: UnsafeMutablePointer<Int64>
  private let known: UnsafeMutablePointer<Int64>
  /// `[CueFeatures.common.count × batch]`
  private let cues: UnsafeMutablePointer<Float>
  /// `[batch × dense.rowVectors]`: the logits of the other cues.
  private let rareLogits: UnsafeMutablePointer<SIMD4<Float>>
  /// `[classes × batch]`: the logits of the common cues.
  private let denseLogits: UnsafeMutablePointer<Float>
  /// `[batch × classes]`: the logits of the features, then probabilities.
  private let outputs: UnsafeMutablePointer<Float>

  /// The tokens of the batch, where they are asked for.
  package let tokens: TokenLog?

  /// - Parameter keepsTokens: `tokens` holds those of the batch's texts.
  package init(model: Model, keepsTokens: Bool = false) {
    _ = BLASProvider.isSingleThreaded
    labels = model.labels
    polarity = model.polarity
    classes = model.labels.count
    table = model.table
    filter = model.filter
    weightStep = model.weightStep
    dense = model.dense
    calibration = model.calibration
    prior = model.prior
    storage = model.storage
    tokens = keepsTokens ? TokenLog() : nil
    lengthTerms = .allocate(onOwnLines: Int(Self.shortLength))
    for tokens in 0..<Self.shortLength {
      lengthTerms[Int(tokens)] = LengthTerms(
        tokens: tokens, weightStep: model.weightStep, calibration: model.calibration)
    }
    state = .allocate(onOwnLines: 1)
    state.initialize(to: State())
    view = table.view(filter)
    featureEnds = .allocate(onOwnLines: Self.batchSize)
    counts = .allocate(onOwnLines: Self.batchSize)
    rowSums = .allocate(onOwnLines: classes)
    rowSums.initialize(repeating: 0, count: classes)
    known = .allocate(onOwnLines: Self.batchSize)
    cues = .allocate(onOwnLines: Self.batchSize * CueFeatures.common.count)
    rareLogits = .allocate(onOwnLines: Self.batchSize * dense.rowVectors)
    denseLogits = .allocate(onOwnLines: Self.batchSize * classes)
    outputs = .allocate(onOwnLines: Self.batchSize * classes)
  }

  deinit {
    lengthTerms.deallocate()
    state.deallocate()
    featureEnds.deallocate()
    counts.deallocate()
    rowSums.deallocate()
    known.deallocate()
    cues.deallocate()
    rareLogits.deallocate()
    denseLogits.deallocate()
    outputs.deallocate()
  }

  /// Texts that were added since the last `reset`.
  package var count: Int { state.pointee.count }

  package var isFull: Bool { state.pointee.count == Self.batchSize }

  /// Adds a text to the batch. Its bytes are not needed afterwards.
  /// - Precondition: `!isFull`
  package func add(_ text: UnsafeBufferPointer<UInt8>) {
    precondition(!isFull)
    if !PlacedFeatures.hasRoomForBatch(behind: state.pointee.waiting) { _ = drain() }
    var extractor = FeatureExtractor(text, folding: folding, log: tokens?.storage)
    var textCounts = CueCounts()
    var sink = PlacedFeatures(placed, view, level: level, counts: state.pointee.waiting)
    while !extractor.fill(&sink, counts: &textCounts) {
      drain(sink)
      sink = PlacedFeatures(placed, view, level: level, counts: .init(), isSentenceOpen: true)
    }
    if let mark = sink.moved { state.pointee.sums.mark(mark) }
    tokens?.endText()
    state.pointee.waiting = sink.counts
    counts[count] = textCounts
    featureEnds[count] = sink.counts
    state.pointee.count += 1
  }

  /// Scores what was added: the results of texts 0..<count are then valid, until `reset`.
  package func finish() {
    _ = drain()
    let stride = Self.batchSize
    let count = count
    dense.multiply(cues, inputs: CueFeatures.common, texts: count, stride: stride, into: denseLogits)
    for text in 0..<count {
      let output = outputs + text &* classes
      if known[text] == 0 {
        for index in 0..<classes { output[index] = prior[index] }
      } else {
        let rare = UnsafeRawPointer(rareLogits + text &* dense.rowVectors).assumingMemoryBound(to: Float.self)
        for index in 0..<classes { output[index] += rare[index] + denseLogits[index &* stride &+ text] }
        calibration.apply(output, slope: lengthTerms(counts[text].tokens).slope)
      }
    }
  }

  /// Empties the batch.
  package func reset() {
    state.pointee.count = 0
    state.pointee.gathered = 0
    state.pointee.waiting = .init()
    tokens?.removeAll()
  }

  // MARK: Results

  /// Whether the model knew any feature of a text.
  package func isKnown(_ text: Int) -> Bool { known[text] > 0 }

  /// One probability per class.
  package func probabilities(_ text: Int) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: outputs + text * classes, count: classes)
  }

  /// The most probable class, the first of equals; nil when the model knew nothing.
  package func label(_ text: Int) -> Int? {
    guard isKnown(text) else { return nil }
    let probabilities = probabilities(text)
    var best = 0
    for index in 1..<classes where probabilities[index] > probabilities[best] { best = index }
    return best
  }

  /// See `Verdict.score`.
  package func score(_ text: Int) -> Float {
    guard isKnown(text) else { return 0 }
    let probabilities = probabilities(text)
    guard let polarity else { return probabilities.max() ?? 0 }
    return probabilities[polarity.positive] - probabilities[polarity.negative]
  }

  package func verdict(_ text: Int) -> Verdict {
    Verdict(
      label: label(text).map { labels[$0] } ?? Verdict.unknown, score: Double(score(text)),
      probabilities: probabilities(text).map(Double.init))
  }

  // MARK: Gathering

  /// Gathers the features of all complete texts.
  /// - Returns: where the features of the next one begin.
  private func drain() -> PlacedFeatures.Counts {
    var start = PlacedFeatures.Counts()
    while state.pointee.gathered < count {
      let end = featureEnds[state.pointee.gathered]
      gather(.init(start: start, end: end))
      complete(state.pointee.gathered)
      state.pointee.gathered += 1
      start = end
    }
    state.pointee.waiting = .init()
    return start
  }

  /// Gathers all features that wait. Those behind the last complete text belong to a text that goes on: they stay in `sums`
  /// until its last ones come, together with what the sums were when its last sentence began.
  private func drain(_ sink: PlacedFeatures) {
    let start = drain()
    if let mark = sink.moved { state.pointee.sums.mark(mark) }
    gather(.init(start: start, end: sink.counts))
    guard !sink.isSentenceOpen else { return }
    var said = SparseSums()
    let sentence = sink.sentence
    table.gatherValences(.init(start: sentence, end: sink.counts), of: placed, into: &said)
    state.pointee.sums.markSentence(before: said)
  }

  private func gather(_ range: FeatureTable.Range) {
    table.gather(range, of: placed, level: level, into: &state.pointee.sums, rowSums: rowSums)
  }

  @inline(__always)
  private func lengthTerms(_ tokens: Int32) -> LengthTerms {
    tokens < Self.shortLength
      ? lengthTerms[Int(tokens)]
      : LengthTerms(tokens: tokens, weightStep: weightStep, calibration: calibration)
  }

  /// Turns the sums of a text into its logits and cues.
  private func complete(_ text: Int) {
    let textCounts = counts[text]
    let lengthTerms = lengthTerms(textCounts.tokens)
    let scale = lengthTerms.scale
    let output = outputs + text * classes
    output[0] = 0
    if classes > 3 {
      for index in 1..<classes {
        output[index] = Float(rowSums[index - 1]) * scale
        rowSums[index - 1] = 0
      }
    } else {
      output[1] = Float(state.pointee.sums.first) * scale
      if classes == 3 { output[2] = Float(state.pointee.sums.second) * scale }
    }
    let known = state.pointee.sums.known
    self.known[text] = known
    let vectors = dense.rowVectors
    let logits = rareLogits + text &* vectors
    for vector in 0..<vectors { logits[vector] = .zero }
    dense.rows.withUnsafeBufferPointer { rows in
      state.pointee.sums.withValences { valences, used in
        CueFeatures.write(
          common: cues + text, stride: Self.batchSize, valences: valences, used: used, known: known,
          counts: textCounts, length: lengthTerms.cues
        ) { cue, value in
          for vector in 0..<vectors { logits[vector] += value * rows[cue &* vectors &+ vector] }
        }
      }
    }
    state.pointee.sums.reset()
  }
}
