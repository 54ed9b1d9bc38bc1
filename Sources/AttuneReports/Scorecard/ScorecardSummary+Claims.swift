import AttuneStatistics

extension [ScorecardSummary.Row] {
  /// Holds what is said of trends, and of what plans moved, against the number of all agents or channels of which it is
  /// said: of twenty that are as ever, one would else be better.
  mutating func judgeTogether() {
    let trends = indices.filter { self[$0].trend != nil }
    for (row, pValue) in zip(trends, BenjaminiHochberg.adjust(trends.compactMap { self[$0].trend?.pValue })) {
      self[row].trend?.adjustedPValue = pValue
    }
    let moved = indices.flatMap { row in (self[row].plan?.moved.indices ?? 0..<0).map { (row: row, place: $0) } }
      .filter { self[$0.row].plan?.moved[$0.place].pValue != nil }
    let pValues = moved.compactMap { self[$0.row].plan?.moved[$0.place].pValue }
    for (at, pValue) in zip(moved, BenjaminiHochberg.adjust(pValues)) where pValue >= 0.05 {
      self[at.row].plan?.moved[at.place].verdict = CoachingPlan.noChange
    }
  }
}
