import AttuneStatistics

/// What a unit of a column costs.
package struct UnitPrice: Sendable, Hashable {
  /// Number of the measured column.
  package var column: Int
  /// Of `amount`; nil for columns of amounts, whose unit is their own.
  package var timeUnit: DurationParser.Unit?
  package var amount: Double

  package init(column: Int, timeUnit: DurationParser.Unit? = nil, amount: Double) {
    (self.column, self.timeUnit, self.amount) = (column, timeUnit, amount)
  }
}

/// The difference of the means of a column in money a month, at the number of cases of the second side.
package struct MonthlyCost: Sendable, Encodable {
  package var column: String
  package var unit: Unit
  /// "hour"; nil for columns of amounts.
  package var per: String?
  package var price: Double
  package var casesPerMonth: Double
  /// After minus before, of one case, in seconds for times.
  package var meanDifference: Double
  /// Money a month, after minus before, with its 95 % interval.
  package var difference: Double
  package var lower: Double
  package var upper: Double
  /// What the difference of the means is worth beside all other figures.
  package var effect: ComparisonSummary.Row.Effect
  /// Whether there are few cases on a side.
  package var isSmall: Bool

  /// 365.25 / 12
  package static let daysInMonth = 30.4375

  /// - Parameter rows: of the figures of the comparison, one of which is the mean.
  /// - Returns: nil where there is too little for an interval, or no dates that tell how many cases a month has.
  init?(_ comparison: Comparison, _ price: UnitPrice, _ rows: [ComparisonSummary.Row]) {
    let mean = zip(comparison.layout.metrics, rows).first { metric, _ in
      metric.source == .mean(column: price.column) || metric.source == .meanTime(column: price.column)
    }?.1
    guard let mean, let value = mean.difference, let low = mean.lower, let high = mean.upper,
      let days = comparison.daysAfter
    else { return nil }
    let column = comparison.layout.measured[price.column]
    casesPerMonth = Double(mean.after.count) / Double(days) * Self.daysInMonth
    let factor = casesPerMonth * price.amount / (price.timeUnit?.seconds ?? 1)
    let interval = ConfidenceInterval(low, high) * factor
    self.column = column.name
    self.price = price.amount
    unit = column.kind == .time ? .seconds : .plain
    per = price.timeUnit.map { String($0.rawValue.dropLast()) }
    meanDifference = value
    difference = value * factor
    lower = interval.lower
    upper = interval.upper
    effect = mean.effect
    isSmall = mean.isSmall
    guard [casesPerMonth, difference, lower, upper].allSatisfy(\.isFinite) else { return nil }
  }

  /// "Handling minutes: mean -2.59, at 0.75 each and 285 cases a month: -552.15 a month (-692.04 … -411.33)."
  package var text: String {
    func money(_ value: Double) -> String { Unit.plain.differenceText(value) }
    let name = unit == .seconds ? "Resolution time" : Metric.words(column)
    return "\(name): mean \(unit.differenceText(meanDifference)), at \(Unit.plain.text(price)) "
      + "\(per.map { "per \($0)" } ?? "each") and \(Digits.text(casesPerMonth, decimals: 0)) cases a month: "
      + "\(money(difference)) a month (\(money(lower)) … \(money(upper)))\(judgement)"
  }

  private var judgement: String {
    if isSmall { return ". With so few cases, this is no more than a hint." }
    return switch effect {
    case .better, .worse, .higher, .lower, .otherWriters, .otherAnswerers, .oneSided, .mixedScales, .otherMix, .repeats:
      "."
    case .openCases: ", but cases that are still open are not included."
    case .trend: ", but a steady trend would also explain it."
    case .jumpOrTrend: "; \(Headline.unclearWhen)."
    case .unclear: ", a difference that chance alone could explain once all figures are taken into account."
    case .notEnoughData: ", with too few values to tell whether it is due to chance."
    }
  }
}

extension Comparison {
  /// The length of the second side, from its first possible day to the last day with records; nil without dates.
  fileprivate var daysAfter: Int? {
    guard let days = span?.days else { return nil }
    switch split {
    case .date(let date): return days.upperBound >= date ? days.upperBound.number - date.number + 1 : nil
    case .groups: return days.upperBound.number - days.lowerBound.number + 1
    }
  }
}
