import ArgumentParser
import AttuneCare
import AttuneStreams
import AttuneWorkflows

/// Records that are turns of conversations.
struct ConversationOptions: ParsableArguments {
  @Option(
    help: .field(
      "Field or column of the conversation; each record is a turn. An agent's turn is scored against the customer's "
        + "turns before it, and every turn gets the state of its conversation. The memory for conversations is limited "
        + "to 64 MiB; the longest silent are forgotten."
    ))
  var conversation: String?

  @Option(help: .field("Field or column of a turn's role. Default: role."))
  var role: String?

  @Option(help: .field("Field or column of a turn's number. Default: turn, if present."))
  var turn: String?

  @Option(name: .customLong("text"), help: .field("Field or column of a turn's text; may be repeated. Default: text."))
  var texts: [String] = []

  var text: String? {
    get { JoinedField.name(texts) }
    set { texts = newValue.map { [$0] } ?? [] }
  }

  @Option(
    help: .value(
      "value", "Value of the role field that marks agents. Default: agent, support, staff, operator and similar words.")
  )
  var agentRole: String?

  var isUsed: Bool { conversation != nil }

  /// nil where records are no turns.
  var fields: ConversationFields? {
    conversation.map {
      ConversationFields(conversation: $0, role: role ?? "role", turn: turn ?? "turn", agentRole: agentRole)
    }
  }

  func validate() throws {
    if conversation == nil, role != nil || turn != nil || text != nil {
      throw ValidationError("--role, --turn and --text need --conversation: each record is a turn.")
    }
  }
}
