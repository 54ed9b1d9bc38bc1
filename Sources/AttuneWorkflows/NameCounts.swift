/// How often each name occurs, for notes to a person. Bounded: of many names the later ones are counted together.
package struct NameCounts: Sendable {
  private var counts: [String: Int] = [:]
  package private(set) var total = 0

  private static let nameLimit = 1000
  private static let shown = 5

  package init() {}

  package var isEmpty: Bool { total == 0 }

  package mutating func add(_ name: String, _ count: Int = 1) {
    total += count
    let name = String(name.prefix(80))
    if counts[name] != nil || counts.count < Self.nameLimit { counts[name, default: 0] += count }
  }

  /// "'N/A' (12), 'Anonymous' (3) and 4 others": the most frequent first.
  package var listed: String {
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let parts = sorted.prefix(Self.shown).map { "'\($0.key)' (\($0.value))" }
    let rest = total - sorted.prefix(Self.shown).reduce(0) { $0 + $1.value }
    return parts.joined(separator: ", ") + (rest > 0 ? " and \(rest) others" : "")
  }
}
