extension ComparisonSummary {
  /// "before 2024-03-05: 400 records; from 2024-03-05: 410 records; 3 of neither, not used"
  package var scope: String {
    var text =
      "\(firstName): \(Digits.count(firstRecords)) records; \(secondName): \(Digits.count(secondRecords)) records"
    if neither > 0 { text += "; \(Digits.count(neither)) of neither, not used" }
    if problems > 0 { text += "; \(Digits.count(problems)) could not be read" }
    for note in repeats.texts + (strays.map { [$0] } ?? []) { text += "; \(note)" }
    return text
  }

  /// Sentences about what the rows alone do not show.
  package var notes: [String] {
    var notes = [writing?.text, retention].compactMap { $0 }
    if let clusters {
      let caution = clusters < Self.fewClusters ? " So few make them too narrow: take the effects with caution." : ""
      notes.append("Intervals come from \(Digits.count(clusters)) clusters drawn again.\(caution)")
    }
    return notes + rows.flatMap(\.notes) + costs.map(\.text)
  }
}

extension ComparisonSummary.Row {
  /// "+5.9", or a dash where there is too little to tell.
  package var differenceText: String { difference.map(unit.differenceText) ?? "–" }

  /// "+0.5 … +11.3"; empty without an interval.
  package var intervalText: String {
    guard let lower, let upper else { return "" }
    return "\(unit.differenceText(lower)) … \(unit.differenceText(upper))"
  }

  fileprivate var notes: [String] {
    var notes: [String] = []
    if effect == .unclear, let minimalDetectable, isShown(minimalDetectable) {
      notes.append(
        "\(name): so many answers would show a true difference of \(magnitude(minimalDetectable)) or more in four of "
          + "five cases.")
    }
    guard let series = timeSeries else { return notes }
    if series.trendBeforePValue < 0.05, isShown(series.trendBefore) {
      let interval =
        "\(unit.differenceText(series.levelChangeLower)) … \(unit.differenceText(series.levelChangeUpper))"
      notes.append(
        "\(name): was already \(series.trendBefore > 0 ? "rising" : "falling") before, by "
          + "\(magnitude(series.trendBefore.magnitude)) a \(series.days == 1 ? "day" : "week"). Beyond that trend it "
          + "changed by \(unit.differenceText(series.levelChange))\(unit.differenceName) at the date (\(interval)).")
    }
    if series.changedBeforeDate, let best = series.bestBreak, let from = series.plausibleFrom,
      let to = series.plausibleTo
    {
      notes.append("\(name): the change began before the date, most likely on \(best) (\(from) … \(to)).")
    }
    return notes
  }

  /// Whether more than zeros are shown of a difference: "rising by 0.00" tells nothing.
  private func isShown(_ value: Double) -> Bool { magnitude(value).contains { "123456789".contains($0) } }

  private func magnitude(_ value: Double) -> String {
    String(unit.differenceText(value).dropFirst()) + unit.differenceName
  }
}
