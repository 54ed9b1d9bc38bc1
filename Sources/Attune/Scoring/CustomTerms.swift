import CKernels

/// The terms of a `CustomLexicon`, ready to be found. Immutable.
///
/// The tokens of a term become tokens that the model does not know: its weights, its pairs and its convolution then say
/// nothing of them. What a valence is worth is added to the logits, by the context that the term's first token stands in.
///
/// A term that the model by itself takes for as good or bad as its owner does keeps its tokens: only what the owner's valence
/// has beyond the model's is added, so that the stronger of the two counts.
struct CustomTerms: Sendable {
  /// What one point of valence adds to the logit of positive, and takes from that of negative, in a text of one token;
  /// divided by the square root of the tokens, as the model's own words are. Fitted: see `Documentation/Training.md`.
  static let worth: Float = 1

  /// A term in a text.
  struct Match {
    /// The place of its first token.
    var place: Int
    var count: Int
    /// In units of `FeatureTable.valenceStep`; nil for a term that is ignored.
    var valence: Int32?
    /// The model reads its tokens as well.
    var keepsTokens = false
  }

  private struct Term {
    var elements: [CustomLexicon.Element]
    var valence: Int32?
    var keepsTokens: Bool
  }

  /// The terms by their first token, the longest first.
  private let terms: [UInt64: [Term]]
  /// A bit for each first token, by some of its bits: nearly every other word is told by a look at it.
  private let filter: [UInt64]
  private static let filterBits = 16
  /// The tokens of the longest term.
  let longest: Int
  /// Stands for a token of a term: a hash that the model knows nothing of.
  let unknown: UInt64

  init(_ lexicon: CustomLexicon, of model: Model) {
    var terms: [UInt64: [Term]] = [:]
    var filter = [UInt64](repeating: 0, count: 1 << (Self.filterBits - 6))
    let plain = Model(model, terms: nil, columnLanguages: ColumnLanguages())
    for (elements, entry) in lexicon.entries {
      let valence = model.isSentiment ? entry.valence : nil
      let beyond = valence.flatMap { plain.valence(of: entry.term, tokens: elements.count, beyond: $0) }
      let steps = (beyond ?? valence).map { Int32(($0 / Double(FeatureTable.valenceStep)).rounded()) }
      terms[elements[0].hash, default: []].append(
        Term(elements: elements, valence: steps, keepsTokens: beyond != nil))
      let bit = Self.bit(elements[0].hash)
      filter[bit >> 6] |= 1 << UInt64(bit & 63)
    }
    self.terms = terms.mapValues { $0.sorted { $0.elements.count > $1.elements.count } }
    self.filter = filter
    longest = lexicon.entries.keys.lazy.map(\.count).max() ?? 0
    unknown = Self.unknown(to: model)
  }

  private static func bit(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash &>> 20) & (1 << filterBits - 1) }

  /// Finds terms in the tokens of one text, or of a part of it, and makes their tokens unknown ones.
  ///
  /// - Parameters:
  ///   - tokens: written to where a term stands.
  ///   - onceHashes: `TokenBatch.onceHashes`.
  ///   - places: of the tokens; terms begin in front of `lastStart` only.
  ///   - found: takes each term.
  /// - Returns: the place behind the last term, or the start.
  @discardableResult
  func takeOut(
    of tokens: UnsafeMutablePointer<attune_token>, onceHashes: UnsafeMutablePointer<UInt64>?, places: Range<Int>,
    startingBefore lastStart: Int, found: (Match) -> Void
  ) -> Int {
    var place = places.lowerBound
    var end = place
    while place < lastStart {
      guard let match = match(tokens, onceHashes, at: place, end: places.upperBound) else {
        place += 1
        continue
      }
      found(match)
      end = place + match.count
      if match.keepsTokens { place = end }
      while place < end {
        tokens[place].hash = unknown
        onceHashes?[place] = unknown
        // A number would be read for a rating.
        if tokens[place].traits >> 2 & 7 == Token.Kind.number.rawValue { tokens[place].traits &= ~(7 << 2) }
        place += 1
      }
    }
    return end
  }

  private func match(
    _ tokens: UnsafeMutablePointer<attune_token>, _ onceHashes: UnsafeMutablePointer<UInt64>?, at place: Int, end: Int
  ) -> Match? {
    let hash = tokens[place].hash
    let short = Self.shortenedHash(tokens, onceHashes, place)
    for first in short == 0 || short == hash ? [hash] : [hash, short] {
      let bit = Self.bit(first)
      guard filter[bit >> 6] & 1 << UInt64(bit & 63) != 0, let candidates = terms[first] else { continue }
      for term in candidates where term.elements.count <= end - place {
        let fits = term.elements.indices.dropFirst().allSatisfy { index in
          let element = term.elements[index]
          let (token, short) = (tokens[place + index], Self.shortenedHash(tokens, onceHashes, place + index))
          return (token.hash == element.hash || short != 0 && short == element.hash)
            && (element.beginsSentence || token.traits & UInt16(ATTUNE_SENTENCE.rawValue) == 0)
        }
        if fits {
          return Match(
            place: place, count: term.elements.count, valence: term.valence, keepsTokens: term.keepsTokens)
        }
      }
    }
    return nil
  }

  /// See `Token.shortenedHash`.
  private static func shortenedHash(
    _ tokens: UnsafeMutablePointer<attune_token>, _ onceHashes: UnsafeMutablePointer<UInt64>?, _ place: Int
  ) -> UInt64 {
    let traits = Token.Traits(tokens[place].traits)
    guard traits.isElongated, traits.kind == .word, let onceHashes else { return 0 }
    return onceHashes[place]
  }

  /// A hash that is no feature, also not in a pair with itself, no cue word and no row of the deep part.
  private static func unknown(to model: Model) -> UInt64 {
    var hash: UInt64 = 0x5DEE_CE66_D1CE_4E5B
    func isKnown(_ hash: UInt64) -> Bool {
      model.table.slot(of: hash) != nil || model.table.slot(of: FeatureExtractor.pair(hash, hash)) != nil
        || CueWords.table.mayHold(hash) || model.convolution?.knows(hash) == true
    }
    for _ in 0..<10_000 where isKnown(hash) { hash = hash &* 0x9E37_79B9_7F4A_7C15 &+ 1 }
    return hash
  }
}

