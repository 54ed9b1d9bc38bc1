/// A text as someone who looks for numbers and addresses sees it: a byte for each visible scalar, with digits of all
/// scripts as ASCII digits, dashes of all kinds as "-", blanks as " ", line breaks as "\n", and full-width forms as
/// their ASCII twins.
struct PlainText {
  let scalars: [Unicode.Scalar]
  private let bytes: [UInt8]
  /// Of each byte its scalar.
  private let places: [Int]

  /// Letters beyond ASCII.
  static let letter: UInt8 = 0x80
  /// Signs of currencies.
  static let currency: UInt8 = 0x81
  static let degree: UInt8 = 0x82
  /// Dots at half height, which part digits and end no sentence.
  static let middleDot: UInt8 = 0x83
  static let other: UInt8 = 0x84

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    var bytes: [UInt8] = []
    var places: [Int] = []
    bytes.reserveCapacity(scalars.count)
    places.reserveCapacity(scalars.count)
    for (place, scalar) in scalars.enumerated() {
      guard let byte = scalar.value < 0x80 ? Self.plain(ascii: UInt8(scalar.value)) : Self.plain(scalar) else {
        continue
      }
      bytes.append(byte)
      places.append(place)
    }
    self.bytes = bytes
    self.places = places
  }

  private static func plain(ascii byte: UInt8) -> UInt8 {
    switch byte {
    case 0x09: 0x20
    case 0x0A...0x0D: 0x0A
    case 0x24: currency
    default: byte
    }
  }

  /// nil for what is not seen.
  private static func plain(_ scalar: Unicode.Scalar) -> UInt8? {
    switch scalar.value {
    case 0xFF01...0xFF5E: return plain(ascii: UInt8(scalar.value - 0xFEE0))
    case 0x2010...0x2015, 0x2043, 0x2212, 0x02D7, 0x2796, 0xFF0D:
      return UInt8(ascii: "-")
    case 0xB7, 0x2022, 0x2027, 0x2219, 0x22C5, 0x25CF, 0x25E6, 0x30FB, 0xFF65: return middleDot
    case 0x2024, 0x3002, 0xFE52, 0xFF61: return UInt8(ascii: ".")
    case 0x2044, 0x2215: return UInt8(ascii: "/")
    case 0xFE6B: return UInt8(ascii: "@")
    case 0xFE62, 0x2795, 0x207A: return UInt8(ascii: "+")
    case 0x2018, 0x2019, 0x02BC: return UInt8(ascii: "'")
    case 0x2116, 0xA7: return UInt8(ascii: "#")
    case 0xB0, 0x2103, 0x2109: return degree
    case 0x85, 0x2028, 0x2029: return 0x0A
    case 0x2800: return 0x20
    case 0x20E3, 0x180E: return nil
    default: break
    }
    let properties = scalar.properties
    if properties.isDefaultIgnorableCodePoint { return nil }
    switch properties.numericType {
    case .decimal, .digit: if let value = properties.numericValue { return 0x30 + UInt8(value) }
    default: break
    }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return nil
    case .spaceSeparator: return 0x20
    case .dashPunctuation: return UInt8(ascii: "-")
    case .currencySymbol: return currency
    default: return properties.isAlphabetic ? letter : other
    }
  }

  var count: Int { bytes.count }

  /// 0 in front of the text and behind it.
  subscript(_ place: Int) -> UInt8 { place >= 0 && place < bytes.count ? bytes[place] : 0 }

  /// Where the scalars of some bytes stand, with those between and behind them that are not seen.
  func scalarRange(_ range: Range<Int>) -> Range<Int> {
    places[range.lowerBound]..<(range.upperBound < places.count ? places[range.upperBound] : scalars.count)
  }

  /// The bytes of UTF-8 before each scalar, and of all.
  var offsets: [Int] {
    var offsets = [0]
    for scalar in scalars { offsets.append(offsets[offsets.count - 1] + UTF8.width(scalar)) }
    return offsets
  }

  func isCapital(_ place: Int) -> Bool {
    guard isLetter(place) else { return false }
    return isASCIILetter(place) ? self[place] & 0x20 == 0 : scalars[places[place]].properties.isUppercase
  }

  /// The end of the letters here.
  func lettersEnd(_ place: Int) -> Int {
    var end = place
    while isLetter(end), end - place < 64 { end += 1 }
    return end
  }

  /// The end of some small words that begin here, with blanks between them; "?" is a letter beyond ASCII.
  func end(of phrase: String, _ place: Int) -> Int? {
    var at = place
    for byte in phrase.utf8 {
      if byte == 0x20 {
        guard isBlank(at) else { return nil }
        at = skipBlanks(at)
      } else {
        guard
          byte == UInt8(ascii: "?")
            ? self[at] == Self.letter : isASCIILetter(at) ? self[at] | 0x20 == byte : self[at] == byte
        else { return nil }
        at += 1
      }
    }
    return isAlphanumeric(at) ? nil : at
  }

  func isDigit(_ place: Int) -> Bool { self[place] &- 0x30 < 10 }
  func isASCIILetter(_ place: Int) -> Bool { (self[place] | 0x20) &- 0x61 < 26 && self[place] < 0x80 }
  func isLetter(_ place: Int) -> Bool { isASCIILetter(place) || self[place] == Self.letter }
  /// What goes on a number or a code: scripts without blanks put their own letters right beside it.
  func isASCIIAlphanumeric(_ place: Int) -> Bool { isDigit(place) || isASCIILetter(place) }
  func isAlphanumeric(_ place: Int) -> Bool { isDigit(place) || isLetter(place) }
  func isHexadecimal(_ place: Int) -> Bool { isDigit(place) || (self[place] | 0x20) &- 0x61 < 6 && self[place] < 0x80 }
  func isBlank(_ place: Int) -> Bool { self[place] == 0x20 || self[place] == 0x0A }

  func digit(_ place: Int) -> Int { Int(self[place] &- 0x30) }

  /// The end of the digits here, of which there may be `limit` at most.
  func digitsEnd(_ place: Int, limit: Int) -> Int? {
    var end = place
    while isDigit(end) {
      end += 1
      if end - place > limit { return nil }
    }
    return end > place ? end : nil
  }

  func number(_ range: Range<Int>) -> Int { range.reduce(0) { $0 * 10 + digit($1) } }

  /// Behind at most some blanks.
  func skipBlanks(_ place: Int, limit: Int = 3) -> Int {
    var end = place
    while end - place < limit, isBlank(end) { end += 1 }
    return end
  }

  /// ASCII letters from here on, in small letters; empty where there are none, or too many for a word.
  func word(_ place: Int) -> String {
    var end = place
    while isASCIILetter(end), end - place <= Self.longestWord { end += 1 }
    return lowercased(place..<end)
  }

  /// The same for those in front of a place.
  func word(before place: Int) -> String {
    var start = place
    while isASCIILetter(start - 1), place - start <= Self.longestWord { start -= 1 }
    return lowercased(start..<place)
  }

  private static let longestWord = 24

  func lowercased(_ range: Range<Int>) -> String {
    range.count > Self.longestWord ? "" : String(decoding: range.map { self[$0] | 0x20 }, as: UTF8.self)
  }
}
