import Testing

@testable import AttuneReports

@Suite struct DateParserTests {
  /// 5 March 2024, 14:22:00 UTC
  private static let moment = 1_709_648_520
  private static let midnight = 1_709_596_800

  private static let readsCases: [(String, Int)] = [
    ("2024-03-05", midnight), ("20240305", midnight), ("2024/3/5", midnight), ("2024-Mar-05", midnight),
    ("2024-03-05T14:22", moment), ("2024-03-05T14:22:00Z", moment), ("2024-03-05T14:22:00.123Z", moment),
    ("2024-03-05 14:22", moment), ("2024-03-05 14:22:00 UTC", moment), ("20240305142200", moment),
    ("2024-03-05T15:22:00+01:00", moment), ("2024-03-05T09:22-0500", moment), ("2024-03-05 15:22+01", moment),
    ("2024-03-05 2:22 PM", moment), ("2024-03-05, 2:22pm", moment), ("2024-03-05 24:00", midnight + 86_400),
    ("5.3.2024", midnight), ("05.03.24 14:22", moment), ("13/03/2024", midnight + 8 * 86_400),
    ("03/13/2024", midnight + 8 * 86_400), ("03-13-24", midnight + 8 * 86_400), ("03/03/2024", midnight - 2 * 86_400),
    ("Mar 5, 2024", midnight), ("March 5th, 2024 at 2:22 PM", moment), ("5 March 2024", midnight),
    ("5th of March 2024", midnight), ("05-Mar-24", midnight), ("5 Mar. 2024 14:22", moment),
    ("Tue, 05 Mar 2024 15:22:00 +0100", moment), ("Wed Mar 05 14:22:00 +0000 2024", moment),
    ("Tuesday, March 5, 2024", midnight), ("1709648520", moment), ("1709648520.5", moment),
    ("1709648520123", moment), ("  2024-03-05\u{A0}", midnight), ("1969-12-31", -86_400),
    ("29/02/2024", midnight - 5 * 86_400), ("9 Sept 2001", 1_000_000_000 - 6_400),
  ]

  @Test(arguments: readsCases)
  func reads(field: String, seconds: Int) throws {
    #expect(try DateParser().parse(field) == Timestamp(seconds: seconds))
  }

  @Test(arguments: ["", " ", "-", "N/A", "null", "(blank)"])
  func missing(field: String) throws {
    #expect(try DateParser().parse(field) == nil)
  }

  @Test(arguments: [
    "yesterday", "5", "2024", "2024-03", "12:30", "5/3", "1/2/3/4", "2024-03-05x", "2024-03-05T", "Foo 5, 2024",
    "5 Foo 2024", "2024-03-05 at noon", "99999999999999999999", "2024-03-05 14:2", "٥/٣/٢٠٢٤", "12345",
  ])
  func refuses(field: String) {
    #expect(throws: FieldError.notADate(field)) { try DateParser().parse(field) }
  }

  @Test(arguments: [
    "2024-02-30", "31/04/2024", "29/02/2023", "2024-13-01", "0000-01-01", "2024-03-05 25:00", "2024-03-05 13:00 PM",
    "2024-03-05 10:60", "2024-03-05T10:00+99:00", "32 March 2024",
  ])
  func noSuchDay(field: String) {
    #expect(throws: FieldError.impossibleDate(field)) { try DateParser().parse(field) }
  }

  @Test func aZoneByNameIsRefused() {
    let field = "2024-03-05 14:22 EST"
    #expect(throws: FieldError.unknownZone(field, zone: "EST")) { try DateParser().parse(field) }
  }

  @Test func twoReadings() throws {
    let (march, may) = (Timestamp(seconds: Self.midnight), Timestamp(seconds: 1_714_694_400))
    let error = FieldError.ambiguousDate("05/03/2024", dayFirst: march, monthFirst: may)
    #expect(throws: error) { try DateParser().parse("05/03/2024") }
    #expect("\(error)" == "'05/03/2024' may be 5 March 2024 (day first) or 3 May 2024 (month first)")
    #expect(try DateParser(order: .dayFirst).parse("05/03/2024") == march)
    #expect(try DateParser(order: .monthFirst).parse("05/03/2024") == may)
    #expect(throws: FieldError.impossibleDate("25/03/2024")) {
      try DateParser(order: .monthFirst).parse("25/03/2024")
    }
  }

  @Test func theColumnTellsTheOrder() {
    func finding(_ fields: [String]) -> DateOrderDetector.Finding {
      var detector = DateOrderDetector()
      for field in fields {
        var field = field
        field.withUTF8 { detector.append($0) }
      }
      return detector.finding
    }
    #expect(finding(["2024-03-05", "", "5 March 2024", "5.3.2024", "nonsense"]) == .irrelevant)
    #expect(finding(["05/03/2024", "13/03/2024"]) == .order(.dayFirst))
    #expect(finding(["05/03/2024 10:00", "3/13/2024 10:00"]) == .order(.monthFirst))
    #expect(finding(["13/03/2024", "03/13/2024"]) == .contradiction(dayFirst: "13/03/2024", monthFirst: "03/13/2024"))
    let error = FieldError.ambiguousDate(
      "05/03/2024", dayFirst: Timestamp(seconds: Self.midnight), monthFirst: Timestamp(seconds: 1_714_694_400))
    #expect(finding(["03/03/2024", "05/03/2024"]) == .open(error))
  }

  @Test func daysAndTheirNumbers() throws {
    // Across leap years, centuries and the beginning of the calendar's count.
    for number in stride(from: -800_000, to: 100_000, by: 37) {
      let (year, month, day) = Day(number: number).civil
      let isEqual = Day(year: year, month: month, day: day)?.number == number
      #expect(isEqual, "\(number)")
    }
    #expect(Day(number: 0).isoText == "1970-01-01")
    #expect(Day(number: 0).weekday == 3)
    #expect(Day(number: -4).weekday == 6)
    #expect(Day(year: 1900, month: 2, day: 29) == nil)
    #expect(Day(year: 2000, month: 2, day: 29)?.number == 11_016)
  }

  @Test func hostileBytes() {
    let fields: [[UInt8]] = [
      [0xC2], [0xA0], [0xFF, 0xFE], Array("2024-03-".utf8) + [0xC3], Array(repeating: 0x39, count: 5000),
      Array("1/".utf8), [0xC2, 0xA0, 0xC2],
    ]
    for field in fields {
      field.withUnsafeBufferPointer { bytes in
        _ = try? DateParser().parse(utf8: bytes)
        _ = try? ScoreParser().parse(utf8: bytes)
        _ = try? DurationParser(unit: .hours).parse(utf8: bytes)
        _ = try? NumberParser().parse(utf8: bytes)
        _ = try? BooleanParser().parse(utf8: bytes)
      }
    }
  }
}
