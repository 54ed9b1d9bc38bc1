import AttuneStatistics

/// By how much a figure of records that come in clusters varies more than one of independent records (Kish 1965, "Survey
/// sampling"): what parts that are spread over the clusters as all records are inherit of it.
struct DesignEffect {
  /// Of the variance of all records, at least 1.
  private let ofAll: Double

  /// - Parameters:
  ///   - wide: of all records, which allows for clusters.
  ///   - narrow: of as many independent records.
  init(_ wide: ConfidenceInterval?, over narrow: ConfidenceInterval?) {
    guard let wide, let narrow, narrow.upper > narrow.lower else {
      ofAll = 1
      return
    }
    let ratio = (wide.upper - wide.lower) / (narrow.upper - narrow.lower)
    ofAll = max(ratio * ratio, 1)
  }

  /// By how much the error of `count` of `total` records is larger than that of independent ones: the fewer they are, the
  /// fewer of them are of one cluster.
  func factor(_ count: Int, of total: Int) -> Double {
    guard total > 0 else { return 1 }
    return (1 + (ofAll - 1) * min(Double(count) / Double(total), 1)).squareRoot()
  }

  /// Widens the interval of a figure of some of `total` records.
  func widen(_ figure: inout ReportSummary.Figure, of total: Int, within limits: ClosedRange<Double>) {
    guard total > 0, let value = figure.value, let lower = figure.lower, let upper = figure.upper else { return }
    let factor = factor(figure.count, of: total)
    let interval = ConfidenceInterval(value - (value - lower) * factor, value + (upper - value) * factor)
      .clamped(to: limits)
    (figure.lower, figure.upper) = (interval.lower, interval.upper)
  }
}
