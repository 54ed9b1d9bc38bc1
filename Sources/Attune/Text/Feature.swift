/// Takes the features of a text as they are found.
protocol FeatureSink {
  /// Whether `FeatureExtractor.featuresPerToken` more can be taken.
  var hasRoom: Bool { get }

  mutating func append(_ hash: UInt64, context: UInt8)

  /// Takes a `ValenceContext.sentenceMark` or `contrastMark`.
  mutating func mark(_ mark: UInt8)
}

/// One thing that a model may know about a text: a token, two neighbours, or a token under negation.
package struct Feature {
  /// Identifies the feature; its entry in the `FeatureTable` is found by it.
  package var hash: UInt64
  /// Where the valence of a single token counts (`ValenceContext`); `ValenceContext.none` for n-grams.
  package var context: UInt8

  package init(hash: UInt64, context: UInt8) {
    self.hash = hash
    self.context = context
  }
}

/// The circumstances in which a word with a valence stands. Valence is summed per context, and what a word is worth in
/// each is learned from data rather than fixed.
package enum ValenceContext {
  /// How a word is meant.
  enum Kind: UInt8, CaseIterable {
    case plain
    /// "very good", "GOOD", "goooood"
    case boosted
    /// "somewhat good"
    case dampened
    /// "not good"
    case negated
    /// "I don't think that the room was good"
    case faintlyNegated
    /// "used to be good", "would have been good", "if it were good"
    case unreal
  }

  static let kinds: UInt8 = 6
  /// The kinds, then the same behind a contrast word ("but"), then the same in front of one.
  package static let count = 18
  static let behindContrast: UInt8 = 6
  static let beforeContrast: UInt8 = 12

  /// Features without valence of their own.
  package static let none: UInt8 = 18
  /// No feature, but that a sentence begins.
  package static let sentenceMark: UInt8 = 19
  /// No feature, but that the sentence so far stands in front of a contrast word.
  package static let contrastMark: UInt8 = 20
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
