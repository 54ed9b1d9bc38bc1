import Testing

@testable import AttuneReports

@Suite struct CustomerHistoryTests {
  private func report(_ records: [[String]], of customer: String) -> ReportSummary {
    var layout = RecordLayout()
    layout.text = "text"
    layout.time = "date"
    layout.measured = [.init("score", .satisfaction), .init("solved", .yesNo)]
    layout.groups = ["channel", "customer"]
    var report = Report(layout, customer: customer)
    for record in records {
      var row = layout.read(record)
      row.reading = TextReading(.negative, tones: 1 << 3, aspects: [.init(number: 0, feeling: .negative)])
      report.append(row, path: "f.csv", line: 1)
    }
    return ReportSummary(report)
  }

  private let records = [
    ["Where is my refund?", "2024-03-05", "2", "no", "chat", "A"],
    ["Fine", "2024-03-07", "5", "yes", "chat", "B"],
    ["Write to a@example.com", "2024-03-06", "1", "yes", "phone", "A"],
    ["No date", "", "", "", "phone", " a"],
    ["Okay", "2024-03-06", "4", "no", "phone", "AB"],
  ]

  @Test func oneCustomerAlone() throws {
    let summary = report(records, of: "A")
    #expect(summary.records == 3)
    let history = try #require(summary.history)
    #expect(history.columns == ["score", "solved"])
    #expect(history.entries.map(\.day) == ["2024-03-06", "2024-03-05", nil])
    #expect(history.entries.map(\.answers) == [["1", "yes"], ["2", "no"], ["", ""]])
    #expect(history.entries.map(\.isOpen) == [false, true, false])
    #expect(history.entries.allSatisfy { $0.feeling == "negative" && !$0.text.contains("@") })
    #expect(history.scope == "customer A: 1 open of 3 records")
    #expect(summary.groups.map(\.column) == ["channel"])
    #expect(summary.html.contains("What customer A says"))
    // The scale is that of all: 1 and 2 are two of five.
    #expect(summary.columns.first { $0.name == "score" }?.scale == "1-5")
    #expect(summary.figures.first { $0.name == "CSAT (score)" }?.value == 0)
  }

  /// Nobody says which cases are open where no column does, and what others repeat is no matter of this customer.
  @Test func nothingIsSaidThatIsNotKnown() throws {
    var layout = RecordLayout()
    layout.text = "text"
    layout.groups = ["customer"]
    var report = Report(layout, customer: "A")
    for (number, customer) in ["A", "B", "B", "B", "A"].enumerated() {
      report.append(
        layout.read(["Hello", customer]), path: "f", line: number, hash: customer == "B" ? 7 : UInt64(number))
    }
    let summary = ReportSummary(report)
    #expect(summary.history?.scope == "customer A: 2 records" && summary.history?.open == nil)
    #expect(summary.repeats.records == 0)
  }

  @Test func theNewestOfMany() throws {
    let many = (0..<1700).map { number in
      ["t\(number)", "2024-03-05", "\(number % 5 + 1)", number % 2 == 0 ? "no" : "yes", "chat", "A"]
    }
    let history = try #require(report(many, of: "A").history)
    #expect(history.entries.map(\.text) == (1200..<1700).reversed().map { "t\($0)" })
    #expect(history.open == 850)
    #expect(history.older == 1200)
  }

  @Test func aReportOnAllHasNone() {
    var layout = RecordLayout()
    layout.measured = [.init("score", .satisfaction)]
    #expect(ReportSummary(Report(layout)).history == nil)
  }
}
