import Attune

/// Finds phrases in the tokens of texts, all of them in one pass whose cost does not depend on how many there are.
///
/// The plain algorithm keeps the set of the automaton's states that the words so far may have led to. Each set is given a number
/// once, and the set that follows it by a word is remembered (lazy determinization; Thompson 1968, Aho, Sethi & Ullman 1986 §3.9),
/// so that a word costs two look-ups. Owned by one worker.
package final class PhraseMatcher {
  private let automaton: PhraseAutomaton
  private let symbols: SymbolTable.Reader
  private let backward: PhraseElements
  /// The set of each number, sorted; 0 is the beginning.
  private var sets: [[Int32]] = [[]]
  private var numbers: [[Int32]: UInt32] = [[]: 0]
  /// The phrases that are complete in each.
  private var completed: [UnsafeMutableBufferPointer<Int32>] = [.init(start: nil, count: 0)]
  private let state: UnsafeMutablePointer<State>

  /// What the scan reads, in memory that is reached without checks.
  private struct State {
    /// The set that follows the beginning by a symbol; `unknown` until it is asked for.
    var first: UnsafeMutablePointer<UInt32>
    /// Of each set, the lower six bits of the symbols by which a phrase that is under way goes on. By others the next set is as
    /// from the beginning: that is nearly always so.
    var continuations: UnsafeMutablePointer<UInt64>
    var continuationCapacity: Int
    /// `(set << 16 | symbol) + 1` and the set that follows; open addressing.
    var transitions: UnsafeMutablePointer<(key: UInt64, next: UInt32)>
    var mask: Int
    /// The symbols of the text's tokens, and the places of those that are no plain words.
    var tokens: UnsafeMutablePointer<UInt16>
    var odd: UnsafeMutablePointer<UInt32>
    var capacity: Int
  }

  private var transitionCount = 0

  /// When memory is emptied; texts of customers need some ten thousand.
  private static let transitionLimit = 1 << 18
  /// Set in a number of a set in which phrases are complete.
  private static let completes: UInt32 = 1 << 31
  private static let unknown = UInt32.max

  package init(_ automaton: PhraseAutomaton) {
    self.automaton = automaton
    symbols = automaton.symbols.reader
    backward = PhraseElements(automaton.phrases, symbolCount: automaton.symbols.count)
    let size = 1 << 12
    state = .allocate(capacity: 1)
    state.initialize(
      to: State(
        first: .allocate(capacity: automaton.symbols.count), continuations: .allocate(capacity: 1024),
        continuationCapacity: 1024, transitions: .allocate(capacity: size), mask: size - 1,
        tokens: .allocate(capacity: 256), odd: .allocate(capacity: 256),
        capacity: 256))
    state.pointee.first.initialize(repeating: Self.unknown, count: automaton.symbols.count)
    state.pointee.first[0] = 0
    state.pointee.transitions.initialize(repeating: (0, 0), count: size)
    state.pointee.continuations[0] = 0
  }

  deinit {
    for list in completed { list.deallocate() }
    state.pointee.first.deallocate()
    state.pointee.continuations.deallocate()
    state.pointee.transitions.deallocate()
    state.pointee.tokens.deallocate()
    state.pointee.odd.deallocate()
    state.deallocate()
  }

  /// Calls `odd` with the place of every token that is no plain word, then `found` with every phrase that may end at a token
  /// (`start` tells whether it does).
  @inline(__always)
  func scan(
    _ tokens: UnsafeBufferPointer<PlacedToken>, found: (_ phrase: Int, _ last: Int) -> Void, odd: (Int) -> Void
  ) {
    if state.pointee.capacity < tokens.count { reserve(tokens.count) }
    let (symbols, state) = (symbols, state)
    // What words are there, first, so that this has no branches.
    var seen: UInt64 = 0
    var oddCount = 0
    for place in 0..<tokens.count {
      let token = tokens[place]
      let symbol = symbols.symbol(token.hash)
      state.pointee.tokens[place] = symbol
      seen |= 1 &<< UInt64(symbol)
      state.pointee.odd[oddCount] = UInt32(truncatingIfNeeded: place)
      oddCount &+= token.isPlainWord ? 0 : 1
    }
    for index in 0..<oddCount { odd(Int(state.pointee.odd[index])) }
    var set: UInt32 = 0
    for place in 0..<tokens.count {
      let symbol = state.pointee.tokens[place]
      if tokens[place].beginsSentence { set = 0 }
      let number = set & ~Self.completes
      if state.pointee.continuations[Int(number)] & (1 &<< UInt64(symbol)) == 0 {
        set = state.pointee.first[Int(symbol)]
        if set == Self.unknown { set = addFirst(symbol) }
      } else {
        set = next(number, symbol, state)
      }
      if set & Self.completes != 0 { give(set, place, seen, found) }
    }
  }

  @inline(never)
  private func give(_ set: UInt32, _ place: Int, _ seen: UInt64, _ found: (_ phrase: Int, _ last: Int) -> Void) {
    for phrase in completed[Int(set & ~Self.completes)] where backward.mayStand(Int(phrase), seen) {
      found(Int(phrase), place)
    }
  }

  @inline(__always)
  private func next(_ set: UInt32, _ symbol: UInt16, _ state: UnsafeMutablePointer<State>) -> UInt32 {
    let key = (UInt64(set) << 16 | UInt64(symbol)) &+ 1
    var slot = Self.slot(key) & state.pointee.mask
    while state.pointee.transitions[slot].key != 0 {
      if state.pointee.transitions[slot].key == key { return state.pointee.transitions[slot].next }
      slot = (slot &+ 1) & state.pointee.mask
    }
    return addTransition(set, symbol)
  }

  @inline(__always)
  private static func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 32) }

  // MARK: Sets

  @inline(never)
  private func addFirst(_ symbol: UInt16) -> UInt32 {
    let next = number(of: following([], symbol))
    state.pointee.first[Int(symbol)] = next
    return next
  }

  @inline(never)
  private func addTransition(_ set: UInt32, _ symbol: UInt16) -> UInt32 {
    let following = following(sets[Int(set)], symbol)
    if transitionCount >= Self.transitionLimit {
      // `set` has no number any more; the way from it is found again when it is needed.
      forget()
      return number(of: following)
    }
    let next = number(of: following)
    insert((UInt64(set) << 16 | UInt64(symbol)) &+ 1, next)
    return next
  }

  private func following(_ set: [Int32], _ symbol: UInt16) -> [Int32] {
    var following: [Int32] = []
    for state in set + [0] {
      if symbol != 0, let next = automaton.edges[Int(state)][symbol] { following += next }
    }
    following.sort()
    var count = 0
    for index in following.indices where index == 0 || following[index] != following[count - 1] {
      following[count] = following[index]
      count += 1
    }
    following.removeLast(following.count - count)
    return following
  }

  private func number(of set: [Int32]) -> UInt32 {
    if let number = numbers[set] { return number }
    let phrases = set.compactMap { automaton.accepted[Int($0)] >= 0 ? automaton.accepted[Int($0)] : nil }
    let number = UInt32(sets.count) | (phrases.isEmpty ? 0 : Self.completes)
    if sets.count == state.pointee.continuationCapacity {
      let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * sets.count)
      larger.update(from: state.pointee.continuations, count: sets.count)
      state.pointee.continuations.deallocate()
      state.pointee.continuations = larger
      state.pointee.continuationCapacity *= 2
    }
    state.pointee.continuations[sets.count] = set.reduce(0) { bits, state in
      automaton.edges[Int(state)].keys.reduce(bits) { $0 | 1 &<< UInt64($1) }
    }
    sets.append(set)
    numbers[set] = number
    let list = UnsafeMutableBufferPointer<Int32>.allocate(capacity: phrases.count)
    _ = list.initialize(from: phrases)
    completed.append(list)
    return number
  }

  private func insert(_ key: UInt64, _ next: UInt32) {
    transitionCount += 1
    let size = state.pointee.mask + 1
    if 2 * transitionCount > size {
      let old = state.pointee.transitions
      state.pointee.mask = 2 * size - 1
      state.pointee.transitions = .allocate(capacity: 2 * size)
      state.pointee.transitions.initialize(repeating: (0, 0), count: 2 * size)
      for slot in 0..<size where old[slot].key != 0 { place(old[slot]) }
      old.deallocate()
    }
    place((key, next))
  }

  private func place(_ entry: (key: UInt64, next: UInt32)) {
    var slot = Self.slot(entry.key) & state.pointee.mask
    while state.pointee.transitions[slot].key != 0 { slot = (slot + 1) & state.pointee.mask }
    state.pointee.transitions[slot] = entry
  }

  private func forget() {
    sets = [[]]
    numbers = [[]: 0]
    for list in completed { list.deallocate() }
    completed = [.init(start: nil, count: 0)]
    state.pointee.first.update(repeating: Self.unknown, count: automaton.symbols.count)
    state.pointee.first[0] = 0
    state.pointee.transitions.update(repeating: (0, 0), count: state.pointee.mask + 1)
    transitionCount = 0
  }

  @inline(never)
  private func reserve(_ count: Int) {
    state.pointee.tokens.deallocate()
    state.pointee.odd.deallocate()
    state.pointee.capacity = 2 * count
    state.pointee.tokens = .allocate(capacity: 2 * count)
    state.pointee.odd = .allocate(capacity: 2 * count)
  }

  // MARK: Behind a scan

  /// The place where a phrase begins that ends at `last`: the nearest; -1 when only what stands behind its last gap was found.
  func start(of phrase: Int, endingAt last: Int) -> Int {
    backward.start(of: phrase, end: last + 1, in: state.pointee.tokens)
  }

  /// The symbol of a token of the text that was scanned last.
  @inline(__always)
  func symbol(_ place: Int) -> UInt16 { state.pointee.tokens[place] }
}

