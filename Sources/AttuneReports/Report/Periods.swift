import Attune
import AttuneStatistics

/// The latest period of a report beside the one before, of the same length.
package struct Periods: Sendable, Encodable {
  package struct Change: Sendable, Encodable {
    package var before: ReportSummary.Figure
    package var after: ReportSummary.Figure
    /// After minus before, with its 95 % interval; nil without enough answers.
    package var difference: Double?
    package var lower: Double?
    package var upper: Double?
    /// By Holm, over all figures.
    package var adjustedPValue: Double?
    package var effect: ComparisonSummary.Row.Effect
  }

  /// The length of each.
  package var days: Int
  /// The same in months, where dates are months.
  private var months: Int?
  package var firstDay: String
  /// The first day of the latest period.
  package var turn: String
  package var lastDay: String
  /// In the order of the figures.
  package var changes: [Change]
  /// Who writes; nil without texts.
  let shift: WriterShift?

  private enum CodingKeys: CodingKey { case days, firstDay, turn, lastDay, changes }

  /// Weeks are told by weekdays alike; of longer ones the longest that fits twice is taken.
  private static let lengths = [364, 91, 28, 7]

  /// - Parameters:
  ///   - span: what the records are about; nil without dates.
  ///   - length: days; nil for the longest of one, 4, 13 and 52 weeks that fits twice.
  init?(_ tallies: [Day: Tally], _ span: DaySpan?, _ design: ClusterDesign, length: Int?) {
    guard let found = span else { return nil }
    let span = found.days
    let first: Day
    let turn: Day
    if found.isMonthly, length == nil {
      let starts = TimeBin.month.starts(spanning: span)
      guard let months = [12, 3, 1].first(where: { 2 * $0 <= starts.count }) else { return nil }
      self.months = months
      first = starts[starts.count - 2 * months]
      turn = starts[starts.count - months]
      days = span.upperBound.number - turn.number + 1
    } else {
      let spanned = span.upperBound.number - span.lowerBound.number + 1
      guard let days = length ?? Self.lengths.first(where: { 2 * $0 <= spanned }), days > 0, days < spanned else {
        return nil
      }
      self.days = days
      turn = Day(number: span.upperBound.number - days + 1)
      first = Day(number: turn.number - days)
    }
    (firstDay, self.turn, lastDay) = (first.isoText, turn.isoText, span.upperBound.isoText)
    func sum(_ days: Range<Day>) -> Tally? {
      let parts = tallies.filter { days.contains($0.key) }.sorted { $0.key < $1.key }.map(\.value)
      guard var sum = parts.first else { return nil }
      for part in parts.dropFirst() { sum.merge(part) }
      return sum
    }
    guard let before = sum(first..<turn), let after = sum(turn..<Day(number: span.upperBound.number + 1)) else {
      return nil
    }
    shift = design.report.layout.text == nil ? nil : WriterShift(before.writing, after.writing)
    changes = design.metrics.indices.map { Change(design, $0, before, after) }
    let tested = changes.indices.filter { changes[$0].adjustedPValue != nil }
    let adjusted = Holm.adjust(tested.compactMap { changes[$0].adjustedPValue })
    for (index, pValue) in zip(tested, adjusted) {
      changes[index].judge(pValue, design.metrics[index].better, design.metrics[index].isOfTexts ? shift : nil)
    }
  }

  /// "4 weeks"
  package var lengthText: String {
    if let months { return months == 1 ? "month" : "\(months) months" }
    return days % 7 == 0 ? days == 7 ? "week" : "\(days / 7) weeks" : days == 1 ? "day" : "\(days) days"
  }
}

extension Periods.Change {
  fileprivate init(_ design: ClusterDesign, _ metric: Int, _ first: Tally, _ second: Tally) {
    (before, after) = (design.figure(metric, first), design.figure(metric, second))
    effect = .notEnoughData
    guard !before.isSmall, !after.isSmall, let found = design.difference(metric, first, second) else { return }
    difference = found.value
    lower = found.interval.lower
    upper = found.interval.upper
    adjustedPValue = found.pValue
  }

  /// - Parameter shift: who writes, of figures of texts.
  fileprivate mutating func judge(_ pValue: Double, _ better: Metric.Better, _ shift: WriterShift?) {
    adjustedPValue = pValue
    guard let difference, let lower, let upper else { return }
    guard pValue < 0.05, lower > 0 || upper < 0 else {
      effect = .unclear
      return
    }
    let isByOthers = shift?.mayExplain(before, after, ConfidenceInterval(lower, upper)) ?? false
    effect = isByOthers ? .otherWriters : (difference > 0) == (better == .higher) ? .better : .worse
  }

  /// "+4.5 (-0.8 … +9.7)"; a dash where there is too little to tell.
  package var text: String {
    guard let difference, let lower, let upper else { return "–" }
    let text = after.unit.differenceText
    return "\(text(difference)) (\(text(lower)) … \(text(upper)))"
  }
}
