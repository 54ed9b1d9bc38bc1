import AttuneReports
import AttuneStatistics

extension ComparisonSummary {
  /// For a terminal.
  /// - Parameter width: cells that tables may take; nil for as many as they need.
  func text(width: Int? = nil) -> String {
    var out = "\(TerminalText.line(scope))\n\n" + TextTable.paragraphs(highlights.headline, width: width)
    out += TextTable.text([head] + rows.map { [highlights.title($0.before)] + cells($0) }, width: width)
    if let multiplicity { out += TextTable.lines(["  \(multiplicity)"], width: width) }
    for drivers in highlights.drivers { out += "\n" + TextTable.text(driverRows(drivers), width: width) }
    if highlights.drivers.contains(where: { $0.changes.contains { !$0.isClear } }) {
      out +=
        "  ? may be chance, or few people mention it\(areOtherWriters ? ", or different people write" : "")\n"
    }
    if rows.contains(where: { $0.before.isMarked || $0.after.isMarked }) {
      out += "\n* fewer than \(Measure.smallCount) answers: take it as a hint\n"
    }
    if !notes.isEmpty { out += "\n" + notes.map { TerminalText.line($0) + "\n" }.joined() }
    return out + "\n\(Self.caveat)\n" + columns.text + ReportSummary.readingText(reading)
  }

  /// What changed with a score, or differs with it: what each aspect adds to it in both.
  private func driverRows(_ drivers: DriverChanges) -> [[String]] {
    let text = Unit.points.differenceText
    let rows = drivers.changes.map { change in
      [
        TextTable.printable(change.aspect, limit: 30), text(change.before), text(change.after),
        text(change.difference) + (change.isClear ? "" : " ?"), "\(text(change.lower)) … \(text(change.upper))",
      ]
    }
    let heads = [firstName, secondName].map { "adds, \($0)" }
    return [["\(isByDate ? "changed" : "differs") with \(drivers.title)"] + heads + ["difference", "95 % interval"]]
      + rows
      + [["base", "", "", text(drivers.base), ""], ["total of those who wrote", "", "", text(drivers.total), ""]]
  }

  private var head: [String] {
    ["", firstName, secondName, "difference", "95 % interval", "p", "p (Holm)", "effect", "test"]
  }

  private func cells(_ row: Row) -> [String] {
    [
      text(row.before, of: firstRecords), text(row.after, of: secondRecords), row.differenceText, row.intervalText,
      row.pValue.map(Digits.pValue) ?? "", row.adjustedPValue.map(Digits.pValue) ?? "", row.effect.rawValue,
      row.test ?? "",
    ]
  }

  /// A figure, and of how many answers it is where not all records have one: "83.9 % of 1,203".
  private func text(_ figure: ReportSummary.Figure, of records: Int) -> String {
    figure.text + figure.mark + (figure.answersText(of: records).map { " of \($0)" } ?? "")
  }
}
