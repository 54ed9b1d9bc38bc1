import AttuneStatistics

extension ReportSummary {
  /// Complete stretches before the latest without which there is no usual range.
  private static let leastStretches = 8
  /// The chance that a figure which is as ever raises an alert in a report.
  private static let falseAlarms = 0.01

  /// Figures whose latest complete stretch left the range in which its earlier ones let expect it: the prediction interval
  /// of one more value (Hahn & Meeker 1991, "Statistical intervals", 4.8), corrected for the number of figures. Stretches of
  /// few answers are left out.
  func alerts(_ metrics: [Metric]) -> [String] {
    guard let trend, let latest = trend.latestComplete else { return [] }
    return zip(metrics, trend.figures).compactMap { metric, figures in
      let earlier = figures[..<latest].filter { !$0.isSmall }
      let values = earlier.compactMap(\.value)
      guard let value = figures[latest].value, !figures[latest].isSmall, values.count >= Self.leastStretches,
        let range = Self.usualRange(values, earlier + [figures[latest]], of: metrics.count), !range.contains(value)
      else { return nil }
      let unit = metric.unit
      let usual = "\(unit.text(range.lower)) to \(unit.text(range.upper))"
      return "\(metric.subject): \(unit.text(value)) in the \(trend.bin) from \(trend.starts[latest]), "
        + "\(value < range.lower ? "below" : "above") its usual range of \(usual)."
    }
  }

  private static func usualRange(_ values: [Double], _ figures: [Figure], of metrics: Int) -> ConfidenceInterval? {
    let distribution = Distribution(values)
    guard let mean = distribution.mean, let variance = distribution.variance else { return nil }
    // What so few answers leave to chance, where the values happen to lie closer together.
    let errors = figures.compactMap { figure -> Double? in
      guard let lower = figure.lower, let upper = figure.upper else { return nil }
      return (upper - lower) / (2 * ConfidenceInterval.z)
    }
    let sampling = errors.reduce(0) { $0 + $1 * $1 } / Double(max(errors.count, 1))
    let t = StudentT.quantile(1 - falseAlarms / Double(metrics) / 2, degrees: Double(values.count - 1))
    let spread = (max(variance, sampling) * (1 + 1 / Double(values.count))).squareRoot()
    return ConfidenceInterval(mean, plusMinus: t * spread).clamped(to: figures[0].unit.range)
  }
}

extension Unit {
  /// What figures can be.
  var range: ClosedRange<Double> {
    switch self {
    case .percent: 0...1
    case .points: -1...1
    case .seconds: 0...Double.greatestFiniteMagnitude
    case .plain: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    }
  }
}

extension ReportSummary.Trend {
  /// The number of the latest stretch that is whole; nil where there is none.
  var latestComplete: Int? { isPartial.lastIndex(of: false) }
}

extension Day {
  /// From "2024-03-05"; nil for anything else.
  init?(iso text: String) {
    let sign = text.hasPrefix("-") ? -1 : 1
    let numbers = text.split(separator: "-").map { Int($0) }
    guard numbers.count == 3, let year = numbers[0], let month = numbers[1], let day = numbers[2] else { return nil }
    self.init(year: sign * year, month: month, day: day)
  }
}
