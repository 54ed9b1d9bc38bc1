/// Slips of fingers in words.
enum Spelling {
  /// Whether one word becomes the other when a letter is added, left out or replaced, or two that stand side by side change
  /// places.
  /// - Complexity: O(letters)
  static func isOneSlipApart(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard abs(one.count - other.count) <= 1, one != other else { return false }
    let same = zip(one, other).prefix { $0 == $1 }.count
    let (left, right) = (one[same...], other[same...])
    if left.count > right.count { return left.dropFirst().elementsEqual(right) }
    if left.count < right.count { return right.dropFirst().elementsEqual(left) }
    if left.dropFirst().elementsEqual(right.dropFirst()) { return true }
    return left.count > 1 && left.prefix(2).elementsEqual(right.prefix(2).reversed())
      && left.dropFirst(2).elementsEqual(right.dropFirst(2))
  }
}
