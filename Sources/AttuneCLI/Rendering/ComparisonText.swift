import AttuneReports
import AttuneStatistics

extension ComparisonSummary {
  /// For a terminal.
  var text: String {
    var out = "\(TerminalText.line(scope))\n\n" + TextTable.text([head] + rows.map(\.cells))
    if !notes.isEmpty { out += "\n" + notes.map { TerminalText.line($0) + "\n" }.joined() }
    return out + "\n\(Self.caveat)\n" + columns.text + ReportSummary.readingText(reading)
  }

  private var head: [String] {
    ["", firstName, secondName, "difference", "95 % interval", "p", "p (Holm)", "effect", "test"]
  }
}

extension ComparisonSummary.Row {
  fileprivate var cells: [String] {
    [
      name, before.text + before.mark, after.text + after.mark, differenceText, intervalText,
      pValue.map(Digits.pValue) ?? "", adjustedPValue.map(Digits.pValue) ?? "", effect.rawValue, test ?? "",
    ]
  }
}
