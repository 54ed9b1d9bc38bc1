import Attune
import TestSupport
import Testing

@testable import AttuneReports

/// Whatever stands in the fields of an export: nothing traps, and no figure is infinite or no number.
@Suite struct HostileNumbersTests {
  private static let hostile =
    [
      "1" + String(repeating: ",000", count: 103), "1" + String(repeating: ",000", count: 66), "1e308", "-1e308",
      "1e400",
      "1e-400", "5e-324", "nan", "NaN", "inf", "-inf", "infinity", "∞", "9223372036854775807", "-9223372036854775808",
      "18446744073709551616", "1e15", "-1e15", "999999999999999", "1e-30", "0", "-0", "0.0", "1/0", "9/1e400",
      "5/99999999999999999999", "1e15/1e15", "80%", "1e14 %", "★★★★★★", "1 out of 0", "4.5", "7", "-3", "1:00:00",
      "999999999999999999:59:59.999999999999999999", "P1e400D", "PT1e15S", "P999999999999999999W", "1e15 days",
      "1e300 w",
      "0x1p1023", "1_000", "١٢٣", "12e", "1e+", "--5", "(5", "1.7976931348623157e308", "\u{0}", "", "n/a", "yes", "no",
      "9999-99-99", "2024-02-30", "9999999999", "9999999999999999", "00000000", "99999999999999", "2024-03-05",
      "1900-01-01", "2199-12-31", "2024-03-05T24:00:00+14:00", "2024-03-05 99:99", "5/3/99999999999999999999",
      String(repeating: "9", count: 5000), "0." + String(repeating: "3", count: 5000),
    ]

  private var layout: RecordLayout {
    var layout = RecordLayout()
    layout.contacts = "contacts"
    layout.time = "date"
    layout.measured = [
      .init("csat", .satisfaction), .init("ces", .effort), .init("nps", .promoter), .init("resolved", .yesNo),
      .init("resolution_hours", .time), .init("cost", .amount),
    ]
    layout.groups = ["agent"]
    layout.dateOrder = .dayFirst
    return layout
  }

  private func records(_ count: Int, _ draws: inout SeededDraws) -> [[String]] {
    let share = 1 + draws.index(4)
    return (0..<count).map { row in
      (0..<9).map { field in
        if field == 1, draws.index(8) > 0 { return Day(number: 19_000 + draws.index(300)).isoText }
        if field == 8 { return "agent \(row % 7)" }
        return draws.index(share) == 0 ? Self.hostile[draws.index(Self.hostile.count)] : "\(draws.index(5))"
      }
    }
  }

  /// No figure is written as what it is not. Names in this test hold no such words.
  private func expectFinite(_ outputs: [String]) {
    for output in outputs {
      let words = output.lowercased().split { !$0.isLetter }
      let bad = words.first { ["nan", "inf", "infinity"].contains($0) }
      #expect(bad == nil)
    }
  }

  private func withoutExamples(_ columns: [ReportSummary.Column]) -> [ReportSummary.Column] {
    columns.map { column in
      var column = column
      // They quote the fields.
      column.examples = []
      column.answerNotes = nil
      return column
    }
  }

  @Test(arguments: 0..<6)
  func reportsOfAnything(seed: UInt64) {
    var draws = SeededDraws(seed: seed)
    let layout = layout
    var report = Report(layout)
    for record in records(40, &draws) { report.append(layout.read(record), path: "f", line: 1) }
    var summary = ReportSummary(report)
    summary.columns = withoutExamples(summary.columns)
    expectFinite([summary.json, summary.csv, summary.html])
    for figure in summary.figures { expectFinite([figure.text, figure.intervalText]) }
  }

  @Test(arguments: 0..<3)
  func comparisonsOfAnything(seed: UInt64) throws {
    var draws = SeededDraws(seed: 100 + seed)
    let layout = layout
    var comparison = Comparison(layout, split: .date(Day(number: 19_150)), hasClusters: seed % 2 == 0)
    for record in records(40, &draws) { comparison.append(layout.read(record), path: "f", line: 1) }
    let prices = [UnitPrice(column: 5, amount: -1e15), UnitPrice(column: 4, timeUnit: .seconds, amount: 1e-30)]
    var summary = ComparisonSummary(comparison, seed: .max - seed, prices: prices)
    summary.columns = withoutExamples(summary.columns)
    expectFinite([summary.json, summary.csv, summary.html, summary.scope] + summary.notes)
    for row in summary.rows { expectFinite([row.before.text, row.after.text, row.differenceText, row.intervalText]) }
  }

