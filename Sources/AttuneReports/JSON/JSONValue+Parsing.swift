extension JSONValue {
  /// Reads a JSON document. Of keys that repeat, the last counts.
  /// - Returns: nil for what is no JSON, or is nested more than 128 deep.
  package init?(parsing text: String) {
    var reader = JSONReader(bytes: Array(text.utf8))
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipBlanks()
    guard reader.byte == nil else { return nil }
    self = value
  }

  /// The value of a member; nil for what is no object, or has no such member.
  package subscript(_ key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  package var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
  package var string: String? { if case .string(let string) = self { string } else { nil } }

  /// A whole number; nil for every other value.
  package var integer: Int? {
    guard case .number(let text) = self else { return nil }
    return Int(text) ?? Double(text).flatMap(Int.init(exactly:))
  }
}

/// The plain algorithm of RFC 8259: one function a rule of its grammar, each of which leaves `at` behind what it has read.
private struct JSONReader {
  private static let depthLimit = 128

  let bytes: [UInt8]
  var at = 0

  var byte: UInt8? { at < bytes.count ? bytes[at] : nil }

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func skipBlanks() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  private mutating func take(_ mark: Character) -> Bool {
    skipBlanks()
    guard byte == mark.asciiValue else { return false }
    at += 1
    return true
  }

  private mutating func take(word: String) -> Bool {
    guard bytes[at...].starts(with: word.utf8) else { return false }
    at += word.utf8.count
    return true
  }

  mutating func value(depth: Int) -> JSONValue? {
    guard depth < Self.depthLimit else { return nil }
    skipBlanks()
    switch byte {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""): return string().map(JSONValue.string)
    case UInt8(ascii: "t"): return take(word: "true") ? .boolean(true) : nil
    case UInt8(ascii: "f"): return take(word: "false") ? .boolean(false) : nil
    case UInt8(ascii: "n"): return take(word: "null") ? .null : nil
    default: return number()
    }
  }

  private mutating func object(depth: Int) -> JSONValue? {
    at += 1
    var members: [String: JSONValue] = [:]
    if take("}") { return .object(members) }
    repeat {
      skipBlanks()
      guard byte == UInt8(ascii: "\""), let key = string(), take(":"), let value = value(depth: depth + 1) else {
        return nil
      }
      members[key] = value
    } while take(",")
    return take("}") ? .object(members) : nil
  }

  private mutating func array(depth: Int) -> JSONValue? {
    at += 1
    var elements: [JSONValue] = []
    if take("]") { return .array(elements) }
    repeat {
      guard let value = value(depth: depth + 1) else { return nil }
      elements.append(value)
    } while take(",")
    return take("]") ? .array(elements) : nil
  }

  /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
  private mutating func number() -> JSONValue? {
    let start = at
    if byte == UInt8(ascii: "-") { at += 1 }
    if byte == UInt8(ascii: "0") { at += 1 } else if !skipDigits() { return nil }
    if byte == UInt8(ascii: ".") {
      at += 1
      guard skipDigits() else { return nil }
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      at += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { at += 1 }
      guard skipDigits() else { return nil }
    }
    return .number(String(decoding: bytes[start..<at], as: UTF8.self))
  }

  /// - Returns: false where no digit stands.
  private mutating func skipDigits() -> Bool {
    let start = at
    while let byte, (0x30...0x39).contains(byte) { at += 1 }
    return at > start
  }

  private mutating func string() -> String? {
    at += 1
    var units: [UInt8] = []
    while let byte, byte >= 0x20 {
      at += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escape() else { return nil }
        units += Array(String(scalar).utf8)
      default: units.append(byte)
      }
    }
    return nil
  }

  /// What stands behind a backslash. Half of a surrogate pair is U+FFFD.
  private mutating func escape() -> Unicode.Scalar? {
    guard let byte else { return nil }
    at += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"):
      guard let unit = hexadecimal() else { return nil }
      guard UTF16.isLeadSurrogate(unit), take(word: "\\u") else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
      guard let trail = hexadecimal() else { return nil }
      guard UTF16.isTrailSurrogate(trail) else { return "\u{FFFD}" }
      return String(decoding: [unit, trail], as: UTF16.self).unicodeScalars.first
    default: return nil
    }
  }

  private mutating func hexadecimal() -> UInt16? {
    let digits = bytes[at...].prefix(4)
    at += digits.count
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
