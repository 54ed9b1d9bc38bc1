import CKernels

/// The tokens of a text that can be told by looking at 64 bytes at a time. Found beforehand, with those of other texts, or
/// piece by piece as the tokenizer gets on:
///
///     text   |............|scanned............................|......
///                         ^start        ^next                 ^end
struct ScannedTokens {
  private let memory: TokenMemory?
  /// The token that comes next, if the tokenizer gets to where it begins.
  private(set) var next: UnsafePointer<attune_token>
  /// What is added to the place of a token.
  private var start: Int
  private var end: Int

  /// Tokens that are found in the memory when they are asked for.
  init(_ memory: TokenMemory) {
    self.memory = memory
    next = UnsafePointer(memory.tokens)
    start = 0
    end = 0
  }

  /// Tokens found beforehand.
  /// - Parameters:
  ///   - start: the place of the text's first byte in what was scanned.
  ///   - count: how many bytes the text has.
  init(_ first: UnsafePointer<attune_token>, start: Int, count: Int) {
    memory = nil
    next = first
    self.start = 0 &- start
    end = count
  }

  /// Looks at the beginning of a text.
  /// - Returns: whether the first token is `next`.
  mutating func begin(_ text: UnsafePointer<UInt8>, _ textEnd: Int) -> Bool {
    if memory != nil { scan(text, from: 0, to: textEnd) }
    return !Self.isOdd(next[-1])
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

  private mutating func scan(_ text: UnsafePointer<UInt8>, from place: Int, to textEnd: Int) {
    guard let memory else { return }
    start = place
    end = place &+ memory.scan(UnsafeBufferPointer(start: text + place, count: textEnd &- place))
    next = UnsafePointer(memory.tokens + 1)
  }
}

/// Memory for the tokens of a piece of a text.
final class TokenMemory {
  let tokens: UnsafeMutablePointer<attune_token>
  private let piece: UnsafeMutablePointer<UInt8>
  private let textEnds: UnsafeMutablePointer<UInt64>
  private let found: UnsafeMutablePointer<attune_text>
  private let level: Int32

  private static let pieceSize = Int(ATTUNE_SCAN_BYTES)
  private static let padding = Int(ATTUNE_SCAN_PADDING)

  init(level: Int32 = Processor.level) {
    self.level = level
    tokens = .allocate(cacheAligned: Int(ATTUNE_SCAN_TOKENS) + 2)
    tokens.initialize(to: attune_token())
    piece = .allocate(cacheAligned: Self.pieceSize + Self.padding)
    textEnds = .allocate(cacheAligned: Self.pieceSize / 64 + 1)
    textEnds.initialize(repeating: 0, count: Self.pieceSize / 64 + 1)
    found = .allocate(capacity: 2)
  }

  deinit {
    tokens.deallocate()
    piece.deallocate()
    textEnds.deallocate()
    found.deallocate()
  }

  /// Finds the tokens of a text, or of its first bytes.
  /// - Returns: how many bytes. All tokens that begin in them were found.
  fileprivate func scan(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    let isWhole = text.count < Self.pieceSize
    let count = min(text.count, Self.pieceSize)
    let readable = min(text.count, Self.pieceSize + Self.padding)
    if readable > 0 { piece.update(from: text.baseAddress!, count: readable) }
    let blanks = min(Self.padding + 1, Self.pieceSize + Self.padding - readable)
    (piece + readable).update(repeating: UInt8(ascii: " "), count: blanks)
    let last = textEnds + count / 64
    if isWhole {
      piece[count] = UInt8(ascii: "\n")
      last.pointee = 1 &<< UInt64(count & 63)
    }
    _ = attune_scan(level, piece, count, textEnds, tokens, found)
    last.pointee = 0
    return isWhole ? count : count - 64
  }
}
