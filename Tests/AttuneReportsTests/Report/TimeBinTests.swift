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
