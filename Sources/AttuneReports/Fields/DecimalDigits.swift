/// The digits of a number as they are read, for any number of them.
///
///     "1,234.50e-3"  →  significand 123450, exponent -5
struct DecimalDigits {
  /// The first 18 digits without leading zeros; what further ones add is less than half of the last place of a `Double`.
  private var significand: UInt64 = 0
  private var significantDigits = 0
  /// Of ten.
  private var exponent = 0
  /// Digits that were read, leading zeros as well.
  private(set) var count = 0

  private static let limit = 18

  /// Takes digits of the whole part.
  mutating func takeWhole(_ cursor: inout FieldCursor) {
    while cursor.isAtDigit {
      if !append(cursor.byte) { exponent += 1 }
      cursor.advance()
    }
  }

  /// Takes the digits behind the decimal mark.
  mutating func takeFraction(_ cursor: inout FieldCursor) {
    while cursor.isAtDigit {
      if append(cursor.byte) { exponent -= 1 }
      cursor.advance()
    }
  }

  /// Takes "e5", "E-07" or "e+5" if it is here.
  mutating func takeExponent(_ cursor: inout FieldCursor) {
    guard cursor.byte | 0x20 == UInt8(ascii: "e") else { return }
    var ahead = cursor
    ahead.advance()
    let isNegative = ahead.take("-")
    if !isNegative { _ = ahead.take("+") }
    guard ahead.isAtDigit else { return }
    var value = 0
    while ahead.isAtDigit {
      // Beyond that no number has a value, whatever its digits are.
      value = min(value * 10 + Int(ahead.byte - UInt8(ascii: "0")), 1 << 40)
      ahead.advance()
    }
    exponent += isNegative ? -value : value
    cursor = ahead
  }

  /// - Returns: whether the digit is part of the significand.
  private mutating func append(_ byte: UInt8) -> Bool {
    count += 1
    guard significantDigits < Self.limit else { return false }
    // Safe: 18 digits fit.
    significand = significand &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
    if significand > 0 { significantDigits += 1 }
    return true
  }

  /// The nearest number; infinite for one that is too large, and never 0 for one that is not.
  var value: Double {
    guard significand > 0 else { return 0 }
    // One operation with two exact numbers rounds once (Clinger 1990).
    if significand < 1 << 53, exponent.magnitude < Self.powers.count {
      let power = Self.powers[Int(exponent.magnitude)]
      return exponent < 0 ? Double(significand) / power : Double(significand) * power
    }
    let order = significantDigits + exponent
    guard order > -300 else { return .leastNonzeroMagnitude }
    guard order < 300 else { return .infinity }
    return Double("\(significand)e\(exponent)") ?? .infinity
  }

  /// Powers of ten that are exact.
  private static let powers = (0...22).map { exponent in (0..<exponent).reduce(1.0) { power, _ in power * 10 } }
}
