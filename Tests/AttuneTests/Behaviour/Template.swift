/// A sentence with slots, such as "The {app|website} is slow in {place}.", that stands for many texts.
///
/// A slot holds its words between bars, or the name of one of the lists in `WordLists`.
struct Template: Sendable {
  /// What stands around the slots: always one piece more than there are slots.
  private var pieces: [String] = [""]
  private var slots: [[String]] = []

  init(_ pattern: String) {
    var rest = Substring(pattern)
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}") else { preconditionFailure("no } in '\(pattern)'") }
      pieces[pieces.count - 1] += rest[..<open]
      pieces.append("")
      slots.append(Self.words(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    pieces[pieces.count - 1] += rest
  }

  private static func words(_ slot: Substring) -> [String] {
    if slot.contains("|") { return slot.split(separator: "|", omittingEmptySubsequences: false).map(String.init) }
    guard let list = WordLists.all[String(slot)] else { preconditionFailure("no word list '\(slot)'") }
    return list
  }

  /// How many words each slot holds; templates with the same shape are expanded in step.
  var shape: [Int] { slots.map(\.count) }

  /// Every combination of words, or a sample of `limit` when there are more. The same on every machine.
  ///
  /// The sample goes on by one word in all slots at a time, so that it meets as many words of each as it can.
  func expanded(limit: Int) -> [String] {
    let total = shape.reduce(1, *)
    guard total > limit else { return (0..<total).map { text(digits(of: $0)) } }
    let period = shape.reduce(1) { $0 / Self.greatestCommonDivisor($0, $1) * $1 }
    return (0..<limit).map { number in
      var words = shape.map { number % $0 }
      // When all slots are back at their first word together, the last one moves on alone.
      words[words.count - 1] = (number + number / period) % shape[words.count - 1]
      return text(words)
    }
  }

  /// A number in the mixed radix of the slots.
  private func digits(of number: Int) -> [Int] {
    var rest = number
    return shape.reversed().map { size in
      defer { rest /= size }
      return rest % size
    }.reversed()
  }

  private func text(_ words: [Int]) -> String {
    slots.indices.reduce(pieces[0]) { $0 + slots[$1][words[$1]] + pieces[$1 + 1] }
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
  }
}
