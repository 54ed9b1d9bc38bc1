import Testing

@testable import AttuneReports

@Suite struct ContactCountParserTests {
  @Test(arguments: [("3", 3), (" 1 ", 1), ("2.0", 2), ("1,200", 1200)])
  func counts(_ field: String, _ count: Int) throws { #expect(try ContactCountParser().parse(field) == count) }

  @Test(arguments: ["-1", "1.5", "(2)"])
  func whatCountsNothing(_ field: String) {
    #expect(throws: FieldError.notACount(field)) { try ContactCountParser().parse(field) }
  }

  /// The column tells that its decimals stand behind a comma; what is no count is counted and said.
  @Test func columnsWithDecimalCommas() throws {
    var layout = RecordLayout()
    layout.contacts = "contacts"
    layout.time = "date"
    layout.measured = [.init("solved", .yesNo)]
    let records = [
      ["1,0", "", "yes"], ["3,0", "", "yes"], ["-2", "", "yes"], ["1,5", "", "yes"], ["2,0", "", "no"],
    ]
    var detector = LayoutDetector(layout)
    for record in records { detector.append(record) }
    layout = try detector.detected()
    var report = Report(layout)
    for record in records { report.append(layout.read(record), path: "f", line: 1) }
    let summary = ReportSummary(report)
    #expect(summary.figures.last?.value == 1.0 / 3)
    #expect(summary.columns[0].unreadable == 2)
    #expect(summary.columns[0].notes == ["2 (40.0 %) not understood, not used"])
    #expect(summary.columns[0].examples[0] == "f:1: '-2' is not a count")
  }
}
