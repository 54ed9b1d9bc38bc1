import Attune
import AttunePlatform

/// Finds the articles that answer a message.
///
///     let index = ArticleIndex(articles)
///     index.search("My parcel never came", limit: 3)    // the best first; none where nothing fits
///
/// Each article has four kinds of evidence (`Evidence`), of which a logistic regression makes the probability that it answers;
/// articles stand in that order. Whether any is shown is asked of words alone, for what a message means as a whole is
/// somewhat like what every article means.
///
/// Three compare words, after BM25 (Robertson & Zaragoza 2009): a word counts by how few articles have it and by how rare it
/// is in English, and it is found in an article as its stem, as another word of a group of synonyms, as one that word vectors
/// know to be used alike, or misspelled; each for less. The fourth compares what message and article mean as a whole.
/// Of a long message each kind counts for the sentence that has most of it. Where no article is found by sentences, one is by
/// the clauses between their commas.
public struct ArticleIndex: Sendable {
  /// An article that answers.
  public struct Match: Sendable, Equatable {
    /// The place of the article in `articles`.
    public var article: Int
    /// The probability that it answers, 0 to 1, where half of the messages have an article.
    public var score: Double
    /// The sentence that has most to do with the message.
    public var sentence: String
  }

  /// What speaks for an article, each from 0 to 1, but for `meaning`, which may be less.
  package struct Evidence: Sendable, Equatable {
    /// The part of the message's information that the article has.
    package var words: Float = 0
    /// The part that one of its sentences has, together with the title.
    package var sentence: Float = 0
    /// The part of the title's information that the message has.
    package var title: Float = 0
    /// The cosine of both by word vectors.
    package var meaning: Float = 0
    /// The part of the message's information that any article has. It tells no article from another.
    package var known: Float = 0

    /// What decides whether the article is shown, 0 to 1.
    package var share: Double { Double(words + sentence + known / 2) / 2.5 }

    fileprivate mutating func formMaximum(_ other: Evidence) {
      words = max(words, other.words)
      sentence = max(sentence, other.sentence)
      title = max(title, other.title)
      meaning = max(meaning, other.meaning)
      known = max(known, other.known)
    }
  }

  /// The coefficients of the regression.
  package struct Weights: Sendable {
    package var words: Float
    package var sentence: Float
    package var title: Float
    package var meaning: Float
    /// For each time that there are e times as many articles: among many, one has the words of any message.
    package var size: Float
    package var constant: Float

    package init(words: Float, sentence: Float, title: Float, meaning: Float, size: Float, constant: Float) {
      self.words = words
      self.sentence = sentence
      self.title = title
      self.meaning = meaning
      self.size = size
      self.constant = constant
    }

    /// Learned by `ArticleFit` in the tests from questions about three help centres.
    package static let shipped = Weights(
      words: 7.74, sentence: 6.69, title: 4.39, meaning: 4.54, size: -0.69, constant: -5.59)

    package func logit(_ evidence: Evidence, articles: Int) -> Float {
      words * evidence.words + sentence * evidence.sentence + title * evidence.title + meaning * evidence.meaning
        + size * log(Float(max(articles, 1))) + constant
    }
  }

  /// Where a term is in an article.
  private struct Posting {
    var article: Int
    /// How often; once all articles are read, what that counts for.
    var count: Float
    var isInTitle = false
  }

  /// What is searched.
  public let articles: [Article]
  private let terms = SearchTerms.shipped
  private let vectors = WordVectors.shipped
  private var vocabulary = ArticleVocabulary()
  /// Of each term.
  private var postings: [[Posting]] = []
  /// The sentences that have each term.
  private var sentences: [[Int]] = []
  /// The article of each sentence, and where the sentences of each article begin.
  private var articlesOfSentences: [Int] = []
  private var sentenceStarts: [Int] = [0]
  /// The information in each title.
  private var titles: [Float]
  /// Where each article points.
  private var directions: [WordVectors.Direction]

  /// The share of a message's information, by its words, from which on the best article is shown: by chance, the best of many
  /// articles has more of it than the best of few. What people ask each other in everyday life is above it about seven times in
  /// a hundred, in help centres of 4 to 100 articles; larger ones were not measured, and it soon grows no further.
  public var leastShare: Double { 0.127 + 0.06 * log(Double(min(max(articles.count, 1), 200))) }
  /// The part of the best one's words that others have at least.
  private static let leastOfBest: Float = 0.5
  /// The part of the best one's probability that others have at least.
  private static let leastOfBestScore = 0.1
  /// The probability that the best one has at least, where it may be by one of several sentences, or by a clause: by chance, the
  /// best of several parts of a message has more than the whole.
  private static let leastScoreOfSentence = 0.2
  private static let leastScoreOfClause = 0.4

  /// How often a word of the title counts.
  private static let titleCount: Float = 2
  /// How soon further occurrences count less, and how much length matters (BM25's k1 and b).
  private static let saturation: Float = 1.2
  private static let lengthWeight: Float = 0.4
  /// Information that is taken to be in every message and in every title besides their words, so that short ones need more
  /// than one hit.
  private static let unsaid: Float = 3
  private static let unsaidInTitle: Float = 1

