/// What a trainee wrote in one sitting, and what became better.
package struct PracticeSession: Sendable {
  package struct Attempt: Sendable {
    package var scenario: Int
    package var assessment: ReplyAssessment
  }

  package private(set) var attempts: [Attempt] = []

  package init() {}

  package mutating func append(_ assessment: ReplyAssessment, scenario: Int) {
    attempts.append(Attempt(scenario: scenario, assessment: assessment))
  }

  /// Scores of the first and the last try of scenarios that were tried again.
  package var retries: [(first: Double, last: Double)] {
    var order: [Int] = []
    var scores: [Int: [Double]] = [:]
    for attempt in attempts {
      if scores[attempt.scenario] == nil { order.append(attempt.scenario) }
      scores[attempt.scenario, default: []].append(attempt.assessment.score ?? 0)
    }
    return order.compactMap { scenario in
      guard let scores = scores[scenario], scores.count > 1 else { return nil }
      return (scores[0], scores[scores.count - 1])
    }
  }

  /// Mean score of the first tries at each scenario.
  package var firstScore: Double? {
    var seen: Set<Int> = []
    let scores = attempts.filter { seen.insert($0.scenario).inserted }.compactMap(\.assessment.score)
    return scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
  }

  /// Items that were more often right in the second half than in the first, the clearest first.
  package var improved: [RubricItem] {
    guard attempts.count > 1 else { return [] }
    let half = attempts.count / 2
    let changes = RubricItem.allCases.map { item in
      (item, quality(item, attempts[half...]) - quality(item, attempts[..<half]))
    }
    return changes.filter { $0.1 > 0.2 }.sorted { $0.1 > $1.1 }.map(\.0)
  }

  /// Items that were suggested most often, at most three.
  package var toPractise: [RubricItem] {
    var counts: [RubricItem: Int] = [:]
    for attempt in attempts {
      // What was suggested first weighs most.
      for (place, suggestion) in attempt.assessment.suggestions.enumerated() {
        counts[suggestion.item, default: 0] += 3 - min(place, 2)
      }
    }
    return counts.sorted { ($1.value, $0.key.index) < ($0.value, $1.key.index) }.prefix(3).map(\.key)
  }

  /// 0...1, 1 where the item is as it should be.
  private func quality(_ item: RubricItem, _ attempts: ArraySlice<Attempt>) -> Double {
    guard !attempts.isEmpty else { return 0 }
    let levels = attempts.map { Double($0.assessment[item]) / 2 }
    let mean = levels.reduce(0, +) / Double(levels.count)
    return item.isPositive ? mean : 1 - mean
  }
}
