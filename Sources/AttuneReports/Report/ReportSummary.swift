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

    init(_ metric: Metric, _ measure: Measure) { self.init(metric.name, metric.unit, measure) }

    init(_ name: String, _ unit: Unit, _ measure: Measure) {
      self.name = name
      self.unit = unit
      value = measure.value?.finite
      lower = measure.interval?.lower.finite
      upper = measure.interval?.upper.finite
      count = measure.count
      isSmall = measure.isSmall
    }
  }

  package struct Trend: Sendable, Encodable {
    /// "day", "week" or "month".
    package var bin: String
    /// The first days of the stretches, those without records as well.
    package var starts: [String]
    /// `[figures][stretches]`
    package var figures: [[Figure]]

    /// The figures that set the scale of a drawing: those of enough answers, or all where these are fewer than two.
    package static func telling(_ figures: [Figure]) -> [Figure] {
      let telling = figures.filter { !$0.isSmall }
      return telling.count > 1 ? telling : figures
    }
  }

  /// What texts speak of.
  package struct Aspect: Sendable, Encodable {
    /// A score of those who speak of it and of the others.
    package struct Effect: Sendable, Encodable {
      package var with: Figure
      package var without: Figure
      /// With minus without, and its 95 % interval; nil without enough answers.
      package var difference: Double?
      package var lower: Double?
      package var upper: Double?
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
      package var figures: [Figure]
      /// Whether earlier records of the group may have been counted among the others.
      package var isPartial: Bool
    }

    package var column: String
    package var rows: [Row]
    /// All further groups; nil when there are none.
    package var other: Row?
  }

  package struct Column: Sendable, Encodable {
    package var name: String
    /// Of answers: "1-5", or nil when no scale fits.
    package var scale: String?
    /// Whether the scale is too fine for a share of its best answers.
    package var isFine: Bool
    package var missing: Int
    package var unreadable: Int
    package var outOfScale: Int
    /// The first fields that could not be read, with their places.
    package var examples: [String]
    /// How answers in words, answers out of several numbers and days of a spreadsheet were read; nil without any.
    package var answerNotes: [String]?
  }

  package var records: Int
  /// Records that could not be read at all.
  package var problems: Int
  package var firstDay: String?
  package var lastDay: String?
  /// Texts of which the model knows nothing.
  package var unknownTexts: Int
  package var figures: [Figure]
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
    func figures(_ tally: Tally) -> [Figure] { metrics.map { Figure($0, $0.measure(tally, scales: scales)) } }

    records = report.total.records
    problems = report.problems
    unknownTexts = report.total.sentiments.unknown
    self.figures = figures(report.total)
    if let first = report.days.keys.min(), let last = report.days.keys.max() {
      firstDay = first.isoText
      lastDay = last.isoText
      trend = Self.trend(report, metrics, scales, first...last)
    }
    groups = zip(report.layout.groups, report.groups).map { column, tallies in
      let (largest, other, count) = tallies.largest(options.groups)
      return GroupTable(
        column: column,
        rows: largest.map {
          .init(
            name: $0.name.isEmpty ? "(empty)" : $0.name, records: $0.tally.records, figures: figures($0.tally),
            isPartial: $0.isPartial)
        },
        other: other.records == 0
          ? nil
          : .init(
            name: tallies.isPruned ? "other" : "\(count) other", records: other.records, figures: figures(other),
            isPartial: false))
    }
    history = report.customer.map {
      CustomerHistory(
        $0, layout: report.layout, aspects: report.taxonomy.aspects.map(\.name), redacts: options.redacts)
    }
    aspects = zip(report.taxonomy.aspects, report.aspects).filter { $1.records.records > 0 }
      .sorted { ($1.1.records.records, $0.0.name) < ($0.1.records.records, $1.0.name) }
      .map { Aspect($0.name, $1, report, scales, options) }
    let texts = report.total.sentiments.count
    tones =
      report.tones.allSatisfy { $0 == 0 }
      ? []
      : zip(ToneTaxonomy.nine.labels, report.tones).map { Figure($0, .percent, .share(Proportion($1, of: texts))) }
    urgent = report.urgent.sorted.map {
      UrgentText(
        urgency: $0.urgency, reasons: $0.reasons.map(\.rawValue),
        text: options.redacts ? $0.maskedExcerpt ?? Redaction.redact($0.excerpt) : $0.excerpt)
    }
    positiveQuotes = Self.quotes(report.positive, options.quotes, options)
    negativeQuotes = Self.quotes(report.negative, options.quotes, options)
    columns = Column.all(
      report.layout, report.fields, values: report.total.values, scales: scales, answers: report.answers,
      redacts: options.redacts)
    aspects = Self.withUnlikeQuotes(aspects, options.aspectQuotes)
    if let order = options.sort { for index in groups.indices { order.sort(&groups[index].rows, metrics) } }
    highlights = Highlights(report, self, options)
  }

  /// Stretches that a trend is drawn of; a longer span has dates that are slips.
  private static let stretchLimit = 1200

  private static func trend(_ report: Report, _ metrics: [Metric], _ scales: [Scale?], _ span: ClosedRange<Day>)
    -> Trend?
  {
    let bin = TimeBin(spanning: span)
    guard span.upperBound.number - span.lowerBound.number < 28 * stretchLimit else { return nil }
    let starts = bin.starts(spanning: span)
    var tallies: [Day: Tally] = [:]
    for (day, tally) in report.days {
      tallies[bin.start(of: day), default: Tally(columns: report.layout.measured.count, precision: .coarse)]
        .merge(tally)
    }
    let empty = Tally(columns: report.layout.measured.count, precision: .coarse)
    return Trend(
      bin: bin.rawValue, starts: starts.map(\.isoText),
      figures: metrics.map { metric in
        starts.map { Figure(metric, metric.measure(tallies[$0] ?? empty, scales: scales)) }
      })
  }

  fileprivate static func quotes(_ sample: Sample<String>, _ count: Int, _ options: Options) -> [String] {
    let texts = sample.elements
    let words = texts.map { text in text.lowercased().split { !$0.isLetter && $0 != "'" } }
    // A single word says nothing, and a long text does not fit.
    let fitting = texts.indices.filter { (4...60).contains(words[$0].count) }
    let chosen = Representatives.choose(fitting.map { words[$0] }, count: count)
    return chosen.map { options.redacts ? Redaction.redact(texts[fitting[$0]]) : texts[fitting[$0]] }
  }
}

