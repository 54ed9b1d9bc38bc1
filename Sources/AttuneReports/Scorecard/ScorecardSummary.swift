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
    /// nil where no reply is scored.
    package var share: Double?
    /// The 95 % interval (Wilson), which allows for agents as that of the score does; nil where no reply is scored.
    package var lower: Double?
    package var upper: Double?
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
    /// Agents whose replies are scored, up to 512, and agents with scored replies that are not of the row; nil in rows of agents, and where no
    /// column tells agents apart.
    package var agents: Int?
    package var otherAgents: Int?
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

    /// Whether the same reply would hold the same items in each row, so that they can be compared.
    package var isCompared: Bool {
      !rows.contains { Channel(rawValue: $0.name)?.hasItemsOfItsOwn == true } || column != "channel"
    }
  }

  /// Why channels are not compared.
  package static let ownRules =
    "Each channel has its own rules for what a reply should contain, and a short chat needs less: channels are not "
    + "compared."

  package var all: Row
  package var groups: [Group]
  package var problems: Int
  package var unreadableDays: Int
  /// Records without a reply, which are in no figure.
  package var blank: Int
  /// What days are far from all others; nil for none.
  package var strays: String?
  /// That replies were scored without the customers' messages, and what cannot be told of these; nil where hardly any was.
  package var withoutCustomers: String?

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
    let tellsAgents = scorecard.agents.isTelling && scorecard.all.agents.isWhole
    func row(_ name: String, _ tally: ScorecardTally, isAgent: Bool) -> Row {
      let agents = tellsAgents && !isAgent && tally.agents.isWhole ? tally.agents : nil
      var row = Row(name, tally, agents, weeks: Array(zip(weeks, partial)), redacts: redacts)
      row.otherAgents = agents.map { scorecard.all.agents.count(without: $0) }
      return row
    }
    all = row("all", scorecard.all, isAgent: false)
    groups = Scorecard.columns.indices.filter { !scorecard.groups[$0].isEmpty }.map { column in
      let tallies = scorecard.groups[column].sorted { $0.key < $1.key }
      var rows = tallies.map { key, tally in
        var row = row(scorecard.names[column][key]?.usual ?? key, tally, isAgent: column == 0)
        if column == 0, let plan = scorecard.plans[key] {
          row.plan = CoachingPlan(
            plan, guide, earlier: earlier?.levels(of: key), latest: latest, redacts: redacts)
        }
        return row
      }
      rows.judgeTogether(
        !Group(column: Scorecard.columns[column], rows: rows).isCompared
          ? rows.map { _ in [] }
          : tallies.map { $0.value.itemDifferences(from: scorecard.all, allowsForAgents: tellsAgents && column > 0) })
      return Group(
        column: Scorecard.columns[column],
        rows: rows.sorted { ($1.replies, $0.name) < ($0.replies, $1.name) })
    }
    problems = scorecard.problems
    unreadableDays = scorecard.unreadableDays
    blank = scorecard.blank
    withoutCustomers = Self.withoutCustomers(scorecard)
  }

  private static func withoutCustomers(_ scorecard: Scorecard) -> String? {
    let (count, scored) = (scorecard.withoutCustomer, scorecard.all.scored)
    guard count > 0, 10 * count >= scored else { return nil }
    let items = RubricItem.customerItems.map(\.title).joined(separator: ", ")
    let beginning =
      count == scored ? "Scored" : "\(Digits.count(count)) \(count == 1 ? "reply was" : "replies were") scored"
    return
      "\(beginning) without the customers' messages: \(items) cannot be judged for \(count == scored ? "the replies" : count == 1 ? "it" : "these")."
  }

  private static let weekLimit = 520

  /// "1,944 replies, 1,702 of them scored"
  package var scope: String {
    var text = "\(Digits.count(all.replies)) replies, \(Digits.count(all.score.count)) of them scored"
    if let first = all.weeks.first, let last = all.weeks.last {
      text += ", weeks of \(first.start) to \(last.start)"
    }
    if blank > 0 { text += "; \(Digits.count(blank)) more records without a reply" }
    if problems > 0 { text += "; \(Digits.count(problems)) records could not be read" }
    if let strays { text += "; \(strays)" }
    if unreadableDays > 0 { text += "; \(Digits.count(unreadableDays)) times could not be read" }
    return text
  }
}

