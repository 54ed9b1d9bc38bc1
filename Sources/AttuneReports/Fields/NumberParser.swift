/// Numbers as spreadsheets write them: "12", "-3.5", "1,234.50", "1.234,50", "1 234,5", "£12", "15 %",
/// "1.2E+05".
package struct NumberParser: FieldParser {
  /// What stands before decimals.
  package enum DecimalMark: String, Sendable, CaseIterable {
    case point, comma
  }

  package var decimalMark: DecimalMark

  package init(decimalMark: DecimalMark = .point) { self.decimalMark = decimalMark }

  package func parse(_ field: FieldCursor) throws(FieldError) -> Double {
    var cursor = field
    var isNegative = cursor.take("(")
    let hasBracket = isNegative
    if cursor.take("-") { isNegative = true } else { _ = cursor.take("+") }
    Self.skipCurrency(&cursor)
    if cursor.take("-") { isNegative = true }
    guard let magnitude = number(&cursor) else { throw .notANumber(field.text) }
    cursor.skipBlanks()
    if !cursor.take("%") { Self.skipCurrency(&cursor) }
    if hasBracket, !cursor.take(")") { throw .notANumber(field.text) }
    guard cursor.isAtEnd else { throw .notANumber(field.text) }
    return try Self.inRange(isNegative ? -magnitude : magnitude, field)
  }

  /// Reads a number without a sign. Groups of three digits may be parted by the mark that is not the decimals', by an
  /// apostrophe, or by a blank.
  /// - Returns: nil for no number; any other may be too large or too small: see `inRange`.
  func number(_ cursor: inout FieldCursor) -> Double? {
    let (point, group) = decimalMark == .point ? (0x2E as UInt8, 0x2C as UInt8) : (0x2C, 0x2E)
    var digits = DecimalDigits()
    if cursor.byte != point {
      digits.takeWhole(&cursor)
      guard digits.count > 0 else { return nil }
      let (separator, width) = (cursor.byte, cursor.markWidth)
      if digits.count <= 3, [group, 0x27].contains(separator) || width > 0 {
        while cursor.byte == separator, Self.isGroup(cursor, behind: max(width, 1)) {
          for _ in 0..<max(width, 1) { cursor.advance() }
          digits.takeWhole(&cursor)
        }
      }
    }
    if cursor.byte == point, cursor.byte(ahead: 1) &- 0x30 < 10 {
      cursor.advance()
      digits.takeFraction(&cursor)
    }
    guard digits.count > 0 else { return nil }
    digits.takeExponent(&cursor)
    return digits.value
  }

  /// The magnitudes that fields may have, besides 0. Sums, squares and products of such numbers are finite, and a `Double`
  /// holds every whole one.
  package static let magnitudes = 1e-30...1e15

  /// - Parameter field: where the number stands, for the error.
  static func inRange(_ value: Double, _ field: FieldCursor) throws(FieldError) -> Double {
    guard value == 0 || magnitudes.contains(value.magnitude) else { throw .outOfRange(field.text) }
    return value
  }

  /// Whether a mark of so many bytes, with exactly three digits behind it, is here.
  private static func isGroup(_ cursor: FieldCursor, behind width: Int) -> Bool {
    var ahead = cursor
    for _ in 0..<width { ahead.advance() }
    guard ahead.isAtDigit, let group = ahead.integer() else { return false }
    return group.digits == 3
  }

  /// The currency of an amount: "€", "usd"; nil without one.
  static func currency(_ field: FieldCursor) -> String? {
    guard field.count <= 40 else { return nil }
    let text = field.text.lowercased()
    if let sign = text.unicodeScalars.first(where: { $0.properties.generalCategory == .currencySymbol }) {
      return names[String(sign)] ?? String(sign)
    }
    let word = text.filter { $0.isASCII && $0.isLetter }
    return codes.contains(word) ? word : nil
  }

  private static let names = ["$": "usd", "€": "eur", "£": "gbp", "¥": "jpy"]
  private static let codes: Set<String> = ["usd", "eur", "gbp", "chf", "cad", "aud", "jpy"]

  private static func skipCurrency(_ cursor: inout FieldCursor) {
    if cursor.byte == UInt8(ascii: "$") {
      cursor.advance()
    } else if cursor.byte == 0xC2, [0xA3, 0xA5].contains(cursor.byte(ahead: 1)) {
      for _ in 0..<2 { cursor.advance() }
    } else if cursor.byte == 0xE2, cursor.byte(ahead: 1) == 0x82 {
      for _ in 0..<min(3, cursor.count) { cursor.advance() }
    } else if cursor.isAtLetter {
      var ahead = cursor
      if codes.contains(ahead.word()) { cursor = ahead }
    }
    cursor.skipBlanks()
  }
}

/// Finds out from a column's fields whether decimals stand behind a point or a comma.
package struct DecimalMarkDetector: Sendable {
  private var points = 0
  private var commas = 0
  /// The first field that can be read two ways.
  private(set) var ambiguous: String?
  private let fallback: NumberParser.DecimalMark

  /// - Parameter fallback: what holds when no field tells; a comma in tables separated by semicolons.
  package init(fallback: NumberParser.DecimalMark = .point) { self.fallback = fallback }

  package mutating func append(_ field: UnsafeBufferPointer<UInt8>) {
    let marks = field.indices.filter { field[$0] == 0x2E || field[$0] == 0x2C }
    guard let last = marks.last else { return }
    let behind = field[(last + 1)...].prefix { $0 &- 0x30 < 10 }.count
    let isDecimal: Bool
    if marks.contains(where: { field[$0] != field[last] }) {
      isDecimal = true
    } else if marks.count > 1 {
      isDecimal = false
    } else {
      // Three digits behind a mark may be a group: that says nothing, unless nothing could be grouped before it.
      let before = field[..<last].reversed().prefix { $0 &- 0x30 < 10 }
      guard behind != 3 || before.count > 3 || before.isEmpty || before.last == 0x30 else {
        if ambiguous == nil { ambiguous = FieldCursor(field).text }
        return
      }
      isDecimal = true
    }
    if isDecimal == (field[last] == 0x2E) { points += 1 } else { commas += 1 }
  }

  /// The one that fields tell; nil where none does.
  var told: NumberParser.DecimalMark? { points == commas ? nil : points > commas ? .point : .comma }

  package var decimalMark: NumberParser.DecimalMark {
    points == commas ? fallback : points > commas ? .point : .comma
  }
}
