import AttuneStatistics

extension [ScorecardSummary.Row] {
  /// Holds what is said of trends, and of what plans moved, against the number of all agents or channels of which it is
  /// said: of twenty that are as ever, one would else be better.
  /// - Parameter all: what they are rows of.
  mutating func judgeTogether(_ all: ScorecardSummary.Row) {
    judgeItems(all)
    let trends = indices.filter { self[$0].trend.map { !$0.isSmall } == true }
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

  /// Holds how often rows have each item against how often all other replies have it.
  private mutating func judgeItems(_ all: ScorecardSummary.Row) {
    var tested: [(row: Int, item: Int, pValue: Double)] = []
    for row in indices {
      let (own, rest) = (self[row].score.count, all.score.count - self[row].score.count)
      guard Swift.min(own, rest) >= Measure.smallCount else { continue }
      for item in self[row].items.indices {
        let (with, allWith) = (self[row].items[item].count(of: own), all.items[item].count(of: all.score.count))
        let difference = Proportion.difference(Proportion(allWith - with, of: rest), Proportion(with, of: own))
        if let difference, difference.isFinite { tested.append((row, item, difference.pValue)) }
      }
    }
    for (at, pValue) in zip(tested, BenjaminiHochberg.adjust(tested.map(\.pValue))) {
      self[at.row].items[at.item].adjustedPValue = pValue
    }
  }
}

extension ScorecardSummary.ItemShare {
  /// Replies with the item.
  fileprivate func count(of replies: Int) -> Int { Int((share * Double(replies)).rounded()) }
}
