import AttuneCare

/// Collects assessments of replies by agent, team, channel and week, and what became of conversations.
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
  /// By column: agent, team, channel.
  var groups: [[String: ScorecardTally]] = [[:], [:], [:]]
  static let columns = ["agent", "team", "channel"]
  /// What the coaching plan of each agent rests on.
  var plans: [String: PlanTally] = [:]
  /// Records that could not be read.
  package private(set) var problems = 0
  /// Days that could not be read.
  var unreadableDays = 0
  /// Different agents or teams; those that come later are counted together.
  private static let limit = 5000
  static let others = "(others)"

  package init() {}

  /// - Parameters:
  ///   - effects: what each item is worth, for the coaching plan.
  ///   - reply: shown as an example, if it is the best or the weakest.
  ///   - customer: shown with it.
  package mutating func append(
    _ assessment: ReplyAssessment, effects: ItemEffects? = nil, reply: String, customer: String, origin: Origin
  ) {
    all.append(assessment, reply: reply, customer: customer, day: origin.day)
    let names = [origin.agent, origin.team, assessment.channel.rawValue]
    for (column, name) in names.enumerated() where !name.isEmpty {
      groups[column][key(name, column), default: ScorecardTally()].append(
        assessment, reply: reply, customer: customer, day: origin.day)
    }
    guard let effects, !origin.agent.isEmpty else { return }
    let agent = key(origin.agent, 0)
    guard agent != Self.others else { return }
    plans[agent, default: PlanTally()].append(assessment, effects, reply: reply, day: origin.day)
  }

  /// Counts a conversation for the agent who made its customer what they were in the end.
  package mutating func append(_ conversation: Conversation) {
    all.conversations.append(conversation)
    for (column, name) in (conversation.agent ?? []).prefix(groups.count).enumerated() where !name.isEmpty {
      groups[column][key(name, column), default: ScorecardTally()].conversations.append(conversation)
    }
  }

  private func key(_ name: String, _ column: Int) -> String {
    groups[column][name] == nil && groups[column].count >= Self.limit ? Self.others : name
  }

  package mutating func appendProblem() { problems += 1 }

  package mutating func appendUnreadableDay() { unreadableDays += 1 }
}
