import Testing

@testable import Attune

@Suite struct EmojiTests {
  @Test(arguments: [
    TokenCase("👍", "emoji 👍"),
    TokenCase("great👍", "word great", "emoji 👍"),
    TokenCase("👍🏽 ok", "emoji 👍🏽", "word ok"),
    TokenCase("😀😀", "emoji 😀", "emoji 😀"),
    TokenCase("❤️", "emoji ❤️"),
    TokenCase("👨‍👩‍👧‍👦!", "emoji 👨‍👩‍👧‍👦", "punctuation !"),
    TokenCase("👩🏽‍💻", "emoji 👩🏽‍💻"),
    TokenCase("🏳️‍🌈", "emoji 🏳️‍🌈"),
    TokenCase("🇩🇪", "emoji 🇩🇪"),
    TokenCase("🇩🇪🇫🇷", "emoji 🇩🇪", "emoji 🇫🇷"),
    TokenCase("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "emoji 🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
    TokenCase("⭐⭐⭐", "emoji ⭐⭐⭐"),
    TokenCase("★★☆☆☆ bad", "emoji ★★☆☆☆", "word bad"),
    TokenCase("★ of ★★★★★★", "emoji ★", "word of", "emoji ★", "emoji ★★★★★"),
    TokenCase("5⭐", "number 5", "emoji ⭐"),
  ])
  func sequences(_ example: TokenCase) { example.check() }

  @Test(arguments: [
    SameTokens("👍🏽", "👍"), SameTokens("👍🏻", "👍🏿"), SameTokens("❤️", "❤"), SameTokens("👩🏽‍💻", "👩‍💻"),
    SameTokens("🏳️‍🌈", "🏳‍🌈"),
  ])
  func equalByHash(_ pair: SameTokens) { pair.check() }

  @Test func sequencesDifferFromTheirParts() {
    let texts = ["👨‍👩‍👧‍👦", "👨‍👩‍👧", "👨", "👩", "🇩🇪", "🇩🇰", "🏴", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]
    let hashes = texts.flatMap { TokenList($0).hashes }
    #expect(hashes.count == texts.count)
    #expect(Set(hashes).count == texts.count)
  }

  @Test(arguments: ["1️⃣", "9️⃣", "0️⃣"])
  func keycapIsOneToken(_ keycap: String) { #expect(TokenList(keycap).tokens.count == 1) }

  /// A joiner, a selector or a skin tone without anything to belong to is no reason to stumble.
  @Test(arguments: ["\u{200D}", "\u{FE0F}", "😀\u{200D}", "😀\u{200D}x", "🇩", "\u{E0067}", "😀\u{200D}\u{200D}😀"])
  func fragments(_ text: String) {
    let list = TokenList(text)
    #expect(list.tokens.allSatisfy { $0.start < $0.end && $0.end <= list.bytes.count })
  }
}
