import CKernels

/// The sparse part of a model: what each known feature adds to the logits, in buckets of one cache line.
///
///     byte   0        16        32        48       64
///            | 8 keys | 8 first | 8 second| 8 valence|
///
/// A line holds up to eight features: their keys (the low 16 bits of the feature's hash, 0 for an empty slot) and three
/// columns of 16-bit integers. The line of a feature is `high64(hash × lines)`, so one cache miss answers a feature, and
/// an unknown one adds nothing but with a chance of about 8 in 65,536.
///
/// The two weight columns are the logits of the second and the third class in units of the model's `weightStep`; the
/// first class is the reference, with logit 0. Models with more classes keep their logits in a second array instead,
/// `[lines × 8 × (classes - 1)]`, under the same slot. The third column is the valence of a token from the lexicon
/// that the model was trained with, in units of `valenceStep`.
package struct FeatureTable: @unchecked Sendable {  // Read-only memory that the model's storage keeps alive.
  package static let lineBytes = Int(ATTUNE_LINE_BYTES)
  package static let slotsPerLine = Int(ATTUNE_LINE_SLOTS)
  package static let valenceStep: Float = 1 / 64
  /// Weights and valences lie within ±`weightLimit`, so that the kernels can sum some of them in 16 bits.
  package static let weightLimit = Int16(ATTUNE_COLUMN_LIMIT)
  /// A `LocatedFeature` has 32 bits for its line.
  static let lineLimit = Int(UInt32.max)

  /// 64-byte aligned.
  let lines: UnsafeRawPointer
  package let lineCount: Int
  /// `[lineCount × 8 × rowWidth]`, or nil when the logits stand in the lines.
  let rows: UnsafePointer<Int16>?
  /// Logits a row: classes - 1.
  let rowWidth: Int

  @inline(__always)
  package static func line(of hash: UInt64, lineCount: Int) -> Int {
    Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(truncatingIfNeeded: lineCount)).high)
  }

  @inline(__always)
  package static func key(of hash: UInt64) -> UInt16 {
    let key = UInt16(truncatingIfNeeded: hash)
    return key == 0 ? 1 : key
  }

  @inline(__always)
  func line(of hash: UInt64) -> Int { Self.line(of: hash, lineCount: lineCount) }

  @inline(__always)
  package func address(line: Int) -> UnsafeRawPointer { lines + line &* Self.lineBytes }

  /// The slot of a feature among all slots, or nil when the model does not know it.
  package func slot(of hash: UInt64) -> Int? { slot(key: Self.key(of: hash), line: line(of: hash)) }

  func slot(key: UInt16, line: Int) -> Int? {
    let keys = address(line: line).load(as: SIMD8<UInt16>.self)
    for index in 0..<Self.slotsPerLine where keys[index] == key { return line * Self.slotsPerLine + index }
    return nil
  }

  /// The key in a slot; 0 when it is empty.
  func key(slot: Int) -> UInt16 {
    address(line: slot / Self.slotsPerLine).load(fromByteOffset: 2 * (slot % Self.slotsPerLine), as: UInt16.self)
  }

  /// Column 0 (first weight), 1 (second weight) or 2 (valence) of a slot.
  func value(slot: Int, column: Int) -> Int16 {
    (lines + (slot / Self.slotsPerLine) * Self.lineBytes).load(
      fromByteOffset: 16 * (column + 1) + 2 * (slot % Self.slotsPerLine), as: Int16.self)
  }

  /// The logit of a class in a slot, relative to the first class, in units of the model's `weightStep`.
  package func logit(slot: Int, class label: Int) -> Int16 {
    if label == 0 { return 0 }
    if let rows { return rows[slot * rowWidth + label - 1] }
    return value(slot: slot, column: label - 1)
  }

  /// Whether all columns are within `weightLimit`. Reads every line.
  var isSound: Bool {
    let columns = SIMD32<Int16>(
      lowHalf: .init(lowHalf: .zero, highHalf: .init(repeating: Self.weightLimit)),
      highHalf: .init(repeating: Self.weightLimit))
    for line in 0..<lineCount {
      var numbers = address(line: line).load(as: SIMD32<Int16>.self)
      numbers.lowHalf.lowHalf = .zero
      guard all(numbers .<= columns), all(numbers .>= SIMD32.zero &- columns) else { return false }
    }
    return true
  }

  /// What the kernels want to know.
  var view: attune_table {
    attune_table(
      lines: lines.assumingMemoryBound(to: UInt8.self), line_count: UInt64(lineCount),
      cue_filter: CueWords.table.filter)
  }
}
