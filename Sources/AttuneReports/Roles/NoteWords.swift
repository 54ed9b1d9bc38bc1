/// Which records are notes for colleagues, by what one column says: yes or no under "Internal note" or "Visible to customer",
/// or "note" beside "reply".
package struct NoteWords: Sendable {
  /// Whether yes says that a record is a note; nil where the name says nothing of the kind.
  private let yes: Bool?
  /// Whether the name says that values tell notes from what customers see, so that other values are no notes.
  package let isNamed: Bool

  /// - Parameter name: of the column.
  package init(name: String) {
    let name = ColumnName(name)
    yes = NameRules.yesMeansNote(name)
    isNamed = NameRules.isVisibility(name)
  }

  /// Whether a value says that a record is a note; nil where it is not understood.
  /// - Complexity: O(length of the value)
  package func isNote(_ value: String) -> Bool? {
    if let yes, let isYes = Self.truth(value) { return isYes == yes }
    return Self.says(value) ?? (isNamed ? false : nil)
  }

  /// Whether a word says that a record is a note, whatever the column is called: "Work notes", "Agents only"; false for
  /// "Public comment", and nil for what says neither.
  static func says(_ value: String) -> Bool? {
    let parts = ColumnName(value).parts
    guard !parts.isEmpty, parts.isSubset(of: known) else { return nil }
    if !parts.isDisjoint(with: notes) { return true }
    if !parts.isDisjoint(with: limits) { return parts.isDisjoint(with: colleagues) ? nil : true }
    return parts.isDisjoint(with: seen) ? nil : false
  }

  /// The same, and by more than "private", which may be said of a customer's answer as well.
  package static func saysPlainly(_ value: String) -> Bool {
    says(value) == true && !ColumnName(value).parts.isSubset(of: privateWords)
  }

  private static let privateWords = NameRules.words("private privat privater prive privee privado privada hidden")

  private static func truth(_ value: String) -> Bool? {
    value == "1" ? true : value == "0" ? false : BooleanParser.answer(AnswerWords.normalized(value))
  }

  private static let notes = NameRules.words(
    """
    note notes worknote worknotes whisper internal internally intern interne interner internes interno interna private
    privat privater prive privee privado privada hidden memo notiz notizen vermerk nota notas notitie activity
    """)
  private static let limits = NameRules.words("only nur solo seulement uniquement solamente")
  private static let colleagues = NameRules.words(
    "agent agents staff team colleagues agenten mitarbeiter equipe agentes equipo personal company")
  private static let seen = NameRules.words(
    """
    public publicly external extern externe externo externa customer customers client everyone all reply replies email
    emails mail message messages comment comments answer response incoming outgoing sms chat call phone web post offentlich
    publique publico publica antwort antworten nachricht kommentar kunde kunden reponse reponses commentaire respuesta
    comentario mensaje cliente assignment open close opened closed
    """)
  private static let known = notes.union(limits).union(colleagues).union(seen).union(
    NameRules.words("work additional the for to of fur an den die pour les para los add added new part conversation"))
}

extension NameRules {
  /// Whether yes under a name says that a record is a note for colleagues ("Internal note"), or that customers see it ("Visible
  /// to customer": false); nil for other names, and for a bare "Private", which may be said of a customer as well.
  static func yesMeansNote(_ name: ColumnName) -> Bool? {
    guard name.parts.isSubset(of: hidden.union(shown).union(sentTo).union(besideNotes)) else { return nil }
    let isOfCustomers = !name.parts.isDisjoint(with: readers)
    if !name.parts.isDisjoint(with: hidden) { return true }
    if !name.parts.isDisjoint(with: shown) || isOfCustomers && !name.parts.isDisjoint(with: sentTo) { return false }
    return nil
  }

  /// Whether such a name speaks of notes, or of who sees them: a bare "Private" or "Is public" may be said of a customer, or of
  /// what one wrote.
  static func speaksOfNotes(_ name: ColumnName) -> Bool {
    !name.parts.isDisjoint(with: ["note", "notes", "notiz", "nota", "whisper"])
      || name.parts.subtracting(["is", "was", "ist", "es", "est"]).count > 1
  }

  private static let hidden = words(
    """
    note notes notiz nota whisper internal intern interne interner interno interna private privat prive privee privado
    privada hidden
    """)
  private static let shown = words(
    "public publicly visible sichtbar offentlich publique publico publica external extern externe externo visivel")
  private static let sentTo = words("shared sent gesendet geteilt partage envoye enviado compartido")
  private static let readers = words("customer customers client clients kunde kunden cliente clientes")
  private static let besideNotes = readers.union(
    words(
      """
      is was the to for with by a an au aux al a le la fur den die des der ist est es por comment comments reply message ticket jsd
      flag only work type kommentar commentaire comentario nachricht mensaje end user
      """))
}
