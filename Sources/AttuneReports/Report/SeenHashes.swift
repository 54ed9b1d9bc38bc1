/// A set of 64-bit hashes, of which nothing is taken out: open addressing with linear probing, at most half full.
///
///     [ 0 | h | h' | 0 | … ]       0 is a free slot; the hash 0 itself is kept apart
struct SeenHashes: Sendable {
  private var slots: [UInt64] = []
  private var hasZero = false
  private var filled = 0

  var count: Int { filled + (hasZero ? 1 : 0) }

  /// - Returns: whether it is new.
  /// - Complexity: O(1) on average
  mutating func insert(_ hash: UInt64) -> Bool {
    guard hash != 0 else {
      defer { hasZero = true }
      return !hasZero
    }
    if 2 * filled >= slots.count { rehash(max(2 * slots.count, 1024)) { _ in true } }
    return add(hash)
  }

  /// Keeps the hashes that a condition holds for.
  mutating func filter(_ isKept: (UInt64) -> Bool) {
    rehash(slots.count, isKept)
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

  private mutating func rehash(_ size: Int, _ isKept: (UInt64) -> Bool) {
    let old = slots
    slots = [UInt64](repeating: 0, count: size)
    filled = 0
    for hash in old where hash != 0 && isKept(hash) { _ = add(hash) }
  }
}
