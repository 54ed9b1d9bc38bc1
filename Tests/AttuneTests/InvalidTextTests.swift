import TestSupport
import Testing

@testable import Attune

/// Bytes that are not UTF-8 separate words and do no harm.
@Suite struct InvalidTextTests {
  static let kinds: [(name: String, bytes: [UInt8])] = [
    ("lone continuation", [0x80]), ("continuations", [0xBF, 0x80, 0x80]), ("two bytes cut", [0xC3]),
    ("three bytes cut to one", [0xE2]), ("three bytes cut to two", [0xE2, 0x82]), ("four bytes cut to one", [0xF0]),
    ("four bytes cut to three", [0xF0, 0x9F, 0x98]), ("overlong slash", [0xC0, 0xAF]),
    ("overlong in three", [0xE0, 0x80, 0xAF]), ("overlong in four", [0xF0, 0x80, 0x80, 0xAF]),
    ("high surrogate", [0xED, 0xA0, 0x80]), ("low surrogate", [0xED, 0xBF, 0xBF]),
    ("above U+10FFFF", [0xF4, 0x90, 0x80, 0x80]), ("five bytes", [0xF8, 0x88, 0x80, 0x80, 0x80]),
    ("0xFF", [0xFF, 0xFE]),
  ]

  @Test(arguments: kinds.indices)
  func separatesWords(_ index: Int) {
    let bad = Self.kinds[index].bytes
    let good = Array("good".utf8)
    let food = Array("food".utf8)
    for text in [bad, good + bad, bad + good, good + bad + food, good + [0x27] + bad, good + [0x2D] + bad + food] {
      let list = TokenList(bytes: text)
      expectOrdered(list)
      #expect(list.hashes.allSatisfy { [hash("good"), hash("food")].contains($0) }, "\(Self.kinds[index].name)")
    }
    #expect(TokenList(bytes: good + bad + food).tokens.count == 2, "\(Self.kinds[index].name)")
  }

  @Test func everyPrefixOfAText() {
    let text = Array("Don’t 👨‍👩‍👧 &lt;3 sooooo… Größe! 🇩🇪 e\u{301} http://é.com/ö :-) well‑made #über".utf8)
    for count in 0...text.count { expectOrdered(TokenList(bytes: Array(text[..<count]))) }
    for start in 0...text.count { expectOrdered(TokenList(bytes: Array(text[start...]))) }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func randomBytes(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let telling: [UInt8] =
      Array("a'-.:,/&#;x<>@!?3 \n".utf8) + [
        0x00, 0x7F, 0x80, 0xBF, 0xC0, 0xC3, 0xE2, 0x80, 0x99, 0xAD, 0xED, 0xA0, 0xEF, 0xB8, 0x8F, 0xF0, 0x9F, 0x91,
        0x8D,
        0xF4, 0x90, 0xFF,
      ]
    for round in 0..<1500 {
      let count = Int.random(in: 0...60, using: &generator)
      let text = (0..<count).map { _ in
        round % 3 == 0 ? UInt8.random(in: 0...255, using: &generator) : telling.randomElement(using: &generator)!
      }
      expectOrdered(TokenList(bytes: text))
    }
  }

  /// Tokens of valid text begin and end between scalars.
  @Test(arguments: [4, 5] as [UInt64])
  func validTextIsCutBetweenScalars(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let pieces = [
      "a", "O", "é", "ß", "Σ", "ж", "中", "e\u{301}", "'", "’", "-", "‑", "\u{AD}", "\u{200D}", "\u{FE0F}", "😀", "👍🏽",
      "🇩", "❤",
      "1", ".", "…", "!", "？", ",", "—", ":", ")", "(", "<", "3", "&", "&eacute;", "&#128512;", "#", "@", "http://",
      ".com", "/",
      " ", "\n", "<b>", "\u{20E3}",
    ]
    for _ in 0..<1500 {
      let text = (0..<Int.random(in: 0...24, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }
        .joined()
      let list = TokenList(text)
      expectOrdered(list)
      for token in list.tokens {
        for border in [token.start, token.end] where border < list.bytes.count {
          if list.bytes[border] & 0xC0 == 0x80 {
            Issue.record("\(text.debugDescription): \(border) is inside a scalar")
          }
        }
      }
    }
  }

  /// Tokens stand within the text, in order, one behind the other.
  private func expectOrdered(_ list: TokenList) {
    var end = 0
    for token in list.tokens {
      if token.start < end || token.end <= token.start || token.end > list.bytes.count {
        Issue.record("\(token.start)..<\(token.end) behind \(end) in \(list.bytes)")
      }
      end = token.end
    }
  }
}
