import CPlatform

/// A deterministic automaton for the patterns of a `PatternSet`, whose states are made when they are first needed (Thompson
/// 1968, "Regular expression search algorithm"; Cox 2010, "Regular expression matching in the wild"). Owned by one matcher.
///
/// A state is a set of states of the `PatternAutomaton`. Most symbols lead from it nowhere, or where any word leads; `Summary`
/// tells this of nearly all of them in two words of memory, and `StepTable` where the others lead. From every token the
/// automaton runs until nothing can match any more, which takes one or two steps for most.
///
/// - Complexity: O(1) for a step that was made before; O(members of the state and their edges) to make one.
final class LazyAutomaton {
  /// What a step needs of most states.
  struct Summary {
    /// Bits for each symbol that is named here: by its number modulo 64, and by its group. A symbol that lacks one of them
    /// leads where any token leads.
    fileprivate var named: UInt64 = 0
    fileprivate var groups: UInt32 = 0
    /// Where any word of the clause leads, when it is made.
    fileprivate var pass = LazyAutomaton.unmade
    /// Where the rules that are matched here begin in the list of `accepted` rules; 0 when there are none.
    fileprivate(set) var accepted: UInt16 = 0
  }

  /// What a step needs of a symbol.
  private struct SymbolTraits {
    /// Symbols of one word class are in one group, as far as they can be; those that no pattern names in the last.
    var group: UInt8
    /// Any word may be of the symbol.
    var passes: Bool
  }

  /// A set of states of the `PatternAutomaton`.
  private struct State {
    /// Its members, by their place in `members`.
    var range: Range<Int>
    /// Of the members, in whatever order.
    var hash: UInt64
  }

  private let automaton: PatternAutomaton
  private let atoms: [[Int32]]
  private let steps = StepTable()
  /// Where tokens lead that a match begins with, and where those lead that also begin a sentence: `[2 × symbols]`
  private let firstSteps: UnsafeMutablePointer<UInt16>
  private let symbolCount: Int
  /// `[limit + reserve]`
  let summaries: UnsafeMutablePointer<Summary>
  /// Where tokens lead from each state that are no words of the clause: `[limit + reserve]`
  private let leaps: UnsafeMutablePointer<UInt16>
  /// `[symbols]`
  private let traits: UnsafeMutablePointer<SymbolTraits>
  /// Of each atom the bits of its symbols in a `Summary`.
  private let bits: [(named: UInt64, groups: UInt32)]
  // One worker at a time uses it: nothing overlaps.
  @exclusivity(unchecked) private var states: [State] = []
  /// One behind the other what states accept, each once: the rules that are matched, then those that are if a sentence
  /// ends there, with `atEnd` added, then -1. And where each begins.
  @exclusivity(unchecked) private(set) var accepted: [Int32] = []
  @exclusivity(unchecked) private var acceptedPlaces: [[Int32]: UInt16] = [:]
  /// Numbers of states by their hashes, in open addressing; 0 where there is none: `[numberMask + 1]`
  private let numbers: UnsafeMutablePointer<UInt16>
  private let numberMask: Int
  /// The members of all states, one state's behind the other's.
  @exclusivity(unchecked) private var members: [Int32] = []
  /// The set that is being made: where it can be reached from and was not looked at, and its members. `[automaton states]` each.
  private let open: UnsafeMutablePointer<Int32>
  private let set: UnsafeMutablePointer<Int32>
  @exclusivity(unchecked) private var openCount = 0
  /// The set is number `stamp`; of each state of the `PatternAutomaton` in which it was last, and of each atom for which it
  /// was last named.
  @exclusivity(unchecked) private var stamp: UInt32 = 0
  private let visits: UnsafeMutablePointer<UInt32>
  private let names: UnsafeMutablePointer<UInt32>
  /// It should begin anew before the next match.
  @exclusivity(unchecked) private(set) var isFull = false

