/// Numbers features in the order in which they are first seen: an open-addressing hash table from 64-bit hashes to
/// 0, 1, 2 …, at most half full.
struct Vocabulary {
  /// The hash of each number.
  private(set) var hashes: [UInt64] = []
  private var slots: [UInt32]
  private var mask: Int

  init() {
    slots = Array(repeating: .max, count: 1 << 16)
    mask = slots.count - 1
  }

  var count: Int { hashes.count }

  mutating func number(of hash: UInt64) -> UInt32 {
    var slot = Int(truncatingIfNeeded: hash >> 20) & mask
    while slots[slot] != .max {
      if hashes[Int(slots[slot])] == hash { return slots[slot] }
      slot = (slot + 1) & mask
    }
    let number = UInt32(hashes.count)
    slots[slot] = number
    hashes.append(hash)
    if hashes.count * 2 > slots.count { grow() }
    return number
  }

  /// The number of a hash that was seen before.
  func existing(_ hash: UInt64) -> UInt32? {
    var slot = Int(truncatingIfNeeded: hash >> 20) & mask
    while slots[slot] != .max {
      if hashes[Int(slots[slot])] == hash { return slots[slot] }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private mutating func grow() {
    slots = Array(repeating: .max, count: slots.count * 2)
    mask = slots.count - 1
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash >> 20) & mask
      while slots[slot] != .max { slot = (slot + 1) & mask }
      slots[slot] = UInt32(number)
    }
  }
}
