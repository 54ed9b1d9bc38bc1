import AttuneCare

extension ScorecardSummary {
  /// A line for all, and for each agent, team, channel and week of each.
  package var csv: String {
    let items = RubricItem.allCases.map(\.rawValue)
    var out = CSV.line(
      ["part", "of", "week", "replies", "score", "lower", "upper", "not_scored", "points_per_week"] + items)
    func append(_ part: String, _ row: Row) {
      out += CSV.line(
        [
          part, row.name, "", "\(row.replies)", CSV.number(row.score.value), CSV.number(row.score.lower),
          CSV.number(row.score.upper), CSV.number(row.notScored), CSV.number(row.trend?.pointsPerWeek),
        ] + row.items.map { CSV.number($0.share) })
      for week in row.weeks where week.score.count > 0 {
        out += CSV.line(
          [
            part, row.name, week.start, "\(week.score.count)", CSV.number(week.score.value),
            CSV.number(week.score.lower), CSV.number(week.score.upper), "", "",
          ] + items.map { _ in "" })
      }
    }
    append("all", all)
    for group in groups { for row in group.rows { append(group.column, row) } }
    return out
  }
}
