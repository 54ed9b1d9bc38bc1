import Attune
import AttuneStatistics

/// What a report says.
package struct ReportSummary: Sendable, Encodable {
  /// A figure of some records.
  package struct Figure: Sendable, Encodable {
    package var name: String
    package var unit: Unit
    /// Shares and net scores as shares, times in seconds; nil without cases.
    package var value: Double?
    /// The 95 % interval; nil without enough cases.
    package var lower: Double?
    package var upper: Double?
    /// Cases.
    package var count: Int
    /// Whether these are fewer than 30.
    package var isSmall: Bool
    /// What it is shown beside, in the same unit: hours or days; nil for a figure that is shown by itself.
    var beside: Double?

    private enum CodingKeys: CodingKey { case name, unit, value, lower, upper, count, isSmall }

    /// - Parameter interval: nil for that of independent records.
    init(_ metric: Metric, _ measure: Measure, interval: ConfidenceInterval?? = nil) {
      self.init(metric.name, metric.unit, measure, interval: interval)
    }

    init(_ name: String, _ unit: Unit, _ measure: Measure, interval: ConfidenceInterval?? = nil) {
      self.name = name
      self.unit = unit
      value = measure.value?.finite
      let interval = interval ?? measure.interval
      lower = interval?.lower.finite
      upper = interval?.upper.finite
      count = measure.count
      isSmall = measure.isSmall
    }

    mutating func forgetValue() { (value, lower, upper) = (nil, nil, nil) }
  }

  package struct Trend: Sendable, Encodable {
    /// "day", "week" or "month".
    package var bin: String
    /// The first days of the stretches, those without records as well.
    package var starts: [String]
    /// Of each stretch whether the data holds only a part of it, as of the week in which a file was exported.
    package var isPartial: [Bool]
    /// `[figures][stretches]`
    package var figures: [[Figure]]

    /// The last stretch that is whole and has a value: what may be quoted as the latest figure.
    package func latest(_ figures: [Figure]) -> Int? {
      figures.indices.last { !isPartial[$0] && figures[$0].value != nil }
    }

    /// The figures that set the scale of a drawing: those of enough answers, or all where these are fewer than two.
    package static func telling(_ figures: [Figure]) -> [Figure] {
      let telling = figures.filter { !$0.isSmall }
      return telling.count > 1 ? telling : figures
    }
  }

  /// What texts speak of.
  package struct Aspect: Sendable, Encodable {
    /// A score of those who speak of it and of the others who wrote.
    package struct Effect: Sendable, Encodable {
      package var with: Figure
      package var without: Figure
      /// With minus without, and its 95 % interval; nil without enough answers.
      package var difference: Double?
      package var lower: Double?
      package var upper: Double?
      package var pValue: Double?
      /// By Benjamini and Hochberg, over all effects of all aspects; nil where there are too few answers or clusters.
      package var adjustedPValue: Double?
      /// Whether those who speak of it score better or worse by more than chance; nil where chance may have done it.
      package var contrast: Contrast?
    }

    package var name: String
    package var texts: Int
    package var net: Figure
    package var effects: [Effect]
    package var positiveQuotes: [String]
    package var negativeQuotes: [String]
  }

  /// A text that should be answered first.
  package struct UrgentText: Sendable, Encodable {
    package var urgency: Double
    package var reasons: [String]
    package var text: String
  }

  package struct GroupTable: Sendable, Encodable {
    package struct Row: Sendable, Encodable {
      package var name: String
      package var records: Int
      /// Records with a text; nil without a column of texts.
      package var texts: Int?
      package var figures: [Figure]
      /// Of each figure whether it differs from that of all other records by more than chance, all groups of all columns
      /// being looked at (Benjamini and Hochberg); nil where chance may have done it.
      package var contrasts: [Contrast?]
      /// Of each figure why it has no contrast, though it differs by more than chance: who answers or writes, what was asked or
      /// what was written down is not alike; nil where that is so of none.
      package var doubts: [ComparisonSummary.Row.Effect?]?
      /// Whether earlier records of the group may have been counted among the others.
      package var isPartial: Bool
    }

    package var column: String
    /// Groups whose name is written in more than one way, by case or blanks.
    package var respelled: Int
    package var rows: [Row]
    /// All further groups; nil when there are none.
    package var other: Row?
  }

  package struct Column: Sendable, Encodable {
    package var name: String
    /// Of answers: "1-5", or nil when no scale fits.
    package var scale: String?
    /// The best answer, where nothing else says which it is; nil for others.
    package var best: String?
    /// Whether the scale is too fine for a share of its best answers.
    package var isFine: Bool
    package var missing: Int
    /// What is missing, in words; nil for nothing.
    package var missingText: String?
    package var unreadable: Int
    /// Fields that are not missing.
    package var filled: Int
    package var outOfScale: Int
    /// Of these, the few numbers that they are, which stand for no answer: "0 or 9"; nil for others.
    package var codes: String?
    /// How far values of groups and dates may be off, as a share of them; nil where they are exact.
    package var error: Double?
    /// Whether so much was not understood that there is no figure.
    package var isWithheld: Bool
    /// Of answers, where there is a figure: the words that were not understood, with their numbers; nil without any.
    package var unreadWords: String?
    /// The first fields that could not be read, with their places.
    package var examples: [String]
    /// How answers in words, answers out of several numbers and days of a spreadsheet were read; nil without any.
    package var answerNotes: [String]?
  }

  package var records: Int
  /// How many clusters the records come in, of which up to 512 are told apart; nil without a column of clusters.
  package var clusters: Int?
  /// The column of clusters, whose records are alike; nil without one.
  package var clusterColumn: String?
  /// Records that could not be read at all.
  package var problems: Int
  /// Records that occur again, and those that were left out for it.
  package var repeats: Repeats
  /// Without days far from all others.
  package var firstDay: String?
  package var lastDay: String?
  /// What days are far from all others; nil for none.
  package var strays: String?
  /// Records with a text, which all figures of texts divide by; nil without a column of texts.
  package var texts: Int?
  /// Texts without a verdict: those of which the model knows nothing, and those in other languages.
  package var unknownTexts: Int
  /// Those of them that are in other languages than the model reads; nil for none.
  package var foreignTexts: Int?
  package var figures: [Figure]
  /// nil where it is not wanted.
  package var retention: RetentionFigure?
  package var trend: Trend?
  package var groups: [GroupTable]
  /// Of a report on one customer.
  package var history: CustomerHistory?
  /// The most frequent first; those that no text speaks of are left out.
  package var aspects: [Aspect]
  /// The share of texts with each tone; empty when the model knows none.
  package var tones: [Figure]
  package var urgent: [UrgentText]
  package var positiveQuotes: [String]
  package var negativeQuotes: [String]
  package var columns: [Column]
  /// What was assumed about the files, such as their encoding; nil when there was nothing to assume.
  package var reading: [String]?
  package var highlights = Highlights()

  package struct Options: Sendable {
    /// Groups of a column that are shown by themselves.
    package var groups = 50
    /// Quotes of each kind.
    package var quotes = 3
    /// Of each aspect and kind.
    package var aspectQuotes = 1
    /// Whether addresses and numbers of people are masked in quotes.
    package var redacts = true
    /// Of the draws of permutation tests.
    package var seed: UInt64 = 1
    package var targets: [Target] = []
    /// Days that are compared with those before; nil for a length that suits the dates.
    package var period: Int?
    /// By which figure groups are sorted; nil for the number of their records.
    package var sort: GroupOrder?

    package init() {}
  }

  package init(_ report: Report, options: Options = .init()) {
    let metrics = report.layout.metrics
    let scales = report.scales
    let mixes = report.scaleMixes(scales)
    let design = ClusterDesign(
      report, metrics, scales,
      Reservations(report.layout, scales, total: report.total, mixed: mixes.columns, repeats: report.repeated),
      seed: options.seed)

    records = report.total.records
    problems = report.problems
    repeats = report.repeated
    let hasTexts = report.layout.text != nil
    texts = hasTexts ? report.total.texts : nil
    unknownTexts = report.total.sentiments.unknown
    foreignTexts = report.total.sentiments.foreign > 0 ? report.total.sentiments.foreign : nil
    clusters = design.clusters?.names
    clusterColumn = clusters == nil ? nil : report.layout.groups.last
    self.figures = design.figures(report.total)
    // Of answers on two scales nothing is said as of one.
    for (index, metric) in metrics.enumerated() where design.doubts.areMixed(metric) {
      self.figures[index].forgetValue()
    }
    let span = report.span
    if let span {
      firstDay = span.days.lowerBound.isoText
      lastDay = span.days.upperBound.isoText
      strays = span.strayText
      trend = Self.trend(report, metrics, scales, span)
    }
    retention = report.visits.map { RetentionFigure($0, span) }
    groups = zip(report.layout.groups, report.groups).map { column, tallies in
      let (largest, other, count) = tallies.largest(options.groups)
      return GroupTable(
        column: column, respelled: tallies.respelled,
        rows: largest.map {
          .init(
            name: $0.name.isEmpty ? "(empty)" : $0.name, records: $0.tally.records,
            texts: hasTexts ? $0.tally.texts : nil, figures: design.plain($0.tally), contrasts: [],
            isPartial: $0.isPartial)
        },
        other: other.records == 0
          ? nil
          : .init(
            name: tallies.isPruned ? "other" : "\(count) other", records: other.records,
            texts: hasTexts ? other.texts : nil, figures: design.spread(other), contrasts: [], isPartial: false))
    }
    history = report.customer.map {
      CustomerHistory(
        $0, layout: report.layout, aspects: report.taxonomy.aspects.map(\.name),
        knowsOpen: report.layout.resolvedColumn.map { scales[$0] != nil } ?? false, redacts: options.redacts)
    }
    aspects = zip(report.taxonomy.aspects, report.aspects).filter { $1.records.records > 0 }
      .sorted { ($1.1.records.records, $0.0.name) < ($0.1.records.records, $1.0.name) }
      .map { Aspect($0.name, $1, report, scales, options, design) }
    let texts = report.total.sentiments.judged
    tones =
      report.tones.allSatisfy { $0 == 0 }
      ? []
      : ToneTaxonomy.core.labels.indices.map { tone in
        let share = Measure.share(Proportion(report.tones[tone], of: texts))
        return Figure(
          ToneTaxonomy.core.labels[tone], .percent, share,
          interval: design.clusters.map { share.interval(clusters: $0.tone(tone)) })
      }
    urgent = report.urgent.sorted.map {
      UrgentText(
        urgency: $0.urgency, reasons: $0.reasons.map(\.rawValue),
        text: options.redacts ? $0.maskedExcerpt ?? Redaction.redact($0.excerpt) : $0.excerpt)
    }
    let own = OwnScore(report.layout, scales: scales)
    positiveQuotes = Self.quotes(
      report.positive.elements.filter { own.mayBeHappy($0.values) }.map(\.text), options.quotes, options)
    negativeQuotes = Self.quotes(
      report.negative.elements.filter { own.mayBeUnhappy($0.values) }.map(\.text), options.quotes, options)
    columns = Column.all(
      report.layout, report.fields, records: records, values: report.total.values, scales: scales,
      answers: report.answers, level: report.cellLevel, redacts: options.redacts)
    for index in columns.indices { columns[index].add(report.layout, mixes, span) }
    if let span { Column.add(&columns, report.layout, design.doubts, report.days, span, total: report.total) }
    Column.addContacts(&columns, report.layout, report.total)
    addClusters(design)
    aspects = Self.withUnlikeQuotes(aspects, options.aspectQuotes)
    if let order = options.sort { for index in groups.indices { order.sort(&groups[index].rows, metrics) } }
    highlights = Highlights(report, self, options, design, mixes)
  }

  private static func trend(_ report: Report, _ metrics: [Metric], _ scales: [Scale?], _ span: DaySpan) -> Trend? {
    let bin = span.isMonthly ? .month : TimeBin(spanning: span.days, counts: report.days.mapValues(\.records))
    let starts = bin.starts(spanning: span.days)
    var tallies: [Day: Tally] = [:]
    for (day, tally) in report.days where span.days.contains(day) {
      tallies[bin.start(of: day), default: Tally(columns: report.layout.measured.count, precision: .coarse)]
        .merge(tally)
    }
    let empty = Tally(columns: report.layout.measured.count, precision: .coarse)
    return Trend(
      bin: bin.rawValue, starts: starts.map(\.isoText),
      isPartial: starts.map { span.isPartial($0..<bin.next(after: $0)) },
      figures: metrics.map { metric in
        starts.map { Figure(metric, metric.measure(tallies[$0] ?? empty, scales: scales)) }
      })
  }

  fileprivate static func quotes(_ texts: [String], _ count: Int, _ options: Options) -> [String] {
    let words = texts.map(wordHashes)
    // A single word says nothing, and a long text does not fit.
    let fitting = texts.indices.filter { (4...60).contains(words[$0].count) }
    let chosen = Representatives.choose(fitting.map { words[$0] }, count: count)
    return chosen.map { options.redacts ? Redaction.redact(texts[fitting[$0]]) : texts[fitting[$0]] }
  }
}

