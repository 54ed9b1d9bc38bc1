import Attune
import AttuneStatistics

/// What a comparison says.
package struct ComparisonSummary: Sendable, Encodable {
  package struct Row: Sendable, Encodable {
    package enum Effect: String, Sendable, Encodable {
      case better, worse
      /// A difference of a figure of which nobody said which end is better.
      case higher, lower
      /// The figure changed, but a trend that was plain before the date explains most of it, without a jump.
      case trend
      /// The figure changed, but whether at the date or by a steady trend through before and after cannot be told.
      case jumpOrTrend = "jump or trend"
      /// A figure of texts that changed by more than chance, as did the share of those who write: they may be other people.
      case otherWriters = "other writers"
      /// So many more or fewer records have an answer that it may be other people.
      case otherAnswerers = "other answerers"
      /// One side says yes and no, the other one of them only, and nothing in the other records.
      case oneSided = "one-sided"
      /// Two scales may be mixed in the answers.
      case mixedScales = "mixed scales"
      /// Cases of the later side are still open, and may yet be solved.
      case openCases = "open cases"
      /// With the mix of cases of the first side in both, the difference is the opposite one.
      case otherMix = "other mix"
      /// So many records repeat others, or belong to the same cases, that chance cannot be told.
      case repeats
      /// The interval holds 0, or the adjusted p-value is 0.05 or more.
      case unclear
      /// Too few cases, or clusters, to tell anything.
      case notEnoughData = "not enough data"
    }

    package var name: String
    package var unit: Unit
    /// nil where nobody says it.
    package var better: Metric.Better?
    package var before: ReportSummary.Figure
    package var after: ReportSummary.Figure
    /// After minus before, with its own 95 % interval.
    package var difference: Double?
    package var lower: Double?
    package var upper: Double?
    package var test: String?
    package var statistic: Double?
    package var pValue: Double?
    /// By Holm, over all rows.
    package var adjustedPValue: Double?
    /// The smallest difference that so many cases tell from chance with 80 % power, all rows being tested.
    package var minimalDetectable: Double?
    /// Whether there are so few cases that no difference there can be would show; nil where one would.
    package var isBlind: Bool?
    package var effect: Effect
    /// Why the sides are not alike; nil where they are, as far as that can be seen.
    package var doubt: String?
    package var timeSeries: TimeSeries?
    /// How many of the records have an answer, where it is another share on each side.
    var response: String?
    /// How wide the interval would be of independent records.
    var plainWidth: Double?
    /// The p-value of independent records, and the column within whose values records are alike; nil without clusters.
    var plainPValue: Double?
    var clusterColumn: String?
    /// Whether records would differ by more than chance makes them if they were independent.
    var isScattered = false
    /// What it was before it left, and came back; nil where it is not back where it was.
    var recovery: Recovery?
    /// What it was a year before; nil where that is not known.
    var yearBefore: ReportSummary.Figure?

    /// Whether it is one of the figures that are tested: one that is the same of all records on both sides cannot differ.
    var isTested: Bool {
      guard pValue != nil, let value = before.value, value == after.value else { return pValue != nil }
      return unit == .percent ? value > 0 && value < 1 : unit != .points || value.magnitude < 1
    }

    /// Of answers on two scales nothing is said as of one.
    mutating func forgetValues() {
      before.forgetValue()
      after.forgetValue()
      (difference, lower, upper, test, statistic, pValue, adjustedPValue) = (nil, nil, nil, nil, nil, nil, nil)
      (minimalDetectable, isBlind, doubt, timeSeries, recovery, yearBefore) = (nil, nil, nil, nil, nil, nil)
      effect = .mixedScales
    }

    private enum CodingKeys: CodingKey {
      case name, unit, better, before, after, difference, lower, upper, test, statistic, pValue, adjustedPValue,
        minimalDetectable, isBlind, effect, doubt, timeSeries
    }
  }

  /// What the figure did over time, whatever the comparison says.
  package struct TimeSeries: Sendable, Encodable {
    /// Of the stretches that were looked at.
    package var days: Int
    /// Change in a stretch before the date, with its p-value.
    package var trendBefore: Double
    package var trendBeforePValue: Double
    /// By Holm, over all rows.
    package var trendBeforeAdjustedPValue: Double
    /// The jump at the date beyond one steady trend through before and after, with its interval.
    package var step: Double
    package var stepLower: Double
    package var stepUpper: Double
    /// How often a series that only drifts jumps so far at the date, in the direction of the difference.
    package var jumpPValue: Double
    /// By Benjamini and Hochberg, over all rows.
    package var jumpAdjustedPValue: Double
    /// How far the figure from the date on is beyond the line of before, and how often a series that only drifts comes so far.
    package var gap: Double
    package var gapPValue: Double
    /// By Benjamini and Hochberg, over all rows.
    package var gapAdjustedPValue: Double
    /// The jump at the date beyond the trend before it, with its interval.
    package var levelChange: Double
    package var levelChangeLower: Double
    package var levelChangeUpper: Double
    package var levelChangePValue: Double
    /// Where a break fits best, and the first and the last day of the stretches in which it may be as well; nil when none is
    /// plain.
    package var bestBreak: String?
    /// Times the number of places that were tried; by Holm, over all rows.
    package var bestBreakPValue: Double?
    package var plausibleFrom: String?
    package var plausibleTo: String?
    package var changedBeforeDate: Bool
  }

  /// Whether both are times, before a date and from it on, and not groups.
  package var isByDate: Bool
  package var firstName: String
  package var secondName: String
  package var firstRecords: Int
  package var secondRecords: Int
  /// Records of neither.
  package var neither: Int
  package var problems: Int
  /// Records that occur again, and those that were left out for it.
  package var repeats: Repeats
  /// What days are far from all others; nil for none.
  package var strays: String?
  /// Who writes; nil without a column of texts.
  package var writing: WritingChange?
  /// Figures whose difference comes from what cases are; nil for none.
  package var mixShifts: [MixShift]?
  /// Of what retention is the share; nil where it is not wanted.
  package var retention: String?
  /// How many clusters the records come in, of which up to 512 are told apart; nil without a column of clusters.
  package var clusters: Int?
  /// The column of clusters; nil without one.
  package var clusterColumn: String?
  /// The share of the records that the largest cluster has; nil without clusters.
  package var largestCluster: Double?
  package var rows: [Row]
  package var costs: [MonthlyCost]
  package var columns: [ReportSummary.Column]
  /// What was assumed about the files, such as their encoding; nil when there was nothing to assume.
  package var reading: [String]?
  package var highlights = Highlights()

  /// What a comparison can and cannot say.
  package static let caveat =
    "Association, not proof of cause: anything else that changed between the two is part of these differences too."
  /// Fewer clusters do not tell how much clusters differ, and get no verdict.
  package static let fewClusters = 6

  /// Whether there are enough clusters for verdicts; records without clusters are independent, and always enough.
  static func givesVerdicts(_ clusters: Int?) -> Bool { clusters.map { $0 >= fewClusters } ?? true }

  /// - Parameters:
  ///   - seed: of the draws of permutation tests.
  ///   - prices: of the columns whose difference is wanted in money.
  package init(_ comparison: Comparison, seed: UInt64 = 1, prices: [UnitPrice] = [], targets: [Target] = []) {
    switch comparison.split {
    case .date(let day): (isByDate, firstName, secondName) = (true, "before \(day.isoText)", "from \(day.isoText)")
    case .groups(let first, let second): (isByDate, firstName, secondName) = (false, first, second)
    }
    firstRecords = comparison.before.records
    secondRecords = comparison.after.records
    neither = comparison.neither
    problems = comparison.problems
    repeats = comparison.repeated
    strays = comparison.span?.strayText
    clusters = comparison.clusterCount
    clusterColumn = clusters == nil ? nil : comparison.layout.groups.last
    let scales = comparison.scales
    let records = comparison.records
    largestCluster = records.largestCluster
    writing = WritingChange(records)
    let mixes = comparison.scaleMixes(scales)
    let doubts = Reservations(
      comparison.layout, scales, total: comparison.total, mixed: mixes.columns,
      repeats: comparison.repeated)
    rows = records.rows(
      comparison.layout.metrics, scales: scales, writing: writing, doubts: doubts,
      others: comparison.retention.map { [Row.Draft($0)] } ?? [], seed: seed)
    mixShifts = records.mixShifts(rows, comparison.layout.metrics, scales: scales)
    records.note(mixShifts, in: &rows)
    retention = comparison.retention?.text
    let found = rows
    costs = prices.compactMap { MonthlyCost(comparison, $0, found) }
    columns = ReportSummary.Column.all(
      comparison.layout, comparison.fields, records: firstRecords + secondRecords + neither,
      values: comparison.values, scales: scales, answers: comparison.answers, level: comparison.cellLevel)
    for index in columns.indices { columns[index].add(comparison.layout, mixes, comparison.span) }
    if let span = comparison.span {
      ReportSummary.Column.add(
        &columns, comparison.layout, doubts, comparison.days, span, total: comparison.total)
    }
    ReportSummary.Column.addContacts(&columns, comparison.layout, comparison.total)
    highlights = Highlights(comparison, self, mixes, targets: targets)
  }
}

