import AttuneStatistics

extension ComparisonSummary.Row {
  /// A row before all rows are looked at together.
  struct Draft {
    fileprivate var row: ComparisonSummary.Row
    fileprivate var difference: Difference?
    fileprivate var doubt: Reservation?

    /// - Parameter seed: of the draws of permutation tests.
    init(_ records: ComparedRecords, _ metric: Metric, _ scales: [Scale?], seed: UInt64) {
      let first = metric.measure(records.before, scales: scales)
      let second = metric.measure(records.after, scales: scales)
      let parts = records.clusters?.map {
        (metric.measure($0.before, scales: scales), metric.measure($0.after, scales: scales))
      }
      row = ComparisonSummary.Row(metric, first, second, clusters: parts)
      let found =
        parts.map { Measure.difference(first, second, clusters: $0, seed: seed) }
        ?? Measure.difference(first, second, seed: seed)
      note(found)
      let plain = Measure.difference(first, second, seed: seed)
      row.plainWidth = plain.map { $0.interval.upper - $0.interval.lower }
      if parts != nil {
        row.clusterColumn = records.clusterColumn
        row.plainPValue = plain?.pValue
      }
      if let turn = records.turn {
        row.timeSeries = ComparisonSummary.TimeSeries.find(records.days, at: turn, difference: difference?.value ?? 0) {
          metric.measure($0, scales: scales)
        }
        row.yearBefore = records.yearBefore.map { .init(metric, metric.measure($0, scales: scales)) }
        if min(difference?.pValue ?? 1, row.timeSeries?.trendBeforePValue ?? 1) < 0.05 {
          row.recovery = Recovery(records.days, at: turn, after: second) { metric.measure($0, scales: scales) }
        }
      }
    }

    /// Notes what keeps the difference from a verdict.
    mutating func hold(_ doubts: Reservations, against metric: Metric, _ sides: ComparedSides) {
      guard let difference else { return }
      doubt = doubts.doubt(metric, sides, difference: difference.value, difference.interval)
      row.response = doubts.responseText(metric, sides)
    }

    /// Of customers, who are independent of each other.
    init(_ change: RetentionChange) {
      let shares = [change.before, change.after].map { Measure.share($0?.share ?? Proportion(0, of: 0)) }
      row = ComparisonSummary.Row(
        name: change.name, unit: .percent, better: .higher, before: .init(change.name, .percent, shares[0]),
        after: .init(change.name, .percent, shares[1]), effect: .notEnoughData)
      note(Measure.difference(shares[0], shares[1]))
    }

    private mutating func note(_ found: Difference?) {
      difference = found.flatMap { $0.isFinite ? $0 : nil }
      row.difference = difference?.value
      // Values that are all alike on both sides do not tell how much others would differ.
      let interval = difference.flatMap { $0.interval.lower < $0.interval.upper ? $0.interval : nil }
      row.lower = interval?.lower
      row.upper = interval?.upper
      row.test = difference?.test.text
      row.statistic = difference?.statistic
      row.pValue = difference?.pValue
    }
  }

  private init(_ metric: Metric, _ first: Measure, _ second: Measure, clusters: [(before: Measure, after: Measure)]?) {
    name = metric.name
    unit = metric.unit
    better = metric.better
    before = .init(metric, first, interval: clusters.map { first.interval(clusters: $0.map(\.before)) })
    after = .init(metric, second, interval: clusters.map { second.interval(clusters: $0.map(\.after)) })
    after.beside = before.value
    effect = .notEnoughData
  }

