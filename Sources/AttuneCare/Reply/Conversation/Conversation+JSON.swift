/// The course of a conversation as a field of a JSON object and as columns of a table.
extension Conversation {
  /// `{"turns":…,"first":{…},"last":{…},"turned":{…},"unanswered":[…]}`
  package func appendJSON(to out: inout [UInt8]) {
    out.append(constant: "{\"turns\":")
    out.append(number: turns)
    out.append(constant: ",\"first\":")
    Self.append(first, to: &out)
    out.append(constant: ",\"last\":")
    Self.append(last, to: &out)
    out.append(constant: ",\"turned\":")
    if let turned {
      out.append(constant: "{\"turn\":")
      out.append(turn: turned.turn)
      out.append(constant: ",\"to\":")
      out.append(json: turned.side)
      out.append(UInt8(ascii: "}"))
    } else {
      out.append(constant: "null")
    }
    out.append(constant: ",\"unanswered\":[")
    for (index, open) in unanswered.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      out.append(constant: "{\"turn\":")
      out.append(turn: open.turn)
      out.append(constant: ",\"text\":")
      out.append(json: open.point.text)
      out.append(UInt8(ascii: "}"))
    }
    out.append(UInt8(ascii: "]"))
    if isOutOfOrder { out.append(constant: ",\"out_of_order\":true") }
    out.append(UInt8(ascii: "}"))
  }

  private static func append(_ reading: Reading?, to out: inout [UInt8]) {
    guard let reading else { return out.append(constant: "null") }
    out.append(constant: "{\"turn\":")
    out.append(turn: reading.turn)
    out.append(constant: ",\"mood\":")
    out.append(json: reading.mood.rawValue)
    out.append(constant: ",\"feeling\":")
    if let feeling = reading.feeling { out.append(json: feeling.rawValue) } else { out.append(constant: "null") }
    out.append(UInt8(ascii: "}"))
  }

  /// Columns of a table.
  package static let columns = [
    "conversation_turns", "conversation_first_mood", "conversation_first_feeling", "conversation_last_mood",
    "conversation_last_feeling", "conversation_turned_at", "conversation_turned_to", "conversation_unanswered",
    "conversation_open", "conversation_out_of_order",
  ]

  /// The value of one of `columns`; what the customer wrote may need quotes.
  package func append(column: Int, to out: inout [UInt8]) {
    switch column {
    case 0: out.append(number: turns)
    case 1: out.append(text: first?.mood.rawValue ?? "")
    case 2: out.append(text: first?.feeling?.rawValue ?? "")
    case 3: out.append(text: last?.mood.rawValue ?? "")
    case 4: out.append(text: last?.feeling?.rawValue ?? "")
    case 5: if let turned { out.append(turn: turned.turn) }
    case 6: if let turned { out.append(text: turned.side) }
    case 7: out.append(number: unanswered.count)
    case 8: out.append(text: unanswered.map(\.point.text).joined(separator: " | "))
    default: if isOutOfOrder { out.append(constant: "yes") }
    }
  }
}

extension Conversation.Turned {
  fileprivate var side: String { isBetter ? "better" : "worse" }
}

extension [UInt8] {
  /// The number of a turn, whole where it is.
  fileprivate mutating func append(turn: Double) {
    append(text: turn == turn.rounded() && turn.magnitude < 1e15 ? "\(Int(turn))" : "\(turn)")
  }
}
