/// Turns the tokens of one text into features and counts.
///
/// A token gives its own feature; the pair with the token before it, unless a sentence ends between them; for an elongated word also its
/// short form; and, within the reach of a negator, a feature of its own as a negated token. Negation reaches
/// `negationReach` tokens far, at most to the end of the clause or to a contrast word; boosters and dampeners reach
/// `intensityReach`.
package struct FeatureExtractor {
  package static let negationReach = 5
  package static let intensityReach = 2
  /// A call to `fill` needs this much room to get on.
  package static let featuresPerToken = 4

  private var tokenizer: Tokenizer
  private let cueWords = CueWords.table
  private var token = Token()
  private var previous = Self.sentenceStart
  private var negationLeft = 0
  private var intensityLeft = 0
  private var intensity: UInt8 = 0
  private var isContrasted = false

  package init(_ text: UnsafeBufferPointer<UInt8>, folding: FoldingBuffer) {
    tokenizer = Tokenizer(text, folding: folding)
  }

  /// Appends features from `features[count]` on, until the text ends (true) or fewer than `featuresPerToken` places
  /// are left below `capacity` (false: call again with room).
  @inline(__always)
  package mutating func fill(
    _ features: UnsafeMutablePointer<Feature>, count: inout Int, capacity: Int, counts: inout CueCounts
  ) -> Bool {
    var at = count
    defer { count = at }
    while at <= capacity - Self.featuresPerToken {
      guard tokenizer.next(&token) else { return true }
      counts.tokens &+= 1
      if token.boundary != .none {
        negationLeft = 0
        intensityLeft = 0
        if token.boundary == .sentence {
          isContrasted = false
          previous = Self.sentenceStart
        }
      }
      let hash = token.hash
      let role = token.kind == .word ? cueWords.role(of: hash) : .none
      let isNegated = negationLeft > 0
      let strength: UInt8 = token.isCapitals || token.isElongated ? 1 : intensityLeft > 0 ? intensity : 0
      let context = ValenceContext.make(intensity: strength, isNegated: isNegated, isContrasted: isContrasted)

      features[at] = Feature(hash: hash, context: context)
      features[at &+ 1] = Feature(hash: Self.pair(previous, hash), context: ValenceContext.none)
      at &+= 2
      if isNegated {
        features[at] = Feature(hash: hash ^ Self.negated, context: ValenceContext.none)
        at &+= 1
        negationLeft &-= 1
      }
      if token.shortenedHash != 0, token.shortenedHash != hash {
        features[at] = Feature(hash: token.shortenedHash, context: context)
        at &+= 1
      }
      if intensityLeft > 0 { intensityLeft &-= 1 }
      previous = hash
      if token.isMarked { counts.add(token) }
      switch role {
      case .none: break
      case .negator:
        negationLeft = Self.negationReach
        counts.negations &+= 1
      case .booster, .dampener:
        intensityLeft = Self.intensityReach
        intensity = role == .booster ? 1 : 2
      case .contrast:
        negationLeft = 0
        isContrasted = true
        counts.contrasts &+= 1
      }
    }
    return false
  }

  /// The hash of a pair depends on the order.
  @inline(__always)
  private static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 {
    ((first << 23 | first >> 41) &* 0x9E37_79B9_7F4A_7C15) ^ second
  }

  private static let sentenceStart: UInt64 = 0x2545_F491_4F6C_DD1D
  private static let negated: UInt64 = 0xD6E8_FEB8_6659_FD93
}
