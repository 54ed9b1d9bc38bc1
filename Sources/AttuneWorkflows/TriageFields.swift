import AttuneCare
import AttuneStreams

/// What joining a customer's messages adds to their record.
package enum TriageFields {
  package static let field = "triage"
  package static let columns = ["triage_urgency", "triage_messages", "triage_falling"]

  /// A record with what came of its customer.
  package static func output(_ record: SelectedRecord, _ ticket: Ticket, isJSON: Bool) -> [UInt8] {
    record.output { append(ticket, $0, isJSON, to: &$1) }
  }

  package static func output(_ record: KeptRecord, _ ticket: Ticket, isJSON: Bool) -> [UInt8] {
    record.output { append(ticket, $0, isJSON, to: &$1) }
  }

  private static func append(_ ticket: Ticket, _ column: Int, _ isJSON: Bool, to out: inout OutputBuffer) {
    if isJSON { return append(ticket, to: &out) }
    switch column {
    case 0: out.append(fourDecimals: Float(ticket.urgency))
    case 1: out.append(decimal: ticket.messages)
    default: out.append(ticket.isFalling ? "true" as StaticString : "false")
    }
  }

  private static func append(_ ticket: Ticket, to out: inout OutputBuffer) {
    out.append("{\"urgency\":" as StaticString)
    out.append(fourDecimals: Float(ticket.urgency))
    out.append(",\"messages\":" as StaticString)
    out.append(decimal: ticket.messages)
    out.append(ticket.isFalling ? ",\"falling\":true}" as StaticString : ",\"falling\":false}")
  }
}
