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

  struct Entry {
    var day: String
    var feeling: String
    var answers: [String]
    var state: String
    var text: String

    init(_ entry: CustomerHistory.Entry) {
      day = entry.day ?? ""
      feeling = entry.feeling ?? ""
      answers = entry.answers.map(Page.unbroken)
      state = entry.isOpen ? "open" : ""
      text = entry.text
    }
  }

  struct History {
    var scope: String
    var heads: [String]
    var entries: [Entry]

    init(_ history: CustomerHistory) {
      scope = history.scope
      heads = history.columns
      entries = history.entries.map(Entry.init)
    }
  }

  var title: String
  var scope: String
  var figures: [Page.Cell]
  var bin: String
  var charts: [TrendChart]
  var hasCharts: Bool
  var groups: [Group]
  var history: History?
  var quotes: [Quotes]
  var hasQuotes: Bool
  var columns: [Page.ColumnNotes]
  var hasColumns: Bool

  init(_ summary: ReportSummary) {
    title = summary.history.map { "What customer \($0.customer) says" } ?? "What customers say"
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
    history = summary.history.map(History.init)
    quotes = [
      Quotes(title: "Those who are unhappy", texts: summary.negativeQuotes),
      Quotes(title: "Those who are happy", texts: summary.positiveQuotes),
    ].filter { !$0.texts.isEmpty }
    hasQuotes = !quotes.isEmpty
    columns = summary.columns.compactMap(Page.ColumnNotes.init)
    hasColumns = !columns.isEmpty
  }
}
