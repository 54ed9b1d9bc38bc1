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

  /// What is known of a state when it is made.
  private struct State {
    /// Where the atoms lead that are named here, by atom.
    var steps: [(atom: Int32, target: Int32)] = []
    /// Where any word of the clause leads.
    var passes: [Int32] = []
  }

  private let cues: CueSet
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
  @exclusivity(unchecked) private var numbers: [StateSet: UInt16] = [:]
  @exclusivity(unchecked) private(set) var matches: [Match] = []
  /// Of each state of the `CueSet`, in which closure it was last.
  @exclusivity(unchecked) private var visits: [Int32]
  @exclusivity(unchecked) private var closures: Int32 = 0
  /// Of each rule, where its last match stands in `matches`.
  @exclusivity(unchecked) private var lastMatches: [Int32]
  /// Of all states that are kept together.
  @exclusivity(unchecked) private var memberCount = 0

  private static let atEnd: Int32 = 1 << 30
  private static let unmade = StepTable.none
  private static let dead: UInt16 = 1
  /// States that are kept; with more it begins anew.
  private let limit: Int
  /// States that one message may add beyond: further ones count as dead.
  private static let reserve = 1024
  /// Above this, what a state accepts may no longer have a place.
  private static let acceptedLimit = 1 << 15
  /// Members of states from which on it begins anew; one message may add as many again.
  private static let memberLimit = 1 << 22
  /// Matches of a message; further ones are left out. A shipped rubric makes a few for a token.
  static let matchLimit = 1 << 18
  /// Tokens whose second step is asked of the memory before it is needed.
  private static let lookahead = 4

  init(_ cues: CueSet, limit: Int = 8192) {
    self.cues = cues
    self.limit = limit
    visits = Array(repeating: 0, count: cues.states.count)
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
    numbers = [:]
    memberCount = 0
    // In place of `unmade`, and the dead state; no other is empty.
    states = [State(), State()]
    accepted = [-1]
    acceptedPlaces = [:]
    root = number(of: cues.starts)
    sentenceRoot = number(of: cues.starts + cues.sentenceStarts)
  }

  /// Finds all matches; of one rule at one token the longest.
  func match(_ tokens: UnsafeBufferPointer<MessageToken>) {
    // Taken out, so that it is reached without checks for every match.
    var matches = self.matches
    self.matches = []
    matches.removeAll(keepingCapacity: true)
    if states.count > limit || steps.isFull || accepted.count >= Self.acceptedLimit || memberCount > Self.memberLimit {
      begin()
    }
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
      if rule >= Self.atEnd {
        guard isAtEnd else { return }
        rule -= Self.atEnd
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
    let from = states[Int(state)]
    var targets: [Int32] = []
    for atom in cues.atoms[Int(symbol)] where atom != CueSet.anyAtom {
      var step = from.steps.partitioningIndex { $0.atom >= atom }
      while step < from.steps.count, from.steps[step].atom == atom {
        targets.append(from.steps[step].target)
        step += 1
      }
    }
    let canPass = traits[Int(symbol)].passes && !beginsClause
    let next: UInt16
    if !targets.isEmpty {
      next = number(of: canPass ? targets + from.passes : targets)
    } else if canPass {
      if summaries[Int(state)].pass == Self.unmade { summaries[Int(state)].pass = number(of: from.passes) }
      next = summaries[Int(state)].pass
    } else {
      next = Self.dead
    }
    steps[state, symbol, beginsClause] = next
    return next
  }

  /// The number of the state for what can be reached from `targets` without a token.
  private func number(of targets: [Int32]) -> UInt16 {
    let set = StateSet(members: closure(of: targets))
    if set.members.isEmpty { return Self.dead }
    if let number = numbers[set] { return number }
    guard states.count < limit + Self.reserve, accepted.count < Self.acceptedLimit,
      memberCount < 2 * Self.memberLimit
    else { return Self.dead }
    memberCount += set.members.count
    let number = UInt16(states.count)
    numbers[set] = number
    var state = State()
    var summary = Summary()
    var rules: [Int32] = []
    for member in set.members {
      let member = cues.states[Int(member)]
      for edge in member.edges {
        if edge.atom == CueSet.anyAtom {
          state.passes.append(edge.target)
        } else {
          state.steps.append(edge)
          summary.named |= bits[Int(edge.atom)].named
          summary.groups |= bits[Int(edge.atom)].groups
        }
      }
      guard member.rule >= 0 else { continue }
      rules.append(member.rule + (member.isAtEnd ? Self.atEnd : 0))
    }
    state.steps.sort { $0.atom < $1.atom }
    if !rules.isEmpty { summary.accepted = place(of: rules.sorted()) }
    if state.passes.isEmpty { summary.pass = Self.dead }
    summaries[Int(number)] = summary
    states.append(state)
    return number
  }

  private func place(of rules: [Int32]) -> UInt16 {
    if let place = acceptedPlaces[rules] { return place }
    let place = UInt16(accepted.count)
    acceptedPlaces[rules] = place
    accepted += rules + [-1]
    return place
  }

  /// The states with edges or rules that can be reached without a token, ascending.
  private func closure(of targets: [Int32]) -> [Int32] {
    closures += 1
    var members: [Int32] = []
    var open = targets
    while let next = open.popLast() {
      guard visits[Int(next)] != closures else { continue }
      visits[Int(next)] = closures
      let state = cues.states[Int(next)]
      if !state.edges.isEmpty || state.rule >= 0 { members.append(next) }
      open += state.free
    }
    members.sort()
    return members
  }
}

/// States of a `CueSet`, hashed as one piece of memory.
private struct StateSet: Hashable {
  var members: [Int32]

  func hash(into hasher: inout Hasher) {
    members.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}
