extension ScorecardSummary {
  /// Conversations of all and of each agent; nothing where records are no turns.
  var conversationBody: HTML? {
    guard let conversations = all.conversations else { return nil }
    let agents = groups.first { $0.column == "agent" }?.rows ?? []
    let rows: [[PageTable.Cell]] = ([all] + agents).compactMap { row in
      guard let own = row.conversations, own.count > 0 else { return nil }
      return [
        PageTable.Cell(text: row.name), PageTable.Cell(text: Digits.count(own.count)),
        PageTable.Cell(text: Digits.count(own.recovered.count)), PageTable.Cell(own.recovered),
        PageTable.Cell(text: Page.unbroken(own.recovered.intervalText)), PageTable.Cell(own.unanswered),
      ]
    }
    let lonely: HTML? =
      conversations.withoutAnswer > 0
      ? " Nobody answered in \(Digits.count(conversations.withoutAnswer)) conversations." : nil
    let heads = ["", "Conversations", "Began unhappy, wrote again", "Recovered", "95 % interval", "Points passed over"]
    return """
      \(PageTable(label: "Conversations", heads: heads, rows: rows).html)\
      <p class="soft">Recovered: of the customers who began unhappy and wrote again after an answer, those who were \
      no longer unhappy; thanks alone count only after a reply that takes up what the customer wrote. Points passed over: the share with a question or a problem that no reply takes up, though \
      others may be. A conversation counts for the last agent to write before that.\(lonely)</p>

      """
  }

  /// What each agent keeps and works on; nothing without agents.
  var planBody: HTML? {
    let plans: [HTML] = (groups.first { $0.column == "agent" }?.rows ?? []).compactMap { row in
      row.plan.map { plan(row, $0) }
    }
    guard !plans.isEmpty else { return nil }
    return """
      <p class="soft">What to work on is the item that would raise the agent’s mean score most if it appeared in \
      every reply that calls for it; what to keep is the item that contributes most.</p>
      \(plans)

      """
  }

  private func plan(_ row: Row, _ plan: CoachingPlan) -> HTML {
    let keep: HTML? = plan.keep.map { habit in
      """
      <h3>Keep \(habit.activity)</h3>
      <p>\(habit.pointsText(verb: "adds"))</p>
      \(quote("Best", habit.best))
      """
    }
    let work: [HTML] = plan.workOn.map { habit in
      let scenario: HTML? = habit.scenario.map { scenario in
        "<p>Practise with \(scenario.title): <code>\(scenario.command)</code></p>\n"
      }
      return """
        <h3>Work on \(habit.activity)</h3>
        <p>\(habit.pointsText(verb: "would add")) \(habit.advice ?? "")</p>
        \(quote("Best", habit.best))\(quote("Worst", habit.worst))\(scenario)
        """
    }
    let moved: [HTML] = plan.moved.map { movement in "<p>\(movement.text)</p>\n" }
    return """
      <details>
      <summary><strong>\(row.name)</strong> · \(plan.headline)</summary>
      \(keep)\(work)\(moved)</details>

      """
  }

  private func quote(_ title: String, _ line: String?) -> HTML? {
    line.map { "<p class=\"soft\">\(title)</p>\n<blockquote>\($0)</blockquote>\n" }
  }
}
