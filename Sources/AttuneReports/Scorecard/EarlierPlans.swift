import AttuneCare

/// What the plans of an earlier scorecard gave agents to work on, read from its JSON.
package struct EarlierPlans: Sendable {
  /// By folded names.
  private var agents: [String: [RubricItem: [Int]]] = [:]

  /// Replies of one level that are believed.
  private static let countLimit = 1 << 40

  /// Items that are not known any more are left out.
  /// - Returns: nil for what is no scorecard in JSON.
  package init?(json: String) {
    guard let groups = JSONValue(parsing: json)?["groups"]?.array else { return nil }
    for group in groups {
      guard let column = group["column"]?.string, let rows = group["rows"]?.array else { return nil }
      for row in rows where column == "agent" {
        guard let agent = row["name"]?.string else { return nil }
        guard let plan = row["plan"], plan != .null else { continue }
        guard let habits = plan["workOn"]?.array else { return nil }
        for habit in habits {
          guard let name = habit["item"]?.string, let levels = habit["levels"]?.array else { return nil }
          guard let item = RubricItem(rawValue: name) else { continue }
          let counts = levels.compactMap(\.integer).filter((0...Self.countLimit).contains)
          guard counts.count == 3, levels.count == 3 else { return nil }
          agents[agent.foldedName, default: [:]][item] = counts
        }
      }
    }
  }

  /// Replies at level 0, 1 and 2 by item; empty for an agent without an earlier plan.
  /// - Parameter agent: a folded name.
  func levels(of agent: String) -> [RubricItem: [Int]] { agents[agent] ?? [:] }
}