  /// The largest and the smallest numbers that fields may have, side by side.
  @Test func figuresOfTheLargestNumbers() throws {
    var layout = RecordLayout()
    layout.time = "date"
    layout.measured = [.init("cost", .amount), .init("ttr_s", .time)]
    var report = Report(layout)
    var comparison = Comparison(layout, split: .date(Day(number: 19_060)), hasClusters: false)
    let values = ["1e15", "-1e15", "1e-30", "-1e-30", "0"]
    for row in 0..<120 {
      let value = values[row % 5]
      let record = [Day(number: 19_000 + row).isoText, value, String(value.drop { $0 == "-" })]
      report.append(layout.read(record), path: "f", line: row)
      comparison.append(layout.read(record), path: "f", line: row)
    }
    let (summary, difference) = (ReportSummary(report), ComparisonSummary(comparison))
    #expect(summary.columns.allSatisfy { $0.unreadable == 0 })
    expectFinite([summary.json, summary.csv, summary.html, difference.json, difference.csv, difference.html])
    #expect(difference.rows.allSatisfy { $0.difference != nil })
  }

  @Test func contactsOutsideOfReasonAreCounted() {
    var layout = layout
    layout.measured = [.init("resolved", .yesNo)]
    for (field, contacts) in [("3", 3), ("2.0", 2), ("-1", nil), ("1e9", nil), ("nan5", nil)] as [(String, Int?)] {
      let row = layout.read([field, "2024-03-05", "yes", "a"])
      #expect(row.contacts == contacts)
      #expect(row.faults.count == (contacts == nil ? 1 : 0))
    }
  }

  /// Parsers answer any bytes with a finite value or an error.
  @Test func parsersAnswerAnything() {
    var draws = SeededDraws(seed: 77)
    let pieces =
      Self.hostile + [
        "e", ".", ",", "'", " ", "-", "+", ":", "/", "T", "P", "h", "min", "Mar", "out of", "%", "€", "£", "\u{A0}",
        "é",
        "(", ")", "1", "12", "2024", "05", "AM", "Z", "UTC", "5th", "and", "month",
      ]
    let orders: [DateParser.Order?] = [nil, .dayFirst, .monthFirst]
    for _ in 0..<2000 {
      let field = (0..<1 + draws.index(5)).map { _ in pieces[draws.index(pieces.count)] }.joined()
      let mark = draws.index(2) == 0 ? NumberParser.DecimalMark.point : .comma
      if let number = try? NumberParser(decimalMark: mark).parse(field) { expectInRange(number, field) }
      if let score = try? ScoreParser(decimalMark: mark).parse(field) {
        expectInRange(score.value, field)
        if let top = score.outOf { expectInRange(top, field) }
      }
      let durations = DurationParser(
        unit: DurationParser.Unit.allCases[draws.index(4)], clock: DurationParser.Clock.allCases[draws.index(2)],
        decimalMark: mark)
      if let seconds = try? durations.parse(field) {
        expectInRange(seconds, field)
        #expect(seconds >= 0)
      }
      if let date = try? DateParser(order: orders[draws.index(3)]).parse(field) {
        #expect(date.day.isoText.count == 10, "\(field)")
      }
      _ = try? BooleanParser().parse(field)
      _ = try? ContactCountParser().parse(field)
      _ = Scale(field).map { ($0.points, $0.text, $0.hasBoxes) }
    }
  }

  private func expectInRange(_ value: Double, _ field: String) {
    if value != 0, !NumberParser.magnitudes.contains(value.magnitude) { Issue.record("\(value) of '\(field)'") }
  }

  /// Words for numbers that no parser lets pass.
  @Test func wordsForWhatIsNoNumber() {
    for value in [Double.nan, .infinity, -.infinity] {
      for unit in [Unit.percent, .points, .seconds, .plain] {
        expectFinite([unit.text(value), unit.differenceText(value)])
      }
      expectFinite([Digits.pValue(value), Sparkline.text([1, value, 3]), CSV.number(value), [value].json])
    }
    for value in [1e308, -1e308, .leastNonzeroMagnitude, 1e15, 999_999_999_999_999.9, -0.0] {
      for unit in [Unit.percent, .points, .seconds, .plain] {
        expectFinite([unit.text(value), unit.differenceText(value)])
      }
    }
    _ = Sparkline.text([-1.7e308, 1.7e308, 0])
  }
}
