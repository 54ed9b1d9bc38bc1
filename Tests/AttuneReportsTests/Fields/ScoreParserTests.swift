import Testing

@testable import AttuneReports

@Suite struct ScoreParserTests {
  private static let numbersCases: [(String, Double)] = [
    ("9", 9.0), ("9.0", 9), ("09", 9), (" 9 ", 9), ("7.5", 7.5), ("0", 0), ("-3", -3), ("5 - Very satisfied", 5),
    ("1 (poor)", 1), ("0 = not at all", 0), ("5: great", 5), ("3 – okay", 3), ("4. Good", 4), ("8 points", 8),
    ("Excellent (5)", 5), ("Extremely likely - 10", 10), ("(4) Critical.", 4), ("(4)", 4), ("5 Excellent", 5),
    ("Good: 4", 4), ("Very good 4", 4), ("5 - Sehr gut", 5), ("0 – überhaupt nicht", 0),
  ]

  @Test(arguments: numbersCases)
  func numbers(field: String, value: Double) throws {
    #expect(try ScoreParser().parse(field) == Score(value))
  }

  private static let scalesCases: [(String, Double, Double)] = [
    ("9/10", 9.0, 10.0), ("4 / 5", 4, 5), ("9 out of 10", 9, 10), ("3 of 5", 3, 5), ("4 stars", 4, 5), ("1 star", 1, 5),
    ("★★★★☆", 4, 5), ("⭐⭐", 2, 5), ("80%", 80, 100),
    ("5.0 out of 5 stars", 5, 5), ("2 sur 5 étoiles", 2, 5), ("4 de 5 estrellas.", 4, 5), ("3 von 5 Sternen", 3, 5),
    ("4 ★", 4, 5), ("⭐️⭐️⭐️", 3, 5), ("Good (4/5)", 4, 5), ("3 Sterne", 3, 5),
  ]

  @Test(arguments: scalesCases)
  func scales(field: String, value: Double, outOf: Double) throws {
    #expect(try ScoreParser().parse(field) == Score(value, outOf: outOf))
  }

  @Test(arguments: ["", "N/A", "n/a", "-", "Did not answer", "NULL", "None", "?"])
  func missing(field: String) throws {
    #expect(try ScoreParser().parse(field) == nil)
  }

  @Test(arguments: [
    "abc", "9/", "9/0", "9/x", "9 10", "1-5", "5 out 10", "★★★★★★", "★x", "9!", "05/03/2024", "ten", "9..", "--3", "5-",
    "Very satisfied",
    "version 2", "call 555-0100", "(4", "(x) no", "5 apples", "4 out of 5 apples",
  ])
  func refused(field: String) {
    #expect(throws: FieldError.notAScore(field)) { try ScoreParser().parse(field) }
  }

  @Test func decimalComma() throws {
    #expect(try ScoreParser(decimalMark: .comma).parse("4,5") == Score(4.5))
    #expect(throws: FieldError.notAScore("4,5")) { try ScoreParser().parse("4,5") }
    #expect(try ScoreParser(decimalMark: .comma).parse("5,0 von 5 Sternen") == Score(5, outOf: 5))
  }

  @Test func wordsAreThoseOfTheFamily() throws {
    let family = AnswerBook.shipped["satisfaction"]
    for (field, value) in [
      ("Very satisfied", 5.0), ("VERY_DISSATISFIED", 1), ("très satisfaite.", 5), ("Tre\u{300}s satisfait", 5),
      ("Satisfait(e)", 4), ("sehr\u{A0}zufrieden", 5), ("“Satisfied”", 4),
    ] {
      #expect(try ScoreParser(family: family).parse(field) == Score(value), "\(field)")
    }
    #expect(throws: FieldError.notAScore("Excellent")) { try ScoreParser(family: family).parse("Excellent") }
  }

  private static let booleansCases: [(String, Bool)] = [
    ("yes", true), ("Y", true), ("TRUE", true), ("1", true), ("Resolved", true), ("no", false), ("N", false),
    ("false", false), ("0", false), ("Not resolved", false), ("open", false), ("pending", false), ("Yes.", true),
    ("No!", false), ("Ja", true), ("nein", false), ("Oui", true), ("Sí", true),
  ]

  @Test(arguments: booleansCases)
  func booleans(field: String, value: Bool) throws {
    #expect(try BooleanParser().parse(field) == value)
  }

  @Test func neitherYesNorNo() throws {
    #expect(throws: FieldError.notABoolean("maybe")) { try BooleanParser().parse("maybe") }
    #expect(throws: FieldError.notABoolean("2")) { try BooleanParser().parse("2") }
    #expect(try BooleanParser().parse("") == nil)
  }
}
