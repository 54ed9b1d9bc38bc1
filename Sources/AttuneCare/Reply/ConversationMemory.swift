/// What customers wrote last in conversations that run side by side, so that agents' turns find what they answer. Bounded in
/// bytes: the conversations that have been silent longest are forgotten.
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
  /// What `entries` take.
  private var bytes = 0
  private let limit: Int

  /// Bytes of a customer that are kept; the last ones count.
  private static let textLimit = 1 << 16
  /// What a conversation takes besides its name and its text.
  private static let entryBytes = 128
  package static let defaultLimit = 64 << 20

  /// - Parameter limit: bytes of names and texts. At least the last half of it is kept.
  package init(limit: Int = defaultLimit) { self.limit = limit }

  /// Notes a turn of the customer.
  package mutating func hear(_ text: UnsafeBufferPointer<UInt8>, in conversation: String, turn: Double?) {
    var entry = entry(conversation, turn)
    if entry.isAnswered {
      entry.customer.removeAll()
      entry.isAnswered = false
    }
    if !entry.customer.isEmpty { entry.customer.append(0x0A) }
    entry.customer += text.suffix(Self.textLimit)
    if entry.customer.count > Self.textLimit { entry.customer.removeFirst(entry.customer.count - Self.textLimit) }
    keep(entry, conversation)
  }

  /// What a turn of the agent answers; nil where the customer has not written.
  package mutating func customer(in conversation: String, turn: Double?) -> [UInt8]? {
    var entry = entry(conversation, turn)
    entry.isAnswered = true
    keep(entry, conversation)
    return entry.customer.isEmpty ? nil : entry.customer
  }

  /// A lower number than the last begins the conversation anew.
  private mutating func entry(_ conversation: String, _ turn: Double?) -> Entry {
    use += 1
    var entry = entries[conversation] ?? Entry()
    if let turn, let last = entry.turn, turn < last { entry = Entry() }
    entry.turn = turn ?? entry.turn
    entry.use = use
    return entry
  }

  private mutating func keep(_ entry: Entry, _ conversation: String) {
    bytes += Self.cost(conversation, entry)
    if let old = entries.updateValue(entry, forKey: conversation) { bytes -= Self.cost(conversation, old) }
    if bytes > limit { forget() }
  }

  /// Keeps the latest, in half of the room, so that this is seldom done.
  private mutating func forget() {
    let latest = entries.sorted { $0.value.use > $1.value.use }
    entries.removeAll()
    bytes = 0
    for (conversation, entry) in latest {
      let cost = Self.cost(conversation, entry)
      guard bytes + cost <= limit / 2 else { break }
      entries[conversation] = entry
      bytes += cost
    }
  }

  private static func cost(_ conversation: String, _ entry: Entry) -> Int {
    entryBytes + conversation.utf8.count + entry.customer.count
  }
}
