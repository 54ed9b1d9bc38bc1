/// What dates and groups say of how columns are to be read.
extension ReportSummary.Column {
  /// Adds that dates are months, and that answers end at another number in one part of the records than in others.
  mutating func add(_ layout: RecordLayout, _ mixes: ScaleMixes, _ span: DaySpan?) {
    var found: [String] = []
    if name == layout.time, span?.isMonthly == true { found.append("every date is a month") }
    for index in layout.measured.indices where layout.measured[index].name == name {
      if let text = mixes.texts[index] { found.append("\(text): two scales may be mixed") }
    }
    if !found.isEmpty { answerNotes = (answerNotes ?? []) + found }
  }
}
