import AttuneStatistics
import CPlatform

/// Finds the matches of a `CueSet` in a message: a deterministic automaton that is made as it is needed (Thompson 1968,
/// "Regular expression search algorithm"; Cox 2010, "Regular expression matching in the wild"). Owned by one worker.
///
/// A state is a set of states of the `CueSet`. Most symbols lead from it nowhere, or where any word leads; `Summary` tells
/// this of nearly all of them in two words of memory, and `StepTable` where the others lead. From every token the
/// automaton runs until nothing can match any more, which takes one or two steps for most.
final class CueMatcher {
  struct Match: Equatable {
    var rule: Int32
    /// Tokens `first...last`.
    var first: Int32
    var last: Int32
  }

  /// What a step needs of most states.
  private struct Summary {
    /// Bits for each symbol that is named here: by its number modulo 64, and by its group. A symbol that lacks one of them
    /// leads to `pass` or nowhere.
    var named: UInt64 = 0
    var groups: UInt32 = 0
    /// Where any word of the clause leads, when it is made.
    var pass = CueMatcher.unmade
    /// Where the rules that are matched here begin in `accepted`; 0 when there are none.
    var accepted: UInt16 = 0
  }

  /// What a step needs of a symbol.
  private struct SymbolTraits {
    /// Symbols of one word class are in one group, as far as they can be; those that no pattern names in the last.
    var group: UInt8
    /// Any word may be of the symbol.
    var passes: Bool
  }

  /// A set of states of the `CueSet`.
  private struct State {
    /// Its members, by their place in `members`.
    var range: Range<Int>
    /// Of the members, in whatever order.
    var hash: UInt64
  }

  private let cues: CueSet
  private let automaton: CueAutomaton
  private let steps = StepTable()
  /// Where tokens lead from `root`, and first ones of a sentence from `sentenceRoot`: `[2 × symbols]`.
  private let firstSteps: UnsafeMutablePointer<UInt16>
  /// `[limit + reserve]`
  private let summaries: UnsafeMutablePointer<Summary>
  private let traits: [SymbolTraits]
  /// Of each atom the bits of its symbols in a `Summary`.
  private let bits: [(named: UInt64, groups: UInt32)]
  // One worker at a time uses a matcher: nothing overlaps.
  @exclusivity(unchecked) private var states: [State] = []
  /// One behind the other what states accept, each once: the rules that are matched, then those that are if a sentence
  /// ends there, with `atEnd` added, then -1. And where each begins.
  @exclusivity(unchecked) private var accepted: [Int32] = []
  @exclusivity(unchecked) private var acceptedPlaces: [[Int32]: UInt16] = [:]
  /// Where tokens inside a sentence start, and first ones.
  private var root = CueMatcher.dead
  private var sentenceRoot = CueMatcher.dead
  /// Numbers of states by their hashes, in open addressing; 0 where there is none: `[numberMask + 1]`
  private let numbers: UnsafeMutablePointer<UInt16>
  private let numberMask: Int
  @exclusivity(unchecked) private(set) var matches: [Match] = []
  /// The members of all states, one state's behind the other's.
  @exclusivity(unchecked) private var members: [Int32] = []
  /// The set that is being made: where it can be reached from and was not looked at, and its members. `[automaton states]` each.
  private let open: UnsafeMutablePointer<Int32>
  private let set: UnsafeMutablePointer<Int32>
  @exclusivity(unchecked) private var openCount = 0
  /// The set is number `stamp`; of each state of the `CueSet` in which it was last, and of each atom for which it was last named.
  @exclusivity(unchecked) private var stamp: UInt32 = 0
  private let visits: UnsafeMutablePointer<UInt32>
  private let names: UnsafeMutablePointer<UInt32>
  /// Of each rule, where its last match stands in `matches`.
  @exclusivity(unchecked) private var lastMatches: [Int32]

