import Testing

@testable import AttuneReports

@Suite struct CaseRowsTests {
  private var layout: RecordLayout {
    var layout = RecordLayout()
    layout.id = "id"
    layout.contacts = "contacts"
    layout.time = "date"
    layout.measured = [.init("csat", .satisfaction), .init("Resolved", .yesNo), .init("FCR", .yesNo)]
    layout.measured[0].scale = Scale(1, 5)
    return layout
  }

  private func report(_ records: [[String]], limit: Int = 1 << 18) -> (report: Report, late: Int) {
    let layout = layout
    var (report, cases) = (Report(layout), CaseRows(layout, limit: limit))
    func take(_ entry: SummaryRows.Entry) {
      report.append(entry.row, path: entry.path, line: entry.line, hash: entry.hash)
    }
    for (line, record) in records.enumerated() { cases.append((layout.read(record), "f", line, nil), take) }
    cases.finish(take)
    return (report, cases.late)
  }

  /// "T1" is solved at its third contact, was asked at the second and the third, and was no success at the first.
  private let records = [
    ["T1", "1", "2026-01-05", "", "no", "no"], ["T2", "1", "2026-01-05", "4", "yes", "yes"],
    ["T1", "2", "2026-01-06", "3", "", "yes"], ["", "", "2026-01-07", "2", "no", "no"],
    ["T1", "3", "2026-01-08", "5", "yes", ""],
  ]

  @Test(arguments: [false, true]) func aCaseIsOneRecord(isBackwards: Bool) {
    let report = report(isBackwards ? records.reversed() : records).report
    #expect(report.total.records == 3 && report.repeated.dropped == 2)
    #expect(report.total.values[0].sorted.map(\.value) == [2, 4, 5])
    #expect(report.total.values[1].yes == 2 && report.total.values[1].count == 3)
    #expect(report.total.values[2].yes == 1 && report.total.values[2].count == 3)
    // T2 alone was solved at the first contact.
    #expect(report.total.firstContact.ofResolved.successes == 1 && report.total.firstContact.ofResolved.trials == 2)
    #expect(report.days.keys.map(\.isoText).sorted() == ["2026-01-05", "2026-01-07"])
    // What a later record fills in is not missing.
    #expect(report.fields[report.layout.fields.firstIndex(of: "csat")!].missing == 0)
  }

  @Test func whatIsNotHeldBackCountsByItsFirstRecord() {
    let (report, late) = report(records, limit: 2)
    #expect(late == 2 && report.total.records == 3 && report.repeated.dropped == 2)
    #expect(report.total.values[1].yes == 1)
  }

  @Test func recordsWithoutAColumnOfIDsStay() {
    var layout = RecordLayout()
    layout.measured = [.init("csat", .satisfaction)]
    var cases = CaseRows(layout)
    var taken = 0
    for _ in 0..<3 { cases.append((layout.read(["5"]), "f", 1, nil)) { _ in taken += 1 } }
    #expect(taken == 3)
  }

  /// The first record of a case is often that of its opening, without what its customer wrote.
  @Test func theFirstTextThatIsNotBlankIsThatOfTheCase() {
    var layout = RecordLayout()
    layout.id = "id"
    layout.text = "comment"
    layout.measured = [.init("csat", .satisfaction)]
    layout.measured[0].scale = Scale(1, 5)
    var cases = CaseRows(layout)
    var taken: [RecordLayout.Row] = []
    for (line, record) in [["", "T1", ""], ["fine now", "T1", "5"], ["thanks", "T1", ""]].enumerated() {
      cases.append((layout.read(record), "f", line, nil)) { taken.append($0.row) }
    }
    cases.finish { taken.append($0.row) }
    #expect(taken.count == 3 && taken[0].text == "fine now" && taken[0].hasText && taken[0].values == [5])
  }

  /// Whatever their order in the file: the record that was changed last is the latest.
  @Test(arguments: [false, true]) func theLatestStateIsThatOfTheLastChange(isBackwards: Bool) {
    var layout = RecordLayout()
    (layout.id, layout.time, layout.changed) = ("id", "created", "updated")
    layout.measured = [.init("Resolved", .yesNo)]
    func solved(_ records: [[String]]) -> (yes: Int, undated: Int) {
      var (report, cases) = (Report(layout), CaseRows(layout))
      func take(_ entry: SummaryRows.Entry) { report.append(entry.row, path: "f", line: 1) }
      for record in records { cases.append((layout.read(record), "f", 1, nil), take) }
      cases.finish(take)
      return (report.total.values[0].yes, cases.undated)
    }
    let records = (0..<10).flatMap { number in
      let open = ["2026-03-10", "\(number)", "2026-03-1\(number)", "no"]
      let done = ["2026-04-02", "\(number)", "2026-03-1\(number)", "yes"]
      return number % 2 == 0 ? [open, done] : [done, open]
    }
    #expect(solved(isBackwards ? records.reversed() : records) == (10, 0))
    // The order of the file decides where no date does, and that is said.
    layout.changed = "id"
    #expect(solved(records.map { ["", $0[1], $0[2], $0[3]] }).undated == 10)
  }
}
