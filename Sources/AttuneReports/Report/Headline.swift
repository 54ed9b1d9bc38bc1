/// What a report says, in two or three sentences.
struct Headline {
  private let metrics: [Metric]
  private let figures: [ReportSummary.Figure]
  private let highlights: ReportSummary.Highlights
  private let hasForeignTexts: Bool

  /// - Parameter hasForeignTexts: whether figures of texts leave out texts in other languages.
  init(
    _ metrics: [Metric], _ figures: [ReportSummary.Figure], _ highlights: ReportSummary.Highlights,
    hasForeignTexts: Bool
  ) {
    self.metrics = metrics
    self.figures = figures
    self.highlights = highlights
    self.hasForeignTexts = hasForeignTexts
  }

  /// What is to be known before any figure: that many records are missing from them.
  ///
  /// - Parameters:
  ///   - lost: records that could not be read.
  ///   - records: those that could.
  static func losses(_ lost: Int, besides records: Int) -> [String] {
    guard lost > 0, Double(lost) > bearable * Double(lost + records) else { return [] }
    return [
      "\(Digits.count(lost)) of \(Digits.count(lost + records)) records could not be read: what follows covers only "
        + "the others, which may not be like them."
    ]
  }

  /// The share of records that may be lost without a word at the beginning.
  private static let bearable = 0.02

  /// That figures of texts are of a part of the texts, where much is in other languages.
  /// - Parameters:
  ///   - foreign: texts in other languages.
  ///   - texts: all texts.
  static func languages(_ foreign: Int, of texts: Int) -> [String] {
    guard foreign > 0, Double(foreign) > telling * Double(texts) else { return [] }
    let start = "\(Digits.share(foreign, of: texts)) of the texts are in languages other than English"
    let rest = texts - foreign
    guard rest > 0 else { return ["\(start), so there are no figures from texts."] }
    return ["\(start): figures from texts cover only the other \(Digits.count(rest)), which may not be like them."]
  }

  /// "texts", which those in another language are not among.
  static func readTexts(hasForeignTexts: Bool) -> String {
    hasForeignTexts ? "texts in English" : "texts"
  }

  /// Figures of which much is missing, since answers were not understood: all of it, or a part that may be unlike the rest.
  static func gaps(_ columns: [ReportSummary.Column], _ metrics: [Metric], _ layout: RecordLayout) -> [String] {
    let used = columns.filter { column in
      let areStates = layout.measured.contains { $0.name == column.name && $0.holdsStates }
      return column.isWithheld
        || Double(column.unreadable) > (areStates ? bearable : telling) * Double(max(column.filled, 1))
    }
    return offScale(columns, metrics, layout)
      + used.compactMap { column -> String? in
        let share = Digits.share(column.unreadable, of: column.filled)
        let subjects = metrics.filter { layout.column(of: $0) == column.name }.map(\.subject)
        guard let subject = subjects.first else {
          guard column.name == layout.contacts || column.name == layout.time else { return nil }
          return "\(share) of the values of \(Metric.words(column.name)) were not understood and are left out."
        }
        if !column.isWithheld, column.filled > 0, column.unreadable == column.filled {
          return "There is no figure for \(subject): none of its \(Digits.count(column.filled)) values was understood."
        }
        return column.isWithheld
          ? "There is no figure for \(subject): \(share) of its answers \(column.unreadable == 1 ? "was" : "were") not understood."
          : "\(share) of the answers for \(subject) were not understood: its figure covers only the others, which may "
            + "not be like them."
      }
  }

  /// Figures of answers many of which are off the scale, so that another one may have been asked, or none.
  private static func offScale(
    _ columns: [ReportSummary.Column], _ metrics: [Metric], _ layout: RecordLayout
  ) -> [String] {
    columns.compactMap { column in
      let answers = column.filled - column.unreadable
      guard column.outOfScale > 0, Double(column.outOfScale) > telling * Double(max(answers, 1)),
        let scale = column.scale,
        let subject = metrics.first(where: { layout.column(of: $0) == column.name })?.subject
      else { return nil }
      let start = "\(Digits.share(column.outOfScale, of: answers)) of the answers for \(subject) are"
      return column.codes.map { "\(start) \($0), taken as no answer." }
        ?? "\(start) not on the scale \(scale): its figure covers only the others and may mean nothing."
    }
  }

