import AttuneStatistics

/// A score of each of the largest groups over time.
package struct GroupTrend: Sendable, Encodable {
  package struct Line: Sendable, Encodable {
    package var group: String
    /// Of the stretches of the trend.
    package var figures: [ReportSummary.Figure]
  }

  package var column: String
  package var title: String
  package var lines: [Line]

  private static let shown = 12

  /// Of each column of groups, by the first score that is made of answers.
  static func all(_ report: Report, _ summary: ReportSummary, _ metrics: [Metric], _ scales: [Scale?]) -> [GroupTrend] {
    guard let trend = summary.trend, let bin = TimeBin(rawValue: trend.bin), trend.starts.count > 1,
      let metric = zip(metrics, summary.figures).first(where: { $0.isOfAnswers && $1.value != nil })?.0
    else { return [] }
    let starts = trend.starts.compactMap(Day.init(iso:))
    let empty = Tally(columns: report.layout.measured.count, precision: .coarse)
    return zip(summary.groups, report.groupTrends).compactMap { table, tally in
      let byName = tally.tallies(by: bin)
      let lines = table.rows.prefix(shown).compactMap { row -> Line? in
        guard let days = byName[row.name == "(empty)" ? "" : row.name.foldedName] else { return nil }
        return Line(
          group: row.name, figures: starts.map { .init(metric, metric.measure(days[$0] ?? empty, scales: scales)) })
      }
      return lines.count > 1 ? GroupTrend(column: table.column, title: metric.title, lines: lines) : nil
    }
  }
}
