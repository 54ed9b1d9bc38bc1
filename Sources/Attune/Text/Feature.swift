import CKernels

/// Takes the features of a text as they are found.
protocol FeatureSink {
  /// Whether the sink takes the tokens and pairs of a whole batch beforehand, as if all were plain. It is then told only of
  /// tokens and pairs that may be otherwise.
  static var locatesBatches: Bool { get }
  /// Whether the features of one more token can be taken.
  var hasRoom: Bool { get }
  /// Whether those of one more batch can be taken.
  var hasRoomForBatch: Bool { get }

  /// Takes the tokens of a batch, and the pairs of neighbours, the first of them with the token of hash `previous`.
  mutating func begin(_ batch: TokenBatch, after previous: UInt64)

  /// The place in the batch of the next *event* from `place` on: a token that is a number, or strong, or may be a cue word;
  /// one behind the batch if none before that is. With `locatesBatches` only.
  mutating func nextEvent(from place: Int) -> Int

  /// Takes a token; `context` may have `ValenceContext.reversed` added.
  mutating func append(tokenAt place: Int, _ hash: UInt64, context: UInt8)
  /// Takes a token with the one before it; `reversed` is 0 or `ValenceContext.reversed`.
  mutating func append(pairAt place: Int, _ hash: UInt64, reversed: UInt8)
  /// Takes a token of a courtesy, and its pair, by the hashes that they have there.
  mutating func append(courtesyAt place: Int, _ hash: UInt64, pair: UInt64)
  /// Takes a feature without valence.
  mutating func append(nGram hash: UInt64)
  /// Takes a feature that is no token and yet has a valence.
  mutating func append(extraAt place: Int, _ hash: UInt64, context: UInt8)
  /// Takes a mark of `ValenceContext`.
  mutating func mark(_ mark: UInt8, at place: Int)
}

/// Takes all features, and marks, one after the other.
protocol FeatureCollector: FeatureSink {
  mutating func collect(_ feature: Feature)
}

extension FeatureCollector {
  static var locatesBatches: Bool { false }
  var hasRoomForBatch: Bool { true }
  mutating func begin(_ batch: TokenBatch, after previous: UInt64) {}
  func nextEvent(from place: Int) -> Int { place }

  mutating func append(tokenAt place: Int, _ hash: UInt64, context: UInt8) {
    collect(Feature(hash: hash, context: context))
  }
  mutating func append(pairAt place: Int, _ hash: UInt64, reversed: UInt8) {
    collect(Feature(hash: hash, context: ValenceContext.none | reversed))
  }
  mutating func append(courtesyAt place: Int, _ hash: UInt64, pair: UInt64) {
    collect(Feature(hash: hash, context: ValenceContext.plain))
    collect(Feature(hash: pair, context: ValenceContext.none))
  }
  mutating func append(nGram hash: UInt64) { collect(Feature(hash: hash, context: ValenceContext.none)) }
  mutating func append(extraAt place: Int, _ hash: UInt64, context: UInt8) {
    collect(Feature(hash: hash, context: context))
  }
  mutating func mark(_ mark: UInt8, at place: Int) { collect(Feature(hash: 0, context: mark)) }
}

/// One thing that a model may know about a text: a token, two neighbours, or a token under negation.
package struct Feature {
  /// Identifies the feature; its entry in the `FeatureTable` is found by it.
  package var hash: UInt64
  /// Where the valence of a single token counts (`ValenceContext`); `ValenceContext.none` for n-grams. With
  /// `ValenceContext.reversed` added, the logits count the other way round.
  package var context: UInt8

  package init(hash: UInt64, context: UInt8) {
    self.hash = hash
    self.context = context
  }
}

/// The circumstances in which a word with a valence stands. Valence is summed per context, and what a word is worth in
/// each is learned from data rather than fixed.
package enum ValenceContext {
  static let plain: UInt8 = 0
  /// "very good", "GOOD", "goooood"
  static let boosted: UInt8 = 1
  /// "somewhat good"
  static let dampened: UInt8 = 2
  /// "not good"
  static let negated: UInt8 = 3
  /// Farther from the negator: "not in the mood for a good film"
  static let faintlyNegated: UInt8 = 4
  /// How many contexts, from `plain` on, change when the sentence turns out to stand before a contrast or a rival.
  static let movable = 5
  /// "would have been good", "I wish it were good", "if it were good"
  static let hypothetical: UInt8 = 5
  /// Behind a contrast word: "but it is good", "but it is not good"
  static let behindContrast: UInt8 = 6
  static let negatedBehindContrast: UInt8 = 7
  /// In front of a contrast word, in its sentence: "It is good, but", "It is not good, but"
  static let beforeContrast: UInt8 = 8
  static let negatedBeforeContrast: UInt8 = 9
  /// In front of a comparison with whom one speaks to or where one is: "They were good, better than you"
  static let beforeRival: UInt8 = 10
  static let negatedBeforeRival: UInt8 = 11
  /// "used to be good", "is no longer good"
  static let past: UInt8 = 12

  package static let count = 13

  /// Features without valence of their own.
  package static let none: UInt8 = 13
  /// Added to the context of a feature that is not so, or no more: its logits count the other way round, three quarters
  /// of them. Whoever would "have loved" it does not, and what "used to be" good is not.
  package static let reversed: UInt8 = 32
  package static let reversal: Float = -0.75

  /// No feature, but that a sentence begins.
  package static let sentenceMark: UInt8 = 14
  /// No feature, but that the sentence so far stands in front of a contrast word.
  package static let contrastMark: UInt8 = 15
  /// No feature, but that the sentence so far is compared with a rival.
  package static let rivalMark: UInt8 = 16
  /// A feature that was taken as if it were so, and is not.
  static let turned: UInt8 = 17

  /// Where `mark` moves a token of the sentence so far; nil when its context is not `movable`.
  @inline(__always)
  static func moved(_ context: UInt8, by mark: UInt8) -> UInt8? {
    guard context < movable else { return nil }
    // The negated context is the next.
    return (mark == contrastMark ? beforeContrast : beforeRival) &+ (context >= negated ? 1 : 0)
  }
}

/// What is counted in a text besides its features.
package struct CueCounts {
  package var tokens: Int32 = 0
  package var exclamations: Int32 = 0
  package var questions: Int32 = 0
  package var ellipses: Int32 = 0
  package var capitals: Int32 = 0
  package var elongations: Int32 = 0
  package var negations: Int32 = 0
  package var contrasts: Int32 = 0
  package var addresses: Int32 = 0
  package var numbers: Int32 = 0

  package init() {}

  mutating func add(tokens: Int, _ found: attune_counts) {
    self.tokens &+= Int32(truncatingIfNeeded: tokens)
    exclamations &+= Int32(found.exclamations)
    questions &+= Int32(found.questions)
    ellipses &+= Int32(found.ellipses)
    capitals &+= Int32(found.capitals)
    elongations &+= Int32(found.elongations)
    addresses &+= Int32(found.addresses)
    numbers &+= Int32(found.numbers)
  }

  mutating func add(_ batch: UnsafeBufferPointer<attune_token>) {
    add(tokens: batch.count, attune_count(batch.baseAddress, batch.count))
  }
}
