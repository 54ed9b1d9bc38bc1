import Attune

/// The text of Markdown without its marks: as people read it.
package enum MarkdownText {
  /// The text of lines that have no headings.
  ///
  /// - Complexity: O(characters)
  static func plain(_ text: String) -> String {
    var lines: [String] = []
    var fence = CodeFence()
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let content = line.drop { $0 == " " || $0 == "\t" }
      if fence.take(line) {
        continue
      } else if fence.isInside {
        lines.append(String(line))
      } else if !isRule(content), !isDefinition(content) {
        lines.append(block(content))
      }
    }
    return lines.joined(separator: "\n")
  }

  /// Where code stands, in order: lines between fences, and what is between marks in a line.
  /// - Complexity: O(characters)
  package static func code(in text: String) -> [Range<String.Index>] {
    var ranges: [Range<String.Index>] = []
    var fence = CodeFence()
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if fence.take(line) {
        continue
      } else if fence.isInside {
        ranges.append(line.startIndex..<line.endIndex)
      } else if line.contains("`") {
        let places = Array(line.indices)
        for span in spans(Array(line)) {
          ranges.append(places[span.content.lowerBound]..<places[span.content.upperBound])
        }
      }
    }
    return ranges
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
    let cells = rest.split(separator: "|").map { inline($0).trimmingBlanks }.filter { !$0.isEmpty }
    guard let first = cells.first, cells.count > 1 else { return cells.first ?? "" }
    return "\(first): \(cells.dropFirst().joined(separator: ", "))"
  }

  // MARK: In a line

  /// Code in a line, by places of characters.
  private struct Span {
    var content: Range<Int>
    /// With the marks around it.
    var whole: Range<Int>
  }

  /// The code of a line: it ends with as many marks as it began with.
  /// - Complexity: O(characters)
  private static func spans(_ characters: [Character]) -> [Span] {
    var runs: [Range<Int>] = []
    var at = 0
    while at < characters.count {
      let end = characters[at...].firstIndex { $0 != "`" } ?? characters.count
      if end > at { runs.append(at..<end) }
      at = end + 1
    }
    /// Of each run of marks, the next one that is as long.
    var partners = [Int?](repeating: nil, count: runs.count)
    var next: [Int: Int] = [:]
    for number in runs.indices.reversed() {
      partners[number] = next.updateValue(number, forKey: runs[number].count)
    }
    var spans: [Span] = []
    var number = 0
    while number < runs.count {
      let run = runs[number]
      let before = characters[(number > 0 ? runs[number - 1].upperBound : 0)..<run.lowerBound]
      let isEscaped = !before.reversed().prefix { $0 == "\\" }.count.isMultiple(of: 2)
      guard !isEscaped, let partner = partners[number] else {
        number += 1
        continue
      }
      spans.append(
        Span(
          content: run.upperBound..<runs[partner].lowerBound, whole: run.lowerBound..<runs[partner].upperBound))
      number = partner + 1
    }
    return spans
  }

  /// The brackets of links and pictures: where those around their texts open, and what stands behind all of a link whose text
  /// closes at a place.
  private struct Links {
    var starts: Set<Int> = []
    var ends: [Int: Int] = [:]

    /// - Complexity: O(characters)
    init(_ characters: [Character], _ code: [Int: Span]) {
      var partners: [Int: Int] = [:]
      var square: [Int] = []
      var round: [Int] = []
      var at = 0
      while at < characters.count {
        switch characters[at] {
        case "\\": at += 1
        case "`": if let span = code[at] { at = span.whole.upperBound - 1 }
        case "[": square.append(at)
        case "(": round.append(at)
        case "]": if let start = square.popLast() { partners[start] = at }
        case ")": if let start = round.popLast() { partners[start] = at }
        default: break
        }
        at += 1
      }
      for (start, close) in partners where characters[start] == "[" {
        if let end = partners[close + 1] {
          starts.insert(start)
          ends[close] = end + 1
        }
      }
    }
  }

  /// A piece of a line: text, or marks that may be of emphasis.
  private enum Piece {
    case text(String)
    case marks(Marks, opens: Bool, closes: Bool)
  }

  private struct Marks: Hashable {
    var character: Character
    var count: Int
  }

  /// A line without the marks of emphasis, code, links and pictures.
  /// - Complexity: O(characters)
  static func inline(_ line: some StringProtocol) -> String {
    let characters = Array(line)
    let code = Dictionary(uniqueKeysWithValues: spans(characters).map { ($0.whole.lowerBound, $0) })
    let links = Links(characters, code)
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
        if let span = code[at] {
          text += String(characters[span.content])
          at = span.whole.upperBound
        } else {
          let end = characters[at...].firstIndex { $0 != "`" } ?? characters.count
          text += String(characters[at..<end])
          at = end
        }
      case "!" where links.starts.contains(at + 1): at += 1
      case "[" where links.starts.contains(at): at += 1
      case "]" where links.ends[at] != nil: at = links.ends[at] ?? at + 1
      case "<":
        // An address of its own.
        if let end = characters[(at + 1)...].firstIndex(where: { $0 == ">" || $0 == "<" || $0.isWhitespace }),
          characters[end] == ">", characters[at..<end].contains(where: { $0 == ":" || $0 == "@" })
        {
          text += String(characters[at + 1..<end])
          at = end + 1
        } else {
          text.append(character)
          at += 1
        }
      case "*", "_", "~":
        let end = characters[at...].firstIndex { $0 != character } ?? characters.count
        let before = at > 0 && !links.starts.contains(at - 1) ? characters[at - 1] : " "
        let after = end < characters.count && links.ends[end] == nil ? characters[end] : " "
        let isInWord = (before.isLetter || before.isNumber) && (after.isLetter || after.isNumber)
        finish()
        pieces.append(
          .marks(
            Marks(character: character, count: end - at), opens: !after.isWhitespace && !(character == "_" && isInWord),
            closes: !before.isWhitespace && !(character == "_" && isInWord)))
        at = end
      default:
        text.append(character)
        at += 1
      }
    }
    finish()
    return withoutEmphasis(pieces)
  }

  /// Puts pieces together without those marks of which two enclose something.
  private static func withoutEmphasis(_ pieces: [Piece]) -> String {
    var isDropped = [Bool](repeating: false, count: pieces.count)
    var open: [Int] = []
    var openCounts: [Marks: Int] = [:]
    for (place, piece) in pieces.enumerated() {
      guard case .marks(let marks, let opens, let closes) = piece, marks.character != "~" || marks.count == 2 else {
        continue
      }
      if closes, openCounts[marks, default: 0] > 0 {
        isDropped[place] = true
        // What was opened in between encloses nothing.
        while let other = open.popLast(), case .marks(let found, _, _) = pieces[other] {
          openCounts[found, default: 0] -= 1
          if found == marks {
            isDropped[other] = true
            break
          }
        }
      } else if opens {
        open.append(place)
        openCounts[marks, default: 0] += 1
      }
    }
    var text = ""
    for (place, piece) in pieces.enumerated() {
      switch piece {
      case .text(let part): text += part
      case .marks(let marks, _, _):
        if !isDropped[place] { text += String(repeating: marks.character, count: marks.count) }
      }
    }
    return text
  }
}

extension Character {
  /// A sign that a backslash may stand before.
  fileprivate var isPunctuationMark: Bool { isPunctuation || isSymbol }
}