/// Phrases in flat memory, to be walked backwards.
private final class PhraseElements {
  private struct Element {
    var isOptional: Bool
    /// Whether all alternatives are single words, which `bits` holds.
    var isWord: Bool
    /// Where the set of its words begins in `bits`; the same for elements with the same words.
    var bits: Int32
    /// Of its alternatives otherwise; none for any word.
    var first: Int32
    var end: Int32
  }
  private struct Words {
    var first: Int32
    var count: Int32
  }

  private let ranges: UnsafeMutablePointer<(first: Int32, end: Int32)>
  private let elements: UnsafeMutablePointer<Element>
  private let bits: UnsafeMutablePointer<UInt64>
  private let alternatives: UnsafeMutablePointer<Words>
  private let words: UnsafeMutablePointer<UInt16>
  /// Of each phrase, the lower six bits of the symbols of which one must be in the text.
  private let needed: UnsafeMutablePointer<UInt64>

  init(_ phrases: [[PhraseAutomaton.NumberedElement]], symbolCount: Int) {
    var ranges: [(first: Int32, end: Int32)] = []
    var elements: [Element] = []
    var bits: [UInt64] = []
    var places: [Set<UInt16>: Int32] = [:]
    var alternatives: [Words] = []
    var words: [UInt16] = []
    for phrase in phrases {
      let first = Int32(elements.count)
      for element in phrase {
        var entry = Element(
          isOptional: element.isOptional, isWord: false, bits: 0, first: Int32(alternatives.count),
          end: Int32(alternatives.count))
        if !element.alternatives.isEmpty, element.alternatives.allSatisfy({ $0.count == 1 }) {
          let set = Set(element.alternatives.joined())
          entry.isWord = true
          entry.bits = places[set] ?? Int32(bits.count)
          if places[set] == nil {
            places[set] = entry.bits
            bits += [UInt64](repeating: 0, count: (symbolCount + 63) / 64)
            for word in set { bits[Int(entry.bits) + Int(word >> 6)] |= 1 &<< UInt64(word) }
          }
        } else {
          for alternative in element.alternatives {
            alternatives.append(Words(first: Int32(words.count), count: Int32(alternative.count)))
            words += alternative
          }
          entry.end = Int32(alternatives.count)
        }
        elements.append(entry)
      }
      ranges.append((first, Int32(elements.count)))
    }
    self.ranges = Self.copy(ranges)
    self.elements = Self.copy(elements)
    self.bits = Self.copy(bits)
    self.alternatives = Self.copy(alternatives)
    self.words = Self.copy(words)
    needed = Self.copy(phrases.map(Self.needed))
  }

