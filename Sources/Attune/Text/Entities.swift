/// HTML character references, as they stand in text that was cut from web pages.
enum Entities {
  /// The scalar that the reference at `index` (an `&`) stands for, and the bytes it takes; nil when there is none.
  /// Known names are the ones that appear in prose; numbers may be decimal or hexadecimal.
  static func decode(_ text: UnsafePointer<UInt8>, _ index: Int, _ end: Int) -> (scalar: UInt32, length: Int)? {
    let limit = min(end, index + 12)
    var at = index + 1
    guard at < limit else { return nil }
    if text[at] == UInt8(ascii: "#") {
      at += 1
      var radix: UInt32 = 10
      if at < limit, text[at] | 0x20 == UInt8(ascii: "x") { radix = 16; at += 1 }
      var value: UInt32 = 0
      let first = at
      while at < limit, let digit = digit(text[at], radix) {
        value = value * radix + digit
        if value > 0x10FFFF { return nil }
        at += 1
      }
      guard at > first, at < limit, text[at] == UInt8(ascii: ";"), Unicode.Scalar(value) != nil else { return nil }
      return (value, at + 1 - index)
    }
    var name: UInt64 = 0
    var count = 0
    while at < limit, count < 8, text[at] | 0x20 >= UInt8(ascii: "a"), text[at] | 0x20 <= UInt8(ascii: "z") {
      name = name << 8 | UInt64(text[at] | 0x20)
      count += 1
      at += 1
    }
    guard at < limit, text[at] == UInt8(ascii: ";") else { return nil }
    guard let scalar = named.first(where: { $0.name == name })?.scalar else { return nil }
    return (scalar, at + 1 - index)
  }

  private static func digit(_ byte: UInt8, _ radix: UInt32) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46 where radix == 16: UInt32(byte - 0x41 + 10)
    case 0x61...0x66 where radix == 16: UInt32(byte - 0x61 + 10)
    default: nil
    }
  }

  private static let named: [(name: UInt64, scalar: UInt32)] =
    ([
      ("amp", 0x26), ("lt", 0x3C), ("gt", 0x3E), ("quot", 0x22), ("apos", 0x27), ("nbsp", 0x20),
      ("hellip", 0x2026), ("lsquo", 0x2018), ("rsquo", 0x2019), ("ldquo", 0x201C), ("rdquo", 0x201D),
      ("ndash", 0x2013), ("mdash", 0x2014), ("shy", 0xAD), ("euro", 0x20AC), ("pound", 0xA3),
      ("eacute", 0xE9), ("egrave", 0xE8), ("agrave", 0xE0), ("ccedil", 0xE7), ("ntilde", 0xF1),
      ("auml", 0xE4), ("ouml", 0xF6), ("uuml", 0xFC), ("iuml", 0xEF), ("szlig", 0xDF),
    ] as [(StaticString, UInt32)]).map { name, scalar in
      var key: UInt64 = 0
      for index in 0..<name.utf8CodeUnitCount { key = key << 8 | UInt64(name.utf8Start[index]) }
      return (key, scalar)
    }
}
