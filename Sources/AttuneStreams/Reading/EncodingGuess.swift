import AttunePlatform
import CSIMDJSON
import CUCHARDET

/// What the beginning of an input tells about its encoding, where no byte-order mark does. Each answer takes one pass.
///
/// UTF-16 and UTF-32 are told by their zeros. Otherwise UTF-8 wins wherever it can: it is left only when more than a fifth
/// of the characters beyond ASCII are not UTF-8 and another encoding makes text of them.
enum EncodingGuess {
  /// UTF-8, or what is closest to it.
  case utf8
  /// UTF-8 in which text was broken by a careless program and can be repaired.
  case mojibake
  /// - keepsUTF8: some parts are UTF-8 already.
  case other(TextEncoding, keepsUTF8: Bool)

  /// - Parameters:
  ///   - bytes: from the first byte beyond ASCII on.
  ///   - isWhole: nothing comes behind them.
  init(_ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool) {
    let open = isWhole ? 0 : UTF8Sequence.openEnd(bytes)
    let text = UnsafeBufferPointer(rebasing: bytes[..<(bytes.count - open)])
    if attune_is_utf8(text.baseAddress, text.count) {
      self = Mojibake.isIn(text) ? .mojibake : .utf8
      return
    }
    var (valid, invalid, at) = (0, 0, 0)
    while at < bytes.count {
      switch UTF8Sequence(UnsafeBufferPointer(rebasing: bytes[at...])) {
      case .valid(let count):
        if count > 1 { valid += 1 }
        at += count
      case .invalid(let count):
        invalid += 1
        at += count
      case .incomplete:
        if isWhole { invalid += 1 }
        at = bytes.count
      }
    }
    guard invalid * 4 > valid, let encoding = Self.legacy(bytes) else {
      self = .utf8
      return
    }
    self = .other(encoding, keepsUTF8: valid > 0 && encoding == .windows1252)
  }

  /// UTF-16 or UTF-32 by where the zeros are.
  static func wide(_ bytes: UnsafeBufferPointer<UInt8>) -> TextEncoding? {
    // Nearly every input has none, which `memchr` finds out sixteen times as fast as a loop.
    guard let start = bytes.baseAddress, memchr(start, 0, bytes.count) != nil else { return nil }
    let count = bytes.count & ~3
    if count < 4 { return bytes.count >= 2 ? narrowEnd(bytes) : nil }
    var zeros = [0, 0, 0, 0]
    for at in 0..<count where bytes[at] == 0 { zeros[at & 3] += 1 }
    let groups = count / 4
    if count >= 8, zeros[3] == groups, zeros[2] * 20 >= groups * 19, zeros[0] * 20 < groups {
      return .other("UTF-32LE")
    }
    if count >= 8, zeros[0] == groups, zeros[1] * 20 >= groups * 19, zeros[3] * 20 < groups {
      return .other("UTF-32BE")
    }
    let (even, odd, units) = (zeros[0] + zeros[2], zeros[1] + zeros[3], count / 2)
    for bigEndian in [false, true] {
      let (high, low) = bigEndian ? (even, odd) : (odd, even)
      // Mostly ASCII.
      if high * 10 >= units * 7, low * 20 <= high { return .utf16(bigEndian: bigEndian) }
      // Another script, in which blanks and line ends are ASCII, and which is nothing else.
      if high * 200 >= units, low * 20 <= high, isOtherScript(bytes, bigEndian: bigEndian) {
        return .utf16(bigEndian: bigEndian)
      }
    }
    return nil
  }

  private static func narrowEnd(_ bytes: UnsafeBufferPointer<UInt8>) -> TextEncoding? {
    if bytes[0] != 0, bytes[1] == 0 { return .utf16(bigEndian: false) }
    return bytes[0] == 0 && bytes[1] != 0 ? .utf16(bigEndian: true) : nil
  }

