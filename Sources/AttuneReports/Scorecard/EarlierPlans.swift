import AttuneCare

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the plans of an earlier scorecard gave agents to work on, read from its JSON.
package struct EarlierPlans: Sendable {
  private struct Scorecard: Decodable {
    struct Group: Decodable {
      var column: String
      var rows: [Row]
    }
    struct Row: Decodable {
      var name: String
      var plan: Plan?
    }
    struct Plan: Decodable { var workOn: [Habit] }
    struct Habit: Decodable {
      var item: String
      var levels: [Int]
    }
    var groups: [Group]
  }

  /// By folded names.
  private var agents: [String: [RubricItem: [Int]]] = [:]

  /// Replies of one level that are believed.
  private static let countLimit = 1 << 40

  /// Items that are not known any more are left out.
  /// - Returns: nil for what is no scorecard in JSON.
  package init?(json: String) {
    guard let card = try? JSONDecoder().decode(Scorecard.self, from: Data(json.utf8)) else { return nil }
    for row in card.groups.filter({ $0.column == "agent" }).flatMap(\.rows) {
      for habit in row.plan?.workOn ?? [] {
        guard let item = RubricItem(rawValue: habit.item) else { continue }
        guard habit.levels.count == 3, habit.levels.allSatisfy((0...Self.countLimit).contains) else { return nil }
        agents[row.name.foldedName, default: [:]][item] = habit.levels
      }
    }
  }

  /// Replies at level 0, 1 and 2 by item; empty for an agent without an earlier plan.
  /// - Parameter agent: a folded name.
  func levels(of agent: String) -> [RubricItem: [Int]] { agents[agent] ?? [:] }
}
