import CKernels

/// Turns the tokens of one text, batch by batch, into features and counts.
///
/// A token gives its own feature; the pair with the token before it, unless a sentence ends between them; for an
/// elongated word also its short form; and, within the reach of a negator, a feature of its own as a negated token. So
/// do what is not so ("would have loved") and what is no more ("used to love"), which count the other way round besides,
/// ratings, and what a rival is called ("better than you").
/// Negation reaches `negationReach` tokens far, and faintly `faintReach` more, at most to the end of the clause or to a
/// contrast word; so does what is not so, `hypotheticalReach`. Boosters and dampeners reach `intensityReach`.
/// What thanks somebody or wishes them well ("Thank you for your great support.", "Have a lovely day!") says little of what
/// its writer feels: `courtesyReach` tokens far in the clause, and in a wish or a name behind it ("Many thanks, Joy"), tokens
/// and pairs are others than those of the same name elsewhere.
///
/// Most tokens have no role and stand under no influence. A sink that places whole batches has their features already, so
/// that only *events* are looked at here, numbers, capitals, elongated tokens and what may be a cue word, and what follows
/// them as far as their influence goes.
/// Most events, in turn, stand under no influence themselves (`fillEventAlone`).
package struct FeatureExtractor {
  // Safe: places are within a batch of at most 4,097 tokens, and what is subtracted from is greater than 0.
  package static let negationReach = 5
  package static let faintReach = 5
  package static let farReach = 12
  package static let hypotheticalReach = 7
  package static let intensityReach = 2
  package static let courtesyReach = 9
  private static let signatureTokens = 3

  /// The bytes that the places of tokens are counted in.
  private let text: UnsafePointer<UInt8>
  private let cueWords: CueWords.Table
  private(set) var batch = TokenBatch()
  /// Of the next token in `batch`.
  private var place = 0
  /// Where the search for the next event has come to, for a sink that does not place batches.
  private var searched = 0
  /// The hash of the token in front of `batch`.
  private(set) var beforeBatch = Self.sentenceStart
  private var negationLeft = 0
  private var intensityLeft = 0
  private var intensity = ValenceContext.boosted
  private var hypotheticalLeft = 0
  private var hypothesis = ValenceContext.hypothetical
  private var courtesyLeft = 0
  /// What the next token may complete.
  private enum Opening: UInt8 { case none, modal, past, than, number, numberOut, numberOutOf }
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
  init(_ text: UnsafePointer<UInt8>, cueWords: CueWords.Table) {
    self.text = text
    self.cueWords = cueWords
  }

  /// Goes on with the tokens behind those that it has had.
  @inline(__always)
  mutating func take(_ next: TokenBatch) {
    batch = next
    place = 0
    searched = 0
  }

  /// The token of which features were given last.
  var token: Token { place > 0 ? batch.token(place - 1) : Token() }

  /// Its place in `batch`.
  var tokenPlace: Int { place - 1 }

  /// Gives features to `sink` until the batch ends (true) or the sink has no room (false: call again with room).
  @inline(__always)
  mutating func fill<Sink: FeatureSink>(_ sink: inout Sink, counts: inout CueCounts) -> Bool {
    while true {
      let event = opened == .none ? nextEvent(&sink) : place
      if place < event {
        guard Sink.locatesBatches, !isInfluenced, courtesyLeft == 0, plainContext == ValenceContext.plain else {
          guard fillPlainTokens(upTo: event, &sink) else { return false }
          continue
        }
        place = event
      }
      guard place < batch.count else {
        // The memory of the batch may be used again for the next one.
        if place > 0 { beforeBatch = batch.hash(place &- 1) }
        return true
      }
      guard sink.hasRoom else { return false }
      if Sink.locatesBatches, isAlone { fillEventAlone(&sink, &counts) } else { fillEvent(&sink, &counts) }
      place &+= 1
    }
  }

  /// The next token that is no word without a role; the end of the batch if there is none. For a sink that is told of all,
  /// also one that begins a sentence.
  @inline(__always)
  private mutating func nextEvent<Sink: FeatureSink>(_ sink: inout Sink) -> Int {
    if Sink.locatesBatches { return min(sink.nextEvent(from: place), batch.count) }
    var index = max(place, searched)
    while index < batch.count, batch.tokens[index].traits & ~UInt16(ATTUNE_CLAUSE.rawValue) == 0,
      !cueWords.mayHold(batch.hash(index))
    {
      index += 1
    }
    searched = index
    return index
  }

  /// The features of tokens that are no events; false when the sink has no room.
  private mutating func fillPlainTokens<Sink: FeatureSink>(upTo end: Int, _ sink: inout Sink) -> Bool {
    while place < end {
      guard sink.hasRoom else { return false }
      let boundary = batch.traits(place).boundary
      if boundary != .none {
        beginClause()
        if boundary == .sentence { beginSentence() }
        if courtesyLeft > 0 { goOnWithCourtesy() }
        if Sink.locatesBatches, isAlone { break }
      }
      let hash = batch.hash(place)
      if courtesyLeft > 0 {
        addCourtesy(hash, &sink)
      } else if isInfluenced {
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
    hypotheticalLeft = 0
    opened = .none
    if isConceded {
      isConceded = false
      plainContext = ValenceContext.plain
    }
  }

  @inline(__always)
  private mutating func beginSentence() {
    plainContext = ValenceContext.plain
    courtesyLeft = 0
  }

  /// Whether a courtesy begins with the token at `place`, which has a role.
  @inline(__always)
  private mutating func beginsCourtesy(_ role: CueWords.Role) -> Bool { role.isCourteous && isCourtesy(role) }

  /// Mutating, so that the extractor is not copied for the call.
  @inline(never)
  private mutating func isCourtesy(_ role: CueWords.Role) -> Bool {
    let reach = role == .wish ? 0 : role == .hope ? 1 : 2
    var first = place
    while batch.traits(first).boundary != .sentence {
      if first == 0 {
        // The text begins here, or the batch in the middle of a sentence.
        guard beforeBatch == Self.sentenceStart else { return false }
        break
      }
      first &-= 1
      if place &- first > reach { return false }
    }
    if role == .courtesy { return true }
    return place &+ 1 < batch.count && cueWords.continuesWish(batch.hash(place &+ 1))
  }

  /// Where a clause begins behind a courtesy: that goes on in a wish ("…, and have a lovely day") and in a name, behind which
  /// the sentence ends.
  @inline(never)
  private mutating func goOnWithCourtesy() {
    for next in place...min(place + 1, batch.count - 1) {
      let role = cueWords.mayHold(batch.hash(next)) ? cueWords.cue(of: batch.hash(next)).role : .none
      guard role.isCourteous else { continue }
      if role != .wish || next + 1 < batch.count && cueWords.continuesWish(batch.hash(next + 1)) {
        courtesyLeft = Self.courtesyReach
        return
      }
    }
    let isName = (place + 1...place + Self.signatureTokens).contains {
      $0 >= batch.count || batch.traits($0).boundary == .sentence
    }
    if !isName { courtesyLeft = 0 }
  }

  /// The features of a token of a courtesy.
  @inline(__always)
  private mutating func addCourtesy(_ hash: UInt64, _ sink: inout some FeatureSink) {
    sink.append(courtesyAt: place, hash ^ Self.courtesy, pair: Self.pair(previous, hash) ^ Self.courtesy)
    courtesyLeft &-= 1
  }

  /// The features of a token as what is not, or not so; the influences then reach one token less far.
  @inline(__always)
  private mutating func addInfluenced(_ hash: UInt64, _ sink: inout some FeatureSink) {
    if negationLeft > Self.faintReach { sink.append(nGram: hash ^ Self.negated) }
    if hypotheticalLeft > 0 {
      sink.append(nGram: hash ^ (hypothesis == ValenceContext.past ? Self.past : Self.hypothetical))
    }
    negationLeft = max(negationLeft &- 1, 0)
    intensityLeft = max(intensityLeft &- 1, 0)
    hypotheticalLeft = max(hypotheticalLeft &- 1, 0)
  }

  /// The features of an event under no influence, of which the sink has those that it would have as a plain word.
  @inline(__always)
  private mutating func fillEventAlone(_ sink: inout some FeatureSink, _ counts: inout CueCounts) {
    let traits = batch.traits(place)
    let hash = batch.hash(place)
    let cue = traits.kind == .word ? cueWords.cue(of: hash) : .init()
    if beginsCourtesy(cue.role) {
      courtesyLeft = Self.courtesyReach
      return addCourtesy(hash, &sink)
    }
    if !traits.isPlainWord {
      if traits.isStrong {
        sink.append(tokenAt: place, hash, context: ValenceContext.boosted)
        addShortened(hash, context: ValenceContext.boosted, &sink)
      }
      if traits.kind == .number {
        if let rating = complete(hash, .number) {
          sink.append(extraAt: place, rating, context: traits.isStrong ? ValenceContext.boosted : ValenceContext.plain)
        }
        return
      }
    }
    if cue.role != .none { act(cue, hash, &sink, &counts) }
  }

  /// The features of the token at `place`, which may be anything.
  @inline(never)
  private mutating func fillEvent(_ sink: inout some FeatureSink, _ counts: inout CueCounts) {
    let traits = batch.traits(place)
    let hash = batch.hash(place)
    if traits.boundary != .none {
      beginClause()
      if traits.boundary == .sentence {
        beginSentence()
        // In front of the first sentence there is nothing.
        if place > 0 || beforeBatch != Self.sentenceStart { sink.mark(ValenceContext.sentenceMark, at: place) }
      }
      if courtesyLeft > 0 { goOnWithCourtesy() }
    }
    let cue = traits.kind == .word && cueWords.mayHold(hash) ? cueWords.cue(of: hash) : .init()
    if beginsCourtesy(cue.role) { courtesyLeft = Self.courtesyReach }
    if courtesyLeft > 0 {
      guard cue.role == .contrast else {
        opened = .none
        return addCourtesy(hash, &sink)
      }
      courtesyLeft = 0
    }
    let context = context(isStrong: traits.isStrong)
    let reversed = reversed
    sink.append(tokenAt: place, hash, context: context | reversed)
    sink.append(pairAt: place, Self.pair(previous, hash), reversed: reversed)
    if isInfluenced { addInfluenced(hash, &sink) }
    if !traits.isPlainWord {
      addShortened(hash, context: context | reversed, &sink)
    }
    if opened == .than, cueWords.followers.pointee.isRival(hash) {
      sink.append(nGram: compared ^ Self.rival)
      sink.mark(ValenceContext.rivalMark, at: place)
    }
    if opened != .none || traits.kind == .number, let rating = complete(hash, traits.kind) {
      sink.append(extraAt: place, rating, context: context)
    }
    if cue.role != .none { act(cue, hash, &sink, &counts) }
  }

  @inline(__always)
  private func addShortened(_ hash: UInt64, context: UInt8, _ sink: inout some FeatureSink) {
    let shortened = batch.shortenedHash(place)
    if shortened != 0, shortened != hash { sink.append(extraAt: place, shortened, context: context) }
  }

  /// What a cue word does to the words behind it.
  @inline(never)
  private mutating func act(
    _ cue: CueWords.Cue, _ hash: UInt64, _ sink: inout some FeatureSink, _ counts: inout CueCounts
  ) {
    let followers = cueWords.followers
    // Without a branch for the most frequent roles.
    negationLeft = cue.negation > 0 ? Int(cue.negation) : negationLeft
    counts.negations &+= cue.negation > 0 ? 1 : 0
    intensityLeft = cue.intensity > 0 ? Self.intensityReach : intensityLeft
    intensity = cue.intensity > 0 ? cue.intensity : intensity
    switch cue.role {
    case .none, .negator, .farNegator, .booster, .dampener, .courtesy, .hope, .wish: break
    case .modal: open(.modal) { $0 == followers.pointee.have || $0 == followers.pointee.be }
    case .past: open(.past) { $0 == followers.pointee.to }
    case .than:
      open(.than) { followers.pointee.isRival($0) }
      compared = previous
    case .numeral: openNumber(hash)
    case .carrier:
      // "one" is a numeral as well.
      openNumber(hash)
      if hash == followers.pointee.longer, negationLeft == Self.negationReach + Self.faintReach - 1 {
        negationLeft = 0
        beHypothetical(ValenceContext.past)
      } else if negationLeft > 0 {
        negationLeft = Self.farReach + Self.faintReach
      }
    case .hypothetical: beHypothetical(ValenceContext.hypothetical)
    case .concession:
      isConceded = true
      plainContext = ValenceContext.beforeContrast
      counts.contrasts &+= 1
    case .contrast:
      isConceded = false
      negationLeft = 0
      hypotheticalLeft = 0
      if plainContext != ValenceContext.behindContrast { sink.mark(ValenceContext.contrastMark, at: place) }
      plainContext = ValenceContext.behindContrast
      counts.contrasts &+= 1
    }
  }

  private mutating func openNumber(_ numeral: UInt64) {
    let followers = cueWords.followers
    open(.number) { followers.pointee.continuesRating($0) }
    guard opened == .number else { return }
    if let value = Ratings.tenths(numeral: numeral) { tenths = value } else { opened = .none }
  }

  /// Notes what the next token may complete, if that is one of those that would, or is not known yet: most often it is not,
  /// and need not be looked at then.
  @inline(__always)
  private mutating func open(_ opening: Opening, isCompleted: (UInt64) -> Bool) {
    opened = place &+ 1 == batch.count || isCompleted(batch.hash(place &+ 1)) ? opening : .none
  }

  /// Follows expressions of more than one token: what is not so ("used to", "would have") and ratings.
  /// - Returns: the feature of a rating that the token at `place` ends.
  private mutating func complete(_ hash: UInt64, _ kind: Token.Kind) -> UInt64? {
    let before = opened
    let followers = cueWords.followers
    opened = .none
    switch kind {
    case .number:
      let token = batch.token(place)
      guard
        let (value, rest) = Ratings.parse(
          UnsafeBufferPointer(start: text + token.start, count: token.end - token.start))
      else {
        return nil
      }
      if before == .numberOutOf, rest.isEmpty { return Ratings.hash(tenths: tenths, of: value / 10) }
      if !rest.isEmpty { return Ratings.hash(tenths: value, before: rest) }
      tenths = value
      open(.number) { followers.pointee.continuesRating($0) }
    case .word:
      switch before {
      case .modal where hash == followers.pointee.have || hash == followers.pointee.be:
        beHypothetical(ValenceContext.hypothetical)
      case .past where hash == followers.pointee.to: beHypothetical(ValenceContext.past)
      case .number where followers.pointee.isStar(hash): return Ratings.hash(tenths: tenths, of: 5)
      case .number where hash == followers.pointee.out: opened = .numberOut
      case .numberOut where hash == followers.pointee.of: opened = .numberOutOf
      default: break
      }
    case .emoji where before == .number && followers.pointee.isStar(hash): return Ratings.hash(tenths: tenths, of: 5)
    default: break
    }
    return nil
  }

  private mutating func beHypothetical(_ context: UInt8) {
    hypotheticalLeft = Self.hypotheticalReach
    hypothesis = context
  }

  /// What is added to a feature's context where nothing is so.
  @inline(__always)
  private var reversed: UInt8 { hypotheticalLeft > 0 ? ValenceContext.reversed : 0 }

  @inline(__always)
  private var isInfluenced: Bool { negationLeft | intensityLeft | hypotheticalLeft != 0 }

  /// Nothing in front of the next token changes what that means.
  @inline(__always)
  private var isAlone: Bool {
    negationLeft | intensityLeft | hypotheticalLeft | courtesyLeft | Int(plainContext) | Int(opened.rawValue) == 0
  }

  /// How a token is meant.
  /// - Parameter isStrong: it is capitals or elongated.
  @inline(__always)
  private func context(isStrong: Bool) -> UInt8 {
    if !isInfluenced, !isConceded, !isStrong { return plainContext }
    if hypotheticalLeft > 0 { return hypothesis }
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
    ((first << 23 | first >> 41) &* ATTUNE_PAIR_FACTOR) ^ second
  }

  /// Stands for the token before the first of a sentence.
  package static let sentenceStart: UInt64 = ATTUNE_SENTENCE_START
  /// What the hash of a negated token differs by from that of the token.
  package static let negated: UInt64 = 0xD6E8_FEB8_6659_FD93
  static let hypothetical: UInt64 = 0x8CB9_2BA7_2F3D_8DD7
  static let past: UInt64 = 0x5851_F42D_4C95_7F2D
  static let rival: UInt64 = 0x2127_599B_F432_5C37
  /// What the hashes of a token of a courtesy and of its pair differ by.
  static let courtesy: UInt64 = 0x8859_48AF_6C7D_2B13
}
