import AttuneStatistics

/// A figure of a survey or a help desk, with what it takes to judge it.
package enum Measure: Sendable, Equatable {
  /// A share of cases: satisfaction, resolution on first contact, urgency.
  case share(Proportion)
  /// A net score: promoters minus detractors, positive minus negative texts.
  case net(NetScore)
  /// Times, which a few long ones distort: told by their median.
  case median(Distribution)
  /// Amounts that add up, such as costs: told by their mean.
  case mean(Distribution)

  /// Cases.
  package var count: Int {
    switch self {
    case .share(let proportion): proportion.trials
    case .net(let score): score.count
    case .median(let values), .mean(let values): values.count
    }
  }

  /// Shares and net scores as shares, others in their unit; nil without cases.
  package var value: Double? {
    switch self {
    case .share(let proportion): proportion.value
    case .net(let score): score.value
    case .median(let values): values.median
    case .mean(let values): values.mean
    }
  }

  /// Of 95 %; nil without enough cases.
  package var interval: ConfidenceInterval? {
    switch self {
    case .share(let proportion): proportion.wilson
    case .net(let score): score.scoreInterval
    case .median(let values): values.medianInterval
    case .mean(let values): values.meanInterval
    }
  }

  /// Whether there are too few cases to say much; figures of fewer than 30 are marked.
  package var isSmall: Bool { count < Self.smallCount }

  package static let smallCount = 30

  /// By the test that fits the kind; nil without enough cases, or for measures of two kinds.
  /// - Parameter seed: of the draws of permutation tests.
  package static func difference(_ before: Measure, _ after: Measure, seed: UInt64 = 1) -> Difference? {
    switch (before, after) {
    case (.share(let a), .share(let b)): Proportion.difference(a, b)
    case (.net(let a), .net(let b)): NetScore.difference(a, b)
    case (.median(let a), .median(let b)): Distribution.medianDifference(a, b)
    case (.mean(let a), .mean(let b)): Distribution.meanDifference(a, b, seed: seed)
    default: nil
    }
  }
}
