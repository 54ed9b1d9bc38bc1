/// Which words may stand right before the last word of a match, as far as 64 bits tell. Immutable.
///
/// Each atom that may stand there is one of 63 *groups*, some of which it shares with others. A word with which a match may
/// end is looked at only behind a word of a group that fits, which leaves two or three words of a short text.
struct Neighbours {
  /// The groups of each symbol: `[symbols]`
  private(set) var groups: [UInt64]
  /// Of each symbol the groups, of which one must stand right before it where a match ends with it; none where no match
  /// does: `[symbols]`
  private(set) var before: [UInt64]

  /// A group that all tokens have, those of unknown words too, and the beginning of a sentence.
  static let any: UInt64 = 1 << 63

  /// - Parameters:
  ///   - atoms: of each symbol.
  ///   - automaton: reads matches from their last word on.
  /// - Complexity: O(atoms of all symbols + states and edges behind the first ones)
  init(of atoms: [[Int32]], _ automaton: PatternAutomaton) {
    var groupOfAtom: [Int32: UInt64] = [:]
    var groupsBefore: [Int32: UInt64] = [:]
    func groups(before last: Int32) -> UInt64 {
      if let known = groupsBefore[last] { return known }
      var groups: UInt64 = 0
      automaton.forEachState(reachedFrom: Array(automaton.starts.targets(of: last))) { state in
        if automaton.rules[state] >= 0 { groups |= Self.any }
        for (atom, _) in automaton.edges[automaton.edgeRange(state)] {
          if atom <= PatternSet.tokenAtom {
            groups |= Self.any
          } else {
            let group = groupOfAtom[atom] ?? 1 << UInt64(groupOfAtom.count % 63)
            groupOfAtom[atom] = group
            groups |= group
          }
        }
      }
      groupsBefore[last] = groups
      return groups
    }
    before = atoms.map { $0.reduce(0) { $0 | groups(before: $1) } }
    // With a gap behind its last word a match would end with any.
    let beforeAny = groups(before: PatternSet.tokenAtom)
    if beforeAny != 0 { for symbol in before.indices { before[symbol] |= beforeAny } }
    self.groups = atoms.map { $0.reduce(Self.any) { $0 | (groupOfAtom[$1] ?? 0) } }
  }
}
