import Attune
import AttuneFiles
import AttunePlatform

/// What the words of a message say of its urgency that no cue knows: a logit, the sum of what its words, pairs of words and length are
/// worth.
///
/// Trained by `attune urgency --train`. The file: 4 bytes each of little-endian floating point, what every message is worth and the
/// unit of the others; then two for each slot, an `Int8` of units and a tag that tells which of the features that fall into the slot
/// has it (0 for none). Immutable.
package struct LearnedUrgency: Sendable {
  /// A power of two. So small that the table stays in the cache of a core.
  static let slots = 1 << 15
  /// Tokens of a message that are read: enough for what it is about.
  private static let tokenLimit = 400
  /// Tokens from which on words count less, as in a long text there is something of everything.
  private static let fullLength: Float = 64

  private let bias: Float
  private let unit: Float
  /// The worth in the low byte, the tag in the high one.
  private let rows: [UInt16]

  package static let shipped = LearnedUrgency(file: attune_file_urgency_weights().buffer)

  /// - Parameter weights: of each feature that is known. Of those in one slot the last counts.
  init(bias: Float, _ weights: [(feature: UInt32, worth: Float)]) {
    let unit = weights.reduce(.leastNormalMagnitude) { max($0, abs($1.worth)) } / 127
    var rows = [UInt16](repeating: 0, count: Self.slots)
    for (feature, worth) in weights {
      let units = Int8((worth / unit).rounded(.toNearestOrAwayFromZero))
      rows[Self.slot(feature)] = UInt16(Self.tag(feature)) << 8 | UInt16(UInt8(bitPattern: units))
    }
    (self.bias, self.unit, self.rows) = (bias, unit, rows)
  }

  /// - Precondition: `file` is one that `bytes` made.
  init(file: UnsafeBufferPointer<UInt8>) {
    precondition(file.count == 8 + 2 * Self.slots)
    let file = UnsafeRawBufferPointer(file)
    func number(_ offset: Int) -> Float {
      Float(bitPattern: UInt32(littleEndian: file.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }
    (bias, unit) = (number(0), number(4))
    rows = (0..<Self.slots).map {
      UInt16(littleEndian: file.loadUnaligned(fromByteOffset: 8 + 2 * $0, as: UInt16.self))
    }
  }

  package var bytes: [UInt8] {
    [bias, unit].flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
      + rows.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) }
  }

  // MARK: Features

  @inline(__always)
  static func slot(_ feature: UInt32) -> Int { Int(feature) & (slots - 1) }

  /// 1 to 255.
  @inline(__always)
  private static func tag(_ feature: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: feature &>> 15) | 1 }

  /// Spreads the bits of a word, or of a pair of such.
  @inline(__always)
  private static func mixed(_ part: UInt64) -> UInt64 { (part &* 0x9E37_79B9_7F4A_7C15) &>> 32 }

  /// What stands for a number, the beginning of a text and its length.
  private static let number: UInt64 = 1
  private static let start: UInt64 = 2
  private static let length: UInt64 = 3

  /// Calls `body` with the features of every token in its order: of the word, and of it and the one before.
  @inline(__always)
  private static func forEach(_ tokens: UnsafeBufferPointer<ScoredToken>, _ body: (UInt32, UInt32) -> Void) {
    var before = mixed(start)
    for place in 0..<min(tokens.count, tokenLimit) {
      let token = tokens[place]
      let word = mixed(token.isNumber ? number : token.hash)
      body(UInt32(truncatingIfNeeded: word), UInt32(truncatingIfNeeded: mixed(word ^ before &<< 21)))
      before = word
    }
  }

  /// Of how long a text is, in octaves.
  @inline(__always)
  private static func lengthFeature(_ tokens: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: mixed(length << 32 | UInt64(Int.bitWidth - tokens.leadingZeroBitCount)))
  }

  /// All features of a text, each once for each time that it occurs.
  static func features(_ tokens: UnsafeBufferPointer<ScoredToken>) -> [UInt32] {
    var all = [lengthFeature(tokens.count)]
    forEach(tokens) { all += [$0, $1] }
    return all
  }

  /// What the sum of a text of so many tokens is multiplied by.
  @inline(__always)
  static func scale(_ tokens: Int) -> Float {
    let tokens = Float(min(tokens, tokenLimit))
    return tokens <= fullLength ? 1 : (fullLength / tokens).squareRoot()
  }

  // MARK: Worth

  @inline(__always)
  private func worth(_ feature: UInt32, _ rows: UnsafeBufferPointer<UInt16>) -> Int32 {
    let row = rows[Self.slot(feature)]
    // Without a branch, which would be mispredicted as often as words are unknown: a mask of ones where the tags are alike.
    let others = UInt32(row &>> 8 ^ UInt16(Self.tag(feature)))
    return Int32(Int8(truncatingIfNeeded: row)) & -Int32(bitPattern: (others &- 1) &>> 31)
  }

  /// What is added to the logit of a text.
  ///
  /// - Complexity: O(tokens).
  func logit(_ tokens: UnsafeBufferPointer<ScoredToken>) -> Float {
    rows.withUnsafeBufferPointer { rows in
      var sum = worth(Self.lengthFeature(tokens.count), rows)
      Self.forEach(tokens) { word, pair in
        sum &+= worth(word, rows) &+ worth(pair, rows)
      }
      return bias + Float(sum) * unit * Self.scale(tokens.count)
    }
  }

  /// The runs of tokens that are worth most, each `least` or more: at most so many, in their order. They begin and end with a word
  /// that says something by itself.
  func telling(_ tokens: UnsafeBufferPointer<ScoredToken>, least: Float, limit: Int) -> [ClosedRange<Int>] {
    rows.withUnsafeBufferPointer { rows in
      let scale = unit * Self.scale(tokens.count)
      var runs: [(tokens: ClosedRange<Int>, worth: Float)] = []
      // Of the run that goes on: where it begins, the last word that says something, and the worth so far and of the rest.
      var (first, last, worth, rest): (Int?, Int, Float, Float) = (nil, 0, 0, 0)
      func end() {
        if let first, worth >= least { runs.append((first...last, worth)) }
        (first, rest) = (nil, 0)
      }
      var place = 0
      Self.forEach(tokens) { word, pair in
        let (alone, together) = (Float(self.worth(word, rows)) * scale, Float(self.worth(pair, rows)) * scale)
        if tokens[place].beginsClause || alone + together < -Self.saying { end() }
        rest += alone + (first == nil ? 0 : together)
        if alone >= Self.saying {
          (worth, rest) = (first == nil ? alone : worth + rest, 0)
          first = first ?? place
          last = place
        } else if place - last >= 4 {
          end()
        }
        place += 1
      }
      end()
      return runs.sorted { $0.worth > $1.worth }.prefix(limit).map(\.tokens).sorted { $0.lowerBound < $1.lowerBound }
    }
  }

  /// From how many logits on a word says something.
  private static let saying: Float = 0.2
}
