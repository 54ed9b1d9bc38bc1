import Attune
import AttuneStatistics

/// The latest period of a report beside the one before, of the same length.
package struct Periods: Sendable, Encodable {
  /// The length of each.
  package var days: Int
  /// The same in months, where dates are months.
  private var months: Int?
  package var firstDay: String
  /// The first day of the latest period.
  package var turn: String
  package var lastDay: String
  /// In the order of the figures.
  package var changes: [ComparisonSummary.Row]
  /// Who writes; nil without texts.
  let shift: WriterShift?
  /// Figures whose change comes from what cases are; nil for none.
  package var mixShifts: [MixShift]?
  /// Why there are no verdicts; nil where the periods have enough clusters.
  let fewClusters: String?

  private enum CodingKeys: CodingKey { case days, firstDay, turn, lastDay, changes, mixShifts }

  /// How long a period is.
  enum Length: Sendable {
    case days(Int)
    /// Where dates are months.
    case months(Int)

    /// Weeks are told by weekdays alike; the longest that fits twice is taken, so that no month is too short for a comparison
    /// of most of its weeks with those before.
    fileprivate static let weeks = [364, 91, 28, 21, 14, 7]

    /// What fits twice into a span, the longest first: 1 to 4, 13 and 52 weeks, or 1, 3 and 12 months.
    static func fitting(_ span: DaySpan) -> [Length] {
      if span.isMonthly {
        let count = TimeBin.month.starts(spanning: span.days).count
        return [12, 3, 1].filter { 2 * $0 <= count }.map { .months($0) }
      }
      let spanned = span.days.upperBound.number - span.days.lowerBound.number + 1
      return weeks.filter { 2 * $0 <= spanned }.map { .days($0) }
    }

    /// Whether a change may be asked for in it beside longer ones: weeks are too short for it.
    fileprivate var isMonthOrMore: Bool { if case .days(let days) = self { days >= 28 } else { true } }
  }

  /// - Parameters:
  ///   - span: what the records are about; nil without dates.
  ///   - length: in days; nil for the longest that fits twice.
  init?(_ tallies: [Day: Tally], _ span: DaySpan?, _ design: ClusterDesign, length: Int?) {
    guard let span, let length = length.map({ .days($0) }) ?? Length.fitting(span).first else { return nil }
    self.init(tallies, span, design, length)
  }

  private init?(_ tallies: [Day: Tally], _ found: DaySpan, _ design: ClusterDesign, _ length: Length) {
    let span = found.days
    let first: Day
    let turn: Day
    switch length {
    case .months(let months):
      let starts = TimeBin.month.starts(spanning: span)
      self.months = months
      first = starts[starts.count - 2 * months]
      turn = starts[starts.count - months]
      days = span.upperBound.number - turn.number + 1
    case .days(let days):
      guard days > 0, days <= span.upperBound.number - span.lowerBound.number else { return nil }
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
    let end = Day(number: span.upperBound.number + 1)
    guard let before = sum(first..<turn), let after = sum(turn..<end) else { return nil }
    var records = ComparedRecords(
      before: before, after: after, days: tallies.filter { span.contains($0.key) }, turn: turn,
      hasTexts: design.report.layout.text != nil,
      mixes: design.report.mixes(before: first..<turn, after: turn..<end))
    records.names = Self.names(days: days, months: months)
    if let clusters = design.clusters {
      guard let found = clusters.periods(before: first..<turn, after: turn..<end) else { return nil }
      (records.clusters, records.clusterCount) = (found.clusters, found.names)
      records.clusterColumn = design.report.layout.groups.last
      records.mixes.append(
        CaseMix(column: records.clusterColumn ?? "", parts: found.parts, isOfClusters: true))
    }
    let writing = WritingChange(records)
    shift = writing?.shift
    fewClusters = ReportSummary.fewClusters(records.clusterCount, design.report.layout.groups.last)
    changes = records.rows(
      design.metrics, scales: design.scales, writing: writing, doubts: design.doubts, seed: design.seed)
    mixShifts = records.mixShifts(changes, design.metrics, scales: design.scales)
    records.note(mixShifts, in: &changes)
  }

  /// "in the 4 weeks before" and "in the last 4 weeks"
  private static func names(days: Int, months: Int?) -> SideNames {
    let length = lengthText(days: days, months: months)
    return days == 1
      ? SideNames(before: "on the day before", after: "on the last day", tense: .past)
      : SideNames(before: "in the \(length) before", after: "in the last \(length)", tense: .past)
  }

  /// Why the latest period is not compared, where dates are apart enough for one: no record is dated in one of the two.
  /// - Parameter length: days that were asked for; nil for the longest that fits twice.
  static func missing(_ tallies: [Day: Tally], _ span: DaySpan?, length: Int?) -> [String] {
    guard let span, !span.isMonthly, length == nil else { return [] }
    let (first, last) = (span.days.lowerBound, span.days.upperBound)
    guard let days = Length.weeks.first(where: { 2 * $0 <= last.number - first.number + 1 }) else { return [] }
    let turn = Day(number: last.number - days + 1)
    func count(_ days: Range<Day>) -> Int {
      tallies.reduce(0) { $0 + (days.contains($1.key) ? $1.value.records : 0) }
    }
    let before = count(Day(number: turn.number - days)..<turn)
    let after = count(turn..<Day(number: last.number + 1))
    guard min(before, after) == 0 else { return [] }
    let weeks = lengthText(days: days, months: nil)
    return [
      "The last \(weeks), to \(last.longText), \(days == 7 ? "has" : "have") \(Digits.count(after)) "
        + "record\(after == 1 ? "" : "s"), and the \(weeks) before \(before == 0 ? "none" : Digits.count(before)): no "
        + "comparison with an earlier period is possible."
    ]
  }

  /// Shorter periods, of four weeks or a month at least, in which figures changed that did not change so in this one. Only
  /// these have a verdict, which allows for all lengths that were looked at; nil for none.
  func shorter(_ tallies: [Day: Tally], _ span: DaySpan?, _ design: ClusterDesign) -> [Periods]? {
    guard let span else { return nil }
    let lengths = Length.fitting(span).filter(\.isMonthOrMore)
    var told = changes.map { Set([$0.changeSign].compactMap { $0 }) }
    let found = lengths.dropFirst().compactMap { length -> Periods? in
      guard var periods = Periods(tallies, span, design, length) else { return nil }
      for index in periods.changes.indices {
        let change = periods.changes[index]
        if let sign = change.changeSign, (change.adjustedPValue ?? 1) * Double(lengths.count) < 0.05,
          told[index].insert(sign).inserted
        {
          continue
        }
        periods.changes[index].effect = .unclear
      }
      return periods.changes.contains { $0.changeSign != nil } ? periods : nil
    }
    return found.isEmpty ? nil : found
  }

  /// "4 weeks"
  package var lengthText: String { Self.lengthText(days: days, months: months) }

  private static func lengthText(days: Int, months: Int?) -> String {
    if let months { return months == 1 ? "month" : "\(months) months" }
    return days % 7 == 0 ? days == 7 ? "week" : "\(days / 7) weeks" : days == 1 ? "day" : "\(days) days"
  }
}

extension ComparisonSummary.Row {
  /// The direction of a change that chance does not explain; nil without one.
  fileprivate var changeSign: Double? {
    guard effect.isVerdict || effect == .trend || effect == .jumpOrTrend, let difference else { return nil }
    return difference > 0 ? 1 : -1
  }
}
