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

  /// - Returns: nil without a column of texts.
  init?(_ comparison: Comparison) {
    guard comparison.layout.text != nil else { return nil }
    func measure(_ tally: Tally) -> Measure { .share(tally.writing) }
    let (first, second) = (measure(comparison.before), measure(comparison.after))
    before = .init("wrote a text", .percent, first)
    after = .init("wrote a text", .percent, second)
    let clusters = comparison.clusters.sorted { $0.key < $1.key }.map(\.value)
    let found =
      clusters.isEmpty
      ? Measure.difference(first, second)
      : ClusterBootstrap.difference(clusters.map { (measure($0.before), measure($0.after)) }, seed: 1)
    guard let found, found.isFinite else { return }
    (difference, lower, upper, pValue) = (found.value, found.interval.lower, found.interval.upper, found.pValue)
  }

  /// Whether more or fewer wrote than chance would make it.
  package var isPlain: Bool { (pValue ?? 1) < 0.05 && (lower ?? 0) * (upper ?? 0) > 0 }

  /// "wrote a text: 52.0 % and 10.0 %, -42.0 points (-50.1 … -32.3)", and what that means.
  package var text: String {
    var text = "Wrote a text: \(before.text) and \(after.text)"
    guard let difference, let lower, let upper, isPlain else { return text + "." }
    let show = Unit.percent.differenceText
    text += ", \(show(difference)) points (\(show(lower)) … \(show(upper)))."
    return text + " Figures of texts are of those who wrote, who may be other people than before."
  }
}
