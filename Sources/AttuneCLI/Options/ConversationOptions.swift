import ArgumentParser
import AttuneCare
import AttuneStreams
import AttuneWorkflows

/// Records that are turns of conversations.
struct ConversationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Field or column of the conversation; each record is a turn. An agent's turn is scored against the customer's turns before it, and every turn gets the state of its conversation so far. Open conversations take at most 64 MiB; those silent longest are forgotten.",
      valueName: "field"))
  var conversation: String?

  @Option(help: ArgumentHelp("Field or column of a turn's role. Default: role.", valueName: "field"))
  var role: String?

  @Option(
    help: ArgumentHelp("Field or column of a turn's number. Default: turn, if present.", valueName: "field"))
  var turn: String?

  @Option(
    name: .customLong("text"),
    help: ArgumentHelp("Field or column of a turn's text; may be repeated. Default: text.", valueName: "field"))
  var texts: [String] = []

  var text: String? {
    get { JoinedField.name(texts) }
    set { texts = newValue.map { [$0] } ?? [] }
  }

  @Option(
    help: ArgumentHelp(
      "Value of the role field that marks agents. Default: agent, support, staff, operator and similar words.",
      valueName: "value"))
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
      throw ValidationError("--role, --turn and --text go with --conversation.")
    }
  }
}
