import AttuneCare
import AttuneStatistics

extension ReportSummary {
  /// What moves a score: the aspects that texts mention, each with the others held fixed.
  package struct Drivers: Sendable, Encodable {
    package struct Driver: Sendable, Encodable {
      package var aspect: String
      /// Of those who answered and wrote, those who mention it, and their share.
      package var texts: Int
      package var reach: Double
      /// By how much the score of those who mention it is higher, the other aspects held fixed.
      package var effect: Double
      package var effectLower: Double
      package var effectUpper: Double
      /// Effect times reach: what it adds to the score, with its 95 % interval.
      package var contribution: Double
      package var lower: Double
      package var upper: Double
      /// By Holm, over the aspects and the scores.
      package var adjustedPValue: Double
      /// Whether chance rarely makes such an effect, enough people mention the aspect and not always with others, and their
      /// score differs from that of all others in the same direction by more than its interval.
      package var isClear: Bool
      /// Whether other aspects hardly ever leave it alone, or are never without it, so that its effect is not its own; nil
      /// where it can be told apart.
      package var isEntangled: Bool?
    }

    /// The name of the figure.
    package var figure: String
    package var title: String
    package var unit: Unit
    /// Answers of people who wrote.
    package var answers: Int
    /// Their score: the base and all contributions add up to it.
    package var total: Double
    /// The score of people who mention none of the aspects.
    package var base: Double
    /// Whether there are enough clusters to tell chance from more; true where records are independent.
    package var hasVerdict: Bool
    /// By the size of their contributions.
    package var drivers: [Driver]
  }
}

extension ReportSummary.Drivers {
  /// Of each score.
  /// - Parameter clusters: how many clusters the records come in; nil where they are independent.
  static func all(
    _ tally: DriverTally, _ metrics: [Metric], scales: [Scale?], taxonomy: Taxonomy, clusters: Int?
  ) -> [Self] {
    let found = metrics.compactMap { metric in
      tally.regression(metric, scales: scales, isClustered: clusters != nil).map { (metric, $0) }
    }
    let isTelling = ComparisonSummary.givesVerdicts(clusters)
    var adjusted = Holm.adjust(found.flatMap { $0.1.drivers.map(\.pValue) })[...]
    return found.map { metric, regression in
      let pValues = adjusted.prefix(regression.drivers.count)
      adjusted = adjusted.dropFirst(regression.drivers.count)
      return Self(regression, metric, taxonomy: taxonomy, adjusted: Array(pValues), isTelling: isTelling)
    }
  }

  private init(
    _ found: DriverRegression, _ metric: Metric, taxonomy: Taxonomy, adjusted: [Double], isTelling: Bool
  ) {
    figure = metric.name
    title = metric.title
    unit = metric.unit
    answers = found.count
    total = found.total
    base = found.base
    hasVerdict = isTelling
    drivers = zip(found.drivers, adjusted).map { driver, pValue in
      Driver(
        aspect: taxonomy.aspects[driver.mark].name, texts: driver.cases, reach: driver.reach, effect: driver.effect,
        effectLower: driver.effectInterval.lower, effectUpper: driver.effectInterval.upper,
        contribution: driver.contribution, lower: driver.interval.lower, upper: driver.interval.upper,
        adjustedPValue: pValue,
        isClear: isTelling && pValue < 0.05 && !driver.interval.contains(0) && driver.cases >= Measure.smallCount
          && driver.isApart,
        isEntangled: driver.isApart ? nil : true)
    }.sorted { ($1.contribution.magnitude, $0.aspect) < ($0.contribution.magnitude, $1.aspect) }
  }
}

extension ReportSummary.Drivers {
  /// Where those who mention an aspect score as others do, or the other way round, unless the other aspects are held fixed, it
  /// is not named for what goes with the score.
  /// - Parameter isRepeated: whether so many records repeat others that nothing is.
  mutating func doubt(where aspects: [ReportSummary.Aspect], isRepeated: Bool) {
    for index in drivers.indices {
      if isRepeated { drivers[index].isClear = false }
      let effects = aspects.first { $0.name == drivers[index].aspect }?.effects ?? []
      guard let plain = effects.first(where: { $0.with.name == figure }), let lower = plain.lower,
        let upper = plain.upper
      else { continue }
      if drivers[index].effect > 0 ? lower <= 0 : upper >= 0 { drivers[index].isClear = false }
    }
  }
}

extension ReportSummary.Drivers.Driver {
  /// "+5.7 (+4.7 … +6.8)"
  package var text: String {
    let text = Unit.points.differenceText
    return "\(text(contribution)) (\(text(lower)) … \(text(upper)))"
  }
}
