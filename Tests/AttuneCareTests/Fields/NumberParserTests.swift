import Testing

@testable import AttuneCare

@Suite struct NumberParserTests {
  private static let withPointCases: [(String, Double)] = [
    ("12", 12.0), ("-3.5", -3.5), ("1,234.50", 1234.5), ("1,234,567", 1_234_567), ("£12.30", 12.3), ("$ 1,000", 1000),
    ("€5", 5), ("12 EUR", 12), ("(12.5)", -12.5), ("15 %", 15), ("+4", 4), ("-$7", -7), ("$-7", -7), (".5", 0.5),
    ("1 234", 1234), ("0.1", 0.1), ("0.30000000000000004", 0.30000000000000004),
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

  @Test(arguments: ["abc", "1,23", "1.2.3", "12 apples", "1e5", "3.", "(12", "-", "1,2345", "0x10", "$", "∞", "nan5"])
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
}
