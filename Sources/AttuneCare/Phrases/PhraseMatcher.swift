import Attune

/// Finds phrases in the tokens of texts, at a cost that hardly depends on how many there are. Owned by one worker.
///
/// A look at each word and the one before it tells whether a phrase may end there. That is so for two or three words of a
/// short text; only there the phrases are compared word by word, backwards.
package final class PhraseMatcher {
  /// Keeps the memory of what is read.
  private let index: PhraseIndex
  private let symbols: SymbolTable.Reader
  private let elements: PhraseElements
  private let state: UnsafeMutablePointer<State>

  /// What the scan reads and writes, in memory that is reached without checks.
  private struct State {
    /// One per token.
    var symbols: UnsafeMutablePointer<UInt16>
    /// Where a phrase may end.
    var endings: UnsafeMutablePointer<Place>
    /// Tokens that may be loud.
    var loud: UnsafeMutablePointer<UInt32>
    var capacity: Int
  }

  /// A token, and the groups of the words of its sentence in front of it.
  private struct Place {
    var token: Int
    var groups: UInt64
  }

  /// A phrase that may stand in a text.
  struct Candidate {
    var phrase: Int
    /// Its last token.
    var last: Int
  }

  init(_ index: PhraseIndex) {
    self.index = index
    symbols = index.symbols.reader
    elements = index.elements
    state = .allocate(capacity: 1)
    state.initialize(to: Self.memory(for: 256))
  }

  deinit {
    release()
    state.deallocate()
  }

  private static func memory(for capacity: Int) -> State {
    State(
      symbols: .allocate(capacity: capacity), endings: .allocate(capacity: capacity),
      loud: .allocate(capacity: capacity), capacity: capacity)
  }

  private func release() {
    state.pointee.symbols.deallocate()
    state.pointee.endings.deallocate()
    state.pointee.loud.deallocate()
  }

  @inline(never)
  private func reserve(_ count: Int) {
    release()
    state.pointee = Self.memory(for: 2 * count)
  }

  /// Calls `loud` with the place of every token that `mayBeLoud`, then `found` with every phrase that may end at a token
  /// (`start` tells whether it does).
  @inline(__always)
  func scan(_ tokens: UnsafeBufferPointer<ScoredToken>, found: (Candidate) -> Void, loud: (Int) -> Void) {
    let sight = look(at: tokens)
    let state = state
    for index in 0..<sight.loudCount { loud(Int(state.pointee.loud[index])) }
    let (endings, firstEnding) = (index.endings, index.firstEnding)
    for index in 0..<sight.endingCount {
      let place = state.pointee.endings[index]
      let symbol = Int(state.pointee.symbols[place.token])
      let isFirst = place.token == 0 || tokens[place.token].beginsSentence
      let before = isFirst ? PhraseIndex.any : symbols.groups(of: state.pointee.symbols[place.token &- 1])
      for ending in Int(firstEnding[symbol])..<Int(firstEnding[symbol &+ 1])
      where endings[ending].mayStand(behind: before, place.groups) {
        found(Candidate(phrase: Int(endings[ending].phrase), last: place.token))
      }
    }
  }

  /// What a first look at a text tells: how many `endings` and `loud` tokens it has.
  private struct Sight {
    var endingCount = 0
    var loudCount = 0
  }

  /// No branch depends on the words.
  @inline(never)
  private func look(at tokens: UnsafeBufferPointer<ScoredToken>) -> Sight {
    if state.pointee.capacity < tokens.count { reserve(tokens.count) }
    let (table, symbols, endings, loud) = (
      self.symbols, state.pointee.symbols, state.pointee.endings, state.pointee.loud
    )
    var sight = Sight()
    var (before, groups) = (PhraseIndex.any, PhraseIndex.any)
    for place in 0..<tokens.count {
      let token = tokens[place]
      let word = table.find(token.hash)
      symbols[place] = UInt16(truncatingIfNeeded: word.pointee.symbol)
      before = token.beginsSentence ? PhraseIndex.any : before
      groups = token.beginsSentence ? PhraseIndex.any : groups
      endings[sight.endingCount] = Place(token: place, groups: groups)
      sight.endingCount &+= word.pointee.endsBehind & before == 0 ? 0 : 1
      loud[sight.loudCount] = UInt32(truncatingIfNeeded: place)
      sight.loudCount &+= token.mayBeLoud ? 1 : 0
      before = word.pointee.groups
      groups |= before
    }
    return sight
  }

  // MARK: Behind a scan

  /// The place where a candidate of the text that was scanned last begins, the nearest; -1 when it does not stand there.
  /// Phrases end where sentences do.
  func start(of candidate: Candidate, in tokens: UnsafeBufferPointer<ScoredToken>) -> Int {
    let limit = max(0, candidate.last &+ 1 &- elements.longest)
    var begin = candidate.last
    while begin > limit, !tokens[begin].beginsSentence { begin &-= 1 }
    return elements.start(of: candidate.phrase, begin: begin, end: candidate.last + 1, in: state.pointee.symbols)
  }

  /// The symbol of a token of the text that was scanned last.
  @inline(__always)
  func symbol(_ place: Int) -> UInt16 { state.pointee.symbols[place] }
}
