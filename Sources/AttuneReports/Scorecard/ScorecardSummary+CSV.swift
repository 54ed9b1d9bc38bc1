import AttuneCare

extension ScorecardSummary {
  /// A line for all, and for each agent, team, channel and week of each.
  package var csv: String {
    let items = RubricItem.allCases.map(\.rawValue)
    var out = CSV.line(
      ["part", "of", "week", "replies", "score", "lower", "upper", "not_scored", "points_per_week"] + items
        + Self.conversationColumns + Self.planColumns)
    func append(_ part: String, _ row: Row) {
      out += CSV.line(
        [
          part, row.name, "", "\(row.replies)", CSV.number(row.score.value), CSV.number(row.score.lower),
          CSV.number(row.score.upper), CSV.number(row.notScored), CSV.number(row.trend?.pointsPerWeek),
        ] + row.items.map { CSV.number($0.share) } + conversationCells(row.conversations) + planCells(row.plan))
      for week in row.weeks where week.score.count > 0 {
        out += CSV.line(
          [
            part, row.name, week.start, "\(week.score.count)", CSV.number(week.score.value),
            CSV.number(week.score.lower), CSV.number(week.score.upper), "", "",
          ] + (items + Self.conversationColumns + Self.planColumns).map { _ in "" })
      }
    }
    append("all", all)
    for group in groups { for row in group.rows { append(group.column, row) } }
    return out
  }

  private static let conversationColumns = [
    "conversations", "unhappy_wrote_again", "recovered", "recovered_lower", "recovered_upper", "left_unanswered",
  ]

  private func conversationCells(_ conversations: Conversations?) -> [String] {
    guard let conversations else { return Self.conversationColumns.map { _ in "" } }
    let recovered = conversations.recovered
    return [
      "\(conversations.count)", "\(recovered.count)", CSV.number(recovered.value), CSV.number(recovered.lower),
      CSV.number(recovered.upper), CSV.number(conversations.unanswered.value),
    ]
  }

  private static let planColumns = ["keep", "work_on", "work_on_points", "work_on_next", "practise"]

  private func planCells(_ plan: CoachingPlan?) -> [String] {
    let first = plan?.workOn.first
    return [
      plan?.keep?.item ?? "", first?.item ?? "", CSV.number(first?.points), plan?.workOn.dropFirst().first?.item ?? "",
      first?.scenario?.command ?? "",
    ]
  }
}