  /// With adjusted p-values, and what the differences are worth by them.
  /// - Parameter hasFewClusters: whether there are too few clusters for verdicts.
  static func judged(_ drafts: [Draft], hasFewClusters: Bool = false) -> [Self] {
    var rows = drafts.map(\.row)
    let tested = rows.indices.filter { rows[$0].isTested }
    func adjust(
      _ indices: [Int], _ pValue: (Self) -> Double?, by correct: ([Double]) -> [Double] = Holm.adjust,
      _ write: (inout Self, Double) -> Void
    ) {
      for (index, pValue) in zip(indices, correct(indices.compactMap { pValue(rows[$0]) })) {
        write(&rows[index], pValue)
      }
    }
    for index in rows.indices { rows[index].adjustedPValue = rows[index].pValue }
    adjust(tested, \.pValue) { $0.adjustedPValue = $1 }
    let dated = tested.filter { rows[$0].timeSeries != nil }
    // Where all figures drift together, any jump at all is as rare as the level says; where they jump together, each needs
    // little more than it would alone.
    adjust(dated, \.timeSeries?.jumpPValue, by: BenjaminiHochberg.adjust) { $0.timeSeries?.jumpAdjustedPValue = $1 }
    adjust(dated, \.timeSeries?.gapPValue, by: BenjaminiHochberg.adjust) { $0.timeSeries?.gapAdjustedPValue = $1 }
    adjust(dated, \.timeSeries?.trendBeforePValue) { $0.timeSeries?.trendBeforeAdjustedPValue = $1 }
    adjust(dated.filter { rows[$0].timeSeries?.bestBreakPValue != nil }, \.timeSeries?.bestBreakPValue) {
      $0.timeSeries?.bestBreakPValue = $1
    }
    for index in rows.indices {
      let isPlain = rows[index].plainPValue.map { $0 * Double(tested.count) < 0.05 } ?? false
      rows[index].isScattered = isPlain && !hasFewClusters
      rows[index].timeSeries?.forgetUnclearBreak()
      guard rows[index].pValue != nil else { continue }
      rows[index].note(minimalDetectable: drafts[index].difference?.minimalDetectable(amongTests: max(tested.count, 1)))
      if !hasFewClusters { rows[index].judge(drafts[index].doubt) }
    }
    return rows
  }

  /// Why the later figure cannot be held against a target; nil where it can.
  var targetDoubt: String? { [.oneSided, .mixedScales, .openCases].contains(effect) ? doubt : nil }

  /// Whether a side has too few answers for a verdict.
  package var isSmall: Bool { before.isSmall || after.isSmall }

  /// The largest that the figure may be from what it was; nil where it may be anything.
  private var widestDifference: Double? {
    let value = before.value ?? 0
    switch unit {
    case .percent: return max(value, 1 - value)
    case .points: return 1 + value.magnitude
    case .seconds, .days, .plain: return nil
    }
  }

  private mutating func note(minimalDetectable: Double?) {
    let isPossible = minimalDetectable.map { $0 < widestDifference ?? .infinity } ?? true
    self.minimalDetectable = isPossible ? minimalDetectable : nil
    isBlind = isPossible ? nil : true
  }

  /// - Parameter doubt: what keeps the difference from a verdict.
  private mutating func judge(_ doubt: Reservation?) {
    guard let difference, let adjustedPValue, !isSmall else { return }
    let leavesOutZero = if let lower, let upper { lower > 0 || upper < 0 } else { difference != 0 }
    guard adjustedPValue < 0.05, leavesOutZero else {
      effect = .unclear
      return
    }
    if let doubt {
      effect = doubt.effect
      self.doubt = doubt.text
      return
    }
    if let timeSeries, !timeSeries.isBeyondTrend {
      effect = timeSeries.isTrend(difference) ? .trend : .jumpOrTrend
      return
    }
    effect = Effect(rises: difference > 0, better: better)
  }
}

extension ComparisonSummary.TimeSeries {
  /// Whether more changed than a steady trend makes: by a jump at the date, or away from the line of before. The second is
  /// asked for more, so that both together deceive no more often than one does.
  fileprivate var isBeyondTrend: Bool { jumpAdjustedPValue < 0.05 || gapAdjustedPValue < 0.01 }

  /// Whether a trend that was plain before the date makes most of a difference.
  fileprivate func isTrend(_ difference: Double) -> Bool {
    trendBeforeAdjustedPValue < 0.05 && trendBefore * difference > 0
      && (difference - gap) / difference >= Self.mostOfDifference
  }

  private static let mostOfDifference = 2.0 / 3

  /// A best place for a break is no finding where there may be none.
  fileprivate mutating func forgetUnclearBreak() {
    guard (bestBreakPValue ?? 1) >= 0.05 else { return }
    (bestBreak, bestBreakPValue, plausibleFrom, plausibleTo) = (nil, nil, nil, nil)
    changedBeforeDate = false
  }
}
