/// What a byte of UTF-8 text can begin. The tokenizer chooses its path by it.
///
/// `letter` and `digit` come first, so that "is part of a word" is one comparison.
enum ByteClass {
  static let letter: UInt8 = 0
  static let digit: UInt8 = 1
  /// Blanks and control characters.
  static let space: UInt8 = 2
  /// A line break: ends a sentence.
  static let newline: UInt8 = 3
  /// A full stop: ends a sentence, and two or more are an ellipsis.
  static let stop: UInt8 = 4
  /// `!` and `?`.
  static let exclamation: UInt8 = 5
  /// Punctuation that ends a clause and may begin an emoticon.
  static let clause: UInt8 = 6
  /// `@`.
  static let at: UInt8 = 7
  /// `&`, which may begin an HTML entity.
  static let ampersand: UInt8 = 8
  /// A byte of 0x80 or more: part of a UTF-8 sequence, or invalid.
  static let high: UInt8 = 9
  /// Everything else: separates words and says nothing.
  static let other: UInt8 = 10

  /// 256 classes, one a byte value. Written once, then only read; lives as long as the process.
  nonisolated(unsafe) static let table: UnsafePointer<UInt8> = {
    let table = UnsafeMutablePointer<UInt8>.allocate(cacheAligned: 256)
    for byte in UInt8.min...UInt8.max { table[Int(byte)] = classify(byte) }
    return UnsafePointer(table)
  }()

  private static func classify(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): letter
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit
    case 0x0A, 0x0B, 0x0C, 0x0D: newline
    case 0...0x20, 0x7F: space
    case UInt8(ascii: "."): stop
    case UInt8(ascii: "!"), UInt8(ascii: "?"): exclamation
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="),
      UInt8(ascii: "^"), UInt8(ascii: "-"):
      clause
    case UInt8(ascii: "@"): at
    case UInt8(ascii: "&"): ampersand
    case 0x80...0xFF: high
    default: other
    }
  }
}
