import CKernels
import Testing

@testable import Attune

/// Tokens found for many bytes at a time are those found scalar by scalar, whatever the processor can do.
@Suite struct ScannedTokensTests {
  private static let levels = [ATTUNE_PLAIN, ATTUNE_NEON, ATTUNE_AVX2, ATTUNE_AVX512]
    .map { Int32($0.rawValue) }.filter { attune_supports($0) != 0 }

  /// What texts are made of, so that the borders of words, pieces and the text fall on everything.
  private static let pieces: [[UInt8]] =
    Array("abyzABYZ0189''''----....,,;:()[]<>=^!?@&/_+#$%*~`{}|\\\"\t\n\r\0\u{1F}\u{7F}      ".utf8).map { [$0] }
    + [
      "’", "…", "é", "ß", "日", "😀", "👍🏽", "\u{AD}", "\u{2014}", "www.", ".com", "http://", "&amp;", ":)", "<3", "aaa",
      "000", "good", "Word", "NOT", "internationally", "I", "@name", "!!", "?", "...", "3D",
    ].map { Array($0.utf8) } + [[0x80], [0xC3], [0xFF]]

  private static func text(_ count: Int, _ generator: inout SplitMix64) -> [UInt8] {
    Array((0..<count).map { _ in pieces.randomElement(using: &generator)! }.joined())
  }

  /// The tokenizer without tokens that were found beforehand.
  private static func slowTokens(_ text: UnsafeBufferPointer<UInt8>) -> [Token] {
    var tokens: [Token] = []
    var tokenizer = Tokenizer(text, folding: FoldingBuffer())
    var token = Token()
    while tokenizer.index < tokenizer.end {
      switch tokenizer.classes[Int(text[tokenizer.index])] {
      case ByteClass.letter, ByteClass.digit:
        if tokenizer.word(slowlyFrom: tokenizer.index, &token) { tokens.append(token) }
      case ByteClass.space, ByteClass.other: tokenizer.index += 1
      case let byteClass: if tokenizer.symbol(byteClass, &token) { tokens.append(token) }
      }
    }
    return tokens
  }

  private static func tokens(_ text: UnsafeBufferPointer<UInt8>, level: Int32) -> [Token] {
    var tokens: [Token] = []
    var tokenizer = Tokenizer(text, folding: FoldingBuffer(tokens: TokenMemory(level: level)))
    var token = Token()
    while tokenizer.next(&token) { tokens.append(token) }
    return tokens
  }

  private static func essence(_ token: Token) -> [UInt64] {
    [token.hash, token.shortenedHash, UInt64(token.traits.bits), UInt64(token.start), UInt64(token.end)]
  }

  @Test(arguments: levels, [4, 60, 3000])
  func tokensAreThoseOfTheSlowPath(level: Int32, pieces: Int) {
    var generator = SplitMix64(seed: UInt64(pieces))
    for _ in 0..<max(20, 4000 / pieces) {
      let bytes = Self.text(.random(in: 1...pieces, using: &generator), &generator)
      // A copy of exactly the text's length, so that a read behind it is not hidden by an array's spare room.
      let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
      defer { copy.deallocate() }
      _ = copy.initialize(from: bytes)
      let found = Self.tokens(UnsafeBufferPointer(copy), level: level).map(Self.essence)
      let isEqual = found == Self.slowTokens(UnsafeBufferPointer(copy)).map(Self.essence)
      if !isEqual { Issue.record("\(String(decoding: bytes.prefix(200), as: UTF8.self).debugDescription)") }
    }
  }

  /// Every byte value in every place of a block: behind a word, before one, between two.
  @Test(arguments: levels)
  func everyByteEverywhere(level: Int32) {
    for value in UInt8.min...UInt8.max {
      for place in 0..<67 {
        var bytes = Array("Some words of up to sixteen bytes (and one more), which is 1 too many for it.".utf8)
        bytes[place] = value
        let isEqual = bytes.withUnsafeBufferPointer {
          Self.tokens($0, level: level).map(Self.essence) == Self.slowTokens($0).map(Self.essence)
        }
        if !isEqual { Issue.record("\(value) at \(place)") }
      }
    }
  }

  @Test(arguments: levels)
  func levelsFindTheSameTokens(level: Int32) {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<300 {
      let bytes = Self.text(.random(in: 1...400, using: &generator), &generator)
      let isEqual = scanned(bytes, level: level) == scanned(bytes, level: Int32(ATTUNE_PLAIN.rawValue))
      if !isEqual { Issue.record("\(String(decoding: bytes.prefix(200), as: UTF8.self).debugDescription)") }
    }
  }

  /// How far the scan got, and all that it says of each token.
  private func scanned(_ bytes: [UInt8], level: Int32) -> [[UInt64]] {
    var tokens = [attune_token](repeating: attune_token(), count: ATTUNE_SCAN_TOKENS)
    let count = attune_scan(level, bytes, bytes.count, &tokens)
    let found = tokens.prefix { !ScannedTokens.isEnd($0) }
    return [[UInt64(count.bytes)]] + found.map { [$0.hash, UInt64($0.start), UInt64($0.length), UInt64($0.traits)] }
  }
}
