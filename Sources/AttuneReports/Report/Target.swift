/// A figure that somebody wants to reach.
package struct Target: Sendable, Hashable {
  package var metric: Metric
  /// Shares and net scores as shares, times in seconds.
  package var value: Double

  package init(_ metric: Metric, value: Double) {
    self.metric = metric
    self.value = value
  }
}

/// How a figure stands to its target.
package struct TargetResult: Sendable, Encodable {
  package enum State: String, Sendable, Encodable {
    case met, missed
    /// The interval of the figure holds the target.
    case open
    /// Too few answers to tell.
    case unknown
  }

  package var figure: ReportSummary.Figure
  package var target: Double
  package var state: State

  init(_ target: Target, _ figure: ReportSummary.Figure) {
    self.figure = figure
    self.target = target.value
    guard let lower = figure.lower, let upper = figure.upper, !figure.isSmall else {
      state = .unknown
      return
    }
    let isHigher = target.metric.better == .higher
    let isMet = isHigher ? lower >= target.value : upper <= target.value
    let isMissed = isHigher ? upper < target.value : lower > target.value
    state = isMet ? .met : isMissed ? .missed : .open
  }

  /// "80.0 %"
  package var targetText: String { figure.unit.text(target) }

  /// "below the target of 80.0 %"
  package var text: String {
    switch state {
    case .met: "which meets the target of \(targetText)"
    case .missed:
      (figure.value ?? 0) < target ? "below the target of \(targetText)" : "above the target of \(targetText)"
    case .open: "which may or may not meet the target of \(targetText)"
    case .unknown: "with too few answers to hold against the target of \(targetText)"
    }
  }
}
