import AttuneStatistics

/// What it takes to allow for clusters in the figures of a report.
final class ClusterDesign {
  let report: Report
  let metrics: [Metric]
  let scales: [Scale?]
  /// What may keep differences from being better or worse.
  let doubts: Reservations
  /// Of the draws of permutation tests.
  let seed: UInt64
  /// nil where no column tells clusters apart.
  let clusters: ClusterTallies?
  /// Of each metric; empty without clusters.
  private let effects: [DesignEffect]
  private let whole: [[Measure]]

  init(_ report: Report, _ metrics: [Metric], _ scales: [Scale?], _ doubts: Reservations, seed: UInt64) {
    self.doubts = doubts
    self.report = report
    self.metrics = metrics
    self.scales = scales
    self.seed = seed
    clusters = report.clusters.flatMap { $0.isTelling ? $0 : nil }
    let tallies = clusters?.whole ?? []
    whole = tallies.isEmpty ? [] : metrics.map { metric in tallies.map { metric.measure($0, scales: scales) } }
    effects = whole.enumerated().map { index, clusters in
      let measure = metrics[index].measure(report.total, scales: scales)
      return DesignEffect(measure.interval(clusters: clusters), over: measure.interval)
    }
  }

  private func measure(_ index: Int, _ tally: Tally) -> Measure { metrics[index].measure(tally, scales: scales) }

  /// Of all records.
  func figures(_ tally: Tally) -> [ReportSummary.Figure] {
    metrics.indices.map { index in
      let measure = measure(index, tally)
      return .init(
        metrics[index], measure, interval: clusters.map { _ in measure.interval(clusters: whole[index]) })
    }
  }

  /// Of a group: from its own clusters, unless it is in one.
  func figures(_ tally: Tally, clusters: [ClusterTallies.Cluster]?) -> [ReportSummary.Figure] {
    metrics.indices.map { index in
      let measure = measure(index, tally)
      return .init(
        metrics[index], measure,
        interval: clusters.map { $0.map { self.measure(index, $0.part) } }.map { measure.interval(clusters: $0) })
    }
  }

  /// What clusters have of the records that speak of an aspect; nil without clusters.
  func aspect(_ name: String) -> [ClusterTallies.Cluster]? {
    clusters.flatMap { clusters in
      report.taxonomy.aspects.firstIndex { $0.name == name }.map(clusters.aspect)
    }
  }

  /// Of a group and of all others, by figures.
  func tests(_ tally: Tally, clusters: [ClusterTallies.Cluster]?) -> [Contrast.Test?] {
    let rest = report.total.answers(without: tally)
    return metrics.indices.map { index in
      let (part, all) = (measure(index, tally), measure(index, report.total))
      // A group whose clusters were too many to count has no finding.
      guard let others = all.without(part, orOf: measure(index, rest)), self.clusters == nil || clusters != nil
      else { return nil }
      return .init(difference(part, others, index, clusters), part, others, metrics[index].better)
    }
  }

  /// What keeps the difference of a group and all others from being better or worse; nil for nothing.
  func doubt(_ tally: Tally, _ figure: Int, _ test: Contrast.Test) -> Reservation? {
    let rest = report.total.without(tally)
    let hasTexts = report.layout.text != nil
    let sides = ComparedSides(
      before: rest, after: tally, names: SideNames(before: "for the others", after: "for it", tense: .present),
      writers: hasTexts ? WriterShift(rest.writing, tally.writing) : nil, young: nil)
    return doubts.doubt(metrics[figure], sides, difference: test.difference, test.interval)
  }

  /// Whether another mix of kinds of cases explains the difference of a group and all others.
  func isOfMix(_ group: String, column: Int, _ tally: Tally, _ figure: Int, _ test: Contrast.Test) -> Bool {
    let (metric, part, rest) = (metrics[figure], measure(figure, tally), report.total.answers(without: tally))
    guard let others = measure(figure, report.total).without(part, orOf: measure(figure, rest)) else { return false }
    var row = ComparisonSummary.Row(
      name: metric.name, unit: metric.unit, better: metric.better, before: .init(metric, others),
      after: .init(metric, part), effect: .init(rises: test.difference > 0, better: metric.better))
    (row.difference, row.lower, row.upper) = (test.difference, test.interval.lower, test.interval.upper)
    if clusters != nil {
      row.test = Difference.Test.clusterRobust.text
      row.plainWidth = Measure.difference(others, part, seed: seed).map { $0.interval.upper - $0.interval.lower }
    }
    return report.mixes(of: group, column: column).contains {
      MixShift($0, metric, row, scales: scales)?.explains(test.difference) == true
    }
  }

  /// Of records of which those of a part are some.
  func difference(
    _ part: Measure, _ others: Measure, _ metric: Int, _ clusters: [ClusterTallies.Cluster]?
  ) -> Difference? {
    // A group that is one cluster is compared as it is.
    guard let clusters, clusters.count(where: { $0.part.records > 0 }) > 1 else {
      return Measure.difference(others, part, seed: seed)
    }
    return Measure.difference(
      others: others, part, clusters: clusters.map { (measure(metric, $0.part), measure(metric, $0.all)) }, seed: seed)
  }

