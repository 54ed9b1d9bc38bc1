/// How a string stands in JSON (RFC 8259): the one rule of records, replies and the C library.
package enum JSONString {
  /// Appends a string with its quotes. Bytes that are not UTF-8 become U+FFFD.
  ///
  /// - Parameters:
  ///   - shortens: whether tabs and line ends are written as `\t`, `\n` and `\r`, not as `\u0009` and so on.
  ///   - emit: is given the bytes piece by piece.
  /// - Complexity: linear in the string.
  package static func append(
    _ text: UnsafeBufferPointer<UInt8>, shortens: Bool, _ emit: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    emit(bytes("\""))
    // Bytes from `start` to `at` stay as they are.
    var (start, at) = (0, 0)
    func flush() { emit(UnsafeBufferPointer(rebasing: text[start..<at])) }
    while at < text.count {
      let byte = text[at]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        flush()
        emit(bytes("\\"))
        start = at
        at += 1
      case 0..<0x20:
        flush()
        escape(byte, shortens, emit)
        at += 1
        start = at
      case 0x80...:
        let length = sequenceLength(text, at)
        if length == 0 {
          flush()
          emit(bytes("\u{FFFD}"))
          start = at + 1
        }
        at += max(length, 1)
      default:
        at += 1
        skipPlain(text, &at)
      }
    }
    flush()
    emit(bytes("\""))
  }

  private static func escape(_ control: UInt8, _ shortens: Bool, _ emit: (UnsafeBufferPointer<UInt8>) -> Void) {
    switch control {
    case 0x09 where shortens: emit(bytes("\\t"))
    case 0x0A where shortens: emit(bytes("\\n"))
    case 0x0D where shortens: emit(bytes("\\r"))
    default:
      let start = 6 * Int(control)
      controls.withUnsafeBufferPointer { emit(UnsafeBufferPointer(rebasing: $0[start..<start + 6])) }
    }
  }

  /// `\u0000` to `\u001f`
  private static let controls: [UInt8] = (0..<32).flatMap {
    Array("\\u00\($0 < 16 ? "0" : "")\(String($0, radix: 16))".utf8)
  }

  /// Goes on behind all words of eight bytes of ASCII that need no escape.
  private static func skipPlain(_ text: UnsafeBufferPointer<UInt8>, _ at: inout Int) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let raw = UnsafeRawBufferPointer(text)
    while at + 8 <= raw.count {
      let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let (quote, backslash) = (word ^ ones &* 0x22, word ^ ones &* 0x5C)
      // The highest bit of a byte marks a control, a quote, a backslash or what is beyond ASCII; a mark may borrow a wrong one
      // above it, and is looked at by itself.
      let marks = word | (word &- ones &* 0x20) | (quote &- ones) | (backslash &- ones)
      guard marks & ones &<< 7 == 0 else { return }
      at += 8
    }
  }

  /// The length of the valid UTF-8 sequence that begins with the high byte at `at`; 0 when it is none.
  private static func sequenceLength(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
    let first = text[at]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0
    guard length > 0, first <= 0xF4, at + length <= text.count else { return 0 }
    for index in at + 1..<at + length where text[index] & 0xC0 != 0x80 { return 0 }
    let second = text[at + 1]
    switch first {
    case 0xE0: return second >= 0xA0 ? length : 0
    case 0xED: return second < 0xA0 ? length : 0
    case 0xF0: return second >= 0x90 ? length : 0
    case 0xF4: return second < 0x90 ? length : 0
    default: return length
    }
  }

  private static func bytes(_ text: StaticString) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }
}
