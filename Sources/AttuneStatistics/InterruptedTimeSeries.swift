import AttunePlatform

/// What a series did before a date, at the date and after it (Bernal, Cummins & Gasparrini 2017, "Interrupted time series
/// regression for the evaluation of public health interventions"):
///
///     value = level + trend · t + level change · after + trend change · (t - date) · after + season
///
/// A difference of before and after that a trend explains, or that began before the date, is not the date's doing.
package struct InterruptedTimeSeries: Sendable {
  /// A stretch of time, such as a week.
  package struct Point: Sendable, Equatable {
    /// Of any unit; slopes are per this unit.
    package var time: Double
    package var value: Double
    /// How many observations `value` sums up.
    package var weight: Double

    package init(time: Double, value: Double, weight: Double = 1) {
      self.time = time
      self.value = value
      self.weight = weight
    }
  }

  /// Where a break fits best, whatever the date says.
  package struct Break: Sendable, Equatable {
    /// The first time after the break.
    package var time: Double
    /// The times that fit not significantly worse (Hansen 2000, "Sample splitting and threshold estimation": likelihood
    /// ratio below 7.35).
    package var plausible: ClosedRange<Double>
    /// Of level and trend at the best place, times the number of places that were tried.
    package var pValue: Double
  }

  /// Change per unit of time before the date.
  package let trendBefore: LeastSquares.Coefficient
  /// The jump at the date beyond the trend.
  package let levelChange: LeastSquares.Coefficient
  /// By how much the trend is another after the date.
  package let trendChange: LeastSquares.Coefficient
  /// A jump at the date, held against a steady trend.
  package let jump: Beyond
  /// How far the values from the date on lie from the line of those before it, in their middle.
  package let gap: Beyond
  /// nil when there are too few points to look for one.
  package let bestBreak: Break?
  private let date: Double

  /// Points on each side without which a line says nothing.
  package static let leastPoints = 4

  /// - Parameters:
  ///   - points: in order of time; such without weight are left out.
  ///   - date: the first time that counts as after.
  ///   - season: after how many steps of time a pattern comes again, as weekdays after 7; each step gets a level of its own.
  /// - Returns: nil for fewer than `leastPoints` points on a side, or too few for the season.
  package init?(_ points: [Point], at date: Double, season: Int? = nil) {
    let points = points.filter { $0.weight > 0 }
    let middle = Self.middle(of: points.filter { $0.time >= date })
    guard let fit = Self.fit(points, at: date, season),
      let steady = Self.fit(points, at: date, season, [.trend, .jump]),
      let bent = Self.fit(points, at: date, season, bendingAt: middle)
    else { return nil }
    self.date = date
    jump = Beyond(steady)
    gap = Beyond(bent)
    trendBefore = fit.coefficients[1]
    levelChange = fit.coefficients[2]
    trendChange = fit.coefficients[3]
    bestBreak = Self.findBreak(points, season)
  }

  /// Whether none of the times that fit the best break well is at or behind the date.
  package var breaksBeforeDate: Bool { bestBreak.map { $0.plausible.upperBound < date } ?? false }

  /// Whether the change is plain as well.
  package var changedBeforeDate: Bool { breaksBeforeDate && (bestBreak?.pValue ?? 1) < 0.05 }

  /// What a series may do, besides its level and season.
  struct Terms: OptionSet {
    let rawValue: Int
    static let trend = Terms(rawValue: 1)
    static let jump = Terms(rawValue: 2)
    /// The trend is another after the date.
    static let bend = Terms(rawValue: 4)
  }

  /// The mean time of points, by their weights.
  private static func middle(of points: [Point]) -> Double {
    points.reduce(0) { $0 + $1.time * $1.weight } / max(points.reduce(0) { $0 + $1.weight }, .leastNormalMagnitude)
  }

  /// - Parameter bend: where the jump is measured, if there is a bend; nil for the date.
  static func fit(
    _ points: [Point], at date: Double, _ season: Int?, _ terms: Terms = [.trend, .jump, .bend],
    bendingAt bend: Double? = nil
  ) -> LeastSquares? {
    let after = points.count { $0.time >= date }
    guard after >= leastPoints, points.count - after >= leastPoints, let first = points.first?.time else { return nil }
    let rows = points.map { point in
      let isAfter = point.time >= date
      let columns = [point.time - date, isAfter ? 1 : 0, isAfter ? point.time - (bend ?? date) : 0]
      return [1] + columns.indices.filter { terms.contains(Terms(rawValue: 1 << $0)) }.map { columns[$0] }
        + seasonal(point.time - first, season)
    }
    return LeastSquares(
      rows, points.map(\.value), weights: points.map(\.weight))
  }

  private static func seasonal(_ time: Double, _ season: Int?) -> [Double] {
    guard let season else { return [] }
    let step = Int(saturating: time.rounded()) % season
    return (1..<season).map { $0 == step ? 1 : 0 }
  }

  private static func findBreak(_ points: [Point], _ season: Int?) -> Break? {
    let tried = points.dropFirst(leastPoints).dropLast(leastPoints - 1).compactMap { point in
      fit(points, at: point.time, season).map { (time: point.time, fit: $0) }
    }
    guard tried.count > 1, let best = tried.min(by: { $0.fit.residualSum < $1.fit.residualSum }),
      let pValue = best.fit.pValue(thatAllAreZero: [2, 3])
    else { return nil }
    // Errors that resemble each other are worth fewer of their own.
    let independent = Double(points.count) * (1 - best.fit.autocorrelation) / (1 + best.fit.autocorrelation)
    let plausible = tried.filter { candidate in
      // Without residuals the best place is the only one.
      guard best.fit.residualSum > 0 else { return candidate.fit.residualSum <= 0 }
      return independent * log(candidate.fit.residualSum / best.fit.residualSum) <= 7.35
    }.map(\.time)
    return Break(
      time: best.time, plausible: (plausible.min() ?? best.time)...(plausible.max() ?? best.time),
      pValue: min(pValue * Double(tried.count), 1))
  }
}

extension InterruptedTimeSeries {
  /// How far a series is, from a date on, beyond a trend.
  ///
  /// Of all tests that keep their level whatever the trend is, that of the jump beside the trend, in one direction, has the
  /// most power against a jump without a trend: the trend that deceives it most is the one that looks most like the jump.
  /// Where a change comes later than the date, the line of what was before shows it better.
  package struct Beyond: Sendable {
    /// The step beyond the trend.
    package let step: LeastSquares.Coefficient
    /// Observations minus coefficients.
    private let degrees: Double

    fileprivate init(_ fit: LeastSquares) {
      step = fit.coefficients[2]
      degrees = Double(fit.degrees)
    }

    /// How often a series that only drifts steps so far in the direction of a difference of before and after.
    package func pValue(towards difference: Double) -> Double {
      let value = difference < 0 ? -step.value : step.value
      guard step.standardError > 0 else { return value > 0 ? 0 : 1 }
      return StudentT.survival(value / step.standardError, degrees: degrees)
    }
  }
}
