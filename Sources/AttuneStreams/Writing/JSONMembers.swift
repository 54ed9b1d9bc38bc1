/// Walks over the members of an object that is valid JSON: what is needed to replace one of them and keep the others' bytes.
///
///     { "id" : 5 , "sentiment":{…} }
///      |--slot---||------slot-----|
///
/// Linear, without memory of its own. Of bytes that are no valid object it gives fewer members, or none.
struct JSONMembers {
  struct Member {
    /// From behind the brace or comma before it up to the comma or brace behind it.
    var slot: Range<Int>
    /// With its quotes.
    var key: Range<Int>
    var value: Range<Int>
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var at: Int
  /// Of the opening brace; nil when there is none.
  let start: Int?

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    start = bytes.firstIndex(of: UInt8(ascii: "{"))
    at = start.map { $0 + 1 } ?? bytes.count
  }

  mutating func next() -> Member? {
    let start = at
    skipBlanks()
    let key = at
    guard skipString() else { return end() }
    let keyEnd = at
    skipBlanks()
    guard byte == UInt8(ascii: ":") else { return end() }
    at += 1
    skipBlanks()
    let value = at
    skipValue()
    let valueEnd = at
    skipBlanks()
    guard valueEnd > value, let byte, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") else { return end() }
    let member = Member(slot: start..<at, key: key..<keyEnd, value: value..<valueEnd)
    at = byte == UInt8(ascii: ",") ? at + 1 : bytes.count
    return member
  }

  private mutating func end() -> Member? {
    at = bytes.count
    return nil
  }

  private var byte: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipBlanks() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  /// - Returns: false when there is no whole string.
  private mutating func skipString() -> Bool {
    guard byte == UInt8(ascii: "\"") else { return false }
    at += 1
    while let byte {
      at += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "\"") { return true }
    }
    return false
  }

  private mutating func skipValue() {
    var depth = 0
    repeat {
      switch byte {
      case UInt8(ascii: "\""): guard skipString() else { return }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        at += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        at += 1
      case nil: return
      default:
        if depth > 0 {
          at += 1
        } else {
          while let byte, byte > 0x20, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}") { at += 1 }
        }
      }
    } while depth > 0
  }

  // MARK: Keys

  /// Whether a member has a key, which holds no backslash, however it is spelled: "\u0061" is "a".
  func has(_ key: [UInt8], _ member: Member) -> Bool {
    let spelled = UnsafeBufferPointer(rebasing: bytes[member.key.lowerBound + 1..<member.key.upperBound - 1])
    if spelled.count == key.count, spelled.elementsEqual(key) { return true }
    return spelled.contains(UInt8(ascii: "\\")) && Self.unescaped(spelled) == key
  }

  private static func unescaped(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var units: [UInt16] = []
    var result: [UInt8] = []
    func flush() {
      result += String(decoding: units, as: UTF16.self).utf8
      units.removeAll()
    }
    var at = 0
    while at < text.count {
      guard text[at] == UInt8(ascii: "\\"), at + 1 < text.count else {
        flush()
        result.append(text[at])
        at += 1
        continue
      }
      let digits = text[min(at + 2, text.count)..<min(at + 6, text.count)]
      if text[at + 1] == UInt8(ascii: "u"), let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) {
        units.append(unit)
        at += 6
        continue
      }
      flush()
      switch text[at + 1] {
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      default: result.append(text[at + 1])
      }
      at += 2
    }
    flush()
    return result
  }
}
