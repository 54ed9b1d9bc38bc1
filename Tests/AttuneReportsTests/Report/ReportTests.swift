import Attune
import Testing

@testable import AttuneReports
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
      var row = layout.read(record.0)
      row.reading = record.1.map { TextReading($0) }
      report.append(row, path: "f.csv", line: line + 2)
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
    #expect(summary.figures.map(\.name) == ["net sentiment", "share urgent", "CSAT (score)", "NPS (likely)"])
    #expect(summary.figures.map(\.value) == [-0.25, 0, 0.5, 0.25])
    #expect(summary.figures.map(\.count) == [4, 5, 4, 4])
    #expect(summary.figures.allSatisfy { $0.isSmall })
    let table = try #require(summary.groups.first)
    #expect(table.rows.map(\.name) == ["chat", "phone", "(empty)"])
    #expect(table.rows[1].figures.map(\.value) == [-1, 0, 0, -1])
    #expect(table.other == nil)
  }

  @Test func theTrendHasEveryDay() throws {
    let trend = try #require(report(records).trend)
    #expect(trend.bin == "day")
    #expect(trend.starts == ["2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08"])
    #expect(trend.figures[2].map(\.value) == [1, 0, nil, 1])
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

  /// Any column may hold an address: it is masked before it is cut, in every form of a report.
  @Test func fieldsThatCannotBeReadAreMasked() throws {
    let long = String(repeating: "x", count: 50) + " 4111 1111 1111 1111"
    let summary = report([
      (["a", "bob@example.com", "01223 812660", "8", "x"], .neutral),
      (["b", long, "3", "DE89370400440532013000", "x"], .neutral),
    ])
    #expect(summary.columns[0].examples[0] == "f.csv:2: '[email]' is not a date")
    #expect(summary.columns[0].examples[1] == "f.csv:3: '\(String(repeating: "x", count: 50)) [card]' is not a date")
    #expect(summary.columns[1].examples == ["f.csv:2: '[phone]' is not a score"])
    #expect(summary.columns[2].examples == ["f.csv:3: '[iban]' is not a score"])
    for form in [summary.json, summary.html] {
      #expect(!form.contains("bob@example.com") && !form.contains("4111") && !form.contains("812660"))
    }
    let error = LayoutError.undecided(column: "c", .ambiguousDuration("bob@example.com"))
    #expect("\(error)".contains("'[email]'"))
  }

  @Test func excerptsAreMaskedBeforeTheyAreCut() {
    let start = String(repeating: "y", count: 390)
    let excerpt = ScorecardTally.Example.Text(start + " 4111 1111 1111 1111")
    #expect(excerpt.masked == start + " [card]")
    #expect(excerpt.plain == start + " 4111…")
    var layout = RecordLayout()
    layout.text = "text"
    var report = Report(layout)
    var row = layout.read([start + " 4111 1111 1111 1111"])
    row.reading = TextReading(.negative, urgency: 1)
    report.append(row, path: "f", line: 1)
    #expect(ReportSummary(report).urgent.map(\.text) == [start + " [card]"])
  }

  @Test func lowMayBeBest() {
    #expect(report(records, best: .low).figures[2].value == 0.5)
    #expect(
      report([(["a", "2024-03-05", "1", "", "x"], nil), (["b", "", "5", "", "x"], nil)], best: .low)
        .figures[2].value == 0.5)
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

  /// Ten who complain of the first aspect with low scores, and thirty others; every fourth is urgent.
  private func reading() -> ReportSummary {
    var layout = RecordLayout()
    layout.text = "text"
    layout.measured = [.init("score", .satisfaction)]
    var report = Report(layout)
    for number in 0..<40 {
      var row = layout.read(["Mail \(number % 3)@example.com about it", number < 10 ? "1" : "5"])
      row.reading = TextReading(
        number < 10 ? .negative : .positive, urgency: number % 4 == 0 ? 0.75 : 0.25, reasons: [.money],
        tones: number < 10 ? 0b11 : 0b1_0000_0000,
        aspects: number < 10 ? [.init(number: 0, feeling: .negative), .init(number: 1, feeling: .neutral)] : [])
      report.append(row, path: "f.csv", line: number + 2)
    }
    return ReportSummary(report)
  }

  @Test func aspectsHaveTheScoresOfThoseWhoSpeakOfThem() throws {
    let summary = reading()
    #expect(summary.aspects.map(\.name) == Taxonomy.shipped.aspects.prefix(2).map(\.name).sorted())
    let first = try #require(summary.aspects.first { $0.name == Taxonomy.shipped.aspects[0].name })
    #expect(first.texts == 10)
    #expect(first.net.value == -1)
    let effect = try #require(first.effects.first)
    #expect((effect.with.value, effect.with.count) == (0, 10))
    #expect((effect.without.value, effect.without.count) == (1, 30))
    #expect(effect.difference == -1)
    #expect(try #require(effect.upper) < 0)
    #expect(first.negativeQuotes.allSatisfy { $0.contains("[email]") } && first.negativeQuotes.count == 1)
    #expect(first.positiveQuotes.isEmpty)
  }

  @Test func tonesAndUrgentTexts() {
    let summary = reading()
    #expect(summary.tones.map(\.name) == ToneTaxonomy.core.labels)
    #expect(summary.tones.map(\.value) == [0.25, 0.25, 0, 0, 0, 0, 0, 0, 0.75])
    #expect(summary.figures.first { $0.name == "share urgent" }?.value == 0.25)
    // The same text once.
    #expect(summary.urgent.map(\.text) == Array(repeating: "Mail [email] about it", count: 3))
    #expect(summary.urgent.allSatisfy { $0.urgency == 0.75 && $0.reasons == ["money"] })
    #expect(summary.html.contains("Most urgent") && summary.html.contains("How it sounds"))
    #expect(summary.csv.contains("aspect,\(Taxonomy.shipped.aspects[0].name)"))
  }

  @Test func repliesAreJudged() throws {
    var layout = RecordLayout()
    layout.text = "text"
    layout.measured = [.init("answer", .reply)]
    layout.coach = ReplyCoach(model: try .shipped())
    let rows = [
      ["My parcel is late and I am angry", "I'm so sorry that your parcel is late. I will call the depot now."],
      ["My parcel is late and I am angry", "Calm down."], ["My parcel is late and I am angry", ""],
      ["What time do you open?", "At nine."],
    ].map { layout.read($0) }
    let scores = rows.map { $0.values[0] }
    #expect(try #require(scores[0]) > 50)
    #expect(try #require(scores[1]) < 21)
    #expect(scores[2] == nil && scores[3] == nil)
    #expect(rows[2].faults.map(\.fault) == [.missing])
    #expect(layout.metrics.map(\.name).contains("empathy (answer), mean"))
  }
}
