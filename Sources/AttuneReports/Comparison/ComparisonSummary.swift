import Attune
import AttuneStatistics

/// What a comparison says.
package struct ComparisonSummary: Sendable, Encodable {
  package struct Row: Sendable, Encodable {
    package enum Effect: String, Sendable, Encodable {
      case better, worse
      /// The interval holds 0, or the adjusted p-value is 0.05 or more.
      case unclear
      /// Too few cases to tell anything.
      case notEnoughData = "not enough data"
    }

    package var name: String
    package var unit: Unit
    package var better: Metric.Better
    package var before: ReportSummary.Figure
    package var after: ReportSummary.Figure
    /// After minus before, with its 95 % interval. Without clusters, that of medians is the shift of Hodges and Lehmann, and
    /// that of net scores the adjusted one: they may be a little off the difference of the two figures.
    package var difference: Double?
    package var lower: Double?
    package var upper: Double?
    package var test: String?
    package var statistic: Double?
    package var pValue: Double?
    /// By Holm, over all rows.
    package var adjustedPValue: Double?
    /// The smallest difference that so many cases reveal with 80 % power.
    package var minimalDetectable: Double?
    package var effect: Effect
    package var timeSeries: TimeSeries?
  }

  /// What the figure did over time, whatever the comparison says.
  package struct TimeSeries: Sendable, Encodable {
    /// Of the stretches that were looked at.
    package var days: Int
    /// Change in a stretch before the date, with its p-value.
    package var trendBefore: Double
    package var trendBeforePValue: Double
    /// The jump at the date beyond the trend, with its interval.
    package var levelChange: Double
    package var levelChangeLower: Double
    package var levelChangeUpper: Double
    package var levelChangePValue: Double
    /// Where a break fits best, and where it may be as well; nil when none is plain.
    package var bestBreak: String?
    package var plausibleFrom: String?
    package var plausibleTo: String?
    package var changedBeforeDate: Bool
  }

  package var firstName: String
  package var secondName: String
  package var firstRecords: Int
  package var secondRecords: Int
  /// Records of neither.
  package var neither: Int
  package var problems: Int
  /// How many clusters were drawn again; nil without a column of clusters.
  package var clusters: Int?
  package var rows: [Row]
  package var costs: [MonthlyCost]
  package var columns: [ReportSummary.Column]
  /// What was assumed about the files, such as their encoding; nil when there was nothing to assume.
  package var reading: [String]?
  package var highlights = Highlights()

  /// What a comparison can and cannot say.
  package static let caveat =
    "Association, not proof of cause: whatever else changed between the two is in these differences as well."
  /// Below that, intervals of the cluster bootstrap are too narrow.
  package static let fewClusters = 20

  /// - Parameters:
  ///   - seed: of the bootstrap.
  ///   - prices: of the columns whose difference is wanted in money.
  package init(_ comparison: Comparison, seed: UInt64 = 1, prices: [UnitPrice] = [], targets: [Target] = []) {
    switch comparison.split {
    case .date(let day): (firstName, secondName) = ("before \(day.isoText)", "from \(day.isoText)")
    case .groups(let first, let second): (firstName, secondName) = (first, second)
    }
    firstRecords = comparison.before.records
    secondRecords = comparison.after.records
    neither = comparison.neither
    problems = comparison.problems
    clusters = comparison.hasClusters && !comparison.hasTooManyClusters ? comparison.clusters.count : nil
    let scales = comparison.scales
    // In the order of their names, so that the same seed draws the same.
    let sortedClusters = comparison.clusters.sorted { $0.key < $1.key }.map(\.value)
    rows = Row.judged(
      comparison.layout.metrics.map { Row(comparison, $0, scales, sortedClusters, seed: seed) })
    costs = prices.compactMap { MonthlyCost(comparison, $0, sortedClusters, seed: seed) }
    columns = ReportSummary.Column.all(
      comparison.layout, comparison.fields, values: comparison.values, scales: scales, answers: comparison.answers)
    highlights = Highlights(comparison, self, targets: targets)
  }
}

