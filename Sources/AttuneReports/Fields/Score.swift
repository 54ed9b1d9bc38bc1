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

/// Scores as surveys export them: "9", "9.0", "9/10", "9 out of 10", "5,0 von 5 Sternen", "5 - very satisfied", "Excellent
/// (5)", "4 stars", "★★★★", "80%", and the words of a family of answers.
package struct ScoreParser: FieldParser {
  package var decimalMark: NumberParser.DecimalMark
  /// Of answers in words; nil refuses them.
  package var family: AnswerFamily?
  /// Tells labels behind numbers from other words.
  package var book: AnswerBook

  package init(
    decimalMark: NumberParser.DecimalMark = .point, family: AnswerFamily? = nil, book: AnswerBook = .shipped
  ) {
    self.decimalMark = decimalMark
    self.family = family
    self.book = book
  }

  package func parse(_ field: FieldCursor) throws(FieldError) -> Score {
    let score = try read(field)
    // "9 - No answer"
    if (4...AnswerWords.limit).contains(field.count), book.saysNoAnswer(AnswerWords.normalized(field.text)) {
      throw .notAScore(field.text)
    }
    return score
  }

  private func read(_ field: FieldCursor) throws(FieldError) -> Score {
    if let score = try number(field, field) { return score }
    if field.byte == UInt8(ascii: "("), field.byte(ahead: 1) &- 0x30 < 10 { return try bracketed(field) }
    return try words(field)
  }

  /// - Parameter whole: for the error.
  /// - Returns: nil when no digit is here.
  private func number(_ field: FieldCursor, _ whole: FieldCursor) throws(FieldError) -> Score? {
    var cursor = field
    guard field.isAtDigit || field.byte == UInt8(ascii: "-") else { return nil }
    let isNegative = cursor.take("-")
    let parser = NumberParser(decimalMark: decimalMark)
    guard cursor.isAtDigit, let magnitude = parser.number(&cursor) else { throw .notAScore(whole.text) }
    let value = try NumberParser.inRange(isNegative ? -magnitude : magnitude, whole)
    if cursor.isAtEnd { return Score(value) }
    let label = cursor
    cursor.skipBlanks()
    if cursor.take("%") { return try ending(cursor, whole, Score(value, outOf: 100)) }
    if cursor.take("/") { return try top(cursor, whole, value) }
    if Self.isStars(cursor) { return Score(value, outOf: 5) }
    if cursor.isAtLetter || cursor.byte >= 0x80 {
      var ahead = cursor
      let word = ahead.letters()
      switch word {
      case "out":
        ahead.skipBlanks()
        guard ["of", "from"].contains(ahead.word()) else { throw .notAScore(whole.text) }
        return try top(ahead, whole, value)
      case "of", "von", "sur", "de", "aus": return try top(ahead, whole, value)
      case _ where Self.starWords.contains(word): return try ending(ahead, whole, Score(value, outOf: 5))
      case _ where Self.pointWords.contains(word): return try ending(ahead, whole, Score(value))
      default:
        if label.count <= AnswerWords.limit, book.knows(AnswerWords.normalized(label.text)) { return Score(value) }
        if cursor.isAtLetter { throw .notAScore(whole.text) }
      }
    }
    // A label behind the number, which may begin with any mark: "5 - very satisfied", "1 (poor)", "0 = not at all".
    guard Self.labelMarks.contains(cursor.byte), cursor.count > 1 else { throw .notAScore(whole.text) }
    cursor.advance()
    cursor.skipBlanks()
    // A second number makes it a range or a date.
    guard cursor.isAtLetter || cursor.byte >= 0x80 else { throw .notAScore(whole.text) }
    return Score(value)
  }

  private static let starWords: Set<String> = [
    "star", "stars", "stern", "sterne", "sternen", "etoile", "etoiles", "estrella", "estrellas",
    "bubble", "bubbles", "heart", "hearts",
  ]
  private static let pointWords: Set<String> = ["point", "points", "pts", "punkt", "punkte", "punkten", "puntos"]

  /// Whether a word behind a number is that of points.
  static func namesPoints(_ word: String) -> Bool { pointWords.contains(word) }

  /// - ( : = and the first byte of dashes.
  private static let labelMarks: Set<UInt8> = [0x2D, 0x28, 0x3A, 0x3D, 0x2E, 0x29, 0xE2]

  /// Reads "10", "10 stars" or "5 Sternen" behind "out of".
  private func top(_ cursor: FieldCursor, _ whole: FieldCursor, _ value: Double) throws(FieldError) -> Score {
    var cursor = cursor
    cursor.skipBlanks()
    guard let top = NumberParser(decimalMark: decimalMark).number(&cursor), top > 0 else {
      throw .notAScore(whole.text)
    }
    cursor.skipBlanks()
    if cursor.isAtLetter || cursor.byte >= 0x80 {
      let word = cursor.letters()
      guard Self.starWords.contains(word) || Self.pointWords.contains(word) else { throw .notAScore(whole.text) }
    }
    _ = cursor.take(".")
    return try ending(cursor, whole, Score(value, outOf: NumberParser.inRange(top, whole)))
  }

  private func ending(_ cursor: FieldCursor, _ whole: FieldCursor, _ score: Score) throws(FieldError) -> Score {
    guard cursor.isAtEnd else { throw .notAScore(whole.text) }
    return score
  }

  /// Reads "(4) Critical." and "(4)".
  private func bracketed(_ field: FieldCursor) throws(FieldError) -> Score {
    var cursor = field
    cursor.advance()
    guard let value = NumberParser(decimalMark: decimalMark).number(&cursor), cursor.take(")") else {
      throw .notAScore(field.text)
    }
    let score = Score(try NumberParser.inRange(value, field))
    if cursor.isAtEnd { return score }
    cursor.skipBlanks()
    guard cursor.isAtLetter || cursor.byte >= 0x80 else { throw .notAScore(field.text) }
    return score
  }

  // MARK: Words

  private func words(_ field: FieldCursor) throws(FieldError) -> Score {
    let text = field.text
    // No star is ASCII.
    if field.byte >= 0x80, let score = try stars(text) { return score }
    guard field.count <= AnswerWords.limit else { throw .notAScore(text) }
    if let value = family?.values[AnswerWords.answer(text)] { return Score(value) }
    if let score = try numberBehindLabel(text, field) { return score }
    throw .notAScore(text)
  }

  /// Reads "★★★★☆".
  /// - Returns: nil when no full star is at the beginning.
  private func stars(_ text: String) throws(FieldError) -> Score? {
    let stars = text.unicodeScalars.filter { $0.value != 0xFE0F }
    guard let first = stars.first, Self.fullStars.contains(first.value) else { return nil }
    let full = stars.prefix { Self.fullStars.contains($0.value) }.count
    guard full <= 5, stars.dropFirst(full).allSatisfy({ $0.value == 0x2606 }) else { throw .notAScore(text) }
    return Score(Double(full), outOf: 5)
  }

  /// ★ ⭐ 🌟
  private static let fullStars: Set<UInt32> = [0x2605, 0x2B50, 0x1F31F]

  /// Whether nothing but stars is left.
  private static func isStars(_ cursor: FieldCursor) -> Bool {
    guard cursor.byte >= 0x80, cursor.count <= 64 else { return false }
    return cursor.text.unicodeScalars.allSatisfy { $0.value == 0xFE0F || fullStars.contains($0.value) }
  }

  /// Reads "Excellent (5)", "Extremely likely - 10", "Good: 4/5" and "Good 4", the last one for words of the book only.
  private func numberBehindLabel(_ text: String, _ field: FieldCursor) throws(FieldError) -> Score? {
    var rest = Substring(text)
    if let last = rest.last, last == ")" || last == "]" { rest.removeLast() }
    var digits = rest.suffix { $0.isASCII && ($0.isNumber || ".,/% ".contains($0)) }
    guard digits.contains(where: \.isNumber) else { return nil }
    let label = rest[..<digits.startIndex]
    let isMarked = label.last.map { "([-–—:=".contains($0) } ?? false
    let words = isMarked ? label.dropLast() : label
    guard !words.contains(where: \.isNumber), words.contains(where: \.isLetter) else { return nil }
    // "TKT-000012" and "AGT-5" number something.
    let isCode = "-–".contains(label.last ?? " ") && words.last != " " && digits.first != " "
    guard isMarked && !isCode || book.knows(AnswerWords.normalized(String(words))) else { return nil }
    while digits.first == " " { digits.removeFirst() }
    var number = String(digits)
    // The typed error of a closure has to be carried out of it.
    let result = number.withUTF8 { bytes -> Result<Score?, FieldError> in
      do throws(FieldError) { return .success(try self.number(FieldCursor(bytes), field)) } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

extension Substring {
  fileprivate func suffix(while predicate: (Character) -> Bool) -> Substring {
    var start = endIndex
    while start > startIndex, predicate(self[index(before: start)]) { start = index(before: start) }
    return self[start...]
  }
}
