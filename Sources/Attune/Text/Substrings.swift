// The standard library brings a regular-expression engine of 1.3 MB along with its own `contains` of a text in a text; these
// need none.

extension StringProtocol {
  /// Where `part` occurs first, character by character; the start where it is empty.
  /// - Complexity: O(n · m) for texts of n and m characters.
  package func firstRange(ofText part: String) -> Range<Index>? {
    var start = startIndex
    while true {
      let rest = self[start...]
      if let end = rest.index(rest.startIndex, offsetBy: part.count, limitedBy: rest.endIndex),
        rest[..<end].elementsEqual(part)
      {
        return start..<end
      }
      guard start < endIndex else { return nil }
      formIndex(after: &start)
    }
  }

  package func contains(text part: String) -> Bool { firstRange(ofText: part) != nil }

  /// A copy with `replacement` in the place of each `part`, which is not empty, from left to right.
  package func replacing(text part: String, with replacement: String) -> String {
    var result = ""
    var rest = self[...]
    while let range = rest.firstRange(ofText: part) {
      result += rest[..<range.lowerBound]
      result += replacement
      rest = rest[range.upperBound...]
    }
    return result + rest
  }
}
