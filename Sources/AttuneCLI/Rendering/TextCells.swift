extension Character {
  /// The cells that a terminal gives to the character: 2 for those of East Asia and for emoji, 0 for marks without a letter
  /// (Unicode Standard Annex 11, "East Asian width").
  var cells: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if first.value < 0x300 { return unicodeScalars.count == 1 || first.value >= 0x20 ? 1 : 0 }
    let isEmoji = first.properties.isEmojiPresentation || unicodeScalars.contains { $0.value == 0xFE0F }
    if isEmoji || Self.isWide(first.value) { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return 1
    }
  }

  private static func isWide(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x17000...0x18CFF, 0x1B000...0x1B2FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}

extension String {
  /// The cells that a terminal gives to the text.
  var cells: Int { utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.cells } }

  /// The same, or some number above `limit` when there are more.
  func cells(atMost limit: Int) -> Int {
    var cells = 0
    for character in self {
      cells += character.cells
      if cells > limit { break }
    }
    return cells
  }

  /// As many characters as take at most so many cells.
  func fitting(_ limit: Int) -> String {
    var (cells, end) = (0, startIndex)
    while end < endIndex, cells + self[end].cells <= limit {
      cells += self[end].cells
      formIndex(after: &end)
    }
    return String(self[..<end])
  }

  /// Lines of at most so many cells, broken at blanks where there are any.
  func wrapped(_ width: Int) -> [String] {
    var lines: [String] = []
    var line: String?
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      if let begun = line {
        if begun.cells + 1 + String(word).cells <= width {
          line = "\(begun) \(word)"
          continue
        }
        lines.append(begun)
      }
      var rest = String(word)
      while rest.cells > width {
        let part = rest.fitting(width)
        guard !part.isEmpty else { break }
        lines.append(part)
        rest = String(rest.dropFirst(part.count))
      }
      line = rest
    }
    return lines + [line ?? ""]
  }
}
