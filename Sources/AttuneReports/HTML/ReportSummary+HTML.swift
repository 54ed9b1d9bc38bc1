import AttuneCare

extension ReportSummary: PrintedPage {
  /// - Parameter origin: the files, and when the page is made.
  package func page(_ origin: PageOrigin) -> String {
    let sections =
      [
        PageSection("standing", "Where things stand", standing),
        PageSection("drivers", "What is linked to the score", driverBody),
        PageSection("time", trend.map { "Over time, by \($0.bin)" } ?? "Over time", trendBody),
      ]
      + groups.enumerated().map { index, table in
        PageSection("group-\(index + 1)", "By \(Metric.words(table.column))", groupBody(table, index))
      } + [
        PageSection("aspects", "What they write about", aspectBody),
        PageSection("tones", "How it sounds", toneBody),
        PageSection("urgent", "Most urgent", urgentBody),
        PageSection("history", "Record by record", history.map(historyBody)),
        PageSection("quotes", "What people typically write", quoteBody),
        Page.reading(columns, reading ?? []),
      ]
    return Page.render(
      title: history.map { "What customer \($0.customer) says" }
        ?? (texts == nil ? "What the records say" : "What customers say"),
      headline: highlights.headline, alerts: highlights.alerts, facts: origin.facts + facts,
      sections: sections.compactMap { $0 })
  }

  /// What the page is about.
  private var facts: [(name: String, text: String)] {
    let wrote = texts.map { "; \(Self.writing($0, of: records))" } ?? ""
    var facts = [(name: "Records", text: Digits.count(records) + wrote)]
    if let firstDay, let lastDay { facts.append(("Period", "\(Self.long(firstDay)) to \(Self.long(lastDay))")) }
    if !repeats.texts.isEmpty { facts.append(("Repeated", repeats.texts.joined(separator: "; "))) }
    if !leftOut.isEmpty { facts.append(("Left out", leftOut.joined(separator: "; "))) }
    return facts
  }

  private static func long(_ day: String) -> String { Day(iso: day)?.longText ?? day }

  /// What no figure counts.
  private var leftOut: [String] {
    var parts: [String] = []
    if let others = repeats.others { parts.append("\(Digits.count(others)) not written by customers") }
    if problems > 0 { parts.append("\(Digits.count(problems)) records that could not be read") }
    for (count, reason) in unknownReasons {
      parts.append("\(Digits.count(count)) text\(count == 1 ? "" : "s") that \(reason)")
    }
    if let strays { parts.append(strays) }
    for column in columns {
      let counts =
        [column.missingText].compactMap(\.self)
        + [(column.outOfScale, "off the scale"), (column.unreadable, "unreadable")]
        .filter { $0.0 > 0 }.map { "\(Digits.count($0.0)) \($0.1)" }
      if !counts.isEmpty { parts.append("\(Metric.words(column.name)): \(counts.joined(separator: ", "))") }
    }
    return parts
  }

  // MARK: Figures

  private var standing: HTML {
    let periods = highlights.periods
    var heads = ["Figure", "All", "95 % interval", "Answers"]
    if let periods {
      heads += [
        "\(periods.lengthText.capitalizedFirst) before", "Last \(periods.lengthText)", "Change",
      ]
    }
    if !highlights.targets.isEmpty { heads.append("Target") }
    let rows = figures.enumerated().map { index, figure in
      var cells = [
        PageTable.Cell(text: highlights.title(figure)), PageTable.Cell(figure),
        PageTable.Cell(text: Page.unbroken(figure.intervalText)), PageTable.Cell(text: Digits.count(figure.count)),
      ]
      if let change = periods?.changes[index] {
        cells += [
          PageTable.Cell(change.before), PageTable.Cell(change.after),
          PageTable.Cell(text: Page.unbroken(change.changeText), style: change.effect.style),
        ]
      }
      if !highlights.targets.isEmpty { cells.append(target(of: figure)) }
      return cells
    }
    let retained = retention?.figure.map { figure in
      [
        PageTable.Cell(text: figure.name.capitalizedFirst), PageTable.Cell(figure),
        PageTable.Cell(text: Page.unbroken(figure.intervalText)), PageTable.Cell(text: Digits.count(figure.count)),
      ] + Array(repeating: PageTable.Cell(text: ""), count: heads.count - 4)
    }
    let judged = highlights.targets.compactMap { target in
      target.state == .unknown && target.reason != nil
        ? nil : target.judgedText.map { "Target of \(highlights.title(target.figure)), judged by the \($0)." }
    }
    let notes: [HTML] = (judged + [retention?.text, clusterNote].compactMap { $0 }).map {
      "<p class=\"soft\">\($0)</p>\n"
    }
    let note: HTML? = periods.map { periods in
      """
      <p class="soft">The last \(periods.lengthText): \(Self.long(periods.turn)) to \(Self.long(periods.lastDay)); \
      before it: from \(Self.long(periods.firstDay)). Coloured changes are larger than chance would explain, with all \
      figures taken into account (Holm); each interval applies to its figure alone.</p>

      """
    }
    let table = PageTable(label: "Where things stand", heads: heads, rows: rows + (retained.map { [$0] } ?? []))
    return "\(table.html)\(notes)\(note)"
  }

