/// What a comparison says, in a few sentences.
struct ComparisonHeadline {
  private let split: Comparison.Split
  private let metrics: [Metric]
  private let rows: [ComparisonSummary.Row]
  private let highlights: ComparisonSummary.Highlights
  private let hasForeignTexts: Bool
  private let shift: WriterShift?
  private let fewClusters: String?
  private let shifts: [MixShift]

  /// - Parameter hasForeignTexts: whether figures of texts leave out texts in other languages.
  init(
    _ split: Comparison.Split, _ metrics: [Metric], _ summary: ComparisonSummary,
    _ highlights: ComparisonSummary.Highlights, hasForeignTexts: Bool
  ) {
    self.hasForeignTexts = hasForeignTexts
    self.split = split
    self.metrics = metrics
    rows = summary.rows
    fewClusters = summary.fewClusters
    shifts = summary.mixShifts ?? []
    shift = summary.writing?.shift
    self.highlights = highlights
  }

  var sentences: [String] {
    guard let main else { return [] }
    let target = highlights.targets.first { $0.figure.name == rows[main].name }?.sentence(metrics[main].subject)
    return [
      sentence(main), recovery(main), rows[main].seasonText, response(main), mix(main), target, moving(main),
      others(besides: main),
      doubts(besides: main),
      writers,
      urgency,
    ].compactMap { $0 }
  }

  /// That other people write, where that may be why figures of texts differ.
  private var writers: String? {
    guard let shift, shift.isLarge || rows.contains(where: { $0.effect == .otherWriters }) else { return nil }
    return switch split {
    case .date: shift.sentence(than: "before")
    case .groups(let first, let second): shift.sentence(whose: " of \(second)", than: "of \(first)")
    }
  }

  /// That the figure is back where it was.
  private func recovery(_ index: Int) -> String? { rows[index].recoveryText?.capitalizedFirst }

  /// That another share of the records has an answer, where nothing else says it.
  private func response(_ index: Int) -> String? {
    rows[index].effect.isDoubt ? nil : rows[index].response.map { "\($0.capitalizedFirst)." }
  }

  /// Why other figures are neither better nor worse.
  private func doubts(besides main: Int) -> String? { Headline.doubts(rows, besides: main, name: name) }

  /// That the figure differs with what cases are.
  private func mix(_ index: Int) -> String? {
    let first: String? = if case .groups(let first, _) = split { first } else { nil }
    return shifts.first { $0.figure == rows[index].name }?.sentence(metrics[index].subject, of: first)
  }

  /// The figure that matters most: a score of answers, else sentiment, else the first; of those with enough answers, where
  /// there is one.
  private var main: Int? {
    let known = metrics.indices.filter { rows[$0].difference != nil }
    let telling = known.filter { !rows[$0].isSmall }
    let choice = telling.isEmpty ? known : telling
    return choice.first { metrics[$0].isOfAnswers } ?? choice.first
  }

