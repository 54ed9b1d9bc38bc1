import TestSupport
import Testing

@testable import AttuneReports

@Suite struct NumberParserTests {
  private static let withPointCases: [(String, Double)] = [
    ("12", 12.0), ("-3.5", -3.5), ("1,234.50", 1234.5), ("1,234,567", 1_234_567), ("£12.30", 12.3), ("$ 1,000", 1000),
    ("€5", 5), ("12 EUR", 12), ("(12.5)", -12.5), ("15 %", 15), ("+4", 4), ("-$7", -7), ("$-7", -7), (".5", 0.5),
    ("1 234", 1234), ("0.1", 0.1), ("0.30000000000000004", 0.30000000000000004),
    ("1e5", 1e5), ("4e0", 4), ("-1.5E-3", -0.0015), ("1.2E+05", 120_000), ("0e9", 0), ("12 EUR", 12), ("5eur", 5),
    ("0.3000000000000000444089209850062616", 0.30000000000000004), ("0.99999999999999999999999", 1),
    ("1.5000000000000000000000000", 1.5), ("0.000000000000000000000012", 1.2e-23),
    ("000000000000000000000000005", 5), ("0.1e1", 1), ("123456789012.345678901234567", 123456789012.34568),
    ("999,999,999,999,999", 999_999_999_999_999), ("8.1", 8.1), ("1234567890.12345678e-3", 1234567.89012345678),
  ]

  @Test(arguments: withPointCases)
  func withPoint(field: String, value: Double) throws {
    #expect(try NumberParser().parse(field) == value)
  }

  private static let withCommaCases: [(String, Double)] = [
    ("1.234,50", 1234.5), ("3,5", 3.5), ("1.234", 1234), ("12,30 €", 12.3), ("1 234,5", 1234.5),
  ]

  @Test(arguments: withCommaCases)
  func withComma(field: String, value: Double) throws {
    #expect(try NumberParser(decimalMark: .comma).parse(field) == value)
  }

  @Test(arguments: [
    "abc", "1,23", "1.2.3", "12 apples", "e5", "1e", "1e+", "1e5.5", "3.", "(12", "-", "1,2345", "0x10", "$", "∞",
    "nan5",
  ])
  func refused(field: String) throws {
    if field == "-" {
      #expect(try NumberParser().parse(field) == nil)
    } else {
      #expect(throws: FieldError.notANumber(field)) { try NumberParser().parse(field) }
    }
  }

  private static let theColumnTellsTheMarkCases: [([String], NumberParser.DecimalMark)] = [
    (["1.5", "2"], NumberParser.DecimalMark.point), (["1,5", "2"], .comma), (["1.234,5"], .comma),
    (["1,234.5"], .point),
    (["1,234,567"], .point), (["1.234.567"], .comma), (["0,123"], .comma), (["1234,567"], .comma),
    (["12", "abc"], .point),
    (["1,234"], .point),
  ]

  @Test(arguments: theColumnTellsTheMarkCases)
  func theColumnTellsTheMark(fields: [String], mark: NumberParser.DecimalMark) {
    var detector = DecimalMarkDetector()
    for field in fields {
      var field = field
      field.withUTF8 { detector.append($0) }
    }
    #expect(detector.decimalMark == mark)
  }

  @Test func semicolonsSpeakForCommas() {
    var detector = DecimalMarkDetector(fallback: .comma)
    var field = "1.234"
    field.withUTF8 { detector.append($0) }
    #expect(detector.decimalMark == .comma)
  }

  /// No figure can be made of them: sums would overflow or lose them.
  private static let extremes = [
    "1" + String(repeating: ",000", count: 103), "1e16", "-1e400", "1e99999999999999999999999", "1e-31", "-1e-400",
    "1e-99999999999999999999999", "(1,000,000,000,000,001)", String(repeating: "9", count: 100_000),
    "0." + String(repeating: "0", count: 40) + "1", "$" + String(repeating: "1", count: 400) + ".5 %",
  ]

  @Test(arguments: extremes)
  func tooLargeOrTooSmall(field: String) {
    #expect {
      try NumberParser().parse(field)
    } throws: { error in
      // A long field is not kept whole.
      guard case .outOfRange(let kept) = error as? FieldError else { return false }
      return kept.hasPrefix(field.prefix(20))
    }
  }

  /// Against `Double.init`, which reads correctly rounded.
  @Test func isTheNearestDouble() throws {
    var draws = SeededDraws(seed: 6)
    for _ in 0..<2000 {
      let digits = String((0..<1 + draws.index(25)).map { _ in Character("\(draws.index(10))") })
      let fraction = String((0..<draws.index(25)).map { _ in Character("\(draws.index(10))") })
      let exponent = draws.index(2) == 0 ? "" : "e\(draws.index(40) - 20)"
      let text = digits + (fraction.isEmpty ? "" : "." + fraction) + exponent
      let expected = try #require(Double(text))
      guard expected == 0 || NumberParser.magnitudes.contains(expected) else {
        #expect(throws: FieldError.self) { try NumberParser().parse(text) }
        continue
      }
      // Digits behind the 18th may decide which of two neighbours is nearest.
      let found = try #require(try NumberParser().parse(text))
      #expect(abs(found - expected) <= expected.ulp, "\(text)")
      if digits.count + fraction.count <= 18 { #expect(found == expected, "\(text)") }
    }
  }
}
