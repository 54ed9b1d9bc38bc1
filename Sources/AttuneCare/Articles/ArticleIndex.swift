import Attune

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Finds the articles that answer a message.
///
///     let index = ArticleIndex(articles)
///     index.search("My parcel never came", limit: 3)    // the best first; none where nothing fits
///
/// BM25 (Robertson & Zaragoza 2009) over stems, in which a word also counts for others of its group of synonyms, gives the
/// part of the message's information that the article has: a word counts by how few articles have it, and words that none
/// has count against all. Of a long message its best sentence counts. Word vectors have a say in the order, not in what is
/// shown: they know which words are used alike, and nearly every message is somewhat like every article.
public struct ArticleIndex: Sendable {
  /// An article that answers.
  public struct Match: Sendable, Equatable {
    /// The place of the article in `articles`.
    public var article: Int
    /// 0 to 1: of what is asked, how much the article has, by its words and by what they mean.
    public var score: Double
    /// The sentence that has most to do with the message.
    public var sentence: String
  }

  /// What is searched.
  public let articles: [Article]
  private let terms = SearchTerms.shipped
  /// Where each term occurs, and how often.
  private var postings: [UInt64: [(article: Int32, count: Float)]] = [:]
  /// Of each article, how long it is against the mean.
  private var lengths: [Float] = []
  private let vectors = WordVectors.shipped
  /// The directions of the title and the sentences of all articles, and where those of each begin.
  private var passages: [WordVectors.Direction] = []
  private var passageStarts: [Int] = [0]

  /// Articles that have a smaller part of a message's information, by its words, are not shown.
  public static let leastShare = 0.165
  /// What likeness by word vectors counts for in the order of articles.
  private static let vectorWeight: Float = 0.2

  /// How often a word of the title counts.
  private static let titleCount: Float = 2
  /// How soon further occurrences count less, and how much length matters (BM25's k1 and b).
  private static let saturation: Float = 1.2
  private static let lengthWeight: Float = 0.4
  /// What a synonym counts for.
  private static let synonymWeight: Float = 0.9
  /// Information that is taken to be in every message besides its words, so that short ones need more than one hit.
  private static let unsaid: Float = 4

  /// A smaller help centre is taken for a part of one of that many articles, in which rare words still tell something.
  private static let fewest = 50

  /// - Complexity: O(bytes of all articles)
  public init(_ articles: [Article]) {
    self.articles = articles
    for (number, article) in articles.enumerated() {
      var counts: [UInt64: Float] = [:]
      terms.forEach(in: article.text) { counts[$0, default: 0] += 1 }
      terms.forEach(in: article.title) { counts[$0, default: 0] += Self.titleCount }
      lengths.append(counts.values.reduce(0, +))
      var groups: [UInt64: Float] = [:]
      for (stem, count) in counts {
        for group in terms.groups(of: stem) { groups[group] = max(groups[group] ?? 0, count) }
      }
      for (term, count) in counts.merging(groups, uniquingKeysWith: max) {
        postings[term, default: []].append((Int32(number), count))
      }
    }
    let mean = lengths.reduce(0, +) / Float(max(lengths.count, 1))
    lengths = lengths.map { mean > 0 ? $0 / mean : 1 }
    for article in articles {
      passages.append(direction(of: article.title))
      for range in Sentences.ranges(of: article.text) { passages.append(direction(of: Self.text(article.text, range))) }
      passageStarts.append(passages.count)
    }
  }

  /// Where the words of a text point to together, each by how much it tells.
  private func direction(of text: String) -> WordVectors.Direction {
    var sum = WordVectors.Direction()
    terms.forEachHash(in: text) { hash, singular, stem in
      if let found = vectors.direction(of: hash) ?? vectors.direction(of: singular) { sum += information(stem) * found }
    }
    return WordVectors.normalized(sum)
  }

