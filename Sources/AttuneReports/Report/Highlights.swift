import AttuneCare
import AttuneStatistics

extension ReportSummary {
  /// What a reader wants to know first.
  package struct Highlights: Sendable, Encodable {
    /// Sentences that say it in words.
    package var headline: [String] = []
    /// Figures that left their own usual range.
    package var alerts: [String] = []
    /// The latest period beside the one before; nil without dates, or where they span too little.
    package var periods: Periods?
    /// Shorter periods in which figures changed that did not in the longer one; nil for none.
    package var shorterPeriods: [Periods]?
    package var targets: [TargetResult] = []
    /// Of each score.
    package var drivers: [Drivers] = []
    package var groupTrends: [GroupTrend] = []
    /// Of figures, what people call them.
    package var titles: [String: String] = [:]
    /// By what groups are sorted.
    package var order = "the number of records"
    /// Whether groups are sorted by a figure, and those of few answers stand last.
    package var hasSmallLast = false

    init() {}

    init(
      _ report: Report, _ summary: ReportSummary, _ options: Options, _ design: ClusterDesign, _ mixes: ScaleMixes
    ) {
      let metrics = report.layout.metrics
      let scales = report.scales
      titles = Dictionary(metrics.map { ($0.name, $0.title) }) { first, _ in first }
      if let figure = summary.retention?.figure { titles[figure.name] = figure.name.capitalizedFirst }
      if let sort = options.sort {
        hasSmallLast = summary.groups.contains { sort.putsLast($0.rows, metrics) }
        order = sort.text + (hasSmallLast ? "; groups with fewer than \(Measure.smallCount) answers come last" : "")
      }
      periods = Periods(report.days, report.span, design, length: options.period)
      for index in summary.figures.indices {
        guard let value = summary.figures[index].value else { continue }
        periods?.changes[index].before.beside = value
        periods?.changes[index].after.beside = value
      }
      if options.period == nil { shorterPeriods = periods?.shorter(report.days, report.span, design) }
      targets = options.targets.compactMap { target in
        metrics.firstIndex(of: target.metric).map { index in
          TargetResult(
            target, periods?.changes[index].after ?? summary.figures[index],
            period: periods.map { "last \($0.lengthText)" }, fewClusters: periods?.fewClusters ?? summary.fewClusters,
            doubt: periods?.changes[index].targetDoubt)
        }
      }
      drivers =
        report.drivers.map {
          Drivers.all(
            $0, metrics, scales: scales, taxonomy: report.taxonomy, clusters: design.clusters.map(\.names))
        } ?? []
      let isRepeated = summary.repeats.doubt(of: summary.records, isOfAnswers: true) != nil
      for index in drivers.indices { drivers[index].doubt(where: summary.aspects, isRepeated: isRepeated) }
      alerts = summary.alerts(metrics, report, design.doubts)
      groupTrends = GroupTrend.all(report, summary, metrics, scales)
      headline =
        Headline.losses(summary.problems, besides: summary.records)
        + Headline.gaps(summary.columns, metrics, report.layout) + mixes.sentences(report.layout)
        + Headline.repeats(summary.repeats, of: summary.records, report.layout) + report.answers.contradictions(scales)
        + Headline.languages(summary.foreignTexts ?? 0, of: summary.texts ?? 0)
        + Headline(
          metrics, summary.figures, self, hasForeignTexts: summary.foreignTexts != nil
        ).sentences
        + (periods == nil ? Periods.missing(report.days, report.span, length: options.period) : [])
    }

    /// What people call a figure.
    package func title(_ figure: Figure) -> String { titles[figure.name] ?? figure.name }
  }
}
