import AttuneCare
import AttuneStatistics

/// What moved a score between two sets of records: by how much the contributions of aspects differ.
package struct DriverChanges: Sendable, Encodable {
  package struct Change: Sendable, Encodable {
    package var aspect: String
    /// What it adds to the score of the first and of the second.
    package var before: Double
    package var after: Double
    /// After minus before, with its 95 % interval.
    package var difference: Double
    package var lower: Double
    package var upper: Double
    /// By Holm, over the aspects.
    package var adjustedPValue: Double
    /// Whether chance rarely makes such a difference, and enough people of both mention the aspect.
    package var isClear: Bool
  }

  /// The name of the figure.
  package var figure: String
  package var title: String
  /// After minus before, of the people who answered and wrote: the base and all changes add up to it.
  package var total: Double
  package var base: Double
  /// By the size of their differences.
  package var changes: [Change]

  /// - Returns: nil for figures that are not made of answers, and where no aspect is mentioned often enough in both.
  init?(_ before: DriverTally, _ after: DriverTally, _ metric: Metric, scales: [Scale?], taxonomy: Taxonomy) {
    guard let first = before.regression(metric, scales: scales), let second = after.regression(metric, scales: scales)
    else { return nil }
    let earlier = Dictionary(uniqueKeysWithValues: first.drivers.map { ($0.mark, $0) })
    let pairs = second.drivers.compactMap { driver in earlier[driver.mark].map { (before: $0, after: driver) } }
    guard !pairs.isEmpty else { return nil }
    figure = metric.name
    title = metric.title
    total = second.total - first.total
    base = total - pairs.reduce(0) { $0 + $1.after.contribution - $1.before.contribution }
    let errors = pairs.map { pair -> Double in
      let widths = [pair.before.interval, pair.after.interval].map { ($0.upper - $0.lower) / 2 }
      return (widths[0] * widths[0] + widths[1] * widths[1]).squareRoot()
    }
    let pValues = zip(pairs, errors).map { pair, width -> Double in
      let difference = pair.after.contribution - pair.before.contribution
      return width > 0 ? Normal.twoSided(difference / width * ConfidenceInterval.z) : difference == 0 ? 1 : 0
    }
    let adjusted = Holm.adjust(pValues)
    changes = pairs.indices.map { index in
      let (before, after) = pairs[index]
      let difference = after.contribution - before.contribution
      return Change(
        aspect: taxonomy.aspects[after.mark].name, before: before.contribution, after: after.contribution,
        difference: difference, lower: difference - errors[index], upper: difference + errors[index],
        adjustedPValue: adjusted[index],
        isClear: adjusted[index] < 0.05 && min(before.cases, after.cases) >= Measure.smallCount)
    }.sorted { ($1.difference.magnitude, $0.aspect) < ($0.difference.magnitude, $1.aspect) }
  }
}
