import CPlatform

/// Where the states of an automaton lead, as far as it is known: by state, symbol and whether the symbol begins a clause.
///
/// Open addressing in one piece of memory that stays in the cache; a table of all states and symbols would not.
final class StepTable {
  /// What is not known; no state has this number.
  static let none: UInt16 = 0

  /// Key and state, or 0: `[mask + 1]`.
  private var slots: UnsafeMutablePointer<UInt64>
  private var mask: Int
  private var count = 0

  private static let firstSize = 1 << 12
  private static let lastSize = 1 << 19

  init() {
    slots = .allocate(capacity: Self.firstSize)
    slots.initialize(repeating: 0, count: Self.firstSize)
    mask = Self.firstSize - 1
  }

  deinit { slots.deallocate() }

  /// Nothing more is kept.
  var isFull: Bool { mask == Self.lastSize - 1 && 4 * count > 3 * mask }

  func removeAll() {
    slots.update(repeating: 0, count: mask + 1)
    count = 0
  }

  @inline(__always)
  subscript(state: UInt16, symbol: PatternSet.Symbol, beginsClause: Bool) -> UInt16 {
    get {
      let key = Self.key(state, symbol, beginsClause)
      let slot = slots[slot(of: key)]
      return slot >> 16 == key ? UInt16(truncatingIfNeeded: slot) : Self.none
    }
    set { insert(Self.key(state, symbol, beginsClause), newValue) }
  }

  /// Asks for the memory where a step stands, if it is kept, before it is read.
  @inline(__always)
  func prefetch(_ state: UInt16, _ symbol: PatternSet.Symbol, _ beginsClause: Bool) {
    attune_prefetch(slots + home(of: Self.key(state, symbol, beginsClause)))
  }

  /// Less than 2^31, as there are less than 2^14 symbols, and not 0, as no state is.
  @inline(__always)
  private static func key(_ state: UInt16, _ symbol: PatternSet.Symbol, _ beginsClause: Bool) -> UInt64 {
    UInt64(state) << 15 | UInt64(symbol) << 1 | (beginsClause ? 1 : 0)
  }

  @inline(__always)
  private func home(of key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask }

  /// Where a key stands, or would.
  @inline(__always)
  private func slot(of key: UInt64) -> Int {
    // Safe: `mask` is less than the number of slots, of which a quarter at least is free.
    var slot = home(of: key)
    while slots[slot] != 0, slots[slot] >> 16 != key { slot = (slot &+ 1) & mask }
    return slot
  }

  private func insert(_ key: UInt64, _ state: UInt16) {
    if isFull { return }
    if 4 * count > 3 * mask { grow() }
    slots[slot(of: key)] = key << 16 | UInt64(state)
    count += 1
  }

  private func grow() {
    let (old, size) = (slots, mask + 1)
    slots = .allocate(capacity: 2 * size)
    slots.initialize(repeating: 0, count: 2 * size)
    mask = 2 * size - 1
    for slot in 0..<size where old[slot] != 0 { slots[self.slot(of: old[slot] >> 16)] = old[slot] }
    old.deallocate()
  }
}
