import AttuneStatistics

/// Who writes a text, on both sides. It is neither better nor worse, but figures of texts are those of who wrote: where
/// other people write, these figures change as well.
package struct WritingChange: Sendable, Encodable {
  package var before: ReportSummary.Figure
  package var after: ReportSummary.Figure
  /// After minus before, with its 95 % interval.
  package var difference: Double?
  package var lower: Double?
  package var upper: Double?
  package var pValue: Double?
  /// Shares of the texts that are in other languages, on both sides; nil where none is.
  package var foreignBefore: ReportSummary.Figure?
  package var foreignAfter: ReportSummary.Figure?
  /// Texts in other languages, and all texts, of both sides.
  let foreign: Proportion
  private(set) var shift: WriterShift?
  private let isByDate: Bool

  private enum CodingKeys: CodingKey {
    case before, after, difference, lower, upper, pValue, foreignBefore, foreignAfter
  }

  /// - Returns: nil without a column of texts.
  init?(_ records: ComparedRecords) {
    guard records.hasTexts else { return nil }
    func measure(_ tally: Tally) -> Measure { .share(tally.writing) }
    func foreign(_ tally: Tally) -> Proportion { Proportion(tally.sentiments.foreign, of: tally.sentiments.count) }
    self.foreign = foreign(records.before) + foreign(records.after)
    if self.foreign.successes > 0 {
      foreignBefore = .init("in other languages", .percent, .share(foreign(records.before)))
      foreignAfter = .init("in other languages", .percent, .share(foreign(records.after)))
    }
    let (first, second) = (measure(records.before), measure(records.after))
    let parts = records.clusters?.map { (before: measure($0.before), after: measure($0.after)) }
    let name = "wrote a text"
    before = .init(name, .percent, first, interval: parts.map { first.interval(clusters: $0.map(\.before)) })
    after = .init(name, .percent, second, interval: parts.map { second.interval(clusters: $0.map(\.after)) })
    let found =
      parts.map { Measure.difference(first, second, clusters: $0, seed: 1) } ?? Measure.difference(first, second)
    isByDate = records.turn != nil
    guard ComparisonSummary.givesVerdicts(records.clusterCount), let found, found.isFinite else { return }
    (difference, lower, upper, pValue) = (found.value, found.interval.lower, found.interval.upper, found.pValue)
    shift = WriterShift(records.before.writing, records.after.writing, isClear: isPlain)
  }

  /// Whether more or fewer wrote than chance would make it.
  package var isPlain: Bool {
    !before.isSmall && !after.isSmall && (pValue ?? 1) < 0.05 && (lower ?? 0) * (upper ?? 0) > 0
  }

  /// "wrote a text: 52.0 % and 10.0 %, -42.0 points (-50.1 … -32.3)", and what that means.
  package var text: String {
    if let foreignBefore, let foreignAfter {
      return written + " Of the texts, \(foreignBefore.text) and \(foreignAfter.text) are in other languages and not "
        + "counted in any figure from texts."
    }
    return before.value == 1 && after.value == 1 ? "" : written
  }

  private var written: String {
    var text = "Wrote a text: \(before.text) and \(after.text)"
    guard let difference, let lower, let upper, isPlain else { return text + "." }
    let show = Unit.percent.differenceText
    text += ", \(show(difference)) points (\(show(lower)) … \(show(upper)))."
    return text + " Figures from texts cover only those who wrote, who "
      + (isByDate ? "may not be the same people as before." : "may be different kinds of people in each.")
  }
}
