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
      /// By Holm, over the aspects.
      package var adjustedPValue: Double
      /// Whether chance rarely makes such an effect, and enough people mention the aspect.
      package var isClear: Bool
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
    /// By the size of their contributions.
    package var drivers: [Driver]
  }
}

extension ReportSummary.Drivers {
  init?(_ tally: DriverTally, _ metric: Metric, scales: [Scale?], taxonomy: Taxonomy) {
    guard let found = tally.regression(metric, scales: scales) else { return nil }
    figure = metric.name
    title = metric.title
    unit = metric.unit
    answers = found.count
    total = found.total
    base = found.base
    let adjusted = Holm.adjust(found.drivers.map(\.pValue))
    drivers = zip(found.drivers, adjusted).map { driver, pValue in
      Driver(
        aspect: taxonomy.aspects[driver.mark].name, texts: driver.cases, reach: driver.reach, effect: driver.effect,
        effectLower: driver.effectInterval.lower, effectUpper: driver.effectInterval.upper,
        contribution: driver.contribution, lower: driver.interval.lower, upper: driver.interval.upper,
        adjustedPValue: pValue, isClear: pValue < 0.05 && driver.cases >= Measure.smallCount)
    }.sorted { ($1.contribution.magnitude, $0.aspect) < ($0.contribution.magnitude, $1.aspect) }
  }
}

extension ReportSummary.Drivers.Driver {
  /// "+5.7 (+4.7 … +6.8)"
  package var text: String {
    let text = Unit.points.differenceText
    return "\(text(contribution)) (\(text(lower)) … \(text(upper)))"
  }
}
