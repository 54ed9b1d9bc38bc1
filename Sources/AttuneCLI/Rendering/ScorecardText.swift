import AttuneReports

extension ScorecardSummary {
  /// For a terminal.
  /// - Parameter width: cells that tables may take; nil for as many as they need.
  func text(width: Int? = nil) -> String {
    var out = "\(TerminalText.line(scope))\n\n" + TextTable.paragraphs(headline, width: width) + figures
    if let withoutCustomers { out += TextTable.lines(["  \(withoutCustomers)"], width: width) }
    if let agentNote { out += TextTable.lines(["  \(agentNote)"], width: width) }
    out += "\n" + itemTable
    for group in groups {
      out += "\n" + TextTable.text(rows(group), width: width)
      if !group.isCompared, group.rows.count > 1 { out += TextTable.lines(["  \(Self.ownRules)"], width: width) }
    }
    out += conversationTable(width: width) + planText
    out += example("Best reply", all.best) + example("Weakest reply", all.weakest)
    if isAnySmall { out += "\n* fewer than \(Measure.smallCount) replies or conversations: take it as a hint\n" }
    return out
  }

  private var figures: String {
    var rows = [
      ["", "figure", "95 % interval"],
      ["mean score, 0 to 100", all.score.text + all.score.mark, all.score.intervalText],
      ["not scored", Unit.percent.text(all.notScored), ""],
    ]
    if let trend = all.trend { rows.append(["trend", trend.text, ""]) }
    var text = TextTable.text(rows)
    for (reason, count) in all.reasons.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      text += "  \(Digits.count(count)): \(reason)\n"
    }
    return text
  }

  private var itemTable: String {
    let rows = all.items.map { item in
      [
        (item.isPositive ? "+ " : "- ") + item.title, item.text, item.intervalText,
      ]
    }
    return TextTable.text([["item", "share", "95 % interval"]] + rows)
  }

  private func rows(_ group: Group) -> [[String]] {
    let rows = group.rows.map { row in
      [
        TextTable.printable(row.name, limit: 40), Digits.count(row.replies), row.score.text + row.score.mark,
        row.score.intervalText, Unit.percent.text(row.notScored),
        Sparkline.text(row.weeks.filter { !$0.isPartial }.suffix(26).map(\.score.value)),
        row.trend?.text ?? "",
        row.hasFewAgents && group.isCompared
          ? "too few agents to tell" : row.contrast(to: all, better: false).first ?? "",
      ]
    }
    return [[group.column, "replies", "score", "95 % interval", "not scored", "weeks", "trend", "to practise"]] + rows
  }

  private func example(_ title: String, _ example: Example?) -> String {
    guard let example else { return "" }
    let customer =
      example.customer.isEmpty ? "" : "  \u{201C}\(TextTable.printable(example.customer, limit: 200))\u{201D}\n"
    return "\n\(title), \(Digits.text(example.score, decimals: 1)):\n" + customer
      + "  \u{2192} \u{201C}\(TextTable.printable(example.reply, limit: 300))\u{201D}\n"
  }

  private var isAnySmall: Bool {
    ([all] + groups.flatMap(\.rows)).contains { row in
      row.score.isMarked || row.conversations?.recovered.isMarked == true
        || row.conversations?.unanswered.isMarked == true
    }
  }
}
