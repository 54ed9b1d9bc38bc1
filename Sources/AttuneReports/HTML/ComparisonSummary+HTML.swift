import AttuneStatistics

extension ComparisonSummary {
  /// As a page that stands on its own.
  package var html: String {
    let tests = rows.compactMap { row in row.test.map { "\(row.name): \($0)" } }.joined(separator: "; ")
    let heads = ["Figure", firstName, secondName, "Difference", "95 % interval", "p", "p (Holm)", "Effect"]
    return Page.render(
      title: "What changed: \(firstName) and \(secondName)", scope: scope,
      body: """
        <section>
        <h2>What changed</h2>
        <div class="scroll">
        <table class="stacked">
        <thead><tr>\(Page.heads(heads))</tr></thead>
        <tbody>
        \(rows.map(tableRow))</tbody>
        </table>
        </div>
        </section>

        \(barSection)
        \(noteSection)
        <p class="caveat">\(Self.caveat)</p>
        \(Page.columns(columns))\
        \(Page.reading(reading ?? []))\
        <p class="soft">Figures in grey italics rest on fewer than 30 answers. Tests: \(tests).</p>

        """)
  }

  private func tableRow(_ row: Row) -> HTML {
    func cell(_ head: String, _ figure: ReportSummary.Figure) -> HTML {
      let cell = Page.Cell(figure)
      return "<td class=\"\(cell.style)\" data-head=\"\(head)\">\(cell.text)</td>"
    }
    return """
      <tr><th scope="row">\(row.name)</th>\(cell(firstName, row.before))\(cell(secondName, row.after))\
      <td data-head="Difference">\(Page.unbroken(row.differenceText))</td>\
      <td data-head="95 % interval">\(Page.unbroken(row.intervalText))</td>\
      <td data-head="p">\(row.pValue.map(Digits.pValue) ?? "")</td>\
      <td data-head="p (Holm)">\(row.adjustedPValue.map(Digits.pValue) ?? "")</td>\
      <td class="\(row.effect.rawValue)" data-head="Effect">\(row.effect.rawValue)</td></tr>

      """
  }

  private var barSection: HTML? {
    let bars = rows.compactMap(bar)
    guard !bars.isEmpty else { return nil }
    return """
      <section>
      <h2>Differences with their intervals</h2>
      <p class="soft">Where the bar crosses the dashed line, there may be no difference. Each row has its own scale.</p>
      <div class="charts">
      \(bars)</div>
      </section>

      """
  }

  /// An interval in a box of 480 × 48 with 0 in the middle.
  private func bar(_ row: Row) -> HTML? {
    guard let value = row.difference, let lower = row.lower, let upper = row.upper else { return nil }
    let reach = max(abs(lower), abs(upper), abs(value))
    func place(_ value: Double) -> Double { 240 + (reach > 0 ? value / reach * 224 : 0) }
    let width = Digits.text(place(upper) - place(lower), decimals: 1)
    return """
      <figure>
      <figcaption><h3>\(row.name)</h3><span class="\(row.effect.rawValue)">\(row.differenceText)</span></figcaption>
      <svg viewBox="0 0 480 48" role="img" \
      aria-label="\(row.name): difference \(row.differenceText), interval \(row.intervalText)">
      <line class="zero" x1="240" x2="240" y1="0" y2="32"/><text x="240" y="46" text-anchor="middle">0</text>
      <rect class="band" x="\(Digits.text(place(lower), decimals: 1))" y="8" width="\(width)" height="16" rx="3"/>
      <circle class="dot" cx="\(Digits.text(place(value), decimals: 1))" cy="16" r="5"/>
      </svg>
      </figure>

      """
  }

  private var noteSection: HTML? {
    guard !notes.isEmpty else { return nil }
    let items: [HTML] = notes.map { "<li>\($0)</li>\n" }
    return """
      <section>
      <h2>What to keep in mind</h2>
      <ul>
      \(items)</ul>
      </section>

      """
  }
}
