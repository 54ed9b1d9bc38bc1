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
  /// By column: agent, team, channel; by name without case and blanks.
  var groups: [[String: ScorecardTally]] = [[:], [:], [:]]
  /// How the names of `groups` are written.
  var names: [[String: Spellings]] = [[:], [:], [:]]
  /// Replies by day.
  private(set) var days: [Day: Int] = [:]
  private static let dayLimit = 100_000
  static let columns = ["agent", "team", "channel"]
  /// What the coaching plan of each agent rests on, by the key of the agent in `groups`.
  var plans: [String: PlanTally] = [:]
  /// Numbers for agents.
  private(set) var agents = ClusterIndex()
  /// Cells that rows may still make for their agents.
  private var room = 16_384
  /// Records that could not be read.
  package private(set) var problems = 0
  /// Records whose reply is blank: nobody answered yet.
  private(set) var blank = 0
  /// Scored replies without the customer's message that they answer.
  private(set) var withoutCustomer = 0
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
    var reply = reply
    guard reply.withUTF8(RecordLayout.isWritten) else {
      blank += 1
      return
    }
    if assessment.score != nil {
      var customer = customer
      if !customer.withUTF8(RecordLayout.isWritten) { withoutCustomer += 1 }
    }
    let agent = agents.number(of: origin.agent)
    all.append(assessment, reply: reply, customer: customer, day: origin.day)
    all.append(assessment, of: agent, &room)
    if let day = origin.day, days[day] != nil || days.count < Self.dayLimit { days[day, default: 0] += 1 }
    let values = [origin.agent, origin.team, assessment.channel.rawValue]
    for (column, name) in values.enumerated() where !name.isEmpty {
      let key = key(name, column)
      names[column][key, default: Spellings()].append(key == Self.others ? key : name)
      groups[column][key, default: ScorecardTally()].append(
        assessment, reply: reply, customer: customer, day: origin.day)
      if column > 0 { groups[column][key]?.append(assessment, of: agent, &room) }
    }
    guard let effects, !origin.agent.isEmpty else { return }
    let name = key(origin.agent, 0)
    guard name != Self.others else { return }
    plans[name, default: PlanTally()].append(assessment, effects, reply: reply, day: origin.day)
  }

  /// Counts a conversation for the agent who made its customer what they were in the end.
  package mutating func append(_ conversation: Conversation) {
    let agent = agents.number(of: conversation.agent?.first ?? "")
    all.append(conversation, of: agent, &room)
    for (column, name) in (conversation.agent ?? []).prefix(groups.count).enumerated() where !name.isEmpty {
      let key = key(name, column)
      // Replies tell how it is written; those of this agent may have come without one that was counted.
      if names[column][key] == nil { names[column][key, default: Spellings()].append(key == Self.others ? key : name) }
      groups[column][key, default: ScorecardTally()].append(conversation, of: column > 0 ? agent : nil, &room)
    }
  }

  private func key(_ name: String, _ column: Int) -> String {
    let folded = name.foldedName
    return groups[column][folded] == nil && groups[column].count >= Self.limit ? Self.others : folded
  }

  package mutating func appendProblem() { problems += 1 }

  package mutating func appendUnreadableDay() { unreadableDays += 1 }
}
