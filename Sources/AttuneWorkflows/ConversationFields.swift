import AttuneCare

/// Where turns of conversations stand in records.
package struct ConversationFields: Sendable {
  package var conversation: String
  package var role: String
  package var turn: String
  /// nil for the usual words.
  package var agentRole: String?

  package init(conversation: String, role: String, turn: String, agentRole: String?) {
    self.conversation = conversation
    self.role = role
    self.turn = turn
    self.agentRole = agentRole
  }

  package func side(of role: String) -> TurnSide {
    let side = TurnSide(role: role)
    guard let agentRole else { return side }
    if role.lowercased() == agentRole.lowercased() { return .agent }
    return side == .agent ? .customer : side
  }
}
