import Testing

@testable import Attune

/// HTML, as it stands in text that was cut from web pages.
@Suite struct MarkupTests {
  @Test(arguments: [
    SameTokens("don&#39;t", "don't"), SameTokens("don&#x27;t", "don't"), SameTokens("don&apos;t", "don't"),
    SameTokens("don&rsquo;t", "don't"), SameTokens("caf&eacute;", "café"), SameTokens("na&iuml;ve", "naïve"),
    SameTokens("caf&#233;", "café"), SameTokens("&uuml;ber", "über"), SameTokens("co&shy;operate", "cooperate"),
    SameTokens("&lt;3", "<3"), SameTokens("&#60;3", "<3"), SameTokens("wow&#33;", "wow!"),
    SameTokens("hm&hellip;", "hm..."), SameTokens("a&nbsp;b", "a b"), SameTokens("&quot;fine&quot;", "\"fine\""),
    SameTokens("ok &#128512;", "ok 😀"), SameTokens("ok &#x1F44D;!", "ok 👍!"), SameTokens("&#9829;", "♥"),
  ])
  func references(_ pair: SameTokens) { pair.check() }

  @Test(arguments: [
    TokenCase("fish &amp; chips", "word fish", "word chips"),
    TokenCase("AT&amp;T", "word AT", "word T"),
    TokenCase("AT&T", "word AT", "word T"),
    TokenCase("don&#39;t", "word don&#39;t"),
    TokenCase("I &lt;3 it", "word I", "emoticon &lt;3", "word it"),
    TokenCase("1 &lt; 2 &gt; 0", "number 1", "number 2", "number 0"),
    TokenCase("&bogus; x", "word bogus", "word x"),
    TokenCase("a & b", "word a", "word b"),
    TokenCase("&"), TokenCase("&#;"), TokenCase("&#x;x", "word x", "word x"),
  ])
  func separators(_ example: TokenCase) { example.check() }

  @Test(arguments: [
    TokenCase("nice<br />place", "word nice", "word place"),
    TokenCase("<p>nice</p>", "word nice"),
    TokenCase("<b>very</b> good", "word very", "word good"),
    TokenCase("3 < 5 and 7 > 2", "number 3", "number 5", "word and", "number 7", "number 2"),
    TokenCase("a <b", "word a", "word b"),
  ])
  func tags(_ example: TokenCase) { example.check() }

  @Test func aTagEndsASentence() {
    #expect(TokenList("nice<br>place").tokens.map(\.boundary) == [.sentence, .sentence])
  }

  /// Numbers that are no scalars are left as text.
  @Test(arguments: [
    "&#xD800;", "&#1114112;", "&#99999999999;", "&#0;", "&#xFFFFFFFF;", "x&#xD800;y", "&#1234567890123",
  ])
  func impossibleReferences(_ text: String) {
    let list = TokenList(text)
    #expect(list.tokens.allSatisfy { $0.start < $0.end && $0.end <= list.bytes.count })
  }
}