extension ReportSummary.Aspect {
  fileprivate init(
    _ name: String, _ tally: AspectTally, _ report: Report, _ scales: [Scale?], _ options: ReportSummary.Options,
    _ design: ClusterDesign
  ) {
    self.name = name
    texts = tally.records.records
    net = .init(name, .points, .net(tally.feelings.net))
    let others = report.total.answers(without: report.silent, tally.records)
    let clusters = design.aspect(name)
    effects = report.layout.metrics.enumerated().filter { $0.element.isOfAnswers }.map { index, metric in
      let with = metric.measure(tally.records, scales: scales)
      let without = metric.measure(others, scales: scales)
      let difference = design.difference(with, without, index, clusters).flatMap { $0.isFinite ? $0 : nil }
      return Effect(
        with: .init(metric, with, interval: design.interval(with, index, clusters, of: { $0.part })),
        without: .init(
          metric, without, interval: design.interval(without, index, clusters, of: { $0.all.answers(without: $0.part) })
        ),
        difference: difference?.value,
        lower: difference?.interval.lower, upper: difference?.interval.upper, pValue: difference?.pValue)
    }
    positiveQuotes = ReportSummary.quotes(tally.positive.elements, ReportSummary.candidates, options)
    negativeQuotes = ReportSummary.quotes(tally.negative.elements, ReportSummary.candidates, options)
  }
}

