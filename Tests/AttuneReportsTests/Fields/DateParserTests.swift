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
    ("2024-03-05 09:22 EST", moment), ("2024-03-05 15:22 CET", moment), ("5 Mar 2024 2:22 p.m.", moment),
    ("Mar 5, 2024, 2:22 P. M.", moment), ("2024-03-05T15:22+01:00[Europe/Berlin]", moment),
    ("Tue Mar 05 2024 15:22:00 GMT+0100 (Central European Standard Time)", moment),
    ("2024-03", midnight - 4 * 86_400), ("03/2024", midnight - 4 * 86_400), ("3.2024", midnight - 4 * 86_400),
    ("Mar 2024", midnight - 4 * 86_400), ("März 2024", midnight - 4 * 86_400), ("2024", 1_704_067_200),
    ("Reviewed in the United States on March 5, 2024", midnight),
    ("Rezension aus Deutschland vom 5. März 2024", midnight), ("Commenté en France le 5 mars 2024", midnight),
    ("Revisado en España el 5 de marzo de 2024", midnight), ("Di., 5. März 2024 um 14:22 Uhr", moment),
    ("5 maart 2024", midnight), ("5 mrt 2024", midnight), ("5 marca 2024", midnight), ("5 de março de 2024", midnight),
    ("martedì 5 marzo 2024", midnight),
    ("15 mei 2024", midnight + 71 * 86_400), ("15 maja 2024", midnight + 71 * 86_400),
    ("15 mag 2024", midnight + 71 * 86_400),
    ("mar. 5 mars 2024 à 14h22", moment), ("5 de marzo de 2024 a las 14:22", moment),
    ("1er août 2023", 1_690_848_000), ("15. Dezember 2023", 1_702_598_400), ("15 décembre 2023", 1_702_598_400),
    ("15 dic 2023", 1_702_598_400), ("1 janv. 2024", 1_704_067_200), ("1 ene. 2024", 1_704_067_200),
  ]

  @Test(arguments: readsCases)
  func reads(field: String, seconds: Int) throws {
    #expect(try DateParser().parse(field)?.seconds == seconds)
  }

  @Test func theDayIsTheOneThatIsWritten() throws {
    for (field, day) in [
      ("2024-03-05T23:30:00-08:00", "2024-03-05"), ("2024-03-05 00:30 +02:00", "2024-03-05"),
      ("2024-03-05 23:30 EST", "2024-03-05"), ("2024-03-05T23:30:00Z", "2024-03-05"),
    ] {
      #expect(try DateParser().parse(field)?.day.isoText == day, "\(field)")
    }
  }

  @Test func aZoneMovesTheDay() throws {
    let zone = try #require(TimeZone("+01:00"))
    for (field, day, seconds) in [
      ("2024-03-05T23:30:00Z", "2024-03-06", 1_709_681_400), ("2024-03-05 23:30", "2024-03-05", 1_709_677_800),
      ("1709681400", "2024-03-06", 1_709_681_400), ("2024-03-06 00:30 CET", "2024-03-06", 1_709_681_400),
    ] {
      let time = try DateParser(zone: zone).parse(field)
      #expect(time?.day.isoText == day && time?.seconds == seconds, "\(field)")
    }
  }

  @Test func zonesByName() throws {
    #expect(TimeZone("Europe/Nowhere") == nil && TimeZone("../etc/passwd") == nil && TimeZone("XYZ") == nil)
    #expect(TimeZone("+15:00") == nil && TimeZone("+1:99") == nil && TimeZone("") == nil && TimeZone("+") == nil)
    #expect(TimeZone("-0530") == TimeZone(offset: -19_800))
    #expect(TimeZone("cest") == TimeZone(offset: 7200))
    // Where the system has the data base.
    guard let berlin = TimeZone("Europe/Berlin") else { return }
    #expect(berlin.offset(at: 1_704_067_200) == 3600)
    // 31 March 2024, 01:00 in Greenwich: the clock goes forward.
    #expect(berlin.offset(at: 1_711_846_799) == 3600 && berlin.offset(at: 1_711_846_800) == 7200)
    #expect(berlin.offset(atLocal: 1_711_846_800 + 7200) == 7200)
  }

  @Test func daysOfASpreadsheet() throws {
    #expect(throws: FieldError.notADate("45000.5")) { try DateParser().parse("45000.5") }
    // 15 March 2023, noon
    #expect(try DateParser(readsSerials: true).parse("45000.5")?.seconds == 1_678_881_600)
    func finds(_ column: String, _ fields: [String]) throws -> Bool {
      var detector = DateColumnDetector(column: column)
      for field in fields {
        var field = field
        field.withUTF8 { detector.append($0) }
      }
      return try detector.parser(order: nil, zone: nil).readsSerials
    }
    #expect(try finds("Created at", ["45000.5", "", "44999"]))
    #expect(try finds("Bestelldatum", ["45000,5"]))
    #expect(try !finds("Zip", ["45000", "44999"]))
    #expect(try !finds("date", ["45000", "2024-03-05"]))
    #expect(try !finds("date", []))
  }

  @Test(arguments: ["", " ", "-", "N/A", "null", "(blank)"])
  func missing(field: String) throws {
    #expect(try DateParser().parse(field) == nil)
  }

  @Test(arguments: [
    "yesterday", "5", "12:30", "5/3", "1/2/3/4", "2024-03-05x", "2024-03-05T", "Foo 5, 2024",
    "5 Foo 2024", "2024-03-05 at noon", "99999999999999999999", "2024-03-05 14:2", "٥/٣/٢٠٢٤", "12345",
    "on on on on on on", "Reviewed on Tuesday", "le 5", "mar. mar.", "ma 2024", "2024-", "13 13 13",
  ])
  func refuses(field: String) {
    #expect(throws: FieldError.notADate(field)) { try DateParser().parse(field) }
  }

  @Test(arguments: [
    "2024-02-30", "31/04/2024", "29/02/2023", "2024-13-01", "0000-01-01", "2024-03-05 25:00", "2024-03-05 13:00 PM",
    "2024-03-05 10:60", "2024-13", "13/2024", "0007", "2024-03-05 13:00 p.m.", "2024-03-05T10:00+99:00",
    "32 March 2024",
  ])
  func noSuchDay(field: String) {
    #expect(throws: FieldError.impossibleDate(field)) { try DateParser().parse(field) }
  }

  @Test func anUnknownZoneIsRefused() {
    let field = "2024-03-05 14:22 XQT"
    #expect(throws: FieldError.unknownZone(field, zone: "XQT")) { try DateParser().parse(field) }
  }

  @Test func twoReadings() throws {
    let (march, may) = (Timestamp(seconds: Self.midnight), Timestamp(seconds: 1_714_694_400))
    let error = FieldError.ambiguousDate("05/03/2024", dayFirst: march, monthFirst: may)
    #expect(throws: error) { try DateParser().parse("05/03/2024") }
    #expect(
      "\(error)" == "'05/03/2024' may be 5 March 2024 (day first) or 3 May 2024 (month first); "
        + "say which with --dates day-first or month-first")
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
