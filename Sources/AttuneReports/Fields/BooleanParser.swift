/// Yes or no as systems write it: "yes", "Y", "Yes.", "true", "1", "resolved", "ja", "oui", "sí"; "no", "N",
/// "false", "0", "open", "nein", "non"; what tickets are in English, German, French and Spanish: "gelöst", "en cours", "cerrado".
package struct BooleanParser: FieldParser {
  /// Whether yes answers the opposite question: whether something is not so. What states say, such as "solved", stays.
  private let isNegated: Bool
  /// What numbers and single letters mean; nil for the usual ones.
  private let codes: TruthCodes?

  package init(isNegated: Bool = false) { self.init(isNegated: isNegated, codes: nil) }

  init(isNegated: Bool = false, codes: TruthCodes?) {
    self.isNegated = isNegated
    self.codes = codes
  }

  package func parse(_ field: FieldCursor) throws(FieldError) -> Bool {
    guard field.count <= 32 else { throw .notABoolean(field.text) }
    let word = field.lowercased
    if let numbers = codes?.numbers, let number = Double(word) {
      guard number == numbers.yes || number == numbers.no else { throw .notABoolean(field.text) }
      return (number == numbers.yes) != isNegated
    }
    if word == codes?.letter { return !isNegated }
    // "Yes.", "No!", "Sí"
    guard let value = Self.words[word] ?? Self.words[AnswerWords.normalized(field.text)] ?? Self.isWaiting(word) else {
      throw .notABoolean(field.text)
    }
    return isNegated && !Self.isState(word) ? !value : value
  }

  /// Whether a word says what a ticket is: solved, open, pending.
  package static func isState(_ word: String) -> Bool {
    matches(word, solvedStates) || isOpenState(word)
  }

  /// Whether a word says that a ticket may yet be solved.
  package static func isOpenState(_ word: String) -> Bool {
    matches(word, openStates) || isWaiting(word) != nil
  }

  /// What a word of yes or no means; nil for states, and for numbers.
  static func answer(_ word: String) -> Bool? {
    word.allSatisfy(\.isNumber) || solvedStates.contains(word) || openStates.contains(word)
      ? nil : words[word] ?? ["o": true, "s": true][word]
  }

  /// false for cases that wait, whatever for: "Awaiting User Info", "Pending customer"; nil for others.
  private static func isWaiting(_ word: String) -> Bool? {
    ["awaiting ", "waiting ", "pending ", "wartet auf ", "warten auf ", "en attente ", "en cours ", "esperando "]
      .contains(where: word.hasPrefix) ? false : nil
  }

  /// Whether a word says that a case was cancelled, which is neither solved nor open.
  package static func isCancelled(_ word: String) -> Bool { matches(word, cancelledStates) }

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
    "finalizado", "finalizada", "closed complete", "closed resolved", "closed solved", "closed successful",
    "erfolgreich geschlossen", "resolvido", "resolvida", "fechado", "fechada", "concluido", "concluida",
  ]
  private static let openStates: Set<String> = [
    "open", "new", "active", "pending", "on hold", "hold", "closed unresolved", "closed incomplete", "not solved",
    "closed unsuccessful", "erfolglos geschlossen", "aberto", "aberta", "pendente", "em andamento", "em aberto",
    "not fixed", "not done", "undone", "not closed", "not completed",
    "in progress", "reopened", "escalated", "incomplete", "unanswered",
    "unresolved", "not resolved", "unsolved", "to do", "todo", "waiting", "customer responded", "assigned",
    "unassigned",
    "working",
    "work in progress", "under investigation", "in review", "snoozed",
    "offen", "neu", "in bearbeitung", "in arbeit", "ausstehend", "wartend", "wartet", "wiedereroffnet",
    "wieder geoffnet", "eskaliert",
    "zuruckgestellt", "angehalten", "ungelost", "nicht gelost",
    "nicht erledigt", "nicht abgeschlossen", "non traite", "non traitee", "no solucionado", "no solucionada",
    "ouvert", "ouverte", "en cours", "en attente", "nouveau", "nouvelle", "rouvert", "rouverte",
    "non resolu", "non resolue", "en suspens",
    "abierto", "abierta", "pendiente", "en proceso", "en progreso", "en curso", "en espera", "nuevo", "nueva",
    "reabierto", "reabierta", "escalado", "sin resolver", "no resuelto", "no resuelta",
  ]
  private static let cancelledStates: Set<String> = [
    "canceled", "cancelled", "closed canceled", "closed cancelled", "closed skipped", "withdrawn", "storniert",
    "abgebrochen", "zuruckgezogen", "annule", "annulee", "cancelado", "cancelada", "anulado", "anulada",
    "annullato", "annullata", "geannuleerd", "anulowane", "anulowano", "anulowany", "voided", "closed rejected",
  ]
  private static let words: [String: Bool] = {
    let yes = [
      "yes", "y", "true", "t", "1", "1.0", "x", "✓", "✔", "on", "yeah", "yep", "ja", "j", "oui", "si", "sim",
    ]
    let no = [
      "no", "n", "false", "f", "0", "0.0", "✗", "✘", "off", "nope", "nein", "non", "nao",
    ]
    return Dictionary(
      uniqueKeysWithValues: (yes + solvedStates).map { ($0, true) } + (no + openStates).map { ($0, false) })
  }()
}
