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

  /// Tags of characters join, as in a browser.
  @Test(arguments: [
    SameTokens("I am <em>not</em> happy", "I am not happy"), SameTokens("un<b>happy</b>", "unhappy"),
    SameTokens(
      "<span style=\"color: red; font-family: 'Some Font', serif; margin: 0 0 0 0; padding: 0\">bad</span>", "bad"),
    SameTokens("<a href=\"https://example.com/not/good\">fine</a>", "fine"), SameTokens("H<sub>2</sub>O", "H2O"),
    SameTokens("so<wbr>good", "sogood"), SameTokens("<FONT color=red>Bad</FONT> luck", "bad luck"),
    SameTokens("caf<i>é</i>s", "cafés"), SameTokens("a<!-- not -->b", "ab"), SameTokens("fine <!-- not good", "fine"),
    SameTokens("ok<script>var bad = \"<b>\";</script> fine", "ok fine"),
    SameTokens("<style>p { bad }</STYLE>fine", "fine"),
    SameTokens("fine <script>bad", "fine"), SameTokens("<o:p>fine</o:p>", "fine"),
    SameTokens("<!DOCTYPE html>fine", "fine"),
    SameTokens("<img src=\"bad.png\" alt=\"bad\">fine", "fine"), SameTokens("sooo<b>o</b> good", "soooo good"),
  ])
  func inlineMarkup(_ pair: SameTokens) { pair.check() }

  @Test(arguments: [
    "I am <em>not</em> happy", "not<br>good", "<p>not</p> <p>very</p><div><b>good</b></div>", "not<br/>été",
  ])
  func goesOn(_ text: String) {
    #expect(TokenList(text).tokens.map(\.boundary).dropFirst().allSatisfy { $0 == .none })
  }

  @Test(arguments: [
    "nice<br>Place", "<p>nice</p><p>Place</p>", "nice.<br>place", "nice <unknown> place", "nice<li>5",
    "nice.</b> place",
  ])
  func aTagEndsASentence(_ text: String) {
    #expect(TokenList(text).tokens.map(\.boundary) == [.sentence, .sentence])
  }

  @Test func wordsAreNoAttributes() {
    let words = String(repeating: "many words ", count: 10)
    #expect(TokenList("a <b \(words)> c").tokens.count == 2 + 1 + 20)
    #expect(TokenList("a <b and d> c").tokens.map(\.boundary) == [.sentence, .sentence])
  }

  /// A word with tags inside stands from its first to its last byte.
  @Test func placesAreThoseOfTheText() {
    #expect(TokenList("so un<b>happy</b> <i>now</i>").texts == ["so", "un<b>happy", "now"])
  }

  /// What begins like markup again and again costs time in proportion to the text.
  @Test(arguments: ["<", "<b", "<b>", "</b>", "<br>", "<!--", "<script>", "a<b>", "<a x=", "<br><b>", "<![", "&lt;b"])
  func repeatedMarkup(_ piece: String) {
    let text = String(repeating: piece, count: 200_000)
    #expect(TokenList(text).tokens.allSatisfy { $0.start < $0.end })
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
