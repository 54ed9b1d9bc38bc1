/// The states of a `CueSet`, one behind the other in memory. Immutable.
///
///     edges  | a b | c | d e f |      edges of state 0, 1, 2
///     places 0     2   3       6
struct CueAutomaton: Sendable {
  /// `[edges]`
  private(set) var edges: [CueSet.Edge] = []
  /// Of each state where its edges begin, and where those of the last end: `[states + 1]`
  private(set) var edgePlaces: [Int32] = [0]
  /// Where states lead without a token: `[free steps]`
  private(set) var free: [Int32] = []
  /// As `edgePlaces`.
  private(set) var freePlaces: [Int32] = [0]
  /// The rule that is matched in each state, with `atEnd` added where it is only at the end of a sentence; or -1: `[states]`
  private(set) var rules: [Int32] = []

  static let atEnd: Int32 = 1 << 30

  /// - Complexity: O(states and their edges)
  init(_ states: [CueSet.State]) {
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
  }

  var stateCount: Int { rules.count }

  @inline(__always)
  func edgeRange(_ state: Int) -> Range<Int> { Int(edgePlaces[state])..<Int(edgePlaces[state + 1]) }

  @inline(__always)
  func freeRange(_ state: Int) -> Range<Int> { Int(freePlaces[state])..<Int(freePlaces[state + 1]) }
}