  private func sentence(_ index: Int) -> String {
    let (row, subject) = (rows[index], metrics[index].subject)
    switch split {
    case .date(let date):
      let word = (row.difference ?? 0) > 0 ? "rose" : "fell"
      let isSame = row.before.text == row.after.text
      let change = "\(subject) \(word) from \(row.before.text) before \(date.longText) to \(row.after.text) since"
      return switch row.effect {
      case .better, .worse, .higher, .lower: "\(change), a larger difference than chance would explain."
      case .otherAnswerers, .oneSided, .mixedScales, .openCases, .otherMix, .repeats:
        "\(change), but \(row.doubt ?? "")."
      case .notEnoughData:
        fewClusters.map { "\($0) to tell whether \(subject) changed on \(date.longText)." }
          ?? "There is too little data to tell whether \(subject) changed on \(date.longText)\(counts(row))."
      case .otherWriters: "\(change), but different people write."
      case .trend: "\(change), but a steady trend across both would also explain it."
      case .jumpOrTrend:
        "\(change), a larger difference than chance would explain; \(Headline.unclearWhen)."
      case .unclear:
        "\(subject) was \(row.before.text) before \(date.longText) and has been \(row.after.text) since"
          + (isSame ? "." : ": \(row.unclearText).")
      }
    case .groups(let first, let second):
      let change = "\(subject) is \(row.before.text) for \(first) and \(row.after.text) for \(second)"
      return switch row.effect {
      case .better, .worse, .higher, .lower: "\(change): a larger difference than chance would explain."
      case .otherAnswerers, .oneSided, .mixedScales, .openCases, .otherMix, .repeats:
        "\(change), but \(row.doubt ?? "")."
      case .notEnoughData:
        fewClusters.map { "\($0) to tell whether \(subject) differs between \(first) and \(second)." }
          ?? "There is too little data to tell whether \(subject) differs between \(first) and \(second)\(counts(row))."
      case .otherWriters: "\(change), but different people write in each."
      default:
        row.before.text == row.after.text
          ? "\(change)." : "\(change): \(row.unclearText)."
      }
    }
  }

  /// ": 12 answers and 14", where they are too few.
  private func counts(_ row: ComparisonSummary.Row) -> String {
    row.isSmall ? ": \(Digits.count(row.before.count)) answers and \(Digits.count(row.after.count))" : ""
  }

  private func moving(_ main: Int) -> String? {
    guard let drivers = highlights.drivers.first(where: { $0.figure == metrics[main].name }) else { return nil }
    let clear = drivers.changes.filter(\.isClear)
    guard !clear.isEmpty else { return nil }
    let list = Headline.list(clear.map { ($0.aspect, $0.difference) })
    let word = if case .date = split { "changed" } else { "differs" }
    let subject = metrics[main].subject
    return switch rows[main].effect {
    case .better, .worse, .higher, .lower, .trend, .jumpOrTrend, .otherWriters, .otherAnswerers, .oneSided,
      .mixedScales,
      .openCases, .otherMix:
      "What \(word) most along with \(subject): \(list)."
    case .repeats: nil
    // What goes with a higher score and what goes with a lower one may leave it where it was.
    case .unclear, .notEnoughData: "What \(word) within \(subject), by more than chance would explain: \(list)."
    }
  }

  /// "Also better: NPS, Resolution time (median). Worse: …"
  private func others(besides main: Int) -> String? {
    Headline.others(rows, besides: main, name: name)
  }

  /// What sentences call a figure; nil for those that are told of elsewhere.
  private func name(_ index: Int) -> String? {
    // There may be rows of figures that no metric makes.
    guard metrics.indices.contains(index) else { return highlights.title(rows[index].before) }
    return metrics[index].source == .urgent ? nil : metrics[index].subject
  }

  private var urgency: String? {
    guard let index = metrics.firstIndex(where: { $0.source == .urgent }), rows[index].after.value != nil,
      !rows[index].after.isSmall
    else {
      return nil
    }
    let row = rows[index]
    let others = if case .groups(let first, _) = split { "for \(first)" } else { "before" }
    let comparison =
      switch row.effect {
      case .better: ", fewer than \(others) (\(row.before.text))"
      case .worse: ", more than \(others) (\(row.before.text))"
      case .unclear: Headline.unclear(row, others)
      case .otherWriters: " (\(row.before.text) \(others), from different people)"
      case .trend: " (\(row.before.text) before), but a steady trend across both would also explain it"
      case .jumpOrTrend: " (\(row.before.text) before; \(Headline.unclearWhen))"
      default: row.doubt.map { " (\(row.before.text) \(others), but \($0))" } ?? ""
      }
    let whose = if case .groups(_, let second) = split { " (\(second))" } else { "" }
    let writers = Headline.readTexts(hasForeignTexts: hasForeignTexts)
    return "\(Headline.share(row.after, writers + whose)) a reply soon\(comparison)."
  }
}
