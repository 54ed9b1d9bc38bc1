/// How often each of many values occurs: open addressing with linear probing, at most three quarters full. It takes two
/// thirds of the time of a dictionary, whose hashes guard against keys that were chosen to collide; here the upper bits of a
/// product by a random odd number of the process do. Each size has a number of its own: values that come in the order of
/// another table's slots would crowd a smaller one.
///
///     value    2.5 | –  | 17.25 | …
///     count     3  | 0  |   1   | …      0 marks a free slot
struct ValueTable: Sendable {
  private var slots: [ValueCounts.Entry] = []
  /// Different values.
  private(set) var count = 0
  /// 64 minus the binary logarithm of the number of slots.
  private var shift: UInt64 = 64
  private var factor: UInt64 = 1

  /// By the binary logarithm of the number of slots.
  private static let factors = (0..<64).map { _ in UInt64.random(in: .min ... .max) | 1 }

  /// - Parameter times: more than 0.
  /// - Returns: whether the value is new.
  /// - Complexity: O(1) on average
  @discardableResult
  mutating func add(_ value: Double, times: Int) -> Bool {
    if 4 * count >= 3 * slots.count { grow() }
    // 0 and -0 are one value.
    let value = value == 0 ? 0 : value
    let place = slot(of: value)
    let isNew = slots[place].count == 0
    if isNew {
      slots[place].value = value
      count += 1
    }
    slots[place].count += times
    return isNew
  }

  /// How often a value occurs.
  subscript(value: Double) -> Int { count == 0 ? 0 : slots[slot(of: value == 0 ? 0 : value)].count }

  /// In no order that means anything.
  var entries: [ValueCounts.Entry] { slots.filter { $0.count > 0 } }

  /// The slot that has the value, or that is free for it.
  private func slot(of value: Double) -> Int {
    let mask = slots.count - 1
    let bits = value.bitPattern
    // Round values end in zeros, which a product alone would leave in its lower bits.
    var place = Int(truncatingIfNeeded: ((bits ^ bits >> 32) &* factor) >> shift)
    while slots[place].count != 0, slots[place].value != value { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = slots
    let size = max(2 * old.count, 8)
    slots = Array(repeating: .init(value: 0, count: 0), count: size)
    shift = UInt64(64 - size.trailingZeroBitCount)
    factor = Self.factors[size.trailingZeroBitCount]
    for entry in old where entry.count > 0 { slots[slot(of: entry.value)] = entry }
  }
}

extension ValueTable: Equatable {
  static func == (a: Self, b: Self) -> Bool {
    a.count == b.count && a.entries.allSatisfy { b[$0.value] == $0.count }
  }
}
