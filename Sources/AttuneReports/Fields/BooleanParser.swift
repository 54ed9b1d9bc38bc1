/// Yes or no as systems write it: "yes", "Y", "Yes.", "true", "1", "resolved", "ja", "oui", "sí"; "no", "N",
/// "false", "0", "open", "nein", "non"; what tickets are in English, German, French and Spanish: "gelöst", "en cours", "cerrado".
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
  static func isState(_ word: String) -> Bool {
    matches(word, solvedStates) || isOpenState(word)
  }

  /// Whether a word says that a ticket may yet be solved.
  static func isOpenState(_ word: String) -> Bool {
    matches(word, openStates)
  }

  private static func matches(_ word: String, _ states: Set<String>) -> Bool {
    states.contains(word)
      || word.utf8.contains { !(0x61...0x7A).contains($0) } && states.contains(AnswerWords.normalized(word))
  }

  /// As `AnswerWords.normalized` gives them. What was cancelled is neither.
  private static let solvedStates: Set<String> = [
    "solved", "resolved", "closed", "done", "complete", "completed", "fixed", "answered",
    "gelost", "erledigt", "geschlossen", "abgeschlossen", "beantwortet", "behoben",
    "resolu", "resolue", "ferme", "fermee", "cloture", "cloturee", "clos", "termine", "terminee", "traite", "traitee",
    "resuelto", "resuelta", "cerrado", "cerrada", "solucionado", "solucionada", "completado", "completada",
    "finalizado",
    "finalizada",
  ]
  private static let openStates: Set<String> = [
    "open", "new", "pending", "on hold", "in progress", "reopened", "escalated", "incomplete", "unanswered",
    "unresolved", "not resolved", "unsolved", "to do", "todo", "waiting", "waiting on customer", "waiting for customer",
    "waiting on user", "waiting for user", "waiting on third party", "waiting on us", "awaiting customer",
    "awaiting reply", "awaiting response", "customer responded", "waiting for support", "assigned", "unassigned",
    "working",
    "work in progress", "under investigation", "in review", "snoozed",
    "offen", "neu", "in bearbeitung", "in arbeit", "ausstehend", "wartend", "wartet", "wartet auf kunde",
    "wartet auf kunden", "warten auf kunde", "warten auf kunden", "wiedereroffnet", "wieder geoffnet", "eskaliert",
    "zuruckgestellt", "angehalten", "ungelost", "nicht gelost",
    "ouvert", "ouverte", "en cours", "en attente", "en attente du client", "nouveau", "nouvelle", "rouvert", "rouverte",
    "non resolu", "non resolue", "en suspens",
    "abierto", "abierta", "pendiente", "en proceso", "en progreso", "en curso", "en espera", "nuevo", "nueva",
    "reabierto", "reabierta", "escalado", "sin resolver", "no resuelto", "no resuelta", "esperando al cliente",
  ]
  private static let words: [String: Bool] = {
    let yes = [
      "yes", "y", "true", "t", "1", "1.0", "x", "✓", "✔", "on", "yeah", "yep", "ja", "oui", "si",
    ]
    let no = [
      "no", "n", "false", "f", "0", "0.0", "✗", "✘", "off", "nope", "nein", "non",
    ]
    return Dictionary(
      uniqueKeysWithValues: (yes + solvedStates).map { ($0, true) } + (no + openStates).map { ($0, false) })
  }()
}
