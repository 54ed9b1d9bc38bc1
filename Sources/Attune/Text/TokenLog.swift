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
  init(_ token: attune_token, textStart: UInt32) {
    hash = token.hash
    start = token.start &- textStart
    length = token.length
    traits = token.traits & (UInt16(ATTUNE_ODD.rawValue) - 1)
  }
}

/// The tokens of the texts of a batch, kept as the scorer reads them. Grows to what a batch needs, and gives it back when
/// that was much.
package final class TokenLog {
  private var tokens: UnsafeMutablePointer<PlacedToken>
  private var count = 0
  private var capacity = kept
  private var ends: [Int] = []

  /// Tokens for which memory is kept from batch to batch.
  private static let kept = 1 << 14

  init() {
    tokens = .allocate(capacity: Self.kept)
    ends.reserveCapacity(Scorer.batchSize)
  }

  deinit { tokens.deallocate() }

  /// - Parameter textStart: where the text stands in the bytes that the places of its tokens are counted in.
  func append(_ batch: UnsafeBufferPointer<attune_token>, textStart: Int) {
    if count &+ batch.count > capacity { grow(batch.count) }
    var next = tokens + count
    for token in batch {
      next.initialize(to: PlacedToken(token, textStart: UInt32(truncatingIfNeeded: textStart)))
      next += 1
    }
    count &+= batch.count
  }

  @inline(never)
  private func grow(_ more: Int) {
    capacity = max(2 * capacity, count + more)
    let larger = UnsafeMutablePointer<PlacedToken>.allocate(capacity: capacity)
    larger.update(from: tokens, count: count)
    tokens.deallocate()
    tokens = larger
  }

  /// The tokens of a text by its number in the batch, valid when the batch is finished and until it is reset.
  package subscript(text: Int) -> UnsafeBufferPointer<PlacedToken> {
    let start = text == 0 ? 0 : ends[text - 1]
    return UnsafeBufferPointer(start: tokens + start, count: ends[text] - start)
  }

  func endText() { ends.append(count) }

  func removeAll() {
    count = 0
    ends.removeAll(keepingCapacity: true)
    guard capacity > 16 * Self.kept else { return }
    tokens.deallocate()
    capacity = Self.kept
    tokens = .allocate(capacity: Self.kept)
  }
}
