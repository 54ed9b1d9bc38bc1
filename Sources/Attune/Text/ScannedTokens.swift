import CTextScan

/// Memory for the tokens that `attune_scan` finds in a piece of a text.
final class TokenMemory {
  fileprivate let tokens: UnsafeMutablePointer<attune_token>
  fileprivate let level: Int32

  /// The best that this processor can do.
  static let bestLevel =
    [ATTUNE_SCAN_AVX512, ATTUNE_SCAN_AVX2, ATTUNE_SCAN_NEON].map { Int32($0.rawValue) }
    .first { attune_scan_supports($0) != 0 } ?? Int32(ATTUNE_SCAN_PLAIN.rawValue)

  init(level: Int32 = bestLevel) {
    self.level = level
    tokens = .allocate(onOwnLines: ATTUNE_SCAN_TOKENS)
    tokens.initialize(to: attune_token())
  }

  deinit { tokens.deallocate() }
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

  @inline(__always)
  init(_ memory: TokenMemory) {
    tokens = memory.tokens
    next = UnsafePointer(memory.tokens)
    level = memory.level
  }

  /// Looks at the beginning of a text.
  /// - Returns: whether the first token is `next`.
  @inline(__always)
  mutating func begin(_ text: UnsafePointer<UInt8>, _ textEnd: Int) -> Bool {
    scan(text, from: 0, to: textEnd)
    return !Self.isOdd(tokens.pointee)
  }

  /// Whether the bytes of a token, or those behind it, must be looked at one by one.
  @inline(__always)
  static func isOdd(_ token: attune_token) -> Bool { token.traits & UInt32(ATTUNE_ODD.rawValue) != 0 }

  @inline(__always)
  static func isEnd(_ token: attune_token) -> Bool { token.traits & UInt32(bitPattern: ATTUNE_END.rawValue) != 0 }

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
    let offset = UInt16(truncatingIfNeeded: place &- start)
    while next.pointee.start < offset { next += 1 }
    guard next.pointee.start == offset else { return nil }
    defer { next += 1 }
    return next.pointee
  }

  @inline(__always)
  private mutating func scan(_ text: UnsafePointer<UInt8>, from place: Int, to textEnd: Int) {
    start = place
    end = place &+ attune_scan(level, text + place, textEnd &- place, tokens)
    next = UnsafePointer(tokens + 1)
  }
}