extension ComparisonSummary.Row {
  init(
    _ comparison: Comparison, _ metric: Metric, _ scales: [Scale?], _ clusters: [Comparison.Cluster], seed: UInt64
  ) {
    name = metric.name
    unit = metric.unit
    better = metric.better
    let first = metric.measure(comparison.before, scales: scales)
    let second = metric.measure(comparison.after, scales: scales)
    before = .init(metric, first)
    after = .init(metric, second)
    effect = .notEnoughData
    let found =
      clusters.isEmpty
      ? Measure.difference(first, second)
      : ClusterBootstrap.difference(
        clusters.map { (metric.measure($0.before, scales: scales), metric.measure($0.after, scales: scales)) },
        seed: seed)
    if let found, found.isFinite {
      difference = found.value
      lower = found.interval.lower
      upper = found.interval.upper
      test = found.test.text
      statistic = found.statistic
      pValue = found.pValue
      minimalDetectable = found.minimalDetectable
    }
    if case .date(let date) = comparison.split {
      timeSeries = .init(comparison.days, at: date) { metric.measure($0, scales: scales) }
    }
  }

  /// With adjusted p-values, and what the differences are worth by them.
  static func judged(_ rows: [Self]) -> [Self] {
    var rows = rows
    let tested = rows.indices.filter { rows[$0].pValue != nil }
    for (index, pValue) in zip(tested, Holm.adjust(tested.compactMap { rows[$0].pValue })) {
      rows[index].adjustedPValue = pValue
      rows[index].judge()
    }
    return rows
  }

  private mutating func judge() {
    guard let difference, let lower, let upper, let adjustedPValue else { return }
    guard adjustedPValue < 0.05, lower > 0 || upper < 0 else {
      effect = .unclear
      return
    }
    effect = (difference > 0) == (better == .higher) ? .better : .worse
  }
}

extension Difference.Test {
  /// The name of the test.
  package var text: String {
    switch self {
    case .proportions: "two-proportion z, Newcombe"
    case .adjustedWald: "adjusted Wald"
    case .mannWhitneyExact: "Mann-Whitney, exact"
    case .mannWhitney: "Mann-Whitney"
    case .welch: "Welch's t"
    case .bootstrap: "bootstrap"
    }
  }
}

extension ComparisonSummary.TimeSeries {
  /// By weeks that are counted from the date, or by days with weekdays taken out where there are few weeks; nil when there
  /// are too few of them.
  init?(_ tallies: [Day: Tally], at date: Day, _ measure: (Tally) -> Measure) {
    for length in [7, 1] {
      var stretches: [Int: Tally] = [:]
      for (day, tally) in tallies {
        let stretch = (day.number - date.number).floored(by: length)
        if stretches[stretch] == nil { stretches[stretch] = tally } else { stretches[stretch]?.merge(tally) }
      }
      let points = stretches.sorted { $0.key < $1.key }.compactMap { stretch, tally in
        let figure = measure(tally)
        return figure.value.map {
          InterruptedTimeSeries.Point(time: Double(stretch), value: $0, weight: Double(figure.count))
        }
      }
      let hasWeekdays = length == 1 && points.count >= 28
      guard points.count <= Self.pointLimit,
        let series = InterruptedTimeSeries(points, at: 0, season: hasWeekdays ? 7 : nil)
      else { continue }
      self.init(series, days: length, date: date)
      guard
        [trendBefore, trendBeforePValue, levelChange, levelChangeLower, levelChangeUpper, levelChangePValue]
          .allSatisfy(\.isFinite)
      else { return nil }
      return
    }
    return nil
  }

  /// A break is looked for at every point, which takes the square of their number.
  private static let pointLimit = 600

  private init(_ series: InterruptedTimeSeries, days: Int, date: Day) {
    func day(_ time: Double) -> String { Day(number: date.number + Int(saturating: time) * days).isoText }
    self.days = days
    trendBefore = series.trendBefore.value
    trendBeforePValue = series.trendBefore.pValue
    levelChange = series.levelChange.value
    levelChangeLower = series.levelChange.interval.lower
    levelChangeUpper = series.levelChange.interval.upper
    levelChangePValue = series.levelChange.pValue
    changedBeforeDate = series.changedBeforeDate
    if let found = series.bestBreak, found.pValue < 0.05 {
      bestBreak = day(found.time)
      plausibleFrom = day(found.plausible.lowerBound)
      plausibleTo = day(found.plausible.upperBound)
    }
  }
}
