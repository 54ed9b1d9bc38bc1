import Attune

/// What stands around a term: the pieces of the text that may say something of it, and the words near it.
struct AspectContext {
  /// The bytes of each piece: the sentence, the clause, the clause without what "and" or "which" adds, and four words to both sides.
  var pieces: [Range<Int>] = []
  /// Numbers of features of words, below `AspectPolarity.wordFeatures`: those near the term, by side and distance, and pairs of
  /// them; those of the sentence; and the term's own, as people speak of a waiter otherwise than of a menu.
  var words: [Int] = []

  static let pieceCount = 4
  private static let window = 4
  private static let reach = 6
  private static let near = 2

  private static let contrasts = hashes([
    "but", "however", "although", "though", "while", "yet", "except", "whereas", "despite", "unfortunately",
  ])
  private static let joints = hashes(["and", "or", "which", "because", "so", "who", "that", "when", "with"])

  private static func hashes(_ words: [String]) -> Set<UInt64> { Set(words.compactMap { Token.hash(ofSingle: $0) }) }

  /// - Parameter term: places of its tokens.
  init(of term: ClosedRange<Int>, in tokens: UnsafeBufferPointer<ScoredToken>) {
    let sentence = Self.stretch(term, tokens) { $0.beginsSentence }
    let clause = Self.stretch(term, tokens) { $0.beginsClause || Self.contrasts.contains($0.hash) }
    let core = Self.stretch(term, tokens) {
      $0.beginsClause || Self.contrasts.contains($0.hash) || Self.joints.contains($0.hash)
    }
    let window =
      max(sentence.lowerBound, term.lowerBound - Self.window)...min(sentence.upperBound, term.upperBound + Self.window)
    pieces = [sentence, clause, core, window].map { Int(tokens[$0.lowerBound].start)..<Int(tokens[$0.upperBound].end) }
    readNear(term, clause, tokens)
    readSentence(term, sentence, tokens)
  }

  private mutating func readNear(
    _ term: ClosedRange<Int>, _ clause: ClosedRange<Int>, _ tokens: UnsafeBufferPointer<ScoredToken>
  ) {
    let first = max(clause.lowerBound, term.lowerBound - Self.reach)
    let last = min(clause.upperBound, term.upperBound + Self.reach)
    for place in first...last where !term.contains(place) {
      let isBehind = place > term.upperBound
      let distance = isBehind ? place - term.upperBound : term.lowerBound - place
      let hash = tokens[place].hash
      words.append(Self.feature(hash, 0))
      words.append(Self.feature(hash, isBehind ? 1 : 2))
      if distance <= Self.near { words.append(Self.feature(hash, UInt64(distance) * 2 + (isBehind ? 1 : 2))) }
    }
  }

  private mutating func readSentence(
    _ term: ClosedRange<Int>, _ sentence: ClosedRange<Int>, _ tokens: UnsafeBufferPointer<ScoredToken>
  ) {
    for place in sentence {
      if term.contains(place) {
        words.append(Self.feature(tokens[place].hash, Self.ofTerm))
        continue
      }
      words.append(Self.feature(tokens[place].hash, Self.ofSentence))
      let distance = place > term.upperBound ? place - term.upperBound : term.lowerBound - place
      guard distance <= Self.window else { continue }
      // The term and what lies outside the sentence are one word in pairs.
      let hasBefore = place > sentence.lowerBound && place != term.upperBound + 1
      let before = hasBefore ? tokens[place - 1].hash : 0
      words.append(Self.feature(tokens[place].hash &+ before &* 31, place > term.upperBound ? 7 : 8))
    }
  }

  private static let ofTerm: UInt64 = 9
  private static let ofSentence: UInt64 = 10

  private static func feature(_ hash: UInt64, _ role: UInt64) -> Int {
    let mixed = (hash ^ (role &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
    return Int(truncatingIfNeeded: mixed &>> 40) & (AspectPolarity.wordFeatures - 1)
  }

  /// The tokens around a term up to where one begins something else. A long text is not searched through for every term.
  private static func stretch(
    _ term: ClosedRange<Int>, _ tokens: UnsafeBufferPointer<ScoredToken>, begins: (ScoredToken) -> Bool
  ) -> ClosedRange<Int> {
    let limit = 64
    var first = term.lowerBound
    while first > 0, term.lowerBound - first < limit, !begins(tokens[first]) { first -= 1 }
    var last = term.upperBound
    while last + 1 < tokens.count, last - term.upperBound < limit, !begins(tokens[last + 1]) { last += 1 }
    return first...last
  }
}
