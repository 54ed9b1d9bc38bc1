/// Phrases in flat memory, to be walked backwards.
struct PhraseElements: @unchecked Sendable {  // Written once, before it is published; only read afterwards.
  private struct Element {
    enum Kind: UInt8 {
      /// One word, of a set.
      case word
      /// One of several alternatives, some of which have several words.
      case words
      /// Some words, whatever they are.
      case gap
    }
    var kind: Kind
    var isOptional: Bool
    /// Of a word where its set begins in `bits`; the same for elements with the same words.
    var bits: Int32 = 0
    /// Of words their alternatives; of a gap how few and how many it may have.
    var first: Int32 = 0
    var end: Int32 = 0
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
  /// The most words that a phrase may have.
  let longest: Int

  /// Words of `bits` from which on sets of words are kept as lists: of 65,000 words, those of 65,000 sets would take
  /// 500 MB.
  private static let bitLimit = 1 << 20

  init(_ phrases: [[NumberedElement]], symbolCount: Int) {
    var ranges: [(first: Int32, end: Int32)] = []
    var elements: [Element] = []
    var bits: [UInt64] = []
    var places: [Set<UInt16>: Int32] = [:]
    var alternatives: [Words] = []
    var words: [UInt16] = []
    var longest = 1
    for phrase in phrases {
      let first = Int32(elements.count)
      for element in phrase {
        if element.alternatives.isEmpty {
          if elements.count == Int(first) || elements[elements.count - 1].kind != .gap {
            elements.append(Element(kind: .gap, isOptional: false))
          }
          elements[elements.count - 1].first += element.isOptional ? 0 : 1
          elements[elements.count - 1].end += 1
          continue
        }
        var entry = Element(kind: .word, isOptional: element.isOptional)
        let set = Set(element.alternatives.joined())
        let isOfWords = element.alternatives.allSatisfy { $0.count == 1 }
        if isOfWords, places[set] != nil || bits.count < Self.bitLimit {
          entry.bits = places[set] ?? Int32(bits.count)
          if places[set] == nil {
            places[set] = entry.bits
            bits += [UInt64](repeating: 0, count: (symbolCount + 63) / 64)
            for word in set { bits[Int(entry.bits) + Int(word >> 6)] |= 1 &<< UInt64(word) }
          }
        } else {
          entry.kind = .words
          entry.first = Int32(alternatives.count)
          // Each once, because every one that stands there is tried.
          for alternative in isOfWords ? set.sorted().map({ [$0] }) : element.alternatives {
            alternatives.append(Words(first: Int32(words.count), count: Int32(alternative.count)))
            words += alternative
          }
          entry.end = Int32(alternatives.count)
        }
        elements.append(entry)
      }
      longest = max(longest, phrase.reduce(0) { $0 + max(1, $1.alternatives.map(\.count).max() ?? 1) })
      ranges.append((first, Int32(elements.count)))
    }
    self.ranges = Self.copy(ranges)
    self.elements = Self.copy(elements)
    self.bits = Self.copy(bits)
    self.alternatives = Self.copy(alternatives)
    self.words = Self.copy(words)
    self.longest = longest
  }

  /// Gives the memory back, of all copies.
  func deallocate() {
    ranges.deallocate()
    elements.deallocate()
    bits.deallocate()
    alternatives.deallocate()
    words.deallocate()
  }

  private static func copy<Value>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
    let memory = UnsafeMutablePointer<Value>.allocate(capacity: max(values.count, 1))
    memory.initialize(from: values, count: values.count)
    return memory
  }

  /// Where a phrase begins that ends in front of `end`, in the symbols from `begin` on: the nearest place; -1 when it does not.
  func start(of phrase: Int, begin: Int, end: Int, in symbols: UnsafePointer<UInt16>) -> Int {
    let range = ranges[phrase]
    return start(from: Int(range.first), to: Int(range.end), begin, end, symbols)
  }

  /// The same for some of its elements.
  private func start(
    from first: Int, to count: Int, _ begin: Int, _ end: Int, _ symbols: UnsafePointer<UInt16>
  ) -> Int {
    var (count, end) = (count, end)
    while count > first {
      let element = elements[count - 1]
      count -= 1
      switch element.kind {
      case .gap: return start(behind: element, from: first, to: count, begin, end, symbols)
      case .words:
        if element.isOptional {
          let place = start(from: first, to: count, begin, end, symbols)
          if place >= 0 { return place }
        }
        return start(withWordsOf: element, from: first, to: count, begin, end, symbols)
      case .word:
        if element.isOptional {
          let place = start(from: first, to: count, begin, end, symbols)
          if place >= 0 { return place }
        }
        guard end > begin, holds(element, symbols[end - 1]) else { return -1 }
        end -= 1
      }
    }
    return end
  }

  @inline(__always)
  private func holds(_ element: Element, _ symbol: UInt16) -> Bool {
    bits[Int(element.bits) + Int(symbol >> 6)] & (1 &<< UInt64(symbol)) != 0
  }

  /// The same for a gap.
  private func start(
    behind gap: Element, from first: Int, to count: Int, _ begin: Int, _ end: Int, _ symbols: UnsafePointer<UInt16>
  ) -> Int {
    guard count > first else { return end - Int(gap.first) >= begin ? end - Int(gap.first) : -1 }
    let next = elements[count - 1]
    let isWord = next.kind == .word && !next.isOptional
    var place = end - Int(gap.first)
    let last = max(end - Int(gap.end), begin)
    while place >= last {
      if !isWord || place > begin && holds(next, symbols[place - 1]) {
        let start = start(from: first, to: count, begin, place, symbols)
        if start >= 0 { return start }
      }
      place -= 1
    }
    return -1
  }

  /// The same for an element of which alternatives have several words.
  private func start(
    withWordsOf element: Element, from first: Int, to count: Int, _ begin: Int, _ end: Int,
    _ symbols: UnsafePointer<UInt16>
  ) -> Int {
    for index in Int(element.first)..<Int(element.end) {
      let length = Int(alternatives[index].count)
      guard length <= end - begin else { continue }
      let expected = words + Int(alternatives[index].first)
      let found = symbols + (end - length)
      var same = length
      while same > 0, found[same - 1] == expected[same - 1] { same -= 1 }
      guard same == 0 else { continue }
      let place = start(from: first, to: count, begin, end - length, symbols)
      if place >= 0 { return place }
    }
    return -1
  }
}