  /// That files hold the same records, or a case has several, where each of them counts.
  /// - Parameter records: those that count.
  static func repeats(_ repeats: Repeats, of records: Int, _ layout: RecordLayout) -> [String] {
    guard let shared = repeats.sharedIDs, repeats.hasSharedCases(of: records) else { return repeats.fileSentences }
    let state = layout.resolvedColumn.map { _ in ", and each says whether its case was solved by then" } ?? ""
    return [
      "\(Digits.count(shared)) of the \(Digits.count(records)) records belong to a case that is already counted, so figures "
        + "count records, not cases\(state)."
    ]
  }

  /// Of what changed, but may have done so steadily.
  static let unclearWhen = "it is not clear whether it changed at once or as part of a steady trend"

  /// The share of a column's answers that may be lost without a word at the beginning.
  private static let telling = 0.1

  var sentences: [String] {
    [standing, response, mix, others, lately, doubts, moving, writers, urgency].compactMap { $0 }
  }

  /// That another share of the records has an answer, where nothing else says it.
  private var response: String? {
    guard let main, let change = highlights.periods?.changes[main], !change.effect.isDoubt else { return nil }
    return change.response.map { "\($0.capitalizedFirst)." }
  }

  /// Why other figures are neither better nor worse.
  private var doubts: String? {
    guard let periods = highlights.periods else { return nil }
    return Self.doubts(periods.changes, besides: main) { metrics[$0].source == .urgent ? nil : metrics[$0].subject }
  }

  /// "Resolved: neither better nor worse, because in the last 4 weeks …."
  /// - Parameters:
  ///   - main: the row that is told of already.
  ///   - name: of a row; nil for those that are told of elsewhere.
  static func doubts(_ rows: [ComparisonSummary.Row], besides main: Int?, name: (Int) -> String?) -> String? {
    var found: [(text: String, names: [String])] = []
    for index in rows.indices where index != main && rows[index].effect.isDoubt {
      guard let name = name(index), let text = rows[index].doubt else { continue }
      if let place = found.firstIndex(where: { $0.text == text }) {
        found[place].names.append(name)
      } else {
        found.append((text, [name]))
      }
    }
    return found.isEmpty
      ? nil
      : found.map { "\($0.names.joined(separator: ", ")): neither better nor worse, because \($0.text)." }.joined(
        separator: " ")
  }

  /// That other people write than before, where that may be why figures of texts differ.
  private var writers: String? {
    guard let periods = highlights.periods, let shift = periods.shift,
      periods.changes.contains(where: { $0.effect == .otherWriters })
    else { return nil }
    return shift.sentence(when: " in the last \(periods.lengthText)", than: "before")
  }

  /// The figure that matters most: a score of answers, else sentiment, else the first; of those with enough answers, where
  /// there is one.
  private var main: Int? {
    let known = metrics.indices.filter { figures[$0].value != nil }
    let telling = known.filter { !figures[$0].isSmall }
    let choice = telling.isEmpty ? known : telling
    return choice.first { metrics[$0].isOfAnswers } ?? choice.first
  }

  /// Whether the main figure is that of the latest period.
  private var isOfPeriod: Bool {
    guard let main, let change = highlights.periods?.changes[main] else { return false }
    return change.after.value != nil && !change.after.isSmall
  }

  private var standing: String? {
    guard let main else { return nil }
    let (metric, change) = (metrics[main], highlights.periods?.changes[main])
    let target = highlights.targets.first { $0.figure.name == metric.name }
    let judgement = target.map { " \($0.sentence(metric.subject))" } ?? ""
    guard isOfPeriod, let periods = highlights.periods, let change else {
      let count = figures[main].count
      let answers = "\(Digits.count(count)) \(metric.countName(count))"
      guard !figures[main].isSmall else {
        return "\(answers) \(count == 1 ? "is" : "are") too few to say what \(metric.subject) is.\(judgement)"
      }
      let interval = figures[main].intervalText.replacing(text: " … ", with: " to ")
      return
        "\(metric.subject) is \(figures[main].text)\(interval.isEmpty ? "" : " (\(interval))") from \(answers).\(judgement)"
    }
    let when = periods.days == 1 ? "on the last day" : "in the last \(periods.lengthText)"
    let before = periods.days == 1 ? "the day before" : "the \(periods.lengthText) before"
    if change.effect == .unclear, change.before.text == change.after.text {
      return "\(metric.subject) was \(change.after.text) \(when), as in \(before).\(judgement)"
    }
    return "\(metric.subject) was \(change.after.text) \(when). "
      + sentence(change, before: before) + judgement
  }

