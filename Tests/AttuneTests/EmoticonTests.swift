import Testing

@testable import Attune

@Suite struct EmoticonTests {
  @Test(arguments: [
    TokenCase("nice :)", "word nice", "emoticon :)"),
    TokenCase("nice:)", "word nice", "emoticon :)"),
    TokenCase(":-) ok", "emoticon :-)", "word ok"),
    TokenCase(":)))", "emoticon :)))"),
    TokenCase("I <3 it", "word I", "emoticon <3", "word it"),
    TokenCase(":'(", "emoticon :'("),
    TokenCase(";) ;-D", "emoticon ;)", "emoticon ;-D"),
    TokenCase("(: hi", "emoticon (:", "word hi"),
    TokenCase("(-: hi", "emoticon (-:", "word hi"),
    TokenCase("no ):", "word no", "emoticon ):"),
    TokenCase(
      ":D :P :/ :| :o :* >:( ^_^ -_-", "emoticon :D", "emoticon :P", "emoticon :/", "emoticon :|",
      "emoticon :o", "emoticon :*", "emoticon >:(", "emoticon ^_^", "emoticon -_-"),
    TokenCase("</3", "emoticon </3"),
    TokenCase("=) =D", "emoticon =)", "emoticon =D"),
  ])
  func faces(_ example: TokenCase) { example.check() }

  @Test(arguments: [
    TokenCase("Note: done", "word Note", "word done"),
    TokenCase("Quality:Outstanding", "word Quality", "word Outstanding"),
    TokenCase("(see note): fine", "word see", "word note", "word fine"),
    TokenCase("at :30", "word at", "number 30"),
    TokenCase("ratio 5:3", "word ratio", "number 5:3"),
    TokenCase("<30 minutes", "number 30", "word minutes"),
    TokenCase("a = b", "word a", "word b"),
    TokenCase("(a) [b]", "word a", "word b"),
    TokenCase("one - two -- three", "word one", "word two", "word three"),
  ])
  func notFaces(_ example: TokenCase) { example.check() }

  @Test(arguments: [
    SameTokens(":-)", ":)"), SameTokens(":)))", ":)"), SameTokens("=]", ":)"), SameTokens(":o)", ":)"),
    SameTokens("(:", ":)"), SameTokens("(-:", ":)"), SameTokens(":-(", ":("), SameTokens("):", ":("),
    SameTokens(":'-(", ":'("), SameTokens(";-)", ";)"), SameTokens(":-DDD", ":D"), SameTokens(":-p", ":P"),
    SameTokens(":-/", ":\\"), SameTokens("<333", "<3"), SameTokens("^^", "^_^"), SameTokens("-___-", "-_-"),
    SameTokens(">:-(", ">:("),
  ])
  func equalByHash(_ pair: SameTokens) { pair.check() }

  @Test func repeatedMouthsAreElongated() {
    #expect(TokenList(":) :)) :))) <3 <333").tokens.map(\.isElongated) == [false, false, true, false, true])
  }
}
