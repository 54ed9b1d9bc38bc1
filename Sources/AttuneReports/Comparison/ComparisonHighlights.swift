import AttuneCare
import AttuneStatistics

extension ComparisonSummary {
  /// What a reader of a comparison wants to know first.
  package struct Highlights: Sendable, Encodable {
    /// A figure over stretches of time that are counted from the date.
    package struct Trend: Sendable, Encodable {
      package var days: Int
      /// The first days of the stretches.
      package var starts: [String]
      package var figures: [ReportSummary.Figure]
      /// The number of the first stretch from the date on.
      package var turn: Int
      /// Stretches of which the data holds only a part.
      package var partial: [Int]
    }

    /// Sentences that say it in words.
    package var headline: [String] = []
    /// Of each figure; empty without a date.
    package var trends: [Trend] = []
    /// Of each score.
    package var drivers: [DriverChanges] = []
    package var targets: [TargetResult] = []
    /// Sentences about figures besides the main one whose difference comes from what cases are.
    package var mixNotes: [String] = []
    /// Of figures, what people call them.
    package var titles: [String: String] = [:]

    init() {}

    init(_ comparison: Comparison, _ summary: ComparisonSummary, _ mixes: ScaleMixes, targets wanted: [Target]) {
      let metrics = comparison.layout.metrics
      let scales = comparison.scales
      titles = Dictionary(metrics.map { ($0.name, $0.title) }) { first, _ in first }
      for row in summary.rows where titles[row.name] == nil { titles[row.name] = row.name.capitalizedFirst }
      targets = wanted.compactMap { target in
        metrics.firstIndex(of: target.metric).map {
          TargetResult(
            target, summary.rows[$0].after, fewClusters: summary.fewClusters, doubt: summary.rows[$0].targetDoubt)
        }
      }
      drivers = DriverChanges.all(
        comparison, metrics, scales: scales, isByOthers: summary.writing?.shift?.isLarge ?? false)
      if case .date(let date) = comparison.split, let span = comparison.span {
        trends = metrics.map { Trend(comparison.days, $0, scales, at: date, span) }
      }
      let foreign = summary.writing?.foreign
      headline =
        Headline.losses(summary.problems, besides: summary.firstRecords + summary.secondRecords)
        + Headline.gaps(summary.columns, metrics, comparison.layout)
        + mixes.sentences(comparison.layout)
        + Headline.repeats(
          summary.repeats, of: summary.firstRecords + summary.secondRecords + summary.neither, comparison.layout)
        + comparison.answers.contradictions(scales)
        + Headline.languages(foreign?.successes ?? 0, of: foreign?.trials ?? 0)
        + ComparisonHeadline(
          comparison.namedSplit, metrics, summary, self, hasForeignTexts: (foreign?.successes ?? 0) > 0
        ).sentences
      let first: String? = if case .groups(let first, _) = comparison.namedSplit { first } else { nil }
      mixNotes = (summary.mixShifts ?? []).compactMap { shift in
        metrics.first { $0.name == shift.figure }.map { shift.sentence($0.subject, of: first) }
      }.filter { !headline.contains($0) }
    }

    /// What people call a figure.
    package func title(_ figure: ReportSummary.Figure) -> String { titles[figure.name] ?? figure.name }
  }
}

extension ComparisonSummary.Highlights.Trend {
  init(_ tallies: [Day: Tally], _ metric: Metric, _ scales: [Scale?], at date: Day, _ span: DaySpan) {
    let (first, last) = (span.days.lowerBound, span.days.upperBound)
    let length = last.number - first.number + 1
    let days = length < 28 ? 1 : length <= 731 ? 7 : 28
    func stretch(_ day: Day) -> Int { (day.number - date.number).floored(by: days) }
    let stretches = stretch(first)...stretch(last)
    var sums: [Int: Tally] = [:]
    for (day, tally) in tallies.sorted(by: { $0.key < $1.key }) where span.days.contains(day) {
      if sums[stretch(day)] == nil { sums[stretch(day)] = tally } else { sums[stretch(day)]?.merge(tally) }
    }
    self.days = days
    starts = stretches.map { Day(number: date.number + $0 * days).isoText }
    figures = stretches.map { number in
      sums[number].map { .init(metric, metric.measure($0, scales: scales)) }
        ?? .init(metric, metric.measure(Tally(scales.map { _ in ValueCounts() }), scales: scales))
    }
    turn = -stretches.lowerBound
    partial = stretches.enumerated().filter { _, number in
      let start = date.number + number * days
      return span.isPartial(Day(number: start)..<Day(number: start + days))
    }.map(\.offset)
  }
}
