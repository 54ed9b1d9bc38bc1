import Testing

@testable import AttuneReports

@Suite struct RecordLayoutTests {
  private func layout() -> RecordLayout {
    var layout = RecordLayout()
    layout.text = "comment"
    layout.time = "date"
    layout.contacts = "contacts"
    layout.measured = [
      .init("score", .satisfaction), .init("solved", .yesNo), .init("hours", .time), .init("cost", .amount),
    ]
    layout.groups = ["agent"]
    return layout
  }

  @Test func readsARecord() throws {
    let row = layout().read(["Fine", "2", "2024-03-05 10:00", "4/5", "yes", "1.5", "12.50", "Ann"])
    #expect(row.text == "Fine")
    #expect(row.contacts == 2)
    #expect(row.time?.day.isoText == "2024-03-05")
    #expect(row.values == [4, 1, 5400, 12.5])
    #expect(row.tops.map(\.column) == [0])
    #expect(row.tops.map(\.top) == [5])
    #expect(row.isResolved == true)
    #expect(row.groups == ["Ann"])
    #expect(row.faults.isEmpty)
  }

  @Test func faultsAreToldByField() {
    let row = layout().read(["", "x", "soon", "n/a", "perhaps", "-2h", "", "Ann"])
    #expect(row.values == [nil, nil, nil, nil])
    #expect(row.faults.map(\.field) == [1, 2, 3, 4, 5, 6])
    #expect(
      row.faults.map(\.fault) == [
        .unreadable(.notANumber("x")), .unreadable(.notADate("soon")), .missing,
        .unreadable(.notABoolean("perhaps")), .unreadable(.negativeDuration("-2h")), .missing,
      ])
  }

  @Test func theColumnsMakeTheFigures() {
    #expect(
      layout().metrics.map(\.name) == [
        "net sentiment", "share urgent", "CSAT (score)", "solved, yes", "hours, median", "cost, mean", "cost, median",
        "first contact, of resolved", "first contact, of all",
      ])
    #expect(RecordLayout().metrics.isEmpty)
  }

  private func detect(_ records: [[String]], _ change: (inout RecordLayout) -> Void = { _ in }) throws -> RecordLayout {
    var layout = RecordLayout()
    layout.time = "date"
    layout.measured = [.init("resolution", .time), .init("cost", .amount)]
    change(&layout)
    var detector = LayoutDetector(layout)
    for record in records { detector.append(record) }
    return try detector.detected()
  }

  @Test func orderAndMarkAreFound() throws {
    let layout = try detect([["05/03/2024", "2h", "1,5"], ["25/03/2024", "1h", ""]])
    #expect(layout.dateOrder == .dayFirst)
    #expect(layout.measured[1].decimalMark == .comma)
  }

  @Test func whatCannotBeDecidedIsRefused() throws {
    let dates = [["05/03/2024", "2h", "1"]]
    #expect(throws: LayoutError.self) { try detect(dates) }
    #expect(try detect(dates) { $0.dateOrder = .monthFirst }.dateOrder == .monthFirst)
    let mixed = LayoutError.mixedDates(column: "date", dayFirst: "25/03/2024", monthFirst: "03/25/2024")
    #expect(throws: mixed) { try detect([["25/03/2024", "", ""], ["03/25/2024", "", ""]]) }
    let bare = LayoutError.undecided(column: "resolution", .durationWithoutUnit("90"))
    #expect(throws: bare) { try detect([["2024-03-05", "90", ""]]) }
    #expect(try detect([["2024-03-05", "90", ""]]) { $0.measured[0].timeUnit = .minutes }.dateOrder == nil)
  }
}
