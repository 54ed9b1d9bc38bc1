import AttuneCare

extension ScorecardSummary: PrintedPage {
  /// - Parameter origin: the files, and when the page is made.
  package func page(_ origin: PageOrigin) -> String {
    let tables = groups.enumerated().map { index, group in
      PageSection("group-\(index + 1)", "By \(group.column)", body(group))
    }
    let first = [
      PageSection("score", "Empathy score", scoreBody), PageSection("time", "By week", weekBody),
      PageSection("items", "What replies contain", itemBody),
    ]
    let last = [
      PageSection("conversations", "Conversations", conversationBody), PageSection("plan", "Coaching plan", planBody),
    ]
    return Page.render(
      title: "How we answer", headline: headline, facts: origin.facts + [("Replies", scope)],
      sections: (first + tables + last).compactMap { $0 })
  }

  private var scoreBody: HTML {
    var rows = [
      [
        PageTable.Cell(text: "Mean score, 0 to 100"), PageTable.Cell(all.score),
        PageTable.Cell(text: Page.unbroken(all.score.intervalText)),
      ],
      [
        PageTable.Cell(text: "Not scored"), PageTable.Cell(text: Page.unbroken(Unit.percent.text(all.notScored))),
        PageTable.Cell(text: ""),
      ],
    ]
    if let trend = all.trend {
      rows.append([PageTable.Cell(text: "Trend"), PageTable.Cell(text: trend.text), PageTable.Cell(text: "")])
    }
    return """
      \(PageTable(label: "Empathy score", heads: ["Figure", "Value", "95 % interval"], rows: rows).html)\
      <p class="soft">50 is a polite and correct, but impersonal reply.\(reasonText.map { " \($0)" as HTML })\(agentNote.map { " \($0)" as HTML })\(withoutCustomers.map { " \($0)" as HTML })</p>

      """
  }

  /// "Not scored: 20 (the reply has no words of its own)."; nil where all are.
  private var reasonText: String? {
    let reasons = all.reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    guard !reasons.isEmpty else { return nil }
    return "Not scored: \(reasons.map { "\(Digits.count($0.value)) (\($0.key))" }.joined(separator: "; "))."
  }

  private var weekBody: HTML? {
    let weeks = all.weeks
    let chart = TrendChart(
      weeks.map(\.score), labels: weeks.map(\.start), title: "Empathy score", partial: weeks.map(\.isPartial))
    return Page.charts([chart].compactMap { $0 }, heads: ["From", "Score", "95 % interval", "Replies"])
  }

  private var itemBody: HTML {
    """
    <p class="soft">Share of the scored replies with each item, out of 100 %; the grey part of a bar is its 95 % interval.</p>
    <div class="charts">
    <figure class="good">
    <figcaption><h3>What helps</h3></figcaption>
    \(all.items.filter(\.isPositive).map(bar))</figure>
    <figure class="bad">
    <figcaption><h3>What hurts</h3></figcaption>
    \(all.items.filter { !$0.isPositive }.map(bar))</figure>
    </div>

    """
  }

  private func bar(_ item: ItemShare) -> HTML {
    Page.bar(
      item.title.capitalizedFirst, text: item.text, share: item.known, lower: item.lower ?? 0, upper: item.upper ?? 0)
  }

  private func body(_ group: Group) -> HTML {
    let hasWeeks = group.rows.contains { row in row.weeks.contains { $0.score.value != nil } }
    let heads =
      [group.column.capitalizedFirst, "Replies", "Score", "95 % interval", "Not scored"]
      + (hasWeeks ? ["Weeks", "Trend"] : [])
    let table = PageTable(
      label: "By \(group.column)", heads: heads, rows: group.rows.map { Array(cells($0).prefix(heads.count)) })
    return """
      \(table.html)\
      <p class="soft">\(hasWeeks ? "In the small charts the dashed line is a score of 50. " : "")\(group.isCompared ? standsOut : Self.ownRules + " The best and the weakest reply of each:")</p>
      \(group.rows.compactMap { examples($0, isCompared: group.isCompared) })
      """
  }

