import CKernels

/// Short texts side by side, so that their tokens are found in one go:
///
///     bytes      |first text|⏎|second|⏎|third text|⏎|blanks
///     text ends   00000000001 00000001 00000000001
///     tokens     |begin|tokens|end|tokens|end|tokens|end|
final class TextPack {
  // Safe: `hasRoom` and the kernel keep every place within the 4 KiB of a pack and its tokens.
  /// The most texts of a pack.
  static let textCapacity = 128
  /// The most bytes of a text.
  static let byteCapacity = capacity - 1
  private static let capacity = Int(ATTUNE_SCAN_BYTES)

  /// A text of the pack.
  struct Text {
    /// Its first byte.
    var start: Int
    /// Bytes.
    var count: Int
    /// Its first token.
    var firstToken: Int
    /// Behind its last token.
    var endToken: Int
    /// All but negations and contrasts.
    var counts: CueCounts
  }

  let bytes: UnsafeMutablePointer<UInt8>
  private let textEnds: UnsafeMutablePointer<UInt64>
  private let scanned: UnsafeMutablePointer<attune_token>
  private let found: UnsafeMutablePointer<attune_text>
  private let mixed = TokenBatchMemory()
  private let texts: UnsafeMutablePointer<Text>
  private let level: Int32
  private(set) var count = 0
  private var length = 0

  init(level: Int32 = Processor.level) {
    self.level = level
    bytes = .allocate(cacheAligned: Self.capacity + Int(ATTUNE_SCAN_PADDING))
    textEnds = .allocate(cacheAligned: Self.capacity / 64 + 1)
    textEnds.initialize(repeating: 0, count: Self.capacity / 64 + 1)
    scanned = .allocate(cacheAligned: Int(ATTUNE_SCAN_TOKENS) + 2)
    found = .allocate(cacheAligned: Self.textCapacity + 1)
    texts = .allocate(cacheAligned: Self.textCapacity)
  }

  deinit {
    bytes.deallocate()
    textEnds.deallocate()
    scanned.deallocate()
    found.deallocate()
    texts.deallocate()
  }

  subscript(index: Int) -> Text { texts[index] }

  /// The bytes of a text.
  func utf8(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: bytes + texts[index].start, count: texts[index].count)
  }

  @inline(__always)
  func hasRoom(for text: UnsafeBufferPointer<UInt8>) -> Bool {
    length &+ text.count < Self.capacity && count < Self.textCapacity
  }

  /// - Precondition: `hasRoom(for: text)`
  @inline(__always)
  func add(_ text: UnsafeBufferPointer<UInt8>) {
    if let base = text.baseAddress { (bytes + length).update(from: base, count: text.count) }
    texts[count] = Text(start: length, count: text.count, firstToken: 0, endToken: 0, counts: CueCounts())
    length &+= text.count
    bytes[length] = UInt8(ascii: "\n")
    textEnds[length &>> 6] |= 1 &<< UInt64(length & 63)
    length &+= 1
    count &+= 1
  }

  func removeAll() {
    textEnds.update(repeating: 0, count: length / 64 + 1)
    length = 0
    count = 0
  }

  /// Finds the tokens of all texts, with one for the end of each between them. Texts then say where theirs stand.
  func tokenize(_ scratch: TokenizerScratch) -> TokenBatch {
    (bytes + length).update(repeating: UInt8(ascii: " "), count: Int(ATTUNE_SCAN_PADDING))
    let tokenCount = attune_scan(level, bytes, length &- 1, textEnds, scanned, found)
    var isOdd: UInt16 = 0
    var first = 0
    for index in 0..<count {
      let end = Int(found[index].end)
      texts[index].firstToken = first
      texts[index].endToken = end
      texts[index].counts.add(tokens: end &- first, found[index].counts)
      isOdd |= found[index].is_odd
      first = end &+ 1
    }
    guard isOdd != 0 else {
      return TokenBatch(tokens: UnsafeBufferPointer(start: scanned + 1, count: tokenCount))
    }
    return mixedTokens(scratch)
  }

  /// Puts in the tokens that have to be looked at byte by byte.
  private func mixedTokens(_ scratch: TokenizerScratch) -> TokenBatch {
    var end = 0
    for index in 0..<count {
      let text = texts[index]
      let first = UnsafePointer(scanned + 1 + text.firstToken)
      texts[index].firstToken = end
      if found[index].is_odd == 0 {
        (mixed.tokens + end).update(from: first, count: text.endToken &- text.firstToken)
        end &+= text.endToken &- text.firstToken
      } else {
        var tokenizer = Tokenizer(
          UnsafeBufferPointer(start: bytes + text.start, count: text.count),
          scanned: ScannedTokens(first, start: text.start, count: text.count), scratch: scratch)
        let start = end
        end = tokenizer.read(into: mixed, from: end, to: TokenBatch.capacity)
        // Counted in the text so far.
        for token in start..<end { mixed.tokens[token].start &+= UInt32(truncatingIfNeeded: text.start) }
        texts[index].counts = CueCounts()
        texts[index].counts.add(UnsafeBufferPointer(start: mixed.tokens + start, count: end &- start))
      }
      texts[index].endToken = end
      mixed.tokens[end] = attune_token(hash: 0, start: 0, length: 0, traits: UInt16(ATTUNE_END.rawValue))
      end &+= 1
    }
    return TokenBatch(
      tokens: UnsafeBufferPointer(start: mixed.tokens, count: end), onceHashes: UnsafePointer(mixed.onceHashes))
  }
}
