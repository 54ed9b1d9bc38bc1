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

  /// Adds what negative and positive words in the plain context are worth.
  @inline(__always)
  mutating func addPlain(negative: Int32, positive: Int32) {
    valences[0] &+= Int64(negative)
    valences[1] &+= Int64(positive)
    used |= 1
  }

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