  private static let unmade = StepTable.none
  private static let dead: UInt16 = 1
  /// States that are kept; with more it begins anew.
  private let limit: Int
  /// States that one message may add beyond: further ones count as dead.
  private static let reserve = 1024
  /// Above this, what a state accepts may no longer have a place.
  private static let acceptedLimit = Int(UInt16.max)
  /// Members of states from which on it begins anew; one message may add as many again.
  private static let memberLimit = 1 << 22
  /// Matches of a message; further ones are left out. A shipped rubric makes a few for a token.
  static let matchLimit = 1 << 18
  /// Tokens whose second step is asked of the memory before it is needed.
  private static let lookahead = 4

  init(_ cues: CueSet, limit: Int = 1 << 15) {
    self.cues = cues
    automaton = cues.automaton
    self.limit = limit
    open = .allocate(capacity: automaton.stateCount)
    set = .allocate(capacity: automaton.stateCount)
    visits = .allocate(capacity: automaton.stateCount)
    names = .allocate(capacity: cues.atomCount)
    visits.initialize(repeating: 0, count: automaton.stateCount)
    names.initialize(repeating: 0, count: cues.atomCount)
    var size = 64
    while size < 2 * (limit + Self.reserve) { size *= 2 }
    numbers = .allocate(capacity: size)
    numberMask = size - 1
    lastMatches = Array(repeating: -1, count: cues.rules.count)
    firstSteps = .allocate(capacity: 2 * cues.symbolCount)
    summaries = .allocate(capacity: limit + Self.reserve)
    traits = Self.traits(cues)
    var bits = [(named: UInt64, groups: UInt32)](repeating: (0, 0), count: cues.atomCount)
    for (symbol, atoms) in cues.atoms.enumerated() {
      for atom in atoms {
        bits[Int(atom)].named |= 1 << UInt64(symbol & 63)
        bits[Int(atom)].groups |= 1 << UInt32(traits[symbol].group)
      }
    }
    self.bits = bits
    begin()
  }

  deinit {
    firstSteps.deallocate()
    summaries.deallocate()
    open.deallocate()
    set.deallocate()
    visits.deallocate()
    names.deallocate()
    numbers.deallocate()
  }

  /// The group of a symbol is that of the largest of its atoms.
  private static func traits(_ cues: CueSet) -> [SymbolTraits] {
    var sizes = [Int](repeating: 0, count: cues.atomCount)
    for atoms in cues.atoms { for atom in atoms { sizes[Int(atom)] += 1 } }
    var groups: [Int32: Int] = [:]
    return cues.atoms.map { atoms in
      let named = atoms.filter { $0 != CueSet.anyAtom }
      let largest = named.max { sizes[Int($0)] < sizes[Int($1)] }
      let group = largest.map { groups[$0, default: groups.count] }
      if let largest, let group { groups[largest] = group }
      return SymbolTraits(group: group.map { UInt8($0 % 31) } ?? 31, passes: named.count < atoms.count)
    }
  }

  private func begin() {
    steps.removeAll()
    firstSteps.initialize(repeating: Self.unmade, count: 2 * cues.symbolCount)
    summaries.initialize(repeating: Summary(), count: limit + Self.reserve)
    numbers.initialize(repeating: 0, count: numberMask + 1)
    members.removeAll(keepingCapacity: true)
    // In place of `unmade`, and the dead state; no other is empty.
    states = [State(range: 0..<0, hash: 0), State(range: 0..<0, hash: 0)]
    accepted = [-1]
    acceptedPlaces = [:]
    beginSet()
    for start in cues.starts { reach(start) }
    root = numberOfSet()
    beginSet()
    for start in cues.starts + cues.sentenceStarts { reach(start) }
    sentenceRoot = numberOfSet()
  }

