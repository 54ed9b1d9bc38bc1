/// Yes or no as systems write it: "yes", "Y", "Yes.", "true", "1", "resolved", "ja", "oui", "sí"; "no", "N",
/// "false", "0", "open", "nein", "non".
package struct BooleanParser: FieldParser {
  /// Whether yes answers the opposite question: whether something is not so. What states say, such as "solved", stays.
  private let isNegated: Bool

  package init(isNegated: Bool = false) { self.isNegated = isNegated }

  package func parse(_ field: FieldCursor) throws(FieldError) -> Bool {
    guard field.count <= 32 else { throw .notABoolean(field.text) }
    let word = field.lowercased
    // "Yes.", "No!", "Sí"
    guard let value = Self.words[word] ?? Self.words[AnswerWords.normalized(field.text)] else {
      throw .notABoolean(field.text)
    }
    return isNegated && !Self.isState(word) ? !value : value
  }

  /// Whether a word says what a ticket is: solved, open, pending.
  static func isState(_ word: String) -> Bool { states.contains(word) }

  private static let states: Set<String> = [
    "solved", "resolved", "closed", "done", "complete", "completed", "fixed", "answered", "open", "new", "pending",
    "on hold", "in progress", "reopened", "escalated", "incomplete", "unanswered", "unresolved", "not resolved",
    "unsolved",
  ]

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