  private func target(of figure: Figure) -> PageTable.Cell {
    guard let result = highlights.targets.first(where: { $0.figure.name == figure.name }) else {
      return PageTable.Cell(text: "")
    }
    let style = result.state == .met ? "better" : result.state == .missed ? "worse" : ""
    let word =
      [
        .met: "met", .missed: "missed", .open: "too close to tell",
        .unknown: result.reason == nil ? "too few answers" : "cannot tell",
      ][
        result.state] ?? ""
    return PageTable.Cell(text: "\(Page.unbroken(result.targetText)), \(word)", style: style)
  }

  private var driverBody: HTML? {
    let charts = highlights.drivers.enumerated().compactMap { index, drivers in
      DriverChart(drivers, aspects: index == 0 ? aspects : [])?.html
    }
    guard !charts.isEmpty else { return nil }
    return """
      <p class="soft">How much of the score goes together with each aspect: how often the aspect is mentioned, times \
      how much higher or lower the score is of those who mention it, with the other aspects held fixed. The \
      thin line is the 95 % interval; grey aspects may be due to chance, or do not show in the plain difference. The \
      chart shows what goes together, not what causes what.</p>
      \(charts)
      """
  }

  private var trendBody: HTML? {
    guard let trend else { return nil }
    let charts = trend.figures.compactMap { figures -> TrendChart? in
      guard let first = figures.first else { return nil }
      var extras = TrendChart.Extras()
      extras.target = highlights.targets.first { $0.figure.name == first.name }?.target
      return TrendChart(
        figures, labels: trend.starts, title: highlights.title(first), partial: trend.isPartial, extras: extras)
    }
    return Page.charts(charts, heads: ["From", "Value", "95 % interval", "Answers"])
  }

  private func groupBody(_ table: GroupTable, _ index: Int) -> HTML {
    let trend = highlights.groupTrends.first { $0.column == table.column }
    let (labels, partial) = (self.trend?.starts ?? [], self.trend?.isPartial ?? [])
    let total = GroupTable.Row(
      name: "All", records: records, texts: texts, figures: figures, contrasts: [], isPartial: false)
    return GroupSection(
      table: table, total: total,
      titles: figures.map(highlights.title),
      trend: trend.flatMap { SmallMultiples($0, labels: labels, partial: partial) },
      note: "Sorted by \(highlights.order).\(table.spellingText.map { " \($0.capitalizedFirst)." } ?? "")"
    ).html
  }

  // MARK: Aspects

  private var aspectBody: HTML? {
    guard let first = aspects.first else { return nil }
    let scores = first.effects.flatMap { effect -> [String] in
      let title = highlights.title(effect.with)
      return [title, "Others", "Difference"]
    }
    // Each score is a table of its own, so that it fits a sheet of paper.
    let tables: [HTML] = stride(from: 0, to: max(first.effects.count, 1), by: 1).map { index in
      let heads = ["Aspect", "Texts", "Net sentiment"] + scores.dropFirst(3 * index).prefix(3)
      let rows = aspects.map { aspect in
        [
          PageTable.Cell(text: aspect.name), PageTable.Cell(text: Digits.count(aspect.texts)),
          PageTable.Cell(aspect.net),
        ] + (aspect.effects.indices.contains(index) ? cells(aspect, aspect.effects[index]) : [])
      }
      return PageTable(label: "What they write about", heads: Array(heads), rows: rows).html
    }
    return """
      <p class="soft">Net sentiment covers what is said about the aspect, not the whole text. Scores are given for \
      the people who mention it and for all others who wrote (of as many answers, if not every text has one), with the \
      difference and its interval. Coloured \
      differences are larger than chance would explain, with all of them taken into account.</p>
      \(tables)\(highlights.drivers.isEmpty ? aspectQuotes : nil)
      """
  }

