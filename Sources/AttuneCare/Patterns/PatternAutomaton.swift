/// The non-deterministic automaton of a `PatternSet`: its states, one behind the other in memory. Immutable.
///
///     edges  | a b | c | d e f |      edges of state 0, 1, 2
///     places 0     2   3       6
struct PatternAutomaton: Sendable {
  /// Tokens of an atom's symbols lead to another state.
  typealias Edge = (atom: Int32, target: Int32)

  /// A state while the automaton is built.
  struct State: Sendable {
    var edges: [Edge] = []
    /// Where it leads without a token.
    var free: [Int32] = []
    /// The rule that is matched here.
    var rule: Int32 = -1
    /// Only at the end of a sentence.
    var isAtEnd = false
  }

  /// Where first tokens lead, by their atoms: the many edges of all patterns need not be looked at for each.
  struct FirstEdges: Sendable {
    /// Where the targets of each atom begin, and where those of the last end: `[atoms + 1]`
    private var places: [Int32]
    private var targets: [Int32] = []

    fileprivate init() { places = [0] }

    /// - Complexity: O(atoms + states that the first ones lead to without a token, and their edges)
    fileprivate init(_ automaton: PatternAutomaton, from first: [Int32], atomCount: Int) {
      var edges: [Edge] = []
      automaton.forEachState(reachedFrom: first) { edges += automaton.edges[automaton.edgeRange($0)] }
      places = Array(repeating: 0, count: atomCount + 1)
      for edge in edges { places[Int(edge.atom) + 1] += 1 }
      for atom in 0..<atomCount { places[atom + 1] += places[atom] }
      var next = places
      targets = Array(repeating: 0, count: edges.count)
      for edge in edges {
        targets[Int(next[Int(edge.atom)])] = edge.target
        next[Int(edge.atom)] += 1
      }
    }

    func targets(of atom: Int32) -> ArraySlice<Int32> {
      targets[Int(places[Int(atom)])..<Int(places[Int(atom) + 1])]
    }
  }

  /// `[edges]`
  private(set) var edges: [Edge] = []
  /// Of each state where its edges begin, and where those of the last end: `[states + 1]`
  private(set) var edgePlaces: [Int32] = [0]
  /// Where states lead without a token: `[free steps]`
  private(set) var free: [Int32] = []
  /// As `edgePlaces`.
  private(set) var freePlaces: [Int32] = [0]
  /// The rule that is matched in each state, with `atEnd` added where it is only at the end of a sentence; or -1: `[states]`
  private(set) var rules: [Int32] = []
  /// Of patterns that may begin anywhere, and of those that begin a sentence.
  private(set) var starts: FirstEdges
  private(set) var sentenceStarts: FirstEdges

  static let atEnd: Int32 = 1 << 30

  /// - Complexity: O(states and their edges)
  init(_ states: [State], starts: [Int32], sentenceStarts: [Int32], atomCount: Int) {
    edgePlaces.reserveCapacity(states.count + 1)
    freePlaces.reserveCapacity(states.count + 1)
    rules.reserveCapacity(states.count)
    for state in states {
      edges += state.edges
      edgePlaces.append(Int32(edges.count))
      free += state.free
      freePlaces.append(Int32(free.count))
      rules.append(state.rule < 0 ? -1 : state.rule + (state.isAtEnd ? Self.atEnd : 0))
    }
    self.starts = FirstEdges()
    self.sentenceStarts = FirstEdges()
    self.starts = FirstEdges(self, from: starts, atomCount: atomCount)
    self.sentenceStarts = FirstEdges(self, from: sentenceStarts, atomCount: atomCount)
  }

  var stateCount: Int { rules.count }

  /// Calls `body` with each of some states, and with those that they lead to without a token, once.
  ///
  /// - Complexity: O(these states and where they lead without a token)
  func forEachState(reachedFrom first: [Int32], _ body: (Int) -> Void) {
    var reached = Set(first)
    var open = Array(reached)
    while let state = open.popLast() {
      body(Int(state))
      for next in free[freeRange(Int(state))] where reached.insert(next).inserted { open.append(next) }
    }
  }

  @inline(__always)
  func edgeRange(_ state: Int) -> Range<Int> { Int(edgePlaces[state])..<Int(edgePlaces[state + 1]) }

  @inline(__always)
  func freeRange(_ state: Int) -> Range<Int> { Int(freePlaces[state])..<Int(freePlaces[state + 1]) }
}
