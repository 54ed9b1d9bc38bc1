import TestSupport
import Testing

@testable import Attune

/// The ways to read a word agree: sixteen ASCII bytes at once, scalar by scalar, and the plain rule.
@Suite struct WordPathTests {
  /// The rule: small letters, and of a run of the same letter at most two.
  private func folded(_ word: String) -> String {
    var result: [Character] = []
    for character in word.lowercased() {
      if character.isLetter, result.suffix(2) == [character, character] { continue }
      result.append(character)
    }
    return String(result)
  }

  /// No top-level domain can be spelled with these letters.
  private static let alphabet = Array("abtnosABTNOS0123''--..  oooo")

  private func randomText(_ generator: inout SplitMix64) -> String {
    String((0..<Int.random(in: 1...50, using: &generator)).map { _ in Self.alphabet.randomElement(using: &generator)! })
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func hashIsThatOfTheFoldedWord(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<2000 {
      let text = randomText(&generator)
      let list = TokenList(text)
      for (token, word) in zip(list.tokens, list.texts) where token.kind == .word || token.kind == .number {
        if token.hash != hash(folded(word)) { Issue.record("\(word.debugDescription) in \(text.debugDescription)") }
      }
    }
  }

  /// A zero-width scalar inside a word forces the slow path and changes nothing else.
  @Test(arguments: ["\u{AD}", "\u{200D}", "\u{200B}", "\u{FEFF}"])
  func slowPathAgrees(_ invisible: String) {
    var generator = SplitMix64(seed: 7)
    for _ in 0..<1200 {
      let text = randomText(&generator)
      let characters = Array(text)
      var marked = ""
      for (index, character) in characters.enumerated() {
        marked.append(character)
        let isInside = index + 1 < characters.count && isWord(character) && isWord(characters[index + 1])
        if isInside, Bool.random(using: &generator) { marked += invisible }
      }
      let plain = TokenList(text).tokens.map(essence)
      let slow = TokenList(marked).tokens.map(essence)
      if plain != slow { Issue.record("\(text.debugDescription) as \(marked.debugDescription)") }
    }
  }

  private func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

  /// All that is said of a token but its place, which invisible scalars change.
  private func essence(_ token: Token) -> String {
    """
    \(token.hash) \(token.shortenedHash) \(token.kind) \(token.mark) \(token.boundary) \
    \(token.isCapitals) \(token.isElongated)
    """
  }

  /// The bytes behind a text do not matter.
  @Test func wordsAtTheEndOfTheText() {
    var generator = SplitMix64(seed: 9)
    for _ in 0..<500 {
      let text = randomText(&generator)
      let longer = Array((text + "abcdefghijklmnopqrst").utf8)
      var tokens: [Token] = []
      longer.withUnsafeBufferPointer {
        var tokenizer = Tokenizer(UnsafeBufferPointer(rebasing: $0[..<text.utf8.count]), scratch: TokenizerScratch())
        var token = Token()
        while tokenizer.next(&token) { tokens.append(token) }
      }
      let alone = TokenList(text).tokens
      #expect(tokens.map(essence) == alone.map(essence))
      #expect(tokens.map(\.end) == alone.map(\.end))
    }
  }
}
