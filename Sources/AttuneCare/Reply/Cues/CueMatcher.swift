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

  private let cues: CueSet
  /// `[limit × 2 × symbols]`: the second half of a row is for tokens that begin a clause. 0 where the next state is not
  /// known. Memory that is not touched is not used.
  private let table: UnsafeMutablePointer<UInt16>
  /// Whether rules are matched in a state.
  private let accepts: UnsafeMutablePointer<Bool>
  private let width: Int
  /// Rules that are matched in a state, and those that are if a sentence ends there.
  // One worker at a time uses a matcher: nothing overlaps.
  @exclusivity(unchecked) private var accepted: [[Int32]] = []
  @exclusivity(unchecked) private var acceptedAtEnd: [[Int32]] = []
  private var sets: [[Int32]] = []
  private var numbers: [[Int32]: UInt16] = [:]
  @exclusivity(unchecked) private(set) var matches: [Match] = []

  private static let unmade: UInt16 = 0
  private static let dead: UInt16 = 1
  private static let root: UInt16 = 2
  private static let sentenceRoot: UInt16 = 3
  /// States that are kept; more are very unlikely, and then it begins anew. Fewer for a very large alphabet.
  private let limit: Int
  private static let mostStates = 8192
  private static let tableBytes = 64 << 20
  /// States that one message may add beyond: further ones count as dead.
  private static let reserve = 1024

  init(_ cues: CueSet) {
    self.cues = cues
    width = 2 * cues.symbolCount
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
    for state in sets.indices { for column in 0..<width { table[state * width + column] = Self.unmade } }
    accepted = []
    acceptedAtEnd = []
    sets = []
    numbers = [:]
    // In place of `unmade`, and the dead state.
    _ = number(of: [])
    _ = number(of: [])
    _ = number(of: cues.starts)
    _ = number(of: cues.starts + cues.sentenceStarts)
  }

  /// Finds all matches; of one rule at one token the longest.
  func match(_ tokens: [MessageToken]) {
    // Taken out, so that it is reached without checks for every match.
    var matches = self.matches
    self.matches = []
    matches.removeAll(keepingCapacity: true)
    if sets.count > limit { begin() }
    let (table, accepts, width) = (table, accepts, width)
    tokens.withUnsafeBufferPointer { tokens in
      for first in tokens.indices {
        var state = tokens[first].startsSentence ? Self.sentenceRoot : Self.root
        var at = first
        let firstMatch = matches.count
        repeat {
          let token = tokens[at]
          let column = Int(token.symbol) + (at > first && token.startsClause ? width / 2 : 0)
          let next = table[Int(state) * width + column]
          state = next == Self.unmade ? make(state, column) : next
          guard state != Self.dead else { break }
          if accepts[Int(state)] {
            Self.add(accepted[Int(state)], first, at, firstMatch, &matches)
            if at + 1 == tokens.count || tokens[at + 1].endsSentence {
              Self.add(acceptedAtEnd[Int(state)], first, at, firstMatch, &matches)
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
    var targets: [Int32] = []
    for member in sets[Int(state)] {
      for edge in cues.states[Int(member)].edges {
        if edge.atom == CueSet.anyAtom, beginsClause { continue }
        if cues.members[Int(edge.atom)][symbol] { targets.append(edge.target) }
      }
    }
    let next = sets.count >= limit + Self.reserve ? Self.dead : number(of: targets)
    table[Int(state) * width + column] = next
    return next
  }

  private func number(of targets: [Int32]) -> UInt16 {
    var closure = Set<Int32>()
    var open = targets
    while let state = open.popLast() {
      if closure.insert(state).inserted { open += cues.states[Int(state)].free }
    }
    let set = closure.sorted()
    // The first four are told apart by their numbers.
    if sets.count > Int(Self.sentenceRoot), let number = set.isEmpty ? Self.dead : numbers[set] { return number }
    let number = UInt16(sets.count)
    if sets.count >= Int(Self.root), numbers[set] == nil { numbers[set] = number }
    sets.append(set)
    var rules: Set<Int32> = []
    var rulesAtEnd: Set<Int32> = []
    for state in set {
      let state = cues.states[Int(state)]
      if state.rule >= 0 { if state.isAtEnd { rulesAtEnd.insert(state.rule) } else { rules.insert(state.rule) } }
    }
    accepted.append(rules.sorted())
    acceptedAtEnd.append(rulesAtEnd.sorted())
    accepts[Int(number)] = !rules.isEmpty || !rulesAtEnd.isEmpty
    return number
  }
}
