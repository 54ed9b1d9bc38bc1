import Testing

@testable import AttuneReports

@Suite struct DurationParserTests {
  private static let readsCases: [(String, Double)] = [
    ("2h 15m", 8100.0), ("2h15m", 8100), ("2 hours 15 minutes", 8100), ("2 hrs, 15 min", 8100), ("1.5 hours", 5400),
    ("45s", 45), ("90 min", 5400), ("500 ms", 0.5), ("1d 3h", 97_200), ("2 weeks", 1_209_600), ("01:30:00", 5400),
    ("1:02:03.5", 3723.5), ("26:00:00", 93_600), ("1 day, 2:03:04", 93_784), ("3 days 02:00:00", 266_400),
    ("1 hour and 5 minutes", 3900), ("PT2H15M", 8100), ("P1DT2H", 93_600), ("P2W", 1_209_600), ("PT0.5S", 0.5),
    ("04:37 hrs", 16_620), ("04:37 Std.", 16_620), ("1:30 heures", 5400), ("12:05 min", 725), ("1:02:03 hrs", 3723),
    ("PT1,5H", 5400), ("P0Y0M1D", 86_400), ("0 min", 0),
  ]

  @Test(arguments: readsCases)
  func reads(field: String, seconds: Double) throws {
    #expect(try DurationParser().parse(field) == seconds)
  }

  @Test func bareNumbersNeedAUnit() throws {
    #expect(try DurationParser(unit: .hours).parse("1.5") == 5400)
    #expect(try DurationParser(unit: .minutes).parse("90") == 5400)
    #expect(try DurationParser(unit: .days, decimalMark: .comma).parse("0,5") == 43_200)
    #expect(throws: FieldError.durationWithoutUnit("90")) { try DurationParser().parse("90") }
  }

  @Test func aClockOfTwoNumbersNeedsAReading() throws {
    #expect(try DurationParser(clock: .hoursMinutes).parse("1:30") == 5400)
    #expect(try DurationParser(clock: .minutesSeconds).parse("1:30") == 90)
    #expect(throws: FieldError.ambiguousDuration("1:30")) { try DurationParser().parse("1:30") }
  }

  @Test func typedErrors() throws {
    #expect(throws: FieldError.negativeDuration("-2h")) { try DurationParser().parse("-2h") }
    #expect(throws: FieldError.varyingDuration("2 months")) { try DurationParser().parse("2 months") }
    #expect(throws: FieldError.varyingDuration("P1M")) { try DurationParser().parse("P1M") }
    for field in ["soon", "2 apples", "1:60:00", "1:2:3", "P", "PT", "PT5", "2h 15", "1:2:3:4:5", "h", "-x"] {
      #expect(throws: FieldError.notADuration(field)) { try DurationParser().parse(field) }
    }
    #expect(try DurationParser().parse("n/a") == nil)
  }

  @Test(
    arguments: [
      ("resolution_hours", DurationParser.Unit.hours), ("Handle time (min)", .minutes), ("ttr_s", .seconds),
      ("Days to close", .days), ("first reply time in minutes", .minutes), ("resolution", nil), ("notes", nil),
      ("Full resolution time in minutes within calendar hours", .minutes), ("resolutionHours", .hours),
      ("Full resolution time in minutes within business hours", .minutes),
      ("Resolution time (minutes, business hours)", .minutes), ("Resolution time, business hours (min)", .minutes),
      ("Resolution time in seconds (last 30 days)", .seconds), ("Last 30 days resolution time in seconds", .seconds),
      ("Calendar hours: full resolution time [minutes]", .minutes), ("Resolution time in business hours", .hours),
      ("Resolution time (in business days)", .days), ("Customer's resolution time (h)", .hours),
      ("Durée d'ouverture (min)", .minutes), ("Délai de résolution en heures ouvrées", .hours),
      ("Délai de résolution en minutes (heures ouvrées)", .minutes), ("Tiempo de resolución (días)", .days),
      ("Tiempo de resolución en minutos, horas laborables", .minutes), ("Tempo di risoluzione (ore)", .hours),
      ("Oplostijd (uren)", .hours), ("Lösungszeit in Minuten (letzte 30 Tage)", .minutes),
      ("Handling minutes per day", .minutes), ("Min resolution time (hours)", .hours),
      ("Full resolution time - calendar (hrs)", .hours), ("Full resolution time - business (hours)", .hours),
      ("Resolution time (business hrs)", .hours), ("Resolution time [working mins]", .minutes),
      ("Resolution time, business secs", .seconds), ("Delay (days)", .days),
      // The clock, and two units, tell none.
      ("Resolution time (business hours)", nil), ("Resolution time within 24 hours", nil),
      ("Resolution time (h:m)", nil),
      ("Resolution hours (min)", nil),
    ] as [(String, DurationParser.Unit?)])
  func theColumnNamesTheUnit(column: String, unit: DurationParser.Unit?) {
    #expect(DurationParser.Unit(column: column) == unit)
  }

  @Test func tooLongToCalculateWith() throws {
    for field in [
      "1e30 h", "PT1e400H", "P9999999999999999999999W", "999999999999999999:00:00", "1e14 d 1e14 d", "1e-300 ms",
    ] {
      #expect(throws: FieldError.outOfRange(field)) { try DurationParser().parse(field) }
    }
    #expect(throws: FieldError.outOfRange("1e15")) { try DurationParser(unit: .days).parse("1e15") }
    #expect(try DurationParser().parse("1:00:00.999999999999999999999") == 3601)
  }
}