  private func cells(_ aspect: Aspect, _ effect: Aspect.Effect) -> [PageTable.Cell] {
    let style = effect.contrast?.rawValue ?? ""
    return [
      PageTable.Cell(effect.with, aspect.countText(effect, effect.with)),
      PageTable.Cell(effect.without, aspect.countText(effect, effect.without)),
      PageTable.Cell(text: Page.unbroken(effect.text), style: style),
    ]
  }

  /// Where no chart of drivers shows them.
  private var aspectQuotes: HTML? {
    let parts: [HTML] = aspects.compactMap { aspect in
      let quotes: [HTML] = [("For", aspect.positiveQuotes), ("Against", aspect.negativeQuotes)].flatMap {
        title, texts in
        texts.map { text -> HTML in "<blockquote><span class=\"soft\">\(title):</span> \(text)</blockquote>\n" }
      }
      return quotes.isEmpty ? nil : "<h3>\(aspect.name)</h3>\n<div class=\"quotes\">\n\(quotes)</div>\n"
    }
    return parts.isEmpty ? nil : "\(parts)"
  }

  // MARK: Texts

  private var toneBody: HTML? {
    guard !tones.isEmpty else { return nil }
    let bars = tones.map {
      Page.bar($0.name, text: $0.text, share: $0.value ?? 0, lower: $0.lower ?? 0, upper: $0.upper ?? 0)
    }
    return """
      <p class="soft">Share of texts with each tone, out of 100 %; a text may have several. The thin part of a bar is \
      its 95 % interval.</p>
      <figure class="bars">
      \(bars)</figure>

      """
  }

  private var urgentBody: HTML? {
    guard !urgent.isEmpty else { return nil }
    let rows = urgent.map { message in
      [
        PageTable.Cell(text: Digits.text(message.urgency, decimals: 2)),
        PageTable.Cell(text: message.reasons.joined(separator: ", ")), PageTable.Cell(text: message.text),
      ]
    }
    return PageTable(label: "Most urgent", heads: ["Urgency, 0 to 1", "Why", "Text"], rows: rows, long: [1, 2]).html
  }

  private func historyBody(_ history: CustomerHistory) -> HTML {
    let rows = history.entries.map { entry in
      [
        entry.day ?? "", entry.feeling ?? "", entry.tones.joined(separator: ", "),
        entry.aspects.joined(separator: ", "),
      ]
      .map { PageTable.Cell(text: $0) }
        + entry.answers.map { PageTable.Cell(text: Page.unbroken($0)) }
        + [PageTable.Cell(text: entry.isOpen ? "open" : "", style: "worse"), PageTable.Cell(text: entry.text)]
    }
    let heads = ["Date", "Feeling", "Tones", "About"] + history.columns.map(Metric.words) + ["State", "Text"]
    let table = PageTable(label: "Record by record", heads: heads, rows: rows, long: [heads.count - 1])
    return "<p class=\"soft\">\(history.scope)</p>\n\(table.html)"
  }

  private var quoteBody: HTML? {
    let quotes: [HTML] = [("Unhappy customers", negativeQuotes), ("Happy customers", positiveQuotes)]
      .filter { !$1.isEmpty }.map { title, texts in
        let texts: [HTML] = texts.map { "<blockquote>\($0)</blockquote>\n" }
        return "<div>\n<h3>\(title)</h3>\n\(texts)</div>\n"
      }
    return quotes.isEmpty ? nil : "<div class=\"quotes\">\n\(quotes)</div>\n"
  }
}

extension ComparisonSummary.Row.Effect {
  /// The class of what it colours.
  var style: String { self == .better ? "better" : self == .worse ? "worse" : "" }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
