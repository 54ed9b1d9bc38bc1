import CKernels

/// A token of a text that has been scored, for those who look for words in it afterwards.
package struct PlacedToken: Sendable {
  /// See `Token.hash`.
  package let hash: UInt64
  /// First byte, counted from the start of the text.
  package let start: UInt32
  /// Bytes; 65,535 of a longer one.
  package let length: UInt16
  /// Of `Token.Traits`, as it is, so that other modules read it without a call: the boundary in bits 0-1 (1 clause, 2
  /// sentence), the kind in 2-4, the mark in 5-6, capitals in 7, elongated in 8.
  package let traits: UInt16

  @inline(__always)
  init(_ token: attune_token) {
    hash = token.hash
    start = token.start
    length = token.length
    traits = token.traits & (UInt16(ATTUNE_ODD.rawValue) - 1)
  }
}

/// The tokens of the texts of a batch, kept as the scorer reads them. Grows to what a batch needs, and gives it back when
/// that was much.
package final class TokenLog {
  /// In memory of its own, so that who writes there counts no references.
  struct Storage {
    fileprivate var tokens: UnsafeMutablePointer<PlacedToken>
    fileprivate var count = 0
    fileprivate var capacity: Int

    mutating func append(_ batch: UnsafeBufferPointer<attune_token>) {
      if count &+ batch.count > capacity { grow(batch.count) }
      for index in batch.indices { (tokens + count + index).initialize(to: PlacedToken(batch[index])) }
      count &+= batch.count
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
