extension ReportSummary {
  /// "8,432 records, 2024-01-01 to 2024-06-30; 7,010 wrote a text; 12 more could not be read"
  package var scope: String {
    var text = "\(Digits.count(records)) record\(records == 1 ? "" : "s")"
    if let firstDay, let lastDay { text += ", \(firstDay) to \(lastDay)" }
    if let texts { text += "; \(Self.writing(texts, of: records))" }
    if let texts {
      let reasons = unknownReasons.map { "\(Digits.share($0.count, of: texts)) \($0.reason)" }
      if !reasons.isEmpty { text += "; \(reasons.joined(separator: " and "))" }
    }
    if problems > 0 { text += "; \(Digits.count(problems)) more could not be read" }
    for note in (repeats.othersText.map { [$0] } ?? []) + repeats.texts + (strays.map { [$0] } ?? []) {
      text += "; \(note)"
    }
    return text
  }

  /// Why texts have no verdict, and how many: "are in other languages".
  var unknownReasons: [(count: Int, reason: String)] {
    let foreign = foreignTexts ?? 0
    let known = unknownTexts - foreign
    return [
      (known, known == 1 ? "contains no known word" : "contain no known word"),
      (foreign, foreign == 1 ? "is in another language" : "are in other languages"),
    ].filter { $0.count > 0 }
  }

  /// "7,010 (83.1 %) wrote a text"
  static func writing(_ texts: Int, of records: Int) -> String {
    texts == records ? "all wrote a text" : "\(Digits.share(texts, of: records)) wrote a text"
  }
}

extension Digits {
  /// "12 (0.3 %)"
  static func share(_ part: Int, of whole: Int) -> String {
    "\(count(part)) (\(text(100 * Double(part) / Double(max(whole, 1)), decimals: 1)) %)"
  }
}

extension ReportSummary {
  /// "There are only 4 values of 'Agent', too few"; nil where they are enough for verdicts.
  var fewClusters: String? { Self.fewClusters(clusters, clusterColumn) }

  static func fewClusters(_ count: Int?, _ column: String?) -> String? {
    guard let count, let column, count < ComparisonSummary.fewClusters else { return nil }
    return "There \(count == 1 ? "is only 1 value" : "are only \(count) values") of '\(column)', too few"
  }

  /// Whose records are alike, which intervals allow for; nil without clusters.
  package var clusterNote: String? {
    guard let clusters, let clusterColumn else { return nil }
    let count = clusters < ClusterIndex.limit ? Digits.count(clusters) : "\(Digits.count(clusters)) or more"
    return "Intervals allow for records with the same '\(clusterColumn)' being alike (\(count) values)"
      + (fewClusters != nil ? ", too few to tell what differs by more than chance." : ".")
  }
}

extension ReportSummary.Figure {
  /// Whether there is a figure, but of few answers.
  package var isMarked: Bool { isSmall && value != nil }

  /// "83.9 %", or a dash without cases.
  package var text: String { value.map { unit.text($0, beside: beside) } ?? "–" }

  /// Of how many answers it is, where not all records have one: "1,203".
  package func answersText(of records: Int) -> String? { count == records || value == nil ? nil : Digits.count(count) }

  /// "80.0 % … 87.1 %"; empty without an interval.
  package var intervalText: String {
    guard let lower, let upper else { return "" }
    return "\(unit.text(lower, beside: value)) … \(unit.text(upper, beside: value))"
  }
}

extension ReportSummary.GroupTable.Row {
  /// Of how many answers a figure is, where these are neither all records of the group nor all of its texts: "1,203".
  package func answersText(_ index: Int) -> String? {
    let count = figures[index].count
    return count == records || count == texts || figures[index].value == nil ? nil : Digits.count(count)
  }
}

extension ReportSummary.GroupTable {
  /// Whether some of the records have no text, so that it matters how many have one.
  package var showsTexts: Bool {
    (rows + (other.map { [$0] } ?? [])).contains { row in row.texts.map { $0 < row.records } ?? false }
  }

  /// What the words for figures that are neither better nor worse mean, each once.
  package var doubtMeanings: [String] {
    let found = Set(rows.flatMap { $0.doubts ?? [] }.compactMap { $0?.meaning })
    return found.sorted()
  }

  /// "values of team written in several ways, by case or blanks, and counted as one: 2"; nil where none is.
  package var spellingText: String? {
    respelled == 0
      ? nil
      : "values of \(column) that differ only in case or spaces, counted as one: \(Digits.count(respelled))"
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
    if let scale { notes.append("scale \(scale)" + (best.map { ", \($0) the best" } ?? "")) }
    if isFine { notes.append("too fine for a share of the best answers; --metric '\(name):higher' gives its mean") }
    notes += answerNotes ?? []
    if let error {
      notes.append(
        "too many different values to keep: figures of groups and dates are accurate to \(Self.percent(error)) %")
    }
    if let missingText { notes.append(missingText) }
    if outOfScale > 0 {
      notes.append(
        codes.map {
          "\(Digits.share(outOfScale, of: filled - unreadable)) \(outOfScale == 1 ? "is" : "are") \($0), taken as no answer"
        }
          ?? "\(Digits.count(outOfScale)) off the scale, not used")
    }
    // That of a column without a figure is part of the reason.
    if unreadable > 0, !isWithheld {
      notes.append(
        "\(Digits.share(unreadable, of: filled)) not understood, not used" + (unreadWords.map { ": \($0)" } ?? ""))
    }
    return notes
  }

  /// "0.001"
  private static func percent(_ share: Double) -> String { Digits.text(100 * share, decimals: share < 1e-4 ? 3 : 2) }
}

extension ReportSummary.Aspect {
  /// " of 43": the answers behind a score, of those who mention the aspect or of the others; empty where every text that mentions
  /// it has one.
  package func countText(_ effect: Effect, _ figure: ReportSummary.Figure) -> String {
    effect.with.count == texts || figure.value == nil ? "" : " of \(Digits.count(figure.count))"
  }
}
