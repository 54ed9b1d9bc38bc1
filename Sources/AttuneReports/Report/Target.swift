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

    /// For people.
    package var text: String { self == .open ? "too close to tell" : rawValue }
  }

  package var figure: ReportSummary.Figure
  package var target: Double
  package var state: State
  /// Of which records the figure is, where it is not of all: "last 4 weeks".
  package var period: String?
  /// Why it cannot be told, where that is not for few answers: "The 4 values of 'Agent' … are too few".
  package var reason: String?

  /// - Parameters:
  ///   - fewClusters: why there is no verdict; nil where there are enough clusters.
  ///   - doubt: what keeps the figure from saying anything, such as that only one answer was written down; nil for nothing.
  init(
    _ target: Target, _ figure: ReportSummary.Figure, period: String? = nil, fewClusters: String? = nil,
    doubt: String? = nil
  ) {
    reason = fewClusters ?? doubt.map { "\($0.capitalizedFirst): too little" }
    self.figure = figure
    self.target = target.value
    self.period = period
    guard let lower = figure.lower, let upper = figure.upper, !figure.isSmall, reason == nil,
      let better = target.metric.better
    else {
      state = .unknown
      return
    }
    let isHigher = better == .higher
    let isMet = isHigher ? lower >= target.value : upper <= target.value
    let isMissed = isHigher ? upper < target.value : lower > target.value
    state = isMet ? .met : isMissed ? .missed : .open
  }

  /// "80.0 %"
  package var targetText: String { figure.unit.text(target) }

  /// "last 4 weeks: 67.1 % (61.0 % … 72.6 %)": the figure that is judged; nil where it is that of all records.
  package var judgedText: String? {
    let interval = figure.intervalText.isEmpty ? "" : " (\(figure.intervalText))"
    return period.map { "\($0): \(figure.text)\(interval)" }
  }

  /// "CSAT is below the target of 80.0 %."
  /// - Parameter subject: what sentences call the figure.
  package func sentence(_ subject: String) -> String {
    switch state {
    case .met: "\(subject) meets the target of \(targetText)."
    case .missed: "\(subject) is \((figure.value ?? 0) < target ? "below" : "above") the target of \(targetText)."
    case .open: "\(subject) is too close to the target of \(targetText) to tell whether it is met."
    case .unknown:
      "\(reason ?? "There are too few answers") to tell whether \(subject) meets the target of \(targetText)."
    }
  }
}
