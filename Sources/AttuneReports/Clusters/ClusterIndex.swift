/// Numbers for the values of a column, such as agents, whose records are alike, in bounded memory.
///
/// Beyond `limit` values the further ones share the numbers of the first, by their hash: clusters of clusters are as
/// independent as they are. Records of nobody are alike with none, and are spread over numbers of their own.
package struct ClusterIndex: Sendable {
  private var numbers: [String: Int] = [:]
  /// Of values as they are written.
  private var written: [String: Int] = [:]
  private var nobodies = 0
  private var sizes = [Int](repeating: 0, count: count)
  /// Whether there are more values than `limit`.
  package private(set) var isFull = false

  /// Values that are told apart.
  package static let limit = 512
  private static let nobodyCount = 128
  /// Numbers are below.
  package static let count = limit + nobodyCount
  private static let writtenLimit = 4096

  package init() {}

  /// Different values, at most `limit`; those that differ by case or by blanks around them are one.
  package var names: Int { numbers.count }

  /// Whether the values tell anything: there are two or more, and one of them has two records.
  package var isTelling: Bool { names > 1 && (isFull || sizes[..<names].contains { $0 > 1 }) }

  /// How each value is written, by its number; empty where there are too many to tell all apart.
  var spellings: [Int: String] {
    guard !isFull else { return [:] }
    return written.reduce(into: [:]) { found, entry in
      found[entry.value] = min(found[entry.value] ?? entry.key, entry.key)
    }
  }

  /// The number of a record.
  /// - Complexity: O(length of the value)
  package mutating func number(of value: String) -> Int {
    let number = find(value)
    sizes[number] += 1
    return number
  }

  private mutating func find(_ value: String) -> Int {
    if let number = written[value] { return number }
    var copy = value
    let (isNobody, name) = copy.withUTF8 { bytes in
      let cursor = FieldCursor(bytes)
      return (cursor.isNobody, cursor.text.foldedName)
    }
    guard !isNobody else {
      nobodies += 1
      return Self.limit + nobodies % Self.nobodyCount
    }
    let number = self.number(ofName: name)
    if written.count < Self.writtenLimit { written[value] = number }
    return number
  }

  private mutating func number(ofName name: String) -> Int {
    if let number = numbers[name] { return number }
    guard numbers.count < Self.limit else {
      isFull = true
      return Self.hash(name) % Self.limit
    }
    numbers[name] = numbers.count
    return numbers.count - 1
  }

  /// FNV-1a (Fowler, Noll & Vo 1991): the same in each run.
  private static func hash(_ name: String) -> Int {
    let hash = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: hash >> 16)
  }
}
