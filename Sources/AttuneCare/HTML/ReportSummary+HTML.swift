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

  struct Aspect {
    var name: String
    var texts: String
    var net: Page.Cell
    var effects: [Effect]
    var quotes: [Quotes]
    var hasQuotes: Bool

    init(_ aspect: ReportSummary.Aspect) {
      name = aspect.name
      texts = Digits.count(aspect.texts)
      net = Page.Cell(aspect.net)
      effects = aspect.effects.map(Effect.init)
      quotes = [
        Quotes(title: "criticised", texts: aspect.negativeQuotes),
        Quotes(title: "praised", texts: aspect.positiveQuotes),
      ].filter { !$0.texts.isEmpty }
      hasQuotes = !quotes.isEmpty
    }
  }

  /// A score of those who speak of an aspect, of the others, and the difference.
  struct Effect {
    var with: Page.Cell
    var without: Page.Cell
    var difference: String
    /// "better" or "worse" where the interval does not hold 0.
    var `class`: String

    init(_ effect: ReportSummary.Aspect.Effect) {
      with = Page.Cell(effect.with)
      without = Page.Cell(effect.without)
      difference = Page.unbroken(effect.text)
      `class` = (effect.lower ?? 0) > 0 ? "better" : (effect.upper ?? 0) < 0 ? "worse" : ""
    }
  }

  struct Tone {
    var name: String
    var text: String
    /// Of a bar that is 480 wide.
    var width: String
    var lower: String
    var range: String

    init(_ figure: ReportSummary.Figure) {
      name = figure.name
      text = figure.text
      func place(_ share: Double?) -> Double { 480 * (share ?? 0) }
      width = Digits.text(place(figure.value), decimals: 1)
      lower = Digits.text(place(figure.lower), decimals: 1)
      range = Digits.text(place(figure.upper) - place(figure.lower), decimals: 1)
    }
  }

  struct Urgent {
    var score: String
    var reasons: String
    var text: String

    init(_ message: ReportSummary.UrgentText) {
      score = Digits.text(message.urgency, decimals: 2)
      reasons = message.reasons.joined(separator: ", ")
      text = message.text
    }
  }

  struct Quotes {
    var title: String
    var texts: [String]
  }

  struct Entry {
    var day: String
    var feeling: String
    var tones: String
    var aspects: String
    var answers: [String]
    var state: String
    var text: String

    init(_ entry: CustomerHistory.Entry) {
      day = entry.day ?? ""
      feeling = entry.feeling ?? ""
      tones = entry.tones.joined(separator: ", ")
      aspects = entry.aspects.joined(separator: ", ")
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
  var aspects: [Aspect]
  var aspectHeads: [String]
  var hasAspects: Bool
  var tones: [Tone]
  var hasTones: Bool
  var urgent: [Urgent]
  var hasUrgent: Bool
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
    aspects = summary.aspects.map(Aspect.init)
    aspectHeads = summary.aspects.first?.effects.map(\.with.name) ?? []
    hasAspects = !aspects.isEmpty
    tones = summary.tones.map(Tone.init)
    hasTones = !tones.isEmpty
    urgent = summary.urgent.map(Urgent.init)
    hasUrgent = !urgent.isEmpty
    quotes = [
      Quotes(title: "Those who are unhappy", texts: summary.negativeQuotes),
      Quotes(title: "Those who are happy", texts: summary.positiveQuotes),
    ].filter { !$0.texts.isEmpty }
    hasQuotes = !quotes.isEmpty
    columns = summary.columns.compactMap(Page.ColumnNotes.init)
    hasColumns = !columns.isEmpty
  }
}
