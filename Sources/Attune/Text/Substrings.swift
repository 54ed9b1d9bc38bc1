// The standard library brings a regular-expression engine of 1.3 MB along with its own `contains` of a text in a text; these
// need none.

extension StringProtocol {
  /// Where `part` occurs first, character by character; the start where it is empty.
  /// - Complexity: O(n · m) for texts of n and m characters.
  package func firstRange(ofText part: String) -> Range<Index>? {
    if let place = plainPlace(ofText: part) {
      guard place >= 0 else { return nil }
      let start = utf8.index(startIndex, offsetBy: place)
      return start..<utf8.index(start, offsetBy: part.utf8.count)
    }
    let count = part.count
    var start = startIndex
    while true {
      let rest = self[start...]
      if let end = rest.index(rest.startIndex, offsetBy: count, limitedBy: rest.endIndex),
        rest[..<end].elementsEqual(part)
      {
        return start..<end
      }
      guard start < endIndex else { return nil }
      formIndex(after: &start)
    }
  }

  package func contains(text part: String) -> Bool {
    plainPlace(ofText: part).map { $0 >= 0 } ?? (firstRange(ofText: part) != nil)
  }

  /// Behind how many bytes `part` begins, negative where it occurs nowhere; nil unless every byte of both is a character.
  private func plainPlace(ofText part: String) -> Int? {
    let place = utf8.withContiguousStorageIfAvailable { text in
      part.utf8.withContiguousStorageIfAvailable { text.plainPlace(of: $0) }
    }
    return place.flatMap(\.self).flatMap(\.self)
  }

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

extension UnsafeBufferPointer<UInt8> {
  /// ASCII without carriage returns, which are one character with a line feed.
  private var isPlain: Bool {
    for byte in self where byte >= 0x80 || byte == 0x0D { return false }
    return true
  }

  /// See `StringProtocol.plainPlace`.
  fileprivate func plainPlace(of part: Self) -> Int? {
    guard isPlain, part.isPlain else { return nil }
    var place = 0
    while place + part.count <= count {
      var length = 0
      while length < part.count, self[place + length] == part[length] { length += 1 }
      if length == part.count { return place }
      place += 1
    }
    return -1
  }
}
