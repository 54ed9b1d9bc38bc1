import Attune
import AttuneFiles

/// What the sentences of a reply do, in words that no cue of the rubric knows: for each of fourteen items a logistic regression over
/// hashed features of a sentence (`SentenceFeatures`), and a linear one of how people ranked the reply.
///
/// Trained by `attune items --train` on `Models/written/replies.tsv`. The file: 4 bytes of little-endian floating point, the worth
/// of a unit; then an `Int8` for every row and lane, row by row. A lane is an item; the last one is the rank. Immutable.
package struct LearnedItems: Sendable {
  static let rows = 3 << 13
  static let lanes = 15
  /// In the order of their lanes.
  package static let items: [RubricItem] = [
    .acknowledge, .validate, .empathy, .apologize, .ownership, .solution, .openQuestion, .personal, .gratitude, .close,
    .dismissive, .canned, .blame, .wrongTone,
  ]
  static let rankLane = 14
  /// The most features of a sentence: their sum stays an `Int16`.
  static let featureLimit = 250

  private let weights: [SIMD16<Int8>]
  private let unit: Float
  let rank: RankWeights

  package static let shipped = LearnedItems(file: Array(attune_file_items().buffer))

  /// - Parameter weights: `[rows × lanes]`
  init(weights: [Float], rank: RankWeights) {
    precondition(weights.count == Self.rows * Self.lanes)
    self.rank = rank
    let unit = max(weights.reduce(0) { max($0, abs($1)) }, .leastNormalMagnitude) / 127
    self.unit = unit
    self.weights = (0..<Self.rows).map { row in
      var lanes = SIMD16<Int8>()
      for lane in 0..<Self.lanes {
        lanes[lane] = Int8(saturating: Double((weights[row * Self.lanes + lane] / unit).rounded()))
      }
      return lanes
    }
  }

  /// - Precondition: `file` is one that `bytes` made.
  init(file: [UInt8]) {
    let end = 4 + Self.rows * Self.lanes
    precondition(file.count == end + RankWeights.bytes)
    rank = RankWeights(file: file[end...])
    (unit, weights) = file.withUnsafeBytes { file in
      let unit = Float(bitPattern: UInt32(littleEndian: file.loadUnaligned(as: UInt32.self)))
      let weights = (0..<Self.rows).map { row in
        var lanes = SIMD16<Int8>()
        for lane in 0..<Self.lanes { lanes[lane] = Int8(bitPattern: file[4 + row * Self.lanes + lane]) }
        return lanes
      }
      return (unit, weights)
    }
  }

  package var bytes: [UInt8] {
    let head = withUnsafeBytes(of: unit.bitPattern.littleEndian, Array.init)
    return head + weights.flatMap { row in (0..<Self.lanes).map { UInt8(bitPattern: row[$0]) } } + rank.bytes
  }

  /// The logits of a sentence, by lane.
  ///
  /// - Parameter features: rows, `featureLimit` at most.
  func logits(_ features: ArraySlice<UInt16>) -> SIMD16<Float> {
    var sum = SIMD16<Int16>()
    weights.withUnsafeBufferPointer { weights in
      for feature in features { sum &+= SIMD16<Int16>(truncatingIfNeeded: weights[Int(feature)]) }
    }
    return SIMD16<Float>(sum) * unit
  }

  /// What one feature adds to a lane.
  func weight(_ feature: UInt16, _ lane: Int) -> Float { Float(weights[Int(feature)][lane]) * unit }
}

/// When what is learned counts: the part of a rubric that sets it against the cues.
struct LearnedRule: Sendable {
  /// By lane: from which logit of a sentence on an item is there, and below which logit of all sentences one is not that only weak
  /// cues or words of the customer's tell of, and below which not even one that strong cues tell of. Nil for items of which only cues
  /// tell.
  var bounds = [(raise: Float, drop: Float, strong: Float)?](repeating: nil, count: LearnedItems.items.count)
  /// Points of a step of rank.
  var rank = 0.0
  var weights = LearnedItems.shipped

  /// - Throws: `RubricError`, with the place in the file.
  static func read(_ file: YAMLDocument) throws(RubricError) -> LearnedRule {
    var rule = LearnedRule()
    for entry in try file.entries() {
      if entry.key == "rank" {
        rule.rank = try entry.value.number()
        continue
      }
      guard let lane = LearnedItems.items.firstIndex(where: { $0.rawValue == entry.key }) else {
        throw .unknownItem(entry.key, known: LearnedItems.items.map(\.rawValue) + ["rank"])
      }
      try entry.value.check(keys: ["raise", "drop", "strong"])
      rule.bounds[lane] = (
        Float(try entry.value.required("raise").number()), Float(try entry.value.required("drop").number()),
        Float(try entry.value["strong"]?.number() ?? -.infinity)
      )
    }
    return rule
  }
}
