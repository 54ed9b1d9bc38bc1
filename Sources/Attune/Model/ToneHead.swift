import AttunePlatform

/// What the features of a text, and what a model says of its sentiment, mean for its tones: for each tone a logistic
/// regression of its own.
///
/// A second array stands under the slots of the `FeatureTable`: `weights[row][tone]` for the features that say something
/// of tones, less than a hundredth of all, in the order of their slots. A block for every eight lines of the table says
/// which slots have a row, and which row is the first of theirs.
///
///     logit = scale · Σ weights / √tokens + (probabilities of the classes) · dense + bias
///
/// `scale` holds the unit of the weights, and the slope by which probabilities mean what they say.
struct ToneHead: @unchecked Sendable {  // Read-only memory that the model's storage keeps alive.
  let taxonomy: ToneTaxonomy
  /// One per tone.
  let scales: [Float]
  let biases: [Float]
  /// The logits above which a text has a tone.
  let thresholds: [Float]
  /// `[classes × tones]`
  let dense: DenseLayer
  /// Eight lines of the table.
  struct Block {
    /// A bit for each slot; the first slot of the first line is the lowest.
    let slots: UInt64
    let firstRow: UInt64
  }

  let blocks: UnsafePointer<Block>
  /// `[rows × width]`
  let weights: UnsafePointer<Int8>
  /// The tones in whole vectors: 16 or 32.
  let width: Int
}

// MARK: Section

/// Section TONE or EMOT of the model file:
///
///     0     u32 tones n, u32 classes c, u32 lines l, u32 rows r
///     16    n × f32 scale, n × f32 bias, n × f32 threshold (probabilities), c × n × f32 dense
///     …     zeros to a multiple of 64
///     a     l / 8, rounded up, blocks: u64 slots that have a row, u64 first row
///     …     zeros to a multiple of 64
///     b     r × width × i8, the weights; width is 16 for up to 16 tones, else 32
extension ToneHead {
  private static let headerBytes = 16

  static func sectionName(_ taxonomy: ToneTaxonomy) -> String {
    switch taxonomy {
    case .core: "TONE"
    case .all: "EMOT"
    }
  }

  static func blockCount(lines: Int) -> Int { (lines + 7) / 8 }

  static func width(tones: Int) -> Int { tones <= 16 ? 16 : 32 }

  /// Where the parts of a section begin, and where it ends.
  private struct Layout {
    let blocks: Int
    let weights: Int
    let end: Int

    init(tones: Int, classes: Int, lines: Int, rows: Int) {
      blocks = ModelFile.aligned(ToneHead.headerBytes + 4 * tones * (3 + classes))
      weights = ModelFile.aligned(blocks + 16 * ToneHead.blockCount(lines: lines))
      end = weights + rows * ToneHead.width(tones: tones)
    }
  }

  /// - Parameter isTrusted: the slots need not be checked.
  /// - Throws: `ModelError.damaged` for what `encode` cannot have written.
  init(
    _ bytes: UnsafeRawBufferPointer, _ taxonomy: ToneTaxonomy, classes: Int, lineCount: Int, isTrusted: Bool
  ) throws(ModelError) {
    let damage = ModelError.damaged(section: Self.sectionName(taxonomy))
    guard bytes.count >= Self.headerBytes else { throw damage }
    func number(_ place: Int) -> Int {
      Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * place, as: UInt32.self)))
    }
    let tones = taxonomy.labels.count
    guard number(0) == tones, number(1) == classes, number(2) == lineCount else { throw damage }
    let rows = number(3)
    let layout = Layout(tones: tones, classes: classes, lines: lineCount, rows: rows)
    guard bytes.count == layout.end, rows < 1 << 24 else { throw damage }
    let numbers = (0..<tones * (3 + classes)).map {
      Float(
        bitPattern: UInt32(
          littleEndian: bytes.loadUnaligned(fromByteOffset: Self.headerBytes + 4 * $0, as: UInt32.self)))
    }
    self.taxonomy = taxonomy
    width = Self.width(tones: tones)
    scales = Array(numbers[..<tones])
    biases = Array(numbers[tones..<2 * tones])
    let probabilities = numbers[2 * tones..<3 * tones]
    let weights = Array(numbers[(3 * tones)...])
    guard (scales + biases).allSatisfy({ abs($0) <= 1000 }), probabilities.allSatisfy({ $0 > 0 && $0 < 1 }),
      weights.allSatisfy({ abs($0) <= DenseLayer.limit })
    else { throw damage }
    thresholds = probabilities.map { log($0 / (1 - $0)) }
    dense = DenseLayer(inputs: classes, outputs: tones, weights: weights)
    blocks = UnsafeRawPointer(bytes.baseAddress! + layout.blocks)
      .bindMemory(to: Block.self, capacity: Self.blockCount(lines: lineCount))
    self.weights = UnsafeRawPointer(bytes.baseAddress! + layout.weights)
      .bindMemory(to: Int8.self, capacity: rows * width)
    guard isTrusted || isSound(rows: rows, lineCount: lineCount) else { throw damage }
  }

  /// Whether the blocks lead to every row once, in their order.
  private func isSound(rows: Int, lineCount: Int) -> Bool {
    var next = 0
    for block in 0..<Self.blockCount(lines: lineCount) {
      guard blocks[block].firstRow == next else { return false }
      next += blocks[block].slots.nonzeroBitCount
    }
    return next == rows
  }
}

/// A `ToneHead` before it is written.
package struct ToneHeadContents {
  package var taxonomy: ToneTaxonomy
  package var classes: Int
  /// One per tone.
  package var scales: [Float]
  package var biases: [Float]
  /// Probabilities above which a text has a tone.
  package var thresholds: [Float]
  /// `[classes × tones]`
  package var dense: [Float]
  /// The weights of the slots that have some, one per tone.
  package var weights: [Int: [Int8]]

  package init(
    taxonomy: ToneTaxonomy, classes: Int, scales: [Float], biases: [Float], thresholds: [Float], dense: [Float],
    weights: [Int: [Int8]]
  ) {
    self.taxonomy = taxonomy
    self.classes = classes
    self.scales = scales
    self.biases = biases
    self.thresholds = thresholds
    self.dense = dense
    self.weights = weights
  }

  func encode(lineCount: Int) -> [UInt8] {
    let tones = scales.count
    let width = ToneHead.width(tones: tones)
    var section = ByteWriter()
    for number in [tones, classes, lineCount, weights.count] { section.append(UInt32(number)) }
    let rounded = DenseLayer(inputs: classes, outputs: tones, weights: dense).weights
    for number in scales + biases + thresholds + rounded { section.append(number.bitPattern) }
    section.pad(to: ModelFile.aligned(section.bytes.count))
    var rows: [UInt8] = []
    var next = 0
    for block in 0..<ToneHead.blockCount(lines: lineCount) {
      var slots: UInt64 = 0
      for place in 0..<64 {
        guard let row = weights[64 * block + place] else { continue }
        slots |= 1 << UInt64(place)
        rows += row.map(UInt8.init(bitPattern:)) + Array(repeating: 0, count: width - row.count)
      }
      section.append(slots)
      section.append(UInt64(next))
      next += slots.nonzeroBitCount
    }
    section.pad(to: ModelFile.aligned(section.bytes.count))
    return section.bytes + rows
  }
}