  /// Of an aspect, or of all others who wrote; nil without clusters that tell more than the records do.
  /// - Parameter part: of a cluster.
  func interval(
    _ measure: Measure, _ metric: Int, _ clusters: [ClusterTallies.Cluster]?, of part: (ClusterTallies.Cluster) -> Tally
  ) -> ConfidenceInterval?? {
    clusters.map { clusters in measure.interval(clusters: clusters.map { self.measure(metric, part($0)) }) }
  }

  /// All figures of records that are independent.
  func plain(_ tally: Tally) -> [ReportSummary.Figure] {
    metrics.indices.map { .init(metrics[$0], measure($0, tally)) }
  }

  /// All figures of records that are spread over the clusters as all are.
  func spread(_ tally: Tally) -> [ReportSummary.Figure] { metrics.indices.map { figure($0, tally) } }

  /// Of records that are spread over the clusters as all are.
  func figure(_ metric: Int, _ tally: Tally) -> ReportSummary.Figure {
    var figure = ReportSummary.Figure(metrics[metric], measure(metric, tally))
    widen(&figure, metric: metric, of: measure(metric, report.total).count)
    return figure
  }

  /// Of records that are spread over the clusters as all are.
  func widen(_ figure: inout ReportSummary.Figure, metric: Int, of count: Int) {
    guard !effects.isEmpty else { return }
    let limits: ClosedRange<Double> =
      switch figure.unit {
      case .percent: 0...1
      case .points: -1...1
      default: -Double.infinity...Double.infinity
      }
    effects[metric].widen(&figure, of: count, within: limits)
  }
}

extension ReportSummary {
  /// Intervals of groups, dates and aspects that allow for clusters, and what differs by more than chance.
  mutating func addClusters(_ design: ClusterDesign) {
    for metric in trend?.figures.indices ?? 0..<0 {
      for stretch in trend?.figures[metric].indices ?? 0..<0 {
        design.widen(&trend!.figures[metric][stretch], metric: metric, of: figures[metric].count)
      }
    }
    judgeGroups(design)
    judgeAspects(design)
  }

  private mutating func judgeGroups(_ design: ClusterDesign) {
    var tests: [Contrast.Test?] = []
    var places: [(table: Int, row: Int, figure: Int, name: String, tally: Tally)] = []
    for (column, tallies) in design.report.groups.enumerated() {
      for (row, group) in tallies.largest(groups[column].rows.count).groups.enumerated() {
        let clusters = design.clusters?.group(group.name, column: column)
        if let clusters, clusters.count(where: { $0.part.records > 0 }) > 1 {
          groups[column].rows[row].figures = design.figures(group.tally, clusters: clusters)
        }
        // Its clusters were too many to count.
        if design.clusters != nil, clusters == nil {
          groups[column].rows[row].figures = design.spread(group.tally)
        }
        groups[column].rows[row].contrasts = figures.map { _ in nil }
        for (figure, test) in design.tests(group.tally, clusters: clusters).enumerated() {
          tests.append(test)
          places.append((column, row, figure, group.name, group.tally))
        }
      }
    }
    for ((place, test), judged) in zip(zip(places, tests), Contrast.Test.judge(tests, clusters: clusters)) {
      guard let contrast = judged.contrast, let test else { continue }
      let isOfMix = design.isOfMix(place.name, column: place.table, place.tally, place.figure, test)
      if let doubt = design.doubt(place.tally, place.figure, test)?.effect ?? (isOfMix ? .otherMix : nil) {
        groups[place.table].rows[place.row].doubts =
          groups[place.table].rows[place.row].doubts ?? figures.map { _ in nil }
        groups[place.table].rows[place.row].doubts?[place.figure] = doubt
      } else {
        groups[place.table].rows[place.row].contrasts[place.figure] = contrast
      }
    }
  }

  private mutating func judgeAspects(_ design: ClusterDesign) {
    if let net = design.metrics.firstIndex(where: { $0.source == .netSentiment }) {
      for index in aspects.indices { design.widen(&aspects[index].net, metric: net, of: figures[net].count) }
    }
    let better = Dictionary(design.metrics.map { ($0.name, $0.better) }, uniquingKeysWith: { first, _ in first })
    let places = aspects.indices.flatMap { aspect in aspects[aspect].effects.indices.map { (aspect, $0) } }
    let tests = places.map { aspect, effect in
      let effect = aspects[aspect].effects[effect]
      return Contrast.Test(effect, better[effect.with.name] ?? .higher)
    }
    for ((aspect, effect), judged) in zip(places, Contrast.Test.judge(tests, clusters: clusters)) {
      aspects[aspect].effects[effect].adjustedPValue = judged.adjustedPValue
      aspects[aspect].effects[effect].contrast = judged.contrast
    }
  }
}

extension Contrast.Test {
  fileprivate init?(_ effect: ReportSummary.Aspect.Effect, _ better: Metric.Better?) {
    guard let difference = effect.difference, let lower = effect.lower, let upper = effect.upper,
      let pValue = effect.pValue
    else { return nil }
    self.init(
      difference: difference, interval: ConfidenceInterval(lower, upper), pValue: pValue, better: better,
      isLarge: !effect.with.isSmall && !effect.without.isSmall)
  }
}
