/// Pages that stand on their own: one file, no script, nothing that is loaded from elsewhere.
enum Page {
  /// - Parameters:
  ///   - style: rules behind those that all pages share.
  ///   - body: what stands below the title and the scope.
  static func render(title: String, scope: String, style: HTML = "", body: HTML) -> String {
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>
      \(HTML(unescaped: PackageResources.style_css))\(style)</style>
      </head>
      <body>
      <main>
      <h1>\(title)</h1>
      <p class="soft">\(scope)</p>

      \(body)</main>
      </body>
      </html>

      """
    return page.text
  }

  /// A figure, or an interval, which may break between its ends only.
  static func unbroken(_ figure: String) -> String {
    figure.replacing(" ", with: "\u{A0}").replacing("\u{A0}…\u{A0}", with: "\u{A0}… ")
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

  static func heads(_ names: [String]) -> [HTML] { names.map { "<th scope=\"col\">\($0)</th>" } }

  /// A table of figures with their intervals and counts.
  static func figures(_ cells: [Cell], heads names: [String]) -> HTML {
    let rows: [HTML] = cells.map { cell in
      """
      <tr><th scope="row">\(cell.name)</th><td class="\(cell.style)">\(cell.text)</td>\
      <td>\(cell.interval)</td><td>\(cell.count)</td></tr>

      """
    }
    return """
      <div class="scroll">
      <table>
      <thead><tr>\(heads(names))</tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>
      </div>

      """
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

  /// A section of charts, each with its figures; nothing without charts.
  static func charts(_ charts: [TrendChart], title: String, heads: [String]) -> HTML? {
    guard !charts.isEmpty else { return nil }
    return """
      <section>
      <h2>\(title)</h2>
      <div class="charts">
      \(charts.map { $0.html(heads: heads) })</div>
      </section>

      """
  }

  /// What was assumed about the files; nothing when there is nothing to say.
  static func reading(_ notes: [String]) -> HTML? {
    guard !notes.isEmpty else { return nil }
    let items: [HTML] = notes.map { "<li>\($0)</li>\n" }
    return """
      <section>
      <h2>How the file was read</h2>
      <ul>
      \(items)</ul>
      </section>

      """
  }

  /// How the columns were read; nothing when there is nothing to say.
  static func columns(_ columns: [ReportSummary.Column]) -> HTML? {
    let items: [HTML] = columns.filter { !$0.notes.isEmpty }.map { column in
      let examples: [HTML] = column.examples.map { "<li class=\"soft\">\($0)</li>" }
      let list: HTML? = examples.isEmpty ? nil : "<ul>\(examples)</ul>"
      return "<li><strong>\(column.name)</strong>: \(column.notes.joined(separator: ", "))\(list)</li>\n"
    }
    guard !items.isEmpty else { return nil }
    return """
      <section>
      <h2>How the columns were read</h2>
      <ul>
      \(items)</ul>
      </section>

      """
  }
}
