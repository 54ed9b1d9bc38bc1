import AttuneCare
import AttuneStreams

/// The course of a conversation as of a turn: `"conversation_state"` in JSON, columns that begin with `conversation_` in
/// tables.
final class ConversationField: AddedField {
  let field = "conversation_state"
  let columns = Conversation.columns
  /// As of the record that is written; nil for a record of no conversation.
  var conversation: Conversation?
  private var bytes: [UInt8] = []

  private func append(to out: inout OutputBuffer, _ write: (Conversation, inout [UInt8]) -> Void) {
    guard let conversation else { return }
    bytes.removeAll(keepingCapacity: true)
    write(conversation, &bytes)
    out.append(bytes)
  }

  func writeJSON(_ row: Int, to out: inout OutputBuffer) {
    if conversation == nil { out.append("null" as StaticString) }
    append(to: &out) { $0.appendJSON(to: &$1) }
  }

  func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer) {
    append(to: &out) { $0.append(column: column, to: &$1) }
  }
}
