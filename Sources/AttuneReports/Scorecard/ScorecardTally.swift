import AttuneCare
import AttuneStatistics

/// What replies of one kind have in common, in bounded memory.
struct ScorecardTally: Sendable {
  /// A reply that shows what is done well, or badly.
  struct Example: Sendable, Equatable {
    var score: Double
    var customer: Text
    var reply: Text

    /// The beginning of a text, as it is and with what tells who a person is masked: before it is cut, so that no half
    /// of a number is left.
    struct Text: Sendable, Equatable {
      let plain: String
      let masked: String

      /// - Parameter limit: characters that are kept.
      init(_ text: String, limit: Int = ScorecardTally.exampleLength) {
        plain = Self.cut(text, limit)
        masked = Self.cut(Redaction.redact(text), limit)
      }

      /// Cut behind a word, where one ends near the limit.
      private static func cut(_ text: String, _ limit: Int) -> String {
        guard text.count > limit else { return text }
        let end = text.index(text.startIndex, offsetBy: limit - 1)
        let kept = text[..<end]
        let isWhole = text[end].isWhitespace
        let last = isWhole ? nil : kept.lastIndex(where: \.isWhitespace)
        let words = last.flatMap { kept.distance(from: $0, to: end) <= limit / 4 ? kept[..<$0] : nil } ?? kept
        return words + "…"
      }
    }
  }

  private(set) var replies = 0
  private(set) var scores = ValueCounts()
  /// Replies with an item at level 1 or 2, in order of `RubricItem.allCases`.
  private(set) var withItem = [Int](repeating: 0, count: RubricItem.allCases.count)
  private(set) var unscored: [ReplyAssessment.Unscored: Int] = [:]
  /// Scores by the first day of their week.
  private(set) var weeks: [Day: ValueCounts] = [:]
  private(set) var best: Example?
  private(set) var weakest: Example?
  private(set) var conversations = ConversationTally()
  /// Empty for an agent's own replies.
  private(set) var agents = AgentCells()

  var scored: Int { scores.count }

  /// Characters of an example that are kept.
  static let exampleLength = 400

  mutating func append(_ assessment: ReplyAssessment, reply: String, customer: String, day: Day?) {
    replies += 1
    guard let score = assessment.score else {
      if let reason = assessment.reason { unscored[reason, default: 0] += 1 }
      return
    }
    scores.append(score)
    for (index, level) in assessment.levels.enumerated() where level > 0 { withItem[index] += 1 }
    if let day { weeks[TimeBin.week.start(of: day), default: ValueCounts(precision: .coarse)].append(score) }
    func example() -> Example {
      Example(score: score, customer: .init(customer), reply: .init(reply))
    }
    if best.map({ score > $0.score }) ?? true { best = example() }
    if weakest.map({ score < $0.score }) ?? true { weakest = example() }
  }

  /// Counts an assessment for its agent.
  /// - Parameters:
  ///   - agent: by `ClusterIndex`.
  ///   - room: see `AgentCells`.
  mutating func append(_ assessment: ReplyAssessment, of agent: Int, _ room: inout Int) {
    if let score = assessment.score { agents.append(assessment, score, of: agent, &room) }
  }

  /// - Parameter agent: nil for a row of an agent.
  mutating func append(_ conversation: Conversation, of agent: Int?, _ room: inout Int) {
    conversations.append(conversation)
    if let agent { agents.append(conversation, of: agent, &room) }
  }
}
