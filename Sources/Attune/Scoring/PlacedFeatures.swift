import CKernels
import CPlatform

/// A feature by its place in a table, in one word of memory:
///
///     bit  0         8        16        32       64
///          | context |        |   key   |  line  |
struct PlacedFeature {
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

/// Memory for the features of texts that wait to be gathered.
final class PlacedMemory {
  /// The most tokens that wait, of which a batch may come at once.
  static let capacity = 2 * TokenBatch.capacity
  /// A kernel writes eight features at a time.
  private static let slack = 8
  /// A token gives at most as many n-grams besides the pair with the one before it, and so many extras.
  private static let nGramsPerToken = 3
  private static let extrasPerToken = 3

  let tokens: UnsafeMutablePointer<PlacedFeature>
  let nGrams: UnsafeMutablePointer<PlacedFeature>
  let extras: UnsafeMutablePointer<PlacedFeature>
  let touched: UnsafeMutablePointer<UInt32>
  let events: UnsafeMutablePointer<UInt64>

  init() {
    tokens = .allocate(onOwnLines: Self.capacity + Self.slack)
    nGrams = .allocate(onOwnLines: (1 + Self.nGramsPerToken) * Self.capacity + Self.slack)
    extras = .allocate(onOwnLines: Self.extrasPerToken * Self.capacity)
    touched = .allocate(onOwnLines: Self.capacity)
    events = .allocate(onOwnLines: TokenBatch.capacity / 64 + 2)
  }

  deinit {
    tokens.deallocate()
    nGrams.deallocate()
    extras.deallocate()
    touched.deallocate()
    events.deallocate()
  }
}

/// Finds the line of each feature and asks for it, so that it is there when the features are gathered. N-grams that the
/// model does not know are left out.
///
/// Tokens and pairs are placed batch by batch, as if all tokens stood in the plain context. The context of another stands in
/// its feature, and its place in `touched`; a pair that counts the other way round comes again as an extra.
struct PlacedFeatures: FeatureSink {
  /// How many features of each kind there are.
  struct Counts {
    var tokens = 0
    var nGrams = 0
    var extras = 0
    var touched = 0

    var features: Int { tokens + nGrams + extras }
  }

  static var placesBatches: Bool { true }

  private let memory: PlacedMemory
  private let table: attune_table
  private let level: Int32
  private let tokens: UnsafeMutablePointer<PlacedFeature>
  private let events: UnsafePointer<UInt64>
  private(set) var counts: Counts
  /// The first token of the batch, and how many it has.
  private var batchStart = 0
  private var batchCount = 0
  /// Where the sentence begins; the start of the memory when it began before.
  private(set) var sentence: Counts
  private(set) var isSentenceOpen = false
  /// The mark that moves what was said in this sentence before the features here.
  private(set) var moved: UInt8?

  /// - Parameters:
  ///   - counts: what is in the memory already.
  ///   - isSentenceOpen: the features go on in the middle of a sentence of which the beginning is gone.
  @inline(__always)
  init(_ memory: PlacedMemory, _ table: attune_table, level: Int32, counts: Counts, isSentenceOpen: Bool = false) {
    self.memory = memory
    self.table = table
    self.level = level
    self.counts = counts
    self.isSentenceOpen = isSentenceOpen
    sentence = counts
    tokens = memory.tokens
    events = UnsafePointer(memory.events)
  }

  @inline(__always) var hasRoom: Bool { true }
  @inline(__always) var hasRoomForBatch: Bool { Self.hasRoomForBatch(behind: counts) }

  @inline(__always)
  static func hasRoomForBatch(behind counts: Counts) -> Bool {
    counts.tokens <= PlacedMemory.capacity - TokenBatch.capacity
  }

  @inline(__always)
  mutating func begin(_ batch: TokenBatch, after previous: UInt64) {
    batchStart = counts.tokens
    batchCount = batch.count
    counts.nGrams &+= withUnsafePointer(to: table) {
      attune_place(
        level, batch.tokens.baseAddress, batch.count, previous, $0,
        UnsafeMutableRawPointer(tokens + counts.tokens).assumingMemoryBound(to: UInt64.self),
        UnsafeMutableRawPointer(memory.nGrams + counts.nGrams).assumingMemoryBound(to: UInt64.self),
        UnsafeMutableRawPointer(memory.events).assumingMemoryBound(to: UInt8.self))
    }
    counts.tokens &+= batch.count
  }

  @inline(__always)
  func nextEvent(from place: Int) -> Int {
    guard place < batchCount else { return batchCount }
    var word = place &>> 6
    var rest = events[word] & (.max &<< UInt64(place & 63))
    while rest == 0 {
      word &+= 1
      guard word &<< 6 < batchCount else { return batchCount }
      rest = events[word]
    }
    return min(word &<< 6 &+ rest.trailingZeroBitCount, batchCount)
  }

  @inline(__always)
  mutating func append(tokenAt place: Int, _ hash: UInt64, context: UInt8) {
    if context != ValenceContext.plain { touch(batchStart &+ place, context) }
  }

  @inline(__always)
  private mutating func touch(_ index: Int, _ context: UInt8) {
    tokens[index].context = context
    memory.touched[counts.touched] = UInt32(truncatingIfNeeded: index)
    counts.touched &+= 1
  }

  @inline(__always)
  mutating func append(pairAt place: Int, _ hash: UInt64, reversed: UInt8) {
    if reversed != 0 { append(extra: hash, context: ValenceContext.turned) }
  }

  mutating func append(nGram hash: UInt64) {
    let (line, key) = place(of: hash)
    let isKnown = FeatureFilter.mayHold(table.filter, line: line, key: key)
    attune_prefetch(table.lines + FeatureTable.lineBytes &* line)
    memory.nGrams[counts.nGrams] = PlacedFeature(
      line: UInt32(truncatingIfNeeded: line), key: key, context: ValenceContext.none)
    counts.nGrams &+= isKnown
  }

  mutating func append(extra hash: UInt64, context: UInt8) {
    let (line, key) = place(of: hash)
    attune_prefetch(table.lines + FeatureTable.lineBytes &* line)
    memory.extras[counts.extras] = PlacedFeature(line: UInt32(truncatingIfNeeded: line), key: key, context: context)
    counts.extras &+= 1
  }

  @inline(__always)
  private func place(of hash: UInt64) -> (line: Int, key: UInt16) {
    (Int(truncatingIfNeeded: hash.multipliedFullWidth(by: table.line_count).high), FeatureTable.key(of: hash))
  }

  @inline(__always)
  mutating func mark(_ mark: UInt8, at place: Int) {
    guard mark == ValenceContext.sentenceMark else { return move(mark, upTo: batchStart &+ place) }
    sentence = counts
    sentence.tokens = batchStart &+ place
    isSentenceOpen = false
  }

  /// What was said in this sentence moves to the context in front of a contrast or a rival.
  private mutating func move(_ mark: UInt8, upTo last: Int) {
    if isSentenceOpen, moved == nil { moved = mark }
    for index in sentence.tokens...last {
      let context = tokens[index].context
      guard let target = ValenceContext.moved(context, by: mark) else { continue }
      if context == ValenceContext.plain { touch(index, target) } else { tokens[index].context = target }
    }
    for index in sentence.extras..<counts.extras {
      if let target = ValenceContext.moved(memory.extras[index].context, by: mark) {
        memory.extras[index].context = target
      }
    }
  }
}
