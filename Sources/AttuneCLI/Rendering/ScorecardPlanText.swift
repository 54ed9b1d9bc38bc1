import AttuneReports

/// Conversations and coaching plans for a terminal.
extension ScorecardSummary {
  private var agents: [Row] { groups.first { $0.column == "agent" }?.rows ?? [] }

  /// Nothing where records are no turns of conversations.
  func conversationTable(width: Int?) -> String {
    guard let conversations = all.conversations else { return "" }
    var rows = [["conversations", "count", "unhappy, wrote again", "recovered", "95 % interval", "points passed over"]]
    for row in [all] + agents {
      guard let own = row.conversations, own.count > 0 else { continue }
      rows.append([
        TextTable.printable(row.name, limit: 40), Digits.count(own.count), Digits.count(own.recovered.count),
        own.recovered.text + own.recovered.mark, own.recovered.intervalText,
        own.unanswered.text + own.unanswered.mark,
      ])
    }
    var text = "\n" + (rows.count > 1 ? TextTable.text(rows, width: width) : "")
    if rows.count > 1 {
      text +=
        "recovered: of the customers who began unhappy and wrote again, those who were no longer unhappy; thanks alone "
        + "count only after a reply that takes up what the customer wrote\n"
        + "points passed over: the share with a question or a problem that no reply takes up, though others may be\n"
    }
    if conversations.withoutAnswer > 0 {
      text += "conversations without an answer: \(Digits.count(conversations.withoutAnswer))\n"
    }
    return text
  }

  /// Agents whose plans are shown; JSON and the page have all.
  private static let planLimit = 20

  /// Nothing without an agent of enough replies.
  var planText: String {
    let planned = agents.filter { $0.plan != nil }
    guard !planned.isEmpty else { return "" }
    var text = "\nCoaching plan\n" + planned.prefix(Self.planLimit).map(planText).joined()
    if planned.count > Self.planLimit {
      text += "\n\(Digits.count(planned.count - Self.planLimit)) more agents: --to json or html\n"
    }
    return text
  }

  private func planText(_ row: Row) -> String {
    guard let plan = row.plan else { return "" }
    var lines = [
      "",
      "\(TextTable.printable(row.name, limit: 40)), \(plan.isSmall ? "only " : "")\(Digits.count(row.score.count)) scored "
        + "repl\(row.score.count == 1 ? "y" : "ies")\(plan.isSmall ? ": take this as a hint" : "")",
    ]
    if let keep = plan.keep {
      lines.append("  keep \(keep.activity): \(keep.pointsText(verb: "adds"))")
      lines += line("best", keep.best)
    }
    for habit in plan.workOn {
      lines.append(
        "  work on \(habit.activity): \(habit.pointsText(verb: "would add")) "
          + TextTable.printable(habit.advice ?? "", limit: 200))
      lines += line("best", habit.best) + line("worst", habit.worst)
      if let scenario = habit.scenario {
        lines.append("    practise with \(TextTable.printable(scenario.title, limit: 80)):")
        lines.append("      \(TextTable.printable(scenario.command, limit: 400))")
      }
    }
    if !plan.moved.isEmpty { lines.append("  the plan of the weeks before:") }
    for movement in plan.moved { lines.append("    \(movement.text)") }
    return lines.map { TerminalText.line($0) + "\n" }.joined()
  }

  private func line(_ title: String, _ line: String?) -> [String] {
    line.map { ["    \(title): \u{201C}\(TextTable.printable($0, limit: 200))\u{201D}"] } ?? []
  }
}
