import AttuneFiles

/// Pages that stand on their own: one file, no script, nothing that is loaded from elsewhere.
enum Page {
  /// - Parameters:
  ///   - headline: what the page says, in sentences.
  ///   - alerts: what has to be seen first.
  ///   - facts: what the page is about: file, dates, what was left out.
  static func render(
    title: String, headline: [String], alerts: [String] = [], facts: [(name: String, text: String)],
    sections: [PageSection]
  ) -> String {
    let lead: HTML? =
      headline.isEmpty
      ? nil : "<p class=\"lead\">\(headline.joined(separator: " ").replacing(text: " %", with: "\u{A0}%"))</p>\n"
    let warnings: [HTML] = alerts.map { "<p class=\"alert\"><strong>Alert.</strong> \($0)</p>\n" }
    let lines: [HTML] = facts.map { "<div><dt>\($0.name)</dt><dd>\($0.text)</dd></div>\n" }
    let sections = sections + [Glossary.section(sections + alertTerm(warnings))].compactMap { $0 }
    let links: [HTML] = sections.map { "<li><a href=\"#\($0.id)\">\($0.title)</a></li>\n" }
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>
      \(HTML(unescaped: attune_file_style().text))</style>
      </head>
      <body>
      <header>
      <h1>\(title)</h1>
      \(warnings)\(lead)<dl class="facts">
      \(lines)</dl>
      </header>
      <nav aria-label="Contents">
      <ul>
      \(links)</ul>
      </nav>
      <main>
      \(sections.map(\.html))</main>
      </body>
      </html>

      """
    return page.text
  }

  /// A section that stands for the alerts, so that the glossary knows of them.
  private static func alertTerm(_ alerts: [HTML]) -> [PageSection] {
    alerts.isEmpty ? [] : [PageSection("", "", "\(alerts)")].compactMap { $0 }
  }

  /// A figure, or an interval, which may break between its ends only.
  static func unbroken(_ figure: String) -> String {
    figure.replacing(text: " ", with: "\u{A0}").replacing(text: "\u{A0}…\u{A0}", with: "\u{A0}… ")
  }

  /// A figure in a cell.
  struct Cell {
    var name: String
    var text: String
    var interval: String
    var count: String
    /// "few" for figures of few answers.
    var style: String

    init(_ figure: ReportSummary.Figure, name: String? = nil) {
      self.name = name ?? figure.name
      text = Page.unbroken(figure.text)
      interval = Page.unbroken(figure.intervalText)
      count = Digits.count(figure.count)
      style = figure.isMarked ? "few" : ""
    }
  }

  // MARK: Pieces of several pages

  /// A table of figures with their intervals and counts.
  static func figures(_ cells: [Cell], heads names: [String]) -> HTML {
    let rows = cells.map { cell in
      [
        PageTable.Cell(text: cell.name), PageTable.Cell(text: cell.text, style: cell.style),
        PageTable.Cell(text: cell.interval), PageTable.Cell(text: cell.count),
      ]
    }
    return PageTable(label: names.joined(separator: ", "), heads: names, rows: rows).html
  }

  /// A bar of a share, 480 wide, with its interval as a thin part.
  static func bar(_ name: String, text: String, share: Double, lower: Double, upper: Double) -> HTML {
    func place(_ share: Double) -> String { Digits.text(480 * share, decimals: 1) }
    return """
      <div><strong>\(name)</strong> <span class="soft">\(text)</span></div>
      <svg viewBox="0 0 480 12" role="img" aria-label="\(name) \(text)">\
      <rect x="0" y="2" width="\(place(share))" height="8" rx="2"/>\
      <rect class="range" x="\(place(lower))" y="4" width="\(Digits.text(480 * upper - 480 * lower, decimals: 1))" \
      height="4"/></svg>

      """
  }

  /// Charts side by side, and behind them their figures; nothing without charts.
  /// - Parameter heads: of the tables.
  static func charts(_ charts: [TrendChart], heads: [String]) -> HTML? {
    guard !charts.isEmpty else { return nil }
    let tables: [HTML] = charts.map { "<h3>\($0.name)</h3>\n\(figures($0.rows, heads: heads))" }
    return """
      <div class="charts">
      \(charts.map(\.html))</div>
      <details>
      <summary>The figures behind the charts</summary>
      \(tables)</details>

      """
  }

  /// Sentences, one below the other; nothing when there is nothing to say.
  static func list(_ sentences: [String]) -> HTML? {
    let items: [HTML] = sentences.map { "<li>\($0)</li>\n" }
    return items.isEmpty ? nil : "<ul>\n\(items)</ul>\n"
  }

  /// How files and columns were read; nothing when there is nothing to say.
  static func reading(_ columns: [ReportSummary.Column], _ notes: [String]) -> PageSection? {
    let items: [HTML] = columns.filter { !$0.notes.isEmpty }.map { column in
      let examples: [HTML] = column.examples.map { "<li class=\"soft\">\($0)</li>" }
      let list: HTML? = examples.isEmpty ? nil : "<ul>\(examples)</ul>"
      return "<li><strong>\(column.name)</strong>: \(column.notes.joined(separator: ", "))\(list)</li>\n"
    }
    let files: [HTML] = notes.map { "<li>\($0)</li>\n" }
    let body: HTML? = items.isEmpty && files.isEmpty ? nil : "<ul>\n\(items)\(files)</ul>\n"
    return PageSection("reading", "How files and columns were read", body)
  }

  /// A value with its interval on a scale that the rows of a table share, in a box of 120 × 16.
  /// - Parameter mark: a value that all are seen beside, such as the total.
  static func interval(_ figure: ReportSummary.Figure, on axis: Axis, mark: Double?) -> HTML? {
    guard let value = figure.value else { return nil }
    func x(_ value: Double) -> String { Digits.text(3 + 114 * axis.share(value), decimals: 1) }
    let line: HTML? = mark.map { "<line class=\"total\" x1=\"\(x($0))\" x2=\"\(x($0))\" y1=\"0\" y2=\"16\"/>" }
    let whisker: HTML? = figure.lower.flatMap { lower in
      figure.upper.map { "<line class=\"whisker\" x1=\"\(x(lower))\" x2=\"\(x($0))\" y1=\"8\" y2=\"8\"/>" }
    }
    let style = figure.isSmall ? "dot faint" : "dot"
    return """
      <svg class="interval" viewBox="0 0 120 16" role="img" aria-label="\(figure.intervalText)">\
      \(line)\(whisker)<circle class="\(style)" cx="\(x(value))" cy="8" r="3"/></svg>
      """
  }
}
