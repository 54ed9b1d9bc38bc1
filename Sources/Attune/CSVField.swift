/// How a field stands in a CSV file (RFC 4180): the one rule of classification, triage, reports and scorecards.
package enum CSVField {
  /// Appends a field, in quotes where it needs them.
  ///
  /// - Parameters:
  ///   - guardsFormulas: put an apostrophe before what a spreadsheet would take for a formula; of fields that are written
  ///     anew, not of those whose bytes are kept.
  ///   - emit: is given the bytes piece by piece.
  /// - Complexity: linear in the field.
  package static func append(
    _ field: UnsafeBufferPointer<UInt8>, delimiter: UInt8, guardsFormulas: Bool,
    _ emit: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    let isGuarded = guardsFormulas && isFormula(field)
    guard needsQuotes(field, delimiter: delimiter) else {
      if isGuarded { emit(bytes("'")) }
      return emit(field)
    }
    emit(bytes(isGuarded ? "\"'" : "\""))
    var start = 0
    for index in field.indices where field[index] == quote {
      emit(UnsafeBufferPointer(rebasing: field[start...index]))
      start = index
    }
    emit(UnsafeBufferPointer(rebasing: field[start...]))
    emit(bytes("\""))
  }

  /// Whether a spreadsheet would take a field for a formula: it begins as one (also with a full-width sign, or behind a tab
  /// or line break, or behind blanks and controls that an import may trim) and is no plain number.
  package static func isFormula(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    switch field.first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D: return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return !isNumber(field)
    // U+FF0B, U+FF0D, U+FF1D and U+FF20.
    case 0xEF where fullWidthSigns.contains { field.starts(with: $0) }: return true
    case .some(0...0x20), 0xC2, 0xE2, 0xEF:
      let rest = behindBlanks(field)
      return rest.count < field.count && isFormula(rest)
    default: return false
    }
  }

  /// Without blanks and controls at the beginning, U+00A0, U+200B and U+FEFF among them.
  private static func behindBlanks(_ field: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var at = 0
    while at < field.count {
      let rest = field[at...]
      if field[at] <= 0x20 {
        at += 1
      } else if let blank = blanks.first(where: { rest.starts(with: $0) }) {
        at += blank.count
      } else {
        break
      }
    }
    return UnsafeBufferPointer(rebasing: field[at...])
  }

  private static let blanks = ["\u{A0}", "\u{200B}", "\u{FEFF}"].map { Array($0.utf8) }

  private static let quote = UInt8(ascii: "\"")

  private static let fullWidthSigns = ["\u{FF0B}", "\u{FF0D}", "\u{FF1D}", "\u{FF20}"].map { Array($0.utf8) }

  private static func needsQuotes(_ field: UnsafeBufferPointer<UInt8>, delimiter: UInt8) -> Bool {
    field.contains { $0 == delimiter || $0 == quote || $0 == 0x0A || $0 == 0x0D }
  }

  /// A sign, digits with at most one point between or before them, and perhaps an exponent.
  private static func isNumber(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    var at = 1
    func digits() -> Int {
      let start = at
      while at < field.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(field[at]) { at += 1 }
      return at - start
    }
    var count = digits()
    if at < field.count, field[at] == UInt8(ascii: ".") {
      at += 1
      count += digits()
    }
    guard count > 0 else { return false }
    guard at < field.count else { return true }
    guard field[at] | 0x20 == UInt8(ascii: "e") else { return false }
    at += 1
    if at < field.count, field[at] == UInt8(ascii: "+") || field[at] == UInt8(ascii: "-") { at += 1 }
    return digits() > 0 && at == field.count
  }

  private static func bytes(_ text: StaticString) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }
}
