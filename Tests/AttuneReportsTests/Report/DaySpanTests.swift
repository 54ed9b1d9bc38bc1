import Testing

@testable import AttuneReports

@Suite struct DaySpanTests {
  private func day(_ text: String) throws -> Day { try #require(try DateParser().parse(text)).day }

  private func counts(_ first: String, days: Int, weekends: Bool = true) throws -> [Day: Int] {
    let first = try day(first)
    let all = (0..<days).map { Day(number: first.number + $0) }
    return Dictionary(uniqueKeysWithValues: all.filter { weekends || $0.weekday < 5 }.map { ($0, 3) })
  }

  @Test(arguments: ["1900-01-01", "1970-01-01", "2062-03-04", "2199-12-31"])
  func oneStrayDateIsLeftOut(_ stray: String) throws {
    var counts = try counts("2025-03-03", days: 60)
    counts[try day(stray)] = 1
    let span = try #require(DaySpan(counts))
    #expect(span.days == (try day("2025-03-03")...day("2025-05-01")))
    #expect(try span.strays == [day(stray)])
    #expect(span.strayText?.hasPrefix("1 dated \(stray)") == true)
  }

  @Test func straysLieAtBothEnds() throws {
    var counts = try counts("2025-03-03", days: 200)
    for stray in ["1900-01-01", "1900-12-31", "2062-03-04"] { counts[try day(stray)] = 2 }
    let span = try #require(DaySpan(counts))
    #expect(span.strayRecords == 6)
    #expect(span.days.upperBound == (try day("2025-09-18")))
  }

  @Test func longHistoriesAndGapsStay() throws {
    var counts = try counts("2010-01-01", days: 3650)
    counts[try day("2005-06-01")] = 1
    #expect(try #require(DaySpan(counts)).strays == [])
    // A tenth of all records is no slip.
    var two = try self.counts("2025-03-03", days: 60)
    two[try day("2020-01-01")] = 20
    #expect(try #require(DaySpan(two)).strays == [])
    #expect(DaySpan([:]) == nil)
  }

  /// A slip of the month lies further away than all records are from each other.
  @Test func aDateMonthsAheadIsAStray() throws {
    var counts = try counts("2026-01-05", days: 67)
    counts[try day("2026-09-30")] = 1
    #expect(try #require(DaySpan(counts)).strays == [day("2026-09-30")])
    // What was written a few weeks late is none.
    var late = try self.counts("2026-01-05", days: 67)
    late[try day("2026-05-20")] = 1
    #expect(try #require(DaySpan(late)).strays == [])
  }

  @Test func monthsAreWhole() throws {
    let months = try ["2026-01-01", "2026-02-01", "2026-03-01"].map(day)
    let span = try #require(DaySpan(Dictionary(uniqueKeysWithValues: months.map { ($0, 40) })))
    #expect(span.isMonthly)
    #expect(try span.days == day("2026-01-01")...day("2026-03-31"))
    #expect(try !span.isPartial(months[2]..<day("2026-04-01")))
    #expect(try #require(DaySpan(counts("2026-01-01", days: 60))).isMonthly == false)
    // Years are no months.
    #expect(try #require(DaySpan([day("2024-01-01"): 30, day("2025-01-01"): 30])).isMonthly == false)
  }

  @Test func periodsOfMonthsAreMonths() throws {
    var layout = RecordLayout()
    layout.time = "month"
    layout.measured = [.init("csat", .satisfaction)]
    var report = Report(layout)
    for (month, text) in ["2026-01-01", "2026-02-01", "2026-03-01"].enumerated() {
      for number in 0..<40 {
        var row = RecordLayout.Row()
        row.time = try DateParser().parse(text)
        row.values = [number < 10 * (month + 1) ? 5 : 1]
        report.append(row, path: "", line: 1)
      }
    }
    let summary = ReportSummary(report)
    let periods = try #require(summary.highlights.periods)
    #expect(periods.lengthText == "month" && periods.firstDay == "2026-02-01" && periods.turn == "2026-03-01")
    #expect(periods.changes[0].before.value == 0.5 && periods.changes[0].after.value == 0.75)
    #expect(summary.trend?.bin == "month" && summary.trend?.isPartial == [false, false, false])
    #expect(summary.columns.contains { $0.notes.contains("every date is a month") })
  }

  /// Answers above 5 that begin, or end, on a day are said.
  @Test(arguments: [false, true]) func anotherScaleFromADayOnIsSaid(isReversed: Bool) throws {
    var layout = RecordLayout()
    layout.time = "date"
    layout.measured = [.init("csat", .satisfaction)]
    func notes(_ value: (Int) -> Double) throws -> [String] {
      var report = Report(layout)
      let first = try day("2026-01-05")
      for number in 0..<200 {
        var row = RecordLayout.Row()
        row.time = Timestamp(seconds: (first.number + number / 2) * 86_400)
        row.values = [value(isReversed ? 199 - number : number)]
        report.append(row, path: "", line: 1)
      }
      return ReportSummary(report).columns.flatMap(\.notes).filter { $0.contains("two scales") }
    }
    let mixed = try notes { Double($0 < 100 ? $0 % 5 + 1 : $0 % 10 + 1) }
    #expect(mixed.count == 1)
    #expect(
      mixed.first?.hasPrefix("none of 10") == true
        && mixed.first?.contains(isReversed ? " on is above 5" : "before 2026-02-2") == true, "\(mixed)")
    #expect(try notes { Double($0 % 10 + 1) }.isEmpty)
  }

  @Test func weeksThatDataCutsOffArePartial() throws {
    let monday = try day("2025-03-03")
    func week(_ number: Int) -> Range<Day> {
      Day(number: monday.number + 7 * number)..<Day(number: monday.number + 7 * number + 7)
    }
    let cut = try #require(DaySpan(counts("2025-03-05", days: 30)))
    #expect((0..<5).map { cut.isPartial(week($0)) } == [true, false, false, false, true])
    // Of an office that is closed on weekends, Friday ends the week.
    let office = try #require(DaySpan(counts("2025-03-03", days: 33, weekends: false)))
    #expect((0..<5).allSatisfy { !office.isPartial(week($0)) })
  }

  @Test func trendsSurviveAStrayAndDoNotQuoteAPart() throws {
    var layout = RecordLayout()
    layout.time = "date"
    layout.measured = [.init("score", .satisfaction)]
    var report = Report(layout)
    let first = try day("2025-03-03")
    for number in 0..<(51 * 40) {
      // The last week has two days, on which all are unhappy.
      let offset = number / 40
      report.append(
        layout.read([Day(number: first.number + offset).isoText, offset < 49 ? "5" : "1"]), path: "f", line: number)
    }
    report.append(layout.read(["1900-01-01", "5"]), path: "f", line: 0)
    let summary = ReportSummary(report)
    let trend = try #require(summary.trend)
    #expect(trend.bin == "week")
    #expect(trend.isPartial == [false, false, false, false, false, false, false, true])
    #expect(trend.latest(trend.figures[0]) == 6)
    #expect(summary.firstDay == "2025-03-03")
    #expect(summary.records == 51 * 40 + 1)
    #expect(summary.scope.contains("1 dated 1900-01-01, far from all others"))
    let chart = try #require(TrendChart(trend.figures[0], labels: trend.starts, partial: trend.isPartial))
    #expect(chart.last == "100.0 %")
    #expect(chart.dots.last?.style == "dot faint")
  }
}
