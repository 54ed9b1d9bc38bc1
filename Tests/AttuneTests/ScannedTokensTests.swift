import CKernels
import TestSupport
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
      "000", "good", "Word", "NOT", "internationally", "I", "@name", "!!", "?", "...", "3D", "#NotHappy", "★", "´",
      "<b>", "</i>", "<br>", "<a href='x.y'>", "<!--", "-->", "<script>", "</script>",
    ].map { Array($0.utf8) } + [[0x80], [0xC3], [0xFF]]

  private static func text(_ count: Int, _ generator: inout SplitMix64) -> [UInt8] {
    Array((0..<count).map { _ in pieces.randomElement(using: &generator)! }.joined())
  }

  /// The tokenizer without tokens that were found beforehand.
  private static func slowTokens(_ text: UnsafeBufferPointer<UInt8>) -> [Token] {
    var tokens: [Token] = []
    var tokenizer = Tokenizer(text, scratch: TokenizerScratch())
    var token = Token()
    while tokenizer.index < tokenizer.end {
      switch tokenizer.classes[Int(text[tokenizer.index])] {
      case ByteClass.letter, ByteClass.digit:
        let isToken =
          tokenizer.index < tokenizer.hashtagEnd
          ? tokenizer.hashtagWord(&token) : tokenizer.word(slowlyFrom: tokenizer.index, &token)
        if isToken { tokens.append(token) }
      case ByteClass.space: tokenizer.index += 1
      case ByteClass.other: tokenizer.separator()
      case let byteClass: if tokenizer.symbol(byteClass, &token) { tokens.append(token) }
      }
    }
    return tokens
  }

  private static func tokens(_ text: UnsafeBufferPointer<UInt8>, level: Int32) -> [Token] {
    var tokens: [Token] = []
    var tokenizer = Tokenizer(text, scratch: TokenizerScratch(tokens: TokenMemory(level: level)))
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

  /// What a token counts for depends on its traits alone.
  @Test func tokensAreCountedByTheirTraits() {
    for bits in UInt16(0)..<512 {
      let traits = Token.Traits(bits & 0x1C | bits & 0x1E0)
      guard bits >> 2 & 7 < 7, bits >> 5 & 3 < 3 else { continue }
      let (kind, mark) = (traits.kind, traits.mark)
      guard mark == .exclamation || kind == .punctuation, !traits.isCapitals || kind == .word || kind == .number else {
        continue
      }
      if traits.isElongated, kind == .mention || kind == .url { continue }
      let counts = attune_count([attune_token(hash: 1, start: 0, length: 1, traits: bits)], 1)
      #expect(counts.exclamations == (kind == .punctuation && mark == .exclamation ? traits.isElongated ? 3 : 1 : 0))
      #expect(counts.questions == (kind == .punctuation && mark == .question ? 1 : 0))
      #expect(counts.ellipses == (kind == .punctuation && mark == .ellipsis ? 1 : 0))
      #expect(counts.capitals == (kind == .word && traits.isCapitals ? 1 : 0))
      #expect(counts.elongations == (kind == .word && traits.isElongated ? 1 : 0))
      #expect(counts.addresses == (kind == .mention || kind == .url ? 1 : 0))
      #expect(counts.numbers == (kind == .number ? 1 : 0))
    }
  }

  /// Texts side by side give the tokens that each gives alone.
  @Test(arguments: levels)
  func portionsGiveTheTokensOfEachText(level: Int32) {
    var generator = SplitMix64(seed: 3)
    let pack = TextPack(level: level)
    let scratch = TokenizerScratch()
    for _ in 0..<100 {
      var expected: [[[UInt64]]] = []
      while true {
        let bytes = Self.text(.random(in: 0...80, using: &generator), &generator)
        let hasRoom = bytes.withUnsafeBufferPointer { text in
          guard pack.hasRoom(for: text) else { return false }
          pack.add(text)
          expected.append(Self.slowTokens(text).map(Self.essence))
          return true
        }
        guard hasRoom else { break }
      }
      let tokens = pack.tokenize(scratch)
      for (index, expected) in expected.enumerated() {
        let text = pack[index]
        let found = (text.firstToken..<text.endToken).map { place in
          var token = tokens.token(place)
          token.start -= text.start
          token.end -= text.start
          return Self.essence(token)
        }
        var counts = CueCounts()
        counts.add(tokens[text.firstToken..<text.endToken].tokens)
        #expect("\(text.counts)" == "\(counts)")
        if found != expected {
          let bytes = UnsafeBufferPointer(start: pack.bytes + text.start, count: text.count)
          Issue.record("\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
      }
      pack.removeAll()
    }
  }
}
