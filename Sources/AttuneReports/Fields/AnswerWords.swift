/// Words as they are compared: without case, accents, marks at the ends, and what forms of one word differ in.
enum AnswerWords {
  /// The most bytes of an answer in words; what is longer is a text.
  static let limit = 160

  /// "Very-Satisfied." → "very satisfied", "Très satisfait(e)" → "tres satisfait", "👍🏽" → "👍"
  ///
  /// - Complexity: O(text)
  static func normalized(_ text: String) -> String {
    var words = String.UnicodeScalarView()
    var isBehindBlank = false
    for scalar in text.lowercased().unicodeScalars {
      switch scalar.value {
      case 0x20, 0x09...0x0D, 0xA0, 0x202F, 0x2C, 0x2D, 0x5F, 0x2010...0x2015: isBehindBlank = true
      // Combining accents, variation selectors, joiners without width, skin tones, and quotation marks.
      case 0x300...0x36F, 0xFE0F, 0x200B, 0xFEFF, 0x1F3FB...0x1F3FF, 0x22, 0x201C...0x201E, 0xAB, 0xBB: continue
      default:
        if isBehindBlank, !words.isEmpty { words.append(" ") }
        isBehindBlank = false
        if let letters = folded[scalar.value] { words += letters.unicodeScalars } else { words.append(scalar) }
      }
    }
    while let last = words.last, marks.contains(last) { words.removeLast() }
    while let first = words.first, marks.contains(first) { words.removeFirst() }
    let result = String(words)
    guard result.contains("/") || result.contains("(") else { return result }
    return result.split(separator: " ").map { word in
      // "teils/teils" is two words.
      let parts = word.split(separator: "/", omittingEmptySubsequences: false)
      if parts.count == 2, parts.allSatisfy({ $0.count >= 4 && $0.allSatisfy(\.isLetter) }) {
        return parts.joined(separator: " ")
      }
      // Not "n/a", and not a number in brackets.
      let ending = endings.first { word.hasSuffix($0) && word.count >= $0.count + 4 }
      return ending.map { String(word.dropLast($0.count)) } ?? String(word)
    }.joined(separator: " ")
  }

  /// The same of an answer: "Promoter (9-10)" → "promoter". Two numbers in brackets are those that a word stands for.
  static func answer(_ text: String) -> String {
    let text = normalized(text)
    guard text.last == ")", let start = text.lastIndex(of: "("), start != text.startIndex else { return text }
    let inside = text[text.index(after: start)...].dropLast()
    guard inside.split(separator: " ").count == 2, inside.allSatisfy({ $0.isNumber || $0 == " " }) else { return text }
    return String(text[..<start].last == " " ? text[..<start].dropLast() : text[..<start])
  }

  private static let marks: Set<Unicode.Scalar> = [".", "!", "…", "¡"]
  private static let endings = ["(e)", "(a)", "(o)", "(s)", "(es)", "/a", "/o", "/e", "/in"]

  private static let folded: [UInt32: String] = {
    var folded: [UInt32: String] = [0xDF: "ss", 0x2019: "'", 0x2018: "'", 0xB4: "'", 0x60: "'", 0x153: "oe"]
    for (base, accented) in [
      ("a", "àáâãäå"), ("c", "ç"), ("e", "èéêë"), ("i", "ìíîï"), ("n", "ñ"), ("o", "òóôõö"), ("u", "ùúûü"), ("y", "ýÿ"),
    ] {
      for scalar in accented.unicodeScalars { folded[scalar.value] = base }
    }
    return folded
  }()
}
