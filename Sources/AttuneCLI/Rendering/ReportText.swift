import AttuneReports

extension ReportSummary {
  /// For a terminal.
  /// - Parameter width: cells that tables may take; nil for as many as they need.
  func text(width: Int? = nil) -> String {
    var out = "\(TerminalText.line(scope))\n\n"
    out += TextTable.paragraphs(highlights.alerts.map { "Alert: \($0)" } + highlights.headline, width: width)
    out += TextTable.text(figureRows, width: width)
    let judged = highlights.targets.compactMap { target in
      target.judgedText.map { "Target of \(highlights.title(target.figure)), judged by the \($0)" }
    }
    if !judged.isEmpty { out += "\n" + TextTable.lines(judged, width: width) }
    if let retention { out += "\n\(TerminalText.line(retention.text))\n" }
    for table in groups {
      out += "\n" + TextTable.text(groupRows(table), width: width)
      out += groupNote(table)
      if let spelling = table.spellingText { out += TerminalText.line(spelling) + "\n" }
      if highlights.hasSmallLast { out += "sorted by \(highlights.order)\n" }
    }
    if let history { out += "\n" + historyTable(history, width: width) }
    if !aspects.isEmpty { out += "\n" + TextTable.text(aspectRows, width: width) }
    if aspects.contains(where: { aspect in aspect.effects.contains { !aspect.countText($0, $0.with).isEmpty } }) {
      out += "  of: answers, if not every text has one\n"
    }
    if aspects.contains(where: { $0.effects.contains { $0.contrast != nil } }) {
      out += TextTable.lines(
        ["  better, worse: by more than chance would explain, with all differences taken into account"], width: width)
    }
    for drivers in highlights.drivers { out += "\n" + TextTable.text(driverRows(drivers), width: width) }
    if highlights.drivers.contains(where: { $0.drivers.contains { !$0.isClear } }) {
      let isEntangled = highlights.drivers.contains { $0.drivers.contains { $0.isEntangled == true } }
      let meaning =
        "  ? may be chance, few people mention it, or the plain difference does not show it"
        + (isEntangled ? ", or it is hardly ever mentioned apart from others" : "")
      out += TextTable.lines([meaning], width: width)
    }
    if !highlights.drivers.isEmpty { out += "  The table shows what goes together, not what causes what.\n" }
    if !tones.isEmpty { out += "\n" + toneTable }
    if !urgent.isEmpty { out += "\nMost urgent:\n" + urgent.map(\.line).joined() }
    out += quotes("What unhappy customers typically write", negativeQuotes)
    out += quotes("What happy customers typically write", positiveQuotes)
    if let clusterNote { out += "\n\(TerminalText.line(clusterNote))\n" }
    if isAnySmall { out += "\n* fewer than \(Measure.smallCount) answers: take it as a hint\n" }
    return out + columns.text + Self.readingText(reading)
  }

  /// What was assumed about the files.
  static func readingText(_ notes: [String]?) -> String {
    guard let notes, !notes.isEmpty else { return "" }
    return "\nHow the file was read:\n" + notes.map { "  \(TerminalText.line($0))\n" }.joined()
  }

  private var figureRows: [[String]] {
    var head = ["", "figure", "95 % interval", "answers"]
    if let trend { head.append(trend.isPartial.contains(true) ? "whole \(trend.bin)s" : "by \(trend.bin)") }
    if let periods = highlights.periods {
      head += ["\(periods.lengthText) before", "last \(periods.lengthText)", "change"]
    }
    if !highlights.targets.isEmpty { head.append("target") }
    let retained =
      retention?.figure.map { [[highlights.title($0), $0.text + $0.mark, $0.intervalText, Digits.count($0.count)]] }
      ?? []
    return [head] + figures.indices.map(figureRow)
      + retained.map { $0 + Array(repeating: "", count: head.count - $0.count) }
  }

  private func figureRow(_ index: Int) -> [String] {
    let figure = figures[index]
    var row = [highlights.title(figure), figure.text + figure.mark, figure.intervalText, Digits.count(figure.count)]
    if let trend { row.append(sparkline(trend.figures[index])) }
    if let periods = highlights.periods { row += cells(periods.changes[index]) }
    if !highlights.targets.isEmpty {
      let target = highlights.targets.first { $0.figure.name == figure.name }
      row.append(
        target.map { "\($0.targetText) \($0.state.text)" } ?? "")
    }
    return row
  }

  private func cells(_ change: ComparisonSummary.Row) -> [String] {
    let isClear = change.effect.isVerdict || change.effect.isDoubt || [.trend, .jumpOrTrend].contains(change.effect)
    return [
      change.before.text + change.before.mark, change.after.text + change.after.mark,
      change.differenceText + (isClear ? " \(change.effect.rawValue)" : ""),
    ]
  }

  /// What goes with a score: of each aspect how many mention it, by how much the score is higher with them, and what it adds.
  private func driverRows(_ drivers: Drivers) -> [[String]] {
    let text = Unit.points.differenceText
    let rows = drivers.drivers.map { driver in
      [
        TextTable.printable(driver.aspect, limit: 30), Unit.percent.text(driver.reach), text(driver.effect),
        driver.text + (driver.isClear ? "" : " ?"),
      ]
    }
    let ends = [
      ["base", "", "", drivers.unit.text(drivers.base)],
      ["total of those who wrote", "", "", drivers.unit.text(drivers.total)],
    ]
    return [["linked to \(drivers.title)", "mention it", "effect", "adds to the score"]] + rows + ends
  }

