/// Words and phrases that count for what their owner says, in place of what a model knows of them. Where that points the
/// same way, the stronger of the two counts: a valence never weakens a word.
///
///     var lexicon = CustomLexicon()
///     try lexicon.add("lit", valence: 3)
///     try lexicon.add("not my cup of tea", valence: -1.5)
///     try lexicon.ignore("Sunshine Hotel")
///     let model = try Model.shipped().with(lexicon)
///
/// A term is found as it is tokenized: in any case, as a hashtag, elongated ("liiit" is "lit"). Where two terms overlap, the
/// one that begins first counts, and of those the longest. A term does not reach over the end of a sentence, unless it
/// holds one itself ("St. John").
public struct CustomLexicon: Sendable {
  /// The range of valences.
  public static let valences: ClosedRange<Double> = -4...4
  /// The most tokens of a term.
  public static let longest = 16
  /// The most terms.
  public static let limit = 1 << 20

  struct Entry: Sendable {
    /// What a term is worth: nil for one that is ignored.
    var valence: Double?
    /// The term as it was given first.
    var term: String
  }

  private(set) var entries: [[Element]: Entry] = [:]

  /// A token of a term.
  struct Element: Hashable, Sendable {
    var hash: UInt64
    var beginsSentence: Bool
  }

  /// Why a term cannot be added.
  public enum Objection: Error, Equatable, Sendable {
    /// Not in `CustomLexicon.valences`.
    case valence(Double)
    /// Nothing in it is a word, a number, an emoji or an emoticon; marks alone are none of them.
    case noToken
    /// More than `CustomLexicon.longest` tokens.
    case tooLong(tokens: Int)
    /// It has been added with another valence, nil for ignored.
    case contradiction(before: Double?)
    /// There are `CustomLexicon.limit` already.
    case full
  }

  /// An empty lexicon, which changes nothing.
  public init() {}

  /// How many terms there are.
  public var count: Int { entries.count }

  /// Tells two lexicons apart, whatever the order of their terms.
  /// - Complexity: O(bytes)
  package var fingerprint: UInt64 {
    entries.values.reduce(0) { sum, entry in
      var line = "\(entry.term)\t\(entry.valence.map { "\($0)" } ?? "")"
      return sum &+ line.withUTF8 { TokenHash.hash($0) }
    }
  }

  /// Adds a word or phrase.
  ///
  /// - Parameter valence: from -4, most negative, to 4; 0 is neither good nor bad.
  /// - Throws: `Objection`; nothing is added then. The same term with the same valence may come again.
  /// - Complexity: O(bytes)
  public mutating func add(_ term: String, valence: Double) throws(Objection) {
    try add(term, valence: valence, folding: FoldingBuffer())
  }

  /// Adds a word or phrase that must not matter, such as a name. The model sees an unknown word in its place.
  ///
  /// - Throws: as `add`.
  public mutating func ignore(_ term: String) throws(Objection) {
    try add(term, valence: nil, folding: FoldingBuffer())
  }

  /// The same with memory for where there are many terms; a term without a valence is ignored.
  package mutating func add(_ term: String, valence: Double?, folding: FoldingBuffer) throws(Objection) {
    if let valence, !Self.valences.contains(valence) { throw .valence(valence) }
    let elements = Self.elements(of: term, folding)
    guard !elements.isEmpty else { throw .noToken }
    guard elements.count <= Self.longest else { throw .tooLong(tokens: elements.count) }
    if let before = entries[elements] {
      guard before.valence == valence else { throw .contradiction(before: before.valence) }
      return
    }
    guard entries.count < Self.limit else { throw .full }
    entries[elements] = Entry(valence: valence, term: term)
  }

  private static func elements(of term: String, _ folding: FoldingBuffer) -> [Element] {
    var term = term
    return term.withUTF8 { term in
      var tokenizer = Tokenizer(term, folding: folding)
      var token = Token()
      var elements: [Element] = []
      var hasWord = false
      while tokenizer.next(&token) {
        if token.kind != .punctuation { hasWord = true }
        elements.append(
          Element(hash: token.hash, beginsSentence: !elements.isEmpty && token.boundary == .sentence))
      }
      return hasWord ? elements : []
    }
  }
}

extension CustomLexicon.Objection: CustomStringConvertible {
  /// A sentence for people.
  public var description: String {
    switch self {
    case .valence(let valence): "\(valence) is not a valence; it must be a number from -4 to 4"
    case .noToken: "it contains no word"
    case .tooLong(let tokens): "\(tokens) words; a term has at most \(CustomLexicon.longest)"
    case .contradiction(let before?): "it has the valence \(before) already"
    case .contradiction(nil): "it is ignored already"
    case .full: "more than \(CustomLexicon.limit) terms"
    }
  }
}

extension Model {
  /// The same model with terms that count for what the lexicon says: in verdicts, explanations, sentences and all else
  /// that is asked of it. Nothing is copied or trained. Terms that the model had before are replaced.
  ///
  /// Its `bytes` are those of the model file, without the terms.
  ///
  /// - Precondition: for valences, a model of sentiment (`isSentiment`); of others every term is ignored.
  public func with(_ lexicon: CustomLexicon) -> Model {
    Model(
      self, terms: lexicon.count == 0 ? nil : CustomTerms(lexicon, of: self), columnLanguages: columnLanguages)
  }
}
