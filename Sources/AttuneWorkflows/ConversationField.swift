import AttuneCare
import AttuneStreams

/// The course of a conversation as of a turn: `"conversation_state"` in JSON, columns that begin with `conversation_` in
/// tables.
package final class ConversationField: AddedField {
  package let field = "conversation_state"
  package let columns = Conversation.columns
  /// As of the record that is written; nil for a record of no conversation.
  package var conversation: Conversation?
  private var bytes: [UInt8] = []

  package init() {}

  private func append(to out: inout OutputBuffer, _ write: (Conversation, inout [UInt8]) -> Void) {
    guard let conversation else { return }
    bytes.removeAll(keepingCapacity: true)
    write(conversation, &bytes)
    out.append(bytes)
  }

  package func writeJSON(_ row: Int, to out: inout OutputBuffer) {
    if conversation == nil { out.append("null" as StaticString) }
    append(to: &out) { $0.appendJSON(to: &$1) }
  }

  package func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer) {
    append(to: &out) { $0.append(column: column, to: &$1) }
  }
}
