import AttuneCare

extension ReportSummary {
  /// As a page that stands on its own.
  package var html: String {
    Page.render(
      title: history.map { "What customer \($0.customer) says" } ?? "What customers say", scope: scope,
      style: """
        .tones { max-width: 640px; } .tones rect { fill: var(--accent); } \
        .tones .range { fill: var(--ink); opacity: 0.35; }

        """,
      body: """
        <section>
        <h2>Where things stand</h2>
        \(Page.figures(
          (figures + (retention?.figure.map { [$0] } ?? [])).map { Page.Cell($0) },
          heads: ["Figure", "Value", "95 % interval", "Answers"]))\(retentionNote)</section>

        \(trendSection)
        \(groups.map(section))
        \(aspectSection)
        \(toneSection)
        \(urgentSection)
        \(history.map(section))
        \(quoteSection)
        \(Page.columns(columns))\
        \(Page.reading(reading ?? []))\
        <p class="soft">Figures in grey italics, and hollow points, rest on fewer than 30 answers; points of \
        a stretch of which the data holds only a part are hollow as well. \
        Intervals are of 95 %. \(clusterNote ?? "")</p>

        """)
  }

  private var retentionNote: HTML? { retention.map { "<p class=\"soft\">\($0.text)</p>\n" } }

  private var trendSection: HTML? {
    guard let trend else { return nil }
    return Page.charts(
      trend.figures.compactMap { TrendChart($0, labels: trend.starts, partial: trend.isPartial) },
      title: "Over time, by \(trend.bin)",
      heads: ["From", "Value", "95 % interval", "Answers"])
  }

  private func section(_ table: GroupTable) -> HTML {
    let rows: [HTML] = (table.rows + (table.other.map { [$0] } ?? [])).map { row in
      let cells: [HTML] = row.figures.enumerated().map { index, figure in
        let cell = Page.Cell(figure)
        let contrast = row.contrasts.isEmpty ? nil : row.contrasts[index]?.rawValue
        return "<td class=\"\(contrast ?? cell.style)\" title=\"\(cell.interval)\">\(cell.text)</td>"
      }
      return """
        <tr><th scope="row">\(row.name + (row.isPartial ? " (partly)" : ""))</th>\
        <td>\(Digits.count(row.records))</td>\(table.wroteCell(row))\(cells)</tr>

        """
    }
    return """
      <section>
      <h2>By \(table.column)</h2>
      <div class="scroll">
      <table>
      <thead><tr>\(Page.heads([table.column, "Records"] + (table.showsTexts ? ["Wrote"] : []) + figures.map(\.name)))</tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>
      </div>
      \(table.spellingText.map { "<p class=\"soft\">\($0)</p>\n" as HTML })</section>

      """
  }

  // MARK: Aspects

  private var aspectSection: HTML? {
    guard let first = aspects.first else { return nil }
    let heads =
      ["Aspect", "Texts", "Net sentiment"] + first.effects.flatMap { [$0.with.name, "others", "difference"] }
    return """
      <section>
      <h2>What they speak of</h2>
      <p class="soft">Net sentiment is that of what is said of the aspect, not of the whole text. Scores are those of \
      the people who speak of it, of all others who wrote, and the difference with its interval.</p>
      <div class="scroll">
      <table class="stacked">
      <thead><tr>\(Page.heads(heads))</tr></thead>
      <tbody>
      \(aspects.map(row))</tbody>
      </table>
      </div>
      <details>
      <summary>What is typically said of each</summary>
      \(aspects.map(quotes))</details>
      </section>

      """
  }

  private func row(_ aspect: Aspect) -> HTML {
    func cell(_ head: String, _ figure: Figure) -> HTML {
      let cell = Page.Cell(figure)
      return "<td data-head=\"\(head)\" class=\"\(cell.style)\" title=\"\(cell.interval)\">\(cell.text)</td>"
    }
    let effects: [HTML] = aspect.effects.map { effect in
      let style = effect.contrast?.rawValue ?? ""
      return """
        \(cell(effect.with.name, effect.with))\(cell("others", effect.without))\
        <td data-head="difference" class="\(style)">\(Page.unbroken(effect.text))</td>
        """
    }
    return """
      <tr><th scope="row">\(aspect.name)</th><td data-head="Texts">\(Digits.count(aspect.texts))</td>\
      \(cell("Net sentiment", aspect.net))\(effects)</tr>

      """
  }