extension ReportSummary.Aspect {
  fileprivate init(
    _ name: String, _ tally: AspectTally, _ report: Report, _ scales: [Scale?], _ options: ReportSummary.Options
  ) {
    self.name = name
    texts = tally.records.records
    net = .init(name, .points, .net(tally.feelings.net))
    let others = report.total.answers(without: tally.records)
    effects = report.layout.metrics.filter(\.isOfAnswers).map { metric in
      let with = metric.measure(tally.records, scales: scales)
      let without = metric.measure(others, scales: scales)
      let difference = Measure.difference(without, with).flatMap { $0.isFinite ? $0 : nil }
      return Effect(
        with: .init(metric, with), without: .init(metric, without), difference: difference?.value,
        lower: difference?.interval.lower, upper: difference?.interval.upper)
    }
    positiveQuotes = ReportSummary.quotes(tally.positive, ReportSummary.candidates, options)
    negativeQuotes = ReportSummary.quotes(tally.negative, ReportSummary.candidates, options)
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
  /// Of the columns that were parsed.
  static func all(
    _ layout: RecordLayout, _ counts: [FieldCounts], values: [ValueCounts], scales: [Scale?], answers: ColumnAnswers,
    redacts: Bool = true
  ) -> [Self] {
    let names = layout.fields
    let firstMeasured = names.count - layout.groups.count - layout.measured.count
    let parsed = (layout.text == nil ? 0 : 1)..<(names.count - layout.groups.count)
    return parsed.map { field in
      let scale =
        field >= firstMeasured && layout.measured[field - firstMeasured].kind != .yesNo
        ? scales[field - firstMeasured] : nil
      let measured = field - firstMeasured
      var answerNotes = field >= firstMeasured ? answers.notes(measured, redacts: redacts) : []
      if layout.readsSerials, field == firstMeasured - 1 { answerNotes.append("numbers read as days of a spreadsheet") }
      return Self(
        name: names[field], scale: scale?.text, isFine: scale?.hasBoxes == false, missing: counts[field].missing,
        unreadable: counts[field].unreadable,
        outOfScale: scale.map { ScaleAnswers(values[field - firstMeasured], scale: $0).outOfScale } ?? 0,
        examples: counts[field].examples.map { "\($0.path):\($0.line): \($0.error.sentence(redacts: redacts))" },
        answerNotes: answerNotes.isEmpty ? nil : answerNotes)
    }
  }
}