  /// A smaller help centre is taken for a part of one of that many articles, in which rare words still tell something.
  private static let fewest = 50

  /// - Complexity: O(bytes of all articles)
  public init(_ articles: [Article]) {
    self.articles = articles
    titles = Array(repeating: 0, count: articles.count)
    directions = Array(repeating: .init(), count: articles.count)
    let lengths = articles.indices.map { read($0) }
    let mean = lengths.reduce(0, +) / Float(max(lengths.count, 1))
    for term in postings.indices {
      let weight = weight(term)
      for (place, posting) in postings[term].enumerated() {
        let length = mean > 0 ? lengths[posting.article] / mean : 1
        let half = Self.saturation * (1 - Self.lengthWeight + Self.lengthWeight * length)
        postings[term][place].count = posting.count / (posting.count + half)
        if posting.isInTitle { titles[posting.article] += weight }
      }
    }
    // By what occurrences count for, so that one word that is all over an article is not all of its meaning.
    vocabulary.forEachDirection { term, direction in
      let weight = weight(term)
      for posting in postings[term] { directions[posting.article].add(direction, weight * posting.count) }
    }
    directions = directions.map(\.normalized)
  }

  /// Adds an article to the postings.
  /// - Returns: how many words it has.
  private mutating func read(_ number: Int) -> Float {
    var counts: [Int: Posting] = [:]
    func count(_ text: String, _ body: (Int) -> Void) {
      terms.forEach(in: text) { word in
        let term = vocabulary.add(word)
        if term == postings.count {
          postings.append([])
          sentences.append([])
        }
        body(term)
      }
    }
    count(articles[number].title) { term in
      counts[term, default: Posting(article: number, count: 0)].count += Self.titleCount
      counts[term]?.isInTitle = true
    }
    for sentence in Self.sentences(of: articles[number].text) {
      let place = articlesOfSentences.count
      articlesOfSentences.append(number)
      count(sentence) { term in
        counts[term, default: Posting(article: number, count: 0)].count += 1
        if sentences[term].last != place { sentences[term].append(place) }
      }
    }
    sentenceStarts.append(articlesOfSentences.count)
    for (term, posting) in counts { postings[term].append(posting) }
    return counts.values.reduce(0) { $0 + $1.count }
  }

  private static func sentences(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    return Sentences.ranges(of: text).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  /// How much it tells that an article has a stem.
  package func information(_ stem: UInt64) -> Float {
    information(articles: vocabulary.number(of: stem).map { postings[$0].count } ?? 0)
  }

  private func information(articles having: Int) -> Float {
    let (all, having) = (Float(max(articles.count, Self.fewest)), Float(having))
    return log(1 + (all - having + 0.5) / (having + 0.5))
  }

  /// How much a term counts for.
  private func weight(_ term: Int) -> Float { information(articles: postings[term].count) * vocabulary.rarities[term] }

  /// The words of a text in their order, in small letters; the stem of those that tell nothing is 0.
  package static func words(of text: String) -> [(word: String, stem: UInt64)] { SearchTerms.shipped.words(of: text) }
}

extension ArticleIndex {
  /// Distinct words and parts of a message that are looked at.
  private static let wordLimit = 200
  private static let partLimit = 50
  /// Words that a clause has at least.
  private static let leastClause = 4

  /// The articles that answer a message, the best first.
  ///
  /// - Parameters:
  ///   - message: what a customer wrote.
  ///   - limit: of articles.
  ///   - leastShare: of the message's information, by its words, that the best one has at least; nil for that of the index.
  /// - Complexity: O(words × (terms + articles that have them) + articles)
  public func search(_ message: String, limit: Int = 3, leastShare: Double? = nil) -> [Match] {
    let sentences = Self.sentences(of: message)
    let share = leastShare ?? self.leastShare
    let found = search(message, sentences, limit, share, sentences.count > 1 ? Self.leastScoreOfSentence : 0)
    let clauses = sentences.flatMap(Self.clauses(of:))
    guard found.isEmpty, !clauses.isEmpty, sentences.count < Self.partLimit else { return found }
    return search(message, sentences + clauses, limit, share, Self.leastScoreOfClause)
  }

  private func search(
    _ message: String, _ parts: [String], _ limit: Int, _ leastShare: Double, _ leastScore: Double
  ) -> [Match] {
    let (evidence, values) = compare(message, parts)
    let scores = evidence.map { 1 / (1 + exp(-Double(Weights.shipped.logit($0, articles: articles.count)))) }
    // An article that matches only a part that tells too little, such as "Best wishes", does not hide those below it.
    let sorted = articles.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    let order = (leastScore > 0 ? sorted.drop { evidence[$0].share < leastShare } : sorted[...]).prefix(limit)
    guard let best = order.first, evidence[best].share >= leastShare, scores[best] >= leastScore else { return [] }
    return order.filter {
      evidence[$0].words >= Self.leastOfBest * evidence[best].words
        && scores[$0] >= Self.leastOfBestScore * scores[best]
    }.map {
      Match(article: $0, score: scores[$0], sentence: sentence(of: $0, values))
    }
  }

