#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

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
  package let jump: Jump
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
    guard let fit = Self.fit(points, at: date, season), let jump = Jump(points, at: date, season) else { return nil }
    self.date = date
    self.jump = jump
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

  static func fit(
    _ points: [Point], at date: Double, _ season: Int?, _ terms: Terms = [.trend, .jump, .bend]
  ) -> LeastSquares? {
    let after = points.count { $0.time >= date }
    guard after >= leastPoints, points.count - after >= leastPoints, let first = points.first?.time else { return nil }
    let rows = points.map { point in
      let isAfter = point.time >= date
      let columns = [point.time - date, isAfter ? 1 : 0, isAfter ? point.time - date : 0]
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
  /// Whether a series jumps at a date or drifts through it, by the likelihoods of both (Cox 1962, "Further results on tests
  /// of separate families of hypotheses").
  package struct Jump: Sendable {
    /// The jump beyond one steady trend through before and after.
    package let step: LeastSquares.Coefficient
    /// How often a series that only drifts looks so much more like one that only jumps, whatever its trend is; 1 where it
    /// does not.
    package let pValue: Double
    /// Below that p-value a series jumps. The p-value is that of the most deceptive trend and counts neighbouring errors as
    /// more alike than they mostly are; by simulation of 10 to 26 points, 5 % of series that drift fall below, 6 % with an
    /// autocorrelation of 0.3.
    package static let level = 0.065
    /// Observations minus coefficients, of the fit with trend and jump.
    private let degrees: Double
    /// The correlation of time and of being after the date, 0 ≤ r < 1.
    private let correlation: Double

    fileprivate init?(_ points: [Point], at date: Double, _ season: Int?) {
      func fit(_ terms: Terms) -> LeastSquares? { InterruptedTimeSeries.fit(points, at: date, season, terms) }
      guard let both = fit([.trend, .jump]), let trend = fit(.trend), let jump = fit(.jump) else { return nil }
      step = both.coefficients[2]
      degrees = Double(both.degrees)
      correlation = Self.correlation(points, at: date)
      let lead = trend.residualSum - jump.residualSum
      guard lead > 0 else {
        pValue = 1
        return
      }
      // Errors that resemble each other are worth fewer of their own.
      let share = (1 - both.autocorrelation) / (1 + both.autocorrelation)
      // With tₐ and tᵦ of jump and trend each alone, lead = tₐ² - tᵦ². The trend that makes a large one most probable makes
      // it exceed z² (1 + r) / 2 as often as a normal variable exceeds z.
      let z = (2 * lead * share * degrees / both.residualSum / (1 + correlation)).squareRoot()
      pValue = both.residualSum > 0 ? StudentT.survival(z, degrees: degrees) : 0
    }

    private static func correlation(_ points: [Point], at date: Double) -> Double {
      let total = points.reduce(0) { $0 + $1.weight }
      let after = points.reduce(0) { $0 + ($1.time >= date ? $1.weight : 0) } / total
      let mean = points.reduce(0) { $0 + $1.time * $1.weight } / total
      var (variance, covariance) = (0.0, 0.0)
      for point in points {
        variance += point.weight * (point.time - mean) * (point.time - mean) / total
        covariance += point.weight * (point.time - mean) * ((point.time >= date ? 1 : 0) - after) / total
      }
      return min(max(covariance / (variance * after * (1 - after)).squareRoot(), 0), 0.999)
    }

    /// The smallest jump without a trend that is told from a trend with 80 % power at `level`.
    package var minimalDetectable: Double {
      let (r, power) = (correlation, Normal.quantile(Difference.power))
      let z = StudentT.quantile(1 - Self.level, degrees: degrees)
      // The δ, in standard errors of the jump alone, with (1 - r) δ - z² / (2 δ) = power · √(2 (1 - r)).
      let half = power * (2 * (1 - r)).squareRoot() / (2 * (1 - r))
      let size = half + (half * half + z * z / (2 * (1 - r))).squareRoot()
      return size * step.standardError * (1 - r * r).squareRoot()
    }
  }
}
