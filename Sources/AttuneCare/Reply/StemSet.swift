/// The stems of one customer's message after the other. Owned by one worker; nothing is cleared between messages.
struct StemSet {
  private struct Slot {
    var stem: UInt64 = 0
    var message: UInt32 = 0
  }

  private var slots = [Slot](repeating: Slot(), count: 1024)
  private var message: UInt32 = 1
  private(set) var count = 0
  /// Further stems of long messages are left out.
  private static let limit = 512

  /// Forgets all stems.
  mutating func removeAll() {
    count = 0
    message &+= 1
    if message == 0 {
      slots = [Slot](repeating: Slot(), count: slots.count)
      message = 1
    }
  }

  mutating func insert(_ stem: UInt64) {
    guard count < Self.limit else { return }
    let slot = slot(of: stem)
    guard slots[slot].message != message else { return }
    slots[slot] = Slot(stem: stem, message: message)
    count += 1
  }

  func contains(_ stem: UInt64) -> Bool { slots[slot(of: stem)].message == message }

  private func slot(of stem: UInt64) -> Int {
    // Safe: there are twice as many slots as stems, so that the search ends.
    var slot = Int(truncatingIfNeeded: stem ^ stem >> 32) & (slots.count - 1)
    while slots[slot].message == message, slots[slot].stem != stem { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }
}
