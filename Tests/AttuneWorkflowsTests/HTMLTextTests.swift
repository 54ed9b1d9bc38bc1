import Testing

@_spi(Server) @testable import AttuneWorkflows

@Suite struct HTMLTextTests {
  @Test func `HTML in Markdown is taken out, but not out of code`() {
    #expect(
      HTMLText.markdown(
        "Press <b>Send</b>, write `<b>` or ``&lt; `<br>` ``&amp;\n```\n<p>one</p>\n```\n<!-- `no` -->Done <i>now</i>",
        isMarkdown: true)
        == "Press Send, write `<b>` or ``&lt; `<br>` ``&\n```\n<p>one</p>\n```\nDone now")
    #expect(HTMLText.markdown("Press `<b>Send</b>`") == "Press `Send`")
  }

  @Test(
    arguments: ["<", "<x", "<x ", "<b", "</", "<!", "<!---->", "&", "&a", "`<b>", "`", "</b"],
    ["", ">", "<script>", "<!--"])
  func `Signs by the hundred thousand are read at once`(_ sign: String, _ around: String) {
    let text = around + String(repeating: sign, count: 100_000) + around
    for isMarkdown in [false, true] { #expect(HTMLText.markdown(text, isMarkdown: isMarkdown).count <= text.count) }
  }
}