  /// Finds all matches; of one rule at one token the longest.
  func match(_ tokens: UnsafeBufferPointer<MessageToken>) {
    // Taken out, so that it is reached without checks for every match.
    var matches = self.matches
    self.matches = []
    matches.removeAll(keepingCapacity: true)
    let isFull = states.count > limit || steps.isFull || members.count > Self.memberLimit
    if isFull || accepted.count >= Self.acceptedLimit { begin() }
    let (steps, summaries, firstSteps, symbols) = (steps, summaries, firstSteps, cues.symbolCount)
    for first in tokens.indices {
      if case let ahead = first + Self.lookahead, ahead + 1 < tokens.count {
        let state = firstSteps[(tokens[ahead].startsSentence ? symbols : 0) + Int(tokens[ahead].symbol)]
        attune_prefetch(summaries + Int(state))
        steps.prefetch(state, tokens[ahead + 1].symbol, tokens[ahead + 1].startsClause)
      }
      let root = tokens[first].startsSentence ? sentenceRoot : root
      let firstStep = (tokens[first].startsSentence ? symbols : 0) + Int(tokens[first].symbol)
      var state = firstSteps[firstStep]
      if state == Self.unmade {
        state = make(root, tokens[first].symbol, beginsClause: false)
        firstSteps[firstStep] = state
      }
      var at = first
      let firstMatch = matches.count
      while state != Self.dead {
        if case let place = Int(summaries[Int(state)].accepted), place > 0 {
          let isAtEnd = at + 1 == tokens.count || tokens[at + 1].endsSentence
          accept(place, first, at, isAtEnd: isAtEnd, from: firstMatch, &matches)
        }
        at += 1
        guard at < tokens.count, !tokens[at].startsSentence else { break }
        let (symbol, beginsClause) = (tokens[at].symbol, tokens[at].startsClause)
        let (summary, traits) = (summaries[Int(state)], traits[Int(symbol)])
        var next = summary.pass
        let isNamed =
          summary.named >> UInt64(symbol & 63) & UInt64(summary.groups >> UInt32(traits.group & 31)) & 1 != 0
        if isNamed {
          next = steps[state, symbol, beginsClause]
        } else if beginsClause || !traits.passes {
          break
        }
        state = next == Self.unmade ? make(state, symbol, beginsClause: beginsClause) : next
      }
    }
    self.matches = matches
  }

  /// Adds the matches of a state that is reached at token `last`, or makes those longer that were added from `firstMatch` on.
  private func accept(
    _ place: Int, _ first: Int, _ last: Int, isAtEnd: Bool, from firstMatch: Int, _ matches: inout [Match]
  ) {
    var next = place
    while case var rule = accepted[next], rule >= 0 {
      next += 1
      if rule >= CueAutomaton.atEnd {
        guard isAtEnd else { return }
        rule -= CueAutomaton.atEnd
      }
      // Of an earlier message, or of another token, it is a match of another rule, or one before `firstMatch`.
      let match = Int(lastMatches[Int(rule)])
      if match >= firstMatch, match < matches.count, matches[match].rule == rule {
        matches[match].last = Int32(last)
      } else if matches.count < Self.matchLimit {
        lastMatches[Int(rule)] = Int32(matches.count)
        matches.append(Match(rule: rule, first: Int32(first), last: Int32(last)))
      }
    }
  }

  // MARK: Making states

  private func make(_ state: UInt16, _ symbol: CueSet.Symbol, beginsClause: Bool) -> UInt16 {
    let automaton = automaton
    let canPass = traits[Int(symbol)].passes && !beginsClause
    beginSet()
    for atom in cues.atoms[Int(symbol)] where atom != CueSet.anyAtom { names[Int(atom)] = stamp }
    var isNamed = false
    for place in states[Int(state)].range {
      for edge in automaton.edgeRange(Int(members[place])) {
        let (atom, target) = automaton.edges[edge]
        if atom == CueSet.anyAtom {
          if canPass { reach(target) }
        } else if names[Int(atom)] == stamp {
          isNamed = true
          reach(target)
        }
      }
    }
    let next: UInt16
    if isNamed {
      next = numberOfSet()
    } else if canPass {
      if summaries[Int(state)].pass == Self.unmade { summaries[Int(state)].pass = numberOfSet() }
      next = summaries[Int(state)].pass
    } else {
      next = Self.dead
    }
    steps[state, symbol, beginsClause] = next
    return next
  }