extension Model {
  /// What a valence has beyond what the model makes of a term that stands alone, in points of valence and with its sign; 0
  /// where the model's is the stronger. Nil where the model does not know the term, or takes it the other way.
  fileprivate func valence(of term: String, tokens: Int, beyond valence: Double) -> Double? {
    guard let polarity, valence != 0, classify(term).label != Verdict.unknown else { return nil }
    let difference = explain(term).parts.filter { $0.kind != .bias && $0.name != "length" }.reduce(0) {
      $0 + $1.contributions[polarity.positive] - $1.contributions[polarity.negative]
    }
    let length = CueFeatures.Length(tokens: Int32(tokens))
    let point = 2 * Double(CustomTerms.worth * length.norm * calibration.slope(tokens: Int32(tokens)))
    let own = difference / point
    guard own * valence > 0 else { return nil }
    let beyond = max(abs(valence) - abs(own), 0)
    return valence < 0 ? -beyond : beyond
  }
}

/// What the terms of the texts of a scorer's batch add to their logits. Made only for a model that has terms.
final class CustomSums {
  let terms: CustomTerms
  private var matches: [CustomTerms.Match] = []
  /// Where the matches of each text of a pack end.
  private var ends: [Int] = []
  private var taken = 0
  /// Of the text that was taken last, by context.
  private var sums = SparseSums()

  init(_ terms: CustomTerms) { self.terms = terms }

  // MARK: Texts of a pack

  func removeAll() {
    matches.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    taken = 0
  }

  /// Queues a text, of which the terms' tokens become unknown ones.
  /// - Parameter places: of its tokens in the batch.
  func takeOut(of tokens: TokenBatch, places: Range<Int>) {
    let memory = UnsafeMutablePointer(mutating: tokens.tokens.baseAddress!)
    terms.takeOut(
      of: memory, onceHashes: tokens.onceHashes.map(UnsafeMutablePointer.init(mutating:)), places: places,
      startingBefore: places.upperBound
    ) { matches.append($0) }
    ends.append(matches.count)
  }

  /// Takes the next text, whose features are located.
  func next(_ batch: LocatedFeatures) {
    let start = taken == 0 ? 0 : ends[taken - 1]
    sums.reset()
    for match in matches[start..<ends[taken]] { add(match, batch, &sums) }
    taken += 1
  }

  // MARK: A text in pieces

  func begin() {
    removeAll()
    sums.reset()
  }

  /// Adds the terms of a piece, whose features are located.
  /// - Parameters:
  ///   - mark: moves what was said before in the sentence that goes on.
  ///   - openFrom: the first token of the sentence with which the piece ends; nil when that began before.
  func add(_ matches: [CustomTerms.Match], _ batch: LocatedFeatures, mark: UInt8?, openFrom: Int?) {
    if let mark { sums.mark(mark) }
    var said = SparseSums()
    for match in matches {
      add(match, batch, &sums)
      if let openFrom, match.place >= openFrom { add(match, batch, &said) }
    }
    if openFrom != nil { sums.markSentence(before: said) }
  }

  // MARK: Worth

  private func add(_ match: CustomTerms.Match, _ batch: LocatedFeatures, _ sums: inout SparseSums) {
    guard let valence = match.valence else { return }
    sums.known += 1
    sums.add(valence: valence, context: batch.tokens[match.place].context & ~ValenceContext.reversed)
  }

  /// How many terms with a valence the text has.
  var known: Int64 { sums.known }

  /// What they add to the logit of positive and take from that of negative.
  /// - Parameter norm: 1 / √tokens
  func logit(norm: Float) -> Float { CustomTerms.worth * norm * CueFeatures.balance(&sums) }
}
