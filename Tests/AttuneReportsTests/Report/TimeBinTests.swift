import Testing

@testable import AttuneReports

@Suite struct TimeBinTests {
  private func day(_ year: Int, _ month: Int, _ day: Int) throws -> Day {
    try #require(Day(year: year, month: month, day: day))
  }

  @Test func theSpanChooses() throws {
    let first = try day(2024, 1, 1)
    #expect(TimeBin(spanning: first...first) == .day)
    #expect(try TimeBin(spanning: first...day(2024, 2, 4)) == .day)
    #expect(try TimeBin(spanning: first...day(2024, 2, 5)) == .week)
    #expect(try TimeBin(spanning: first...day(2024, 12, 31)) == .week)
    #expect(try TimeBin(spanning: first...day(2025, 1, 1)) == .month)
  }

  /// Weeks of few records are drawn by month where months have enough.
  @Test func fewRecordsTakeCoarserStretches() throws {
    let first = try day(2024, 1, 1)
    func bin(_ perDay: Int, days: Int) -> TimeBin {
      let last = Day(number: first.number + days - 1)
      let counts = (0..<days).map { (Day(number: first.number + $0), perDay) }
      return TimeBin(spanning: first...last, counts: Dictionary(uniqueKeysWithValues: counts))
    }
    #expect(bin(10, days: 180) == .week)
    #expect(bin(3, days: 180) == .month)
    #expect(bin(3, days: 28) == .day)
    #expect(bin(6, days: 28) == .week)
    #expect(bin(30, days: 28) == .day)
    // Too few for any stretch, and two months make no trend.
    #expect(bin(1, days: 60) == .week)
    #expect(bin(3, days: 50) == .week)
  }

  @Test func weeksBeginOnMondayAndMonthsOnTheFirst() throws {
    let sunday = try day(2024, 3, 10)
    #expect(TimeBin.week.start(of: sunday).isoText == "2024-03-04")
    #expect(TimeBin.month.start(of: sunday).isoText == "2024-03-01")
    #expect(TimeBin.day.start(of: sunday) == sunday)
    #expect(TimeBin.month.label(TimeBin.month.start(of: sunday)) == "2024-03")
  }

  @Test func noStretchIsLeftOut() throws {
    let span = try day(2023, 11, 30)...day(2024, 3, 1)
    let months = TimeBin.month.starts(spanning: span).map(\.isoText)
    #expect(months == ["2023-11-01", "2023-12-01", "2024-01-01", "2024-02-01", "2024-03-01"])
    #expect(TimeBin.day.starts(spanning: span).count == 93)
    let weeks = TimeBin.week.starts(spanning: span)
    #expect(weeks.first?.isoText == "2023-11-27")
    #expect(weeks.last?.isoText == "2024-02-26")
  }
}
