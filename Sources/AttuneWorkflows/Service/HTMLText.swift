import AttuneCare
import AttuneStreams

/// The text of HTML pages, and of HTML in Markdown, with headings as Markdown has them. Questions that open to their answers
/// (`details`), and terms with what is said of them (`dl`), are headings as well.
enum HTMLText {
  private static let skipped: Set<String> = ["script", "style", "nav", "header", "footer", "head", "template"]
  private static let inline: Set<String> = [
    "a", "abbr", "b", "code", "em", "i", "kbd", "mark", "small", "span", "strong", "sub", "sup", "u",
  ]
  private static let entities = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "–", "mdash": "—", "hellip": "…",
    "rsquo": "’", "lsquo": "‘", "ldquo": "“", "rdquo": "”", "sbquo": "‚", "bdquo": "„", "laquo": "«", "raquo": "»",
    "euro": "€", "pound": "£", "yen": "¥", "cent": "¢", "copy": "©", "reg": "®", "trade": "™", "deg": "°", "sect": "§",
    "times": "×", "divide": "÷", "plusmn": "±", "frac12": "½", "frac14": "¼", "middot": "·", "bull": "•", "rarr": "→",
    "larr": "←", "shy": "", "ensp": " ", "emsp": " ", "thinsp": " ", "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä",
    "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "agrave": "à", "acirc": "â", "ccedil": "ç", "egrave": "è", "eacute": "é",
    "ecirc": "ê", "icirc": "î", "ocirc": "ô", "ugrave": "ù", "ucirc": "û", "aacute": "á", "iacute": "í", "oacute": "ó",
    "uacute": "ú", "ntilde": "ñ", "iexcl": "¡", "iquest": "¿",
  ]

  /// What Markdown may hold; other signs of "less than" are text.
  private static let inMarkdown: Set<String> = [
    "a", "abbr", "b", "blockquote", "br", "center", "code", "dd", "del", "details", "div", "dl", "dt", "em",
    "figcaption",
    "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "iframe", "img", "ins", "kbd", "li", "mark", "ol",
    "p",
    "pre", "q", "s", "script", "section", "small", "span", "strong", "style", "sub", "summary", "sup", "table", "tbody",
    "td",
    "th", "thead", "tr", "u", "ul", "video",
  ]

  /// What is the heading of what follows it, and where that ends.
  private static let questions: Set<String> = ["summary", "dt"]
  private static let answers: Set<String> = ["details", "dl"]

  /// - Parameter isMarkdown: the text is Markdown, which may hold HTML; its lines and its code stay. What entities stand for is
  ///   no mark of Markdown: a backslash is put in front of it.
  /// - Complexity: O(characters)
  static func markdown(_ html: String, isMarkdown: Bool = false) -> String {
    var isCode = false
    func decoded(_ text: Substring) -> String {
      self.decoded(text, keepsLines: isMarkdown || isCode, escapes: isMarkdown)
    }
    var text = ""
    var isInHeading = false
    var rest = html[...]
    var code = (isMarkdown ? MarkdownText.code(in: html) : [])[...]
    while true {
      // What was left out may have held some.
      while let span = code.first, span.lowerBound < rest.startIndex { code.removeFirst() }
      guard let open = rest[..<(code.first?.lowerBound ?? rest.endIndex)].firstIndex(of: "<") else {
        guard let span = code.popFirst() else { break }
        text += decoded(rest[..<span.lowerBound]) + html[span]
        rest = rest[span.upperBound...]
        continue
      }
      text += decoded(rest[..<open])
      rest = rest[open...]
      if rest.hasPrefix("<!--") {
        rest = self.rest(of: rest, behind: "-->")
        continue
      }
      let isEnd = rest.dropFirst().first == "/"
      let name = rest.dropFirst(isEnd ? 2 : 1).prefix { $0.isLetter || $0.isNumber }.lowercased()
      guard !isMarkdown || inMarkdown.contains(name) else {
        text += "<"
        rest = rest.dropFirst()
        continue
      }
      guard let close = rest.firstIndex(of: ">") else { break }
      rest = rest[rest.index(after: close)...]
      if !isEnd, skipped.contains(name) {
        rest = end(of: name, in: rest)
      } else if name.count == 2, name.first == "h", let level = name.last?.wholeNumberValue, (1...6).contains(level) {
        text += isEnd ? "\n" : "\n" + String(repeating: "#", count: level) + " "
        isInHeading = !isEnd
      } else if questions.contains(name) {
        text += isEnd ? "\n" : "\n###### "
        isInHeading = !isEnd
      } else if answers.contains(name) {
        text += isEnd ? "\n###### \n" : "\n"
      } else if name == "pre", !isMarkdown, !isInHeading {
        text += "\n\(CodeFence.ofPage)\n"
        isCode = !isEnd
        if isCode, rest.first?.isNewline == true { rest = rest.dropFirst() }
      } else if isInHeading {
        // A heading is one line, whatever stands in it.
        if name == "dd" {
          isInHeading = false
          text += "\n"
        } else if !inline.contains(name) {
          text += " "
        }
      } else if !inline.contains(name) {
        text += "\n"
      }
    }
    return text + decoded(rest)
  }

  /// Puts the text that HTML shows in place of one, such as the body of a mail: its lines without blanks at their ends, and no
  /// two empty ones in a row.
  /// - Parameter cutter: what cuts off what does not count, beforehand; nil where all counts.
  static func cutter(behind cutter: TextCutter?) -> TextCutter {
    { text, own in
      let isCut = cutter?(text, &own) ?? false
      let shown = isCut ? own.withUnsafeBufferPointer { ShownText.of($0) } : ShownText.of(text)
      guard let shown else { return isCut }
      var lines: [String] = []
      for line in decoded(shown[...], keepsLines: true, escapes: false).split(
        omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      {
        let line = String(line).trimmingBlanks
        if !line.isEmpty || lines.last?.isEmpty == false { lines.append(line) }
      }
      own = Array(lines.joined(separator: "\n").trimmingBlanks.utf8)
      return true
    }
  }

  /// What stands behind an element that is left out.
  private static func end(of name: String, in text: Substring) -> Substring {
    var rest = text
    while !rest.isEmpty {
      rest = self.rest(of: rest, behind: "</")
      if rest.prefix(name.count).lowercased() == name { return self.rest(of: rest, behind: ">") }
    }
    return rest
  }

  /// What stands behind a mark; nothing where there is none.
  /// - Complexity: O(characters up to there)
  private static func rest(of text: Substring, behind mark: String) -> Substring {
    var rest = text
    while let start = rest.firstIndex(where: { $0 == mark.first }) {
      rest = rest[start...]
      if rest.hasPrefix(mark) { return rest.dropFirst(mark.count) }
      rest = rest.dropFirst()
    }
    return text[text.endIndex...]
  }

  private static func decoded(_ text: Substring, keepsLines: Bool, escapes: Bool) -> String {
    func lines(_ text: String) -> String { keepsLines ? text : String(text.map { $0.isNewline ? " " : $0 }) }
    guard text.contains("&") else { return lines(String(text)) }
    var result = ""
    var rest = text
    while let mark = rest.firstIndex(of: "&") {
      result += rest[..<mark]
      rest = rest[rest.index(after: mark)...]
      let name = rest.prefix(10).prefix { $0 != ";" }
      if rest.dropFirst(name.count).first == ";", let character = character(String(name)) {
        if escapes, let byte = character.utf8.first, byte < 0x80, character.first?.isPunctuationOrSymbol == true {
          result += "\\"
        }
        result += character
        rest = rest.dropFirst(name.count + 1)
      } else {
        result += "&"
      }
    }
    return lines(result + rest)
  }

  private static func character(_ name: String) -> String? {
    guard name.first == "#" else { return entities[name] }
    let digits = name.dropFirst()
    let value = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return value.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
  }
}

extension Character {
  fileprivate var isPunctuationOrSymbol: Bool { isPunctuation || isSymbol }
}
