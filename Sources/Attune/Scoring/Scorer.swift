/// Scores texts in batches, with memory of its own: the hot path of the engine. One thread at a time uses a scorer.
///
///     add(text)      tokens -> features -> their lines are prefetched     (as often as `isFull` is false)
///     finish()       lines are gathered, one BLAS product, calibration    -> `count` results
///
/// Features wait in a buffer while later ones are hashed, so that cache misses overlap; `drain` gathers them. A text
/// longer than the buffer is drained piece by piece. Nothing is allocated after `init`.
///
/// The model must outlive its scorers; it keeps some of them for itself, so they do not keep it.
package final class Scorer {
  /// Texts a batch. Large enough that the fixed cost of a BLAS call vanishes, small enough that its operands stay in
  /// the first caches.
  package static let batchSize = 128
  private static let featureCapacity = 2048

  package unowned let model: Model
  /// Texts that were added since the last `reset`.
  package private(set) var count = 0

  private let classes: Int
  private let folding = FoldingBuffer()
  private let features: UnsafeMutablePointer<Feature>
  private var featureCount = 0
  /// Where the features of each text that has not been gathered end; the text of `gathered` comes first.
  private let featureEnds: UnsafeMutablePointer<Int>
  private let counts: UnsafeMutablePointer<CueCounts>
  /// Texts of which the features are gathered completely.
  private var gathered = 0
  private var sums = SparseSums()
  private let rowSums: UnsafeMutablePointer<Int32>
  private let known: UnsafeMutablePointer<Int32>
  /// `[batch × CueFeatures.count]`
  private let cues: UnsafeMutablePointer<Float>
  /// `[batch × classes]`: what the features say, in logits.
  private let sparse: UnsafeMutablePointer<Float>
  /// `[batch × classes]`: logits, then probabilities.
  private let outputs: UnsafeMutablePointer<Float>

  package init(model: Model) {
    _ = BLASProvider.isSingleThreaded
    self.model = model
    classes = model.labels.count
    features = .allocate(capacity: Self.featureCapacity)
    featureEnds = .allocate(capacity: Self.batchSize)
    counts = .allocate(capacity: Self.batchSize)
    rowSums = .allocate(capacity: classes)
    rowSums.initialize(repeating: 0, count: classes)
    known = .allocate(capacity: Self.batchSize)
    cues = .allocate(capacity: Self.batchSize * CueFeatures.count)
    sparse = .allocate(capacity: Self.batchSize * classes)
    outputs = .allocate(capacity: Self.batchSize * classes)
  }

  deinit {
    features.deallocate()
    featureEnds.deallocate()
    counts.deallocate()
    rowSums.deallocate()
    known.deallocate()
    cues.deallocate()
    sparse.deallocate()
    outputs.deallocate()
  }

  package var isFull: Bool { count == Self.batchSize }

  /// Adds a text to the batch. Its bytes are not needed afterwards.
  /// - Precondition: `!isFull`
  package func add(_ text: UnsafeBufferPointer<UInt8>) {
    precondition(count < Self.batchSize)
    var extractor = FeatureExtractor(text, folding: folding)
    var textCounts = CueCounts()
    while true {
      let first = featureCount
      var filled = first
      let isDone = extractor.fill(features, count: &filled, capacity: Self.featureCapacity, counts: &textCounts)
      featureCount = filled
      let table = model.table
      for index in first..<filled { table.prefetch(features[index].hash) }
      if isDone { break }
      drain()
    }
    counts[count] = textCounts
    featureEnds[count] = featureCount
    count += 1
  }

  /// Scores what was added: `probabilities`, `isKnown` and `label` of 0..<count are then valid, until `reset`.
  package func finish() {
    drain()
    model.dense.multiply(cues, rows: count, into: outputs)
    for text in 0..<count {
      let output = outputs + text * classes
      if known[text] == 0 {
        for index in 0..<classes { output[index] = model.prior[index] }
      } else {
        for index in 0..<classes { output[index] += sparse[text * classes + index] }
        model.calibration.apply(output, tokens: counts[text].tokens)
      }
    }
  }

  /// Empties the batch.
  package func reset() {
    count = 0
    gathered = 0
    featureCount = 0
  }

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
    guard let label = label(text) else { return 0 }
    let probabilities = probabilities(text)
    guard let polarity = model.polarity else { return probabilities[label] }
    return probabilities[polarity.positive] - probabilities[polarity.negative]
  }

  package func verdict(_ text: Int) -> Verdict {
    Verdict(
      label: label(text).map { model.labels[$0] } ?? Verdict.unknown, score: Double(score(text)),
      probabilities: probabilities(text).map(Double.init))
  }

  /// Gathers all features that wait. Those behind the last complete text belong to a text that goes on.
  private func drain() {
    var start = 0
    while gathered < count {
      let end = featureEnds[gathered]
      gather(start..<end)
      complete(gathered)
      gathered += 1
      start = end
    }
    gather(start..<featureCount)
    featureCount = 0
    // A text that goes on has its features before this drain in `sums`, those after it from place 0 on.
  }

  private func gather(_ range: Range<Int>) {
    model.table.gather(
      UnsafeBufferPointer(start: features + range.lowerBound, count: range.count), into: &sums, rowSums: rowSums)
  }

  /// Closes the sums of a text.
  private func complete(_ text: Int) {
    let textCounts = counts[text]
    let scale = model.weightStep / Float(max(textCounts.tokens, 1)).squareRoot()
    let output = sparse + text * classes
    output[0] = 0
    if classes > 3 {
      for index in 1..<classes {
        output[index] = Float(rowSums[index - 1]) * scale
        rowSums[index - 1] = 0
      }
    } else {
      output[1] = Float(sums.first) * scale
      if classes == 3 { output[2] = Float(sums.second) * scale }
    }
    known[text] = sums.known
    sums.writeCues(cues + text * CueFeatures.count, counts: textCounts)
    sums = SparseSums()
  }
}

extension SparseSums {
  /// Writes the text's row of dense features.
  package mutating func writeCues(_ row: UnsafeMutablePointer<Float>, counts: CueCounts) {
    withUnsafePointer(to: &valences) {
      $0.withMemoryRebound(to: Int32.self, capacity: 2 * (ValenceContext.count + 1)) {
        CueFeatures.write(row, valences: $0, known: known, counts: counts)
      }
    }
  }
}
