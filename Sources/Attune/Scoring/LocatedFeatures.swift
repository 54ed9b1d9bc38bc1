import CKernels
import CPlatform

/// A feature by its place in a table, in one word of memory:
///
///     bit  0         8        16        32       64
///          | context |        |   key   |  line  |
struct LocatedFeature {
  private(set) var bits: UInt64

  @inline(__always)
  init(line: UInt32, key: UInt16, context: UInt8) {
    bits = UInt64(line) << 32 | UInt64(key) << 16 | UInt64(context)
  }

  @inline(__always) var line: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) }
  @inline(__always) var key: UInt16 { UInt16(truncatingIfNeeded: bits >> 16) }
  @inline(__always) var context: UInt8 {
    get { UInt8(truncatingIfNeeded: bits) }
    set { bits = bits & ~0xFF | UInt64(newValue) }
  }
}

/// The features of a batch of tokens, of one text or of several. Pointers only, so that passing it on costs nothing: whoever
/// makes it deallocates it.
struct LocatedFeatures {
  /// A kernel writes eight features at a time.
  private static let slack = 8
  /// A token gives at most so many n-grams besides the pair with the one before it, and so many extras.
  private static let nGramsPerToken = 3
  private static let extrasPerToken = 3

  /// One for each token, in the plain context unless it is `touched`.
  let tokens: UnsafeMutablePointer<LocatedFeature>
  /// The pair of each of them with the token before it.
  let pairs: UnsafeMutablePointer<LocatedFeature>
  /// Other features without valence.
  let nGrams: UnsafeMutablePointer<LocatedFeature>
  /// Features that are neither tokens nor without valence, and those that must be turned round.
  let extras: UnsafeMutablePointer<LocatedFeature>
  /// For each of them the place of the token that it belongs to.
  let extraPlaces: UnsafeMutablePointer<UInt16>
  /// The places of tokens that stand in another than the plain context.
  let touched: UnsafeMutablePointer<UInt16>
  /// The places of the tokens that must be looked at, and at last `UInt16.max`.
  let events: UnsafeMutablePointer<UInt16>
  fileprivate let table: attune_table
  private let level: Int32

  init(_ table: attune_table, level: Int32 = Processor.level) {
    self.table = table
    self.level = level
    tokens = .allocate(cacheAligned: TokenBatch.capacity + Self.slack)
    pairs = .allocate(cacheAligned: TokenBatch.capacity + Self.slack)
    nGrams = .allocate(cacheAligned: Self.nGramsPerToken * TokenBatch.capacity + 1)
    extras = .allocate(cacheAligned: Self.extrasPerToken * TokenBatch.capacity)
    extraPlaces = .allocate(cacheAligned: Self.extrasPerToken * TokenBatch.capacity)
    touched = .allocate(cacheAligned: TokenBatch.capacity)
    events = .allocate(cacheAligned: TokenBatch.capacity + Self.slack)
  }

  func deallocate() {
    tokens.deallocate()
    pairs.deallocate()
    nGrams.deallocate()
    extras.deallocate()
    extraPlaces.deallocate()
    touched.deallocate()
    events.deallocate()
  }

  /// Locates tokens and pairs as if all were plain.
  func locate(_ batch: TokenBatch, after previous: UInt64) {
    withUnsafePointer(to: table) {
      attune_locate(
        level, batch.tokens.baseAddress, batch.count, previous, $0,
        UnsafeMutableRawPointer(tokens).assumingMemoryBound(to: UInt64.self),
        UnsafeMutableRawPointer(pairs).assumingMemoryBound(to: UInt64.self), events)
    }
  }
}

/// Puts the features of one text into a batch: finds the line of each and asks for it, so that it is there when the features
/// are gathered.
///
/// Tokens and pairs are there as if all tokens stood in the plain context. The context of another stands in its feature, and
/// its place in `touched`; a pair that counts the other way round comes again as an extra.
struct FeatureLocator: FeatureSink {
  // Safe: places and counts are those of a batch, which `hasRoom` bounds; they fit 16 bits.
  /// How many features of each kind there are; pairs are as many as tokens.
  struct Counts {
    var tokens = 0
    var nGrams = 0
    var extras = 0
    var touched = 0
    /// Events that have been looked at.
    var events = 0
  }

  static var locatesBatches: Bool { true }

  private let batch: LocatedFeatures
  /// The tokens that `batch` holds the features of.
  private var found: UnsafePointer<attune_token>?
  /// The place of the text's first token, or that of the first behind those that are gone.
  private let start: Int
  /// What is in the batch so far.
  private(set) var counts: Counts
  /// How many extras other texts have.
  private let firstExtra: Int
  /// The text began before this batch.
  private let isGoingOn: Bool
  /// The mark that moves what was said before this batch in the sentence with which the batch begins.
  private(set) var moved: UInt8?
  private(set) var hasRoomForBatch: Bool

  /// A text whose tokens are located already.
  @inline(__always)
  init(_ batch: LocatedFeatures, of tokens: TokenBatch, behind counts: Counts) {
    self.batch = batch
    found = tokens.tokens.baseAddress
    start = counts.tokens
    self.counts = counts
    firstExtra = counts.extras
    isGoingOn = false
    hasRoomForBatch = false
  }