extension RecordLayout.MeasuredColumn.Kind {
  /// Whether values are of any number, so that they may be too many to keep apart.
  fileprivate var isBlurred: Bool { self == .time || self == .amount || self == .reply }
}

extension RecordLayout.MeasuredColumn {
  /// "25 (25.0 %) are 0, and count as that": of times, many of which are none, such as those of cases that nobody worked on.
  func zerosText(_ values: ValueCounts) -> String? {
    guard kind == .time, !isInDays, values.count > 0 else { return nil }
    let zeros = values.sorted.reduce(0) { $0 + ($1.value == 0 ? $1.count : 0) }
    guard zeros > 1, Double(zeros) >= 0.05 * Double(values.count) else { return nil }
    return "\(Digits.share(zeros, of: values.count)) are 0, and count as that"
  }
}

extension RecordLayout.MeasuredColumn {
  /// "20 (16.7 %) are 9999, far above all others, and count as that": of times and amounts, nines that stand out and come
  /// again, as systems write them for no value.
  func codesText(_ values: ValueCounts) -> String? {
    guard kind == .time || kind == .amount, case let entries = values.sorted, let top = entries.last, entries.count > 2,
      top.count >= 2
    else { return nil }
    let code = top.value / (kind == .time ? timeUnit?.seconds ?? 1 : 1)
    guard [99, 999, 9999, 99_999, 999_999].contains(code), entries[entries.count - 2].value <= top.value / 3 else {
      return nil
    }
    return
      "\(Digits.share(top.count, of: values.count)) are \(Int(saturating: code)), far above all others, and count as "
      + "that: if it stands for no value, leave it out of the file"
  }
}