  private var standsOut: String {
    "What stands out, followed by the best and the weakest reply. An item is named if its share differs from that of "
      + "all other replies by more than chance would explain, with all items and rows taken into account, and if there "
      + "are at least 30 scored replies. For items that hurt, less is better."
  }

  private func cells(_ row: Row) -> [PageTable.Cell] {
    let trend = row.trend?.text ?? ""
    let chart: HTML? = Self.curve(row.weeks.filter { !$0.isPartial }.map(\.score.value)).map { curve in
      """
      <svg class="mini" viewBox="0 0 120 28" role="img" aria-label="scores by week, \(trend)">\
      <line class="zero" x1="0" x2="120" y1="14" y2="14"/><path class="curve" d="\(curve)"/></svg>
      """
    }
    return [
      PageTable.Cell(text: row.name), PageTable.Cell(text: Digits.count(row.replies)), PageTable.Cell(row.score),
      PageTable.Cell(text: Page.unbroken(row.score.intervalText)),
      PageTable.Cell(text: Page.unbroken(Unit.percent.text(row.notScored))), PageTable.Cell("\(chart)"),
      PageTable.Cell(text: trend),
    ]
  }

  /// What stands out in a row, and its best and weakest reply.
  private func examples(_ row: Row, isCompared: Bool) -> HTML? {
    let examples = [("Best", row.best), ("Weakest", row.weakest)]
    let quotes: [HTML] = examples.compactMap { title, example in
      guard let example else { return nil }
      let customer: HTML? =
        example.customer.isEmpty ? nil : "<blockquote class=\"soft\">\(example.customer)</blockquote>"
      return """
        <div>
        <h3>\(title), \(Digits.text(example.score, decimals: 1))</h3>
        \(customer)
        <blockquote>\(example.reply)</blockquote>
        </div>

        """
    }
    guard !quotes.isEmpty else { return nil }
    let few: HTML? = row.hasFewAgents && isCompared ? " · too few agents to tell what stands out" : nil
    let contrasts: [HTML] = [("to practise", false), ("better than others", true)].compactMap { name, better in
      let items = row.contrast(to: all, better: better)
      return items.isEmpty ? nil : " · \(name): \(items.joined(separator: ", "))"
    }
    return """
      <details>
      <summary><strong>\(row.name)</strong>\(few)\(contrasts)</summary>
      <div class="quotes">
      \(quotes)</div>
      </details>

      """
  }

  /// A small curve in a box of 120 × 28; nil for fewer than 2 values.
  private static func curve(_ values: [Double?]) -> String? {
    let known = values.indices.filter { values[$0] != nil }
    guard known.count > 1 else { return nil }
    return "M"
      + known.map { index in
        let x = 2 + 116 * Double(index) / Double(max(values.count - 1, 1))
        return "\(Digits.text(x, decimals: 1)) \(Digits.text(26 - 0.24 * (values[index] ?? 0), decimals: 1))"
      }.joined(separator: "L")
  }
}

extension ScorecardSummary.Row {
  /// The items in which a row differs most from all, with both shares: at most three. Of what helps, more is better, and of
  /// what hurts, less.
  package func contrast(to all: ScorecardSummary.Row, better: Bool) -> [String] {
    let differences = zip(items, all.items).map { own, other in
      (own, (own.known - other.known) * (own.isPositive ? 1 : -1) * (better ? 1 : -1), other.known)
    }
    // What chance could have done is not named.
    return differences.filter { own, difference, _ in difference > 0.05 && (own.adjustedPValue ?? 1) < 0.05 }.sorted {
      $0.1 > $1.1
    }.prefix(3).map { own, _, share in
      return "\(own.title): \(Digits.text(own.known * 100, decimals: 0)) % of replies "
        + "(all agents: \(Digits.text(share * 100, decimals: 0)) %)"
    }
  }
}