  /// A text of several batches, of which the next is still to come.
  /// - Parameter isGoingOn: it is not the first.
  init(_ batch: LocatedFeatures, isGoingOn: Bool) {
    self.batch = batch
    start = 0
    counts = Counts()
    firstExtra = 0
    self.isGoingOn = isGoingOn
    hasRoomForBatch = true
  }

  @inline(__always) var hasRoom: Bool { true }

  mutating func begin(_ tokens: TokenBatch, after previous: UInt64) {
    hasRoomForBatch = false
    found = tokens.tokens.baseAddress
    batch.locate(tokens, after: previous)
    counts.tokens = tokens.count
    counts.events = 0
  }

  @inline(__always)
  mutating func nextEvent(from place: Int) -> Int {
    while batch.events[counts.events] < start &+ place { counts.events &+= 1 }
    return Int(batch.events[counts.events]) &- start
  }

  @inline(__always)
  mutating func append(tokenAt place: Int, _ hash: UInt64, context: UInt8) {
    if context != ValenceContext.plain { touch(start &+ place, context) }
  }

  @inline(__always)
  private mutating func touch(_ index: Int, _ context: UInt8) {
    batch.tokens[index].context = context
    batch.touched[counts.touched] = UInt16(truncatingIfNeeded: index)
    counts.touched &+= 1
  }

  @inline(__always)
  mutating func append(pairAt place: Int, _ hash: UInt64, reversed: UInt8) {
    if reversed != 0 { append(extraAt: place, hash, context: ValenceContext.turned) }
  }

  /// In place of those that the batch has been given.
  mutating func append(courtesyAt place: Int, _ hash: UInt64, pair: UInt64) {
    batch.tokens[start &+ place] = located(hash, context: ValenceContext.plain)
    batch.pairs[start &+ place] = located(pair, context: ValenceContext.plain)
  }

  mutating func append(nGram hash: UInt64) {
    batch.nGrams[counts.nGrams] = located(hash, context: ValenceContext.none)
    counts.nGrams &+= 1
  }

  mutating func append(extraAt place: Int, _ hash: UInt64, context: UInt8) {
    batch.extras[counts.extras] = located(hash, context: context)
    batch.extraPlaces[counts.extras] = UInt16(truncatingIfNeeded: start &+ place)
    counts.extras &+= 1
  }

  /// Finds a feature's place and asks for its line.
  @inline(__always)
  private func located(_ hash: UInt64, context: UInt8) -> LocatedFeature {
    let line = Int(truncatingIfNeeded: hash.multipliedFullWidth(by: batch.table.line_count).high)
    attune_prefetch(batch.table.lines + FeatureTable.lineBytes &* line)
    return LocatedFeature(
      line: UInt32(truncatingIfNeeded: line), key: FeatureTable.key(of: hash), context: context)
  }

  // MARK: Sentences

  /// Where sentences begin can be seen from the tokens when it is asked for.
  @inline(__always)
  mutating func mark(_ mark: UInt8, at place: Int) {
    if mark != ValenceContext.sentenceMark { move(mark, upTo: start &+ place) }
  }

  /// What was said in this sentence moves to the context in front of a contrast or a rival.
  private mutating func move(_ mark: UInt8, upTo last: Int) {
    let sentence = sentence(with: last)
    if isGoingOn, sentence.isOpen, moved == nil { moved = mark }
    for index in sentence.start.tokens...last {
      let context = batch.tokens[index].context
      guard let target = ValenceContext.moved(context, by: mark) else { continue }
      if context == ValenceContext.plain { touch(index, target) } else { batch.tokens[index].context = target }
    }
    for index in sentence.start.extras..<counts.extras {
      if let target = ValenceContext.moved(batch.extras[index].context, by: mark) {
        batch.extras[index].context = target
      }
    }
  }

  /// The sentence with which the batch of a long text ends: where it begins in the batch, and whether it is `isOpen`, one
  /// that began before.
  var lastSentence: (start: Counts, isOpen: Bool) {
    counts.tokens > 0 ? sentence(with: counts.tokens &- 1) : (Counts(), isGoingOn)
  }

  /// The sentence that a token belongs to, as above.
  private func sentence(with last: Int) -> (start: Counts, isOpen: Bool) {
    var sentence = Counts()
    guard let found else { return (sentence, isGoingOn) }
    @inline(__always) func begins(_ place: Int) -> Bool {
      found[place &- start].traits & UInt16(ATTUNE_SENTENCE.rawValue) != 0
    }
    sentence.tokens = last
    while sentence.tokens > start, !begins(sentence.tokens) { sentence.tokens &-= 1 }
    sentence.extras = counts.extras
    while sentence.extras > firstExtra, batch.extraPlaces[sentence.extras &- 1] >= sentence.tokens {
      sentence.extras &-= 1
    }
    return (sentence, isGoingOn && sentence.tokens == start && !begins(start))
  }
}
