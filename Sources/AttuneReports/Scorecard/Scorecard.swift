import AttuneCare

/// Collects assessments of replies by agent, team, channel and week.
package struct Scorecard: Sendable {
  /// Who wrote a reply, and when; empty where a record does not say.
  package struct Origin: Sendable {
    package var agent: String
    package var team: String
    package var day: Day?

    package init(agent: String = "", team: String = "", day: Day? = nil) {
      self.agent = agent
      self.team = team
      self.day = day
    }
  }

  var all = ScorecardTally()
  /// By column: agent, team, channel; by name without case and blanks.
  var groups: [[String: ScorecardTally]] = [[:], [:], [:]]
  /// How the names of `groups` are written.
  var names: [[String: Spellings]] = [[:], [:], [:]]
  /// Replies by day.
  private(set) var days: [Day: Int] = [:]
  private static let dayLimit = 100_000
  static let columns = ["agent", "team", "channel"]
  /// Records that could not be read.
  var problems = 0
  /// Days that could not be read.
  var unreadableDays = 0
  /// Different agents or teams; those that come later are counted together.
  private static let limit = 5000
  static let others = "(others)"

  package init() {}

  /// - Parameters:
  ///   - reply: shown as an example, if it is the best or the weakest.
  ///   - customer: shown with it.
  package mutating func append(_ assessment: ReplyAssessment, reply: String, customer: String, origin: Origin) {
    all.append(assessment, reply: reply, customer: customer, day: origin.day)
    if let day = origin.day, days[day] != nil || days.count < Self.dayLimit { days[day, default: 0] += 1 }
    let values = [origin.agent, origin.team, assessment.channel.rawValue]
    for (column, name) in values.enumerated() where !name.isEmpty {
      let folded = name.foldedName
      let key = groups[column][folded] == nil && groups[column].count >= Self.limit ? Self.others : folded
      names[column][key, default: Spellings()].append(key == Self.others ? key : name)
      groups[column][key, default: ScorecardTally()].append(
        assessment, reply: reply, customer: customer, day: origin.day)
    }
  }

  package mutating func appendProblem() { problems += 1 }

  package mutating func appendUnreadableDay() { unreadableDays += 1 }
}
