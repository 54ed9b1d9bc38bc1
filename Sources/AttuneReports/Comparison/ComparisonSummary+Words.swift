extension ComparisonSummary {
  /// "before 2024-03-05: 400 records; from 2024-03-05: 410 records; 3 of neither, not used"
  package var scope: String {
    var text =
      "\(firstName): \(Digits.count(firstRecords)) records; \(secondName): \(Digits.count(secondRecords)) records"
    if neither > 0 { text += "; \(Digits.count(neither)) in neither, not used" }
    if problems > 0 { text += "; \(Digits.count(problems)) could not be read" }
    for note in (repeats.othersText.map { [$0] } ?? []) + repeats.texts + (strays.map { [$0] } ?? []) {
      text += "; \(note)"
    }
    return text
  }

  /// "There are only 4 values of 'Agent', too few"; nil where they are enough for verdicts.
  var fewClusters: String? { ReportSummary.fewClusters(clusters, clusterColumn) }

  /// Whether so many more or fewer write that figures of texts have no verdict.
  package var areOtherWriters: Bool { writing?.shift?.isLarge ?? false }

  /// Sentences about what the rows alone do not show.
  package var notes: [String] {
    var notes = [writing?.text, retention].compactMap { $0 }.filter { !$0.isEmpty }
    if let clusters, let clusterColumn {
      let count = clusters < ClusterIndex.limit ? Digits.count(clusters) : "\(Digits.count(clusters)) or more"
      notes.append(
        fewClusters.map {
          "\($0) for a verdict, because records with the same value are alike. --no-cluster treats all records as "
            + "independent."
        }
          ?? "Intervals and p-values allow for records with the same '\(clusterColumn)' being alike (\(count) values).")
    }
    let tested = rows.count(where: \.isTested)
    notes += smallNotes
    notes += highlights.mixNotes
    return notes + rows.flatMap { $0.notes(highlights.title($0.before), tested: tested, blindness: blindness) }
      + costs.map(\.text)
  }
}

extension ComparisonSummary {
  /// Why no difference that there can be would show.
  private var blindness: String {
    guard let largestCluster, let clusterColumn, largestCluster >= 0.25 else {
      return "too few answers to show any difference"
    }
    return "no difference can be told apart from chance, because one value of '\(clusterColumn)' has "
      + "\(Unit.percent.text(largestCluster)) of the records, which are alike"
  }

  /// That verdicts allow for all figures and intervals for one each, where there are several.
  package var multiplicity: String? {
    let tested = rows.filter(\.isTested)
    guard tested.count > 1 else { return nil }
    let apart = tested.filter { row in
      guard row.effect == .unclear, let lower = row.lower, let upper = row.upper else { return false }
      return lower > 0 || upper < 0
    }
    let names = apart.map { highlights.title($0.before) }.joined(separator: ", ")
    return
      "Each interval applies to its figure alone, while the verdicts allow for \(Digits.count(tested.count)) figures "
      + "being tested at once (Holm)"
      + (apart.isEmpty ? "." : ": an interval that excludes 0 is therefore not yet a finding, as for \(names) here.")
  }

  /// "Satisfaction (CSAT), Ease (CES): 12 and 14 answers are too few for a verdict, which needs 30 on each side.", or of one
  /// side alone: "12 answers from 2024-03-05".
  private var smallNotes: [String] {
    var notes: [(counts: String, names: [String])] = []
    for row in rows where row.isSmall && row.difference != nil {
      let counts = smallCounts(row)
      let place = notes.firstIndex { $0.counts == counts } ?? notes.count
      if place == notes.count { notes.append((counts, [])) }
      notes[place].names.append(highlights.title(row.before))
    }
    return notes.map { counts, names in
      "\(names.joined(separator: ", ")): \(counts) too few for a verdict, which needs \(Measure.smallCount) on each side."
    }
  }

  private func smallCounts(_ row: Row) -> String {
    let small = [(row.before, firstName), (row.after, secondName)].filter { $0.0.isSmall }
    guard small.count == 1, let (figure, name) = small.first else {
      return "\(Digits.count(row.before.count)) and \(Digits.count(row.after.count)) answers are"
    }
    let side = isByDate ? name : "of \(name)"
    return figure.count == 1 ? "1 answer \(side) is" : "\(Digits.count(figure.count)) answers \(side) are"
  }
}

