import Attune

/// The text of HTML pages, with headings as Markdown has them.
enum HTMLText {
  private static let skipped: Set<String> = ["script", "style", "nav", "header", "footer", "head", "template"]
  private static let inline: Set<String> = [
    "a", "abbr", "b", "code", "em", "i", "kbd", "mark", "small", "span", "strong", "sub", "sup", "u",
  ]
  private static let entities = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "–", "mdash": "—", "hellip": "…",
    "rsquo": "’", "lsquo": "‘", "ldquo": "“", "rdquo": "”",
  ]

  /// - Complexity: O(characters)
  static func markdown(_ html: String) -> String {
    var text = ""
    var rest = html[...]
    while let open = rest.firstIndex(of: "<") {
      text += decoded(rest[..<open])
      rest = rest[open...]
      if rest.hasPrefix("<!--") {
        rest = rest.firstRange(ofText: "-->").map { rest[$0.upperBound...] } ?? ""
        continue
      }
      guard let close = rest.firstIndex(of: ">") else { break }
      let isEnd = rest.dropFirst().first == "/"
      let name = rest.dropFirst(isEnd ? 2 : 1).prefix { $0.isLetter || $0.isNumber }.lowercased()
      rest = rest[rest.index(after: close)...]
      if !isEnd, skipped.contains(name) {
        rest = end(of: name, in: rest)
      } else if name.count == 2, name.first == "h", let level = name.last?.wholeNumberValue, (1...6).contains(level) {
        text += isEnd ? "\n" : "\n" + String(repeating: "#", count: level) + " "
      } else if !inline.contains(name) {
        text += "\n"
      }
    }
    return text + decoded(rest)
  }

  /// What stands behind an element that is left out.
  private static func end(of name: String, in text: Substring) -> Substring {
    var rest = text
    while let open = rest.firstRange(ofText: "</") {
      rest = rest[open.upperBound...]
      if rest.prefix(name.count).lowercased() == name {
        return rest.firstIndex(of: ">").map { rest[rest.index(after: $0)...] } ?? ""
      }
    }
    return ""
  }

  private static func decoded(_ text: Substring) -> String {
    guard text.contains("&") else { return text.map { $0.isNewline ? " " : $0 }.reduce(into: "") { $0.append($1) } }
    var result = ""
    var rest = text
    while let mark = rest.firstIndex(of: "&") {
      result += rest[..<mark]
      rest = rest[rest.index(after: mark)...]
      let name = rest.prefix(10).prefix { $0 != ";" }
      if rest.dropFirst(name.count).first == ";", let character = character(String(name)) {
        result += character
        rest = rest.dropFirst(name.count + 1)
      } else {
        result += "&"
      }
    }
    return (result + rest).map { $0.isNewline ? " " : $0 }.reduce(into: "") { $0.append($1) }
  }

  private static func character(_ name: String) -> String? {
    guard name.first == "#" else { return entities[name] }
    let digits = name.dropFirst()
    let value = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return value.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
  }
}
