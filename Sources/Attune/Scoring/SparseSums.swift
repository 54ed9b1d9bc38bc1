import CKernels

/// What the features of one text add up to.
package struct SparseSums {
  // Safe: sums of 16-bit numbers; 64 bits would overflow after 2^47 features, and a record has at most 2^28 bytes.
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

  /// Adds features in the plain context.
  @inline(__always)
  mutating func add(_ sums: attune_sums) {
    first &+= Self.units &* Int64(sums.first)
    second &+= Self.units &* Int64(sums.second)
    known &+= Int64(sums.known)
    valences[0] &+= Int64(sums.negative)
    valences[1] &+= Int64(sums.positive)
    used |= 1
  }

  @inline(__always)
  package mutating func add(valence: Int32, context: UInt8) {
    add(valence: valence, to: context, isPositive: valence > 0)
  }

  /// Adds to the sum of the positive or the negative words of a context.
  @inline(__always)
  mutating func add(valence: Int32, to context: UInt8, isPositive: Bool) {
    let at = 2 &* Int(context) &+ (isPositive ? 1 : 0)
    // Safe: contexts are less than `ValenceContext.count`.
    valences[unchecked: at] &+= Int64(valence)
    used |= 1 &<< UInt32(context)
  }

  /// As after `init`.
  @inline(__always)
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
    guard mark == ValenceContext.sentenceMark else { return moveSentence(by: mark) }
    isMarked = true
    for index in 0..<2 * ValenceContext.movable { before[index] = valences[index] }
  }

  /// Takes the mark of a sentence of which `said` has been added already.
  mutating func markSentence(before said: SparseSums) {
    isMarked = true
    for index in 0..<2 * ValenceContext.movable { before[index] = valences[index] &- said.valences[index] }
  }

  /// What was said in this sentence moves to another context.
  private mutating func moveSentence(by mark: UInt8) {
    for context in 0..<UInt8(ValenceContext.movable) {
      guard let target = ValenceContext.moved(context, by: mark) else { continue }
      used |= 1 << UInt32(target)
      for sign in 0..<2 {
        let (from, to) = (2 * Int(context) + sign, 2 * Int(target) + sign)
        valences[to] &+= valences[from] &- before[from]
        valences[from] = before[from]
      }
    }
  }

  /// Writes a text's cues.
  package mutating func writeCues(_ cues: UnsafeMutablePointer<Float>, counts: CueCounts) {
    let known = known
    withValences { CueFeatures.write(cues, valences: $0, used: $1, known: known, counts: counts) }
  }

  /// Two sums a context, negative then positive words, and a bit for each context of which they may not be 0.
  @inline(__always)
  mutating func withValences<Result>(_ body: (UnsafePointer<Int64>, _ used: UInt32) -> Result) -> Result {
    let used = used
    return withUnsafePointer(to: &valences) {
      $0.withMemoryRebound(to: Int64.self, capacity: 2 * ValenceContext.count) { body($0, used) }
    }
  }
}
