import Testing

@testable import AttuneReports

/// Which records are notes for colleagues.
@Suite struct NoteWordsTests {
  @Test(
    arguments: [
      ("Type", "note", "reply"), ("Type", "Internal note", "Reply"), ("Type", "private_note", "public_reply"),
      ("Message type", "Note", "Email"), ("Internal note", "yes", "no"), ("Is internal note", "yes", "no"),
      ("Private note", "yes", "no"), ("is_note", "1", "0"), ("Visible to customer", "No", "Yes"),
      ("customer_visible", "No", "Yes"), ("Shared with customer", "No", "Yes"), ("Sent to customer", "No", "Yes"),
      ("jsdPublic", "false", "true"), ("Comment Type", "Work notes", "Additional comments"),
      ("Journal", "work_notes", "comments"), ("Activity", "Internal comment", "Public comment"),
      ("Kind", "whisper", "message"), ("part_type", "note", "comment"), ("message_type", "activity", "outgoing"),
      ("Scope", "Agents only", "Everyone"), ("Audience", "Internal", "Customer"), ("Access", "Staff only", "All"),
      ("Sichtbarkeit", "Nur intern", "Extern"), ("Interne Notiz", "ja", "nein"), ("Notiz", "ja", "nein"),
      ("Intern", "ja", "nein"), ("Art", "Interne Notiz", "Antwort"), ("Privé", "oui", "non"),
      ("Note interne", "oui", "non"), ("Nota interna", "sí", "no"), ("Privado", "sí", "no"),
      ("Visibility", "internal", "public"), ("Is public", "false", "true"),
    ] as [(String, String, String)])
  func notesAreTold(name: String, note: String, other: String) {
    let words = NoteWords(name: name)
    #expect(words.isNote(note) == true && words.isNote(other) == false, "\(name)")
    let sides = (0..<60).map { $0 % 2 == 0 ? other : note }
    let candidates = RoleFinder([column(name, sides)]).writers(taken: [])
    #expect([.note, .plain].contains(candidates.first?.kind), "\(name)")
  }

  /// Nothing is taken for a note that may be said of a case, or of a customer.
  @Test(
    arguments: [
      ("Category", "Credit note", "Refund"), ("Private insurance", "yes", "no"), ("Sent", "yes", "no"),
      ("Resolved", "yes", "no"), ("Plan", "Business", "Private customers of partners"),
    ] as [(String, String, String)])
  func otherColumnsTellNoNotes(name: String, first: String, second: String) {
    let words = NoteWords(name: name)
    #expect(words.isNote(first) != true || words.isNote(second) == nil, "\(name)")
    let candidates = RoleFinder([column(name, (0..<60).map { $0 % 2 == 0 ? first : second })]).writers(taken: [])
    #expect(candidates.isEmpty, "\(name)")
  }

  /// What may be said of a customer, or of a review, is a note only beside messages.
  @Test(arguments: ["Private", "Is public", "Intern"]) func bareNamesAreNotSure(name: String) {
    let candidates = RoleFinder([column(name, (0..<60).map { $0 % 2 == 0 ? "yes" : "no" })]).writers(taken: [])
    #expect(candidates.first?.kind == .plain)
  }

  /// A customer's answer may be private, and is no note for that.
  @Test(arguments: [
    ("private", false), ("Hidden", false), ("Internal", true), ("Private note", true), ("public", false),
  ])
  func privateAnswersAreNoPlainNotes(value: String, isPlain: Bool) {
    #expect(NoteWords.saysPlainly(value) == isPlain)
  }

  @Test(arguments: [
    "Praise", "Strengths", "Even better if", "Concerns", "Lob", "Wünsche", "Points forts", "Lo mejor", "Suggerimenti",
    "Klachten", "Sugestões",
  ])
  func whatPeopleLikeMayBeTheirText(name: String) { #expect(NameRules.mayBeAnyText(ColumnName(name))) }

  @Test(arguments: ["What we did", "Work log", "Macro", "Root cause"])
  func whatTheCompanyDidIsNotTheirText(name: String) { #expect(!NameRules.mayBeAnyText(ColumnName(name))) }
}
