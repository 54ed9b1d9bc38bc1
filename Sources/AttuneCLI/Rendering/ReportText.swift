import AttuneReports

extension ReportSummary {
  /// For a terminal.
  var text: String {
    var out = "\(TerminalText.line(scope))\n\n\(figureTable)"
    if let retention { out += "\n\(TerminalText.line(retention.text))\n" }
    for table in groups { out += "\n" + groupTable(table) }
    if let history { out += "\n" + historyTable(history) }
    if !aspects.isEmpty { out += "\n" + aspectTable }
    if !tones.isEmpty { out += "\n" + toneTable }
    if !urgent.isEmpty { out += "\nMost urgent:\n" + urgent.map(\.line).joined() }
    out += quotes("What those who are unhappy typically write", negativeQuotes)
    out += quotes("What those who are happy typically write", positiveQuotes)
    if let clusterNote { out += "\n\(TerminalText.line(clusterNote))\n" }
    if isAnySmall { out += "\n* fewer than \(Measure.smallCount) answers: take it for a hint\n" }
    return out + columns.text + Self.readingText(reading)
  }

  /// What was assumed about the files.
  static func readingText(_ notes: [String]?) -> String {
    guard let notes, !notes.isEmpty else { return "" }
    return "\nHow the file was read:\n" + notes.map { "  \(TerminalText.line($0))\n" }.joined()
  }

  private var figureTable: String {
    let head = ["", "figure", "95 % interval", "answers"] + (trend.map { ["by \($0.bin)"] } ?? [])
    let rows = figures.enumerated().map { index, figure in
      [figure.name, figure.text + figure.mark, figure.intervalText, Digits.count(figure.count)]
        + (trend.map { [sparkline($0.figures[index])] } ?? [])
    }
    let retained =
      retention?.figure.map { [[$0.name, $0.text + $0.mark, $0.intervalText, Digits.count($0.count)]] } ?? []
    return TextTable.text([head] + rows + retained.map { $0 + (trend == nil ? [] : [""]) })
  }

  /// The last stretches that are whole; those of few answers are left out where there are others.
  private func sparkline(_ figures: [Figure]) -> String {
    let whole = figures.indices.filter { trend?.isPartial[$0] != true }.map { figures[$0] }
    let hasTelling = Trend.telling(whole).count < whole.count
    return Sparkline.text(whole.suffix(60).map { hasTelling && $0.isSmall ? nil : $0.value })
  }

  private func groupTable(_ table: GroupTable) -> String {
    let rows = (table.rows + (table.other.map { [$0] } ?? [])).map { row in
      [TextTable.printable(row.name, limit: 40) + (row.isPartial ? " (partly)" : ""), Digits.count(row.records)]
        + (table.showsTexts ? [row.texts.map(Digits.count) ?? ""] : []) + row.figures.map { $0.text + $0.mark }
    }
    let heads = [table.column, "records"] + (table.showsTexts ? ["wrote"] : []) + figures.map(\.name)
    return TextTable.text([heads] + rows) + (table.spellingText.map { TerminalText.line($0) + "\n" } ?? "")
  }

  private func historyTable(_ history: CustomerHistory) -> String {
    let rows = history.entries.map { entry in
      [
        entry.day ?? "", entry.feeling ?? "", entry.tones.joined(separator: " "),
        TextTable.printable(entry.aspects.joined(separator: ", "), limit: 40),
      ]
        + entry.answers
        + [entry.isOpen ? "open" : "", TextTable.printable(entry.text, limit: 80)]
    }
    let head = ["", "", "tones", "about"] + history.columns + ["", ""]
    return TerminalText.line(history.scope) + "\n" + TextTable.text([head] + rows)
  }

  /// What texts speak of: a column for each score, of those who speak of it and of the others.
  private var aspectTable: String {
    let scores = aspects.first?.effects.flatMap { [$0.with.name, "others", "difference"] } ?? []
    let rows = aspects.map { aspect in
      [TextTable.printable(aspect.name, limit: 30), Digits.count(aspect.texts), aspect.net.text + aspect.net.mark]
        + aspect.effects.flatMap { effect in
          [effect.with.text + effect.with.mark, effect.without.text + effect.without.mark, effect.text]
        }
    }
    return TextTable.text([["speaks of", "texts", "net sentiment"] + scores] + rows)
  }

  private var toneTable: String {
    TextTable.text(
      [["tone", "share", "95 % interval"]] + tones.map { [$0.name, $0.text + $0.mark, $0.intervalText] })
  }

  private var isAnySmall: Bool {
    figures.contains(where: \.isMarked)
      || groups.contains { $0.rows.contains { $0.figures.contains(where: \.isMarked) } }
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
