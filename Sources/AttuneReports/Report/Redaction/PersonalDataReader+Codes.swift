/// IP addresses and IBANs.
extension PersonalDataReader {
  // MARK: IP addresses

  /// The end of four numbers up to 255 (RFC 791).
  mutating func ipv4End(_ start: Int) -> Int? {
    guard text.isDigit(start), !text.isDigit(start - 1),
      !(text[start - 1] == UInt8(ascii: ".") && text.isDigit(start - 2))
    else { return nil }
    var at = start
    for part in 0..<4 {
      if part > 0 {
        guard text[at] == UInt8(ascii: ".") else { return nil }
        at += 1
      }
      guard let end = text.digitsEnd(at, limit: 3), text.number(at..<end) < 256, end == at + 1 || text.digit(at) > 0
      else { return nil }
      at = end
      steps += 1
    }
    return text.isASCIIAlphanumeric(at) || text[at] == UInt8(ascii: ".") && text.isDigit(at + 1) ? nil : at
  }

  /// The end of eight groups of hexadecimal digits, or of fewer with "::" (RFC 4291), and of a zone behind them.
  ///
  /// - Parameter isBehindColon: a colon in front of it belongs to something else.
  mutating func ipv6End(_ start: Int, isBehindColon: Bool = false) -> Int? {
    let colon = UInt8(ascii: ":")
    guard text.isHexadecimal(start) || text[start] == colon && text[start + 1] == colon,
      text[start - 1] != colon || isBehindColon
    else { return nil }
    var (at, groups, digits, firstLength) = (start, 0, 0, 0)
    var gap: Int?
    if text[at] == colon {
      gap = 0
      at += 2
    }
    while groups < 8, text.isHexadecimal(at) {
      // The last two groups may be written as an IPv4 address.
      if groups > 0 || gap != nil, groups <= 6, let end = ipv4End(at) {
        (at, groups, digits) = (end, groups + 2, digits + 1)
        break
      }
      let group = at
      while text.isHexadecimal(at), at - group < 5 {
        if text.isDigit(at) { digits += 1 }
        at += 1
      }
      steps += 1
      guard at - group < 5 else { return nil }
      if groups == 0 { firstLength = at - group }
      groups += 1
      guard text[at] == colon, groups < 8 else { break }
      if text[at + 1] == colon {
        guard gap == nil else { return nil }
        gap = groups
        at += 2
      } else {
        guard text.isHexadecimal(at + 1) else { break }
        at += 1
      }
    }
    guard !text.isASCIIAlphanumeric(at), !(text[at] == colon && text.isHexadecimal(at + 1)) else { return nil }
    if let gap {
      // "12::30" and "std::dec" are none, though they have the form.
      guard groups > 0, groups < 8, digits > 0, gap == 0 || groups > 3 || firstLength > 2 else { return nil }
    } else {
      guard groups == 8 else { return nil }
    }
    guard text[at] == UInt8(ascii: "%"), text.isAlphanumeric(at + 1) else { return at }
    var end = at + 1
    while end - at < 17, text.isAlphanumeric(end) { end += 1 }
    return end
  }

  // MARK: IBANs

  /// The end of an IBAN: a country, two check digits, and the number of an account, in groups or not.
  mutating func ibanEnd(_ start: Int, _ limit: Int) -> Int? {
    guard text.isASCIILetter(start), text.isASCIILetter(start + 1),
      let length = Self.ibanLengths[text.lowercased(start..<start + 2)]
    else { return nil }
    var at = start
    var characters: [UInt8] = []
    while at < limit, characters.count < length {
      steps += 1
      if text.isDigit(at) || text.isASCIILetter(at) {
        characters.append(text[at] | 0x20)
        at += 1
        continue
      }
      let next = text.isBlank(at) ? text.skipBlanks(at) : at + 1
      guard text.isBlank(at) || Self.parts.contains(text[at]), text.isDigit(next) || text.isASCIILetter(next) else {
        return nil
      }
      at = next
    }
    guard characters.count == length, !text.isASCIIAlphanumeric(at), Self.isDigit(characters[2]),
      Self.isDigit(characters[3])
    else { return nil }
    let remainder = (characters[4...] + characters[..<4]).reduce(0) { remainder, character in
      let isDigit = Self.isDigit(character)
      let value = isDigit ? Int(character & 0x0F) : Int(character) - 0x61 + 10
      return (remainder * (isDigit ? 10 : 100) + value) % 97
    }
    return remainder == 1 ? at : nil
  }

  /// Of a character that has been made small, which leaves digits as they are.
  private static func isDigit(_ character: UInt8) -> Bool { character &- 0x30 < 10 }

  private static let parts = Array("-._/".utf8) + [PlainText.middleDot]

  /// Characters of each country's IBANs, by the registry of ISO 13616 (SWIFT, release 99).
  private static let ibanLengths: [String: Int] = {
    let countries = """
      ad24 ae23 al28 at20 az28 ba20 be16 bg22 bh22 bi27 br29 by28 ch21 cr22 cy28 cz24 de22 dj27 dk18 do28 ee20 eg29 \
      es24 fi18 fk18 fo18 fr27 gb22 ge22 gi23 gl18 gr27 gt28 hn28 hr21 hu28 ie22 il23 iq23 is26 it27 jo30 kw30 kz20 \
      lb28 lc32 li21 lt20 lu20 lv21 ly25 mc27 md24 me22 mk19 mn20 mr27 mt31 mu30 ni28 nl18 no15 om23 pk24 pl28 ps29 \
      pt25 qa29 ro24 rs22 ru33 sa24 sc31 sd18 se24 si19 sk24 sm27 so23 st25 sv28 tl23 tn24 tr26 ua29 va22 vg24 xk20 \
      ye30
      """
    let entries = countries.split(separator: " ").map { (String($0.prefix(2)), Int($0.dropFirst(2)) ?? 0) }
    return Dictionary(uniqueKeysWithValues: entries)
  }()
}
