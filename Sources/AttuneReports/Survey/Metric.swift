import AttuneStatistics

/// A figure that is reported under a name.
package struct Metric: Sendable, Hashable {
  /// What a figure is made of; columns are numbers of measured columns.
  package enum Source: Sendable, Hashable {
    case netSentiment
    case urgent
    case netPromoter(column: Int)
    case satisfaction(column: Int)
    case ease(column: Int)
    case yes(column: Int)
    /// Of the column that says whether cases are resolved.
    case firstContactOfResolved(column: Int)
    case firstContactOfAll(column: Int)
    case time(column: Int)
    /// Of a column of times.
    case meanTime(column: Int)
    case mean(column: Int)
    case median(column: Int)
  }

  package enum Better: String, Sendable, Encodable, CaseIterable {
    case higher, lower
  }

  package var source: Source
  package var name: String
  /// nil where nobody says it.
  package var better: Better?
  /// Of times: whether they are known to whole days. It makes no other figure.
  var isInDays = false
  /// Of amounts: whether they are times.
  var isTimed = false

  package static func == (a: Metric, b: Metric) -> Bool {
    (a.source, a.name, a.better) == (b.source, b.name, b.better)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(source)
    hasher.combine(name)
  }

  package init(_ source: Source, name: String, better: Better? = .higher) {
    self.source = source
    self.name = name
    self.better = better
  }

  /// The measured column of which it is; nil for figures of texts and of several columns.
  var column: Int? {
    switch source {
    case .netPromoter(let column), .satisfaction(let column), .ease(let column), .yes(let column), .time(let column),
      .meanTime(let column), .mean(let column), .median(let column):
      column
    case .netSentiment, .urgent, .firstContactOfResolved, .firstContactOfAll: nil
    }
  }

  package var unit: Unit {
    switch source {
    case .netSentiment, .netPromoter: .points
    case .urgent, .satisfaction, .ease, .yes, .firstContactOfResolved, .firstContactOfAll: .percent
    case .time, .meanTime: isInDays ? .days : .seconds
    case .mean, .median: isTimed ? .seconds : .plain
    }
  }

  /// - Parameter scales: of the measured columns, 0-1 for yes and no; nil for those that are no answers on a scale.
  package func measure(_ tally: Tally, scales: [Scale?]) -> Measure {
    func answers(_ column: Int) -> ScaleAnswers {
      // Without a scale that has best answers there is no figure.
      scales[column].flatMap { $0.hasBoxes ? ScaleAnswers(tally.values[column], scale: $0) : nil }
        ?? ScaleAnswers(ValueCounts(), scale: .promoter)
    }
    switch source {
    case .netSentiment: return .net(tally.sentiments.net)
    case .urgent: return .share(Proportion(tally.urgent, of: tally.sentiments.judged))
    case .netPromoter(let column): return .net(answers(column).netPromoter)
    case .satisfaction(let column): return .share(answers(column).satisfaction())
    case .ease(let column): return .share(answers(column).ease)
    case .yes(let column):
      // As with answers: no figure of which too much was not understood.
      guard scales[column] != nil else { return .share(Proportion(0, of: 0)) }
      let entries = tally.values[column].sorted
      return .share(
        Proportion(entries.reduce(0) { $0 + ($1.value == 1 ? $1.count : 0) }, of: tally.values[column].count))
    // Where there is no figure of what is resolved, there is none that is made of it.
    case .firstContactOfResolved(let column):
      return .share(scales[column] == nil ? Proportion(0, of: 0) : tally.firstContact.ofResolved)
    case .firstContactOfAll(let column):
      return .share(scales[column] == nil ? Proportion(0, of: 0) : tally.firstContact.ofAll)
    case .time(let column), .median(let column): return .median(Distribution(tally.values[column]))
    case .mean(let column), .meanTime(let column): return .mean(Distribution(tally.values[column]))
    }
  }
}
