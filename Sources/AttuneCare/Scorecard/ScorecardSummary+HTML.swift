extension ScorecardSummary {
  /// As a page that stands on its own.
  package var html: String { Page.render(PackageResources.scorecard_mustache, ScorecardPage(self)) }
}

private struct ScorecardPage {
  struct Bar {
    var name: String
    var text: String
    /// "good" or "bad".
    var `class`: String
    /// In a box of 480 × 20.
    var width: String
    var lower: String
    var range: String
  }

  struct Quote {
    var title: String
    var score: String
    var customer: String
    var hasCustomer: Bool
    var reply: String

    init(_ title: String, _ example: ScorecardSummary.Example) {
      self.title = title
      score = Digits.text(example.score, decimals: 1)
      customer = example.customer
      hasCustomer = !example.customer.isEmpty
      reply = example.reply
    }
  }

  /// Items whose shares differ from those of all replies.
  struct Contrast {
    var name: String
    var items: String
  }

  struct Row {
    var name: String
    var replies: String
    var score: Page.Cell
    var interval: String
    var notScored: String
    var trend: String
    var line: String
    var hasLine: Bool
    var contrasts: [Contrast]
    var quotes: [Quote]
    var hasQuotes: Bool

    init(_ row: ScorecardSummary.Row, all: ScorecardSummary.Row) {
      name = row.name
      replies = Digits.count(row.replies)
      score = Page.Cell(row.score)
      interval = Page.unbroken(row.score.intervalText)
      notScored = Unit.percent.text(row.notScored)
      trend = row.trend?.text ?? ""
      line = ScorecardPage.line(row.weeks.map(\.score.value))
      hasLine = !line.isEmpty
      contrasts = [
        Contrast(name: "to practise", items: row.contrast(to: all, better: false).joined(separator: ", ")),
        Contrast(name: "more than others", items: row.contrast(to: all, better: true).joined(separator: ", ")),
      ].filter { !$0.items.isEmpty }
      quotes =
        (row.best.map { [Quote("Best", $0)] } ?? []) + (row.weakest.map { [Quote("Weakest", $0)] } ?? [])
      hasQuotes = !quotes.isEmpty
    }
  }

  struct Group {
    var column: String
    var rows: [Row]
  }

  var scope: String
  var score: Page.Cell
  var interval: String
  var notScored: String
  var trend: String
  var hasTrend: Bool
  var charts: [TrendChart]
  var hasCharts: Bool
  var good: [Bar]
  var bad: [Bar]
  var groups: [Group]
  var all: Row

  init(_ summary: ScorecardSummary) {
    scope = summary.scope
    score = Page.Cell(summary.all.score)
    interval = Page.unbroken(summary.all.score.intervalText)
    notScored = Unit.percent.text(summary.all.notScored)
    trend = summary.all.trend?.text ?? ""
    hasTrend = summary.all.trend != nil
    let chart = TrendChart(summary.all.weeks.map(\.score), labels: summary.all.weeks.map(\.start))
    charts = chart.map { [$0] } ?? []
    hasCharts = !charts.isEmpty
    let bars = summary.all.items.map { item in
      (
        item.isPositive,
        Bar(
          name: item.item, text: Unit.percent.text(item.share), class: item.isPositive ? "good" : "bad",
          width: Digits.text(item.share * 480, decimals: 1), lower: Digits.text(item.lower * 480, decimals: 1),
          range: Digits.text((item.upper - item.lower) * 480, decimals: 1))
      )
    }
    good = bars.filter(\.0).map(\.1)
    bad = bars.filter { !$0.0 }.map(\.1)
    groups = summary.groups.map { group in
      Group(column: group.column, rows: group.rows.map { Row($0, all: summary.all) })
    }
    all = Row(summary.all, all: summary.all)
  }

  /// A small curve in a box of 120 × 28.
  private static func line(_ values: [Double?]) -> String {
    let known = values.indices.filter { values[$0] != nil }
    guard known.count > 1 else { return "" }
    return "M"
      + known.map { index in
        let x = 2 + 116 * Double(index) / Double(max(values.count - 1, 1))
        return "\(Digits.text(x, decimals: 1)) \(Digits.text(26 - 0.24 * (values[index] ?? 0), decimals: 1))"
      }.joined(separator: "L")
  }
}

extension ScorecardSummary.Row {
  /// The items in which a row differs most from all, with both shares: at most three.
  package func contrast(to all: ScorecardSummary.Row, better: Bool) -> [String] {
    let differences = zip(items, all.items).map { own, other in
      (own, (own.share - other.share) * (own.isPositive ? 1 : -1) * (better ? 1 : -1), other.share)
    }
    // What chance could have done is not named.
    return differences.filter { own, difference, share in
      difference > 0.05 && (share < own.lower || share > own.upper)
    }.sorted { $0.1 > $1.1 }.prefix(3).map { own, _, share in
      "\(own.item) \(Digits.text(own.share * 100, decimals: 0)) % (all: \(Digits.text(share * 100, decimals: 0)) %)"
    }
  }
}
