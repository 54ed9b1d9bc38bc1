import Attune
import AttuneFiles

/// What the sentences of a reply do, in words that no cue of the rubric knows: for each of fourteen items a logistic regression over
/// hashed features of a sentence (`SentenceFeatures`), and a linear one of how people ranked the reply.
///
/// Trained by `attune items --train` on `Models/written/replies.tsv`. The file: a `LaneTable`, then `RankWeights`. A lane is an item;
/// the last one is the rank. Immutable.
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

  private let weights: LaneTable
  let rank: RankWeights

  package static let shipped = LearnedItems(file: attune_file_items().buffer)

  /// - Parameter weights: `[rows]`, by lane.
  init(weights: [SIMD16<Float>], rank: RankWeights) {
    precondition(weights.count == Self.rows)
    self.weights = LaneTable(weights, lanes: Self.lanes)
    self.rank = rank
  }

  /// - Precondition: `file` is one that `bytes` made.
  init(file: UnsafeBufferPointer<UInt8>) {
    let file = UnsafeRawBufferPointer(file)
    let end = LaneTable.size(rows: Self.rows, lanes: Self.lanes)
    precondition(file.count == end + RankWeights.bytes)
    weights = LaneTable(file: UnsafeRawBufferPointer(rebasing: file[..<end]), rows: Self.rows, lanes: Self.lanes)
    rank = RankWeights(file: UnsafeRawBufferPointer(rebasing: file[end...]))
  }

  package var bytes: [UInt8] { weights.bytes + rank.bytes }

  /// The logits of a sentence, by lane.
  ///
  /// - Parameter features: rows, `featureLimit` at most.
  func logits(_ features: ArraySlice<UInt16>) -> SIMD16<Float> {
    var sum = SIMD16<Int16>()
    weights.rows.withUnsafeBufferPointer { rows in
      for feature in features { sum &+= SIMD16<Int16>(truncatingIfNeeded: rows[Int(feature)]) }
    }
    return SIMD16<Float>(sum) * weights.unit
  }

  /// What one feature adds to a lane.
  func weight(_ feature: UInt16, _ lane: Int) -> Float { Float(weights[Int(feature), lane]) * weights.unit }
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
