import Attune

/// Finds the matches of a `PatternSet` in the tokens of one text of a stream after the other: for every last token and rule the
/// shortest. Owned by one worker.
///
/// `MessageMatcher` runs the automaton from every token on. Here that would cost more than scoring the text does, and nearly no
/// token is part of a match. So each word and the one before it are looked at first: together they tell whether a match may end
/// there (`Neighbours`), which is so for two or three words of a short text. Only from those the automaton runs, backwards.
package final class StreamMatcher {
  private let automaton: LazyAutomaton
  /// Keeps the memory of `words`.
  private let table: SymbolTable
  private let words: SymbolTable.Reader
  private let state: UnsafeMutablePointer<State>

  /// What the scan reads and writes, in memory that is reached without checks.
  private struct State {
    /// One per token.
    var symbols: UnsafeMutablePointer<UInt16>
    /// Tokens at which a match may end.
    var endings: UnsafeMutablePointer<UInt32>
    /// Tokens that may be loud.
    var loud: UnsafeMutablePointer<UInt32>
    var capacity: Int
    /// Matches that end at one token.
    var matches: [PatternMatch] = []
  }

  /// - Precondition: the set is read backwards.
  init(_ patterns: PatternSet, limit: Int = 1 << 14) {
    automaton = LazyAutomaton(patterns, limit: limit)
    table = patterns.words
    words = table.reader
    state = .allocate(capacity: 1)
    state.initialize(to: Self.memory(for: 256))
  }

  deinit {
    release()
    state.deinitialize(count: 1)
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

  /// Calls `loud` with the place of every token that `mayBeLoud`, then `found` with every match, in the order of their last
  /// tokens and their rules.
  ///
  /// - Complexity: O(tokens), and O(tokens of the longest pattern) for each at which a match may end.
  @inline(__always)
  func scan(_ tokens: UnsafeBufferPointer<ScoredToken>, found: (PatternMatch) -> Void, loud: (Int) -> Void) {
    let (endingCount, loudCount) = look(at: tokens)
    let state = state
    for index in 0..<loudCount { loud(Int(state.pointee.loud[index])) }
    for index in 0..<endingCount where run(from: Int(state.pointee.endings[index]), tokens) {
      for match in state.pointee.matches { found(match) }
    }
  }

  /// How many `endings` and `loud` tokens a text has. No branch depends on the words.
  @inline(never)
  private func look(at tokens: UnsafeBufferPointer<ScoredToken>) -> (endingCount: Int, loudCount: Int) {
    if state.pointee.capacity < tokens.count { reserve(tokens.count) }
    let (words, symbols, endings, loud) = (
      self.words, state.pointee.symbols, state.pointee.endings, state.pointee.loud
    )
    var (endingCount, loudCount) = (0, 0)
    var groups = Neighbours.any
    for place in 0..<tokens.count {
      let token = tokens[place]
      let word = words.find(token.hash)
      symbols[place] = UInt16(truncatingIfNeeded: word.pointee.symbol)
      groups = token.beginsSentence ? Neighbours.any : groups
      endings[endingCount] = UInt32(truncatingIfNeeded: place)
      endingCount &+= word.pointee.before & groups == 0 ? 0 : 1
      loud[loudCount] = UInt32(truncatingIfNeeded: place)
      loudCount &+= token.mayBeLoud ? 1 : 0
      groups = word.pointee.groups
    }
    return (endingCount, loudCount)
  }

  /// Runs the automaton back from a token.
  ///
  /// - Returns: whether `matches` end there.
  @inline(never)
  private func run(from last: Int, _ tokens: UnsafeBufferPointer<ScoredToken>) -> Bool {
    let (automaton, state) = (automaton, state)
    if automaton.isFull { automaton.begin() }
    if !state.pointee.matches.isEmpty { state.pointee.matches.removeAll(keepingCapacity: true) }
    var first = last
    var reached = automaton.first(state.pointee.symbols[last], beginsSentence: false)
    while reached != LazyAutomaton.dead {
      var place = Int(automaton.summaries[Int(reached)].accepted)
      while place > 0, case let rule = automaton.accepted[place], rule >= 0 {
        state.pointee.matches.append(
          PatternMatch(rule: rule, first: Int32(truncatingIfNeeded: first), last: Int32(truncatingIfNeeded: last)))
        place &+= 1
      }
      if first == 0 || tokens[first].beginsSentence { break }
      first &-= 1
      reached = automaton.step(reached, state.pointee.symbols[first], beginsClause: tokens[first].beginsClause)
    }
    if state.pointee.matches.count > 1 { keepShortest() }
    return !state.pointee.matches.isEmpty
  }

  /// Keeps of each rule the match that begins last.
  private func keepShortest() {
    state.pointee.matches.sort { ($0.rule, $1.first) < ($1.rule, $0.first) }
    var rule: Int32 = -1
    state.pointee.matches.removeAll { match in
      defer { rule = match.rule }
      return match.rule == rule
    }
  }

  /// The symbol of a token of the text that was scanned last.
  @inline(__always)
  func symbol(_ place: Int) -> UInt16 { state.pointee.symbols[place] }
}
