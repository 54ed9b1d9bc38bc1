/// Yes or no as systems write it: "yes", "Y", "true", "1", "resolved"; "no", "N", "false", "0", "open".
package struct BooleanParser: FieldParser {
  package init() {}

  package func parse(_ field: FieldCursor) throws(FieldError) -> Bool {
    guard field.count <= 32, let value = Self.words[field.lowercased] else { throw .notABoolean(field.text) }
    return value
  }

  private static let words: [String: Bool] = {
    let yes = [
      "yes", "y", "true", "t", "1", "1.0", "x", "✓", "✔", "on", "resolved", "solved", "closed", "done", "complete",
      "completed", "fixed", "answered",
    ]
    let no = [
      "no", "n", "false", "f", "0", "0.0", "✗", "✘", "off", "unresolved", "not resolved", "unsolved", "open", "new",
      "pending",
      "on hold", "in progress", "reopened", "escalated", "incomplete", "unanswered",
    ]
    return Dictionary(uniqueKeysWithValues: yes.map { ($0, true) } + no.map { ($0, false) })
  }()
}
