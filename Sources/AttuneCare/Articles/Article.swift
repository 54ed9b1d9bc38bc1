import Attune

/// A part of a help centre that answers one question: what stands below one heading.
public struct Article: Sendable, Equatable {
  /// The heading, with those above it.
  public var title: String
  /// The text below the heading.
  public var text: String
  /// The file that it is from.
  public var source: String

  /// An article with its parts.
  public init(title: String, text: String, source: String = "") {
    self.title = title
    self.text = text
    self.source = source
  }
}

extension Article {
  /// The articles of a Markdown text, cut at its headings. What stands above the first heading is an article of the name of
  /// the file; headings without a text are no articles. A heading without words ends what stands below the last one.
  ///
  /// - Parameter isPlain: but for its headings, the text has no marks.
  /// - Complexity: O(bytes)
  package static func markdown(_ text: String, source: String, isPlain: Bool = false) -> [Article] {
    var articles: [Article] = []
    /// Of the headings that are open, one for each level.
    var titles: [(level: Int, title: String)] = []
    var body = ""
    var fence = CodeFence()
    func finish() {
      let text = (isPlain ? body : MarkdownText.plain(body)).trimmingBlanks
      body = ""
      guard !text.isEmpty else { return }
      // The title of the whole page stands above many articles, and tells none from another.
      let shown = titles.count > 1 ? titles.dropFirst(titles[0].level == 1 ? 1 : 0) : titles[...]
      articles.append(
        Article(title: shown.isEmpty ? source : shown.map(\.title).joined(separator: ": "), text: text, source: source))
    }
    for line in withoutPreface(text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      // Of a page without marks, code begins and ends with a line of its own, which is not shown.
      let isCode = isPlain ? line == CodeFence.ofPage && fence.take(line) : fence.take(line)
      if isPlain, isCode { continue }
      let level = line.prefix { $0 == "#" }.count
      if !fence.isInside, (1...6).contains(level), line.dropFirst(level).first == " " {
        finish()
        titles.removeAll { $0.level >= level }
        let title = String(line.dropFirst(level)).trimmingBlanks.trimmedHashes
        if !title.isEmpty { titles.append((level, isPlain ? title : MarkdownText.inline(title))) }
      } else {
        body += line + "\n"
      }
    }
    finish()
    return articles
  }

  /// An article of texts as they stand in a table: Markdown, or none. Without a title it has the name of its source.
  package static func plain(title: String, text: String, source: String) -> Article {
    let plain = MarkdownText.inline(title).trimmingBlanks
    return Article(title: plain.isEmpty ? source : plain, text: MarkdownText.plain(text), source: source)
  }

  /// Without what programs read: fields between two lines of `---` at the beginning.
  private static func withoutPreface(_ text: String) -> Substring {
    let lines = text.split(maxSplits: 200, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard lines.count > 2, lines[0] == "---", let end = lines.dropFirst().dropLast().firstIndex(of: "---"),
      lines[1..<end].allSatisfy({ $0.isEmpty || $0.contains(":") || $0.first == " " || $0.first == "-" })
    else { return text[...] }
    return text[lines[end + 1].startIndex...]
  }
}

extension String {
  /// Without the marks that may close a heading.
  fileprivate var trimmedHashes: String { String(reversed().drop { $0 == "#" }.reversed()).trimmingBlanks }
}
