/// Words and phrases with valences of your own, which replace what a model knows about them. If both point the same
/// way, the stronger of the two counts: a valence never weakens a word.
///
///     var lexicon = CustomLexicon()
///     try lexicon.add("lit", valence: 3)
///     try lexicon.add("not my cup of tea", valence: -1.5)
///     try lexicon.ignore("Sunshine Hotel")
///     let model = try Model.shipped().with(lexicon)
///
/// A term is matched by its tokens: in any case, as a hashtag, or elongated ("liiit" is "lit"). If two terms overlap,
/// the one that begins first counts, and of those that begin together, the longest. A term does not extend across the
/// end of a sentence, unless it contains one itself ("St. John").
public struct CustomLexicon: Sendable {
  /// The range of valences.
  public static let valences: ClosedRange<Double> = -4...4
  /// The maximum number of tokens of a term.
  public static let longest = 16
  /// The maximum number of terms.
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
    /// It contains no word, number, emoji or emoticon; punctuation alone is not enough.
    case noToken
    /// More than `CustomLexicon.longest` tokens.
    case tooLong(tokens: Int)
    /// It was already added with another valence, or ignored if `before` is nil.
    case contradiction(before: Double?)
    /// The lexicon already has `CustomLexicon.limit` terms.
    case full
  }

  /// An empty lexicon, which changes nothing.
  public init() {}

  /// The number of terms.
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
  /// - Parameters:
  ///   - term: a word, or words with blanks between them.
  ///   - valence: from -4, most negative, to 4; 0 is neither good nor bad.
  /// - Throws: `Objection`; in that case nothing is added. Adding the same term with the same valence again is allowed.
  /// - Complexity: O(bytes)
  public mutating func add(_ term: String, valence: Double) throws(Objection) {
    try add(term, valence: valence, scratch: TokenizerScratch())
  }

  /// Adds a word or phrase to ignore, such as a name. The model treats it as an unknown word.
  ///
  /// - Parameter term: a word, or words with blanks between them.
  /// - Throws: as `add`.
  public mutating func ignore(_ term: String) throws(Objection) {
    try add(term, valence: nil, scratch: TokenizerScratch())
  }

  /// The same with memory for where there are many terms; a term without a valence is ignored.
  package mutating func add(_ term: String, valence: Double?, scratch: TokenizerScratch) throws(Objection) {
    if let valence, !Self.valences.contains(valence) { throw .valence(valence) }
    let elements = Self.elements(of: term, scratch)
    guard !elements.isEmpty else { throw .noToken }
    guard elements.count <= Self.longest else { throw .tooLong(tokens: elements.count) }
    if let before = entries[elements] {
      guard before.valence == valence else { throw .contradiction(before: before.valence) }
      return
    }
    guard entries.count < Self.limit else { throw .full }
    entries[elements] = Entry(valence: valence, term: term)
  }

  private static func elements(of term: String, _ scratch: TokenizerScratch) -> [Element] {
    var term = term
    return term.withUTF8 { term in
      var tokenizer = Tokenizer(term, scratch: scratch)
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
    case .tooLong(let tokens): "\(tokens) words; a term can have at most \(CustomLexicon.longest)"
    case .contradiction(let before?): "it already has the valence \(before)"
    case .contradiction(nil): "it is already ignored"
    case .full: "more than \(CustomLexicon.limit) terms"
    }
  }
}

extension Model {
  /// The same model with the valences of a lexicon, for verdicts, explanations, sentences and everything else that the
  /// model is used for. Nothing is copied or trained. Any terms that the model already had are replaced.
  ///
  /// Its `bytes` are those of the model file, without the terms.
  ///
  /// - Precondition: for valences, a sentiment model (`isSentiment`); for other models, every term is one to ignore.
  public func with(_ lexicon: CustomLexicon) -> Model {
    Model(
      self, terms: lexicon.count == 0 ? nil : CustomTerms(lexicon, of: self), columnLanguages: columnLanguages)
  }
}
