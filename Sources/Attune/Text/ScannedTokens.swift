import CKernels

/// Memory for the tokens of a piece of a text.
final class TokenMemory {
  fileprivate let scanned: UnsafeMutablePointer<attune_token>
  /// Of `TokenBatch`.
  let batch: UnsafeMutablePointer<attune_token>
  let onceHashes: UnsafeMutablePointer<UInt64>
  fileprivate let level: Int32

  init(level: Int32 = Processor.level) {
    self.level = level
    scanned = .allocate(onOwnLines: ATTUNE_SCAN_TOKENS)
    scanned.initialize(to: attune_token())
    batch = .allocate(onOwnLines: TokenBatch.capacity)
    onceHashes = .allocate(onOwnLines: TokenBatch.capacity)
  }

  deinit {
    scanned.deallocate()
    batch.deallocate()
    onceHashes.deallocate()
  }
}

/// The tokens of a text that can be told by looking at 64 bytes at a time, found piece by piece as the tokenizer gets on:
///
///     text   |............|scanned............................|......
///                         ^start        ^next                 ^end
struct ScannedTokens {
  private let tokens: UnsafeMutablePointer<attune_token>
  private let level: Int32
  /// The token that comes next, if the tokenizer gets to where it begins.
  private(set) var next: UnsafePointer<attune_token>
  private var start = 0
  private var end = 0
  private var found = attune_scanned()

  @inline(__always)
  init(_ memory: TokenMemory) {
    tokens = memory.scanned
    next = UnsafePointer(memory.scanned)
    level = memory.level
  }

  /// Looks at the beginning of a text.
  /// - Returns: whether the first token is `next`.
  @inline(__always)
  mutating func begin(_ text: UnsafePointer<UInt8>, _ textEnd: Int) -> Bool {
    scan(text, from: 0, to: textEnd)
    return !Self.isOdd(tokens.pointee)
  }

  /// All tokens of a text of `textEnd` bytes, of which none has been taken and none is odd; nil of other texts.
  @inline(__always)
  mutating func takeAll(_ textEnd: Int) -> UnsafeBufferPointer<attune_token>? {
    guard found.is_odd == 0, start == 0, end == textEnd, next == UnsafePointer(tokens + 1) else { return nil }
    let all = UnsafeBufferPointer(start: next, count: Int(found.count))
    next += all.count
    return all
  }

  /// Whether the bytes of a token, or those behind it, must be looked at one by one.
  @inline(__always)
  static func isOdd(_ token: attune_token) -> Bool { token.traits & UInt16(ATTUNE_ODD.rawValue) != 0 }

  @inline(__always)
  static func isEnd(_ token: attune_token) -> Bool { token.traits & UInt16(ATTUNE_END.rawValue) != 0 }

  /// Goes on at `token`.
  @inline(__always)
  mutating func skip(to token: UnsafePointer<attune_token>) { next = token }

  /// The place of a token in the text.
  @inline(__always)
  func place(of token: attune_token) -> Int { start &+ Int(token.start) }

  /// The word that begins at `place`, a letter or digit, and that `next` is behind then; nil when it was not found because
  /// it begins with three equal ones, or before `place`.
  @inline(__always)
  mutating func take(at place: Int, _ text: UnsafePointer<UInt8>, _ textEnd: Int) -> attune_token? {
    if place >= end { scan(text, from: place, to: textEnd) }
    let offset = UInt32(truncatingIfNeeded: place &- start)
    while next.pointee.start < offset { next += 1 }
    guard next.pointee.start == offset else { return nil }
    defer { next += 1 }
    return next.pointee
  }

  @inline(__always)
  private mutating func scan(_ text: UnsafePointer<UInt8>, from place: Int, to textEnd: Int) {
    start = place
    found = attune_scan(level, text + place, textEnd &- place, tokens)
    end = place &+ Int(found.bytes)
    next = UnsafePointer(tokens + 1)
  }
}
