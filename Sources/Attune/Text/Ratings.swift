/// Ratings in words and digits: "9/10", "2 out of 5", "one star", "5-star". All notations of about the same share of the
/// most that could be given are one feature.
package enum Ratings {
  /// The most that one gives out of.
  private static let scales = [5, 10, 100]
  /// The rating from the worst fifth of a scale to the best.
  package static let hashes = [
    TokenHash.hash("rating 1/5"), TokenHash.hash("rating 2/5"), TokenHash.hash("rating 3/5"),
    TokenHash.hash("rating 4/5"), TokenHash.hash("rating 5/5"),
  ]
  private static let numerals = [
    TokenHash.hash("zero"), TokenHash.hash("one"), TokenHash.hash("two"), TokenHash.hash("three"),
    TokenHash.hash("four"), TokenHash.hash("five"),
  ]
  /// The feature of a rating.
  /// - Parameter tenths: what is given, times ten.
  static func hash(tenths: Int, of scale: Int) -> UInt64? {
    guard scales.contains(scale), tenths <= 10 * scale else { return nil }
    return hashes[max(0, (tenths * 5 + 10 * scale - 1) / (10 * scale) - 1)]
  }

  /// The value of "zero" to "five", times ten.
  static func tenths(numeral hash: UInt64) -> Int? { numerals.firstIndex(of: hash).map { 10 * $0 } }

  /// A number at the beginning of a token, times ten, and what follows it.
  static func parse(_ token: UnsafeBufferPointer<UInt8>) -> (tenths: Int, rest: Slice<UnsafeBufferPointer<UInt8>>)? {
    var at = 0
    var value = 0
    while at < token.count, isDigit(token[at]) {
      guard at < 3 else { return nil }
      value = 10 * value + Int(token[at] & 15)
      at += 1
    }
    guard at > 0 else { return nil }
    value *= 10
    if at + 1 < token.count, token[at] == UInt8(ascii: ".") || token[at] == UInt8(ascii: ","), isDigit(token[at + 1]) {
      value += Int(token[at + 1] & 15)
      at += 2
    }
    return (value, token[at...])
  }

  /// The feature of a token that is a rating in itself: "9/10", "5-star".
  static func hash(tenths: Int, before rest: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
    switch rest.first {
    case UInt8(ascii: "/"):
      let scale = rest.dropFirst()
      guard scale.count <= 3, scale.allSatisfy(isDigit) else { return nil }
      return hash(tenths: tenths, of: scale.reduce(0) { 10 * $0 + Int($1 & 15) })
    case UInt8(ascii: "-"):
      let word: StaticString = "star"
      guard rest.count > word.utf8CodeUnitCount else { return nil }
      for index in 0..<word.utf8CodeUnitCount
      where rest[rest.startIndex + 1 + index] | 0x20 != word.utf8Start[index] { return nil }
      return hash(tenths: tenths, of: 5)
    default: return nil
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