  private func sentence(_ change: ComparisonSummary.Row, before: String) -> String {
    switch change.effect {
    case .notEnoughData:
      return highlights.periods?.fewClusters.map { "\($0) for a comparison with \(before)." }
        ?? "There are too few answers to compare it with \(before)."
    case .unclear: return "It was \(change.before.text) in \(before): \(change.unclearText)."
    default:
      let word = (change.difference ?? 0) > 0 ? "rose" : "fell"
      let start = "It \(word) from \(change.before.text) in \(before)"
      if change.effect == .otherWriters { return "\(start), but different people write." }
      if change.effect.isDoubt, let doubt = change.doubt { return "\(start), but \(doubt)." }
      let end =
        switch change.effect {
        case .trend: ", but a steady trend would also explain it."
        case .jumpOrTrend: "; \(Self.unclearWhen)."
        default: "."
        }
      let back = change.recoveryText.map { " \($0.capitalizedFirst)" } ?? ""
      let season = change.seasonText.map { " \($0)" } ?? ""
      return "\(start), a larger difference than chance would explain\(end)\(back)\(season)"
    }
  }

  /// That the main figure changed with what cases are.
  private var mix: String? {
    guard let main, let shift = highlights.periods?.mixShifts?.first(where: { $0.figure == metrics[main].name })
    else { return nil }
    return shift.sentence(metrics[main].subject, of: nil)
  }

  /// The other figures that changed.
  private var others: String? {
    guard let periods = highlights.periods else { return nil }
    let before = periods.days == 1 ? "on the day before" : "in the \(periods.lengthText) before"
    return Self.others(periods.changes, besides: main, than: " than \(before)") {
      metrics[$0].source == .urgent ? nil : metrics[$0].subject
    }
  }

