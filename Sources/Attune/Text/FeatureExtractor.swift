/// Turns the tokens of one text into features and counts.
///
/// A token gives its own feature; the pair with the token before it, unless a sentence ends between them; for an
/// elongated word also its short form; and, within the reach of a negator, a feature of its own as a negated token. So
/// do what is not so ("would have loved") and what is no more ("used to love"), which count the other way round besides,
/// ratings, and what a rival is called ("better than you").
/// Negation reaches `negationReach` tokens far, and faintly `faintReach` more, at most to the end of the clause or to a
/// contrast word; so does what is not so, `unrealReach`. Boosters and dampeners reach `intensityReach`.
package struct FeatureExtractor {
  package static let negationReach = 5
  package static let faintReach = 5
  package static let farReach = 12
  package static let unrealReach = 7
  package static let intensityReach = 2
  /// A call to `fill` needs this much room to get on.
  package static let featuresPerToken = 8

  private let text: UnsafeBufferPointer<UInt8>
  private var tokenizer: Tokenizer
  private let cueWords: CueWords.Table
  /// The token of which features were given last.
  package private(set) var token = Token()
  private var previous = Self.sentenceStart
  private var negationLeft = 0
  private var intensityLeft = 0
  private var intensity = ValenceContext.boosted
  private var unrealLeft = 0
  private var unreality = ValenceContext.unreal
  /// What the next token may complete.
  private enum Opening { case none, modal, past, than, number, numberOut, numberOutOf }
  private var opened = Opening.none
  /// The token in front of the "than" in `opened`.
  private var compared: UInt64 = 0
  /// Of the number in `opened`, times ten.
  private var tenths = 0
  /// The context of a plain word: 0, or `ValenceContext.behindContrast` or `beforeContrast`.
  private var plainContext: UInt8 = 0
  /// The clause is conceded.
  private var isConceded = false

  @inline(__always)
  package init(_ text: UnsafeBufferPointer<UInt8>, folding: FoldingBuffer) {
    self.text = text
    cueWords = folding.cueWords
    tokenizer = Tokenizer(text, folding: folding)
  }

  /// Gives features to `sink` until the text ends (true) or the sink has no room (false: call again with room).
  @inline(__always)
  mutating func fill(_ sink: inout some FeatureSink, counts: inout CueCounts) -> Bool {
    while true {
      if tokenizer.isAtWord, opened == .none { fillPlainWords(&sink, counts: &counts) }
      guard sink.hasRoom else { return false }
      guard tokenizer.next(&token) else { return true }
      sink.note(token)
      counts.tokens &+= 1
      let hash = token.hash
      if token.boundary != .none { begin(token.boundary, &sink) }
      // Most tokens: a word without a role.
      guard token.isPlainWord, opened == .none, !cueWords.mayHold(hash) else {
        addInContext(&sink, &counts)
        continue
      }
      let pair = Self.pair(previous, hash)
      previous = hash
      if !isInfluenced {
        sink.append(hash, context: plainContext)
        sink.append(pair, context: ValenceContext.none)
      } else {
        let reversed = reversed
        sink.append(hash, context: context(isStrong: false) | reversed)
        sink.append(pair, context: ValenceContext.none | reversed)
        addInfluenced(hash, &sink)
      }
    }
  }

  /// Gives the features of words without a role as far as one follows the other and none ends an influence: what `fill`
  /// does with them, in registers.
  @inline(__always)
  private mutating func fillPlainWords<Sink: FeatureSink>(_ sink: inout Sink, counts: inout CueCounts) {
    var room = sink
    var last = previous
    let first = tokenizer.words.next
    var next = first
    while isInfluenced, room.hasRoom, ScannedWords.isPlain(next, mayBeginClause: false),
      !cueWords.mayHold(next.pointee.hash)
    {
      let hash = next.pointee.hash
      let reversed = reversed
      room.append(hash, context: context(isStrong: false) | reversed)
      room.append(Self.pair(last, hash), context: ValenceContext.none | reversed)
      addInfluenced(hash, &room)
      last = hash
      next += 1
    }
    if !isInfluenced {
      while room.hasRoom, ScannedWords.isPlain(next, mayBeginClause: !isConceded),
        !cueWords.mayHold(next.pointee.hash)
      {
        let hash = next.pointee.hash
        room.append(hash, context: plainContext)
        room.append(Self.pair(last, hash), context: ValenceContext.none)
        last = hash
        next += 1
      }
    }
    guard next > first else { return }
    room.note(from: first, to: next, piece: tokenizer.words.start)
    sink = room
    previous = last
    counts.tokens &+= Int32(truncatingIfNeeded: next - first)
    tokenizer.skip(to: next, &token)
  }

  /// Begins a clause or a sentence.
  @inline(__always)
  private mutating func begin(_ boundary: Token.Boundary, _ sink: inout some FeatureSink) {
    negationLeft = 0
    intensityLeft = 0
    unrealLeft = 0
    opened = .none
    if isConceded {
      isConceded = false
      plainContext = 0
    }
    if boundary == .sentence {
      plainContext = 0
      // In front of the first sentence there is nothing.
      guard previous != Self.sentenceStart else { return }
      previous = Self.sentenceStart
      sink.mark(ValenceContext.sentenceMark)
    }
  }

  /// The features of a token as what is not, or not so; the influences then reach one token less far.
  @inline(__always)
  private mutating func addInfluenced(_ hash: UInt64, _ sink: inout some FeatureSink) {
    if negationLeft > Self.faintReach { sink.append(hash ^ Self.negated, context: ValenceContext.none) }
    if unrealLeft > 0 {
      sink.append(hash ^ (unreality == ValenceContext.past ? Self.past : Self.unreal), context: ValenceContext.none)
    }
    negationLeft = max(negationLeft &- 1, 0)
    intensityLeft = max(intensityLeft &- 1, 0)
    unrealLeft = max(unrealLeft &- 1, 0)
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
    let hash = token.hash
    let role = token.kind == .word && cueWords.mayHold(hash) ? cueWords.role(of: hash) : .none
    let context = context(isStrong: token.isCapitals || token.isElongated)
    let reversed = reversed
    sink.append(hash, context: context | reversed)
    sink.append(Self.pair(previous, hash), context: ValenceContext.none | reversed)
    addInfluenced(hash, &sink)
    let shortened = token.shortenedHash
    if shortened != 0, shortened != hash { sink.append(shortened, context: context | reversed) }
    counts.add(token)
    if opened == .than, CueWords.rivals.contains(hash) {
      sink.append(compared ^ Self.rival, context: ValenceContext.none)
      sink.mark(ValenceContext.rivalMark)
    }
    if role == .than { compared = previous }
    previous = hash
    if opened != .none || role.isOpening || token.kind == .number, let rating = complete(role) {
      sink.append(rating, context: context)
    }
    switch role {
    case .none, .modal, .past, .than, .numeral: break
    case .negator:
      negationLeft = Self.negationReach + Self.faintReach
      counts.negations &+= 1
    case .farNegator:
      negationLeft = Self.farReach + Self.faintReach
      counts.negations &+= 1
    case .carrier where hash == CueWords.longer && negationLeft == Self.negationReach + Self.faintReach - 1:
      negationLeft = 0
      beUnreal(ValenceContext.past)
    case .carrier:
      if negationLeft > 0 { negationLeft = Self.farReach + Self.faintReach }
    case .booster:
      intensityLeft = Self.intensityReach
      intensity = ValenceContext.boosted
    case .dampener:
      intensityLeft = Self.intensityReach
      intensity = ValenceContext.dampened
    case .unreal: beUnreal(ValenceContext.unreal)
    case .concession:
      isConceded = true
      plainContext = ValenceContext.beforeContrast
      counts.contrasts &+= 1
    case .contrast:
      isConceded = false
      negationLeft = 0
      unrealLeft = 0
      if plainContext != ValenceContext.behindContrast { sink.mark(ValenceContext.contrastMark) }
      plainContext = ValenceContext.behindContrast
      counts.contrasts &+= 1
    }
  }

  /// Follows expressions of more than one token: what is not so ("used to", "would have") and ratings.
  /// - Returns: the feature of a rating that `token` ends.
  private mutating func complete(_ role: CueWords.Role) -> UInt64? {
    let before = opened
    opened = .none
    switch token.kind {
    case .number:
      guard let (value, rest) = Ratings.parse(UnsafeBufferPointer(rebasing: text[token.start..<token.end])) else {
        return nil
      }
      if before == .numberOutOf, rest.isEmpty { return Ratings.hash(tenths: tenths, of: value / 10) }
      if !rest.isEmpty { return Ratings.hash(tenths: value, before: rest) }
      tenths = value
      opened = .number
    case .word:
      let hash = token.hash
      switch before {
      case .modal where hash == CueWords.have || hash == CueWords.be: beUnreal(ValenceContext.unreal)
      case .past where hash == CueWords.to: beUnreal(ValenceContext.past)
      case .number where hash == Ratings.star || hash == Ratings.stars:
        return Ratings.hash(tenths: tenths, of: 5)
      case .number where hash == Ratings.out: opened = .numberOut
      case .numberOut where hash == Ratings.of: opened = .numberOutOf
      default:
        switch role {
        case .modal: opened = .modal
        case .past: opened = .past
        case .than: opened = .than
        // "one" is a carrier as well.
        case .numeral, .carrier:
          guard let value = Ratings.tenths(numeral: hash) else { break }
          tenths = value
          opened = .number
        default: break
        }
      }
    default: break
    }
    return nil
  }

  private mutating func beUnreal(_ context: UInt8) {
    unrealLeft = Self.unrealReach
    unreality = context
  }

  /// What is added to a feature's context where nothing is so.
  @inline(__always)
  private var reversed: UInt8 { unrealLeft > 0 ? ValenceContext.reversed : 0 }

  @inline(__always)
  private var isInfluenced: Bool { negationLeft | intensityLeft | unrealLeft != 0 }

  /// How a token is meant.
  /// - Parameter isStrong: it is capitals or elongated.
  @inline(__always)
  private func context(isStrong: Bool) -> UInt8 {
    // Most tokens that come here begin a clause or are a cue word.
    if !isInfluenced, !isConceded, !isStrong { return plainContext }
    if unrealLeft > 0 { return unreality }
    if plainContext == ValenceContext.behindContrast {
      return negationLeft > 0 ? ValenceContext.negatedBehindContrast : ValenceContext.behindContrast
    }
    if isConceded { return negationLeft > 0 ? ValenceContext.negatedBeforeContrast : ValenceContext.beforeContrast }
    if negationLeft > 0 {
      return negationLeft > Self.faintReach ? ValenceContext.negated : ValenceContext.faintlyNegated
    }
    if isStrong { return ValenceContext.boosted }
    return intensityLeft > 0 ? intensity : ValenceContext.plain
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
  static let unreal: UInt64 = 0x8CB9_2BA7_2F3D_8DD7
  static let past: UInt64 = 0x5851_F42D_4C95_7F2D
  static let rival: UInt64 = 0x2127_599B_F432_5C37
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

  mutating func mark(_ mark: UInt8) { append(0, context: mark) }
}