  /// Whether bytes that are no UTF-8 text are UTF-16: every surrogate has its other half, no unit is a control character, and
  /// line feeds are units, never halves of others.
  private static func isOtherScript(_ bytes: UnsafeBufferPointer<UInt8>, bigEndian: Bool) -> Bool {
    let controls = bytes.count { isControl($0) && $0 != 0 }
    guard !attune_is_utf8(bytes.baseAddress, bytes.count) || controls * 10 > bytes.count else { return false }
    var awaitsLow = false
    var lineFeeds = 0
    for at in stride(from: 0, to: bytes.count - 1, by: 2) {
      let unit = UInt16(bytes[at + (bigEndian ? 0 : 1)]) << 8 | UInt16(bytes[at + (bigEndian ? 1 : 0)])
      if awaitsLow != (unit & 0xFC00 == 0xDC00) || unit < 0x80 && isControl(UInt8(unit)) { return false }
      awaitsLow = unit & 0xFC00 == 0xD800
      if unit == 0x0A { lineFeeds += 1 }
    }
    return lineFeeds > 0 && lineFeeds == bytes.count { $0 == 0x0A }
  }

  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D && byte != 0x0C && byte != 0x1B
  }

  /// An encoding of which no byte is too strange, for text that is not UTF-8.
  private static func legacy(_ bytes: UnsafeBufferPointer<UInt8>) -> TextEncoding? {
    var (high, alone, western, at) = (0, 0, 0, 0)
    // Apostrophes within words, of the first Macintoshes and of Windows.
    var (quotes, otherQuotes) = (0, 0)
    while at < bytes.count {
      defer { at += 1 }
      let byte = bytes[at]
      if byte == 0 { return nil }
      guard byte >= 0x80 else { continue }
      // What stands before the first byte beyond ASCII is not seen: most often a letter.
      let before = at > 0 ? bytes[at - 1] : 0x61
      let after = at + 1 < bytes.count ? bytes[at + 1] : 0x20
      high += 1
      if before < 0x80, after < 0x80 { alone += 1 }
      if isWestern[Int(byte) - 0x80] { western += 1 }
      guard byte == 0xD5 || byte == 0x92, isLower(before), "stmrdlv".utf8.contains(after) else { continue }
      if byte == 0xD5 { quotes += 1 } else { otherQuotes += 1 }
    }
    if quotes > otherQuotes { return .other("MACINTOSH") }
    let isMostlyWestern = western * 10 >= high * 9
    // Letters beyond ASCII stand alone in Western languages and together in others.
    if isMostlyWestern, alone * 10 >= high * 7 { return .windows1252 }
    if high >= 8 || alone * 10 < high * 7, let found = detected(bytes) { return found }
    return western * 10 >= high * 5 ? .windows1252 : nil
  }

  private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

  /// Bytes from 0x80 that are common in Windows-1252: the letters of Western Europe, quotation marks, dashes, currencies.
  private static let isWestern: [Bool] = (0x80...0xFF).map { (byte: UInt8) in
    ![
      0x81, 0x83, 0x87, 0x88, 0x8A, 0x8D, 0x8E, 0x8F, 0x90, 0x98, 0x9A, 0x9D, 0x9E, 0x9F, 0xA4, 0xA5, 0xA8, 0xAC, 0xAF,
      0xB3, 0xB8, 0xB9, 0xD0, 0xD7, 0xDD, 0xDE, 0xF0, 0xF7, 0xFD, 0xFE, 0xFF,
    ].contains(byte)
  }

  /// What libuchardet says, if it is something that can be converted.
  private static func detected(_ bytes: UnsafeBufferPointer<UInt8>) -> TextEncoding? {
    guard let detector = uchardet_new() else { return nil }
    defer { uchardet_delete(detector) }
    guard
      uchardet_handle_data(
        detector, UnsafeRawPointer(bytes.baseAddress!).assumingMemoryBound(to: CChar.self), bytes.count) == 0
    else { return nil }
    uchardet_data_end(detector)
    guard let name = uchardet_get_charset(detector).map({ String(cString: $0) }), !name.isEmpty else { return nil }
    switch TextEncoding(name: name) {
    case .utf8, .utf16, nil: return nil
    case let encoding: return encoding
    }
  }
}
