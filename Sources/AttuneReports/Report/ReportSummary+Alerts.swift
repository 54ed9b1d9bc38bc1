import AttuneStatistics

extension ReportSummary {
  /// Complete stretches before the latest without which there is no usual range.
  private static let leastStretches = 8
  /// The chance that a figure which is as ever raises an alert in a report.
  private static let falseAlarms = 0.01

  /// Figures whose latest stretch left the range that is expected from the earlier ones: the prediction interval of one more
  /// value (Hahn & Meeker 1991, "Statistical intervals", 4.8), corrected for the number of figures. Stretches of few answers
  /// are left out, and so is the latest where it is a part of a week, whose days are not like all days. That a part of a month
  /// has fewer answers widens the range. Cases that were opened lately, and are open for that alone, raise none.
  func alerts(_ metrics: [Metric], _ report: Report, _ doubts: Reservations) -> [String] {
    guard let trend, let latest = latestTelling(trend) else { return [] }
    let ages = Ages(trend, latest, report, doubts)
    return zip(metrics, trend.figures).compactMap { metric, figures in
      let earlier = figures.indices.filter { $0 < latest && !trend.isPartial[$0] && !figures[$0].isSmall }
      guard let value = figures[latest].value, !figures[latest].isSmall, earlier.count >= Self.leastStretches,
        let range = Self.usualRange(earlier.map { figures[$0] }, figures[latest], of: metrics.count),
        !range.contains(value), value > range.upper || ages?.mayRipen(metric, to: range.lower) != true
      else { return nil }
      let unit = metric.unit
      let level = Unit.percent.text(1 - Self.falseAlarms / Double(metrics.count)).replacing(text: ".0 ", with: " ")
      let yearBefore = trend.yearBefore(latest).flatMap {
        figures[$0].isSmall || trend.isPartial[$0] ? nil : $0
      }.flatMap { index in
        figures[index].value.map { " It was \(unit.text($0)) \(trend.whenText(index))." }
      }
      return "\(metric.subject): \(unit.text(value)) \(trend.whenText(latest))"
        + "\(trend.isPartial[latest] ? " so far" : ""), "
        + "\(value < range.lower ? "below" : "above") the \(unit.text(range.lower)) to \(unit.text(range.upper)) "
        + "expected from the \(earlier.count) \(trend.bin)s before (\(level) prediction interval)."
        + (yearBefore ?? "")
    }
  }

  /// What the latest stretch of a trend and the earlier ones have, for how old their cases are.
  private struct Ages {
    private var latest: Tally
    private var earlier: Tally
    private var young: [Int: Int]
    private let doubts: Reservations

    init?(_ trend: Trend, _ number: Int, _ report: Report, _ doubts: Reservations) {
      guard let bin = TimeBin(rawValue: trend.bin), let start = Day(iso: trend.starts[number]), let span = report.span
      else { return nil }
      let end = bin.next(after: start)
      self.doubts = doubts
      (latest, earlier) = (
        Tally(columns: report.layout.measured.count, precision: .coarse),
        Tally(columns: report.layout.measured.count, precision: .coarse)
      )
      for (day, tally) in report.days where span.days.contains(day) && day < end {
        if day < start { earlier.merge(tally) } else { latest.merge(tally) }
      }
      young = doubts.young(report.days.filter { $0.key < end }, from: start, last: span.days.upperBound)
    }

    func mayRipen(_ metric: Metric, to lower: Double) -> Bool {
      doubts.mayRipen(metric, latest, young: young, to: lower, earlier: earlier)
    }
  }

  /// The latest stretch that is whole, or a month of which every weekday is there; nil where there is none.
  private func latestTelling(_ trend: Trend) -> Int? {
    let last = trend.starts.count - 1
    guard trend.bin == TimeBin.month.rawValue, let start = Day(iso: trend.starts[last]),
      let end = lastDay.flatMap(Day.init(iso:)), end.number - start.number >= 6
    else { return trend.latestComplete }
    return last
  }

  private static func usualRange(_ earlier: [Figure], _ latest: Figure, of metrics: Int) -> ConfidenceInterval? {
    let distribution = Distribution(earlier.compactMap(\.value))
    guard let mean = distribution.mean, let variance = distribution.variance else { return nil }
    // What so few answers leave to chance, where the values happen to lie closer together.
    func sampling(_ figures: [Figure]) -> Double {
      let errors = figures.compactMap { figure -> Double? in
        guard let lower = figure.lower, let upper = figure.upper else { return nil }
        return (upper - lower) / (2 * ConfidenceInterval.z)
      }
      return errors.reduce(0) { $0 + $1 * $1 } / Double(max(errors.count, 1))
    }
    let usual = sampling(earlier)
    let spread = max(variance, usual)
    let ofLatest = spread + max(sampling([latest]) - usual, 0)
    let count = Double(distribution.count)
    let t = StudentT.quantile(1 - falseAlarms / Double(metrics) / 2, degrees: count - 1)
    return ConfidenceInterval(mean, plusMinus: t * (ofLatest + spread / count).squareRoot())
      .clamped(to: latest.unit.range)
  }
}

extension Unit {
  /// What figures can be.
  var range: ClosedRange<Double> {
    switch self {
    case .percent: 0...1
    case .points: -1...1
    case .seconds, .days: 0...Double.greatestFiniteMagnitude
    case .plain: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    }
  }
}

extension ReportSummary.Trend {
  /// The same month of the year before; nil for others, and where it is not known.
  fileprivate func yearBefore(_ index: Int) -> Int? { bin == TimeBin.month.rawValue && index >= 12 ? index - 12 : nil }

  /// "in December 2025", "in the week of 1 December 2025", "on 1 December 2025"
  fileprivate func whenText(_ index: Int) -> String {
    let day = Day(iso: starts[index])?.longText ?? starts[index]
    return switch TimeBin(rawValue: bin) {
    case .month: "in \(day.drop { $0 != " " }.dropFirst())"
    case .week: "in the week of \(day)"
    default: "on \(day)"
    }
  }

  /// The number of the latest stretch that is whole; nil where there is none.
  var latestComplete: Int? { isPartial.lastIndex(of: false) }
}

extension Day {
  /// From "2024-03-05"; nil for anything else.
  package init?(iso text: String) {
    let sign = text.hasPrefix("-") ? -1 : 1
    let numbers = text.split(separator: "-").map { Int($0) }
    guard numbers.count == 3, let year = numbers[0], let month = numbers[1], let day = numbers[2] else { return nil }
    self.init(year: sign * year, month: month, day: day)
  }
}
