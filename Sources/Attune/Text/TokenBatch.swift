import CKernels

/// Some tokens of a text that follow each other.
struct TokenBatch {
  /// The most tokens of a batch: as many as one call of `attune_scan` may find.
  static let capacity = Int(ATTUNE_SCAN_TOKENS)

  var tokens = UnsafeBufferPointer<attune_token>(start: nil, count: 0)
  /// `Token.onceHash` by place, of elongated words only.
  var onceHashes: UnsafePointer<UInt64>?

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

extension Tokenizer {
  /// The next tokens, valid until the call after; none at the end of the text.
  @inline(__always)
  mutating func nextBatch() -> TokenBatch {
    if let all = scanned.takeAll(end) { return TokenBatch(tokens: all) }
    return mixedBatch()
  }

  /// The next tokens, of which some have to be looked at byte by byte.
  @inline(never)
  private mutating func mixedBatch() -> TokenBatch {
    let batch = folding.tokens.batch
    var count = 0
    var token = Token()
    while count < TokenBatch.capacity {
      if isAtScanned {
        copyScanned(to: batch, &count)
        guard count < TokenBatch.capacity else { break }
      }
      guard isAtScanned ? oddToken(&token) : unscannedToken(&token) else { break }
      batch[count] = attune_token(
        hash: token.hash, start: UInt32(truncatingIfNeeded: token.start),
        length: UInt16(clamping: token.end - token.start), traits: token.traits.bits)
      folding.tokens.onceHashes[count] = token.shortenedHash
      count += 1
    }
    return TokenBatch(
      tokens: UnsafeBufferPointer(start: batch, count: count), onceHashes: UnsafePointer(folding.tokens.onceHashes))
  }

  /// Copies tokens up to an odd one or the end.
  private mutating func copyScanned(to batch: UnsafeMutablePointer<attune_token>, _ count: inout Int) {
    var next = scanned.next
    let offset = UInt32(truncatingIfNeeded: scanned.place(of: next.pointee) &- Int(next.pointee.start))
    while count < TokenBatch.capacity, next.pointee.traits < UInt16(ATTUNE_ODD.rawValue) {
      batch[count] = next.pointee
      batch[count].start &+= offset
      count &+= 1
      next += 1
    }
    scanned.skip(to: next)
  }
}