  private func quotes(_ aspect: Aspect) -> HTML {
    let quotes: [HTML] = [("criticised", aspect.negativeQuotes), ("praised", aspect.positiveQuotes)]
      .filter { !$1.isEmpty }.map { title, texts in
        let texts: [HTML] = texts.map { "<blockquote>\($0)</blockquote>" }
        return "<div>\n<p class=\"soft\">\(title)</p>\n\(texts)\n</div>\n"
      }
    return quotes.isEmpty ? "" : "<h3>\(aspect.name)</h3>\n<div class=\"quotes\">\n\(quotes)</div>\n"
  }

  // MARK: Texts

  private var toneSection: HTML? {
    guard !tones.isEmpty else { return nil }
    let bars = tones.map {
      Page.bar($0.name, text: $0.text, share: $0.value ?? 0, lower: $0.lower ?? 0, upper: $0.upper ?? 0)
    }
    return """
      <section>
      <h2>How it sounds</h2>
      <p class="soft">Share of the texts with each tone; a text may have several. The thin part of a bar is its 95 % \
      interval.</p>
      <figure class="tones">
      \(bars)</figure>
      </section>

      """
  }

  private var urgentSection: HTML? {
    guard !urgent.isEmpty else { return nil }
    let rows: [HTML] = urgent.map { message in
      """
      <tr><th scope="row">\(Digits.text(message.urgency, decimals: 2))</th>\
      <td class="long">\(message.reasons.joined(separator: ", "))</td><td class="long">\(message.text)</td></tr>

      """
    }
    return """
      <section>
      <h2>Most urgent</h2>
      <div class="scroll">
      <table>
      <thead><tr><th scope="col">Urgency</th><th scope="col" class="long">Why</th>\
      <th scope="col" class="long">Text</th></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>
      </div>
      </section>

      """
  }

  private func section(_ history: CustomerHistory) -> HTML {
    let rows: [HTML] = history.entries.map { entry in
      let answers: [HTML] = entry.answers.map { "<td>\(Page.unbroken($0))</td>" }
      return """
        <tr><th scope="row">\(entry.day ?? "")</th><td>\(entry.feeling ?? "")</td>\
        <td>\(entry.tones.joined(separator: ", "))</td><td>\(entry.aspects.joined(separator: ", "))</td>\
        \(answers)<td class="worse">\(entry.isOpen ? "open" : "")</td><td class="long">\(entry.text)</td></tr>

        """
    }
    let heads = Page.heads(["Date", "Feeling", "Tones", "About"] + history.columns + ["State"])
    return """
      <section>
      <h2>Record by record</h2>
      <p class="soft">\(history.scope)</p>
      <div class="scroll">
      <table>
      <thead><tr>\(heads)<th scope="col" class="long">Text</th></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>
      </div>
      </section>

      """
  }

  private var quoteSection: HTML? {
    let quotes: [HTML] = [("Those who are unhappy", negativeQuotes), ("Those who are happy", positiveQuotes)]
      .filter { !$1.isEmpty }.map { title, texts in
        let texts: [HTML] = texts.map { "<blockquote>\($0)</blockquote>\n" }
        return "<div>\n<h3>\(title)</h3>\n\(texts)</div>\n"
      }
    guard !quotes.isEmpty else { return nil }
    return """
      <section>
      <h2>What people typically write</h2>
      <div class="quotes">
      \(quotes)</div>
      </section>

      """
  }
}

extension ReportSummary.GroupTable {
  fileprivate func wroteCell(_ row: Row) -> HTML? {
    showsTexts ? "<td>\(row.texts.map(Digits.count) ?? "")</td>" : nil
  }
}
