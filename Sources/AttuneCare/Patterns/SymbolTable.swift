import CPlatform

/// The symbols of words, by their hash. Immutable.
///
/// A bucket holds up to eight words: the upper 16 bits of each hash, and their numbers. The one whose bits are the same is found
/// without a branch, and is right when the next 32 are, too. Half of the words of a text are in no pattern, and which half no
/// processor guesses.
final class SymbolTable: @unchecked Sendable {  // Written once, before it is published; only read afterwards.
  /// Reads it without checks; valid as long as the table.
  let reader: Reader

  private struct Bucket {
    var tags: SIMD8<UInt16> = .zero
    var numbers: SIMD8<UInt16> = .zero
    var count = 0

    /// - Returns: false when there is no room, or no telling apart.
    mutating func add(_ hash: UInt64, _ number: Int) -> Bool {
      let tag = UInt16(hash >> 48)
      guard count < 8, !(0..<count).contains(where: { tags[$0] == tag }) else { return false }
      tags[count] = tag
      numbers[count] = UInt16(number)
      count += 1
      return true
    }
  }

  /// - Parameters:
  ///   - words: hashes, each once, and symbols.
  ///   - neighbours: of the symbols, where there are.
  /// - Precondition: there are at most `PatternSet.wordLimit` words.
  /// - Complexity: O(words), several times where their hashes are alike
  init(_ words: [(hash: UInt64, symbol: UInt16)], _ neighbours: Neighbours?) {
    precondition(words.count <= PatternSet.wordLimit)
    var size = 16
    while 3 * size < words.count { size *= 2 }
    var found: (buckets: [Bucket], shift: UInt64)?
    while found == nil {
      found = (8..<40).lazy.compactMap { shift in Self.fill(words, size, shift).map { ($0, shift) } }.first
      size *= 2
    }
    let (buckets, shift) = found!
    let lanes = UnsafeMutablePointer<SIMD8<UInt16>>.allocate(capacity: 2 * buckets.count)
    for (place, bucket) in buckets.enumerated() {
      (lanes + 2 * place).initialize(to: bucket.tags)
      (lanes + 2 * place + 1).initialize(to: bucket.numbers)
    }
    let entries = UnsafeMutablePointer<Reader.Word>.allocate(capacity: words.count + 1)
    for (number, (hash, symbol)) in ([(hash: 0, symbol: PatternSet.unknown)] + words).enumerated() {
      (entries + number).initialize(
        to: Reader.Word(
          hash: hash, groups: neighbours?.groups[Int(symbol)] ?? Neighbours.any,
          before: neighbours?.before[Int(symbol)] ?? 0, isWord: number == 0 ? 0 : .max, symbol: UInt32(symbol)))
    }
    reader = Reader(lanes: lanes, words: entries, mask: UInt64(buckets.count - 1), shift: shift)
  }

  deinit { reader.deallocate() }

  private static func fill(_ words: [(hash: UInt64, symbol: UInt16)], _ size: Int, _ shift: UInt64) -> [Bucket]? {
    var buckets = [Bucket](repeating: Bucket(), count: size)
    for (place, word) in words.enumerated() {
      guard buckets[Int(truncatingIfNeeded: word.hash &>> shift) & (size - 1)].add(word.hash, place + 1) else {
        return nil
      }
    }
    return buckets
  }

  struct Reader {
    /// Of each bucket the tags, then the numbers.
    fileprivate let lanes: UnsafePointer<SIMD8<UInt16>>
    struct Word {
      fileprivate var hash: UInt64
      /// See `Neighbours`.
      var groups: UInt64
      var before: UInt64
      /// Zero for the unknown word.
      fileprivate var isWord: UInt32
      var symbol: UInt32

      @inline(__always)
      var knownSymbol: UInt16? { isWord == 0 ? nil : UInt16(truncatingIfNeeded: symbol) }
    }
    /// By number, that of the unknown word first.
    fileprivate let words: UnsafePointer<Word>
    fileprivate let mask: UInt64
    fileprivate let shift: UInt64

    fileprivate func deallocate() {
      lanes.deallocate()
      words.deallocate()
    }

    @inline(__always)
    private func bucket(_ hash: UInt64) -> UnsafePointer<SIMD8<UInt16>> {
      lanes + 2 &* Int(truncatingIfNeeded: hash &>> shift & mask)
    }

    /// Asks for the memory where a word stands, before it is read.
    @inline(__always)
    func prefetch(_ hash: UInt64) { attune_prefetch(bucket(hash)) }

    /// What is known of a word, or of the unknown one for a word that stands in no pattern.
    @inline(__always)
    func find(_ hash: UInt64) -> UnsafePointer<Word> {
      let bucket = bucket(hash)
      let same = attune_equal_lanes(bucket[0], UInt16(truncatingIfNeeded: hash &>> 48))
      let number = UInt16(
        truncatingIfNeeded: attune_sum_lanes(same & SIMD8<Int16>(truncatingIfNeeded: bucket[1])))
      let word = words + Int(number)
      // Hardly ever so, and foreseen: a branch on whether a word stands in a pattern is not.
      if UInt32(truncatingIfNeeded: (word.pointee.hash ^ hash) &>> 16) & word.pointee.isWord != 0 { return words }
      return word
    }
  }
}
