import CKernels

/// A token of a text that has been scored, for those who look for words in it afterwards.
package struct ScoredToken: Sendable {
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
package final class ScoredTokens {
  // Safe: counts are sizes of memory, far below 2^63.
  private struct State {
    var tokens: UnsafeMutablePointer<ScoredToken>
    var count = 0
    var capacity = kept
    var textCount = 0
  }

  /// In memory that is reached without checks for exclusive access.
  private let state: UnsafeMutablePointer<State>
  /// Where the tokens of each text end.
  private let ends: UnsafeMutablePointer<Int>

  /// Tokens for which memory is kept from batch to batch.
  private static let kept = 1 << 14
  /// Of a text so many tokens are kept: a line of a hundred megabytes must not take a gigabyte.
  static let textLimit = 1 << 20

  init() {
    state = .allocate(capacity: 1)
    state.initialize(to: State(tokens: .allocate(capacity: Self.kept)))
    ends = .allocate(capacity: Scorer.batchSize)
  }

  deinit {
    state.pointee.tokens.deallocate()
    state.deallocate()
    ends.deallocate()
  }

  /// - Parameter textStart: where the text stands in the bytes that the places of its tokens are counted in.
  func append(_ batch: UnsafeBufferPointer<attune_token>, textStart: Int) {
    let first = state.pointee.textCount == 0 ? 0 : ends[state.pointee.textCount &- 1]
    let room = Self.textLimit &- (state.pointee.count &- first)
    let batch = UnsafeBufferPointer(rebasing: batch.prefix(room))
    if state.pointee.count &+ batch.count > state.pointee.capacity { grow(batch.count) }
    var next = state.pointee.tokens + state.pointee.count
    for token in batch {
      next.initialize(to: ScoredToken(token, textStart: UInt32(truncatingIfNeeded: textStart)))
      next += 1
    }
    state.pointee.count &+= batch.count
  }

  @inline(never)
  private func grow(_ more: Int) {
    let count = state.pointee.count
    state.pointee.capacity = max(2 * state.pointee.capacity, count + more)
    let larger = UnsafeMutablePointer<ScoredToken>.allocate(capacity: state.pointee.capacity)
    larger.update(from: state.pointee.tokens, count: count)
    state.pointee.tokens.deallocate()
    state.pointee.tokens = larger
  }

  /// The tokens of a text by its number in the batch, the first `textLimit` of them; valid when the batch is finished and
  /// until it is reset.
  package subscript(text: Int) -> UnsafeBufferPointer<ScoredToken> {
    precondition(text < state.pointee.textCount)
    let start = text == 0 ? 0 : ends[text - 1]
    return UnsafeBufferPointer(start: state.pointee.tokens + start, count: ends[text] - start)
  }

  /// - Precondition: there were less than `Scorer.batchSize` since `removeAll`.
  func endText() {
    precondition(state.pointee.textCount < Scorer.batchSize)
    ends[state.pointee.textCount] = state.pointee.count
    state.pointee.textCount &+= 1
  }

  func removeAll() {
    state.pointee.count = 0
    state.pointee.textCount = 0
    guard state.pointee.capacity > 16 * Self.kept else { return }
    state.pointee.tokens.deallocate()
    state.pointee.capacity = Self.kept
    state.pointee.tokens = .allocate(capacity: Self.kept)
  }
}
