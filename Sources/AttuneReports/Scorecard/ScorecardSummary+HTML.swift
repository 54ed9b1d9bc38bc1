extension ScorecardSummary {
  /// As a page that stands on its own.
  package var html: String {
    let weeks = all.weeks
    let charts =
      TrendChart(weeks.map(\.score), labels: weeks.map(\.start), partial: weeks.map(\.isPartial)).map { [$0] } ?? []
    let score = Page.Cell(all.score)
    let trend: HTML? = all.trend.map { "<tr><th scope=\"row\">Trend</th><td>\($0.text)</td><td></td></tr>\n" }
    return Page.render(
      title: "How we answer", scope: scope,
      style: """
        .good rect { fill: var(--good); } .bad rect { fill: var(--bad); }
        .good .range, .bad .range { fill: var(--ink); opacity: 0.35; }
        figure { max-width: 640px; }
        .mini { width: 120px; display: inline-block; }
        summary strong { color: var(--ink); }

        """,
      body: """
        <section>
        <h2>Empathy score</h2>
        <div class="scroll">
        <table>
        <thead><tr>\(Page.heads(["Figure", "Value", "95 % interval"]))</tr></thead>
        <tbody>
        <tr><th scope="row">Mean score, 0 to 100</th><td class="\(score.style)">\(score.text)</td>\
        <td>\(score.interval)</td></tr>
        <tr><th scope="row">Not scored</th><td>\(Unit.percent.text(all.notScored))</td><td></td></tr>
        \(trend)</tbody>
        </table>
        </div>
        <p class="soft">50 is a polite and correct, but impersonal reply. Replies to messages without a feeling or a \
        problem are not scored.</p>
        </section>

        \(Page.charts(charts, title: "By week", heads: ["From", "Score", "95 % interval", "Replies"]))
        <section>
        <h2>What replies hold</h2>
        <p class="soft">Share of the scored replies with each item; the grey part of a bar is its 95 % interval.</p>
        <div class="charts">
        <figure class="good">
        <figcaption><h3>What helps</h3></figcaption>
        \(all.items.filter(\.isPositive).map(bar))</figure>
        <figure class="bad">
        <figcaption><h3>What hurts</h3></figcaption>
        \(all.items.filter { !$0.isPositive }.map(bar))</figure>
        </div>
        </section>

        \(groups.map(section))
        \(conversationSection)
        \(planSection)
        <p class="soft">Figures in grey italics rest on fewer than 30 replies. Intervals are of 95 %. A star marks a \
        trend that chance would rarely make. "Better than others" and "to practise" name items whose share differs from \
        that of all replies by more than chance; of what hurts, less is better. In the small charts the dashed line is a score of 50.</p>

        """)
  }

  private func bar(_ item: ItemShare) -> HTML {
    Page.bar(
      item.item, text: Unit.percent.text(item.share), share: item.share, lower: item.lower, upper: item.upper)
  }

  private func section(_ group: Group) -> HTML {
    let heads = [group.column, "Replies", "Score", "95 % interval", "Not scored", "Weeks", "Trend"]
    return """
      <section>
      <h2>By \(group.column)</h2>
      <div class="scroll">
      <table class="stacked">
      <thead><tr>\(Page.heads(heads))</tr></thead>
      <tbody>
      \(group.rows.map(tableRow))</tbody>
      </table>
      </div>
      <p class="soft">What stands out, and behind it the best and the weakest reply:</p>
      \(group.rows.compactMap(examples))</section>

      """
  }

  private func tableRow(_ row: Row) -> HTML {
    let score = Page.Cell(row.score)
    let trend = row.trend?.text ?? ""
    let curve = Self.curve(row.weeks.filter { !$0.isPartial }.map(\.score.value))
    let chart: HTML? = curve.map { curve in
      """
      <svg class="mini" viewBox="0 0 120 28" role="img" aria-label="scores by week, \(trend)">\
      <line class="zero" x1="0" x2="120" y1="14" y2="14"/><path class="curve" d="\(curve)"/></svg>
      """
    }
    return """
      <tr><th scope="row">\(row.name)</th><td data-head="Replies">\(Digits.count(row.replies))</td>\
      <td data-head="Score" class="\(score.style)">\(score.text)</td>\
      <td data-head="95 % interval">\(score.interval)</td>\
      <td data-head="Not scored">\(Unit.percent.text(row.notScored))</td><td data-head="Weeks">\(chart)</td>\
      <td data-head="Trend">\(trend)</td></tr>

      """
  }

  /// What stands out in a row, and its best and weakest reply.
  private func examples(_ row: Row) -> HTML? {
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
    let contrasts: [HTML] = [("to practise", false), ("better than others", true)].compactMap { name, better in
      let items = row.contrast(to: all, better: better)
      return items.isEmpty ? nil : " · \(name): \(items.joined(separator: ", "))"
    }
    return """
      <details>
      <summary><strong>\(row.name)</strong>\(contrasts)</summary>
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
  /// The items in which a row differs most from all, with both shares: at most three. Each says whether the row has it more or
  /// less often than all: of what helps, more is better, and of what hurts, less.
  package func contrast(to all: ScorecardSummary.Row, better: Bool) -> [String] {
    let differences = zip(items, all.items).map { own, other in
      (own, (own.share - other.share) * (own.isPositive ? 1 : -1) * (better ? 1 : -1), other.share)
    }
    // What chance could have done is not named.
    return differences.filter { own, difference, share in
      difference > 0.05 && (share < own.lower || share > own.upper)
    }.sorted { $0.1 > $1.1 }.prefix(3).map { own, _, share in
      let often = better ? ["more often", "less often"] : ["too often", "too seldom"]
      return "\(often[own.share > share ? 0 : 1]) \(own.item) \(Digits.text(own.share * 100, decimals: 0)) % "
        + "(all: \(Digits.text(share * 100, decimals: 0)) %)"
    }
  }
}
