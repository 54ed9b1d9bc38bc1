/// What customers wrote last in conversations that run side by side, so that agents' turns find what they answer. Bounded:
/// the conversations that have been silent longest are forgotten.
package struct ConversationMemory: Sendable {
  private struct Entry {
    /// What the customer wrote since the agent's last turn, or before it.
    var customer: [UInt8] = []
    var isAnswered = false
    var turn: Double?
    var use = 0
  }

  private var entries: [String: Entry] = [:]
  private var use = 0
  private let limit: Int
  /// Bytes of a customer that are kept; the last ones count.
  private static let textLimit = 1 << 16

  /// - Parameter limit: conversations that are kept at the least.
  package init(limit: Int = 20_000) { self.limit = limit }

  /// Notes a turn of the customer.
  package mutating func hear(_ text: UnsafeBufferPointer<UInt8>, in conversation: String, turn: Double?) {
    var entry = entry(conversation, turn)
    if entry.isAnswered {
      entry.customer.removeAll()
      entry.isAnswered = false
    }
    if !entry.customer.isEmpty { entry.customer.append(0x0A) }
    entry.customer += text
    if entry.customer.count > Self.textLimit { entry.customer.removeFirst(entry.customer.count - Self.textLimit) }
    entries[conversation] = entry
  }

  /// What a turn of the agent answers; nil where the customer has not written.
  package mutating func customer(in conversation: String, turn: Double?) -> [UInt8]? {
    var entry = entry(conversation, turn)
    entry.isAnswered = true
    entries[conversation] = entry
    return entry.customer.isEmpty ? nil : entry.customer
  }

  /// A lower number than the last begins the conversation anew.
  private mutating func entry(_ conversation: String, _ turn: Double?) -> Entry {
    use += 1
    var entry = entries[conversation] ?? Entry()
    if let turn, let last = entry.turn, turn < last { entry = Entry() }
    entry.turn = turn ?? entry.turn
    entry.use = use
    if entries.count >= 2 * limit {
      let kept = entries.sorted { $0.value.use > $1.value.use }.prefix(limit)
      entries = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
    return entry
  }
}
