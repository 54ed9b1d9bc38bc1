/// A place in a field, from which numbers, words and marks are read. Blanks at the field's ends are left out.
package struct FieldCursor {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var at: Int
  private let end: Int

  package init(_ field: UnsafeBufferPointer<UInt8>) {
    bytes = field
    var (start, end) = (0, field.count)
    while start < end {
      let width = Self.blankWidth(field, at: start)
      if width == 0 { break }
      start += width
    }
    while end > start {
      if Self.isBlank(field[end - 1]) {
        end -= 1
      } else if end - start >= 2, field[end - 1] == 0xA0, field[end - 2] == 0xC2 {
        end -= 2
      } else if end - start >= 3, field[end - 3] == 0xE2, Self.blankWidth(field, at: end - 3) == 3 {
        end -= 3
      } else {
        break
      }
    }
    // Spreadsheets mark numbers that are to stay as they are written.
    if end - start >= 2, field[start] == 0x27, Self.isDigit(field[start + 1]) { start += 1 }
    at = start
    self.end = end
  }

  var isAtEnd: Bool { at >= end }

  /// Bytes that are left.
  var count: Int { end - at }

  /// The byte here, 0 at the end.
  var byte: UInt8 { at < end ? bytes[at] : 0 }

  /// The byte so far ahead, 0 behind the end.
  func byte(ahead: Int) -> UInt8 { at + ahead < end ? bytes[at + ahead] : 0 }

  /// What is left, or the beginning of a long field: much more than is shown of it.
  var text: String { String(decoding: bytes[at..<min(end, at + Self.textLimit)], as: UTF8.self) }

  private static let textLimit = 4096

  /// What is left, in bytes.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    body(UnsafeBufferPointer(rebasing: bytes[at..<end]))
  }

  /// What is left, where it holds no digit and is no longer than that; nil otherwise.
  func word(limit: Int) -> String? {
    count <= limit && !bytes[at..<end].contains(where: Self.isDigit) ? text : nil
  }

  /// What is left, with small ASCII letters.
  var lowercased: String {
    let bytes = bytes[at..<end].map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Reading

  mutating func advance() { at += 1 }

  mutating func skipBlanks() {
    while at < end {
      let width = Self.blankWidth(bytes, at: at)
      if width == 0 { return }
      at += width
    }
  }

  /// Reads a byte if it is here.
  mutating func take(_ byte: Character) -> Bool {
    guard at < end, bytes[at] == byte.asciiValue else { return false }
    at += 1
    return true
  }

  /// Reads digits; nil without any, or for more than 18.
  mutating func integer() -> (value: Int, digits: Int)? {
    let start = at
    var value = 0
    while at < end, Self.isDigit(bytes[at]) {
      // Safe: 18 digits fit.
      if at - start < 18 { value = value &* 10 &+ Int(bytes[at] &- 0x30) }
      at += 1
    }
    return (1...18).contains(at - start) ? (value, at - start) : nil
  }

  /// Reads ASCII letters and makes them small; empty without any.
  mutating func word() -> String {
    let start = at
    while at < end, Self.isLetter(bytes[at]) { at += 1 }
    return String(unsafeUninitializedCapacity: at - start) { buffer in
      for index in start..<at { buffer[index - start] = bytes[index] | 0x20 }
      return at - start
    }
  }

  /// Reads letters, accented ones as well, and makes them small and plain: "März" → "marz"; empty without any.
  mutating func letters() -> String {
    let start = at
    while at < end, Self.isLetter(bytes[at]) || bytes[at] >= 0x80, Self.blankWidth(bytes, at: at) == 0 { at += 1 }
    // No name or unit is longer.
    return at - start <= 64 ? AnswerWords.normalized(String(decoding: bytes[start..<at], as: UTF8.self)) : ""
  }

  var isAtDigit: Bool { Self.isDigit(byte) }
  var isAtLetter: Bool { Self.isLetter(byte) }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

  /// The bytes of the blank here: 2 for a no-break space, 3 for thin ones, 0 for none.
  private static func blankWidth(_ bytes: UnsafeBufferPointer<UInt8>, at: Int) -> Int {
    if isBlank(bytes[at]) { return 1 }
    if bytes[at] == 0xC2 { return at + 1 < bytes.count && bytes[at + 1] == 0xA0 ? 2 : 0 }
    guard bytes[at] == 0xE2, at + 2 < bytes.count, bytes[at + 1] == 0x80 else { return 0 }
    return (0x80...0x8A).contains(bytes[at + 2]) || bytes[at + 2] == 0xAF ? 3 : 0
  }

  /// The bytes of the blank or the curved apostrophe here, which may part groups of digits; 0 for none.
  var markWidth: Int {
    if byte < 0x80 { return byte == 0x20 ? 1 : 0 }
    let isApostrophe = byte == 0xE2 && byte(ahead: 1) == 0x80 && byte(ahead: 2) == 0x99
    return isApostrophe ? 3 : Self.blankWidth(bytes, at: at)
  }

  // MARK: Missing values

  /// Whether the field says that there is no value.
  package var isMissing: Bool {
    if isAtEnd { return true }
    if count > NoAnswers.limit || !NoAnswers.starts[Int(byte | 0x20)] { return false }
    return NoAnswers.written.contains(lowercased)
  }

  /// Whether the field of a text says nothing: it is missing, or says "No comment", "Nothing", "nada".
  package var saysNothing: Bool {
    isMissing || count <= NoAnswers.limit && NoAnswers.writtenAsTexts.contains(lowercased)
  }
}
