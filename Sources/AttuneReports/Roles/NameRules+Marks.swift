extension RoleFinder {
  /// Whether answers may be marks, of which 1 is the best in German: a "Note", unless headers are English or French and none is
  /// German.
  package func mayBeMark(_ index: Int) -> Bool {
    // A "Schulnote" is one.
    guard names[index].parts.contains(where: { $0 == "noten" || $0.hasSuffix("note") && $0 != "keynote" }),
      !AnswerDirection.isSchoolMark(names[index])
    else { return false }
    return names.contains { !$0.parts.isDisjoint(with: NameRules.german) }
      || names.allSatisfy { $0.parts.isDisjoint(with: NameRules.notGerman) }
  }
}

extension NameRules {
  /// Words of German headers that are none of French ones.
  fileprivate static let german = words(
    """
    datum zeit uhrzeit kommentar kommentare kunde kunden kundin kundennummer bearbeiter mitarbeiter berater anliegen
    nachricht bewertung bewerten zufriedenheit wie sie uns ihre ihren unseren der das und mit bis von fur ist abteilung kanal
    gelost bemerkung bemerkungen anmerkung anmerkungen freitext filiale produkt vorgang vorgangsnummer antwort frage
    ruckmeldung begrundung eingang erstellt sprache bereich gesamt
    """)

  /// The same of English and French.
  fileprivate static let notGerman = words(
    """
    date time day comment comments review customer client rating score created visit course teacher name of the is
    commentaire commentaires globale global generale satisfaction sur de du la le les l votre vous avis produit magasin
    agence ville motif nom heure jour mois visite sejour quelle donneriez formation cours obtenue attribuee moyenne
    """)

  /// Whether a name is that of a time that has many records: "Week", "Quarter".
  static func isPeriod(_ name: ColumnName) -> Bool {
    [
      "month", "week", "year", "quarter", "woche", "monat", "jahr", "quartal", "mois", "semaine", "trimestre", "mes",
      "ano",
    ]
    .contains(where: name.parts.contains) && name.parts.count <= 2
  }

  /// Whether a name asks whether something helped, so that thumbs, yes and no are answers.
  static func asksForHelp(_ name: ColumnName) -> Bool {
    ["helpful", "did this help", "hilfreich", "geholfen", "utile", "aide", "util", "ayudo"].contains(where: name.holds)
  }
}
