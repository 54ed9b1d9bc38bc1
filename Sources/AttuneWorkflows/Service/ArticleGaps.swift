import AttuneCare
import AttunePlatform
import AttuneReports
import AttuneStreams
import Synchronization

/// What many messages ask that no article answers.
@_spi(Server) public struct ArticleGaps: Sendable {
  /// Messages without an article that share a topic.
  public struct Gap: Sendable, Equatable {
    /// A word, or words in a row, as the first of them has it.
    public var topic: String
    /// How many they are.
    public var count: Int
    /// One of them, with private data masked.
    public var example: String
  }

  /// Messages that were read.
  public private(set) var messages = 0
  /// Messages without an article.
  public private(set) var unanswered = 0
  /// The topic that tells most first.
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
    gaps = Self.gaps(Array(found.prefix(Self.kept)), book)
  }

  /// The topic that tells most of the messages, then that which tells most of the others, and so on.
  private static func gaps(_ messages: [String], _ book: ArticleBook) -> [Gap] {
    var waiting = messages.map { ArticleIndex.words(of: $0).map { $0.word.contains(where: \.isLetter) ? $0.stem : 0 } }
    var counts: [UInt64: Int] = [:]
    for stems in waiting { for stem in Set(stems) where stem != 0 { counts[stem, default: 0] += 1 } }
    // What nearly all messages have tells none from another (TF-IDF), and what many articles have is not what they lack.
    var information: [UInt64: Double] = [:]
    for (stem, count) in counts {
      information[stem] = log(Double(messages.count) / Double(count)) * book.information(of: stem)
    }
    func told(_ gap: (key: UInt64, value: Int)) -> Double { Double(gap.value) * (information[gap.key] ?? 0) }
    var gaps: [Gap] = []
    while gaps.count < shown {
      let shared = counts.lazy.filter { $0.value > 1 }
      guard let best = shared.max(by: { (told($0), $1.key) < (told($1), $0.key) }) else { break }
      let having = waiting.indices.filter { waiting[$0].contains(best.key) }
      let phrase = phrase(around: best.key, in: having.map { waiting[$0] })
      guard let first = having.first(where: { place(of: phrase, in: waiting[$0]) != nil }),
        let start = place(of: phrase, in: waiting[first])
      else { break }
      let topic = ArticleIndex.words(of: messages[first])[start..<start + phrase.count].map(\.word)
      gaps.append(
        Gap(
          topic: topic.joined(separator: " "), count: best.value,
          example: Redaction.redact(Excerpt.line(messages[first]))))
      for index in having {
        for stem in Set(waiting[index]) where stem != 0 { counts[stem]! -= 1 }
        waiting[index] = []
      }
    }
    return gaps
  }

  /// Words of the longest topic.
  private static let longest = 3

  /// A stem with those that stand beside it in at least half of the messages.
  private static func phrase(around stem: UInt64, in messages: [[UInt64]]) -> [UInt64] {
    var phrase = [stem]
    while phrase.count < longest {
      var counts: [[UInt64]: Int] = [:]
      for stems in messages {
        guard let start = place(of: phrase, in: stems) else { continue }
        let end = start + phrase.count
        if start > 0, stems[start - 1] != 0 { counts[[stems[start - 1]] + phrase, default: 0] += 1 }
        if end < stems.count, stems[end] != 0 { counts[phrase + [stems[end]], default: 0] += 1 }
      }
      let best = counts.max { $0.value != $1.value ? $0.value < $1.value : $1.key.lexicographicallyPrecedes($0.key) }
      guard let best, best.value > 1, 2 * best.value >= messages.count else { break }
      phrase = best.key
    }
    return phrase
  }

  private static func place(of phrase: [UInt64], in stems: [UInt64]) -> Int? {
    guard stems.count >= phrase.count else { return nil }
    return (0...stems.count - phrase.count).first { stems[$0..<$0 + phrase.count].elementsEqual(phrase) }
  }

  /// A line of JSON.
  public var json: String {
    let topics = gaps.map { gap in
      "{\"topic\":\(JSONText.string(gap.topic)),\"count\":\(gap.count),\"example\":\(JSONText.string(gap.example))}"
    }
    return "{\"messages\":\(messages),\"unanswered\":\(unanswered),\"gaps\":[\(topics.joined(separator: ","))]}\n"
  }
}

/// The beginning of a text on one line.
private enum Excerpt {
  static func line(_ text: String) -> String {
    let start = text.prefix(120)
    return String(start.map { $0.isNewline || $0 == "\t" ? " " : $0 }) + (start.endIndex < text.endIndex ? "…" : "")
  }
}
