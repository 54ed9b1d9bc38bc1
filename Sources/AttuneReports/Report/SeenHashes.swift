/// A set of 64-bit hashes: open addressing with linear probing, at most three quarters full, so that it takes 11 to 22 bytes
/// a hash, and half as much again while it grows.
///
///     [ 0 | h | h' | 0 | … ]       0 is a free slot; the hash 0 itself is kept apart
struct SeenHashes: Sendable {
  private var slots: [UInt64] = []
  private var hasZero = false
  private var filled = 0

  /// Bytes.
  var memory: Int { slots.count * MemoryLayout<UInt64>.size }

  var count: Int { filled + (hasZero ? 1 : 0) }

  /// - Returns: whether it is new.
  /// - Complexity: O(1) on average
  mutating func insert(_ hash: UInt64) -> Bool {
    guard hash != 0 else {
      defer { hasZero = true }
      return !hasZero
    }
    if 4 * filled >= 3 * slots.count { grow() }
    return add(hash)
  }

  /// Keeps the hashes that a condition holds for, in the memory that there is and 8 bytes for each of them.
  mutating func filter(_ isKept: (UInt64) -> Bool) {
    let kept = slots.filter { $0 != 0 && isKept($0) }
    for place in slots.indices { slots[place] = 0 }
    filled = 0
    for hash in kept { _ = add(hash) }
    if !isKept(0) { hasZero = false }
  }

  private mutating func add(_ hash: UInt64) -> Bool {
    let mask = slots.count - 1
    // Not by the lowest bits, which are all 0 in a sample.
    var place = Int(truncatingIfNeeded: hash >> 20) & mask
    while slots[place] != 0 {
      if slots[place] == hash { return false }
      place = (place + 1) & mask
    }
    slots[place] = hash
    filled += 1
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: max(2 * old.count, 1024))
    filled = 0
    for hash in old where hash != 0 { _ = add(hash) }
  }
}
