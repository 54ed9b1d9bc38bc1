extension ReportSummary {
  /// As a page that stands on its own.
  package var html: String { Page.render(PackageResources.report_mustache, ReportPage(self)) }
}

private struct ReportPage {
  struct Group {
    var column: String
    var heads: [String]
    var rows: [Row]
  }

  struct Row {
    var name: String
    var records: String
    var cells: [Page.Cell]

    init(_ row: ReportSummary.GroupTable.Row) {
      name = row.name + (row.isPartial ? " (partly)" : "")
      records = Digits.count(row.records)
      cells = row.figures.map { Page.Cell($0) }
    }
  }

  struct Quotes {
    var title: String
    var texts: [String]
  }

  var title = "What customers say"
  var scope: String
  var figures: [Page.Cell]
  var bin: String
  var charts: [TrendChart]
  var hasCharts: Bool
  var groups: [Group]
  var quotes: [Quotes]
  var hasQuotes: Bool
  var columns: [Page.ColumnNotes]
  var hasColumns: Bool

  init(_ summary: ReportSummary) {
    scope = summary.scope
    figures = summary.figures.map { Page.Cell($0) }
    bin = summary.trend?.bin ?? ""
    charts = summary.trend.map { trend in trend.figures.compactMap { TrendChart($0, labels: trend.starts) } } ?? []
    hasCharts = !charts.isEmpty
    groups = summary.groups.map { table in
      Group(
        column: table.column, heads: summary.figures.map(\.name),
        rows: (table.rows + (table.other.map { [$0] } ?? [])).map(Row.init))
    }
    quotes = [
      Quotes(title: "Those who are unhappy", texts: summary.negativeQuotes),
      Quotes(title: "Those who are happy", texts: summary.positiveQuotes),
    ].filter { !$0.texts.isEmpty }
    hasQuotes = !quotes.isEmpty
    columns = summary.columns.compactMap(Page.ColumnNotes.init)
    hasColumns = !columns.isEmpty
  }
}
