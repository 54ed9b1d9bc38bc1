import Testing

@testable import AttuneReports
@testable import AttuneStatistics

@Suite struct RetentionTests {
  private func layout() -> RecordLayout {
    var layout = RecordLayout()
    layout.time = "date"
    layout.customer = "customer"
    layout.retentionDays = 10
    layout.measured = [.init("score", .satisfaction)]
    return layout
  }

  private func day(_ number: Int) -> String { Day(number: 20_000 + number).isoText }

  /// Customers 0 to 7 in the first ten days, of whom 0 to 5 come again in the next; 8 and 9 are new.
  private var records: [[String]] {
    let first = (0..<8).map { ["c\($0)", day($0), "5"] }
    let second = (0..<6).map { [" C\($0)", day(10 + $0), "5"] } + [["c8", day(11), "5"], ["c9", day(19), "5"]]
    return first + second + [["", day(15), "5"], ["anonymous", day(3), "5"], ["c0", day(12), "4"]]
  }

  @Test func customersWhoStay() throws {
    var report = Report(layout())
    for (line, record) in records.enumerated() { report.append(layout().read(record), path: "f", line: line) }
    let retention = try #require(ReportSummary(report).retention)
    let figure = try #require(retention.figure)
    #expect((figure.name, figure.value, figure.count) == ("retention, 10 days", 0.75, 8))
    #expect((retention.baseFrom, retention.from, retention.to) == (day(0), day(10), day(19)))
    #expect(ReportSummary(report).csv.contains("all,,\"retention, 10 days\",percent,75.0,"))
  }

  @Test func tooShortADataIsNoFigure() {
    var report = Report(layout())
    for record in records.dropFirst() { report.append(layout().read(record), path: "f", line: 1) }
    #expect(ReportSummary(report).retention?.figure == nil)
    #expect(ReportSummary(report).retention?.text == "retention: the dates do not span two periods of 10 days")
  }

  @Test func periodsBeforeAndAfterADate() throws {
    let split = Comparison.Split.date(Day(number: 20_020))
    var comparison = Comparison(layout(), split: split, hasClusters: false)
    // Of the second ten days' eight, two come again in the third.
    let third = [["c9", day(25), "5"], ["c1", day(29), "5"], ["c7", day(29), "5"]]
    for record in records + third { comparison.append(layout().read(record), path: "f", line: 1) }
    let summary = ComparisonSummary(comparison)
    let row = try #require(summary.rows.last)
    #expect((row.before.value, row.before.count) == (0.75, 8))
    #expect((row.after.value, row.after.count) == (0.25, 8))
    #expect(row.difference == -0.5)
    #expect(row.better == .higher)
    #expect(row.adjustedPValue != nil)
    #expect(summary.notes.contains { $0.contains("from \(day(10)) and from \(day(20)) on") })
  }

  /// A sample of the customers stands for all of them.
  @Test func manyCustomersAreSampled() throws {
    var visits = CustomerVisits(length: 10, limit: 10_000)
    for number in 0..<60_000 {
      let customer = (UInt64(number % 40_000) &* 0x9E37_79B9_7F4A_7C15).byteSwapped
      visits.append(customer: customer, day: Day(number: number < 40_000 ? 0 : 10))
    }
    #expect(visits.sampling > 1)
    let share = try #require(visits.retention(from: Day(number: 10)).retained?.value)
    #expect((0.48...0.52).contains(share))
  }
}
