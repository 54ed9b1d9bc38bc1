import Testing

@testable import Attune

@Suite struct WordTokenTests {
  @Test(arguments: [
    TokenCase(""),
    TokenCase("   "),
    TokenCase("a", "word a"),
    TokenCase("The food was great", "word The", "word food", "word was", "word great"),
    TokenCase("don't stop", "word don't", "word stop"),
    TokenCase("don’t stop", "word don’t", "word stop"),
    TokenCase("'quoted'", "word quoted"),
    TokenCase("rock 'n' roll", "word rock", "word n", "word roll"),
    TokenCase("the guests' room", "word the", "word guests", "word room"),
    TokenCase("well-made", "word well-made"),
    TokenCase("mother-in-law's", "word mother-in-law's"),
    TokenCase("well‑made", "word well‑made"),
    TokenCase("so - so", "word so", "word so"),
    TokenCase("wait- what", "word wait", "word what"),
    TokenCase("a--b", "word a", "word b"),
    TokenCase("COVID-19", "word COVID-19"),
    TokenCase("Flight 22 #NotHappy today", "word Flight", "number 22", "word Not", "word Happy", "word today"),
    TokenCase("#BadService#NeverAgain", "word Bad", "word Service", "word Never", "word Again"),
    TokenCase("#OMGWhatALineUp!", "word OMG", "word What", "word A", "word Line", "word Up", "punctuation !"),
    TokenCase("#iPhone #fail #SOLD #Day40Still", "word iPhone", "word fail", "word SOLD", "word Day40", "word Still"),
    TokenCase("#NooooWay", "word NooooWay"),
    TokenCase("#Smørrebrød", "word Smørrebrød"),
    TokenCase("NotHappy", "word NotHappy"),
    TokenCase("snake_case", "word snake", "word case"),
    TokenCase("and/or", "word and", "word or"),
    TokenCase("C++", "word C"),
    TokenCase("naïve café", "word naïve", "word café"),
    TokenCase("e\u{301}te\u{301}", "word e\u{301}te\u{301}"),
    TokenCase("Größe", "word Größe"),
    TokenCase("мы рады", "word мы", "word рады"),
    TokenCase("καλό φαγητό", "word καλό", "word φαγητό"),
    TokenCase("co\u{AD}operate", "word co\u{AD}operate"),
    TokenCase("“curly”", "word curly"),
    TokenCase("it.Great", "word it", "word Great"),
    TokenCase("internationalisation works", "word internationalisation", "word works"),
    TokenCase("exactlysixteenby next", "word exactlysixteenby", "word next"),
  ])
  func words(_ example: TokenCase) { example.check() }

  @Test(arguments: [
    SameTokens("don’t", "don't"), SameTokens("DON‘T", "don't"), SameTokens("isn´t it", "isn't it"),
    SameTokens("isn`t it", "isn't it"), SameTokens("isn′t", "isn't"), SameTokens("isn‛t", "isn't"),
    SameTokens("isn\\'t it", "isn't it"),
    SameTokens("`quoted` it", "quoted it"), SameTokens("Great", "great"),
    SameTokens("GREAT", "great"), SameTokens("well‑made", "well-made"), SameTokens("well‐made", "well-made"),
    SameTokens("co\u{AD}operate", "cooperate"), SameTokens("zero\u{200B}width", "zerowidth"),
    SameTokens("ＧＲＥＡＴ", "great"), SameTokens("EXTRAORDINARILY-GOOD", "extraordinarily-good"),
  ])
  func equalByHash(_ pair: SameTokens) { pair.check() }

  @Test func hashIsThatOfTheFoldedBytes() {
    #expect(TokenList("Great").hashes == [hash("great")])
    #expect(TokenList("CAFÉ").hashes == [hash("café")])
    #expect(TokenList("Don’t").hashes == [hash("don't")])
  }

  /// Only the first `TokenHash.limit` bytes of a token count, whichever way the word is read.
  @Test func veryLongWords() {
    let pattern = String(repeating: "abcdefghij", count: 30)
    let long = TokenList(pattern + " x")
    #expect(long.texts == [pattern, "x"])
    #expect(long.hashes[0] == hash(String(pattern.prefix(TokenHash.limit))))
    #expect(TokenList(String(pattern.prefix(129))).hashes == TokenList(String(pattern.prefix(200))).hashes)
    let wide = String(repeating: "äöü", count: 100)
    #expect(TokenList(wide).texts == [wide])
  }
}
