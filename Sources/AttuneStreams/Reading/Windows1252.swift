/// The table of Windows-1252, which is ISO-8859-1 but for the bytes from 0x80 to 0x9F.
enum Windows1252 {
  private static let upper: [UInt32?] = [
    0x20AC, nil, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, nil, 0x017D,
    nil,
    nil, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, nil, 0x017E,
    0x0178,
  ]

  /// - Parameter byte: from 0x80.
  /// - Returns: nil for the five bytes that are no character.
  static func scalar(of byte: UInt8) -> UInt32? { byte < 0xA0 ? upper[Int(byte) - 0x80] : UInt32(byte) }

  /// The byte from which a careless program made this character: also of the control characters that take the places of
  /// those five and, where it took the text for ISO-8859-1, of all up to 0x9F.
  static func byte(of scalar: UInt32) -> UInt8? {
    if (0x80...0xFF).contains(scalar) { return UInt8(scalar) }
    return upper.firstIndex(of: scalar).map { UInt8($0 + 0x80) }
  }
}
