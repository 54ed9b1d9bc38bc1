import AttuneCare
import Testing

@_spi(Server) @testable import AttuneWorkflows

@Suite struct HTMLTextTests {
  @Test func `HTML in Markdown is taken out, but not out of code`() {
    #expect(
      HTMLText.markdown(
        "Press <b>Send</b>, write `<b>` or ``&lt; `<br>` ``&amp;\n```\n<p>one</p>\n```\n<!-- `no` -->Done <i>now</i>",
        isMarkdown: true)
        == "Press Send, write `<b>` or ``&lt; `<br>` ``\\&\n```\n<p>one</p>\n```\nDone now")
    #expect(HTMLText.markdown("Press `<b>Send</b>`") == "Press `Send`")
  }

  @Test func `What entities stand for is no mark of Markdown`() {
    let read = HTMLText.markdown("&#42;net&#42; &amp; *all* &lt;b&gt; &euro;5", isMarkdown: true)
    #expect(Article.plain(title: read, text: read, source: "").text == "*net* & all <b> \u{20AC}5")
    #expect(HTMLText.markdown("&#42;net&#42;") == "*net*")
  }

  @Test func `Code of a page keeps its lines`() {
    let page =
      "<h2>Reset</h2><p>Type\nthis:</p><pre>\n# stop\n  all &lt;now&gt;</pre><p>```</p><h2>Wait</h2><p>A day.</p>"
    let articles = Article.markdown(HTMLText.markdown(page), source: "a.html", isPlain: true)
    #expect(articles.map(\.title) == ["Reset", "Wait"])
    #expect(articles.first?.text.split(separator: "\n") == ["Type this:", "# stop", "  all <now>", "```"])
  }

  @Test(
    arguments: ["<", "<x", "<x ", "<b", "</", "<!", "<!---->", "&", "&a", "`<b>", "`", "</b"],
    ["", ">", "<script>", "<!--"])
  func `Signs by the hundred thousand are read at once`(_ sign: String, _ around: String) {
    let text = around + String(repeating: sign, count: 100_000) + around
    for isMarkdown in [false, true] { #expect(HTMLText.markdown(text, isMarkdown: isMarkdown).count <= text.count) }
  }
}
