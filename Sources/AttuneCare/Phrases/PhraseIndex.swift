import Attune

/// Many phrases, by the words that they end with. Immutable; a `PhraseMatcher` reads it.
///
/// What stands in front of a phrase's last word is told by *groups*: the words of an element are one, and a word's groups are
/// 64 bits, so that a few groups share one.
final class PhraseIndex: @unchecked Sendable {  // Written once, before it is published; only read afterwards.
  /// Numbers of words: 0 for all that stand in no phrase.
  let symbols: SymbolTable
  let elements: PhraseElements
  /// How phrases end, by their last word's symbol, and where those of each symbol begin.
  let endings: UnsafeMutablePointer<Ending>
  let firstEnding: UnsafeMutablePointer<Int32>

  /// A phrase, for one of the words that it may end with.
  struct Ending {
    var phrase: Int32
    /// One of these groups must have the word right before that word.
    var before: UInt64
    /// One of these, and one of those, must have a word of the sentence in front of it.
    var needed: (UInt64, UInt64)

    /// - Parameters:
    ///   - word: the groups of the word right before the last.
    ///   - words: those of all in front of it.
    @inline(__always)
    func mayStand(behind word: UInt64, _ words: UInt64) -> Bool {
      // One branch rather than three.
      (before & word == 0 ? 1 : 0) | (needed.0 & words == 0 ? 1 : 0) | (needed.1 & words == 0 ? 1 : 0) == 0
    }
  }

  /// The most different words in all phrases.
  static let wordLimit = 65_000

  /// A group that all words have, those that stand in no phrase too, and the beginning of a sentence.
  static let any: UInt64 = 1 << 63

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
    let phrases = phrases.map { phrase in
      phrase.elements.map { element in
        NumberedElement(
          alternatives: element.alternatives.map { $0.map { numbers[$0]! } }, isOptional: element.isOptional)
      }
    }
    var groups = Groups(words: numbers.count + 1)
    var endings = [[Ending]](repeating: [], count: numbers.count + 1)
    for (index, phrase) in phrases.enumerated() {
      for (place, element) in phrase.enumerated().reversed() {
        let (before, needed) = (groups.lastWords(of: phrase[..<place]), groups.needed(by: phrase[..<place]))
        var ends: [UInt16: UInt64] = [:]
        for words in element.alternatives {
          ends[words[words.count - 1], default: 0] |= words.count > 1 ? groups.group([words[words.count - 2]]) : before
        }
        for (word, before) in ends {
          endings[Int(word)].append(Ending(phrase: Int32(index), before: before, needed: needed))
        }
        if !element.isOptional { break }
      }
    }
    symbols = SymbolTable(numbers, groups: groups.ofWords, endings: endings.map { $0.reduce(0) { $0 | $1.before } })
    elements = PhraseElements(phrases, symbolCount: symbols.count)
    self.endings = .allocate(capacity: max(endings.joined().count, 1))
    self.endings.initialize(from: Array(endings.joined()), count: endings.joined().count)
    firstEnding = .allocate(capacity: endings.count + 1)
    var first: Int32 = 0
    for symbol in 0...endings.count {
      (firstEnding + symbol).initialize(to: first)
      if symbol < endings.count { first += Int32(endings[symbol].count) }
    }
  }

  deinit {
    symbols.deallocate()
    elements.deallocate()
    endings.deallocate()
    firstEnding.deallocate()
  }
}

/// Gives groups their bits.
private struct Groups {
  /// Of each word.
  private(set) var ofWords: [UInt64]
  private var bits: [Set<UInt16>: UInt64] = [:]

  init(words: Int) { ofWords = [UInt64](repeating: PhraseIndex.any, count: words) }

  mutating func group(_ words: Set<UInt16>) -> UInt64 {
    if let bit = bits[words] { return bit }
    let bit: UInt64 = 1 << UInt64(bits.count % 63)
    bits[words] = bit
    for word in words { ofWords[Int(word)] |= bit }
    return bit
  }

  /// Groups of the words that a piece of a phrase may end with; `any` where that may be any, or the piece may be missing.
  mutating func lastWords(of piece: ArraySlice<NumberedElement>) -> UInt64 {
    var groups: UInt64 = 0
    for element in piece.reversed() {
      if element.alternatives.isEmpty { return PhraseIndex.any }
      groups |= group(Set(element.alternatives.map { $0[$0.count - 1] }))
      if !element.isOptional { return groups }
    }
    return PhraseIndex.any
  }

  /// Of what must stand in a piece of a phrase, the two elements with the fewest words.
  mutating func needed(by piece: ArraySlice<NumberedElement>) -> (UInt64, UInt64) {
    let rarest = piece.filter { !$0.isOptional && !$0.alternatives.isEmpty }
      .sorted { $0.alternatives.count < $1.alternatives.count }.prefix(2)
      .map { group(Set($0.alternatives.map { $0[0] })) }
    return (rarest.first ?? PhraseIndex.any, rarest.last ?? PhraseIndex.any)
  }
}

/// An element of a phrase, in numbers of words.
struct NumberedElement: Sendable {
  var alternatives: [[UInt16]]
  var isOptional: Bool
}
