import AttunePlatform

/// The words of articles, and which of them stand for a word of a message. Words of one stem are one term.
struct ArticleVocabulary: Sendable {
  /// A term of the articles for a word of a message.
  struct Match {
    var term: Int
    /// How sure it is that both mean the same, 0 to 1.
    var value: Float
  }

  private let terms = SearchTerms.shipped
  private let vectors = WordVectors.shipped
  private var numbers: [UInt64: Int] = [:]
  /// The terms of each group of synonyms.
  private var members: [UInt64: [Int]] = [:]
  private var directions: [(term: Int, direction: WordVectors.Direction)] = []
  /// Words as they are spelled, for slips of fingers.
  private var spellings: [[UInt8]: Int] = [:]
  /// How rare each term is in English.
  private(set) var rarities: [Float] = []

  /// What a synonym counts for: groups are of words that help centres use for each other, but not in every sentence.
  private static let synonymValue: Float = 0.6
  /// The cosine from which on two words count as alike; of two that have nothing to do with each other it is seldom above.
  private static let leastCosine: Float = 0.35
  /// What a word that points in the same direction counts for.
  private static let vectorValue: Float = 0.8
  private static let typoValue: Float = 0.8
  /// Letters from which on a word is not another one by a slip of a finger.
  private static let typoLength = 5
  /// Spellings that are kept: more are no vocabulary of people.
  private static let spellingLimit = 50_000

  /// The number of a term, which is new where no article has had it.
  mutating func add(_ word: SearchTerms.Word) -> Int {
    let number = numbers[word.stem] ?? rarities.count
    if number == rarities.count {
      numbers[word.stem] = number
      rarities.append(vectors.rarity(word.row))
      for group in terms.groups(of: word.stem) { members[group, default: []].append(number) }
      if let row = word.row { directions.append((number, vectors.direction(row))) }
    }
    if word.letters.count >= Self.typoLength, spellings.count < Self.spellingLimit { spellings[word.letters] = number }
    return number
  }

  /// The number of a stem; nil for one that no article has.
  func number(of stem: UInt64) -> Int? { numbers[stem] }

  /// Calls `body` with each term that has a direction.
  func forEachDirection(_ body: (Int, WordVectors.Direction) -> Void) {
    for (term, direction) in directions { body(term, direction) }
  }

  /// The terms that stand for a word, each once.
  /// - Complexity: O(terms that have a direction), and O(spellings) for a word that nobody knows.
  func matches(_ word: SearchTerms.Word) -> [Match] {
    var values: [Int: Float] = [:]
    func add(_ term: Int, _ value: Float) { values[term] = max(values[term] ?? 0, value) }
    if let row = word.row {
      let direction = vectors.direction(row)
      for (term, other) in directions {
        let excess = (direction.likeness(other) - Self.leastCosine) / (1 - Self.leastCosine)
        if excess > 0 { add(term, Self.vectorValue * excess * excess.squareRoot()) }
      }
    }
    for group in terms.groups(of: word.stem) {
      for term in members[group] ?? [] { add(term, Self.synonymValue) }
    }
    if let term = numbers[word.stem] {
      add(term, 1)
    } else if word.row == nil, word.letters.count >= Self.typoLength {
      for (letters, term) in spellings where Spelling.isOneSlipApart(word.letters, letters) {
        add(term, Self.typoValue)
      }
    }
    return values.map { Match(term: $0.key, value: $0.value) }.sorted { $0.term < $1.term }
  }
}
