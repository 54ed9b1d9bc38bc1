import AttuneStatistics

/// How many of the people who answer write a text, in two sets of records. Figures of texts are of those who write: where
/// these are other people, such figures differ for that alone.
struct WriterShift: Sendable {
  /// Shares, 0...1.
  let before: Double
  let after: Double
  /// Whether more or fewer write than chance would make it.
  let isClear: Bool

  /// - Parameter isClear: whether chance rarely makes such a difference; nil to hold the shares against each other.
  /// - Returns: nil without records on a side.
  init?(_ before: Proportion, _ after: Proportion, isClear: Bool? = nil) {
    guard let first = before.value, let second = after.value else { return nil }
    (self.before, self.after) = (first, second)
    let isTelling = min(before.trials, after.trials) >= Measure.smallCount
    let found = Proportion.difference(before, after)
    self.isClear = isClear ?? (isTelling && (found.map { $0.isFinite && $0.pValue < 0.05 } ?? false))
  }

  /// Whether so many more or fewer write that no figure of texts has a verdict.
  var isLarge: Bool { isClear && abs(after - before) >= Self.large }

  private static let large = 0.05

  /// Whether those who write on one side only may be all of a difference: if the most extreme texts of the side on which more
  /// write are left out until as many write, 0 is in its interval (Lee 2009, "Training, wages, and sample selection").
  /// - Parameters:
  ///   - first: a share of texts or a net score of them.
  ///   - second: the same of the other side.
  ///   - interval: of their difference.
  func mayExplain(
    _ first: ReportSummary.Figure, _ second: ReportSummary.Figure, _ interval: ConfidenceInterval
  ) -> Bool {
    guard isClear else { return false }
    guard !isLarge, min(before, after) > 0, let firstValue = first.value,
      let secondValue = second.value
    else { return true }
    let more = max(before, after)
    let excess = (more - min(before, after)) / more
    let lowest = first.unit == .points ? -1.0 : 0
    // What the figure of the side on which more write is without some of them.
    func trimmed(_ value: Double, without extreme: Double) -> Double {
      min(max((value - excess * extreme) / (1 - excess), lowest), 1)
    }
    if before > after {
      let ends = [1, lowest].map { firstValue - trimmed(firstValue, without: $0) }
      return interval.lower + ends.min()! <= 0 && interval.upper + ends.max()! >= 0
    }
    let ends = [1, lowest].map { trimmed(secondValue, without: $0) - secondValue }
    return interval.lower + ends.min()! <= 0 && interval.upper + ends.max()! >= 0
  }

  /// "48.5 % wrote a text, fewer than before (68.1 %): figures from texts may differ for that reason alone."
  /// - Parameters:
  ///   - whose: goes behind the share, such as " of South".
  ///   - when: goes behind the verb, such as " in the last 4 weeks".
  ///   - others: of what the other share is: "before".
  func sentence(whose: String = "", when: String = "", than others: String) -> String {
    "\(Unit.percent.text(after))\(whose) wrote a text\(when), \(after < before ? "fewer" : "more") than \(others) "
      + "(\(Unit.percent.text(before))): figures from texts may differ for that reason alone."
  }
}

extension Metric {
  /// Whether it is measured on texts, by those who write.
  var isOfTexts: Bool { source == .netSentiment || source == .urgent }
}
