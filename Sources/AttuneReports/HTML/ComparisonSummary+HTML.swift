import AttuneStatistics

extension ComparisonSummary: PrintedPage {
  /// - Parameter origin: the files, and when the page is made.
  package func page(_ origin: PageOrigin) -> String {
    let sections = [
      PageSection("verdict", changed, verdictBody),
      PageSection("time", "Over time", timeBody),
      PageSection("differences", "Differences with their intervals", barBody),
      PageSection("drivers", "\(changed) with the score", driverBody),
      PageSection("notes", "What to keep in mind", noteBody),
      PageSection("tests", "Tests and p-values", testBody),
      Page.reading(columns, reading ?? []),
    ]
    return Page.render(
      title: title, headline: highlights.headline,
      facts: origin.facts + facts, sections: sections.compactMap { $0 })
  }

  /// Groups have not changed into one another.
  private var changed: String { isByDate ? "What changed" : "What differs" }

  private var title: String {
    isByDate
      ? "Before and \(secondName.replacing(text: "from ", with: "after "))"
      : "What differs between \(firstName) and \(secondName)"
  }

  private var facts: [(name: String, text: String)] {
    var facts = [
      (name: firstName.capitalizedFirst, text: "\(Digits.count(firstRecords)) records"),
      (name: secondName.capitalizedFirst, text: "\(Digits.count(secondRecords)) records"),
    ]
    var left: [String] = []
    if neither > 0 { left.append("\(Digits.count(neither)) records in neither") }
    if problems > 0 { left.append("\(Digits.count(problems)) records that could not be read") }
    if let strays { left.append(strays) }
    if let others = repeats.others { left.append("\(Digits.count(others)) not written by customers") }
    if !repeats.texts.isEmpty { facts.append(("Repeated", repeats.texts.joined(separator: "; "))) }
    if !left.isEmpty { facts.append(("Left out", left.joined(separator: "; "))) }
    return facts
  }

  private func title(_ row: Row) -> String { highlights.title(row.before) }

  private var verdictBody: HTML {
    let hasTargets = !highlights.targets.isEmpty
    let heads =
      ["Figure", firstName, secondName, "Difference", "95 % interval", "Verdict"] + (hasTargets ? ["Target"] : [])
    let cells = rows.map { row -> [PageTable.Cell] in
      let target = highlights.targets.first { $0.figure.name == row.name }
      let style = target.map { $0.state == .met ? "better" : $0.state == .missed ? "worse" : "" } ?? ""
      return [
        PageTable.Cell(text: title(row)), figure(row.before, of: firstRecords), figure(row.after, of: secondRecords),
        PageTable.Cell(text: Page.unbroken(row.differenceText)), PageTable.Cell(text: Page.unbroken(row.intervalText)),
        PageTable.Cell(text: row.effect.rawValue, style: row.effect.style),
      ]
        + (hasTargets
          ? [
            PageTable.Cell(
              text: target.map { "\(Page.unbroken($0.targetText)), \($0.state.text)" } ?? "", style: style)
          ] : [])
    }
    return """
      \(PageTable(label: changed, heads: heads, rows: cells).html)\
      \(multiplicity.map { "<p class=\"soft\">\($0)</p>\n" as HTML })\
      <p class="caveat">\(Self.caveat)</p>

      """
  }

  /// A figure, and of how many answers it is where not all records have one.
  private func figure(_ figure: ReportSummary.Figure, of records: Int) -> PageTable.Cell {
    guard let answers = figure.answersText(of: records) else { return PageTable.Cell(figure) }
    return PageTable.Cell(
      "<span>\(Page.unbroken(figure.text)) <span class=\"soft\">of \(Page.unbroken(answers))</span></span>",
      style: figure.isMarked ? "few" : "")
  }

  // MARK: Charts

  private var timeBody: HTML? {
    let charts = zip(rows, highlights.trends).compactMap { row, trend -> TrendChart? in
      var extras = TrendChart.Extras()
      extras.target = highlights.targets.first { $0.figure.name == row.name }?.target
      if trend.starts.indices.contains(trend.turn) { extras.turn = (trend.turn, trend.starts[trend.turn]) }
      return TrendChart(
        trend.figures, labels: trend.starts, title: title(row),
        partial: trend.figures.indices.map(trend.partial.contains), extras: extras)
    }
    guard let days = highlights.trends.first?.days,
      let body = Page.charts(charts, heads: ["From", "Value", "95 % interval", "Answers"])
    else { return nil }
    let stretches = days == 1 ? "days" : days == 7 ? "weeks" : "\(days) days"
    return """
      <p class="soft">By \(stretches), counted from the date marked by the dashed line.</p>
      \(body)
      """
  }

