import AttuneCare
import AttuneStatistics

/// What an agent does well and what to work on next, and whether what was to be worked on has moved.
package struct CoachingPlan: Sendable, Encodable {
  /// An item in the replies of an agent.
  package struct Habit: Sendable, Encodable {
    package var item: String
    /// Points of the score that the item brings a reply, or would bring if it were as it should be: a mean over all scored
    /// replies.
    package var points: Double
    /// The 95 % interval (Student's t); nil where all replies are alike, which does not say that the next one will be.
    package var lower: Double?
    package var upper: Double?
    /// Mean level, 0 to 2.
    package var level: Double
    /// Scored replies at level 0, 1 and 2.
    package var levels: [Int]
    /// What to do, by the phrase book.
    package var advice: String?
    /// The agent's own lines: where it is done best, and where most was lost.
    package var best: String?
    package var worst: String?
    /// What to practise with; nil for what is to be kept.
    package var scenario: Scenario?
  }

  /// A scenario of `attune practice`.
  package struct Scenario: Sendable, Encodable {
    package var name: String
    package var message: String
    package var channel: String
    package var feeling: String
    package var aspect: String
    /// What plays it, for a shell.
    package var command: String
  }

  /// What the earlier weeks gave the agent to work on and the latest week, or what an earlier scorecard did and all weeks.
  package struct Movement: Sendable, Encodable {
    package var item: String
    /// The first day of the latest week; nil where an earlier scorecard is compared with.
    package var week: String?
    /// Mean level, 0 to 2, before and after, and of how many replies.
    package var before: Double
    package var after: Double
    package var replies: Int
    package var laterReplies: Int
    /// After minus before, with the 95 % interval: levels are answers on three steps, as those of a net score are. nil for
    /// fewer than `least` replies on a side.
    package var change: Double
    package var lower: Double?
    package var upper: Double?
    package var pValue: Double?
    /// "better", "worse", "too few to tell", or "no clear change" where the interval holds 0 or is not known, or where chance makes one such
    /// change among those of all agents.
    package var verdict: String
  }

  /// The item that brings most.
  package var keep: Habit?
  /// The one or two items that would bring most, the first before the second.
  package var workOn: [Habit]
  package var moved: [Movement]
  /// Scored replies.
  package var replies: Int

  /// Whether it is made of so few replies that it is no more than a hint.
  package var isSmall: Bool { replies < Measure.smallCount }

  /// Scored replies that a plan needs, and each side of a change.
  static let least = 3
  /// Points that are worth working for.
  private static let leastGain = 1.0

  /// - Parameters:
  ///   - earlier: replies at each level of the items that an earlier plan named; nil where there is none to compare with.
  ///   - latest: the last week that counts as the latest; those of stray days behind it do not. nil for any.
  ///   - redacts: lines are shown with addresses and numbers of people masked.
  /// - Returns: nil for fewer than `least` scored replies.
  init?(
    _ tally: PlanTally, _ guide: Guide, earlier: [RubricItem: [Int]]? = nil, latest: Day? = nil, redacts: Bool
  ) {
    let total = tally.total()
    guard let count = total.first?.gains.count, count >= Self.least else { return nil }
    replies = count
    let chosen = Self.toWorkOn(total)
    func habit(_ item: RubricItem, _ moments: Moments, scenario: Scenario?) -> Habit {
      func shown(_ line: PlanTally.Line?) -> String? { line.map { redacts ? $0.text.masked : $0.text.plain } }
      let interval = moments.meanInterval?.clamped(to: 0...100)
      let own = tally.items[item.index]
      return Habit(
        item: item.rawValue, points: moments.mean ?? 0, lower: interval?.lower, upper: interval?.upper,
        level: total[item.index].distribution.mean ?? 0, levels: total[item.index].counts,
        advice: guide.phrases.advice(item), best: shown(own.best),
        worst: shown(own.worst), scenario: scenario)
    }
    keep = Self.toKeep(total, without: chosen).map { item in
      var habit = habit(item, total[item.index].worths, scenario: nil)
      habit.advice = nil
      habit.worst = nil
      return habit
    }
    workOn = []
    for item in chosen {
      let taken = workOn.compactMap(\.scenario?.message)
      let scenario = guide.scenario(for: tally.items[item.index].situations, without: taken)
      workOn.append(habit(item, total[item.index].gains, scenario: scenario))
    }
    moved = earlier.map { Self.movements(since: $0, total) } ?? Self.movements(tally, until: latest)
  }

  /// The item that would raise the mean most, and the next where it brings at least half as much.
  private static func toWorkOn(_ items: [PlanTally.ItemWeek]) -> [RubricItem] {
    func gain(_ item: RubricItem) -> Double { items[item.index].gains.mean ?? 0 }
    let order = RubricItem.allCases.filter { gain($0) >= leastGain }.sorted {
      (gain($1), $0.index) < (gain($0), $1.index)
    }
    guard let first = order.first else { return [] }
    return [first] + order.dropFirst().prefix(1).filter { 2 * gain($0) >= gain(first) }
  }

  /// Points per reply from which on a habit is worth keeping.
  private static let leastWorth = 0.5

  private static func toKeep(_ items: [PlanTally.ItemWeek], without chosen: [RubricItem]) -> RubricItem? {
    func worth(_ item: RubricItem) -> Double { items[item.index].worths.mean ?? 0 }
    return RubricItem.allCases.filter { worth($0) >= leastWorth && !chosen.contains($0) }.max {
      (worth($0), $1.index) < (worth($1), $0.index)
    }
  }

  /// What the weeks before the latest one would have had the agent work on, and what became of it.
  private static func movements(_ tally: PlanTally, until end: Day?) -> [Movement] {
    guard let latest = tally.weeks.keys.filter({ week in end.map { week <= $0 } ?? true }).max(),
      let week = tally.weeks[latest]
    else { return [] }
    let before = tally.total(before: latest)
    guard let count = before.first?.gains.count, count >= least else { return [] }
    return toWorkOn(before).compactMap { item in
      movement(item, before[item.index].counts, week[item.index].counts, week: latest.isoText)
    }
  }

  private static func movements(since earlier: [RubricItem: [Int]], _ items: [PlanTally.ItemWeek]) -> [Movement] {
    RubricItem.allCases.compactMap { item in
      earlier[item].flatMap { movement(item, $0, items[item.index].counts, week: nil) }
    }
  }

  /// - Parameters:
  ///   - old: replies at level 0, 1 and 2.
  ///   - new: the same of the later ones.
  private static func movement(_ item: RubricItem, _ old: [Int], _ new: [Int], week: String?) -> Movement? {
    let (before, after) = (Distribution(levels: old), Distribution(levels: new))
    guard let first = before.mean, let second = after.mean else { return nil }
    // Replies that are all alike have no variance, which Student's t would take for certainty; a score interval does not.
    let isTelling = min(before.count, after.count) >= least
    let found = isTelling ? NetScore.difference(NetScore(levels: old), NetScore(levels: new)) : nil
    let pValue = found.map { MeanPermutation.pValue(before, after, seed: 1) ?? $0.pValue }
    return Movement(
      item: item.rawValue, week: week, before: first, after: second, replies: before.count, laterReplies: after.count,
      change: second - first,
      lower: found?.interval.lower.finite, upper: found?.interval.upper.finite, pValue: pValue?.finite,
      verdict: found.map { verdict(item, $0.interval, pValue ?? 1) } ?? tooFew)
  }

  static let noChange = "no clear change"
  fileprivate static let tooFew = "too few to tell"

  private static func verdict(_ item: RubricItem, _ interval: ConfidenceInterval, _ pValue: Double) -> String {
    guard !interval.contains(0) else { return noChange }
    // Three replies against three can be parted so far by chance, however far they are.
    guard pValue < 0.05 else { return tooFew }
    return (interval.lower > 0) == item.isPositive ? "better" : "worse"
  }
}