extension Difference.Test {
  /// The name of the test.
  package var text: String {
    switch self {
    case .proportions: "two-proportion z, Newcombe"
    case .score: "score intervals, squared and added"
    case .mannWhitneyExact: "Mann-Whitney, exact"
    case .mannWhitney: "Mann-Whitney"
    case .welch: "Welch's t"
    case .permutation: "permutation, Welch's t"
    case .clusterRobust: "cluster-robust t"
    }
  }
}

extension ComparisonSummary.TimeSeries {
  /// By weeks that are counted from the date, or by days with weekdays taken out where there are few weeks; nil when there
  /// are too few of them.
  /// - Parameter difference: of before and after.
  static func find(
    _ tallies: [Day: Tally], at date: Day, difference: Double, _ measure: (Tally) -> Measure
  ) -> Self? {
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
      let found = Self(series, days: length, date: date, difference: difference)
      return found.isFinite ? found : nil
    }
    return nil
  }

  private var isFinite: Bool {
    [
      trendBefore, trendBeforePValue, levelChange, levelChangeLower, levelChangeUpper, levelChangePValue, step,
      stepLower,
      stepUpper, jumpPValue, gap, gapPValue,
    ].allSatisfy(\.isFinite)
  }

  /// A break is looked for at every point, which takes the square of their number.
  private static let pointLimit = 600

  private init(_ series: InterruptedTimeSeries, days: Int, date: Day, difference: Double) {
    func day(_ time: Double) -> String { Day(number: date.number + Int(saturating: time) * days).isoText }
    self.days = days
    trendBefore = series.trendBefore.value
    trendBeforePValue = series.trendBefore.pValue
    trendBeforeAdjustedPValue = trendBeforePValue
    step = series.jump.step.value
    stepLower = series.jump.step.interval.lower
    stepUpper = series.jump.step.interval.upper
    jumpPValue = series.jump.pValue(towards: difference)
    jumpAdjustedPValue = jumpPValue
    gap = series.gap.step.value
    gapPValue = series.gap.pValue(towards: difference)
    gapAdjustedPValue = gapPValue
    levelChange = series.levelChange.value
    levelChangeLower = series.levelChange.interval.lower
    levelChangeUpper = series.levelChange.interval.upper
    levelChangePValue = series.levelChange.pValue
    changedBeforeDate = series.breaksBeforeDate
    if let found = series.bestBreak {
      bestBreak = day(found.time)
      bestBreakPValue = found.pValue
      // A stretch that changed within is like those before it or behind it.
      plausibleFrom = day(found.plausible.lowerBound - 1)
      plausibleTo = Day(number: date.number + (Int(saturating: found.plausible.upperBound) + 1) * days - 1).isoText
    }
  }
}
