import CKernels

/// Some tokens of a text that follow each other.
struct TokenBatch {
  // Safe: places are within `capacity`.
  /// The most tokens of a batch.
  static let capacity = Int(ATTUNE_SCAN_TOKENS)

  var tokens = UnsafeBufferPointer<attune_token>(start: nil, count: 0)
  /// `Token.onceHash` by place, of elongated words only.
  var onceHashes: UnsafePointer<UInt64>?

  /// Some of the tokens.
  @inline(__always)
  subscript(range: Range<Int>) -> TokenBatch {
    TokenBatch(
      tokens: UnsafeBufferPointer(rebasing: tokens[range]), onceHashes: onceHashes.map { $0 + range.lowerBound })
  }

  @inline(__always) var count: Int { tokens.count }
  @inline(__always) func hash(_ index: Int) -> UInt64 { tokens[index].hash }
  @inline(__always) func traits(_ index: Int) -> Token.Traits { Token.Traits(tokens[index].traits) }

  /// See `Token.shortenedHash`.
  func shortenedHash(_ index: Int) -> UInt64 {
    let traits = traits(index)
    guard traits.isElongated, traits.kind == .word, let onceHashes else { return 0 }
    return onceHashes[index]
  }

  /// A token; the length of one longer than 65,535 bytes is cut to that.
  func token(_ index: Int) -> Token {
    let found = tokens[index]
    var token = Token()
    token.hash = found.hash
    token.start = Int(found.start)
    token.end = token.start + Int(found.length)
    token.traits = Token.Traits(found.traits)
    token.onceHash = shortenedHash(index)
    return token
  }
}

/// Memory for tokens that follow each other.
final class TokenBatchMemory {
  let tokens: UnsafeMutablePointer<attune_token>
  /// See `TokenBatch`.
  let onceHashes: UnsafeMutablePointer<UInt64>

  init() {
    tokens = .allocate(cacheAligned: TokenBatch.capacity)
    onceHashes = .allocate(cacheAligned: TokenBatch.capacity)
  }

  deinit {
    tokens.deallocate()
    onceHashes.deallocate()
  }
}

extension Tokenizer {
  /// Reads the next tokens, of which some have to be looked at byte by byte.
  ///
  /// - Parameters:
  ///   - memory: where they go, from `start` on.
  ///   - limit: the place behind the last one that may be written.
  /// - Returns: the place behind the last one; `start` at the end of the text.
  mutating func read(into memory: TokenBatchMemory, from start: Int, to limit: Int) -> Int {
    let batch = memory.tokens
    var count = start
    var token = Token()
    while count < limit {
      if isAtScanned {
        copyScanned(to: batch, &count, limit)
        guard count < limit else { break }
      }
      guard isAtScanned ? oddToken(&token) : unscannedToken(&token) else { break }
      batch[count] = attune_token(
        hash: token.hash, start: UInt32(truncatingIfNeeded: token.start),
        length: UInt16(clamping: token.end - token.start), traits: token.traits.bits)
      if token.isElongated { memory.onceHashes[count] = token.shortenedHash }
      count += 1
    }
    return count
  }

  /// Copies tokens up to an odd one or the end.
  @inline(__always)
  private mutating func copyScanned(
    to batch: UnsafeMutablePointer<attune_token>, _ count: inout Int, _ limit: Int
  ) {
    var next = scanned.next
    let offset = UInt32(truncatingIfNeeded: scanned.place(of: next.pointee) &- Int(next.pointee.start))
    while count < limit, next.pointee.traits < UInt16(ATTUNE_ODD.rawValue) {
      batch[count] = next.pointee
      batch[count].start &+= offset
      count &+= 1
      next += 1
    }
    scanned.skip(to: next)
  }
}