extension ReportSummary.Column {
  /// Adds what contacts of 0 count as.
  static func addContacts(_ columns: inout [Self], _ layout: RecordLayout, _ total: Tally) {
    let (none, all) = (total.firstContact.withoutContact, total.firstContact.all)
    guard none > 0, let place = columns.firstIndex(where: { $0.name == layout.contacts }) else { return }
    columns[place].answerNotes =
      (columns[place].answerNotes ?? []) + ["\(Digits.share(none, of: all)) are 0, and count as a single contact"]
  }
}

extension Metric {
  /// Whether it is made of answers on a scale.
  var isOfAnswers: Bool {
    switch source {
    case .netPromoter, .satisfaction, .ease: true
    default: false
    }
  }
}

extension ReportSummary.Column {
  /// Adds to columns what there is to say of their open cases.
  static func add(
    _ columns: inout [Self], _ layout: RecordLayout, _ doubts: Reservations, _ days: [Day: Tally], _ span: DaySpan,
    total: Tally
  ) {
    let young = doubts.young(days, from: span.days.lowerBound, last: span.days.upperBound)
    for (column, measured) in layout.measured.enumerated() {
      guard let note = doubts.note(column, young: young, total: total),
        let place = columns.firstIndex(where: { $0.name == measured.name })
      else { continue }
      columns[place].answerNotes = (columns[place].answerNotes ?? []) + [note]
    }
  }

