import AttunePlatform

/// How the bytes of an input stand for characters.
package enum TextEncoding: Sendable, Equatable {
  case utf8
  /// The byte order is found out where it is not given.
  case utf16(bigEndian: Bool?)
  /// Windows-1252, and ISO-8859-1, which it contains.
  case windows1252
  /// One that iconv knows by this name.
  case other(String)

  /// Names that are always known; others are iconv's.
  package static let names = [
    "utf-8", "utf-16", "utf-16le", "utf-16be", "utf-32", "windows-1252", "latin1", "windows-1250", "windows-1251",
    "iso-8859-15", "macintosh", "shift_jis", "gb18030", "big5", "euc-kr", "koi8-r",
  ]

  /// Most names of iconv are shorter.
  private static let longestName = 64

  /// - Returns: nil for a name that nobody knows.
  package init?(name: String) {
    let plain = name.lowercased().filter { $0 != "-" && $0 != "_" }
    switch plain {
    case "utf8", "utf8sig", "utf8bom": self = .utf8
    case "utf16", "ucs2", "unicode": self = .utf16(bigEndian: nil)
    case "utf16le", "ucs2le": self = .utf16(bigEndian: false)
    case "utf16be", "ucs2be": self = .utf16(bigEndian: true)
    case "windows1252", "cp1252", "1252", "latin1", "iso88591", "ansi", "ascii", "usascii": self = .windows1252
    default:
      // A slash would be a suffix for iconv, as //IGNORE.
      guard !name.isEmpty, name.utf8.count <= Self.longestName,
        name.utf8.allSatisfy({ byte in
          let character = Character(UnicodeScalar(byte))
          return character.isASCII && (character.isLetter || character.isNumber || "-_.:+".contains(character))
        })
      else { return nil }
      let known = plain == "macroman" ? "MACINTOSH" : name.uppercased()
      guard Converter(known) != nil else { return nil }
      self = .other(known)
    }
  }

  package var name: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16(let bigEndian): bigEndian.map { $0 ? "UTF-16BE" : "UTF-16LE" } ?? "UTF-16"
    case .windows1252: "Windows-1252"
    case .other(let name): name
    }
  }

  /// A byte-order mark and what it says; nil when there is none.
  static func mark(_ bytes: UnsafeBufferPointer<UInt8>) -> (encoding: TextEncoding, length: Int)? {
    for (mark, encoding) in marks where bytes.starts(with: mark) { return (encoding, mark.count) }
    return nil
  }

  static let marks: [(mark: [UInt8], encoding: TextEncoding)] = [
    ([0xFF, 0xFE, 0, 0], .other("UTF-32LE")), ([0, 0, 0xFE, 0xFF], .other("UTF-32BE")),
    ([0xFF, 0xFE], .utf16(bigEndian: false)), ([0xFE, 0xFF], .utf16(bigEndian: true)), ([0xEF, 0xBB, 0xBF], .utf8),
  ]
}

/// A handle of iconv that converts to UTF-8.
final class Converter {
  let handle: iconv_t

  /// - Returns: nil for a name that iconv does not know.
  init?(_ name: String) {
    guard let handle = iconv_open("UTF-8", name), Int(bitPattern: handle) != -1 else { return nil }
    self.handle = handle
  }

  deinit { iconv_close(handle) }

  enum End { case done, outputFull, invalid, incomplete }

  /// - Returns: bytes taken and written, and why it stopped.
  func convert(
    _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>, capacity: Int
  ) -> (taken: Int, written: Int, end: End) {
    guard let start = input.baseAddress else { return (0, 0, .done) }
    var from =
      UnsafeMutableRawPointer(mutating: start).assumingMemoryBound(to: CChar.self) as UnsafeMutablePointer<CChar>?
    var to = UnsafeMutableRawPointer(output).assumingMemoryBound(to: CChar.self) as UnsafeMutablePointer<CChar>?
    var (left, room) = (input.count, capacity)
    let code = iconv(handle, &from, &left, &to, &room)
    let end: End =
      if code != -1 {
        .done
      } else if errno == E2BIG {
        .outputFull
      } else if errno == EINVAL {
        .incomplete
      } else {
        .invalid
      }
    return (input.count - left, capacity - room, end)
  }

  /// Writes what a converter holds back until the text ends.
  /// - Returns: bytes written.
  func finish(into output: UnsafeMutablePointer<UInt8>, capacity: Int) -> Int {
    var to = UnsafeMutableRawPointer(output).assumingMemoryBound(to: CChar.self) as UnsafeMutablePointer<CChar>?
    var room = capacity
    _ = iconv(handle, nil, nil, &to, &room)
    return capacity - room
  }

  /// Back to the state in which texts begin.
  func reset() { _ = iconv(handle, nil, nil, nil, nil) }
}
