import AttuneCare
import AttuneStatistics

/// What a scorecard says.
package struct ScorecardSummary: Sendable, Encodable {
  package struct Example: Sendable, Encodable {
    package var score: Double
    package var customer: String
    package var reply: String
  }

  /// Share of the scored replies that have an item.
  package struct ItemShare: Sendable, Encodable {
    package var item: String
    package var isPositive: Bool
    package var share: Double
    /// The 95 % interval (Wilson).
    package var lower: Double
    package var upper: Double
    /// That all other replies have it as often, by Benjamini and Hochberg over all items and rows of a table; nil for few
    /// replies on a side.
    package var adjustedPValue: Double?
  }

  /// The change of the score a week, by weighted regression of weekly means.
  package struct Slope: Sendable, Encodable {
    package var pointsPerWeek: Double
    package var lower: Double
    package var upper: Double
    package var pValue: Double
    /// By Benjamini and Hochberg, over the rows of a table.
    package var adjustedPValue: Double
    /// Whether it is of too few replies for a finding.
    package var isSmall: Bool
  }

  package struct Week: Sendable, Encodable {
    package var start: String
    /// Whether the data holds only a part of the week.
    package var isPartial: Bool
    package var score: ReportSummary.Figure
  }

  package struct Row: Sendable, Encodable {
    package var name: String
    package var replies: Int
    package var score: ReportSummary.Figure
    /// Share of the replies without a score, and why.
    package var notScored: Double
    package var reasons: [String: Int]
    package var items: [ItemShare]
    package var weeks: [Week]
    /// nil for fewer than 4 weeks.
    package var trend: Slope?
    package var best: Example?
    package var weakest: Example?
    /// nil where records are no turns of conversations.
    package var conversations: Conversations?
    /// Of an agent with enough replies; nil for others.
    package var plan: CoachingPlan?
  }

  package struct Group: Sendable, Encodable {
    package var column: String
    package var rows: [Row]
  }

  package var all: Row
  package var groups: [Group]
  package var problems: Int
  package var unreadableDays: Int
  /// What days are far from all others; nil for none.
  package var strays: String?

  /// - Parameters:
  ///   - redacts: mask addresses and numbers of people in examples.
  ///   - guide: what coaching plans are written with.
  ///   - earlier: what its plans named is compared with; nil compares the latest week with those before.
  package init(
    _ scorecard: Scorecard, redacts: Bool = true, guide: CoachingPlan.Guide = .init(),
    since earlier: EarlierPlans? = nil
  ) {
    let span = DaySpan(scorecard.days)
    let weeks = span.map { Array(TimeBin.week.starts(spanning: $0.days).suffix(Self.weekLimit)) } ?? []
    let partial = weeks.map { span?.isPartial($0..<TimeBin.week.next(after: $0)) == true }
    // A week of which the file holds a part is not like the others.
    let latest = Array(zip(weeks, partial)).last { !$0.1 }?.0 ?? weeks.last
    strays = span?.strayText
    func row(_ name: String, _ tally: ScorecardTally) -> Row {
      Row(name, tally, weeks: Array(zip(weeks, partial)), redacts: redacts)
    }
    let all = row("all", scorecard.all)
    self.all = all
    groups = Scorecard.columns.indices.filter { !scorecard.groups[$0].isEmpty }.map { column in
      var rows = scorecard.groups[column].map { key, tally in
        var row = row(scorecard.names[column][key]?.usual ?? key, tally)
        if column == 0, let plan = scorecard.plans[key] {
          row.plan = CoachingPlan(
            plan, guide, earlier: earlier?.levels(of: key), latest: latest, redacts: redacts)
        }
        return row
      }
      rows.judgeTogether(all)
      return Group(
        column: Scorecard.columns[column],
        rows: rows.sorted { ($1.replies, $0.name) < ($0.replies, $1.name) })
    }
    problems = scorecard.problems
    unreadableDays = scorecard.unreadableDays
  }

  private static let weekLimit = 520

  /// "1,944 replies, 1,702 of them scored"
  package var scope: String {
    var text = "\(Digits.count(all.replies)) replies, \(Digits.count(all.score.count)) of them scored"
    if let first = all.weeks.first, let last = all.weeks.last {
      text += ", weeks of \(first.start) to \(last.start)"
    }
    if problems > 0 { text += "; \(Digits.count(problems)) records could not be read" }
    if let strays { text += "; \(strays)" }
    if unreadableDays > 0 { text += "; \(Digits.count(unreadableDays)) times could not be read" }
    return text
  }
}