  /// What changed in shorter periods only: "In the last 4 weeks alone, CSAT was 47.4 %. It fell from …".
  private var lately: String? {
    let sentences = (highlights.shorterPeriods ?? []).flatMap { periods -> [String] in
      let when = "in the last \(periods.lengthText)"
      let before = "the \(periods.lengthText) before"
      let change = main.map { periods.changes[$0] }
      let told = main.flatMap { main -> String? in
        guard let change, change.effect != .unclear else { return nil }
        let shift = periods.mixShifts?.first { $0.figure == metrics[main].name }
        return "\(when.capitalizedFirst) alone, \(metrics[main].subject) was \(change.after.text). "
          + sentence(change, before: before)
          + (shift.map { " " + $0.sentence(metrics[main].subject, of: nil) } ?? "")
      }
      let others = Self.others(periods.changes, besides: main, than: " \(when) than in \(before)") {
        metrics[$0].subject
      }
      return [told, others].compactMap { $0 }
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  /// "Also better: NPS, Resolution time (median). Worse: Resolved.": the figures that differ by more than chance; "higher" and
  /// "lower" are those of which nobody said which end is better.
  /// - Parameters:
  ///   - main: the row that is told of already.
  ///   - others: goes behind the first comparative: " than in the 4 weeks before".
  ///   - name: of a row; nil for those that are told of elsewhere.
  static func others(
    _ rows: [ComparisonSummary.Row], besides main: Int?, than others: String = "", name: (Int) -> String?
  ) -> String? {
    func names(_ effect: ComparisonSummary.Row.Effect) -> String {
      rows.indices.filter { $0 != main && rows[$0].effect == effect }.compactMap(name).joined(separator: ", ")
    }
    let told = main.map { rows[$0].effect }
    var parts = [ComparisonSummary.Row.Effect.better, .worse, .higher, .lower].map { effect in
      ("\(told == effect ? "also " : "")\(effect.rawValue)", names(effect))
    }.filter { !$1.isEmpty }
    if let first = parts.first { parts[0].0 = first.0 + others }
    parts += [
      ("changed, but a steady trend would also explain it", names(.trend)),
      ("changed, either at once or by a steady trend", names(.jumpOrTrend)),
    ].filter { !$1.isEmpty }
    return parts.isEmpty ? nil : parts.map { "\($0): \($1)".capitalizedFirst }.joined(separator: ". ") + "."
  }

  /// The aspects that move the main score, or the first that there are drivers of.
  private var moving: String? {
    guard let main, let drivers = highlights.drivers.first(where: { $0.figure == metrics[main].name }),
      drivers.hasVerdict
    else { return nil }
    let clear = drivers.drivers.filter(\.isClear)
    let entangled = drivers.drivers.filter { $0.isEntangled == true }
    if clear.isEmpty, entangled.contains(where: { $0.adjustedPValue < 0.05 }) {
      let names = entangled.map(\.aspect).joined(separator: ", ")
      return
        "It is not possible to say what goes with \(metrics[main].subject): \(names) \(entangled.count == 1 ? "is" : "are") hardly "
        + "ever mentioned without other aspects."
    }
    guard !clear.isEmpty else {
      return
        "Among the \(Digits.count(drivers.answers)) people who answered and wrote, no aspect of the comments is linked to "
        + "\(metrics[main].subject) more closely than chance would explain."
    }
    return "Most closely linked to \(metrics[main].subject): \(Self.list(clear.map { ($0.aspect, $0.contribution) }))."
  }

  /// "staff (+5.7 points), billing (-1.4)": the three that move a score most, in the order of their charts, and where all of
  /// them move it one way, the one that moves it most the other way.
  static func list(_ parts: [(name: String, value: Double)]) -> String {
    let parts = parts.sorted { $0.value.magnitude > $1.value.magnitude }
    func text(_ part: (name: String, value: Double), _ unit: String = "") -> String {
      "\(part.name) (\(Unit.points.differenceText(part.value))\(unit))"
    }
    let most = parts.prefix(3)
    var list = most.enumerated().map { text($1, $0 == 0 ? " points" : "") }.joined(separator: ", ")
    if let first = most.first, most.allSatisfy({ ($0.value > 0) == (first.value > 0) }),
      let other = parts.first(where: { ($0.value > 0) != (first.value > 0) })
    {
      list += "; in the other direction: \(text(other))"
    }
    return list
  }

  /// Of a share that may be as it was, or as it is elsewhere: ", the same share as before", or " (28.5 % before: a difference that
  /// chance alone can make)". That chance explains a difference does not say that there is none.
  static func unclear(_ row: ComparisonSummary.Row, _ others: String) -> String {
    let (before, after) = (row.before.text, row.after.text)
    guard before != after else {
      return after == Unit.percent.text(0) ? ", as \(others)" : ", the same share as \(others)"
    }
    return " (\(before) \(others): \(row.unclearText))"
  }

  private var urgency: String? {
    guard let index = metrics.firstIndex(where: { $0.source == .urgent }), figures[index].value != nil,
      !figures[index].isSmall
    else { return nil }
    let change = (highlights.periods?.changes[index]).flatMap { $0.after.isSmall ? nil : $0 }
    let figure = change.map(\.after) ?? figures[index]
    let before = change?.before.text ?? "–"
    let comparison: String
    switch change?.effect {
    case .better: comparison = ", fewer than before (\(before))"
    case .worse: comparison = ", more than before (\(before))"
    case .unclear: comparison = change.map { Self.unclear($0, "before") } ?? ""
    case .otherWriters: comparison = " (\(before) before, from different people)"
    case .trend: comparison = " (\(before) before: a change that a steady trend would explain)"
    case .jumpOrTrend:
      comparison = " (\(before) before; \(Self.unclearWhen))"
    default: comparison = change?.doubt.map { " (\(before) before, but \($0))" } ?? ""
    }
    let share = "\(Self.share(figure, Self.readTexts(hasForeignTexts: hasForeignTexts))) a reply soon\(comparison)."
    // The figure before it may be one of all records.
    guard change != nil, !isOfPeriod, let periods = highlights.periods else { return share }
    let text = figure.value == 0 ? "n\(share.dropFirst())" : share
    return "\(periods.days == 1 ? "On the last day" : "In the last \(periods.lengthText)"), \(text)"
  }

  /// "12.0 % of texts need", or "None of the texts needs".
  static func share(_ figure: ReportSummary.Figure, _ writers: String) -> String {
    figure.value == 0 ? "None of the \(writers) needs" : "\(figure.text) of \(writers) need"
  }
}

extension Metric {
  /// What the figure counts.
  fileprivate func countName(_ count: Int) -> String {
    switch source {
    case .netSentiment, .urgent: count == 1 ? "text" : "texts"
    default: count == 1 ? "answer" : "answers"
    }
  }
}