  private func beginSet() {
    openCount = 0
    if stamp == .max {
      visits.update(repeating: 0, count: automaton.stateCount)
      names.update(repeating: 0, count: cues.atomCount)
      stamp = 0
    }
    stamp += 1
  }

  /// A state of the `CueSet` can be reached, and what it leads to without a token.
  @inline(__always)
  private func reach(_ state: Int32) {
    guard visits[Int(state)] != stamp else { return }
    visits[Int(state)] = stamp
    // Safe: once for every state, of which there is room for all.
    open[openCount] = state
    openCount &+= 1
  }

  /// The number of the state for the set that is being made: what has edges or rules of all that can be reached.
  private func numberOfSet() -> UInt16 {
    let automaton = automaton
    var count = 0
    var hash: UInt64 = 0
    while openCount > 0 {
      openCount -= 1
      let state = Int(open[openCount])
      if !automaton.edgeRange(state).isEmpty || automaton.rules[state] >= 0 {
        set[count] = Int32(truncatingIfNeeded: state)
        count += 1
        hash &+= Self.mixed(UInt64(state))
      }
      for place in automaton.freeRange(state) { reach(automaton.free[place]) }
    }
    if count == 0 { return Self.dead }
    let hashOfAll = Self.mixed(hash)
    var slot = Int(truncatingIfNeeded: hashOfAll) & numberMask
    // A quarter of the slots at least is free.
    while case let number = numbers[slot], number != 0 {
      if isSet(states[Int(number)], count, hashOfAll) { return number }
      slot = (slot + 1) & numberMask
    }
    guard states.count < limit + Self.reserve, accepted.count < Self.acceptedLimit,
      members.count < 2 * Self.memberLimit
    else { return Self.dead }
    let number = UInt16(states.count)
    numbers[slot] = number
    states.append(State(range: members.count..<members.count + count, hash: hashOfAll))
    members.append(contentsOf: UnsafeBufferPointer(start: set, count: count))
    summaries[Int(number)] = summary(ofSetOf: count)
    return number
  }

  private static func mixed(_ part: UInt64) -> UInt64 {
    let hash = (part &+ 1) &* 0x9E37_79B9_7F4A_7C15
    let product = (hash ^ hash >> 29) &* 0xBF58_476D_1CE4_E5B9
    return product ^ product >> 32
  }

  /// Whether a state is the set that was made last: as many members, each of which was reached.
  private func isSet(_ state: State, _ count: Int, _ hash: UInt64) -> Bool {
    guard state.hash == hash, state.range.count == count else { return false }
    for place in state.range where visits[Int(members[place])] != stamp { return false }
    return true
  }

  private func summary(ofSetOf count: Int) -> Summary {
    var summary = Summary()
    var rules: [Int32] = []
    var passes = false
    for place in 0..<count {
      let member = Int(set[place])
      for edge in automaton.edgeRange(member) {
        let atom = automaton.edges[edge].atom
        if atom == CueSet.anyAtom {
          passes = true
        } else {
          summary.named |= bits[Int(atom)].named
          summary.groups |= bits[Int(atom)].groups
        }
      }
      if automaton.rules[member] >= 0 { rules.append(automaton.rules[member]) }
    }
    if !rules.isEmpty { summary.accepted = self.place(of: rules.sorted()) }
    if !passes { summary.pass = Self.dead }
    return summary
  }

  private func place(of rules: [Int32]) -> UInt16 {
    if let place = acceptedPlaces[rules] { return place }
    let place = UInt16(accepted.count)
    acceptedPlaces[rules] = place
    accepted += rules + [-1]
    return place
  }
}
