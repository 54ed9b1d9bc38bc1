extension ComparisonSummary {
  /// As a page that stands on its own.
  package var html: String { Page.render(PackageResources.comparison_mustache, ComparisonPage(self)) }
}

private struct ComparisonPage {
  struct Row {
    var name: String
    var before: Page.Cell
    var after: Page.Cell
    var difference: String
    var interval: String
    var pValue: String
    var adjusted: String
    var effect: String
    var `class`: String

    init(_ row: ComparisonSummary.Row) {
      name = row.name
      before = Page.Cell(row.before)
      after = Page.Cell(row.after)
      difference = Page.unbroken(row.differenceText)
      interval = Page.unbroken(row.intervalText)
      pValue = row.pValue.map(Digits.pValue) ?? ""
      adjusted = row.adjustedPValue.map(Digits.pValue) ?? ""
      effect = row.effect.rawValue
      `class` = row.effect.rawValue
    }
  }

  /// An interval in a box of 480 × 48 with 0 in the middle.
  struct Bar {
    var name: String
    var text: String
    var label: String
    var `class`: String
    var x: String
    var width: String
    var middle: String

    init?(_ row: ComparisonSummary.Row) {
      guard let value = row.difference, let lower = row.lower, let upper = row.upper else { return nil }
      let reach = max(abs(lower), abs(upper), abs(value))
      func place(_ value: Double) -> Double { 240 + (reach > 0 ? value / reach * 224 : 0) }
      name = row.name
      text = row.differenceText
      label = "\(row.name): difference \(row.differenceText), interval \(row.intervalText)"
      `class` = row.effect.rawValue
      x = Digits.text(place(lower), decimals: 1)
      width = Digits.text(place(upper) - place(lower), decimals: 1)
      middle = Digits.text(place(value), decimals: 1)
    }
  }

  var title: String
  var scope: String
  var first: String
  var second: String
  var rows: [Row]
  var bars: [Bar]
  var hasBars: Bool
  var notes: [String]
  var hasNotes: Bool
  var caveat = ComparisonSummary.caveat
  var tests: String
  var columns: [Page.ColumnNotes]
  var hasColumns: Bool

  init(_ summary: ComparisonSummary) {
    title = "What changed: \(summary.firstName) and \(summary.secondName)"
    scope = summary.scope
    first = summary.firstName
    second = summary.secondName
    rows = summary.rows.map(Row.init)
    bars = summary.rows.compactMap(Bar.init)
    hasBars = !bars.isEmpty
    notes = summary.notes
    hasNotes = !notes.isEmpty
    tests = summary.rows.compactMap { row in row.test.map { "\(row.name): \($0)" } }.joined(separator: "; ")
    columns = summary.columns.compactMap(Page.ColumnNotes.init)
    hasColumns = !columns.isEmpty
  }
}
