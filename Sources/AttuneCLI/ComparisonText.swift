import AttuneCare

extension ComparisonSummary {
  /// For a terminal.
  var text: String {
    var out =
      "\(firstName): \(Digits.count(firstRecords)) records; \(secondName): \(Digits.count(secondRecords)) records"
    if neither > 0 { out += "; \(Digits.count(neither)) of neither, not used" }
    if problems > 0 { out += "; \(Digits.count(problems)) could not be read" }
    out += "\n\n" + TextTable.text([head] + rows.map(\.cells))
    if let clusters {
      out += "\nIntervals from \(Digits.count(clusters)) clusters drawn again."
      if clusters < Self.fewClusters { out += " So few make them too narrow: take the effects with caution." }
      out += "\n"
    }
    let notes = rows.flatMap(\.notes)
    if !notes.isEmpty { out += "\n" + notes.map { $0 + "\n" }.joined() }
    return out + "\n\(Self.caveat)\n" + columns.text(unknownTexts: 0)
  }

  private var head: [String] {
    ["", firstName, secondName, "difference", "95 % interval", "p", "p (Holm)", "effect", "test"]
  }
}

extension ComparisonSummary.Row {
  fileprivate var cells: [String] {
    [
      name, before.text + before.mark, after.text + after.mark, difference.map(unit.differenceText) ?? "–",
      interval, pValue.map(Digits.pValue) ?? "", adjustedPValue.map(Digits.pValue) ?? "", effect.rawValue, test ?? "",
    ]
  }

  private var interval: String {
    guard let lower, let upper else { return "" }
    return "\(unit.differenceText(lower)) … \(unit.differenceText(upper))"
  }

  /// Sentences about what the row alone does not show.
  fileprivate var notes: [String] {
    var notes: [String] = []
    if effect == .unclear, let minimalDetectable, minimalDetectable > 0 {
      notes.append(
        "\(name): so many answers would show a true difference of \(magnitude(minimalDetectable)) or more in four of five cases."
      )
    }
    guard let series = timeSeries else { return notes }
    let stretch = series.days == 1 ? "day" : "week"
    if series.trendBeforePValue < 0.05 {
      notes.append(
        "\(name): was already \(series.trendBefore > 0 ? "rising" : "falling") before, by \(magnitude(series.trendBefore.magnitude)) a \(stretch); beyond that trend it jumped by \(unit.differenceText(series.levelChange)) at the date (\(unit.differenceText(series.levelChangeLower)) … \(unit.differenceText(series.levelChangeUpper)))."
      )
    }
    if series.changedBeforeDate, let bestBreak = series.bestBreak, let from = series.plausibleFrom,
      let to = series.plausibleTo
    {
      notes.append("\(name): the change began before the date, most likely on \(bestBreak) (\(from) … \(to)).")
    }
    return notes
  }

  private func magnitude(_ value: Double) -> String {
    String(unit.differenceText(value).dropFirst()) + unit.differenceName
  }
}
