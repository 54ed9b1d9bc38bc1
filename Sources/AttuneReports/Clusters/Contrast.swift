import AttuneStatistics

/// What sets some records apart from all others: whether a figure of theirs is better or worse by more than chance.
package enum Contrast: String, Sendable, Encodable {
  case better, worse
  /// Of a figure of which nobody said which end is better.
  case higher, lower

  init(rises: Bool, better: Metric.Better?) {
    self =
      switch better {
      case .higher: rises ? .better : .worse
      case .lower: rises ? .worse : .better
      case nil: rises ? .higher : .lower
      }
  }

  /// A difference that is tested together with others.
  struct Test {
    var difference: Double
    var interval: ConfidenceInterval
    var pValue: Double
    var better: Metric.Better?
    /// Whether both sides have enough answers for a finding.
    var isLarge: Bool

    init(
      difference: Double, interval: ConfidenceInterval, pValue: Double, better: Metric.Better?, isLarge: Bool
    ) {
      self.difference = difference
      self.interval = interval
      self.pValue = pValue
      self.better = better
      self.isLarge = isLarge
    }

    /// - Returns: nil when there is too little to tell.
    init?(_ difference: Difference?, _ part: Measure, _ others: Measure, _ better: Metric.Better?) {
      guard let difference, difference.isFinite else { return nil }
      self.init(
        difference: difference.value, interval: difference.interval, pValue: difference.pValue, better: better,
        isLarge: !part.isSmall && !others.isSmall)
    }

    private func contrast(_ adjustedPValue: Double) -> Contrast? {
      guard adjustedPValue < 0.05, !interval.contains(0) else { return nil }
      return Contrast(rises: difference > 0, better: better)
    }

    /// What differs by more than chance, of all that was looked at (Benjamini & Hochberg), with the p-values that say so.
    /// Few answers, and fewer clusters than tell how much clusters differ, find nothing.
    static func judge(_ tests: [Test?], clusters: Int?) -> [(contrast: Contrast?, adjustedPValue: Double?)] {
      var judged = tests.map { _ in (contrast: Contrast?.none, adjustedPValue: Double?.none) }
      guard ComparisonSummary.givesVerdicts(clusters) else { return judged }
      let known = tests.indices.filter { tests[$0]?.isLarge == true }
      for (index, pValue) in zip(known, BenjaminiHochberg.adjust(known.compactMap { tests[$0]?.pValue })) {
        judged[index] = (tests[index]?.contrast(pValue), pValue)
      }
      return judged
    }
  }
}

extension Measure {
  /// The figure of the records that are not among `part`; nil for measures of two kinds.
  /// - Parameter rest: the same of the answers alone that are not among `part`.
  func without(_ part: Measure, orOf rest: Measure) -> Measure? {
    switch (self, part) {
    case (.share(let all), .share(let part)):
      return .share(Proportion(all.successes - part.successes, of: all.trials - part.trials))
    case (.net(let all), .net(let part)):
      return .net(
        NetScore(
          favourable: all.favourable - part.favourable, neutral: all.neutral - part.neutral,
          unfavourable: all.unfavourable - part.unfavourable))
    case (.mean, .mean), (.median, .median): return rest
    default: return nil
    }
  }
}
