/// Fields as most exports write them, read without asking what else they may be; the parsers read them to the same.
enum PlainField {
  /// "0" to "99".
  static func number(_ field: UnsafeBufferPointer<UInt8>) -> Double? {
    switch field.count {
    case 1 where isDigit(field[0]): Double(digit(field[0]))
    case 2 where isDigit(field[0]) && isDigit(field[1]): Double(10 * digit(field[0]) + digit(field[1]))
    default: nil
    }
  }

  /// "yes", "no", "true", "false", "y", "n", "1" and "0", in small letters or large ones.
  static func truth(_ field: UnsafeBufferPointer<UInt8>) -> Bool? {
    guard (1...5).contains(field.count) else { return nil }
    var word: UInt64 = 0
    for byte in field { word = word << 8 | UInt64(byte &- 0x41 < 26 ? byte | 0x20 : byte) }
    switch (field.count, word) {
    case (3, 0x79_6573), (4, 0x7472_7565), (1, 0x79), (1, 0x31): return true
    case (2, 0x6E6F), (5, 0x66_616C_7365), (1, 0x6E), (1, 0x30): return false
    default: return nil
    }
  }

  /// "2024-03-05", of a day that there is.
  static func day(_ field: UnsafeBufferPointer<UInt8>) -> Day? {
    guard field.count == 10, field[4] == 0x2D, field[7] == 0x2D else { return nil }
    for index in 0..<10 where index != 4 && index != 7 && !isDigit(field[index]) { return nil }
    func number(_ range: Range<Int>) -> Int { range.reduce(0) { 10 * $0 + digit(field[$1]) } }
    let year = number(0..<4)
    guard DateReader.years.contains(year) else { return nil }
    return Day(year: year, month: number(5..<7), day: number(8..<10))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  private static func digit(_ byte: UInt8) -> Int { Int(byte &- 0x30) }
}
