import TestSupport
import Testing

@testable import AttuneCare
@testable import AttuneReports
@testable import AttuneStatistics

/// Replies of one agent are alike: what is said of teams, channels and all rests on how much agents differ.
@Suite struct ScorecardAgentsTests {
  private static let customer = "My washing machine flooded the kitchen and nobody picks up the phone."
  private static let kind = "I'm so sorry about your kitchen, that must be awful. I will send a plumber this afternoon."
  private static let rude = "Calm down, it's not our problem."

  /// - Parameters:
  ///   - agents: of each team.
  ///   - replies: of each agent.
  ///   - isKind: whether a reply of an agent is kind.
  private func summary(
    _ agents: [String: Int], replies: Int = 20, hasAgents: Bool = true,
    isKind: (_ team: String, _ agent: Int, _ reply: Int) -> Bool
  ) -> ScorecardSummary {
    let coach = ReplyCoach(rubric: .standard, model: try? .shipped())
    let judged = [Self.kind, Self.rude].map { coach.assess($0, customer: Self.customer, channel: .chat) }
    var scorecard = Scorecard()
    for (team, count) in agents.sorted(by: { $0.key < $1.key }) {
      for agent in 0..<count {
        for reply in 0..<replies {
          let index = isKind(team, agent, reply) ? 0 : 1
          scorecard.append(
            judged[index], reply: [Self.kind, Self.rude][index], customer: Self.customer,
            origin: .init(agent: hasAgents ? "\(team) \(agent)" : "", team: team))
        }
      }
    }
    return ScorecardSummary(scorecard)
  }

  private func teams(_ summary: ScorecardSummary) throws -> [ScorecardSummary.Row] {
    try #require(summary.groups.first { $0.column == "team" }).rows
  }

  private func claims(_ summary: ScorecardSummary) throws -> [String] {
    try teams(summary).flatMap {
      $0.contrast(to: summary.all, better: true) + $0.contrast(to: summary.all, better: false)
    }
  }

  /// Five kind agents of eight and three of eight are what chance makes of sixteen people, however much they write.
  @Test func agentsWhoDifferMakeNoDifferenceOfTeams() throws {
    func isKind(_ team: String, _ agent: Int, _ reply: Int) -> Bool { agent < (team == "East" ? 5 : 3) }
    let known = summary(["East": 8, "West": 8], isKind: isKind)
    #expect(try claims(known).isEmpty)
    // Where nothing tells agents apart, each reply is taken for itself.
    let unknown = summary(["East": 8, "West": 8], hasAgents: false, isKind: isKind)
    #expect(try !claims(unknown).isEmpty && unknown.all.agents == nil && unknown.agentNote == nil)
    #expect(known.all.agents == 16 && known.agentNote?.contains("16 agents") == true)
    for (wide, narrow) in zip(try teams(known) + [known.all], try teams(unknown) + [unknown.all]) {
      func width(_ figure: ReportSummary.Figure) throws -> Double {
        try #require(figure.upper) - #require(figure.lower)
      }
      #expect(try width(wide.score) > 2 * width(narrow.score))
      func width(_ item: ScorecardSummary.ItemShare) throws -> Double {
        try #require(item.upper) - #require(item.lower)
      }
      for (wide, narrow) in zip(wide.items, narrow.items) where (0.1...0.9).contains(wide.known) {
        #expect(try width(wide) > 1.5 * width(narrow))
      }
    }
  }

  @Test func teamsThatDifferAreNamed() throws {
    let found = summary(["East": 9, "West": 9]) { team, agent, reply in
      (team == "East" ? agent > 0 : agent == 0) != (reply % 7 == 0)
    }
    #expect(try !claims(found).isEmpty)
    #expect(try teams(found).allSatisfy { !$0.hasFewAgents })
  }

  /// The same replies count for less or more by the rules of a channel, which is no finding.
  @Test(arguments: [(Channel.chat, false), (.social, false), (.phone, true)])
  func channelsWithRulesOfTheirOwnAreNotCompared(channel: Channel, isCompared: Bool) throws {
    let coach = ReplyCoach(rubric: .standard, model: try? .shipped())
    var scorecard = Scorecard()
    for number in 0..<400 {
      let text = number / 2 % 4 == 0 ? Self.rude : Self.kind
      let own = number % 2 == 0 ? channel : .email
      scorecard.append(
        coach.assess(text, customer: Self.customer, channel: own), reply: text, customer: Self.customer,
        origin: .init(agent: "\(number / 2 % 10)"))
    }
    let summary = ScorecardSummary(scorecard)
    let group = try #require(summary.groups.first { $0.column == "channel" })
    #expect(group.isCompared == isCompared)
    let isJudged = group.rows.contains { $0.items.contains { $0.adjustedPValue != nil } }
    #expect(isJudged == isCompared)
    #expect(summary.html.contains(ScorecardSummary.ownRules) == !isCompared)
  }

  @Test func fewAgentsGetNoVerdictAndAreSaid() throws {
    let found = summary(["East": 3, "West": 9]) { team, _, reply in (team == "East") != (reply % 9 == 0) }
    #expect(try claims(found).isEmpty)
    let east = try #require(try teams(found).first { $0.name == "East" })
    #expect(east.agents == 3 && east.otherAgents == 9 && east.hasFewAgents)
    #expect(found.html.contains("too few agents to tell what stands out"))
    #expect(found.agentNote?.hasSuffix("if both have at least 6 agents.") == true)
  }

  /// Rows of agents are those of one agent each.
  @Test func agentsAreJudgedByTheirReplies() throws {
    let found = summary(["East": 8], replies: 40) { _, agent, reply in agent > 0 && reply % 5 > 0 }
    let agents = try #require(found.groups.first { $0.column == "agent" }).rows
    let worst = try #require(agents.first { $0.name == "East 0" })
    #expect(!worst.contrast(to: found.all, better: false).isEmpty && worst.agents == nil && !worst.hasFewAgents)
  }

  /// Conversations that agents win back, or not, are alike as well.
  @Test func conversationsAreThoseOfAgents() throws {
    var scorecard = Scorecard()
    for agent in 0..<10 {
      for _ in 0..<12 {
        var conversation = Conversation()
        conversation.first = .init(turn: 1, feeling: nil, mood: .negative)
        conversation.last = .init(turn: 3, feeling: nil, mood: agent < 5 ? .positive : .negative)
        conversation.firstAnswer = 2
        conversation.agent = ["agent \(agent)", "East", "chat"]
        scorecard.append(conversation)
      }
    }
    let recovered = try #require(ScorecardSummary(scorecard).all.conversations).recovered
    let independent = try #require(Proportion(60, of: 120).wilson)
    let (lower, upper) = (try #require(recovered.lower), try #require(recovered.upper))
    #expect(recovered.value == 0.5 && upper - lower > 2 * (independent.upper - independent.lower))
  }

  /// However many teams and agents a file has, memory is bounded, and what was not told apart has no verdict.
  @Test func manyTeamsAndAgentsAreBounded() {
    let coach = ReplyCoach(rubric: .standard, model: try? .shipped())
    let judged = coach.assess(Self.rude, customer: Self.customer, channel: .chat)
    var scorecard = Scorecard()
    for number in 0..<40_000 {
      scorecard.append(
        judged, reply: Self.rude, customer: Self.customer,
        origin: .init(agent: "a\(number % 600)", team: "t\(number / 600)"))
    }
    let rows = ScorecardSummary(scorecard).groups[1].rows
    #expect(rows.contains { $0.agents == nil } && rows.contains { $0.agents != nil })
  }
}
