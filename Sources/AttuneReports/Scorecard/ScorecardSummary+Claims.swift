import AttuneStatistics

extension [ScorecardSummary.Row] {
  /// Holds what is said of trends, and of what plans moved, against the number of all agents or channels of which it is
  /// said: of twenty that are as ever, one would else be better.
  /// - Parameter differences: of each row and item, from all other replies; nil where there is too little to tell.
  mutating func judgeTogether(_ differences: [[Difference?]]) {
    judgeItems(differences)
    let trends = indices.filter { self[$0].trend.map { !$0.isSmall } == true }
    for (row, pValue) in zip(trends, BenjaminiHochberg.adjust(trends.compactMap { self[$0].trend?.pValue })) {
      self[row].trend?.adjustedPValue = pValue
    }
    let moved = indices.flatMap { row in (self[row].plan?.moved.indices ?? 0..<0).map { (row: row, place: $0) } }
      .filter { self[$0.row].plan?.moved[$0.place].pValue != nil }
    let pValues = moved.compactMap { self[$0.row].plan?.moved[$0.place].pValue }
    for (at, pValue) in zip(moved, BenjaminiHochberg.adjust(pValues)) where pValue >= 0.05 {
      self[at.row].plan?.moved[at.place].doubt()
    }
  }

  /// Holds how often rows have each item against how often all other replies have it.
  private mutating func judgeItems(_ differences: [[Difference?]]) {
    var tested: [(row: Int, item: Int, pValue: Double)] = []
    for row in indices {
      for (item, difference) in differences[row].enumerated() {
        if let difference, difference.isFinite { tested.append((row, item, difference.pValue)) }
      }
    }
    for (at, pValue) in zip(tested, BenjaminiHochberg.adjust(tested.map(\.pValue))) {
      self[at.row].items[at.item].adjustedPValue = pValue
    }
  }
}

extension ScorecardTally {
  /// How often replies have each item, less how often all others have it; nil for fewer than 30 scored replies on a side, and
  /// for fewer than six agents.
  /// - Parameter allowsForAgents: replies of several agents, who are told apart.
  func itemDifferences(from all: ScorecardTally, allowsForAgents: Bool) -> [Difference?] {
    let rest = all.scored - scored
    guard min(scored, rest) >= Measure.smallCount else { return withItem.map { _ in nil } }
    guard allowsForAgents else {
      return withItem.indices.map { item in
        Proportion.difference(
          Proportion(all.withItem[item] - withItem[item], of: rest), Proportion(withItem[item], of: scored))
      }
    }
    let isTelling =
      agents.isWhole && all.agents.isWhole
      && min(agents.count, all.agents.count(without: agents)) >= ComparisonSummary.fewClusters
    return withItem.indices.map { isTelling ? all.agents.difference($0, of: agents) : nil }
  }
}
