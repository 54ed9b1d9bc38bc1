/// Takes the features of a text as they are found.
protocol FeatureSink {
  /// Whether `FeatureExtractor.featuresPerToken` more can be taken.
  var hasRoom: Bool { get }

  mutating func append(_ hash: UInt64, context: UInt8)
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

/// The circumstances in which a word with a valence stands. Valence is summed per context, and what a negated or
/// boosted word is worth is learned from data rather than fixed.
package enum ValenceContext {
  /// intensity (plain, boosted, dampened) + 3 when negated + 6 behind a contrast word.
  package static let count = 12
  /// Features without valence of their own are summed here, and the sum is not used.
  package static let none: UInt8 = 12
  static let contrasted: UInt8 = 6

  @inline(__always)
  static func make(intensity: UInt8, isNegated: Bool, isContrasted: Bool) -> UInt8 {
    intensity &+ (isNegated ? 3 : 0) &+ (isContrasted ? contrasted : 0)
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
