import CPlatform

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
  package static let lineBytes = 64
  package static let slotsPerLine = 8
  package static let valenceStep: Float = 1 / 64
  /// Weights lie within ±`weightLimit`, so that 32 of them cannot overflow 16 bits.
  package static let weightLimit: Int16 = 1023
  static let featuresPerFlush = 32

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

  private func slot(key: UInt16, line: Int) -> Int? {
    let keys = address(line: line).load(as: SIMD8<UInt16>.self)
    for index in 0..<Self.slotsPerLine where keys[index] == key { return line * Self.slotsPerLine + index }
    return nil
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

  /// Adds what `features` are worth to `sums`; with `rows`, their logits to `rowSums` (`rowWidth` places).
  ///
  /// Without a branch on whether a feature is known: the eight keys are compared at once and the columns masked.
  func gather(
    _ features: UnsafeBufferPointer<PlacedFeature>, into sums: inout SparseSums, rowSums: UnsafeMutablePointer<Int64>
  ) {
    if rows != nil { gatherRows(features, into: rowSums) }
    let zero = SIMD8<Int16>(repeating: 0)
    var start = 0
    while start < features.count {
      let end = min(start &+ Self.featuresPerFlush, features.count)
      var first = zero
      var second = zero
      var known = zero
      for index in start..<end {
        let feature = features[index]
        if feature.context > ValenceContext.none {
          addRarely(feature, &sums)
          continue
        }
        let line = address(line: Int(feature.line))
        // All ones in the lane of the feature's slot, if it has one.
        let hit = attune_equal_lanes(line.load(as: SIMD8<UInt16>.self), feature.key)
        // Safe: 32 weights of at most 1023 stay below 32,768.
        first &+= line.load(fromByteOffset: 16, as: SIMD8<Int16>.self) & hit
        second &+= line.load(fromByteOffset: 32, as: SIMD8<Int16>.self) & hit
        known &-= hit
        if feature.context != ValenceContext.none {
          // Of one lane at most.
          let valence = attune_sum_lanes(line.load(fromByteOffset: 48, as: SIMD8<Int16>.self) & hit)
          sums.add(valence: valence, context: feature.context)
        }
      }
      sums.first &+= SparseSums.units &* Int64(attune_sum_lanes(first))
      sums.second &+= SparseSums.units &* Int64(attune_sum_lanes(second))
      sums.known &+= Int64(attune_sum_lanes(known))
      start = end
    }
  }

  /// Takes a mark or a reversed feature.
  @inline(never)
  private func addRarely(_ feature: PlacedFeature, _ sums: inout SparseSums) {
    guard feature.context & ValenceContext.reversed != 0 else { return sums.mark(feature.context) }
    guard let slot = slot(key: feature.key, line: Int(feature.line)) else { return }
    sums.first &+= SparseSums.reversedUnits &* Int64(value(slot: slot, column: 0))
    sums.second &+= SparseSums.reversedUnits &* Int64(value(slot: slot, column: 1))
    sums.known &+= 1
    let context = feature.context ^ ValenceContext.reversed
    if context != ValenceContext.none { sums.add(valence: Int32(value(slot: slot, column: 2)), context: context) }
  }

  private func gatherRows(_ features: UnsafeBufferPointer<PlacedFeature>, into rowSums: UnsafeMutablePointer<Int64>) {
    guard let rows else { return }
    for feature in features {
      let isReversed = feature.context & ValenceContext.reversed != 0
      guard isReversed || feature.context <= ValenceContext.none,
        let slot = slot(key: feature.key, line: Int(feature.line))
      else { continue }
      let units = isReversed ? SparseSums.reversedUnits : SparseSums.units
      for column in 0..<rowWidth { rowSums[column] &+= units &* Int64(rows[slot * rowWidth + column]) }
    }
  }
}

/// A feature by its place in a table, in one word of memory:
///
///     bit  0         8        16        32       64
///          | context |        |   key   |  line  |
struct PlacedFeature {
  private var bits: UInt64

  @inline(__always)
  init(line: UInt32, key: UInt16, context: UInt8) {
    bits = UInt64(line) << 32 | UInt64(key) << 16 | UInt64(context)
  }

