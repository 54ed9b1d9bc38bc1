import AttuneCare
import AttuneStatistics

/// What moved a score between two sets of records: by how much the contributions of aspects differ.
package struct DriverChanges: Sendable, Encodable {
  /// The name of the figure.
  package var figure: String
  package var title: String
  /// After minus before, of the people who answered and wrote: the base and all changes add up to it.
  package var total: Double
  package var base: Double
  /// By the size of their differences.
  package var changes: [Change]

  package struct Change: Sendable, Encodable {
    package var aspect: String
    /// What it adds to the score of the first and of the second.
    package var before: Double
    package var after: Double
    /// After minus before, with its 95 % interval.
    package var difference: Double
    package var lower: Double
    package var upper: Double
    /// By Holm, over the aspects and the scores.
    package var adjustedPValue: Double
    /// Whether chance rarely makes such a difference, and enough people of both mention the aspect.
    package var isClear: Bool
  }

  /// Of each figure that is made of answers and of which an aspect is mentioned often enough in both.
  /// - Parameter isByOthers: whether other people write on the two sides.
  static func all(_ comparison: Comparison, _ metrics: [Metric], scales: [Scale?], isByOthers: Bool) -> [Self] {
    guard let drivers = comparison.drivers else { return [] }
    let clusters = comparison.clusterCount
    func regression(_ tally: DriverTally, _ metric: Metric) -> DriverRegression? {
      tally.regression(metric, scales: scales, isClustered: clusters != nil)
    }
    var found = metrics.compactMap { metric -> Self? in
      guard let first = regression(drivers.before, metric), let second = regression(drivers.after, metric) else {
        return nil
      }
      return Self(first, second, metric, taxonomy: comparison.taxonomy)
    }
    // So few clusters get no verdict, and neither do other people.
    let isTelling = ComparisonSummary.givesVerdicts(clusters) && !isByOthers
    var adjusted = Holm.adjust(found.flatMap { $0.changes.map(\.adjustedPValue) })[...]
    for figure in found.indices {
      for change in found[figure].changes.indices {
        found[figure].changes[change].judge(adjusted.removeFirst(), isTelling: isTelling)
      }
    }
    return found
  }

  private init?(_ first: DriverRegression, _ second: DriverRegression, _ metric: Metric, taxonomy: Taxonomy) {
    let earlier = Dictionary(uniqueKeysWithValues: first.drivers.map { ($0.mark, $0) })
    let pairs = second.drivers.compactMap { driver in earlier[driver.mark].map { (before: $0, after: driver) } }
    guard !pairs.isEmpty else { return nil }
    figure = metric.name
    title = metric.title
    total = second.total - first.total
    base = total - pairs.reduce(0) { $0 + $1.after.contribution - $1.before.contribution }
    changes = pairs.map { before, after in
      let found = after.difference(from: before)
      return Change(
        aspect: taxonomy.aspects[after.mark].name, before: before.contribution, after: after.contribution,
        difference: found.value, lower: found.interval.lower, upper: found.interval.upper,
        adjustedPValue: found.pValue,
        isClear: min(before.cases, after.cases) >= Measure.smallCount && before.isApart && after.isApart)
    }.sorted { ($1.difference.magnitude, $0.aspect) < ($0.difference.magnitude, $1.aspect) }
  }
}

extension DriverChanges.Change {
  /// - Parameter isTelling: whether there are enough clusters for a verdict.
  fileprivate mutating func judge(_ pValue: Double, isTelling: Bool) {
    adjustedPValue = pValue
    isClear = isClear && isTelling && pValue < 0.05
  }
}
