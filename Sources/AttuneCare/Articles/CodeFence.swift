/// Tells lines of code in Markdown from others: code ends with the mark that it began with, as long or longer.
package struct CodeFence {
  /// Around the code of a page, whose text has no other fences.
  package static let ofPage = "~~~~~~~~~~~~"

  private var open: (mark: Character, count: Int)?

  /// Whether the next line is code, unless it ends it.
  var isInside: Bool { open != nil }

  /// Reads the next line.
  /// - Returns: whether it is a fence, which begins or ends code.
  mutating func take(_ line: Substring) -> Bool {
    let content = line.drop { $0 == " " || $0 == "\t" }
    guard let mark = content.first, mark == "`" || mark == "~" else { return false }
    let count = content.prefix { $0 == mark }.count
    let rest = content.dropFirst(count)
    guard count >= 3 else { return false }
    if let open {
      guard mark == open.mark, count >= open.count, rest.allSatisfy(\.isWhitespace) else { return false }
      self.open = nil
    } else {
      guard mark == "~" || !rest.contains("`") else { return false }
      open = (mark, count)
    }
    return true
  }
}
