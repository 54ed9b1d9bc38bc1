/// Borders of characters (extended grapheme clusters) in UTF-8 bytes: what a place in a text may be moved to so that it
/// does not fall between a letter and its accent, or into an emoji.
package enum CharacterBorders {
  /// The border at or before `place`.
  package static func atOrBefore(_ place: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    isBetweenPlainBytes(place, text) ? place : around(place, text).lower
  }

  /// The border at or behind `place`.
  package static func atOrBehind(_ place: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    isBetweenPlainBytes(place, text) ? place : around(place, text).upper
  }

  /// A range with whole characters only.
  package static func whole(_ range: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    let start = atOrBefore(range.lowerBound, in: text)
    return start..<max(start, atOrBehind(range.upperBound, in: text))
  }

  @inline(__always)
  private static func isBetweenPlainBytes(_ place: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if place <= 0 || place >= text.count { return true }
    return (text[place - 1] | text[place]) < 0x80 && text[place] != 0x0A
  }

  /// How far from a place its character's beginning and end are looked for.
  private static let reach = 256

  @inline(never)
  private static func around(_ place: Int, _ text: UnsafeBufferPointer<UInt8>) -> (lower: Int, upper: Int) {
    // No character goes on behind an ASCII byte that another one follows, but for CR LF.
    var start = place
    while start > 0, place - start < reach, !(text[start] < 0x80 && text[start] != 0x0A && start < place) { start -= 1 }
    while start < place, text[start] & 0xC0 == 0x80 { start += 1 }
    var end = place
    while end < text.count, end - place < reach, !(text[end] < 0x80 && text[end] != 0x0A && end > place) { end += 1 }
    while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
    var at = start
    while at < place {
      let next = characterEnd(at, end, text)
      if next > place { return (at, next) }
      at = next
    }
    return (place, place)
  }

  /// The end of the character at `start`; a byte that is not UTF-8 is one of its own.
  private static func characterEnd(_ start: Int, _ end: Int, _ text: UnsafeBufferPointer<UInt8>) -> Int {
    let piece = UnsafeBufferPointer(rebasing: text[start..<end])
    let valid = validPrefix(piece)
    guard valid > 0, let first = String(decoding: piece[..<valid], as: UTF8.self).first else { return start + 1 }
    return start + first.utf8.count
  }

  /// How many bytes at the beginning are UTF-8.
  private static func validPrefix(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var count = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { count += UTF8.width(scalar) }
    return count
  }
}
