/// What two forms of a word have in common, as a hash: "charged", "charges" and "charge" are one stem, and so are "four"
/// and "4". Endings are cut by rule, without a dictionary: enough to see whether a reply takes up a customer's word.
enum Stem {
  /// - Parameter bytes: a word in UTF-8; capitals count as small letters.
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let hash = stem(bytes)
    // Nearly no word is a numeral.
    guard numeralBits[Int(hash >> 6 & 3)] & 1 << (hash & 63) != 0 else { return hash }
    return numerals[hash] ?? hash
  }

  private static func stem(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    withUnsafeTemporaryAllocation(byteCount: limit, alignment: 8) { memory in
      let word = memory.initializeMemory(as: UInt8.self, repeating: 0)
      var count = 0
      for byte in bytes.prefix(limit) {
        // What is behind an apostrophe is an ending: "driver's".
        if byte == UInt8(ascii: "'") || byte == 0xE2 { break }
        word[count] = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
        count += 1
      }
      count = stemLength(UnsafeMutableBufferPointer(rebasing: word[..<count]))
      var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
      for place in stride(from: 0, to: count, by: 8) {
        var part = memory.load(fromByteOffset: place, as: UInt64.self)
        if count - place < 8 { part &= 1 << UInt64(8 * (count - place)) - 1 }
        hash = (hash ^ part) &* 0x2545_F491_4F6C_DD1D
        hash ^= hash >> 32
      }
      return hash == 0 ? 1 : hash
    }
  }

  /// Bytes, by which longer words are told apart.
  private static let limit = 40

  private static func stemLength(_ word: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var count = word.count
    if ends(word, count, "s") {
      if ends(word, count, "ies") {
        count -= 2
        word[count - 1] = UInt8(ascii: "y")
      } else if ends(word, count, "sses") {
        count -= 2
      } else if word[count - 2] != UInt8(ascii: "s"), word[count - 2] != UInt8(ascii: "u") {
        count -= 1
      }
    }
    if count > 3 {
      // By their last letters, which most words do not have.
      switch word[count - 1] {
      case UInt8(ascii: "n"): count -= ends(word, count, "ation") ? 5 : ends(word, count, "ion") ? 3 : 0
      case UInt8(ascii: "t"): count -= ends(word, count, "ment") ? 4 : 0
      case UInt8(ascii: "s"): count -= ends(word, count, "ness") ? 4 : 0
      case UInt8(ascii: "g"): count -= ends(word, count, "ing") ? 3 : 0
      case UInt8(ascii: "y"): count -= ends(word, count, "ery") ? 3 : ends(word, count, "ly") ? 2 : 0
      case UInt8(ascii: "d"): count -= ends(word, count, "ed") ? 2 : 0
      case UInt8(ascii: "r"): count -= ends(word, count, "er") ? 2 : 0
      default: break
      }
    }
    if count > 3, word[count - 1] == word[count - 2], word[count - 1] != UInt8(ascii: "s") { count -= 1 }
    if count > 3, word[count - 1] == UInt8(ascii: "e") { count -= 1 }
    if count > 3, word[count - 1] == UInt8(ascii: "y") { word[count - 1] = UInt8(ascii: "i") }
    return count
  }

  /// Whether a word that is at least three bytes longer ends so.
  @inline(__always)
  private static func ends(_ word: UnsafeMutableBufferPointer<UInt8>, _ count: Int, _ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard count >= length + 3 else { return false }
    for at in 0..<length where word[count - length + at] != text.utf8Start[at] { return false }
    return true
  }

  /// Numbers that are written as words.
  private static let numerals: [UInt64: UInt64] = {
    let words = [
      "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ]
    var table: [UInt64: UInt64] = [:]
    for (index, word) in words.enumerated() { table[stem(word)] = stem("\(index + 1)") }
    for (word, number) in [("twice", 2), ("double", 2), ("twenty", 20), ("thirty", 30), ("third", 3), ("fifth", 5)] {
      table[stem(word)] = stem("\(number)")
    }
    return table
  }()

  /// A bit for every numeral, by eight bits of its hash.
  private static let numeralBits = numerals.keys.reduce(into: SIMD4<UInt64>()) { bits, hash in
    bits[Int(hash >> 6 & 3)] |= 1 << (hash & 63)
  }

  private static func stem(_ word: String) -> UInt64 {
    var word = word
    return word.withUTF8 { stem($0) }
  }
}
