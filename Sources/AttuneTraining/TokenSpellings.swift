/// How tokens were written where they were first seen: the bytes of all of them in one row. Pairs and negated tokens are
/// made of tokens and need none of their own, so that this takes some megabytes for millions of features.
struct TokenSpellings {
  /// Longer tokens have no spelling.
  static let limit = 255

  /// Numbers of features, rising.
  private var numbers: [UInt32] = []
  /// Where the spelling of each ends in `bytes`.
  private var ends: [UInt32] = []
  private var bytes: [UInt8] = []

  /// - Precondition: `number` is greater than all before.
  mutating func append(_ number: UInt32, _ spelling: UnsafeBufferPointer<UInt8>) {
    guard spelling.count <= Self.limit, bytes.count <= Int(UInt32.max) - Self.limit else { return }
    numbers.append(number)
    bytes.append(contentsOf: spelling)
    ends.append(UInt32(bytes.count))
  }

  /// The spelling of a feature; nil when it is no token or was too long.
  ///
  /// - Complexity: O(log tokens).
  subscript(number: UInt32) -> ArraySlice<UInt8>? {
    var range = 0..<numbers.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if numbers[middle] == number { return bytes[(middle == 0 ? 0 : Int(ends[middle - 1]))..<Int(ends[middle])] }
      range = numbers[middle] < number ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }
}
