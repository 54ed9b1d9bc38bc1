/// What customers wrote last in conversations that run side by side, so that agents' turns find what they answer. Bounded in
/// bytes: the conversations that have been silent longest are forgotten.
package struct ConversationMemory: Sendable {
  private struct Entry: ConversationEntry {
    /// What the customer wrote since the agent's last turn, or before it.
    var customer: [UInt8] = []
    /// The lowest number of the turns in `customer`.
    var lowest: Double?
    var isAnswered = false
    var order = TurnOrder()

    var bytes: Int { customer.count }

    mutating func place(_ turn: Double?) -> TurnPlace {
      let place = order.place(turn)
      if place == .anew { forgetCustomer() }
      return place
    }

    mutating func forgetCustomer() {
      customer = []
      lowest = nil
      isAnswered = false
    }
  }

  private var conversations: SilentLongest<Entry>

  /// Bytes of a customer that are kept; the last ones count.
  private static let textLimit = 1 << 16
  package static let defaultLimit = 64 << 20

  /// - Parameter limit: bytes of names and texts. At least the last half of it is kept.
  package init(limit: Int = defaultLimit) { conversations = SilentLongest(limit: limit) }

  /// Notes a turn of the customer.
  package mutating func hear(_ text: UnsafeBufferPointer<UInt8>, in conversation: String, turn: Double?) {
    conversations.update(conversation) { entry in
      // A late turn was written before the answer that is known.
      if entry.place(turn) != .late, entry.isAnswered { entry.forgetCustomer() }
      if !entry.customer.isEmpty { entry.customer.append(0x0A) }
      entry.customer += text.suffix(Self.textLimit)
      // Now and then, because what is behind must move.
      if entry.customer.count > 2 * Self.textLimit {
        entry.customer.removeFirst(entry.customer.count - Self.textLimit)
      }
      if let turn { entry.lowest = min(entry.lowest ?? turn, turn) }
    }
  }

  /// What a turn of the agent answers; nil where the customer has not written before it.
  package mutating func customer(in conversation: String, turn: Double?) -> [UInt8]? {
    conversations.update(conversation) { entry in
      _ = entry.place(turn)
      // Newest first, the answer comes before what it answers.
      if let turn, let lowest = entry.lowest, turn < lowest { return nil }
      entry.isAnswered = true
      if entry.customer.count > Self.textLimit {
        entry.customer.removeFirst(entry.customer.count - Self.textLimit)
      }
      return entry.customer.isEmpty ? nil : entry.customer
    }
  }
}