extension ComparisonSummary.Row {
  /// "+5.9", or a dash where there is too little to tell.
  package var differenceText: String { difference.map(shownDifference) ?? "–" }

  private func shownDifference(_ value: Double) -> String { unit.roundedDifferenceText(value, beside: before.value) }

  /// "+0.5 … +11.3"; empty without an interval.
  package var intervalText: String {
    guard let lower, let upper else { return "" }
    return "\(shownDifference(lower)) … \(shownDifference(upper))"
  }

  /// "+4.5 (-0.8 … +9.7)"; a dash where there is too little to tell.
  var changeText: String { intervalText.isEmpty ? differenceText : "\(differenceText) (\(intervalText))" }

  /// - Parameters:
  ///   - name: what people call the figure.
  ///   - tested: rows that are tested at once.
  ///   - blindness: why no difference would show.
  fileprivate func notes(_ name: String, tested: Int, blindness: String) -> [String] {
    var notes: [String] = []
    guard !isSmall else { return notes }
    if effect == .unclear, let minimalDetectable, isShown(minimalDetectable) {
      let others = tested > 1 ? " when \(Digits.count(tested)) figures are tested at once" : ""
      notes.append(
        "\(name): with this many answers, a true difference of \(magnitude(minimalDetectable)) or more is detected in "
          + "four out of five cases\(others).")
    }
    if effect == .unclear, (adjustedPValue ?? 1) < 0.05 {
      notes.append(
        "\(name): by its p-value, the values of both sides differ, but the interval of the difference contains 0: "
          + "they may differ elsewhere than in this figure, so there is no verdict.")
    }
    if effect == .unclear, isBlind == true { notes.append("\(name): \(blindness).") }
    if let recoveryText { notes.append("\(name): \(recoveryText)") }
    // Where no change is claimed, none began, and none was on its way.
    guard let series = timeSeries, effect != .unclear, effect != .notEnoughData else { return notes }
    if effect == .trend || effect == .jumpOrTrend {
      let isShown = [series.step, series.stepLower, series.stepUpper].contains(where: isShown)
      let jump =
        isShown
        ? ": beyond one steady trend through both, the jump is \(unit.differenceText(series.step))\(unit.differenceName) "
          + "(\(unit.differenceText(series.stepLower)) … \(unit.differenceText(series.stepUpper)))" : ""
      notes.append(
        effect == .trend
          ? "\(name): the trend before may explain the change just as well as a jump at the date\(jump)."
          : "\(name): it is not clear whether it jumped at the date or followed a steady trend\(jump).")
    }
    if recoveryText == nil, series.trendBeforeAdjustedPValue < 0.05, isShown(series.trendBefore) {
      let interval =
        "\(unit.differenceText(series.levelChangeLower)) … \(unit.differenceText(series.levelChangeUpper))"
      // A jump is told once: beside one trend through both, or beyond the trend before the date.
      let jump =
        effect == .trend || effect == .jumpOrTrend
        ? ""
        : " Beyond that trend, it changed by \(unit.differenceText(series.levelChange))\(unit.differenceName) at the "
          + "date (\(interval))."
      notes.append(
        "\(name) was already \(series.trendBefore > 0 ? "rising" : "falling") before then, by "
          + "\(magnitude(series.trendBefore.magnitude)) a \(series.days == 1 ? "day" : "week").\(jump)")
    }
    if series.changedBeforeDate, let best = series.bestBreak, let from = series.plausibleFrom,
      let to = series.plausibleTo
    {
      func text(_ day: String) -> String { Day(iso: day)?.longText ?? day }
      notes.append(
        "\(name): the change began before the date, most likely \(series.days == 1 ? "on" : "in the week of") "
          + "\(text(best)) (between \(text(from)) and \(text(to))).")
    }
    return notes
  }

  /// Whether more than zeros are shown of a difference: "rising by 0.00" tells nothing.
  private func isShown(_ value: Double) -> Bool { magnitude(value).contains { "123456789".contains($0) } }

  private func magnitude(_ value: Double) -> String {
    String(unit.differenceText(value).dropFirst()) + unit.differenceName
  }
}