  /// The bits of the element with the fewest, of those before the last gap that cannot be left out.
  private static func needed(by phrase: [PhraseAutomaton.NumberedElement]) -> UInt64 {
    let gap = phrase.lastIndex { $0.alternatives.isEmpty } ?? 0
    return phrase[..<gap].filter { !$0.isOptional && !$0.alternatives.isEmpty }
      .map { $0.alternatives.reduce(0) { $0 | 1 &<< UInt64($1[0]) } }
      .min { $0.nonzeroBitCount < $1.nonzeroBitCount } ?? .max
  }

  /// Whether a phrase can stand in a text that holds symbols with these bits.
  func mayStand(_ phrase: Int, _ seen: UInt64) -> Bool { needed[phrase] & seen != 0 }

  deinit {
    ranges.deallocate()
    elements.deallocate()
    bits.deallocate()
    alternatives.deallocate()
    words.deallocate()
    needed.deallocate()
  }

  private static func copy<Value>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
    let memory = UnsafeMutablePointer<Value>.allocate(capacity: max(values.count, 1))
    memory.initialize(from: values, count: values.count)
    return memory
  }

  func start(of phrase: Int, end: Int, in symbols: UnsafePointer<UInt16>) -> Int {
    let range = ranges[phrase]
    return start(from: Int(range.first), to: Int(range.end), end, symbols)
  }

  /// Where the elements begin when they end in front of `end`; -1 when they do not.
  private func start(from first: Int, to count: Int, _ end: Int, _ symbols: UnsafePointer<UInt16>) -> Int {
    var (count, end) = (count, end)
    while count > first {
      let element = elements[count - 1]
      if element.isOptional {
        let place = start(from: first, to: count - 1, end, symbols)
        if place >= 0 { return place }
      }
      guard end > 0 else { return -1 }
      if element.isWord {
        let symbol = symbols[end - 1]
        if bits[Int(element.bits) + Int(symbol >> 6)] & (1 &<< UInt64(symbol)) == 0 { return -1 }
      } else if element.first < element.end {
        return start(behind: element, from: first, to: count - 1, end, symbols)
      }
      end -= 1
      count -= 1
    }
    return end
  }

  /// The same for an element of which alternatives have several words.
  private func start(
    behind element: Element, from first: Int, to count: Int, _ end: Int, _ symbols: UnsafePointer<UInt16>
  ) -> Int {
    for index in Int(element.first)..<Int(element.end) {
      let length = Int(alternatives[index].count)
      guard length <= end else { continue }
      let expected = words + Int(alternatives[index].first)
      let found = symbols + (end - length)
      var same = length
      while same > 0, found[same - 1] == expected[same - 1] { same -= 1 }
      guard same == 0 else { continue }
      let place = start(from: first, to: count, end - length, symbols)
      if place >= 0 { return place }
    }
    return -1
  }
}