  private static let unmade = StepTable.none
  /// The state from which nothing matches any more.
  static let dead: UInt16 = 1
  /// States that are kept; with more it begins anew.
  private let limit: Int
  /// States that may be added beyond before it begins anew: further ones count as dead.
  private static let reserve = 1024
  /// Above this, what a state accepts may no longer have a place.
  private static let acceptedLimit = Int(UInt16.max)
  /// Members of states from which on it begins anew; as many again may be added before.
  private static let memberLimit = 1 << 22

  init(_ patterns: PatternSet, limit: Int = 1 << 15) {
    automaton = patterns.automaton
    atoms = patterns.atoms
    symbolCount = patterns.symbolCount
    self.limit = limit
    open = .allocate(capacity: automaton.stateCount)
    set = .allocate(capacity: automaton.stateCount)
    visits = .allocate(capacity: automaton.stateCount)
    names = .allocate(capacity: patterns.atomCount)
    visits.initialize(repeating: 0, count: automaton.stateCount)
    names.initialize(repeating: 0, count: patterns.atomCount)
    var size = 64
    while size < 2 * (limit + Self.reserve) { size *= 2 }
    numbers = .allocate(capacity: size)
    numberMask = size - 1
    firstSteps = .allocate(capacity: 2 * symbolCount)
    summaries = .allocate(capacity: limit + Self.reserve)
    leaps = .allocate(capacity: limit + Self.reserve)
    let traits = Self.traits(patterns)
    self.traits = .allocate(capacity: symbolCount)
    self.traits.initialize(from: traits, count: symbolCount)
    var bits = [(named: UInt64, groups: UInt32)](repeating: (0, 0), count: patterns.atomCount)
    for (symbol, atoms) in atoms.enumerated() {
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
    leaps.deallocate()
    traits.deallocate()
    open.deallocate()
    set.deallocate()
    visits.deallocate()
    names.deallocate()
    numbers.deallocate()
  }

  /// The group of a symbol is that of the largest of its atoms.
  private static func traits(_ patterns: PatternSet) -> [SymbolTraits] {
    var sizes = [Int](repeating: 0, count: patterns.atomCount)
    for atoms in patterns.atoms { for atom in atoms { sizes[Int(atom)] += 1 } }
    var groups: [Int32: Int] = [:]
    return patterns.atoms.map { atoms in
      let named = atoms.filter { $0 != PatternSet.gapAtom }
      let largest = named.max { sizes[Int($0)] < sizes[Int($1)] }
      let group = largest.map { groups[$0, default: groups.count] }
      if let largest, let group { groups[largest] = group }
      return SymbolTraits(group: group.map { UInt8($0 % 31) } ?? 31, passes: named.count < atoms.count)
    }
  }

  /// Forgets all states; to be called between matches.
  func begin() {
    steps.removeAll()
    firstSteps.initialize(repeating: Self.unmade, count: 2 * symbolCount)
    summaries.initialize(repeating: Summary(), count: limit + Self.reserve)
    leaps.initialize(repeating: Self.dead, count: limit + Self.reserve)
    numbers.initialize(repeating: 0, count: numberMask + 1)
    members.removeAll(keepingCapacity: true)
    // In place of `unmade`, and the dead state; no other is empty.
    states = [State(range: 0..<0, hash: 0), State(range: 0..<0, hash: 0)]
    accepted = [-1]
    acceptedPlaces = [:]
    isFull = false
  }

  // MARK: Steps

  /// Where the first token of a match leads.
  @inline(__always)
  func first(_ symbol: PatternSet.Symbol, beginsSentence: Bool) -> UInt16 {
    let place = (beginsSentence ? symbolCount : 0) &+ Int(symbol)
    let state = firstSteps[place]
    return state == Self.unmade ? makeFirst(symbol, place) : state
  }

  /// Where the next token leads.
  @inline(__always)
  func step(_ state: UInt16, _ symbol: PatternSet.Symbol, beginsClause: Bool) -> UInt16 {
    let (summary, traits) = (summaries[Int(state)], traits[Int(symbol)])
    var next = summary.pass
    let isNamed =
      summary.named >> UInt64(symbol & 63) & UInt64(summary.groups >> UInt32(traits.group & 31)) & 1 != 0
    if isNamed {
      next = steps[state, symbol, beginsClause]
    } else if beginsClause || !traits.passes {
      next = leaps[Int(state)]
    }
    return next == Self.unmade ? make(state, symbol, beginsClause: beginsClause) : next
  }

  /// Asks for the memory of the first two steps of a match before they are taken.
  @inline(__always)
  func prefetch(_ first: MessageToken, _ second: MessageToken) {
    let state = firstSteps[(first.startsSentence ? symbolCount : 0) + Int(first.symbol)]
    attune_prefetch(summaries + Int(state))
    steps.prefetch(state, second.symbol, second.startsClause)
  }

  // MARK: Making states

  @inline(never)
  private func makeFirst(_ symbol: PatternSet.Symbol, _ place: Int) -> UInt16 {
    beginSet()
    for atom in atoms[Int(symbol)] + [PatternSet.tokenAtom] {
      for target in automaton.starts.targets(of: atom) { reach(target) }
      guard place >= symbolCount else { continue }
      for target in automaton.sentenceStarts.targets(of: atom) { reach(target) }
    }
    firstSteps[place] = numberOfSet()
    return firstSteps[place]
  }

  @inline(never)
  private func make(_ state: UInt16, _ symbol: PatternSet.Symbol, beginsClause: Bool) -> UInt16 {
    let automaton = automaton
    let canPass = traits[Int(symbol)].passes && !beginsClause
    beginSet()
    for atom in atoms[Int(symbol)] where atom != PatternSet.gapAtom { names[Int(atom)] = stamp }
    var isNamed = false
    for place in states[Int(state)].range {
      for edge in automaton.edgeRange(Int(members[place])) {
        let (atom, target) = automaton.edges[edge]
        if atom == PatternSet.gapAtom {
          if canPass { reach(target) }
        } else if atom == PatternSet.tokenAtom {
          reach(target)
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
      if leaps[Int(state)] == Self.unmade { leaps[Int(state)] = numberOfSet() }
      next = leaps[Int(state)]
    }
    steps[state, symbol, beginsClause] = next
    isFull = isFull || steps.isFull
    return next
  }

  private func beginSet() {
    openCount = 0
    if stamp == .max {
      visits.update(repeating: 0, count: automaton.stateCount)
      names.update(repeating: 0, count: bits.count)
      stamp = 0
    }
    stamp += 1
  }

  /// A state of the `PatternAutomaton` can be reached, and what it leads to without a token.
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
    summarize(number, count)
    isFull =
      isFull || states.count > limit || members.count > Self.memberLimit || accepted.count >= Self.acceptedLimit
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

  /// Notes what a step needs of the state for the set that was made last.
  private func summarize(_ state: UInt16, _ count: Int) {
    var summary = Summary()
    var rules: [Int32] = []
    var (passes, leaps) = (false, false)
    for place in 0..<count {
      let member = Int(set[place])
      for edge in automaton.edgeRange(member) {
        let atom = automaton.edges[edge].atom
        if atom == PatternSet.gapAtom {
          passes = true
        } else if atom == PatternSet.tokenAtom {
          leaps = true
        } else {
          summary.named |= bits[Int(atom)].named
          summary.groups |= bits[Int(atom)].groups
        }
      }
      if automaton.rules[member] >= 0 { rules.append(automaton.rules[member]) }
    }
    if !rules.isEmpty { summary.accepted = self.place(of: rules.sorted()) }
    if !passes && !leaps { summary.pass = Self.dead }
    summaries[Int(state)] = summary
    self.leaps[Int(state)] = leaps ? Self.unmade : Self.dead
  }

  private func place(of rules: [Int32]) -> UInt16 {
    if let place = acceptedPlaces[rules] { return place }
    let place = UInt16(accepted.count)
    acceptedPlaces[rules] = place
    accepted += rules + [-1]
    return place
  }
}
