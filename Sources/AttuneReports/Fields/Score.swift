/// An answer on a scale.
package struct Score: Sendable, Hashable {
  package var value: Double
  /// The top of the scale, where the field names it: "4/5", "4 out of 5", "★★★★☆", "satisfied".
  package var outOf: Double?

  package init(_ value: Double, outOf: Double? = nil) {
    self.value = value
    self.outOf = outOf
  }
}

/// Scores as surveys export them: "9", "9.0", "9/10", "9 out of 10", "5 - very satisfied", "4 stars", "★★★★", "80%", or an
/// answer in words ("very satisfied" … "very dissatisfied", "strongly agree" …), which counts from 5 down to 1.
package struct ScoreParser: FieldParser {
  package var decimalMark: NumberParser.DecimalMark

  package init(decimalMark: NumberParser.DecimalMark = .point) { self.decimalMark = decimalMark }

  package func parse(_ field: FieldCursor) throws(FieldError) -> Score {
    var cursor = field
    guard field.isAtDigit || field.byte == UInt8(ascii: "-") else { return try words(field) }
    let isNegative = cursor.take("-")
    let parser = NumberParser(decimalMark: decimalMark)
    guard cursor.isAtDigit, let magnitude = parser.number(&cursor) else { throw .notAScore(field.text) }
    let value = try NumberParser.inRange(isNegative ? -magnitude : magnitude, field)
    if cursor.isAtEnd { return Score(value) }
    cursor.skipBlanks()
    if cursor.take("%") { return try ending(cursor, field, Score(value, outOf: 100)) }
    if cursor.take("/") { return try top(cursor, field, value) }
    if cursor.isAtLetter {
      switch cursor.word() {
      case "out":
        cursor.skipBlanks()
        guard cursor.word() == "of" else { throw .notAScore(field.text) }
        return try top(cursor, field, value)
      case "of": return try top(cursor, field, value)
      case "star", "stars": return try ending(cursor, field, Score(value, outOf: 5))
      case "point", "points", "pts": return try ending(cursor, field, Score(value))
      default: throw .notAScore(field.text)
      }
    }
    // A label behind the number, which may begin with any mark: "5 - very satisfied", "1 (poor)", "0 = not at all".
    guard Self.labelMarks.contains(cursor.byte), cursor.count > 1 else { throw .notAScore(field.text) }
    cursor.advance()
    cursor.skipBlanks()
    // A second number makes it a range or a date.
    guard cursor.isAtLetter || cursor.byte >= 0x80 else { throw .notAScore(field.text) }
    return Score(value)
  }

  /// - ( : = and the first byte of dashes.
  private static let labelMarks: Set<UInt8> = [0x2D, 0x28, 0x3A, 0x3D, 0x2E, 0x29, 0xE2]

  private func top(_ cursor: FieldCursor, _ field: FieldCursor, _ value: Double) throws(FieldError) -> Score {
    var cursor = cursor
    cursor.skipBlanks()
    guard let top = NumberParser(decimalMark: decimalMark).number(&cursor), top > 0 else {
      throw .notAScore(field.text)
    }
    return try ending(cursor, field, Score(value, outOf: NumberParser.inRange(top, field)))
  }

  private func ending(_ cursor: FieldCursor, _ field: FieldCursor, _ score: Score) throws(FieldError) -> Score {
    guard cursor.isAtEnd else { throw .notAScore(field.text) }
    return score
  }

  private func words(_ field: FieldCursor) throws(FieldError) -> Score {
    let text = field.text
    let stars = text.unicodeScalars.filter { $0.value != 0xFE0F }
    if stars.first?.value == 0x2605 || stars.first?.value == 0x2B50 {
      let full = stars.prefix { $0.value == 0x2605 || $0.value == 0x2B50 }.count
      guard full <= 5, stars.dropFirst(full).allSatisfy({ $0.value == 0x2606 }) else { throw .notAScore(text) }
      return Score(Double(full), outOf: 5)
    }
    guard let value = Self.answers[field.lowercased] else { throw .notAScore(text) }
    return Score(value, outOf: 5)
  }

  private static let answers: [String: Double] = {
    let scales = [
      ["very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"],
      ["very unsatisfied", "unsatisfied", "neither satisfied nor dissatisfied", "satisfied", "very satisfied"],
      ["extremely dissatisfied", "somewhat dissatisfied", "neutral", "somewhat satisfied", "extremely satisfied"],
      ["strongly disagree", "disagree", "neither agree nor disagree", "agree", "strongly agree"],
      ["very poor", "poor", "neither good nor poor", "good", "very good"],
      ["terrible", "poor", "fair", "good", "excellent"],
      ["very bad", "bad", "average", "good", "great"],
      ["very difficult", "difficult", "neither easy nor difficult", "easy", "very easy"],
      ["extremely unlikely", "unlikely", "neither likely nor unlikely", "likely", "extremely likely"],
      ["very unlikely", "unlikely", "neither likely nor unlikely", "likely", "very likely"],
    ]
    var answers: [String: Double] = [:]
    for scale in scales {
      for (index, answer) in scale.enumerated() { answers[answer] = Double(index + 1) }
    }
    return answers
  }()
}
