import AttuneStatistics

/// A figure that is back where it was: what differs from it is a stretch of weeks that ended at the date.
struct Recovery: Sendable, Equatable {
  /// The last day before it left.
  var until: Day
  /// What it was until then.
  var value: Double

  /// Weeks of the stretch, at most.
  private static let longest = 8
  /// Weeks that are known before the date, at least.
  private static let least = 4

  /// - Parameters:
  ///   - after: the figure from the date on.
  ///   - measure: the figure of some records.
  init?(_ tallies: [Day: Tally], at date: Day, after: Measure, _ measure: (Tally) -> Measure) {
    let days = tallies.filter { $0.key < date }.sorted { $0.key < $1.key }
    guard let first = days.first?.key, let now = after.value, date.number - first.number >= 7 * Self.least else {
      return nil
    }
    func figure(_ isIn: (Day) -> Bool) -> Measure? {
      let parts = days.filter { isIn($0.key) }.map(\.value)
      guard var sum = parts.first else { return nil }
      for part in parts.dropFirst() { sum.merge(part) }
      return measure(sum)
    }
    var best: (pValue: Double, until: Day, value: Double)?
    for weeks in 1...min(Self.longest, (date.number - first.number) / 14) {
      let start = Day(number: date.number - 7 * weeks)
      guard let early = figure({ $0 < start }), let late = figure({ $0 >= start }), !early.isSmall, !late.isSmall,
        let was = early.value, let left = late.value, let away = Measure.difference(early, late),
        let back = Measure.difference(early, after), away.pValue < (best?.pValue ?? 0.001), back.pValue >= 0.1,
        (now - was).magnitude <= 0.25 * (now - left).magnitude
      else { continue }
      best = (away.pValue, Day(number: start.number - 1), was)
    }
    guard let best else { return nil }
    (until, value) = (best.until, best.value)
  }
}

extension ComparisonSummary.Row {
  /// "until 15 February 2026, it was 74.6 %: it is back where it was."; nil where it is not, and where neither a change nor a
  /// trend before the date is claimed.
  var recoveryText: String? {
    let isTrending = effect == .unclear && (timeSeries?.trendBeforeAdjustedPValue ?? 1) < 0.05
    guard let recovery, effect.isVerdict || effect == .trend || effect == .jumpOrTrend || isTrending else { return nil }
    return "until \(recovery.until.longText), it was \(unit.text(recovery.value)): it is back where it was."
  }

  /// "Over the same days a year earlier, it was 30.0 %."; nil where no change is claimed, or nothing is known.
  var seasonText: String? {
    guard let yearBefore, !yearBefore.isSmall, yearBefore.value != nil,
      effect.isVerdict || effect == .trend || effect == .jumpOrTrend
    else { return nil }
    return "Over the same days a year earlier, it was \(yearBefore.text)."
  }

  /// Why a difference is unclear: "a difference that chance alone could explain".
  var unclearText: String {
    guard isScattered, let clusterColumn else { return "a difference that chance alone could explain" }
    return "more than chance would explain if all answers were independent, but the values of '\(clusterColumn)' "
      + "differ so much that a few of them may account for it"
  }
}
