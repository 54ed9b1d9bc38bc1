import Testing

@testable import Attune

@Suite struct AddressTests {
  @Test(arguments: [
    TokenCase("http://example.com", "url http://example.com"),
    TokenCase("see https://a.example/b?c=d&e=f#g now", "word see", "url https://a.example/b?c=d&e=f#g", "word now"),
    TokenCase("HTTP://EXAMPLE.COM", "url HTTP://EXAMPLE.COM"),
    TokenCase("www.example.com", "url www.example.com"),
    TokenCase("At example.com/path?x=1, nice", "word At", "url example.com/path?x=1", "word nice"),
    TokenCase("example.com rocks", "url example.com", "word rocks"),
    TokenCase("from amazon.co.uk today", "word from", "url amazon.co.uk", "word today"),
    TokenCase("Go to http://example.com/a.", "word Go", "word to", "url http://example.com/a"),
    TokenCase("(http://example.com/a)", "url http://example.com/a"),
    TokenCase("http://example.com/a! ok", "url http://example.com/a", "punctuation !", "word ok"),
    TokenCase("\"http://example.com/\"", "url http://example.com/"),
    TokenCase("<a href=\"http://example.com\">x</a>", "word x"),
    TokenCase("httpx://a", "word httpx", "word a"),
    TokenCase("www", "word www"),
  ])
  func urls(_ example: TokenCase) { example.check() }

  @Test(arguments: [
    TokenCase("mail me@example.com please", "word mail", "url me@example.com", "word please"),
    TokenCase("me@example.com.", "url me@example.com"),
    TokenCase("help@shop.example.co.uk", "url help@shop.example.co.uk"),
    TokenCase("jane.doe@example.com", "url jane.doe@example.com"),
  ])
  func emails(_ example: TokenCase) { example.check() }

  @Test(arguments: [
    TokenCase("@support thanks", "mention @support", "word thanks"),
    TokenCase("@my_bank24!", "mention @my_bank24", "punctuation !"),
    TokenCase("@ 5pm", "number 5pm"),
    TokenCase("@@x", "mention @x"),
  ])
  func mentions(_ example: TokenCase) { example.check() }

  @Test(arguments: [
    TokenCase("#great", "word great"),
    TokenCase("so #great!", "word so", "word great", "punctuation !"),
    TokenCase("##"),
    TokenCase("#1", "number 1"),
  ])
  func hashtags(_ example: TokenCase) { example.check() }

  @Test(arguments: [
    SameTokens("#great", "great"), SameTokens("#GREAT", "great"), SameTokens("@anna", "@bert"),
    SameTokens("http://a.example", "www.b.example/c"), SameTokens("me@example.com", "http://example.com"),
  ])
  func equalByHash(_ pair: SameTokens) { pair.check() }
}