  /// The last stretches that are whole; those of few answers are left out where there are others.
  private func sparkline(_ figures: [Figure]) -> String {
    let whole = figures.indices.filter { trend?.isPartial[$0] != true }.map { figures[$0] }
    let hasTelling = Trend.telling(whole).count < whole.count
    return Sparkline.text(whole.suffix(60).map { hasTelling && $0.isSmall ? nil : $0.value })
  }

  private func groupRows(_ table: GroupTable) -> [[String]] {
    let rows = (table.rows + (table.other.map { [$0] } ?? [])).map { row in
      [TextTable.printable(row.name, limit: 40) + (row.isPartial ? " (partly)" : ""), Digits.count(row.records)]
        + (table.showsTexts ? [row.texts.map(Digits.count) ?? ""] : [])
        + row.figures.indices.map { index in
          row.figures[index].text + row.figures[index].mark + (row.answersText(index).map { " of \($0)" } ?? "")
            + Self.word(row.contrasts.isEmpty ? nil : row.contrasts[index])
            + (row.doubts?[index].map { " \($0.rawValue)" } ?? "")
        }
    }
    let heads =
      [Metric.words(table.column), "records"] + (table.showsTexts ? ["wrote"] : []) + figures.map(highlights.title)
    return [heads] + rows
  }

  /// " better"
  private static func word(_ contrast: Contrast?) -> String { contrast.map { " \($0.rawValue)" } ?? "" }

  /// "better, worse"; nil for none.
  private static func words(_ contrasts: Set<Contrast>) -> String? {
    let words = [
      contrasts.isDisjoint(with: [.better, .worse]) ? nil : "better, worse",
      contrasts.isDisjoint(with: [.higher, .lower]) ? nil : "higher, lower",
    ].compactMap { $0 }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  /// What the words and numbers behind the figures of groups mean.
  private func groupNote(_ table: GroupTable) -> String {
    let rows = table.rows + (table.other.map { [$0] } ?? [])
    let found = Set(rows.flatMap(\.contrasts).compactMap(\.self))
    let hasAnswers = rows.contains { row in row.figures.indices.contains { row.answersText($0) != nil } }
    let parts =
      [
        hasAnswers ? "of: answers, if not every record has one" : nil,
        Self.words(found).map { "\($0): than all others, by more than chance would explain, considering all groups" },
      ].compactMap { $0 } + table.doubtMeanings
    return parts.map { "  \($0)\n" }.joined()
  }

  private func historyTable(_ history: CustomerHistory, width: Int?) -> String {
    let rows = history.entries.map { entry in
      [
        entry.day ?? "", entry.feeling ?? "", entry.tones.joined(separator: " "),
        TextTable.printable(entry.aspects.joined(separator: ", "), limit: 40),
      ]
        + entry.answers
        + [entry.isOpen ? "open" : "", TextTable.printable(entry.text, limit: 80)]
    }
    let head = ["", "", "tones", "about"] + history.columns.map(Metric.words) + ["", ""]
    return TerminalText.line(history.scope) + "\n" + TextTable.text([head] + rows, width: width)
  }

  /// What texts speak of: a column for each score, of those who speak of it and of the others.
  private var aspectRows: [[String]] {
    let scores = aspects.first?.effects.flatMap { [highlights.title($0.with), "others", "difference"] } ?? []
    let rows = aspects.map { aspect in
      [TextTable.printable(aspect.name, limit: 30), Digits.count(aspect.texts), aspect.net.text + aspect.net.mark]
        + aspect.effects.flatMap { effect in
          [
            effect.with.text + effect.with.mark + aspect.countText(effect, effect.with),
            effect.without.text + effect.without.mark + aspect.countText(effect, effect.without),
            effect.text + Self.word(effect.contrast),
          ]
        }
    }
    return [["aspect", "texts", "net sentiment"] + scores] + rows
  }

  private var toneTable: String {
    TextTable.text(
      [["tone", "share", "95 % interval"]] + tones.map { [$0.name, $0.text + $0.mark, $0.intervalText] })
  }

  /// Whether a star stands behind a figure.
  private var isAnySmall: Bool {
    let periods = highlights.periods?.changes.flatMap { [$0.before, $0.after] } ?? []
    let groups = groups.flatMap { ($0.rows + ($0.other.map { [$0] } ?? [])).flatMap(\.figures) }
    let aspects = aspects.flatMap { aspect in [aspect.net] + aspect.effects.flatMap { [$0.with, $0.without] } }
    return (figures + periods + groups + aspects + tones + (retention?.figure.map { [$0] } ?? []))
      .contains(where: \.isMarked)
  }

  private func quotes(_ title: String, _ quotes: [String]) -> String {
    guard !quotes.isEmpty else { return "" }
    return "\n\(title):\n" + quotes.map { "  \u{201C}\(TextTable.printable($0, limit: 300))\u{201D}\n" }.joined()
  }
}

extension ReportSummary.Figure {
  /// A star behind figures of few answers.
  var mark: String { isMarked ? "*" : "" }
}

extension ReportSummary.UrgentText {
  fileprivate var line: String {
    "  \(Digits.text(urgency, decimals: 2))  \(TextTable.printable(text, limit: 200))"
      + (reasons.isEmpty ? "\n" : "  (\(reasons.joined(separator: ", ")))\n")
  }
}

extension [ReportSummary.Column] {
  /// How columns were read, and what of them could not be used.
  var text: String {
    let lines = filter { !$0.notes.isEmpty }.map { column in
      let examples = column.examples.map { "    \(TextTable.printable($0, limit: 160))\n" }.joined()
      return TerminalText.line("  \(column.name): \(column.notes.joined(separator: ", "))") + "\n" + examples
    }
    return lines.isEmpty ? "" : "\nHow columns were read:\n" + lines.joined()
  }
}
