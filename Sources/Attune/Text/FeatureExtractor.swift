import CKernels

/// Turns the tokens of one text into features and counts.
///
/// A token gives its own feature; the pair with the token before it, unless a sentence ends between them; for an
/// elongated word also its short form; and, within the reach of a negator, a feature of its own as a negated token. So
/// do what is not so ("would have loved") and what is no more ("used to love"), which count the other way round besides,
/// ratings, and what a rival is called ("better than you").
/// Negation reaches `negationReach` tokens far, and faintly `faintReach` more, at most to the end of the clause or to a
/// contrast word; so does what is not so, `unrealReach`. Boosters and dampeners reach `intensityReach`.
///
/// Most tokens are words without a role under no influence. A sink that places whole batches has their features already,
/// so that only *events* are looked at here, tokens of any other kind, and what follows them as far as their influence goes.
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
  private var batch = TokenBatch()
  /// Of the next token in `batch`.
  private var place = 0
  /// The hash of the token in front of `batch`.
  private var beforeBatch = Self.sentenceStart
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

  /// Takes the tokens as they are found, where they are asked for.
  private let log: UnsafeMutablePointer<TokenLog.Storage>?

  @inline(__always)
  package init(_ text: UnsafeBufferPointer<UInt8>, folding: FoldingBuffer) {
    self.init(text, folding: folding, log: nil)
  }

  @inline(__always)
  init(_ text: UnsafeBufferPointer<UInt8>, folding: FoldingBuffer, log: UnsafeMutablePointer<TokenLog.Storage>?) {
    self.text = text
    self.log = log
    cueWords = folding.cueWords
    tokenizer = Tokenizer(text, folding: folding)
  }

  /// The token of which features were given last.
  package var token: Token { place > 0 ? batch.token(place - 1) : Token() }

  /// Gives features to `sink` until the text ends (true) or the sink has no room (false: call again with room).
  @inline(__always)
  mutating func fill<Sink: FeatureSink>(_ sink: inout Sink, counts: inout CueCounts) -> Bool {
    while true {
      if place == batch.count {
        guard sink.hasRoomForBatch else { return false }
        if place > 0 { beforeBatch = batch.hash(place &- 1) }
        let next = tokenizer.nextBatch()
        guard next.count > 0 else { return true }
        batch = next
        place = 0
        counts.tokens &+= Int32(truncatingIfNeeded: batch.count)
        sink.begin(batch, after: beforeBatch)
        if let log { log.pointee.append(batch.tokens) }
      }
      let event = opened == .none ? nextEvent(sink) : place
      if place < event {
        guard Sink.placesBatches, !isInfluenced, plainContext == ValenceContext.plain else {
          guard fillPlainWords(upTo: event, &sink) else { return false }
          continue
        }
        place = event
      }
      guard place < batch.count else { continue }
      guard sink.hasRoom else { return false }
      fillEvent(&sink, &counts)
      place &+= 1
    }
  }

  /// The next token that is no word without a role, or that begins a sentence; the end of the batch if there is none.
  @inline(__always)
  private func nextEvent<Sink: FeatureSink>(_ sink: Sink) -> Int {
    if Sink.placesBatches { return sink.nextEvent(from: place) }
    var index = place
    while index < batch.count, batch.tokens[index].traits & ~UInt16(ATTUNE_CLAUSE.rawValue) == 0,
      !cueWords.mayHold(batch.hash(index))
    {
      index += 1
    }
    return index
  }

  /// The features of words without a role; false when the sink has no room.
  private mutating func fillPlainWords(upTo end: Int, _ sink: inout some FeatureSink) -> Bool {
    while place < end {
      guard sink.hasRoom else { return false }
      if batch.tokens[place].traits != 0 { beginClause() }
      let hash = batch.hash(place)
      if isInfluenced {
        let reversed = reversed
        sink.append(tokenAt: place, hash, context: context(isStrong: false) | reversed)
        sink.append(pairAt: place, Self.pair(previous, hash), reversed: reversed)
        addInfluenced(hash, &sink)
      } else {
        sink.append(tokenAt: place, hash, context: plainContext)
        sink.append(pairAt: place, Self.pair(previous, hash), reversed: 0)
      }
      place &+= 1
    }
    return true
  }

  /// The hash of the token before the one at `place`, if that belongs to the same sentence.
  @inline(__always)
  private var previous: UInt64 {
    if batch.tokens[place].traits & UInt16(ATTUNE_SENTENCE.rawValue) != 0 { return Self.sentenceStart }
    return place > 0 ? batch.hash(place &- 1) : beforeBatch
  }

  @inline(__always)
  private mutating func beginClause() {
    negationLeft = 0
    intensityLeft = 0
    unrealLeft = 0
    opened = .none
    if isConceded {
      isConceded = false
      plainContext = ValenceContext.plain
    }
  }

  /// The features of a token as what is not, or not so; the influences then reach one token less far.
  @inline(__always)
  private mutating func addInfluenced(_ hash: UInt64, _ sink: inout some FeatureSink) {
    if negationLeft > Self.faintReach { sink.append(nGram: hash ^ Self.negated) }
    if unrealLeft > 0 {
      sink.append(nGram: hash ^ (unreality == ValenceContext.past ? Self.past : Self.unreal))
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

  /// The features of the token at `place`, which may be anything.
  @inline(never)
  private mutating func fillEvent(_ sink: inout some FeatureSink, _ counts: inout CueCounts) {
    let traits = batch.traits(place)
    let hash = batch.hash(place)
    let previous = previous
    if traits.boundary != .none {
      beginClause()
      if traits.boundary == .sentence {
        plainContext = ValenceContext.plain
        // In front of the first sentence there is nothing.
        if place > 0 || beforeBatch != Self.sentenceStart { sink.mark(ValenceContext.sentenceMark, at: place) }
      }
    }
    let role = traits.kind == .word && cueWords.mayHold(hash) ? cueWords.role(of: hash) : .none
    let context = context(isStrong: traits.isCapitals || traits.isElongated)
    let reversed = reversed
    sink.append(tokenAt: place, hash, context: context | reversed)
    sink.append(pairAt: place, Self.pair(previous, hash), reversed: reversed)
    addInfluenced(hash, &sink)
    if !traits.isPlainWord {
      let shortened = batch.shortenedHash(place)
      if shortened != 0, shortened != hash { sink.append(extra: shortened, context: context | reversed) }
      counts.add(traits)
    }
    if opened == .than, CueWords.rivals.contains(hash) {
      sink.append(nGram: compared ^ Self.rival)
      sink.mark(ValenceContext.rivalMark, at: place)
    }
    if role == .than { compared = previous }
    if opened != .none || role.isOpening || traits.kind == .number, let rating = complete(role, hash, traits.kind) {
      sink.append(extra: rating, context: context)
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
      if plainContext != ValenceContext.behindContrast { sink.mark(ValenceContext.contrastMark, at: place) }
      plainContext = ValenceContext.behindContrast
      counts.contrasts &+= 1
    }
  }

  /// Follows expressions of more than one token: what is not so ("used to", "would have") and ratings.
  /// - Returns: the feature of a rating that the token at `place` ends.
  private mutating func complete(_ role: CueWords.Role, _ hash: UInt64, _ kind: Token.Kind) -> UInt64? {
    let before = opened
    opened = .none
    switch kind {
    case .number:
      let token = batch.token(place)
      guard let (value, rest) = Ratings.parse(UnsafeBufferPointer(rebasing: text[token.start..<token.end])) else {
        return nil
      }
      if before == .numberOutOf, rest.isEmpty { return Ratings.hash(tenths: tenths, of: value / 10) }
      if !rest.isEmpty { return Ratings.hash(tenths: value, before: rest) }
      tenths = value
      opened = .number
    case .word:
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
    // Most tokens that come here begin a sentence or are a cue word.
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
private struct HashedFeatures: FeatureCollector {
  let start: UnsafeMutablePointer<Feature>
  var count: Int
  let capacity: Int

  var hasRoom: Bool { count <= capacity - FeatureExtractor.featuresPerToken }

  mutating func collect(_ feature: Feature) {
    start[count] = feature
    count += 1
  }
}
