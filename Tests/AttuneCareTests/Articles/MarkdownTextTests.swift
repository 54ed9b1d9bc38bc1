import Testing

@testable import AttuneCare

@Suite struct MarkdownTextTests {
  @Test(
    arguments: [
      ("Open **[your *orders*](https://example.com/o(1))** now", "Open your orders now"),
      ("[![The map](map.png)](https://example.com)", "The map"),
      ("*see [*this*](x) page*", "see this page"),
      ("[one][ref], [two], [three](", "one, [two], [three]("),
      ("[a [b](c)", "[a b"),
      ("[[[a](b)](b)](b)", "a"),
      (#"\[not\](a link) and \`no code\`"#, "[not](a link) and `no code`"),
      ("`[a](b) *c*` and ``d`e`` and `f", "[a](b) *c* and d`e and `f"),
      ("*a _b* c_ 2 * 3 * 4", "a _b c_ 2 * 3 * 4"),
      ("<https://example.com/x> 1 < 2 <a:b c>", "https://example.com/x 1 < 2 <a:b c>"),
      ("~~gone~~ ~here~", "gone ~here~"),
    ])
  func `Marks are taken out of a line`(_ line: String, _ expected: String) {
    #expect(MarkdownText.inline(line) == expected)
  }

  @Test func `Code stands between marks of one length, and between fences`() {
    let text = "A `b` c\n~~~ html\n<d>\n`e`\n~~~\n```f``` and ``g`h`` and `i\n"
    #expect(MarkdownText.code(in: text).map { text[$0] } == ["b", "<d>", "`e`", "f", "g`h"])
    #expect(MarkdownText.plain("```f``` g") == "f g")
  }

  /// Each of these took time that grew with the square of the length, or doubled with each bracket: it
  /// would not end. No limit of time is set, which a machine with other work would exceed.
  @Test(
    arguments: [
      "[", "]", "![", "[](", "[a](b", "*", "_", "<", "`", "*a ", "*a _b ", " *a _b* c_", "<a:", "`a``b```c", "\\`", "(",
      "~~a",
    ])
  func `Marks by the hundred thousand are read at once`(_ mark: String) {
    let text = "a " + String(repeating: mark, count: 100_000)
    #expect(!Article.markdown("## Title\n" + text + " end", source: "a.md").isEmpty)
    #expect(MarkdownText.code(in: text).count <= text.count)
  }

  @Test func `Links in links are read once`() {
    let depth = 50_000
    let text = String(repeating: "[", count: depth) + "a" + String(repeating: "](b)", count: depth)
    #expect(MarkdownText.inline(text) == "a")
    #expect(MarkdownText.inline(text.dropLast()) == "[a](b")
  }

  /// Code ends with the mark that it began with, as long or longer.
  @Test func fencesMatch() {
    let text = "````md\n```\n# not a heading\n```\n````\n# Real\nbody"
    #expect(Article.markdown(text, source: "page").map(\.title) == ["page", "Real"])
    #expect(MarkdownText.plain("~~~\n**bold**\n```\n*line*\n~~~\n*text*") == "**bold**\n```\n*line*\ntext")
  }
}
