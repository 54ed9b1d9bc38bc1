import AttuneFiles
import AttunePlatform

/// What customers are in, in words that no cue of the situations' file knows: for each situation a logit, the sum of the worth of
/// what a message has (`MessageFeatures`), cues of the file among it.
///
/// Trained by `attune situations --train` on `Models/written/situations.tsv`. The file: 4 bytes of little-endian floating point, the
/// worth of a unit; then 13 bytes for every slot. The last byte tells which of the features that fall into the slot has it (0 for
/// none); the others are the feature's worth for each situation, an `Int8`. Immutable.
package struct LearnedSituations: Sendable {
  /// A power of two.
  static let slots = 1 << 13
  /// In the file.
  static let lanes = 13
  static let tagLane = 12
  /// Names of `situations.yaml`, in the order of their lanes.
  package static let names = [
    "safety", "bereavement", "discrimination", "illness", "theft", "vulnerable",
    "money", "celebration", "joke", "praise", "question", "trouble",
  ]

  private let weights: [SIMD16<Int8>]
  private let unit: Float

  package static let shipped = LearnedSituations(file: attune_file_situation_weights().buffer)

  /// - Parameter weights: of each feature that is known, by lane. Of those in one slot the first counts.
  init(_ weights: [(feature: UInt32, worth: SIMD16<Float>)]) {
    var table = [SIMD16<Int8>](repeating: SIMD16(), count: Self.slots)
    let unit =
      max(
        weights.reduce(0) { largest, weight in
          Self.names.indices.reduce(largest) { max($0, abs(weight.worth[$1])) }
        }, .leastNormalMagnitude) / 127
    for (feature, worth) in weights where table[Self.slot(feature)][Self.tagLane] == 0 {
      var row = SIMD16<Int8>()
      for lane in Self.names.indices { row[lane] = Int8(saturating: Double((worth[lane] / unit).rounded())) }
      row[Self.tagLane] = Self.tag(feature)
      table[Self.slot(feature)] = row
    }
    (self.weights, self.unit) = (table, unit)
  }

  /// - Precondition: `file` is one that `bytes` made.
  init(file: UnsafeBufferPointer<UInt8>) {
    let bytes = UnsafeRawBufferPointer(file)
    precondition(bytes.count == 4 + Self.slots * Self.lanes)
    unit = Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
    weights = (0..<Self.slots).map { slot in
      var row = SIMD16<Int8>()
      for lane in 0..<Self.lanes { row[lane] = Int8(bitPattern: bytes[4 + slot * Self.lanes + lane]) }
      return row
    }
  }

  package var bytes: [UInt8] {
    let head = withUnsafeBytes(of: unit.bitPattern.littleEndian, Array.init)
    return head + weights.flatMap { row in (0..<Self.lanes).map { UInt8(bitPattern: row[$0]) } }
  }

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
      let row = weights[Self.slot(feature)]
      if row[Self.tagLane] == Self.tag(feature) { sum &+= SIMD16<Int32>(truncatingIfNeeded: row) }
    }
    return Self.softmax(SIMD16<Float>(sum) * unit)
  }

  static func softmax(_ logits: SIMD16<Float>) -> SIMD16<Float> {
    var odds = SIMD16<Float>()
    var largest = -Float.infinity
    for lane in names.indices { largest = max(largest, logits[lane]) }
    for lane in names.indices { odds[lane] = exp(logits[lane] - largest) }
    return odds / odds.sum()
  }
}

/// What a message has that tells what its customer is in: its words and pairs of words, with numbers and names as one word each;
/// how strongly cues of each situation, feeling and kind show; and what the model makes of it. Owned by one worker; memory is used
/// again and again.
struct MessageFeatures {
  private(set) var all: [UInt32] = []
  /// Names of the groups of cues over a message, hashed.
  private let groups: [UInt64]

  /// Tokens of a message that are read: enough for what it is about.
  private static let tokenLimit = 400

  private enum Kind: UInt64 {
    case always = 31
    case word, pair, group, mood
  }

  init(groups: [String]) {
    self.groups = groups.map(FeatureHash.of(name:))
    all.reserveCapacity(2 * Self.tokenLimit + 100)
  }

  private mutating func add(_ kind: Kind, _ last: UInt64, _ before: UInt64 = 0) {
    all.append(UInt32(truncatingIfNeeded: FeatureHash.of(kind.rawValue, last, before)))
  }

  /// - Parameters:
  ///   - strengths: of each group of cues.
  ///   - isQuestion: whether a sentence asks.
  mutating func read(
    _ tokens: UnsafeBufferPointer<MessageToken>, strengths: [Int], _ message: CustomerMessage, isQuestion: Bool
  ) {
    all.removeAll(keepingCapacity: true)
    add(.always, 0)
    for (group, strength) in strengths.enumerated() where strength > 0 {
      add(.group, groups[group])
      if strength > 1 { add(.group, groups[group], 1) }
    }
    let moods = [
      Int((message.sentiment * 3).rounded()) + 4, isQuestion ? 11 : 10, message.isInquiry ? 21 : 20,
      message.hasProblem ? 31 : 30, message.isPraise ? 41 : 40,
      50 + min(Int.bitWidth - message.words.leadingZeroBitCount, 9),
    ]
    for mood in moods { add(.mood, FeatureHash.mixed(UInt64(mood))) }
    var before = FeatureHash.mixed(FeatureHash.Word.start.rawValue)
    for token in tokens.prefix(Self.tokenLimit) {
      let word = FeatureHash.word(token, isFirst: token.startsSentence)
      add(.word, word)
      add(.pair, word, before)
      before = word
    }
  }
}
