import AttuneCare
import AttuneStatistics

/// What conversations of one kind have in common.
struct ConversationTally: Sendable, Equatable {
  /// Those in which customer and agent have both written.
  private(set) var count = 0
  /// Those in which nobody answered.
  private(set) var withoutAnswer = 0
  /// Of those whose customer began unhappy and wrote again after an answer, the ones that are unhappy no longer.
  private(set) var recovered = Proportion(0, of: 0)
  /// Of `count`, those with a question or a problem that no agent took up.
  private(set) var unanswered = Proportion(0, of: 0)

  mutating func append(_ conversation: Conversation) {
    guard conversation.isTwoSided else {
      if conversation.first != nil { withoutAnswer += 1 }
      return
    }
    count += 1
    unanswered = unanswered + Proportion(conversation.unanswered.isEmpty ? 0 : 1, of: 1)
    if let isRecovered = conversation.isRecovered { recovered = recovered + Proportion(isRecovered ? 1 : 0, of: 1) }
  }
}

extension ScorecardSummary {
  /// Conversations of an agent: those in which the agent wrote last before the customer's last turn, or last of all where
  /// the customer did not write again.
  package struct Conversations: Sendable, Encodable {
    /// Those in which customer and agent have both written.
    package var count: Int
    /// Those in which nobody answered; of no agent.
    package var withoutAnswer: Int
    /// Of those whose customer began unhappy and wrote again after an answer, the share that is unhappy no longer;
    /// without those of whom nobody can tell.
    package var recovered: ReportSummary.Figure
    /// Share of those with a question or a problem that no agent took up.
    package var unanswered: ReportSummary.Figure

    /// - Returns: nil where no records are turns of conversations.
    /// - Parameter agents: that have them, which intervals allow for; nil where they are of one agent, or none is known.
    init?(_ tally: ConversationTally, agents: AgentCells? = nil) {
      guard tally.count + tally.withoutAnswer > 0 else { return nil }
      func figure(_ name: String, _ part: (ConversationTally) -> Proportion) -> ReportSummary.Figure {
        ReportSummary.Figure(
          name, .percent, .share(part(tally)),
          interval: agents.map { $0.interval(part(tally)) { part($0.conversations) } })
      }
      count = tally.count
      withoutAnswer = tally.withoutAnswer
      recovered = figure("recovered", \.recovered)
      unanswered = figure("left unanswered", \.unanswered)
    }
  }
}