  /// How alike the title or a sentence of an article is to a message, the one that is most; 0 to 1.
  private func likeness(of article: Int, _ message: WordVectors.Direction) -> Float {
    var most: Float = 0
    for place in passageStarts[article]..<passageStarts[article + 1] {
      most = max(most, (passages[place] * message).sum())
    }
    return min(most, 1)
  }

  /// The articles that answer a message, the best first.
  ///
  /// - Parameters:
  ///   - message: what a customer wrote.
  ///   - limit: of articles.
  ///   - leastShare: of the message's information, by its words, that each has at least.
  /// - Complexity: O(words × articles that have them + sentences of all articles)
  public func search(_ message: String, limit: Int = 3, leastShare: Double = leastShare) -> [Match] {
    var best = scores(message)
    let sentences = Sentences.ranges(of: message)
    if sentences.count > 1 {
      for range in sentences.prefix(Self.sentenceLimit) {
        best.merge(scores(Self.text(message, range)), uniquingKeysWith: max)
      }
    }
    let direction = direction(of: message)
    return articles.indices.compactMap { article -> (article: Int, score: Float)? in
      let share = best[article] ?? 0
      guard Double(share) >= leastShare else { return nil }
      let score = share + Self.vectorWeight * likeness(of: article, direction)
      return score > 0 ? (article, score / (1 + Self.vectorWeight)) : nil
    }
    .sorted { ($1.score, $0.article) < ($0.score, $1.article) }.prefix(limit)
    .map { Match(article: $0.article, score: Double($0.score), sentence: sentence(of: $0.article, for: message)) }
  }

  /// Sentences of a message that are looked at.
  private static let sentenceLimit = 50

  private static func text(_ text: String, _ range: Range<Int>) -> String {
    String(decoding: Array(text.utf8)[range], as: UTF8.self)
  }

  /// How much it tells that an article has a term.
  package func information(_ term: UInt64) -> Float {
    let (all, having) = (Float(max(articles.count, Self.fewest)), Float(postings[term]?.count ?? 0))
    return log(1 + (all - having + 0.5) / (having + 0.5))
  }

  private func words(_ text: String) -> Set<UInt64> {
    var words: Set<UInt64> = []
    terms.forEach(in: text) { words.insert($0) }
    return words
  }

  /// The words of a text in their order, in small letters; the stem of those that tell nothing is 0.
  package static func words(of text: String) -> [(word: String, stem: UInt64)] { SearchTerms.shipped.words(of: text) }

  private func scores(_ text: String) -> [Int: Float] {
    var sums: [Int: Float] = [:]
    var all = Self.unsaid
    for word in words(text).sorted() {
      all += information(word)
      var found: [Int: Float] = [:]
      func add(_ term: UInt64, _ weight: Float) {
        let information = information(term)
        for place in postings[term] ?? [] {
          let length = Self.saturation * (1 - Self.lengthWeight + Self.lengthWeight * lengths[Int(place.article)])
          let value = weight * information * place.count / (place.count + length)
          found[Int(place.article)] = max(found[Int(place.article)] ?? 0, value)
        }
      }
      add(word, 1)
      for group in terms.groups(of: word) { add(group, Self.synonymWeight) }
      sums.merge(found, uniquingKeysWith: +)
    }
    return sums.mapValues { $0 / all }
  }

  /// The sentence of an article that shares most with a message; its first one where none shares anything.
  private func sentence(of article: Int, for message: String) -> String {
    let text = articles[article].text
    let wanted = words(message)
    let groups = Set(wanted.flatMap { terms.groups(of: $0) })
    let sentences = Sentences.ranges(of: text).map { Self.text(text, $0) }
    let values = sentences.map { sentence in
      words(sentence).reduce(Float(0)) { sum, word in
        if wanted.contains(word) { return sum + information(word) }
        return terms.groups(of: word).contains(where: groups.contains)
          ? sum + Self.synonymWeight * information(word) : sum
      }
    }
    guard let best = values.indices.max(by: { (values[$0], $1) < (values[$1], $0) }) else { return "" }
    return sentences[best]
  }
}
