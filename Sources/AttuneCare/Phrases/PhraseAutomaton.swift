import Attune

/// Many phrases as one nondeterministic automaton over words. Immutable; a `PhraseMatcher` walks it.
///
/// It knows of each phrase what stands behind its last gap (`_`): with gaps, the sets of states would be as many as there
/// are texts. Whether the rest stands there too is looked up backwards where that was found.
package struct PhraseAutomaton: Sendable {
  /// Numbers of words: 0 for all that stand in no phrase.
  let symbols: SymbolTable
  /// The states that each state leads to by a symbol. State 0 is the beginning of all phrases.
  private(set) var edges: [[UInt16: [Int32]]] = [[:]]
  /// The phrase that is complete in a state; -1 for none.
  private(set) var accepted: [Int32] = [-1]
  /// Each phrase in numbers, to walk it backwards from where it ends.
  let phrases: [[NumberedElement]]

  /// The most different words in all phrases.
  static let wordLimit = 65_000

  struct NumberedElement: Sendable {
    var alternatives: [[UInt16]]
    var isOptional: Bool
  }

  init(_ phrases: [Phrase]) {
    var numbers: [UInt64: UInt16] = [:]
    for phrase in phrases {
      for element in phrase.elements {
        for word in element.alternatives.joined() where numbers[word] == nil {
          precondition(numbers.count < Self.wordLimit)
          numbers[word] = UInt16(numbers.count + 1)
        }
      }
    }
    symbols = SymbolTable(numbers)
    self.phrases = phrases.map { phrase in
      phrase.elements.map { element in
        NumberedElement(
          alternatives: element.alternatives.map { $0.map { numbers[$0]! } }, isOptional: element.isOptional)
      }
    }
    for (index, phrase) in self.phrases.enumerated() {
      let gap = phrase.lastIndex { $0.alternatives.isEmpty }
      add(phrase[(gap.map { $0 + 1 } ?? 0)...], Int32(index))
    }
  }

  private mutating func addState() -> Int32 {
    edges.append([:])
    accepted.append(-1)
    return Int32(edges.count - 1)
  }

  /// An element leads from every state in which it may begin to one new state; those in front of what may be missing are
  /// passed on.
  private mutating func add(_ phrase: ArraySlice<NumberedElement>, _ index: Int32) {
    var fronts: [Int32] = [0]
    for element in phrase {
      let end = addState()
      for front in fronts {
        for words in element.alternatives {
          var at = front
          for word in words.dropLast() {
            let next = addState()
            edges[Int(at)][word, default: []].append(next)
            at = next
          }
          edges[Int(at)][words[words.count - 1], default: []].append(end)
        }
      }
      fronts = element.isOptional ? fronts + [end] : [end]
    }
    for front in fronts where front != 0 { accepted[Int(front)] = index }
  }
}