  /// Of the columns that were parsed.
  static func all(
    _ layout: RecordLayout, _ counts: [FieldCounts], records: Int, values: [ValueCounts], scales: [Scale?],
    answers: ColumnAnswers, level: Int, redacts: Bool = true
  ) -> [Self] {
    let names = layout.fields
    let firstMeasured = names.count - layout.groups.count - layout.measured.count
    return (layout.unparsedFields..<names.count - layout.groups.count).map { field in
      let scale =
        field >= firstMeasured && layout.measured[field - firstMeasured].kind != .yesNo
        ? scales[field - firstMeasured] : nil
      let measured = field - firstMeasured
      var answerNotes =
        field >= firstMeasured ? answers.notes(measured, hasScale: scales[measured] != nil, redacts: redacts) : []
      if field >= firstMeasured, let counted = answers.countedText(measured, scale) { answerNotes.append(counted) }
      if field >= firstMeasured {
        let column = layout.measured[measured]
        answerNotes += [column.zerosText(values[measured]), column.codesText(values[measured])].compactMap { $0 }
        if column.isInDays { answerNotes.append("whole days, because the dates have no clock") }
      }
      let isNamed = scale?.best == .low && layout.measured[measured].best == nil
      if let scale, isNamed { answerNotes.insert("\(scale.bestText) is the best answer, judging by the name", at: 0) }
      if field >= firstMeasured, layout.measured[measured].kind == .yesNo {
        if let blank = layout.measured[measured].blank {
          answerNotes.append("empty counts as \(blank ? "yes" : "no")")
        } else if counts[field].missing > 0, values[measured].count > 0, values[measured].sorted.count == 1 {
          answerNotes.append("all values are the same; --blank no or --blank yes sets what empty ones mean")
        }
      }
      if field >= firstMeasured, layout.measured[measured].kind == .amount {
        answerNotes.append(
          layout.measured[measured].better.map { "\($0.rawValue) is better" }
            ?? "the better end is not known; --metric '\(names[field]):higher' or ':lower' sets it")
      }
      if field >= firstMeasured, layout.measured[measured].hasPlainTimes, let unit = layout.measured[measured].timeUnit
      {
        answerNotes.append("numbers read as \(unit.rawValue)")
      }
      if field >= firstMeasured, layout.measured[measured].hasClocks {
        answerNotes.append("colons read as \(layout.measured[measured].clock?.text ?? "h:mm:ss")")
      }
      if field >= firstMeasured, layout.measured[measured].kind == .promoter, scale == .promoter,
        ScaleName(names[field])?.lowest == 1
      {
        answerNotes.append("asked on a scale from 1, judging by the name, and counted as usual: up to 6, and 9 or more")
      }
      if layout.readsSerials, field == firstMeasured - 1 { answerNotes.append("numbers read as spreadsheet dates") }
      let onScale = scale.map { ScaleAnswers(values[field - firstMeasured], scale: $0) }
      return Self(
        name: names[field], scale: scale?.text, best: isNamed ? nil : layout.bestText(scale, of: measured),
        isFine: scale?.hasBoxes == false, missing: counts[field].missing,
        missingText: counts[field].missingText,
        unreadable: counts[field].unreadable, filled: max(records - counts[field].missing, 0),
        outOfScale: onScale?.outOfScale ?? 0, codes: onScale?.codesText,
        error: field >= firstMeasured && layout.measured[measured].kind.isBlurred && level > 0
          ? ValueCounts.relativeError(level: level) : nil,
        isWithheld: field >= firstMeasured && answers.counts[measured].isWithheld,
        unreadWords: field >= firstMeasured ? answers.unreadText(measured, redacts: redacts) : nil,
        examples: counts[field].examples.map { "\($0.path):\($0.line): \($0.error.sentence(redacts: redacts))" },
        answerNotes: answerNotes.isEmpty ? nil : answerNotes)
    }
  }
}
