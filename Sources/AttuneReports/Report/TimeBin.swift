/// A stretch of time that a trend sums up.
package enum TimeBin: String, Sendable, CaseIterable {
  case day, week, month

  /// The finest stretches of which there are not too many to look at: days up to five weeks, weeks up to a year, months
  /// beyond.
  package init(spanning days: ClosedRange<Day>) {
    switch days.upperBound.number - days.lowerBound.number {
    case ..<35: self = .day
    case ..<366: self = .week
    default: self = .month
    }
  }

  /// The same, or the next coarser ones where most of the finer stretches hold few records and most of the coarser ones do not:
  /// what few records say of a week is noise.
  /// - Parameter counts: records by day.
  /// - Complexity: O(days)
  package init(spanning days: ClosedRange<Day>, counts: [Day: Int]) {
    let finest = TimeBin(spanning: days)
    self = finest
    guard !finest.tells(counts, in: days), let coarser = finest.coarser, coarser.tells(counts, in: days) else { return }
    self = coarser
  }

  private var coarser: TimeBin? {
    switch self {
    case .day: .week
    case .week: .month
    case .month: nil
    }
  }

  /// Stretches that make a trend.
  private static let fewest = 3

  /// Whether most stretches, and at least three, hold enough records for a figure.
  private func tells(_ counts: [Day: Int], in days: ClosedRange<Day>) -> Bool {
    var sums: [Day: Int] = [:]
    for (day, count) in counts where days.contains(day) { sums[start(of: day), default: 0] += count }
    let all = starts(spanning: days)
    return all.count >= Self.fewest && 2 * all.count(where: { sums[$0] ?? 0 >= Measure.smallCount }) > all.count
  }

  /// The first day of the stretch that a day is in. Weeks begin on Monday (ISO 8601).
  package func start(of day: Day) -> Day {
    switch self {
    case .day: day
    case .week: Day(number: day.number - day.weekday)
    case .month: Day(number: day.number - day.civil.day + 1)
    }
  }

  /// The first day of the next stretch.
  /// - Parameter start: the first day of a stretch.
  package func next(after start: Day) -> Day {
    switch self {
    case .day: Day(number: start.number + 1)
    case .week: Day(number: start.number + 7)
    case .month: self.start(of: Day(number: start.number + 31))
    }
  }

  /// All stretches of a span, those without data as well.
  package func starts(spanning days: ClosedRange<Day>) -> [Day] {
    var starts: [Day] = []
    var start = start(of: days.lowerBound)
    while start <= days.upperBound {
      starts.append(start)
      start = next(after: start)
    }
    return starts
  }

  /// "2024-03-05" for days and weeks, "2024-03" for months.
  package func label(_ start: Day) -> String {
    self == .month ? String(start.isoText.dropLast(3)) : start.isoText
  }
}
