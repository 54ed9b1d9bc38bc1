import CTextScan

/// Takes the features of a text as they are found.
protocol FeatureSink {
  /// Whether `FeatureExtractor.featuresPerToken` more can be taken.
  var hasRoom: Bool { get }

  mutating func append(_ hash: UInt64, context: UInt8)

  /// Takes a mark of `ValenceContext`.
  mutating func mark(_ mark: UInt8)

  /// Is told of a token before its features come.
  func note(_ token: Token)

  /// Is told of words behind one another, after their features came; they begin at `piece`.
  func note(from first: UnsafePointer<attune_word>, to end: UnsafePointer<attune_word>, piece: Int)
}

extension FeatureSink {
  @inline(__always)
  func note(_ token: Token) {}

  @inline(__always)
  func note(from first: UnsafePointer<attune_word>, to end: UnsafePointer<attune_word>, piece: Int) {}
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
  static let unreal: UInt8 = 5
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

  @inline(__always)
  mutating func add(_ token: Token) {
    switch token.kind {
    case .word:
      if token.isCapitals { capitals &+= 1 }
      if token.isElongated { elongations &+= 1 }
    case .number: numbers &+= 1
    case .mention, .url: addresses &+= 1
    case .emoji, .emoticon: break
    case .punctuation:
      switch token.mark {
      case .ellipsis: ellipses &+= 1
      case .question: questions &+= 1
      case .exclamation: exclamations &+= token.isElongated ? 3 : 1
      }
    }
  }
}
