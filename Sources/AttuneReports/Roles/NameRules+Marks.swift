extension RoleFinder {
  /// Whether answers may be marks, of which 1 is the best in German: a "Note" under German headers.
  package func mayBeMark(_ index: Int) -> Bool {
    guard names[index].parts.contains("note") || names[index].parts.contains("noten") else { return false }
    return names.contains { !$0.parts.isDisjoint(with: NameRules.german) }
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