  /// What speaks for each article.
  package func evidence(for message: String) -> [Evidence] { compare(message, Self.sentences(of: message)).evidence }

  /// The sentence of an article with the greatest of the values of all sentences; the first one where several have it.
  private func sentence(of article: Int, _ values: [Float]) -> String {
    let range = sentenceStarts[article]..<sentenceStarts[article + 1]
    guard let best = range.max(by: { (values[$0], $1) < (values[$1], $0) }) else { return "" }
    return Self.sentences(of: articles[article].text)[best - range.lowerBound]
  }

  /// A word of a message.
  private struct Word {
    /// How much it counts for.
    var weight: Float
    var direction: WordVectors.Direction?
    var matches: [ArticleVocabulary.Match]
  }

  /// The greatest value at each of some places, among many that have none.
  private struct Maxima {
    private var values: [Float]
    private var places: [Int] = []

    init(count: Int) { values = Array(repeating: 0, count: count) }

    mutating func raise(_ place: Int, to value: Float) {
      if values[place] == 0 { places.append(place) }
      values[place] = max(values[place], value)
    }

    subscript(place: Int) -> Float { values[place] }

    /// Calls `body` with each place and its value, then forgets all.
    mutating func drain(_ body: (Int, Float) -> Void) {
      for place in places {
        body(place, values[place])
        values[place] = 0
      }
      places.removeAll(keepingCapacity: true)
    }
  }

  /// What speaks for each article by the whole message and by its parts, and the information that each sentence has of the whole.
  private func compare(_ message: String, _ parts: [String]) -> (evidence: [Evidence], sentences: [Float]) {
    var known: [UInt64: Word] = [:]
    func words(_ text: String) -> [Word] {
      var stems: Set<UInt64> = []
      var words: [Word] = []
      terms.forEach(in: text) { word in
        guard words.count < Self.wordLimit, stems.insert(word.stem).inserted else { return }
        if known[word.stem] == nil, known.count < Self.wordLimit {
          known[word.stem] = Word(
            weight: information(word.stem) * vectors.rarity(word.row), direction: word.row.map(vectors.direction),
            matches: vocabulary.matches(word))
        }
        if let word = known[word.stem] { words.append(word) }
      }
      return words
    }
    var (evidence, values) = compare(words(message))
    if parts.count > 1 {
      for part in parts.prefix(Self.partLimit) {
        for (article, other) in compare(words(part)).evidence.enumerated() { evidence[article].formMaximum(other) }
      }
    }
    return (evidence, values)
  }

  /// The parts of a sentence between commas and similar marks. What is short has to be about the message as a whole.
  private static func clauses(of sentence: String) -> [String] {
    let clauses = sentence.split { ",;:()".contains($0) }
    return clauses.count < 2 ? [] : clauses.map(String.init).filter { $0.split(separator: " ").count >= leastClause }
  }

  private func compare(_ words: [Word]) -> (evidence: [Evidence], sentences: [Float]) {
    var evidence = Array(repeating: Evidence(), count: articles.count)
    // What sentences have, and what they have that the title has not.
    var values = Array(repeating: Float(0), count: articlesOfSentences.count)
    var besides = values
    var titleParts = Array(repeating: Float(0), count: articles.count)
    var found = Maxima(count: articles.count)
    var foundInTitles = Maxima(count: articles.count)
    var foundInSentences = Maxima(count: articlesOfSentences.count)
    var foundTerms = Maxima(count: postings.count)
    var direction = WordVectors.Direction()
    var all = Self.unsaid
    var known: Float = 0
    for word in words {
      all += word.weight
      known += word.weight * (word.matches.map(\.value).max() ?? 0)
      if let other = word.direction { direction.add(other, word.weight) }
      for match in word.matches {
        foundTerms.raise(match.term, to: match.value)
        for posting in postings[match.term] {
          found.raise(posting.article, to: match.value * posting.count)
          if posting.isInTitle { foundInTitles.raise(posting.article, to: match.value) }
        }
        for sentence in sentences[match.term] { foundInSentences.raise(sentence, to: match.value) }
      }
      found.drain { evidence[$0].words += word.weight * $1 }
      foundInSentences.drain { sentence, value in
        values[sentence] += word.weight * value
        besides[sentence] += word.weight * max(0, value - foundInTitles[articlesOfSentences[sentence]])
      }
      foundInTitles.drain { titleParts[$0] += word.weight * $1 }
    }
    foundTerms.drain { term, value in
      let weight = weight(term)
      for posting in postings[term] where posting.isInTitle { evidence[posting.article].title += weight * value }
    }
    direction = direction.normalized
    for article in articles.indices {
      let range = sentenceStarts[article]..<sentenceStarts[article + 1]
      evidence[article].words /= all
      evidence[article].sentence = (titleParts[article] + (range.map { besides[$0] }.max() ?? 0)) / all
      evidence[article].title /= titles[article] + Self.unsaidInTitle
      evidence[article].meaning = directions[article].likeness(direction)
      evidence[article].known = all > Self.unsaid ? known / (all - Self.unsaid) : 0
    }
    return (evidence, values)
  }
}
