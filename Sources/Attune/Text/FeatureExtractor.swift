/// Turns the tokens of one text into features and counts.
///
/// A token gives its own feature; the pair with the token before it, unless a sentence ends between them; for an
/// elongated word also its short form; and, within the reach of a negator, a feature of its own as a negated token.
/// Negation reaches `negationReach` tokens far, at most to the end of the clause or to a contrast word; boosters and
/// dampeners reach `intensityReach`.
package struct FeatureExtractor {
  package static let negationReach = 5
  package static let intensityReach = 2
  /// A call to `fill` needs this much room to get on.
  package static let featuresPerToken = 4

  private var tokenizer: Tokenizer
  private let cueWords = CueWords.table
  /// The token of which features were given last.
  package private(set) var token = Token()
  private var previous = Self.sentenceStart
  private var negationLeft = 0
  private var intensityLeft = 0
  private var intensity: UInt8 = 0
  /// The context of a plain word: 0, or `ValenceContext.contrasted` behind a contrast word.
  private var plainContext: UInt8 = 0

  package init(_ text: UnsafeBufferPointer<UInt8>, folding: FoldingBuffer) {
    tokenizer = Tokenizer(text, folding: folding)
  }

  /// Gives features to `sink` until the text ends (true) or the sink has no room (false: call again with room).
  @inline(__always)
  mutating func fill(_ sink: inout some FeatureSink, counts: inout CueCounts) -> Bool {
    while sink.hasRoom {
      guard tokenizer.next(&token) else { return true }
      counts.tokens &+= 1
      let hash = token.hash
      // Most tokens: a plain word inside a clause, under no influence and of none.
      if token.traits.bits == 0, negationLeft | intensityLeft == 0, !cueWords.mayHold(hash) {
        sink.append(hash, context: plainContext)
        sink.append(Self.pair(previous, hash), context: ValenceContext.none)
        previous = hash
      } else {
        addInContext(&sink, &counts)
      }
    }
    return false
  }

  /// Appends to `features` from `count` on; the rest as above.
  package mutating func fill(
    _ features: UnsafeMutablePointer<Feature>, count: inout Int, capacity: Int, counts: inout CueCounts
  ) -> Bool {
    var sink = HashedFeatures(start: features, count: count, capacity: capacity)
    defer { count = sink.count }
    return fill(&sink, counts: &counts)
  }

  /// The features of `token` in the general case.
  @inline(never)
  private mutating func addInContext(_ sink: inout some FeatureSink, _ counts: inout CueCounts) {
    let boundary = token.boundary
    if boundary != .none {
      negationLeft = 0
      intensityLeft = 0
      if boundary == .sentence {
        plainContext = 0
        previous = Self.sentenceStart
      }
    }
    let hash = token.hash
    let isNegated = negationLeft > 0
    let strength: UInt8 = token.isCapitals || token.isElongated ? 1 : intensityLeft > 0 ? intensity : 0
    let context = ValenceContext.make(
      intensity: strength, isNegated: isNegated, isContrasted: plainContext == ValenceContext.contrasted)
    sink.append(hash, context: context)
    sink.append(Self.pair(previous, hash), context: ValenceContext.none)
    if isNegated {
      sink.append(hash ^ Self.negated, context: ValenceContext.none)
      negationLeft -= 1
    }
    let shortened = token.shortenedHash
    if shortened != 0, shortened != hash { sink.append(shortened, context: context) }
    if intensityLeft > 0 { intensityLeft -= 1 }
    previous = hash
    counts.add(token)
    switch token.kind == .word ? cueWords.role(of: hash) : .none {
    case .none: break
    case .negator:
      negationLeft = Self.negationReach
      counts.negations &+= 1
    case .booster:
      intensityLeft = Self.intensityReach
      intensity = 1
    case .dampener:
      intensityLeft = Self.intensityReach
      intensity = 2
    case .contrast:
      negationLeft = 0
      plainContext = ValenceContext.contrasted
      counts.contrasts &+= 1
    }
  }

  /// The hash of a pair depends on the order.
  @inline(__always)
  package static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 {
    ((first << 23 | first >> 41) &* 0x9E37_79B9_7F4A_7C15) ^ second
  }

  /// Stands for the token before the first of a sentence.
  package static let sentenceStart: UInt64 = 0x2545_F491_4F6C_DD1D
  /// What the hash of a negated token differs by from that of the token.
  package static let negated: UInt64 = 0xD6E8_FEB8_6659_FD93
}

/// Features with their full hashes, as training needs them.
private struct HashedFeatures: FeatureSink {
  let start: UnsafeMutablePointer<Feature>
  var count: Int
  let capacity: Int

  var hasRoom: Bool { count <= capacity - FeatureExtractor.featuresPerToken }

  mutating func append(_ hash: UInt64, context: UInt8) {
    start[count] = Feature(hash: hash, context: context)
    count += 1
  }
}