extension CoachingPlan.Movement {
  /// Takes back what chance makes among the movements of all agents.
  mutating func doubt() {
    if verdict != CoachingPlan.tooFew { verdict = CoachingPlan.noChange }
  }
}

extension NetScore {
  /// A mean level of 0 to 2 is a net score plus 1.
  /// - Parameter counts: replies at level 0, 1 and 2.
  fileprivate init(levels counts: [Int]) {
    self.init(favourable: counts[2], neutral: counts[1], unfavourable: counts[0])
  }
}

extension CoachingPlan {
  /// What plans are written with.
  package struct Guide: Sendable {
    package var phrases: PhraseBook
    package var scenarios: ScenarioBook
    /// The file of the scenarios; nil for the book that is part of attune.
    package var path: String?

    package init(phrases: PhraseBook = .standard, scenarios: ScenarioBook = .standard, path: String? = nil) {
      self.phrases = phrases
      self.scenarios = scenarios
      self.path = path
    }

    /// The scenario that is most like the messages at which points were lost, the first of equals; nil without such
    /// messages.
    /// - Parameter taken: messages that are practised with already.
    func scenario(for situations: [PlanTally.Situation: Int], without taken: [String]) -> Scenario? {
      guard !situations.isEmpty else { return nil }
      func fit(_ scenario: ScenarioBook.Scenario) -> Int {
        situations.reduce(0) { sum, entry in
          let (situation, points) = entry
          let likeness =
            (situation.channel == scenario.channel ? 1 : 0) + (situation.feeling == scenario.feeling ? 2 : 0)
            + (situation.aspect == scenario.aspect ? 2 : 0)
          // Safe: wraps for 10¹⁵ points.
          return sum &+ points &* likeness
        }
      }
      var best: (fit: Int, scenario: ScenarioBook.Scenario)?
      for scenario in scenarios.scenarios where !taken.contains(scenario.message) {
        let fit = fit(scenario)
        if best.map({ fit > $0.fit }) ?? true { best = (fit, scenario) }
      }
      guard let scenario = best?.scenario else { return nil }
      return Scenario(
        name: scenario.name, message: scenario.message, channel: scenario.channel.rawValue,
        feeling: scenario.feeling.rawValue, aspect: scenario.aspect, command: command(scenario))
    }

    private func command(_ scenario: ScenarioBook.Scenario) -> String {
      var command = "attune practice --channel \(scenario.channel.rawValue) --feeling \(scenario.feeling.rawValue)"
      if !scenario.aspect.isEmpty { command += " --aspect \(Self.quoted(scenario.aspect))" }
      if let path { command += " --scenarios \(Self.quoted(path))" }
      return command
    }

    private static func quoted(_ word: String) -> String {
      let isPlain = word.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
      return isPlain ? word : "'" + word.replacing(text: "'", with: "'\\''") + "'"
    }
  }
}
