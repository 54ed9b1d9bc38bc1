import TestSupport
import Testing

@testable import Attune

/// A JSON string is, for any bytes, what the plain rule makes of its characters.
@Suite struct JSONStringTests {
  @Test(arguments: [true, false]) func equalsThePlainRule(shortens: Bool) {
    var generator = SplitMix64(seed: 7)
    let pieces: [[UInt8]] = [
      Array("plain words".utf8), Array("\"\\".utf8), Array("\t\n\r\u{0}\u{8}\u{C}\u{1F}\u{7F} ".utf8),
      Array("é€😀".utf8),
      [0xFF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xC0, 0xAF],
    ]
    for count in 0..<400 {
      let text = (0..<count % 20).flatMap { _ in pieces.randomElement(using: &generator)! }
      var written: [UInt8] = []
      text.withUnsafeBufferPointer { JSONString.append($0, shortens: shortens) { written += $0 } }
      #expect(String(decoding: written, as: UTF8.self) == Self.plain(text, shortens: shortens))
    }
  }

  /// One byte becomes U+FFFD at a time.
  private static func plain(_ bytes: [UInt8], shortens: Bool) -> String {
    var (text, rest) = ("", bytes[...])
    while !rest.isEmpty {
      let valid = (1...4).lazy.compactMap { String(validating: rest.prefix($0), as: UTF8.self) }.first {
        $0.utf8.count > 0
      }
      let short: [Unicode.Scalar: String] = ["\t": "\\t", "\n": "\\n", "\r": "\\r"]
      switch valid?.unicodeScalars.first {
      case nil: text += "\u{FFFD}"
      case "\"", "\\": text += "\\\(valid!)"
      case let scalar? where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += shortens ? short[scalar] ?? "" : ""
        if !shortens || short[scalar] == nil {
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: text += valid!
      }
      rest = rest.dropFirst(valid?.utf8.count ?? 1)
    }
    return "\"\(text)\""
  }
}
