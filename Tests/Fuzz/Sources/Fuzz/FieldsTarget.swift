@testable import Attune
@testable import AttuneReports

/// What stands in the columns of an export: numbers, scores, dates, durations, truth values, scales. The first byte says how
/// they are written, and whether the lines are made into the records of a report and of a comparison, which takes long.
func fuzzFields(_ input: UnsafeBufferPointer<UInt8>) {
  guard let first = input.first else { return }
  let content = UnsafeBufferPointer(rebasing: input[1...])
  let lines = content.split(separator: 0x0A, maxSplits: 63, omittingEmptySubsequences: false)
  let mark = first & 1 == 0 ? NumberParser.DecimalMark.point : .comma
  let order = [nil, DateParser.Order.dayFirst, .monthFirst][Int(first >> 1) % 3]
  let durations = DurationParser(
    unit: DurationParser.Unit.allCases[Int(first >> 3) & 3], clock: DurationParser.Clock.allCases[Int(first >> 5) & 1],
    decimalMark: mark)
  var dates = DateOrderDetector()
  var marks = DecimalMarkDetector()
  for line in lines {
    let field = UnsafeBufferPointer(rebasing: line)
    dates.append(field)
    marks.append(field)
    if let number = try? NumberParser(decimalMark: mark).parse(utf8: field) { check(number) }
    if let score = try? ScoreParser(decimalMark: mark).parse(utf8: field) {
      check(score.value)
      if let top = score.outOf { check(top) }
    }
    if let seconds = try? durations.parse(utf8: field) {
      check(seconds)
      precondition(seconds >= 0)
    }
    checkDate(field, order)
    _ = try? BooleanParser().parse(utf8: field)
    if let contacts = try? ContactCountParser().parse(utf8: field) { precondition(0...1_000_000 ~= contacts) }
    let text = String(decoding: field, as: UTF8.self)
    if let scale = Scale(text) { precondition(scale.points >= 2 && scale.text.contains("-")) }
    _ = DurationParser.Unit(column: text)
  }
  _ = (dates.finding, marks.decimalMark)
  if first >= 0xC0, lines.count > 1 { checkSummaries(lines.map { UnsafeBufferPointer(rebasing: $0) }, mark, order) }
}

/// Figures can be made of it.
private func check(_ value: Double) {
  precondition(value == 0 || NumberParser.magnitudes.contains(value.magnitude))
  for unit in [Unit.plain, .seconds] {
    let text = unit.text(value) + unit.differenceText(value)
    precondition(!text.contains("nan") && !text.contains("inf"))
  }
}

/// A day is written and read again, and is the same.
private func checkDate(_ field: UnsafeBufferPointer<UInt8>, _ order: DateParser.Order?) {
  guard let date = try? DateParser(order: order).parse(utf8: field) else { return }
  let (year, month, day) = date.day.civil
  precondition(Day(year: year, month: month, day: day) == date.day)
  precondition(date.day.isoText.utf8.count == 10 && 0...6 ~= date.day.weekday)
  guard 1900..<2200 ~= year else { return }
  precondition((try? DateParser().parse(date.day.isoText))??.day == date.day)
}

/// Every line as the field of a record of its own, in every column.
private func checkSummaries(
  _ fields: [UnsafeBufferPointer<UInt8>], _ mark: NumberParser.DecimalMark, _ order: DateParser.Order?
) {
  var layout = RecordLayout()
  layout.contacts = "contacts"
  layout.time = "date"
  layout.dateOrder = order
  layout.measured = [
    .init("csat", .satisfaction), .init("ces", .effort), .init("nps", .promoter), .init("resolved", .yesNo),
    .init("hours", .time), .init("cost", .amount),
  ]
  for index in layout.measured.indices { layout.measured[index].decimalMark = mark }
  var report = Report(layout)
  var comparison = Comparison(layout, split: .date(Day(number: 19_787)), hasClusters: false)
  for index in fields.indices {
    let row = layout.read((0..<layout.fields.count).map { fields[(index + $0 * 7) % fields.count] })
    report.append(row, path: "f", line: index)
    comparison.append(row, path: "f", line: index)
  }
  var summary = ReportSummary(report)
  for index in summary.columns.indices { summary.columns[index].examples = [] }
  precondition(isFinite(summary.csv) && isFinite(summary.json))
  // The bootstrap takes even longer.
  guard fields.count % 8 == 0 else { return }
  _ = summary.html
  let difference = ComparisonSummary(comparison, prices: [UnitPrice(column: 5, amount: 1e15)])
  precondition(isFinite(difference.csv) && difference.notes.allSatisfy(isFinite))
}

private func isFinite(_ text: String) -> Bool {
  !text.lowercased().split { !$0.isLetter }.contains { ["nan", "inf", "infinity"].contains($0) }
}
