import Attune
import AttuneCare
import AttuneReports
import AttuneStreams
import Synchronization

/// The articles of a help centre, read from files once and searched in memory: no request leads to a file.
@_spi(Server) public struct ArticleBook: Sendable {
  private let index: ArticleIndex
  private let texts = Pool { FieldBatch(names: ["text"], strings: ["text"]) }

  private static let fileLimit = 16 << 20
  /// Names of the fields of tables and JSON, of which the first that holds something counts.
  private static let titles = ["title", "question", "subject", "name"]
  private static let bodies = ["text", "answer", "body", "content"]

  /// How many articles there are.
  public var count: Int { index.articles.count }

  /// Reads Markdown and HTML, cut at headings, tables and JSON with a field "title" and a field "text" (or "question" and
  /// "answer"), and text, of which a file is an article.
  ///
  /// - Complexity: O(bytes)
  public init(files: [String]) throws(Service.Failure) {
    var articles: [Article] = []
    for file in files { articles += try Self.read(file) }
    index = ArticleIndex(articles)
  }

  private static func read(_ path: String) throws(Service.Failure) -> [Article] {
    do throws(StreamError) {
      if let format = RecordFormat(path: path), format != .text { return try records(path, format) }
      let text = String(decoding: try StreamInput.file(path).text(limit: fileLimit), as: UTF8.self)
      let name = path.lowercased()
      let isHTML = name.hasSuffix(".html") || name.hasSuffix(".htm")
      return Article.markdown(HTMLText.markdown(text, isMarkdown: !isHTML), source: path, isPlain: isHTML)
    } catch {
      throw .unreadable("\(error)")
    }
  }

  private static func records(_ path: String, _ format: RecordFormat) throws(StreamError) -> [Article] {
    let articles = Mutex<[Article]>([])
    var pipeline = FieldPipeline(format: format, fields: titles + bodies) { fields -> Article in
      func first(_ fields: ArraySlice<UnsafeBufferPointer<UInt8>>) -> String {
        fields.first { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) } ?? ""
      }
      let title = first(fields.prefix(titles.count))
      // One that is nothing but markup is shown as it is written.
      let shown = HTMLText.markdown(title, isMarkdown: true)
      return Article.plain(
        title: shown.trimmingBlanks.isEmpty ? title : shown,
        text: HTMLText.markdown(first(fields.dropFirst(titles.count)), isMarkdown: true), source: path)
    }
    pipeline.optionalFields = Set(titles + bodies)
    try pipeline.run([.file(path)]) { batch in
      articles.withLock { $0 += batch.rows.filter { !$0.text.isEmpty } }
      return true
    }
    return articles.withLock { $0 }
  }

  /// An article that answers.
  public struct Match: Sendable {
    /// The heading.
    public var title: String
    /// All that it says.
    public var text: String
    /// The sentence that has most to do with the message.
    public var sentence: String
    /// The file.
    public var source: String
    /// 0 to 1.
    public var score: Double
  }

  /// The articles that answer a message, the best first, at most three.
  /// - Complexity: O(words × articles that have them)
  public func search(_ message: String) -> [Match] {
    index.search(message).map { match in
      let article = index.articles[match.article]
      return Match(
        title: article.title, text: article.text, sentence: match.sentence, source: article.source, score: match.score)
    }
  }

  /// How much it tells that a text has a stem: the more, the fewer articles have it.
  func information(of stem: UInt64) -> Double { Double(index.information(stem)) }

  /// For the field "text" of each record `{"articles":[{"title":…,"sentence":…,"source":…,"score":…}]}`.
  ///
  /// - Parameters:
  ///   - lines: whole records, one a line.
  ///   - isWhole: each article has its `text` as well.
  public func answer(_ lines: [UInt8], isWhole: Bool) -> Answer {
    Answer(to: lines, texts) { Self.json(search($0), isWhole: isWhole) }
  }

  /// A line of JSON.
  /// - Parameter isWhole: see `answer`.
  public static func json(_ matches: [Match], isWhole: Bool) -> String {
    let articles = matches.map { match in
      "{\"title\":\(JSONText.string(match.title)),\"sentence\":\(JSONText.string(match.sentence)),"
        + (isWhole ? "\"text\":\(JSONText.string(match.text))," : "")
        + "\"source\":\(JSONText.string(match.source)),\"score\":\(Decimals.four(match.score))}"
    }
    return "{\"articles\":[\(articles.joined(separator: ","))]}\n"
  }
}
