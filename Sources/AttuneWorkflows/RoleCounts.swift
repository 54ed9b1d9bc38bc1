import AttuneCare

/// Which roles were taken for which side, and how often.
package struct RoleCounts: Sendable {
  private var agents = NameCounts()
  private var customers = NameCounts()
  private var neither = NameCounts()
  private var unknown = NameCounts()
  /// A role that is not called as the sides are.
  private var needsSaying = false

  package mutating func add(_ role: String, _ side: TurnSide) {
    switch side {
    case .agent: agents.add(role)
    case .customer: customers.add(role)
    case .neither: neither.add(role)
    case .unknown: unknown.add(role.isEmpty ? "(empty)" : role)
    }
    if !needsSaying { needsSaying = role != "agent" && role != "customer" && role != "user" }
  }

  /// One note, or none where all turns are called "agent", "customer" or "user".
  package var notes: [String] {
    guard needsSaying || (agents.isEmpty && !customers.isEmpty) else { return [] }
    let sides = [
      ("agents", agents), ("customers", customers), ("customers, by an unknown role", unknown),
      ("neither side", neither),
    ]
    let parts = sides.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.total), \($0.1.listed)" }
    return [
      "turns read as \(parts.joined(separator: "; "))"
        + (agents.isEmpty ? "; no turn is an agent's; --agent-role names their role" : "")
    ]
  }
}
