import AttuneCare
import AttuneStreams

/// The course of a conversation as of a turn: `"conversation_state"` in JSON, columns that begin with `conversation_` in
/// tables.
package final class ConversationField: AddedField {
  /// As of the record that is written; nil for a record of no conversation.
  package var conversation: Conversation?
  private var bytes: [UInt8] = []

  package let field = "conversation_state"
  package let columns = Conversation.columns

  package init() {}

  package func writeJSON(_ row: Int, to out: inout OutputBuffer) {
    guard let conversation else { return out.append("null" as StaticString) }
    out.append(through: &bytes) { conversation.appendJSON(to: &$0) }
  }

  package func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer) {
    guard let conversation else { return }
    out.append(through: &bytes) { conversation.append(column: column, to: &$0) }
  }
}