  @inline(__always) var line: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) }
  @inline(__always) var key: UInt16 { UInt16(truncatingIfNeeded: bits >> 16) }
  @inline(__always) var context: UInt8 { UInt8(truncatingIfNeeded: bits) }
}

/// Finds the line of each feature and asks for it, so that it is there when the features are gathered.
struct PlacedFeatures: FeatureSink {
  let table: FeatureTable
  let start: UnsafeMutablePointer<PlacedFeature>
  var count: Int
  let capacity: Int

  @inline(__always)
  var hasRoom: Bool { count <= capacity &- FeatureExtractor.featuresPerToken }

  @inline(__always)
  mutating func append(_ hash: UInt64, context: UInt8) {
    let line = table.line(of: hash)
    attune_prefetch(table.address(line: line))
    start[count] = PlacedFeature(
      line: UInt32(truncatingIfNeeded: line), key: FeatureTable.key(of: hash), context: context)
    count &+= 1
  }

  @inline(__always)
  mutating func mark(_ mark: UInt8) {
    start[count] = PlacedFeature(line: 0, key: 0, context: mark)
    count &+= 1
  }
}

/// What the features of one text add up to.
package struct SparseSums {
  static let units: Int64 = 4
  static let reversedUnits = Int64(ValenceContext.reversal * Float(units))

  /// The logits in the lines, `units` of which are one of the model's `weightStep`.
  package var first: Int64 = 0
  package var second: Int64 = 0
  /// How many features the model knew.
  package var known: Int64 = 0
  /// Negative and positive valence of each `ValenceContext`.
  private(set) var valences: InlineArray<26, Int64> = .init(repeating: 0)
  /// A bit for each context of which the valences may not be 0.
  private var used: UInt32 = 0
  /// What those of the `movable` contexts were when the sentence began.
  private var before: InlineArray<10, Int64> = .init(repeating: 0)
  /// Whether they may not be 0.
  private var isMarked = false

  package init() {}

  @inline(__always)
  package mutating func add(valence: Int32, context: UInt8) {
    let at = 2 &* Int(context) &+ (valence > 0 ? 1 : 0)
    // Safe: contexts are less than `ValenceContext.count`.
    valences[unchecked: at] &+= Int64(valence)
    used |= 1 &<< UInt32(context)
  }

  /// As after `init`.
  mutating func reset() {
    first = 0
    second = 0
    known = 0
    while used != 0 {
      // Safe: as above.
      valences[unchecked: 2 &* used.trailingZeroBitCount] = 0
      valences[unchecked: 2 &* used.trailingZeroBitCount &+ 1] = 0
      used &= used &- 1
    }
    guard isMarked else { return }
    isMarked = false
    before = .init(repeating: 0)
  }

  /// Takes a mark of the `FeatureExtractor`.
  package mutating func mark(_ mark: UInt8) {
    switch mark {
    case ValenceContext.sentenceMark:
      isMarked = true
      for index in 0..<2 * ValenceContext.movable { before[index] = valences[index] }
    case ValenceContext.contrastMark: moveSentence(to: ValenceContext.beforeContrast)
    default: moveSentence(to: ValenceContext.beforeRival)
    }
  }

  /// What was said in this sentence moves to another context, or its negated one, which is the next.
  private mutating func moveSentence(to target: UInt8) {
    used |= 3 << UInt32(target)
    for index in 0..<2 * ValenceContext.movable {
      let isNegated = index >= 2 * Int(ValenceContext.negated)
      let to = 2 * (Int(target) + (isNegated ? 1 : 0)) + index % 2
      valences[to] &+= valences[index] &- before[index]
      valences[index] = before[index]
    }
  }

  /// Writes a text's cues.
  package mutating func writeCues(_ cues: UnsafeMutablePointer<Float>, counts: CueCounts) {
    let known = known
    withValences { CueFeatures.write(cues, valences: $0, used: $1, known: known, counts: counts) }
  }

  /// Two sums a context, negative then positive words, and a bit for each context of which they may not be 0.
  @inline(__always)
  mutating func withValences(_ body: (UnsafePointer<Int64>, _ used: UInt32) -> Void) {
    let used = used
    withUnsafePointer(to: &valences) {
      $0.withMemoryRebound(to: Int64.self, capacity: 2 * ValenceContext.count) { body($0, used) }
    }
  }
}
