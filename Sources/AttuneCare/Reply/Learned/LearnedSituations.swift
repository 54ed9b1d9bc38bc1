import AttuneFiles
import AttunePlatform

/// What customers are in, in words that no cue of the situations' file knows: for each situation a logit, the sum of the worth of
/// what a message has (`MessageFeatures`), cues of the file among it.
///
/// Trained by `attune situations --train` on `Models/written/situations.tsv`. The file: a `LaneTable` of slots. The last lane tells
/// which of the features that fall into a slot has it (0 for none); the others are what that feature is worth for each situation.
/// Immutable.
package struct LearnedSituations: Sendable {
  /// A power of two.
  static let slots = 1 << 13
  static let lanes = 15
  static let tagLane = 14
  /// Names of `situations.yaml`, in the order of their lanes.
  package static let names = [
    "safety", "bereavement", "discrimination", "illness", "theft", "vulnerable",
    "money", "celebration", "joke", "praise", "question", "trouble", "distress", "good_news",
  ]

  private let weights: LaneTable

  package static let shipped = LearnedSituations(file: attune_file_situation_weights().buffer)

  /// - Parameter weights: of each feature that is known, by lane. Of those in one slot the last counts.
  init(_ weights: [(feature: UInt32, worth: SIMD16<Float>)]) {
    var slots = [SIMD16<Float>](repeating: SIMD16(), count: Self.slots)
    for (feature, worth) in weights { slots[Self.slot(feature)] = worth }
    var table = LaneTable(slots, lanes: Self.lanes)
    for (feature, _) in weights { table[Self.slot(feature), Self.tagLane] = Self.tag(feature) }
    self.weights = table
  }

  /// - Precondition: `file` is one that `bytes` made.
  init(file: UnsafeBufferPointer<UInt8>) {
    weights = LaneTable(file: UnsafeRawBufferPointer(file), rows: Self.slots, lanes: Self.lanes)
  }

  package var bytes: [UInt8] { weights.bytes }

  @inline(__always)
  static func slot(_ feature: UInt32) -> Int { Int(feature) & (slots - 1) }

  /// 1 to 127.
  @inline(__always)
  private static func tag(_ feature: UInt32) -> Int8 {
    Int8(feature >> 13 & 0x7F | (feature >> 13 & 0x7F == 0 ? 1 : 0))
  }

  /// The probability of each situation, by lane.
  func probabilities(_ features: [UInt32]) -> SIMD16<Float> {
    var sum = SIMD16<Int32>()
    for feature in features {
      let row = weights.rows[Self.slot(feature)]
      if row[Self.tagLane] == Self.tag(feature) { sum &+= SIMD16<Int32>(truncatingIfNeeded: row) }
    }
    return Self.softmax(SIMD16<Float>(sum) * weights.unit)
  }

  static func softmax(_ logits: SIMD16<Float>) -> SIMD16<Float> {
    var odds = SIMD16<Float>()
    var largest = -Float.infinity
    for lane in names.indices { largest = max(largest, logits[lane]) }
    for lane in names.indices { odds[lane] = exp(logits[lane] - largest) }
    return odds / odds.sum()
  }
}