  private var barBody: HTML? {
    let bars = rows.compactMap(bar)
    guard !bars.isEmpty else { return nil }
    return """
      <p class="soft">If the bar crosses the dashed line, there may be no difference. Each figure has its own axis.</p>
      <div class="charts">
      \(bars)</div>

      """
  }

  /// An interval in a box of 360 × 48.
  private func bar(_ row: Row) -> HTML? {
    guard let value = row.difference, let lower = row.lower, let upper = row.upper,
      // Differences of shares are points.
      let axis = Axis([value, lower, upper, 0], unit: row.unit == .percent ? .points : row.unit, isSigned: true)
    else { return nil }
    func place(_ value: Double) -> Double { 8 + 344 * axis.share(value) }
    func number(_ value: Double) -> String { Digits.text(value, decimals: 1) }
    let marks: [HTML] = axis.marks.map { mark in
      let x = number(place(mark))
      let anchor = mark == axis.marks.first ? "start" : mark == axis.marks.last ? "end" : "middle"
      return """
        <line class="\(mark == 0 ? "zero" : "grid")" x1="\(x)" x2="\(x)" y1="0" y2="30"/>\
        <text x="\(x)" y="44" text-anchor="\(anchor)">\(axis.text(mark))</text>
        """
    }
    return """
      <figure>
      <figcaption><h3>\(title(row))</h3><span class="\(row.effect.style)">\(row.differenceText)</span></figcaption>
      <svg viewBox="0 0 360 48" role="img" \
      aria-label="\(title(row)): difference \(row.differenceText), interval \(row.intervalText)">
      \(marks)<rect class="band" x="\(number(place(lower)))" y="8" \
      width="\(number(max(place(upper) - place(lower), 1)))" height="14" rx="3"/>
      <circle class="dot" cx="\(number(place(value)))" cy="15" r="5"/>
      </svg>
      </figure>

      """
  }

  private var driverBody: HTML? {
    let tables: [HTML] = highlights.drivers.map { drivers in
      let text = Unit.points.differenceText
      let rows = drivers.changes.map { change -> [PageTable.Cell] in
        let style = change.isClear ? change.difference > 0 ? "better" : "worse" : ""
        return [
          PageTable.Cell(text: change.aspect), PageTable.Cell(text: text(change.before)),
          PageTable.Cell(text: text(change.after)), PageTable.Cell(text: text(change.difference), style: style),
          PageTable.Cell(text: Page.unbroken("\(text(change.lower)) … \(text(change.upper))")),
        ]
      }
      let ends = [("Base and other aspects", drivers.base), ("Together, of those who wrote", drivers.total)].map {
        name, value in
        [
          PageTable.Cell(text: name), PageTable.Cell(text: ""), PageTable.Cell(text: ""),
          PageTable.Cell(text: text(value)), PageTable.Cell(text: ""),
        ]
      }
      let table = PageTable(
        label: "\(changed) with \(drivers.title)",
        heads: ["Aspect", firstName, secondName, "Difference", "95 % interval"],
        rows: rows + ends)
      return "<h3>\(drivers.title)</h3>\n\(table.html)"
    }
    guard !tables.isEmpty else { return nil }
    return """
      <p class="soft">Adds to the score, in points: how much of it goes together with each aspect in \
      each of the two, with the other aspects held fixed. Coloured differences are larger than chance would \
      explain\(areOtherWriters ? ", and none is coloured, because different people write" : ""). Based on people who \
      answered and wrote.</p>
      \(tables)
      """
  }

  private var noteBody: HTML? { Page.list(notes) }

  private var testBody: HTML {
    let heads = ["Figure", "\(firstName), answers", "\(secondName), answers", "p", "p, adjusted", "Test"]
    let cells = rows.map { row in
      [
        title(row), Digits.count(row.before.count), Digits.count(row.after.count),
        row.pValue.map { Page.unbroken(Digits.pValue($0)) } ?? "",
        row.adjustedPValue.map { Page.unbroken(Digits.pValue($0)) } ?? "", row.test ?? "",
      ].map { PageTable.Cell(text: $0) }
    }
    return """
      \(PageTable(label: "Tests and p-values", heads: heads, rows: cells).html)\
      <p class="soft">Figures in grey italics are based on fewer than 30 answers and get no verdict. p is adjusted by \
      Holm's method.</p>

      """
  }
}
