#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Finds the matches of a `CueSet` in a message: a deterministic automaton that is made as it is needed (Thompson 1968,
/// "Regular expression search algorithm"; Cox 2010, "Regular expression matching in the wild"). Owned by one worker.
///
/// A state is a set of states of the `CueSet`; a row of `table` says where each symbol leads from it. From every token the
/// automaton runs until nothing can match any more, which takes one or two steps for most.
final class CueMatcher {
  struct Match: Equatable {
    var rule: Int32
    /// Tokens `first...last`.
    var first: Int32
    var last: Int32
  }

  /// What is known of a state when it is made.
  private struct State {
    /// Where the atoms lead that are named here, by atom.
    var steps: [(atom: Int32, target: Int32)] = []
    /// Where any word of the clause leads.
    var passes: [Int32] = []
    /// The state of `passes` alone, when it is made. Most symbols lead there.
    var pass = CueMatcher.unmade
    /// Rules that are matched here, and those that are if a sentence ends here.
    var accepted: [Int32] = []
    var acceptedAtEnd: [Int32] = []
  }

  private let cues: CueSet
  /// `[limit × 2 × symbols]`: the second half of a row is for tokens that begin a clause. 0 where the next state is not
  /// known. Memory that is not touched is not used.
  private let table: UnsafeMutablePointer<UInt16>
  /// Whether rules are matched in a state.
  private let accepts: UnsafeMutablePointer<Bool>
  private let width: Int
  // One worker at a time uses a matcher: nothing overlaps.
  @exclusivity(unchecked) private var states: [State] = []
  /// Where tokens inside a sentence start, and first ones.
  private var root = CueMatcher.dead
  private var sentenceRoot = CueMatcher.dead
  @exclusivity(unchecked) private var numbers: [StateSet: UInt16] = [:]
  @exclusivity(unchecked) private(set) var matches: [Match] = []
  /// Of each state of the `CueSet`, in which closure it was last.
  @exclusivity(unchecked) private var visits: [Int32]
  @exclusivity(unchecked) private var closures: Int32 = 0

  private static let unmade: UInt16 = 0
  private static let dead: UInt16 = 1
  /// States that are kept; more are very unlikely, and then it begins anew. Fewer for a very large alphabet.
  private let limit: Int
  private static let mostStates = 8192
  private static let tableBytes = 64 << 20
  /// States that one message may add beyond: further ones count as dead.
  private static let reserve = 1024

  init(_ cues: CueSet) {
    self.cues = cues
    width = 2 * cues.symbolCount
    visits = Array(repeating: 0, count: cues.states.count)
    limit = min(Self.mostStates, max(Self.tableBytes / (MemoryLayout<UInt16>.stride * width), Self.reserve))
    let states = limit + Self.reserve
    guard let memory = calloc(states * width, MemoryLayout<UInt16>.stride),
      let flags = calloc(states, MemoryLayout<Bool>.stride)
    else { fatalError("out of memory") }
    table = memory.bindMemory(to: UInt16.self, capacity: states * width)
    accepts = flags.bindMemory(to: Bool.self, capacity: states)
    begin()
  }

  deinit {
    free(table)
    free(accepts)
  }

  private func begin() {
    for state in states.indices { for column in 0..<width { table[state * width + column] = Self.unmade } }
    numbers = [:]
    // In place of `unmade`, and the dead state; no other is empty.
    states = [State(), State()]
    root = number(of: cues.starts)
    sentenceRoot = number(of: cues.starts + cues.sentenceStarts)
  }

  /// Finds all matches; of one rule at one token the longest.
  func match(_ tokens: [MessageToken]) {
    // Taken out, so that it is reached without checks for every match.
    var matches = self.matches
    self.matches = []
    matches.removeAll(keepingCapacity: true)
    if states.count > limit { begin() }
    let (table, accepts, width) = (table, accepts, width)
    tokens.withUnsafeBufferPointer { tokens in
      for first in tokens.indices {
        var state = tokens[first].startsSentence ? sentenceRoot : root
        var at = first
        let firstMatch = matches.count
        repeat {
          let token = tokens[at]
          let column = Int(token.symbol) + (at > first && token.startsClause ? width / 2 : 0)
          let next = table[Int(state) * width + column]
          state = next == Self.unmade ? make(state, column) : next
          guard state != Self.dead else { break }
          if accepts[Int(state)] {
            Self.add(states[Int(state)].accepted, first, at, firstMatch, &matches)
            if at + 1 == tokens.count || tokens[at + 1].endsSentence {
              Self.add(states[Int(state)].acceptedAtEnd, first, at, firstMatch, &matches)
            }
          }
          at += 1
        } while at < tokens.count && !tokens[at].startsSentence
      }
    }
    self.matches = matches
  }

  private static func add(
    _ rules: [Int32], _ first: Int, _ last: Int, _ firstMatch: Int, _ matches: inout [Match]
  ) {
    for rule in rules {
      if let before = matches[firstMatch...].firstIndex(where: { $0.rule == rule }) {
        matches[before].last = Int32(last)
      } else {
        matches.append(Match(rule: rule, first: Int32(first), last: Int32(last)))
      }
    }
  }

  // MARK: Making states

  private func make(_ state: UInt16, _ column: Int) -> UInt16 {
    let beginsClause = column >= width / 2
    let symbol = beginsClause ? column - width / 2 : column
    let from = states[Int(state)]
    var targets: [Int32] = []
    var canPass = false
    for atom in cues.atoms[symbol] {
      if atom == CueSet.anyAtom {
        canPass = !beginsClause
      } else {
        var step = from.steps.firstIndex(notBelow: atom)
        while step < from.steps.count, from.steps[step].atom == atom {
          targets.append(from.steps[step].target)
          step += 1
        }
      }
    }
    let next: UInt16
    if !targets.isEmpty {
      next = number(of: canPass ? targets + from.passes : targets)
    } else if canPass {
      if from.pass == Self.unmade { states[Int(state)].pass = number(of: from.passes) }
      next = states[Int(state)].pass
    } else {
      next = Self.dead
    }
    table[Int(state) * width + column] = next
    return next
  }

  /// The number of the state for what can be reached from `targets` without a token.
  private func number(of targets: [Int32]) -> UInt16 {
    let set = StateSet(members: closure(of: targets))
    if set.members.isEmpty { return Self.dead }
    if let number = numbers[set] { return number }
    guard states.count < limit + Self.reserve else { return Self.dead }
    let number = UInt16(states.count)
    numbers[set] = number
    var state = State()
    for member in set.members {
      let member = cues.states[Int(member)]
      for edge in member.edges {
        if edge.atom == CueSet.anyAtom { state.passes.append(edge.target) } else { state.steps.append(edge) }
      }
      guard member.rule >= 0 else { continue }
      if member.isAtEnd { state.acceptedAtEnd.append(member.rule) } else { state.accepted.append(member.rule) }
    }
    state.steps.sort { $0.atom < $1.atom }
    state.accepted.sort()
    state.acceptedAtEnd.sort()
    accepts[Int(number)] = !state.accepted.isEmpty || !state.acceptedAtEnd.isEmpty
    states.append(state)
    return number
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

extension [(atom: Int32, target: Int32)] {
  /// The first place whose atom is not below `atom`, by bisection.
  fileprivate func firstIndex(notBelow atom: Int32) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].atom < atom { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
