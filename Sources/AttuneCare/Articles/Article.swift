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
  /// the file; headings without a text are no articles.
  ///
  /// - Complexity: O(bytes)
  package static func markdown(_ text: String, source: String) -> [Article] {
    var articles: [Article] = []
    /// Of the headings that are open, one for each level.
    var titles: [(level: Int, title: String)] = []
    var body = ""
    var isCode = false
    func finish() {
      let text = body.trimmedBlanks
      body = ""
      guard !text.isEmpty else { return }
      // The title of the whole page stands above many articles, and tells none from another.
      let shown = titles.count > 1 ? titles.dropFirst(titles[0].level == 1 ? 1 : 0) : titles[...]
      articles.append(
        Article(title: shown.isEmpty ? source : shown.map(\.title).joined(separator: ": "), text: text, source: source))
    }
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if line.hasPrefix("```") { isCode.toggle() }
      let level = line.prefix { $0 == "#" }.count
      if !isCode, (1...6).contains(level), line.dropFirst(level).first == " " {
        finish()
        titles.removeAll { $0.level >= level }
        titles.append((level, String(line.dropFirst(level)).trimmedBlanks.trimmedHashes))
      } else {
        body += line + "\n"
      }
    }
    finish()
    return articles
  }
}

extension String {
  fileprivate var trimmedBlanks: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// Without the marks that may close a heading.
  fileprivate var trimmedHashes: String { String(reversed().drop { $0 == "#" }.reversed()).trimmedBlanks }
}
