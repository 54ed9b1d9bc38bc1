import AttunePlatform
import CKernels
import CPlatform

/// Scores the tones of a batch beside its sentiment: sees the features that the `Scorer` gathers while their lines are in
/// the first cache, and its probabilities. One thread at a time uses it.
package final class ToneScorer {
  // Safe: counts stay within the capacities below, and a row within the head, as `ToneHead.init` has checked.
  /// Probabilities are multiples of this for the dense product, so that its sums are exact (`DenseLayer`).
  private static let probabilityStep: Float = 1 / 1024
  /// Numbers within ±127 that two bytes can add up.
  private static let rowsPerFlush = 256
  private static let featuresAtOnce = 256
  private static let candidateCapacity = 4096
  /// Texts of which the rows are found and added together, so that cache misses overlap.
  private static let textsAtOnce = 16

  package let taxonomy: ToneTaxonomy
  private let head: ToneHead
  private let table: FeatureTable
  /// Those of `head`.
  private let blocks: UnsafePointer<attune_block>
  private let weights: UnsafePointer<Int8>
  private let width: Int
  private let tones: Int
  private let classes: Int
  private let level = Processor.level
  /// A bit for each half of the features of a line: whether one of them has a row.
  private let filter: UnsafeMutablePointer<UInt64>
  /// Features that may have a row: of the texts that wait, then of the one that is being gathered.
  private let candidates: UnsafeMutablePointer<UInt64>
  private var candidateCount = 0
  /// Rows of texts that wait.
  private let rows: UnsafeMutablePointer<UInt32>
  /// A complete text of which the rows are not added yet.
  private struct Waiting {
    var text: Int
    var norm: Float
    var candidateEnd: Int
    var rowEnd: Int
  }
  private let waiting: UnsafeMutablePointer<Waiting>
  private var waitingCount = 0
  /// Of the rows that are added, one per tone.
  private let sums: UnsafeMutablePointer<Int32>
  /// `[batch × width]`: sums divided by √tokens, then logits.
  private let logits: UnsafeMutablePointer<Float>
  /// `[classes × batch]`
  private let inputs: UnsafeMutablePointer<Float>
  /// `[tones × batch]`
  private let products: UnsafeMutablePointer<Float>

  init(head: ToneHead, table: FeatureTable, classes: Int) {
    self.head = head
    self.table = table
    blocks = UnsafeRawPointer(head.blocks).assumingMemoryBound(to: attune_block.self)
    weights = head.weights
    width = head.width
    self.classes = classes
    taxonomy = head.taxonomy
    tones = head.scales.count
    filter = Self.filter(of: head, table)
    candidates = .allocate(cacheAligned: Self.candidateCapacity)
    rows = .allocate(cacheAligned: Self.candidateCapacity)
    waiting = .allocate(cacheAligned: Self.textsAtOnce)
    sums = .allocate(cacheAligned: head.width)
    sums.initialize(repeating: 0, count: head.width)
    logits = .allocate(cacheAligned: Scorer.batchSize * head.width)
    inputs = .allocate(cacheAligned: Scorer.batchSize * classes)
    products = .allocate(cacheAligned: Scorer.batchSize * tones)
  }

  private static func filter(of head: ToneHead, _ table: FeatureTable) -> UnsafeMutablePointer<UInt64> {
    let count = table.lineCount / 32 + 1
    let filter = UnsafeMutablePointer<UInt64>.allocate(cacheAligned: count)
    filter.initialize(repeating: 0, count: count)
    for block in 0..<ToneHead.blockCount(lines: table.lineCount) {
      var slots = head.blocks[block].slots
      while slots != 0 {
        let slot = 64 * block + slots.trailingZeroBitCount
        let line = slot / FeatureTable.slotsPerLine
        let feature = LocatedFeature(line: UInt32(line), key: table.key(slot: slot), context: 0)
        let bit = Int(feature.bits >> UInt64(ATTUNE_FILTER_SHIFT))
        filter[bit / 64] |= 1 << UInt64(bit % 64)
        slots &= slots - 1
      }
    }
    return filter
  }

  deinit {
    filter.deallocate()
    candidates.deallocate()
    rows.deallocate()
    waiting.deallocate()
    sums.deallocate()
    logits.deallocate()
    inputs.deallocate()
    products.deallocate()
  }

  // MARK: Scoring

  /// Adds the weights of the features of a text, or of a part of it.
  func gather(_ range: FeatureTable.Range, of batch: LocatedFeatures) {
    let (start, end) = (range.start, range.end)
    gather(UnsafeBufferPointer(start: batch.tokens + start.tokens, count: end.tokens &- start.tokens))
    gather(UnsafeBufferPointer(start: batch.pairs + start.tokens, count: end.tokens &- start.tokens))
    gather(UnsafeBufferPointer(start: batch.nGrams + start.nGrams, count: end.nGrams &- start.nGrams))
    // Pairs that are turned round stand among the pairs already.
    for extra in start.extras..<end.extras where batch.extras[extra].context != ValenceContext.turned {
      gather(UnsafeBufferPointer(start: batch.extras + extra, count: 1))
    }
  }

  /// Notes features that may have weights. Features that count the other way round for sentiment count like others here: who
  /// would have loved it is sad, but in other words than who hated it.
  private func gather(_ features: UnsafeBufferPointer<LocatedFeature>) {
    var start = 0
    while start < features.count {
      // A kernel may write eight more than it finds.
      if candidateCount > Self.candidateCapacity - Self.featuresAtOnce - 8 { addAll() }
      let count = min(Self.featuresAtOnce, features.count &- start)
      candidateCount &+= attune_lookup_candidates(
        level, filter, UnsafeRawPointer(features.baseAddress! + start).assumingMemoryBound(to: UInt64.self), count,
        candidates + candidateCount)
      start &+= count
    }
  }

  /// Finds the rows of candidates, to be written from `rows[first]` on, and asks for their memory.
  /// - Returns: how many.
  private func findRows(_ range: Range<Int>, _ first: Int) -> Int {
    attune_lookup_rows(
      level, table.address(line: 0).assumingMemoryBound(to: UInt8.self), blocks, candidates + range.lowerBound,
      range.count, weights, width, rows + first)
  }

  /// Adds the weights of rows to `sums`.
  private func add(_ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(start &+ Self.rowsPerFlush, range.upperBound)
      let piece = UnsafeBufferPointer(start: rows + start, count: end &- start)
      if width == 16 { addNarrow(piece) } else { addWide(piece) }
      start = end
    }
  }

  private func addNarrow(_ rows: UnsafeBufferPointer<UInt32>) {
    var first = SIMD8<Int16>(repeating: 0)
    var second = first
    for row in rows {
      let row = weights + Int(row) &* 16
      // Safe, here and below: 256 numbers within ±127.
      first &+= attune_widened(row)
      second &+= attune_widened(row + 8)
    }
    add(first, 0)
    add(second, 8)
  }

  private func addWide(_ rows: UnsafeBufferPointer<UInt32>) {
    var first = SIMD8<Int16>(repeating: 0)
    var second = first
    var third = first
    var fourth = first
    for row in rows {
      let row = weights + Int(row) &* 32
      first &+= attune_widened(row)
      second &+= attune_widened(row + 8)
      third &+= attune_widened(row + 16)
      fourth &+= attune_widened(row + 24)
    }
    add(first, 0)
    add(second, 8)
    add(third, 16)
    add(fourth, 24)
  }

  @inline(__always)
  private func add(_ lanes: SIMD8<Int16>, _ first: Int) {
    let sums = UnsafeMutableRawPointer(sums + first)
    sums.storeBytes(
      of: sums.load(as: SIMD8<Int32>.self) &+ SIMD8<Int32>(truncatingIfNeeded: lanes), as: SIMD8<Int32>.self)
  }

  /// Ends a text of which all features are gathered.
  /// - Parameter norm: 1 / √tokens
  func complete(_ text: Int, norm: Float) {
    waiting[waitingCount] = Waiting(text: text, norm: norm, candidateEnd: candidateCount, rowEnd: 0)
    waitingCount &+= 1
    if waitingCount == Self.textsAtOnce { addAll() }
  }

  /// Adds what waits. What the text that goes on has so far stays in `sums`.
  private func addAll() {
    var start = 0
    var rowCount = 0
    for index in 0..<waitingCount {
      rowCount &+= findRows(start..<waiting[index].candidateEnd, rowCount)
      waiting[index].rowEnd = rowCount
      start = waiting[index].candidateEnd
    }
    let end = rowCount &+ findRows(start..<candidateCount, rowCount)
    var row = 0
    for index in 0..<waitingCount {
      let text = waiting[index]
      add(row..<text.rowEnd)
      row = text.rowEnd
      let logits = logits + text.text &* width
      for tone in 0..<width {
        logits[tone] = Float(sums[tone]) * text.norm
        sums[tone] = 0
      }
    }
    add(row..<end)
    candidateCount = 0
    waitingCount = 0
  }

  /// Turns what was gathered into logits, by one product for the batch.
  /// - Parameters:
  ///   - probabilities: `[texts × classes]`
  ///   - known: how many features the model knew, one per text.
  func finish(texts: Int, probabilities: UnsafePointer<Float>, known: UnsafePointer<Int64>) {
    addAll()
    let stride = Scorer.batchSize
    for text in 0..<texts {
      for label in 0..<classes {
        inputs[label &* stride &+ text] =
          (probabilities[text &* classes &+ label] / Self.probabilityStep).rounded() * Self.probabilityStep
      }
    }
    head.dense.multiply(inputs, inputs: 0..<classes, texts: texts, stride: stride, into: products)
    head.scales.withUnsafeBufferPointer { scales in
      head.biases.withUnsafeBufferPointer { biases in
        for text in 0..<texts {
          let row = logits + text &* width
          for tone in 0..<tones {
            row[tone] =
              known[text] == 0
              ? -.infinity : scales[tone] * row[tone] + products[tone &* stride &+ text] + biases[tone]
          }
        }
      }
    }
  }

  // MARK: Results

  /// The probability of a tone, by its place in `taxonomy.labels`; 0 for texts of which the model knew nothing.
  package func probability(_ text: Int, tone: Int) -> Float { 1 / (1 + exp(-logits[text &* width &+ tone])) }

  /// The sum of the tones' probabilities, each times its weight, for up to 16 tones.
  @inline(__always)
  package func sum(_ text: Int, weights: UnsafePointer<SIMD4<Float>>) -> Float {
    var sum = SIMD4<Float>()
    let row = UnsafeRawPointer(logits + text &* width)
    for part in 0..<(tones &+ 3) / 4 {
      // e to the power of -|x| is at most 1: 1 / (1 + e^-x) is the same as e^x / (1 + e^x).
      let logits = row.load(fromByteOffset: 16 &* part, as: SIMD4<Float>.self)
      let isBelow = logits .< 0
      let power = exponential(logits.replacing(with: -logits, where: .!isBelow))
      sum += weights[part] * SIMD4<Float>(repeating: 1).replacing(with: power, where: isBelow) / (1 + power)
    }
    return sum.sum()
  }

  /// A tone of a text, by its place in `taxonomy.labels`.
  package struct Found: Sendable {
    package let tone: Int
    package let probability: Float
  }

  /// Appends the tones that a text has, the most probable first.
  package func find(_ text: Int, into found: inout [Found]) {
    let first = found.count
    let row = logits + text &* width
    head.thresholds.withUnsafeBufferPointer { thresholds in
      for tone in 0..<tones where row[tone] > thresholds[tone] {
        let probability = probability(text, tone: tone)
        var place = found.count
        while place > first, found[place - 1].probability < probability { place -= 1 }
        found.insert(Found(tone: tone, probability: probability), at: place)
      }
    }
  }
}
