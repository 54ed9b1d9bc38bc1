/// Cuts sentences into the clauses that may feel differently: at words of contrast ("but", "although", "while"), and at commas
/// and "and" where something stands on both sides.
///
///     "Our driver was polite but late"      // "Our driver was polite", "late"
///     "Not only fast, but also beautiful"   // one clause
///
/// Courtesies and what was hoped or feared are no clauses: "Thanks, but it is still broken".
package struct ClauseCutter {
  private let scratch: TokenizerScratch

  package init(scratch: TokenizerScratch) { self.scratch = scratch }

  /// A sentence of more clauses is a list: the rest belongs to the last.
  private static let most = 256
  /// Tokens that both sides of a comma or "and" need.
  private static let fewest = 2

  /// Of words that a contrast is made of; they belong to no clause.
  private static let contrasts: Set<UInt64> = hashes([
    "but", "however", "yet", "except", "although", "though", "altho", "tho", "despite", "albeit", "whereas", "while",
    "whilst", "unlike", "nevertheless", "nonetheless",
  ])
  /// A word of contrast where it begins a clause: "Slow. Still, they got it right", but not "it is still broken".
  private static let still = TokenHash.hash("still")
  /// Of words that join.
  private static let joints: Set<UInt64> = hashes(["and", "&"])
  /// Behind "not" they announce more of the same: "not only fast but beautiful".
  private static let onlys: Set<UInt64> = hashes(["only", "just", "merely", "simply"])

  /// A clause with one of these is a courtesy, or tells what was hoped, feared or heard, not how it is.
  private static let unsaid: Set<UInt64> = hashes([
    "thanks", "thank", "thx", "sorry", "apologies", "hello", "dear", "please", "respect", "regards", "congratulations",
    "hoped", "hoping", "expected", "expecting", "feared", "worried", "worry", "worries", "heard", "thought", "dreaded",
    "warned", "doubted", "doubts", "doubt", "wanted", "sceptical", "skeptical", "afraid", "promised", "promise", "wish",
    "imagined", "assumed", "supposed",
  ])

  private static func hashes(_ words: [StaticString]) -> Set<UInt64> { Set(words.map(TokenHash.hash)) }

  /// A clause as it is read.
  private struct Clause {
    var range: Range<Int>?
    var tokens = 0
    var isNegated = false
    /// "not only"
    var announcesMore = false
    /// Behind a word of contrast.
    var isContrast = false
    var isUnsaid = false
  }

  /// Calls `body` with the clauses of a sentence; once with all of it where there is only one.
  package func forEach(in text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
    var tokenizer = Tokenizer(text, scratch: scratch)
    var token = Token()
    var clauses: [Clause] = [Clause()]
    var previous: UInt64 = 0
    var announcesMore = false
    while clauses.count < Self.most, tokenizer.next(&token) {
      defer { previous = token.hash }
      if token.boundary != .none { clauses.append(Clause()) }
      let isContrast =
        Self.contrasts.contains(token.hash) || token.hash == Self.still && clauses[clauses.count - 1].range == nil
      let behindNegator = CueWords.table.cue(of: previous).negation > 0
      if isContrast, !behindNegator, !announcesMore {
        clauses.append(Clause(isContrast: true))
        continue
      }
      if Self.joints.contains(token.hash) {
        clauses.append(Clause())
        continue
      }
      Self.add(token, behindNegator: behindNegator, to: &clauses)
      announcesMore = clauses[clauses.count - 1].announcesMore
    }
    if clauses.count == Self.most, let start = clauses[clauses.count - 1].range?.lowerBound {
      clauses[clauses.count - 1].range = start..<text.count
    }
    Self.give(Self.joined(clauses), text, body)
  }

  private static func add(_ token: Token, behindNegator: Bool, to clauses: inout [Clause]) {
    var clause = clauses.removeLast()
    clause.range = (clause.range?.lowerBound ?? token.start)..<token.end
    if token.kind != .punctuation { clause.tokens += 1 }
    if CueWords.table.cue(of: token.hash).negation > 0 { clause.isNegated = true }
    if behindNegator, onlys.contains(token.hash) { clause.announcesMore = true }
    if unsaid.contains(token.hash) { clause.isUnsaid = true }
    clauses.append(clause)
  }

  /// Joins what a comma or "and" has cut and is no clause of its own: a list, or one that a negation in front reaches into.
  private static func joined(_ clauses: [Clause]) -> [Range<Int>] {
    var result: [Clause] = []
    var isContrast = false
    for clause in clauses {
      isContrast = isContrast || clause.isContrast
      guard let range = clause.range else { continue }
      if var last = result.last, let before = last.range, !isContrast,
        last.tokens < fewest || clause.tokens < fewest || last.isNegated || last.announcesMore
      {
        last.range = before.lowerBound..<range.upperBound
        last.tokens += clause.tokens
        last.isNegated = last.isNegated || clause.isNegated
        last.isUnsaid = last.isUnsaid || clause.isUnsaid
        result[result.count - 1] = last
      } else {
        result.append(clause)
      }
      isContrast = false
    }
    return result.filter { !$0.isUnsaid }.compactMap(\.range)
  }

  private static func give(_ ranges: [Range<Int>], _ text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
    if ranges.count < 2 { return body(0..<text.count) }
    for range in ranges {
      let start = CharacterBorders.atOrBefore(range.lowerBound, in: text)
      body(start..<max(start, CharacterBorders.atOrBehind(range.upperBound, in: text)))
    }
  }
}
