extension ReportSummary {
  /// "8,432 records, 2024-01-01 to 2024-06-30; 12 more could not be read"
  package var scope: String {
    var text = "\(Digits.count(records)) records"
    if let firstDay, let lastDay { text += ", \(firstDay) to \(lastDay)" }
    if problems > 0 { text += "; \(Digits.count(problems)) more could not be read" }
    if unknownTexts > 0 { text += "; \(Digits.count(unknownTexts)) texts say nothing that the model knows" }
    return text
  }
}

extension ReportSummary {
  /// Whose records are alike, which intervals allow for; nil without clusters.
  package var clusterNote: String? {
    guard let clusters, let clusterColumn else { return nil }
    let count = clusters < ClusterIndex.limit ? Digits.count(clusters) : "\(Digits.count(clusters)) or more"
    return "Intervals allow for records that are alike within the \(count) values of '\(clusterColumn)'"
      + (clusters < ComparisonSummary.fewClusters ? ", too few to tell what differs by more than chance." : ".")
  }
}

extension ReportSummary.Figure {
  /// Whether there is a figure, but of few answers.
  package var isMarked: Bool { isSmall && value != nil }

  /// "83.9 %", or a dash without cases.
  package var text: String { value.map(unit.text) ?? "–" }

  /// "80.0 % … 87.1 %"; empty without an interval.
  package var intervalText: String {
    guard let lower, let upper else { return "" }
    return "\(unit.text(lower)) … \(unit.text(upper))"
  }
}

extension ReportSummary.Aspect.Effect {
  /// "-6.2 (-9.0 … -3.4)"; empty without enough answers.
  package var text: String {
    guard let difference, let lower, let upper else { return "" }
    let text = with.unit.differenceText
    return "\(text(difference)) (\(text(lower)) … \(text(upper)))"
  }
}

extension ReportSummary.Column {
  /// How the column was read, and what of it could not be used; empty when there is nothing to tell.
  package var notes: [String] {
    var notes: [String] = []
    if let scale { notes.append("scale \(scale)") }
    if isFine { notes.append("too fine for a share of the best answers; --metric '\(name):higher' gives its mean") }
    notes += answerNotes ?? []
    if missing > 0 { notes.append("\(Digits.count(missing)) empty") }
    if outOfScale > 0 { notes.append("\(Digits.count(outOfScale)) outside the scale, not used") }
    if unreadable > 0 { notes.append("\(Digits.count(unreadable)) unreadable, not used") }
    return notes
  }
}