extension ScorecardSummary.Row {
  /// - Parameter agents: whose replies they are, which intervals allow for; nil for those of one agent, or where none is known.
  init(
    _ name: String, _ tally: ScorecardTally, _ agents: AgentCells?, weeks starts: [(day: Day, isPartial: Bool)],
    redacts: Bool
  ) {
    func shown(_ example: ScorecardTally.Example?) -> ScorecardSummary.Example? {
      example.map {
        .init(
          score: $0.score, customer: redacts ? $0.customer.masked : $0.customer.plain,
          reply: redacts ? $0.reply.masked : $0.reply.plain)
      }
    }
    self.name = name
    replies = tally.replies
    self.agents = agents?.count
    let scores = Distribution(tally.scores)
    let plain = scores.meanInterval
    let wide = agents.flatMap { $0.interval(ofMean: scores.mean) }.map { robust in plain.map(robust.orWider) ?? robust }
    score = ReportSummary.Figure(mean: scores, name: "score", interval: wide)
    notScored = Double(tally.replies - tally.scored) / Double(max(tally.replies, 1))
    reasons = Dictionary(uniqueKeysWithValues: tally.unscored.map { ($0.key.rawValue, $0.value) })
    items = RubricItem.allCases.map { item in
      let share = Proportion(tally.withItem[item.index], of: tally.scored)
      let interval = agents?.interval(share) { $0.share(item.index) } ?? share.wilson
      return .init(
        item: item.rawValue, isPositive: item.isPositive, share: share.value,
        lower: share.value.flatMap { _ in interval?.lower }, upper: share.value.flatMap { _ in interval?.upper })
    }
    let design = DesignEffect(wide, over: plain)
    weeks = starts.map { start in
      var score = ReportSummary.Figure(
        mean: Distribution(tally.weeks[start.day] ?? ValueCounts(precision: .coarse)), name: "score")
      design.widen(&score, of: tally.scored, within: 0...100)
      return .init(start: start.day.isoText, isPartial: start.isPartial, score: score)
    }
    trend = ScorecardSummary.Slope(weeks)
    best = shown(tally.best)
    weakest = shown(tally.weakest)
    conversations = ScorecardSummary.Conversations(tally.conversations, agents: agents)
  }
}

extension ScorecardSummary.ItemShare {
  /// The share for comparisons, where rows without a scored reply have no place.
  var known: Double { share ?? 0 }

  /// "12.0 %", or a dash where no reply is scored.
  package var text: String { share.map(Unit.percent.text) ?? "–" }

  /// "5.2 % … 24.1 %"; empty where no reply is scored.
  package var intervalText: String {
    guard let lower, let upper else { return "" }
    return "\(Unit.percent.text(lower)) … \(Unit.percent.text(upper))"
  }
}

extension ScorecardSummary.Row {
  /// Whether the replies of a team or channel, or all others, are of too few agents to compare them.
  package var hasFewAgents: Bool {
    guard let agents, let otherAgents, otherAgents > 0 else { return false }
    return min(agents, otherAgents) < ComparisonSummary.fewClusters
  }
}

extension ScorecardSummary {
  /// Whose replies are alike, which intervals allow for; nil where no column tells agents apart.
  package var agentNote: String? {
    guard let agents = all.agents, agents > 1 else { return nil }
    let count = agents < ClusterIndex.limit ? Digits.count(agents) : "\(Digits.count(agents)) or more"
    let few = ComparisonSummary.fewClusters
    let start =
      "Intervals\(groups.count > 1 ? " of all, of teams and of channels" : " of all") allow for replies of the same "
      + "agent being alike (\(count) agents)"
    guard agents >= few else {
      return "\(start): with so few, they are wide, and teams and channels are not compared."
    }
    return "\(start)."
      + (groups.contains { $0.rows.contains(where: \.hasFewAgents) }
        ? " A team or channel is compared with the others if both have at least \(few) agents." : "")
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

  /// "+0.8 a week (+0.2 … +1.4)", and "clear" where chance could hardly have done it.
  package var text: String {
    let ends = [lower, upper].map { Digits.signed($0, decimals: 1) }
    return "\(Digits.signed(pointsPerWeek, decimals: 1)) a week (\(ends[0]) … \(ends[1]))" + (isPlain ? ", clear" : "")
  }

  /// Whether chance rarely makes it, and it is of enough replies.
  package var isPlain: Bool { adjustedPValue < 0.05 && !isSmall }
}

extension ReportSummary.Figure {
  /// A mean of scores with its interval, cut to what scores can be.
  /// - Parameter interval: nil for that of independent replies, by Student's t.
  init(mean values: Distribution, name: String, interval: ConfidenceInterval? = nil) {
    self.name = name
    unit = .plain
    value = values.mean
    // Scores that happen to be alike do not say that the next one will be.
    let interval = (interval ?? values.meanInterval)?.clamped(to: 0...100)
    lower = interval?.lower
    upper = interval?.upper
    count = values.count
    isSmall = values.count < Measure.smallCount
  }
}
