import AttuneCare
import AttuneStatistics

/// What each agent has of the replies of a team, of a channel or of all, in bounded memory. Replies of one agent are alike, so
/// that ten replies of ten agents tell more than ten of one.
struct AgentCells: Sendable {
  /// What one agent has of them.
  struct Cell: Sendable {
    var scored = 0
    /// Of scores.
    var sum = 0.0
    /// Scored replies with an item, in order of `RubricItem.allCases`.
    var withItem = [Int](repeating: 0, count: RubricItem.allCases.count)
    var conversations = ConversationTally()
  }

  /// By `ClusterIndex`.
  private var cells: [Int: Cell] = [:]
  /// Whether all replies are in it.
  private(set) var isWhole = true

  /// - Parameters:
  ///   - assessment: one with a score.
  ///   - agent: by `ClusterIndex`.
  ///   - room: cells that may still be made, of all that share a memory.
  mutating func append(_ assessment: ReplyAssessment, _ score: Double, of agent: Int, _ room: inout Int) {
    guard makeRoom(for: agent, &room) else { return }
    cells[agent, default: Cell()].append(assessment, score)
  }

  mutating func append(_ conversation: Conversation, of agent: Int, _ room: inout Int) {
    guard makeRoom(for: agent, &room) else { return }
    cells[agent, default: Cell()].conversations.append(conversation)
  }

  private mutating func makeRoom(for agent: Int, _ room: inout Int) -> Bool {
    guard cells[agent] == nil else { return true }
    guard room > 0 else {
      isWhole = false
      return false
    }
    room -= 1
    return true
  }

  /// In the order of their numbers, because sums of another order differ in their last places.
  private var sorted: [Cell] { cells.sorted { $0.key < $1.key }.map(\.value) }

  /// Agents with scored replies.
  var count: Int { cells.count(where: { $0.value.scored > 0 }) }

  /// Agents with scored replies that are not among those of `part`.
  func count(without part: AgentCells) -> Int {
    cells.count(where: { $0.value.scored > part.cells[$0.key]?.scored ?? 0 })
  }

  // MARK: Figures that allow for agents

  /// Of the mean score; nil where agents tell nothing of it.
  func interval(ofMean mean: Double?) -> ConfidenceInterval? {
    let error = ClusterRobust(sorted.map { .init(sum: $0.sum, count: Double($0.scored)) })
    guard let mean, let error, error.standardError > 0 else { return nil }
    return ConfidenceInterval(mean, plusMinus: error.t * error.standardError)
  }

  /// Of a share.
  func interval(_ share: Proportion, of part: (Cell) -> Proportion) -> ConfidenceInterval? {
    Measure.share(share).interval(clusters: sorted.map { .share(part($0)) })
  }

  /// How often replies have an item, less how often all others have it.
  /// - Parameter part: some of the replies.
  func difference(_ item: Int, of part: AgentCells) -> Difference? {
    let pairs = cells.sorted { $0.key < $1.key }.map { agent, all in
      (part: (part.cells[agent] ?? Cell()).share(item), all: all.share(item))
    }
    let own = pairs.reduce(Proportion(0, of: 0)) { $0 + $1.part }
    let all = pairs.reduce(Proportion(0, of: 0)) { $0 + $1.all }
    let others = Proportion(all.successes - own.successes, of: all.trials - own.trials)
    return Measure.difference(
      others: .share(others), .share(own), clusters: pairs.map { (.share($0.part), .share($0.all)) }, seed: 1)
  }
}

extension AgentCells.Cell {
  fileprivate mutating func append(_ assessment: ReplyAssessment, _ score: Double) {
    scored += 1
    sum += score
    for (index, level) in assessment.levels.enumerated() where level > 0 { withItem[index] += 1 }
  }

  /// Of scored replies.
  func share(_ item: Int) -> Proportion { Proportion(withItem[item], of: scored) }
}
