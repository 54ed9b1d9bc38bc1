import Testing

@testable import AttuneCare

@Suite struct ReportTests {
  private func report(_ records: [([String], MeasuredRecord.Feeling?)], best: Scale.Best = .high) -> ReportSummary {
    var layout = RecordLayout()
    layout.text = "text"
    layout.time = "date"
    var score = RecordLayout.MeasuredColumn("score", .satisfaction)
    score.best = best
    layout.measured = [score, .init("likely", .promoter)]
    layout.groups = ["channel"]
    var report = Report(layout)
    for (line, record) in records.enumerated() {
      report.append(layout.read(record.0), feeling: record.1, path: "f.csv", line: line + 2)
    }
    report.appendProblem()
    return ReportSummary(report)
  }

  private let records: [([String], MeasuredRecord.Feeling?)] = [
    (["I like the new app very much", "2024-03-05", "5", "10", "chat"], .positive),
    (["The queue was long", "2024-03-06", "2", "3", "phone"], .negative),
    (["Write to bob@example.com about the queue", "2024-03-06", "1", "99", "phone"], .negative),
    (["Okay", "2024-03-08", "4", "8", ""], .neutral),
    (["???", "tomorrow", "n/a", "9", "chat"], .unknown),
  ]

  @Test func figuresOfAllAndOfGroups() throws {
    let summary = report(records)
    #expect(summary.records == 5)
    #expect(summary.problems == 1)
    #expect(summary.unknownTexts == 1)
    #expect(summary.firstDay == "2024-03-05")
    #expect(summary.lastDay == "2024-03-08")
    #expect(summary.figures.map(\.name) == ["net sentiment", "CSAT (score)", "NPS (likely)"])
    #expect(summary.figures.map(\.value) == [-0.25, 0.5, 0.25])
    #expect(summary.figures.map(\.count) == [4, 4, 4])
    #expect(summary.figures.allSatisfy { $0.isSmall })
    let table = try #require(summary.groups.first)
    #expect(table.rows.map(\.name) == ["chat", "phone", "(empty)"])
    #expect(table.rows[1].figures.map(\.value) == [-1, 0, -1])
    #expect(table.other == nil)
  }

  @Test func theTrendHasEveryDay() throws {
    let trend = try #require(report(records).trend)
    #expect(trend.bin == "day")
    #expect(trend.starts == ["2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08"])
    #expect(trend.figures[1].map(\.value) == [1, 0, nil, 1])
  }

  @Test func quotesAreMasked() {
    let quotes = report(records).negativeQuotes
    #expect(quotes.contains("Write to [email] about the queue"))
  }

  @Test func whatCouldNotBeReadIsTold() throws {
    let columns = report(records).columns
    #expect(columns.map(\.name) == ["date", "score", "likely"])
    #expect(columns[0].examples == ["f.csv:6: 'tomorrow' is not a date"])
    #expect(columns[1].missing == 1)
    #expect(columns[1].scale == "1-5")
    #expect(columns[2].outOfScale == 1)
  }

  @Test func lowMayBeBest() {
    #expect(report(records, best: .low).figures[1].value == 0.5)
    #expect(
      report([(["a", "2024-03-05", "1", "", "x"], nil), (["b", "", "5", "", "x"], nil)], best: .low)
        .figures[1].value == 0.5)
  }

  @Test func nothingIsNoFigure() {
    let summary = report([(["", "", "", "", ""], nil)])
    #expect(summary.figures.allSatisfy { $0.value == nil && $0.lower == nil && $0.count == 0 })
    #expect(summary.trend == nil)
    #expect(!summary.json.contains("nan"))
    #expect(summary.csv.contains("all,,NPS (likely),points,,,,0\n"))
  }

  @Test func cellsAreNoFormulas() {
    #expect(CSV.line(["=1+1", "-2.5", "+x", "a,\"b\"", "@c"]) == "'=1+1,-2.5,'+x,\"a,\"\"b\"\"\",'@c\n")
  }
}
