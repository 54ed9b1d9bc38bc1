import Testing

@testable import Attune

@Suite struct PunctuationTokenTests {
  @Test(arguments: [
    TokenCase("wow!", "word wow", "punctuation !"),
    TokenCase("wow!!!", "word wow", "punctuation !!!"),
    TokenCase("what?!", "word what", "punctuation ?!"),
    TokenCase("hm...", "word hm", "punctuation ..."),
    TokenCase("hm..", "word hm", "punctuation .."),
    TokenCase("hm…", "word hm", "punctuation …"),
    TokenCase("hm… ok", "word hm", "punctuation …", "word ok"),
    TokenCase("hm.", "word hm"),
    TokenCase("! ?", "punctuation !", "punctuation ?"),
    TokenCase("好！", "word 好", "punctuation ！"),
    TokenCase("*#$%_~`|\\"),
  ])
  func runs(_ example: TokenCase) { example.check() }

  @Test(arguments: [
    SameTokens("…", "..."), SameTokens("..", "....."), SameTokens("!!!", "!!!!!!!!"), SameTokens("?!", "!?"),
    SameTokens("?!?!?!", "!?"), SameTokens("！", "!"), SameTokens("？", "?"), SameTokens("???", "?????"),
  ])
  func equalByHash(_ pair: SameTokens) { pair.check() }

  @Test func oneTwoAndThreeDiffer() {
    #expect(Set(TokenList("! !! !!! ? ?? ??? !? ...").hashes).count == 8)
  }

  @Test(arguments: [
    ("!", Token.Mark.exclamation, false), ("!!", .exclamation, false), ("!!!", .exclamation, true),
    ("?", .question, false), ("??!", .question, true), ("!?", .question, false), ("...", .ellipsis, false),
  ])
  func marks(text: String, mark: Token.Mark, isElongated: Bool) {
    let tokens = TokenList(text).tokens
    #expect(tokens.map(\.mark) == [mark])
    #expect(tokens.map(\.isElongated) == [isElongated])
  }
}
