import AttuneCare
import AttuneStreams

/// What joining a customer's messages adds to their record.
enum TriageFields {
  /// Adds columns to a header, and finds out what separates it.
  static func appendHeader(to line: inout [UInt8], isTSV: Bool, _ delimiter: inout UInt8) {
    // The verdict's columns stand behind the table's own.
    let name = Array("sentiment_score".utf8)
    if isTSV {
      delimiter = UInt8(ascii: "\t")
    } else if let place = line.indices.last(where: { line[$0...].starts(with: name) }), place > 0 {
      delimiter = line[place - 1]
    }
    let end = takeLineEnd(from: &line)
    for column in ["triage_urgency", "triage_messages", "triage_falling"] { line += [delimiter] + Array(column.utf8) }
    line += end
  }

  static func append(_ ticket: Ticket, to line: inout [UInt8], isJSON: Bool, delimiter: UInt8) {
    let end = takeLineEnd(from: &line)
    var out = OutputBuffer(capacity: 128)
    if isJSON {
      line.removeLast()
      out.append(",\"triage\":{\"urgency\":")
      out.append(fourDecimals: Float(ticket.urgency))
      out.append(",\"messages\":")
      out.append(decimal: ticket.messages)
      out.append(ticket.isFalling ? ",\"falling\":true}}" : ",\"falling\":false}}")
    } else {
      out.append(delimiter)
      out.append(fourDecimals: Float(ticket.urgency))
      out.append(delimiter)
      out.append(decimal: ticket.messages)
      out.append(delimiter)
      out.append(ticket.isFalling ? "true" : "false")
    }
    line += UnsafeBufferPointer(start: out.bytes, count: out.count)
    line += end
  }

  private static func takeLineEnd(from line: inout [UInt8]) -> [UInt8] {
    var end: [UInt8] = []
    while let last = line.last, last == 0x0A || last == 0x0D { end.insert(line.removeLast(), at: 0) }
    return end
  }
}
