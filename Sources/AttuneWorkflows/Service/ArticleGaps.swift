import AttuneCare
import AttuneReports
import AttuneStreams
import Synchronization

/// What many messages ask that no article answers.
@_spi(Server) public struct ArticleGaps: Sendable {
  /// Messages without an article that share a word.
  public struct Gap: Sendable, Equatable {
    /// As it stands in the first of them.
    public var word: String
    /// How many they are.
    public var count: Int
    /// One of them, with private data masked.
    public var example: String
  }

  /// Messages that were read.
  public private(set) var messages = 0
  /// Messages without an article.
  public private(set) var unanswered = 0
  /// The largest first.
  public private(set) var gaps: [Gap] = []

  /// Messages without an article that are kept.
  private static let kept = 100_000
  private static let shown = 10

  /// Reads messages.
  ///
  /// - Parameter field: of the text, in tables and JSON.
  /// - Complexity: O(bytes), and memory for 100,000 messages.
  public init(_ files: [String], field: String, _ book: ArticleBook) throws(Service.Failure) {
    var found: [String] = []
    for file in files {
      let state = Mutex<(count: Int, texts: [String])>((0, []))
      let format = RecordFormat(path: file) ?? .text
      var pipeline = FieldPipeline<String?>(format: format, fields: [field]) { fields in
        let text = String(decoding: fields[0], as: UTF8.self)
        return book.search(text).isEmpty ? text : nil
      }
      pipeline.workers = 2
      do throws(StreamError) {
        try pipeline.run([.file(file)]) { batch in
          state.withLock { state in
            state.count += batch.rows.count
            state.texts += batch.rows.compactMap(\.self)
          }
          return true
        }
      } catch {
        throw .unreadable("\(error)")
      }
      messages += state.withLock { $0.count }
      found += state.withLock { $0.texts }
    }
    unanswered = found.count
    gaps = Self.gaps(Array(found.prefix(Self.kept)))
  }

  /// The word that most messages share, then that of most of the others, and so on.
  private static func gaps(_ messages: [String]) -> [Gap] {
    var words = messages.map { ArticleIndex.words(of: $0) }
    var counts: [UInt64: Int] = [:]
    for message in words { for word in message.keys { counts[word, default: 0] += 1 } }
    var gaps: [Gap] = []
    while gaps.count < shown, let best = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), best.value > 1 {
      guard let first = words.firstIndex(where: { $0[best.key] != nil }), let word = words[first][best.key] else {
        break
      }
      gaps.append(
        Gap(word: word, count: best.value, example: Redaction.redact(Excerpt.line(messages[first]))))
      for index in words.indices where words[index][best.key] != nil {
        for word in words[index].keys { counts[word]! -= 1 }
        words[index] = [:]
      }
    }
    return gaps
  }
}

/// The beginning of a text on one line.
private enum Excerpt {
  static func line(_ text: String) -> String {
    let start = text.prefix(120)
    return String(start.map { $0.isNewline || $0 == "\t" ? " " : $0 }) + (start.endIndex < text.endIndex ? "…" : "")
  }
}
