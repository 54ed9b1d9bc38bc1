/// A conversation that is written in one text: "Visitor: thanks", "[10:02] Ana: hello", "(10:02:11) Joe Miller: …". Lines
/// without a speaker go on with the turn above them.
package struct Transcript {
  package struct Turn {
    /// In small letters, without times.
    package var speaker: String
    package var side: TurnSide
    /// Whether a time stands beside the speaker.
    package var hasTime: Bool
    /// What was said, in bytes of the text.
    package var said: Range<Int>
  }

  /// Empty where no line names a speaker.
  package private(set) var turns: [Turn] = []

  /// - Complexity: O(bytes)
  package init(_ text: UnsafeBufferPointer<UInt8>) {
    guard text.contains(UInt8(ascii: ":")) else { return }
    if let shown = ShownLines(text) {
      shown.bytes.withUnsafeBufferPointer { read($0, shown) }
    } else {
      read(text, nil)
    }
    if let last = turns.indices.last { turns[last].said = turns[last].said.lowerBound..<text.count }
  }

  /// - Parameter shown: nil for a text that is no HTML.
  private mutating func read(_ lines: UnsafeBufferPointer<UInt8>, _ shown: ShownLines?) {
    func place(_ line: Int) -> Int { shown?.place(line) ?? line }
    var start = 0
    while start < lines.count {
      let end = lines[start...].firstIndex(of: 0x0A) ?? lines.count
      var line = Line(UnsafeBufferPointer(rebasing: lines[start..<end]))
      if let speaker = line.speaker() {
        if let last = turns.indices.last { turns[last].said = turns[last].said.lowerBound..<place(start) }
        // Inside of its lines, what HTML shows has other places.
        let begin = shown == nil ? start + line.at : place(start)
        turns.append(
          Turn(speaker: speaker.lowercased(), side: Self.side(of: speaker), hasTime: line.hasTime, said: begin..<begin))
      }
      start = end + 1
    }
  }

  /// Whether there is more than one speaker.
  package var isConversation: Bool { turns.contains { $0.speaker != turns[0].speaker } }

  /// Whether a speaker comes back after another one, as in a conversation and not in a form: "Pros: …", "Cons: …".
  package var alternates: Bool {
    turns.indices.contains { index in
      index > 1 && turns[index].speaker != turns[index - 1].speaker
        && turns[..<(index - 1)].contains { $0.speaker == turns[index].speaker }
    }
  }

  /// Whether it is a conversation whatever other texts are: speakers come back, have times, or are a customer and somebody else.
  package var isTalk: Bool { isConversation && (alternates || isTimed || turns.contains { $0.side == .customer }) }

  package var isTimed: Bool { turns.allSatisfy(\.hasTime) }

  /// The side that a speaker's name tells: "Visitor 8301", "Support", "Agent Ana", "Ana (Agent)"; unknown for names of people
  /// and for all that may be a heading: "User interface".
  private static func side(of speaker: String) -> TurnSide {
    let words = speaker.split { !$0.isLetter }.map { $0.lowercased() }
    guard let first = words.first, let last = words.last else { return .unknown }
    let side = TurnSide(role: speaker)
    func isPlain(_ word: String) -> Bool { !TurnSide.isUnclear(word) }
    return switch side {
    case .customer, .neither: words.allSatisfy { isPlain($0) || fillers.contains($0) } ? side : .unknown
    case .agent: isPlain(first) || isPlain(last) ? side : .unknown
    case .unknown: .unknown
    }
  }

  private static let fillers: Set<String> = ["end", "web", "website", "site", "live", "chat", "virtual", "the"]
}

/// A line that may begin with a time and a speaker.
private struct Line {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var at = 0
  private(set) var hasTime = false

  /// Bytes and words of a name.
  private static let longestName = 40
  private static let mostWords = 4

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private func byte(_ ahead: Int = 0) -> UInt8 { at + ahead < bytes.count ? bytes[at + ahead] : 0 }

  private mutating func skipBlanks() { while byte() == 0x20 || byte() == 0x09 { at += 1 } }

  /// Reads "[10:02] Ana:", and is behind it then; nil where the line begins otherwise.
  mutating func speaker() -> String? {
    skipBlanks()
    readTime()
    let start = at
    guard let mark = bytes[start...].prefix(Self.longestName + 24).firstIndex(of: UInt8(ascii: ":")), mark > start
    else { return nil }
    var name = bytes[start..<mark]
    // "Ana [10:03]:" and "Ana (10:03:11):" have marks in their times.
    var end = mark
    if let open = name.firstIndex(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "(") }), open > start,
      let close = bytes[open...].prefix(24).firstIndex(where: { $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: ")") }),
      close > mark, close + 1 < bytes.count, bytes[close + 1] == UInt8(ascii: ":"),
      Self.isTime(bytes[(open + 1)..<close])
    {
      (name, end, hasTime) = (bytes[start..<open], close + 1, true)
    }
    guard end + 1 >= bytes.count || bytes[end + 1] <= 0x20 else { return nil }
    while let last = name.last, last <= 0x20 { name.removeLast() }
    guard (1...Self.longestName).contains(name.count), let first = name.first,
      first >= 0x80 || (first | 0x20) &- 0x61 < 26, !name.contains(where: Self.isNoName),
      name.split(separator: 0x20).count <= Self.mostWords
    else { return nil }
    at = end + 1
    return String(decoding: name, as: UTF8.self)
  }

  /// Marks that stand in sentences and not in names.
  private static func isNoName(_ byte: UInt8) -> Bool {
    [UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"), UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "=")]
      .contains(byte)
  }

  /// Whether there are digits, and hours and minutes or seconds among them: "10:02", "5 Jan 2026 10:02 AM", "12s".
  private static func isTime(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let digits = bytes.count { $0 &- 0x30 < 10 }
    return digits > 0 && (bytes.contains(UInt8(ascii: ":")) || bytes.count <= 8 && bytes.contains(UInt8(ascii: "s")))
  }

  /// Reads "[10:02]", "(10:02:11)", "( 12s )", "05/01/2026, 10:02 - " and "10:02 AM ", if one is here.
  private mutating func readTime() {
    let start = at
    if byte() == UInt8(ascii: "[") || byte() == UInt8(ascii: "(") {
      let end = bytes[at...].prefix(40).firstIndex { $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: ")") }
      guard let end, Self.isTime(bytes[(at + 1)..<end]) else { return }
      at = end + 1
    } else {
      guard byte() &- 0x30 < 10 else { return }
      let isPart: (UInt8) -> Bool = { $0 &- 0x30 < 10 || ":./-, ".utf8.contains($0) }
      while isPart(byte()) { at += 1 }
      let half = byte() | 0x20
      if half == UInt8(ascii: "a") || half == UInt8(ascii: "p"), byte(1) | 0x20 == UInt8(ascii: "m"), byte(2) <= 0x2D {
        at += 2
        while byte() == 0x20 || byte() == UInt8(ascii: "-") { at += 1 }
      }
      guard Self.isTime(bytes[start..<at]) else {
        at = start
        return
      }
    }
    hasTime = true
    skipBlanks()
  }
}
