/// The text of Markdown without its marks: as people read it.
enum MarkdownText {
  /// The text of lines that have no headings.
  ///
  /// - Complexity: O(characters)
  static func plain(_ text: String) -> String {
    var lines: [String] = []
    var isCode = false
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let content = line.drop { $0 == " " || $0 == "\t" }
      if content.hasPrefix("```") || content.hasPrefix("~~~") {
        isCode.toggle()
      } else if isCode {
        lines.append(String(line))
      } else if !isRule(content), !isDefinition(content) {
        lines.append(block(content))
      }
    }
    return lines.joined(separator: "\n")
  }

  /// A line between parts, or below the header of a table.
  private static func isRule(_ line: Substring) -> Bool {
    line.count { "-*_=".contains($0) } >= 3 && line.allSatisfy { "-*_=|: \t".contains($0) }
  }

  /// Where a link leads: `[name]: address`.
  private static func isDefinition(_ line: Substring) -> Bool {
    guard line.first == "[", let end = line.firstIndex(of: "]") else { return false }
    return line[line.index(after: end)...].hasPrefix(": ")
  }

  /// A line without the marks of quotations, lists and tables.
  private static func block(_ line: Substring) -> String {
    var rest = line
    while rest.first == ">" { rest = rest.dropFirst().drop { $0 == " " } }
    if let mark = rest.first, "-*+".contains(mark), rest.dropFirst().first == " " {
      rest = rest.dropFirst(2).drop { $0 == " " }
      for box in ["[ ] ", "[x] ", "[X] "] where rest.hasPrefix(box) { rest = rest.dropFirst(box.count) }
    }
    let end = rest.reversed().drop { $0.isWhitespace }.first
    guard rest.first == "|", end == "|", rest.count > 1 else { return inline(rest) }
    let cells = rest.split(separator: "|").map { inline($0) }.map {
      String($0.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }.filter { !$0.isEmpty }
    guard let first = cells.first, cells.count > 1 else { return cells.first ?? "" }
    return "\(first): \(cells.dropFirst().joined(separator: ", "))"
  }

  // MARK: In a line

  /// A piece of a line: text, or marks that may be of emphasis.
  private enum Piece {
    case text(String)
    case marks(Character, count: Int, opens: Bool, closes: Bool)
  }

  /// A line without the marks of emphasis, code, links and pictures.
  /// - Complexity: O(characters)
  static func inline(_ line: some StringProtocol) -> String {
    let characters = Array(line)
    var pieces: [Piece] = []
    var text = ""
    var at = 0
    func finish() {
      if !text.isEmpty { pieces.append(.text(text)) }
      text = ""
    }
    while at < characters.count {
      let character = characters[at]
      switch character {
      case "\\" where at + 1 < characters.count && characters[at + 1].isASCII && characters[at + 1].isPunctuationMark:
        text.append(characters[at + 1])
        at += 2
      case "`":
        let count = characters[at...].prefix { $0 == "`" }.count
        if let end = code(characters, from: at + count, count) {
          text += String(characters[at + count..<end])
          at = end + count
        } else {
          text += String(repeating: "`", count: count)
          at += count
        }
      case "!" where at + 1 < characters.count && characters[at + 1] == "[":
        if let link = link(characters, at + 1) {
          text += link.text
          at = link.end
        } else {
          text.append(character)
          at += 1
        }
      case "[":
        if let link = link(characters, at) {
          text += link.text
          at = link.end
        } else {
          text.append(character)
          at += 1
        }
      case "<":
        // An address of its own.
        if let end = characters[at...].prefix(500).firstIndex(of: ">"),
          characters[at..<end].contains(where: { $0 == ":" || $0 == "@" }),
          !characters[at..<end].contains(where: \.isWhitespace)
        {
          text += String(characters[at + 1..<end])
          at = end + 1
        } else {
          text.append(character)
          at += 1
        }
      case "*", "_", "~":
        let count = characters[at...].prefix { $0 == character }.count
        let before = at > 0 ? characters[at - 1] : " "
        let after = at + count < characters.count ? characters[at + count] : " "
        let isInWord = (before.isLetter || before.isNumber) && (after.isLetter || after.isNumber)
        finish()
        pieces.append(
          .marks(
            character, count: count, opens: !after.isWhitespace && !(character == "_" && isInWord),
            closes: !before.isWhitespace && !(character == "_" && isInWord)))
        at += count
      default:
        text.append(character)
        at += 1
      }
    }
    finish()
    return withoutEmphasis(pieces)
  }

  /// Where the code ends that begins at a place, by as many marks as began it.
  private static func code(_ characters: [Character], from start: Int, _ count: Int) -> Int? {
    var at = start
    while at < characters.count {
      guard characters[at] == "`" else {
        at += 1
        continue
      }
      let found = characters[at...].prefix { $0 == "`" }.count
      if found == count { return at }
      at += found
    }
    return nil
  }

  /// What is read of a link whose bracket opens at a place, and where it ends; nil for other brackets.
  private static func link(_ characters: [Character], _ start: Int) -> (text: String, end: Int)? {
    guard let close = partner(characters, start, "[", "]"), close + 1 < characters.count else { return nil }
    let text = inline(String(characters[start + 1..<close]))
    switch characters[close + 1] {
    case "(": return partner(characters, close + 1, "(", ")").map { (text, $0 + 1) }
    case "[": return partner(characters, close + 1, "[", "]").map { (text, $0 + 1) }
    default: return nil
    }
  }

  /// Characters between two brackets.
  private static let longest = 2000

  private static func partner(_ characters: [Character], _ start: Int, _ open: Character, _ close: Character) -> Int? {
    var depth = 0
    for at in start..<min(characters.count, start + longest) {
      if characters[at] == open { depth += 1 }
      if characters[at] == close { depth -= 1 }
      if depth == 0 { return at }
    }
    return nil
  }

  /// Puts pieces together without those marks of which two enclose something.
  private static func withoutEmphasis(_ pieces: [Piece]) -> String {
    var isDropped = [Bool](repeating: false, count: pieces.count)
    var open: [Int] = []
    for (place, piece) in pieces.enumerated() {
      guard case .marks(let mark, let count, let opens, let closes) = piece, mark != "~" || count == 2 else { continue }
      let partner = open.lastIndex { other in
        guard case .marks(mark, count, _, _) = pieces[other] else { return false }
        return true
      }
      if closes, let partner {
        isDropped[open[partner]] = true
        isDropped[place] = true
        open.removeSubrange(partner...)
      } else if opens {
        open.append(place)
      }
    }
    var text = ""
    for (place, piece) in pieces.enumerated() {
      switch piece {
      case .text(let part): text += part
      case .marks(let mark, let count, _, _): if !isDropped[place] { text += String(repeating: mark, count: count) }
      }
    }
    return text
  }
}

extension Character {
  /// A sign that a backslash may stand before.
  fileprivate var isPunctuationMark: Bool { isPunctuation || isSymbol }
}
