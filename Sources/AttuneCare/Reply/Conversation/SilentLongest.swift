/// What is known of conversations that run side by side, by their names, bounded in bytes: those that have been silent
/// longest are forgotten.
struct SilentLongest<Entry: ConversationEntry>: Sendable {
  private struct Slot: Sendable {
    var entry = Entry()
    var use = 0
    var cost = 0
  }

  private var slots: [String: Slot] = [:]
  private var use = 0
  /// What `slots` take.
  private var bytes = 0
  private let limit: Int

  /// What a conversation takes besides its name and its entry.
  private static var slotBytes: Int { 128 }

  /// - Parameter limit: bytes of names and entries. At least the last half of it is kept.
  init(limit: Int) { self.limit = limit }

  /// Of all conversations that are not forgotten, in no order.
  var entries: [Entry] { slots.values.map(\.entry) }

  /// Calls `body` with the entry of a conversation, in its place: nothing is copied.
  ///
  /// - Parameter forget: called with what is forgotten.
  /// - Complexity: O(1), and now and then that of the conversations that are open.
  mutating func update<Result>(
    _ name: String, forget: (Entry) -> Void = { _ in }, _ body: (inout Entry) -> Result
  ) -> Result {
    use += 1
    let (result, growth) = Self.update(&slots[name, default: Slot()], use, name.utf8.count, body)
    bytes += growth
    if bytes > limit { shrink(forget) }
    return result
  }

  private static func update<Result>(
    _ slot: inout Slot, _ use: Int, _ nameBytes: Int, _ body: (inout Entry) -> Result
  ) -> (result: Result, growth: Int) {
    let result = body(&slot.entry)
    let growth = slotBytes + nameBytes + slot.entry.bytes - slot.cost
    slot.cost += growth
    slot.use = use
    return (result, growth)
  }

  /// Keeps the latest, in half of the room, so that this is seldom done.
  private mutating func shrink(_ forget: (Entry) -> Void) {
    let latest = slots.sorted { $0.value.use > $1.value.use }
    slots.removeAll()
    bytes = 0
    var isFull = false
    for (name, slot) in latest {
      isFull = isFull || bytes + slot.cost > limit / 2
      if isFull {
        forget(slot.entry)
      } else {
        slots[name] = slot
        bytes += slot.cost
      }
    }
  }
}

/// What is kept of one conversation.
protocol ConversationEntry: Sendable {
  init()
  /// What it takes besides its fixed size.
  var bytes: Int { get }
}
