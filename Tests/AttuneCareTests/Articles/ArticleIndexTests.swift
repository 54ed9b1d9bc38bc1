import Foundation
import Testing

@testable import AttuneCare

@Suite struct ArticleIndexTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  private static func articles() throws -> [Article] {
    Article.markdown(
      try String(contentsOf: folder.appending(path: "articles.md"), encoding: .utf8), source: "articles.md")
  }

  @Test func `Articles are cut at headings`() throws {
    let articles = Article.markdown(
      "Intro\n# Help\n## Pay\nBy card.\n### Late\nA fee.\n```\n# not a heading\n```\n## Empty\n## Post ##\nTwo days.\n",
      source: "help.md")
    #expect(articles.map(\.title) == ["help.md", "Pay", "Pay: Late", "Post"])
    #expect(articles[2].text == "A fee.\n# not a heading")
    #expect(try Self.articles().count == 60)
  }

  @Test func `Questions in other words find their article, and others find none`() throws {
    let index = ArticleIndex(try Self.articles())
    let lines = try String(contentsOf: Self.folder.appending(path: "questions.tsv"), encoding: .utf8)
      .split(separator: "\n").dropFirst().map { $0.split(separator: "\t") }
    var (found, shown, answerable, wrong, others) = (0, 0, 0, 0, 0)
    for line in lines {
      if line[0] == "-" {
        others += 1
        if !index.search(String(line[1])).isEmpty { wrong += 1 }
      } else {
        answerable += 1
        func has(_ least: Double) -> Bool {
          index.search(String(line[1]), leastShare: least).contains { index.articles[$0.article].title == line[0] }
        }
        if has(0) { found += 1 }
        if has(ArticleIndex.leastShare) { shown += 1 }
      }
    }
    #expect(answerable == 300)
    #expect(others == 60)
    #expect(Double(found) / 300 >= 0.85, "recall@3 \(Double(found) / 300)")
    #expect(Double(shown) / 300 >= 0.6, "shown \(Double(shown) / 300)")
    #expect(Double(wrong) / 60 <= 0.05, "shown without an article \(wrong)")
  }

  @Test func `The sentence that answers is quoted, also of a long message`() throws {
    let index = ArticleIndex(try Self.articles())
    let message =
      "Good morning, I have been a customer for years and like your shop a lot. Yesterday I was at the sea with my family. "
      + "Can I still send back the jacket, which is unused, after 20 days? Best wishes, Robin"
    let best = try #require(index.search(message).first)
    #expect(index.articles[best.article].title == "Return an item")
    #expect(best.sentence == "You can send back anything unused within 30 days.")
  }

  @Test func `Nothing is found where there is nothing`() {
    #expect(ArticleIndex([]).search("Where is my parcel?").isEmpty)
    let index = ArticleIndex([Article(title: "", text: "")])
    #expect(index.search("").isEmpty)
    #expect(index.search("\u{0}\u{FFFD} 🙂").isEmpty)
  }
}