extension ScorecardSummary.Row {
  init(_ name: String, _ tally: ScorecardTally, weeks starts: [(day: Day, isPartial: Bool)], redacts: Bool) {
    func shown(_ example: ScorecardTally.Example?) -> ScorecardSummary.Example? {
      example.map {
        .init(
          score: $0.score, customer: redacts ? $0.customer.masked : $0.customer.plain,
          reply: redacts ? $0.reply.masked : $0.reply.plain)
      }
    }
    self.name = name
    replies = tally.replies
    score = ReportSummary.Figure(mean: Distribution(tally.scores), name: "score")
    notScored = Double(tally.replies - tally.scored) / Double(max(tally.replies, 1))
    reasons = Dictionary(uniqueKeysWithValues: tally.unscored.map { ($0.key.rawValue, $0.value) })
    items = RubricItem.allCases.map { item in
      let share = Proportion(tally.withItem[item.index], of: tally.scored)
      return .init(
        item: item.rawValue, isPositive: item.isPositive, share: share.value ?? 0, lower: share.wilson?.lower ?? 0,
        upper: share.wilson?.upper ?? 0)
    }
    weeks = starts.map { start in
      .init(
        start: start.day.isoText, isPartial: start.isPartial,
        score: ReportSummary.Figure(
          mean: Distribution(tally.weeks[start.day] ?? ValueCounts(precision: .coarse)), name: "score"))
    }
    trend = ScorecardSummary.Slope(weeks)
    best = shown(tally.best)
    weakest = shown(tally.weakest)
    conversations = ScorecardSummary.Conversations(tally.conversations)
  }
}

extension ScorecardSummary.Slope {
  /// - Returns: nil for fewer than 4 weeks with replies.
  init?(_ weeks: [ScorecardSummary.Week]) {
    let known = weeks.indices.filter { weeks[$0].score.value != nil }
    guard known.count >= 4,
      let fit = LeastSquares(
        known.map { [1, Double($0)] }, known.map { weeks[$0].score.value ?? 0 },
        weights: known.map { Double(weeks[$0].score.count) })
    else { return nil }
    let slope = fit.coefficients[1]
    guard [slope.value, slope.interval.lower, slope.interval.upper, slope.pValue].allSatisfy(\.isFinite) else {
      return nil
    }
    self.init(
      pointsPerWeek: slope.value, lower: slope.interval.lower, upper: slope.interval.upper, pValue: slope.pValue,
      adjustedPValue: slope.pValue,
      isSmall: known.reduce(0) { $0 + weeks[$1].score.count } < Measure.smallCount)
  }

  /// "+0.8 a week", and "clear" where chance could hardly have done it.
  package var text: String { Digits.signed(pointsPerWeek, decimals: 1) + " a week" + (isPlain ? ", clear" : "") }

  /// Whether chance rarely makes it, and it is of enough replies.
  package var isPlain: Bool { adjustedPValue < 0.05 && !isSmall }
}

extension ReportSummary.Figure {
  /// A mean of scores with its interval by Student's t, cut to what scores can be.
  init(mean values: Distribution, name: String) {
    self.name = name
    unit = .plain
    value = values.mean
    // Scores that happen to be alike do not say that the next one will be.
    let interval = values.meanInterval.flatMap { $0.lower < $0.upper ? $0.clamped(to: 0...100) : nil }
    lower = interval?.lower
    upper = interval?.upper
    count = values.count
    isSmall = values.count < Measure.smallCount
  }
}
