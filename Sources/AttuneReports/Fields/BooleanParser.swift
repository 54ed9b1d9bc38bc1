/// Yes or no as systems write it: "yes", "Y", "Yes.", "true", "1", "resolved", "ja", "oui", "sí"; "no", "N",
/// "false", "0", "open", "nein", "non".
package struct BooleanParser: FieldParser {
  package init() {}

  package func parse(_ field: FieldCursor) throws(FieldError) -> Bool {
    guard field.count <= 32 else { throw .notABoolean(field.text) }
    if let value = Self.words[field.lowercased] { return value }
    // "Yes.", "No!", "Sí"
    guard let value = Self.words[AnswerWords.normalized(field.text)] else { throw .notABoolean(field.text) }
    return value
  }

  private static let words: [String: Bool] = {
    let yes = [
      "yes", "y", "true", "t", "1", "1.0", "x", "✓", "✔", "on", "resolved", "solved", "closed", "done", "complete",
      "completed", "fixed", "answered", "yeah", "yep", "ja", "oui", "si",
    ]
    let no = [
      "no", "n", "false", "f", "0", "0.0", "✗", "✘", "off", "unresolved", "not resolved", "unsolved", "open", "new",
      "pending",
      "on hold", "in progress", "reopened", "escalated", "incomplete", "unanswered", "nope", "nein", "non",
    ]
    return Dictionary(uniqueKeysWithValues: yes.map { ($0, true) } + no.map { ($0, false) })
  }()
}
