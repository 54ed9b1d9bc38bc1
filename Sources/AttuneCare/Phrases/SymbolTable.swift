import CPlatform

/// The numbers of words, by their hash, and what a `PhraseIndex` knows of each.
///
/// A bucket holds up to eight words: the upper 16 bits of each hash, and the numbers. The one whose bits are the same is found
/// without a branch, and is right when the next 32 are, too. Half of the words of a text are in no phrase, and which half no
/// processor guesses.
struct SymbolTable: @unchecked Sendable {  // Written once, before it is published; only read afterwards.
  /// How many numbers there are, 0 included.
  let count: Int
  let reader: Reader

  private struct Bucket {
    var tags: SIMD8<UInt16> = .zero
    var symbols: SIMD8<UInt16> = .zero
    var count = 0

    /// - Returns: false when there is no room, or no telling apart.
    mutating func add(_ hash: UInt64, _ symbol: UInt16) -> Bool {
      let tag = UInt16(hash >> 48)
      guard count < 8, !(0..<count).contains(where: { tags[$0] == tag }) else { return false }
      tags[count] = tag
      symbols[count] = symbol
      count += 1
      return true
    }
  }

  /// - Parameters:
  ///   - groups: of each number, and of number 0 for other words.
  ///   - endings: groups that may stand right before a word with which something ends.
  init(_ numbers: [UInt64: UInt16], groups: [UInt64], endings: [UInt64]) {
    count = numbers.count + 1
    var size = 16
    while 3 * size < numbers.count { size *= 2 }
    var found: (buckets: [Bucket], shift: UInt64)?
    while found == nil {
      found = (8..<40).lazy.compactMap { shift in Self.fill(numbers, size, shift).map { ($0, shift) } }.first
      size *= 2
    }
    let (buckets, shift) = found!
    let lanes = UnsafeMutablePointer<SIMD8<UInt16>>.allocate(capacity: 2 * buckets.count)
    for (place, bucket) in buckets.enumerated() {
      (lanes + 2 * place).initialize(to: bucket.tags)
      (lanes + 2 * place + 1).initialize(to: bucket.symbols)
    }
    let words = UnsafeMutablePointer<Reader.Word>.allocate(capacity: count)
    var hashes = [UInt64](repeating: 0, count: count)
    for (hash, symbol) in numbers { hashes[Int(symbol)] = hash }
    for symbol in 0..<count {
      (words + symbol).initialize(
        to: Reader.Word(
          hash: hashes[symbol], groups: groups[symbol], endsBehind: endings[symbol],
          isWord: symbol == 0 ? 0 : .max, symbol: UInt32(symbol)))
    }
    reader = Reader(lanes: lanes, words: words, mask: UInt64(buckets.count - 1), shift: shift)
  }

  /// Gives the memory back, of all copies.
  func deallocate() { reader.deallocate() }

  private static func fill(_ numbers: [UInt64: UInt16], _ size: Int, _ shift: UInt64) -> [Bucket]? {
    var buckets = [Bucket](repeating: Bucket(), count: size)
    for (hash, symbol) in numbers {
      guard buckets[Int(truncatingIfNeeded: hash &>> shift) & (size - 1)].add(hash, symbol) else { return nil }
    }
    return buckets
  }

  struct Reader {
    /// Of each bucket the tags, then the numbers.
    fileprivate let lanes: UnsafePointer<SIMD8<UInt16>>
    struct Word {
      fileprivate var hash: UInt64
      /// See `PhraseIndex`.
      var groups: UInt64
      /// The groups of words right behind which something may end with this one.
      var endsBehind: UInt64
      /// Zero for number 0.
      fileprivate var isWord: UInt32
      var symbol: UInt32
    }
    /// By number.
    fileprivate let words: UnsafePointer<Word>
    fileprivate let mask: UInt64
    fileprivate let shift: UInt64

    fileprivate func deallocate() {
      lanes.deallocate()
      words.deallocate()
    }

    /// Those of a number.
    @inline(__always)
    func groups(of symbol: UInt16) -> UInt64 { words[Int(symbol)].groups }

    /// What is known of a word; that of number 0 for one that stands in no phrase.
    @inline(__always)
    func find(_ hash: UInt64) -> UnsafePointer<Word> {
      let bucket = lanes + 2 &* Int(truncatingIfNeeded: hash &>> shift & mask)
      let same = attune_equal_lanes(bucket[0], UInt16(truncatingIfNeeded: hash &>> 48))
      let symbol = UInt16(
        truncatingIfNeeded: attune_sum_lanes(same & SIMD8<Int16>(truncatingIfNeeded: bucket[1])))
      let word = words + Int(symbol)
      // Hardly ever so, and foreseen: a branch on whether a word stands in a phrase is not.
      if UInt32(truncatingIfNeeded: (word.pointee.hash ^ hash) &>> 16) & word.pointee.isWord != 0 { return words }
      return word
    }
  }
}
