/// Two sets of records that are held against each other, before a day and from it on or of two groups: what all that is said of
/// their differences is made of, in a comparison and in the periods of a report.
struct ComparedRecords: Sendable {
  var before: Tally
  var after: Tally
  /// What each cluster, such as an agent, has of both; nil where records are independent.
  var clusters: [Comparison.Cluster]?
  /// How many clusters there are; nil without `clusters`.
  var clusterCount: Int?
  /// All that is known of the time around the turn, by day, without days far from all others.
  var days: [Day: Tally]
  /// The first day of the second; nil for groups.
  var turn: Day?
  var hasTexts: Bool
  /// By columns of kinds of cases.
  var mixes: [CaseMix] = []
  var names = SideNames.date
  /// The column of clusters.
  var clusterColumn: String?

  /// What is held against their differences.
  func sides(_ writers: WriterShift?, _ doubts: Reservations) -> ComparedSides {
    ComparedSides(
      before: before, after: after, names: names, writers: writers,
      young: turn.flatMap { turn in
        days.keys.max().map { doubts.unripe(days, from: turn, last: $0, since: before) }
      })
  }

  /// What is known of the days a year before those from the turn on, where these are half a year at most; nil for nothing.
  var yearBefore: Tally? {
    guard let turn, let first = days.keys.min(), let last = days.keys.max(), last.number - turn.number < 183 else {
      return nil
    }
    func earlier(_ day: Day) -> Day? {
      let (year, month, number) = day.civil
      return Day(year: year - 1, month: month, day: number) ?? Day(year: year - 1, month: month, day: 28)
    }
    guard let start = earlier(turn), let end = earlier(last), first <= start else { return nil }
    let parts = days.filter { (start...end).contains($0.key) }.sorted { $0.key < $1.key }.map(\.value)
    guard var sum = parts.first else { return nil }
    for part in parts.dropFirst() { sum.merge(part) }
    return sum
  }

  /// The share of the records that the largest cluster has; nil without clusters.
  var largestCluster: Double? {
    guard let sizes = clusters?.map({ $0.before.records + $0.after.records }), let largest = sizes.max(), largest > 0
    else { return nil }
    return Double(largest) / Double(sizes.reduce(0, +))
  }

  /// The figures whose difference comes from what cases are, each by the column whose mix changes it most; nil for none.
  func mixShifts(_ rows: [ComparisonSummary.Row], _ metrics: [Metric], scales: [Scale?]) -> [MixShift]? {
    let found = zip(metrics, rows).compactMap { metric, row in
      mixes.compactMap { MixShift($0, metric, row, scales: scales) }.max {
        abs($0.difference - (row.difference ?? 0)) < abs($1.difference - (row.difference ?? 0))
      }
    }
    return found.isEmpty ? nil : found
  }

  /// Takes back what is said of figures whose difference the mix of kinds of cases, or of agents, explains, or is the opposite
  /// with the same mix.
  func note(_ shifts: [MixShift]?, in rows: inout [ComparisonSummary.Row]) {
    for shift in shifts ?? [] {
      guard
        let index = rows.firstIndex(where: {
          $0.name == shift.figure && ($0.effect.isVerdict || $0.effect == .jumpOrTrend)
        }), shift.explains(rows[index].difference)
      else { continue }
      let column = Metric.words(shift.column)
      rows[index].doubt =
        shift.reverses(rows[index].difference)
        ? "with the same mix by \(column) it would be the other way round"
        : "a different mix by \(column) would also explain it"
      rows[index].effect = .otherMix
    }
  }

  /// Of each metric, with what it is worth beside the others.
  /// - Parameters:
  ///   - doubts: what may keep differences from being better or worse.
  ///   - others: further rows that are looked at with them.
  ///   - seed: of the draws of permutation tests.
  func rows(
    _ metrics: [Metric], scales: [Scale?], writing: WritingChange?, doubts: Reservations,
    others: [ComparisonSummary.Row.Draft] = [], seed: UInt64
  ) -> [ComparisonSummary.Row] {
    let sides = sides(writing?.shift, doubts)
    var rows = ComparisonSummary.Row.judged(
      metrics.map { metric in
        var draft = ComparisonSummary.Row.Draft(self, metric, scales, seed: seed)
        draft.hold(doubts, against: metric, sides)
        return draft
      } + others,
      hasFewClusters: !ComparisonSummary.givesVerdicts(clusterCount))
    for (index, metric) in metrics.enumerated() where doubts.areMixed(metric) { rows[index].forgetValues() }
    return rows
  }
}
