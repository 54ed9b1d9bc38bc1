import CTextScan

/// A token of a text that has been scored, for those who look for words in it afterwards.
package struct PlacedToken: Sendable {
  /// See `Token.hash`.
  package let hash: UInt64
  /// First byte, counted from the start of the text.
  package let start: UInt32
  /// One past the last byte.
  package let end: UInt32
  /// Of `Token.Traits`, as it is, so that other modules read it without a call: the boundary in bits 0-7 (1 clause, 2 sentence),
  /// the kind in 8-15, the mark in 16-23, capitals in 24, elongated in 25.
  package let bits: UInt32

  @inline(__always)
  package init(_ token: Token) {
    hash = token.hash
    start = UInt32(truncatingIfNeeded: token.start)
    end = UInt32(truncatingIfNeeded: token.end)
    bits = token.traits.bits
  }

  @inline(__always)
  init(hash: UInt64, start: Int, length: Int, boundary: Token.Boundary) {
    self.hash = hash
    self.start = UInt32(truncatingIfNeeded: start)
    end = UInt32(truncatingIfNeeded: start &+ length)
    bits = UInt32(boundary.rawValue)
  }
}

/// The tokens of the texts of a batch, kept as the scorer reads them. Grows to what a batch needs, and gives it back when
/// that was much.
package final class TokenLog {
  /// In memory of its own, so that the sink that writes there counts no references.
  struct Storage {
    fileprivate(set) var tokens: UnsafeMutablePointer<PlacedToken>
    fileprivate(set) var count = 0
    fileprivate(set) var capacity: Int

    @inline(__always)
    mutating func append(_ token: PlacedToken) {
      if count == capacity { grow(1) }
      tokens[count] = token
      count &+= 1
    }

    /// Appends the words from `first` up to `end`, which begin at `piece`.
    @inline(__always)
    mutating func append(from first: UnsafePointer<attune_word>, to end: UnsafePointer<attune_word>, piece: Int) {
      let more = end - first
      if count &+ more > capacity { grow(more) }
      let next = tokens + count
      for index in 0..<more {
        let word = ScannedWords.Word(scanned: first[index], piece: piece)
        next[index] = PlacedToken(hash: word.hash, start: word.start, length: word.length, boundary: word.boundary)
      }
      count &+= more
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
      capacity = max(2 * capacity, count + more)
      let larger = UnsafeMutablePointer<PlacedToken>.allocate(capacity: capacity)
      larger.update(from: tokens, count: count)
      tokens.deallocate()
      tokens = larger
    }
  }

  let storage: UnsafeMutablePointer<Storage>
  private var ends: [Int] = []

  /// Tokens for which memory is kept from batch to batch.
  private static let kept = 1 << 14

  init() {
    storage = .allocate(capacity: 1)
    storage.initialize(to: Storage(tokens: .allocate(capacity: Self.kept), capacity: Self.kept))
    ends.reserveCapacity(Scorer.batchSize)
  }

  deinit {
    storage.pointee.tokens.deallocate()
    storage.deallocate()
  }

  /// The tokens of a text by its number in the batch, valid until the batch is reset.
  package subscript(text: Int) -> UnsafeBufferPointer<PlacedToken> {
    let start = text == 0 ? 0 : ends[text - 1]
    return UnsafeBufferPointer(start: storage.pointee.tokens + start, count: ends[text] - start)
  }

  func endText() { ends.append(storage.pointee.count) }

  func removeAll() {
    storage.pointee.count = 0
    ends.removeAll(keepingCapacity: true)
    guard storage.pointee.capacity > 16 * Self.kept else { return }
    storage.pointee.tokens.deallocate()
    storage.pointee.capacity = Self.kept
    storage.pointee.tokens = .allocate(capacity: Self.kept)
  }
}

/// Takes features as `Base` does, and keeps the tokens that they were made of.
struct LoggedFeatures<Base: FeatureSink>: FeatureSink {
  var base: Base
  let log: UnsafeMutablePointer<TokenLog.Storage>

  @inline(__always)
  var hasRoom: Bool { base.hasRoom }

  @inline(__always)
  mutating func append(_ hash: UInt64, context: UInt8) { base.append(hash, context: context) }

  @inline(__always)
  mutating func mark(_ mark: UInt8) { base.mark(mark) }

  @inline(__always)
  func note(_ token: Token) { log.pointee.append(PlacedToken(token)) }

  @inline(__always)
  func note(from first: UnsafePointer<attune_word>, to end: UnsafePointer<attune_word>, piece: Int) {
    log.pointee.append(from: first, to: end, piece: piece)
  }
}
