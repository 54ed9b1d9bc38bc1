extension FieldCursor {
  /// Whether the first field of a row says that it sums up the others: "Total", "Average:", "Gesamtergebnis".
  package var isSummary: Bool {
    guard (3...24).contains(count), Self.summaries.contains(lowercasedStart) else { return false }
    return Self.names.contains(AnswerWords.normalized(text.filter { $0 != ":" }))
  }

  private var lowercasedStart: UInt8 { byte | 0x20 }

  private static let names: Set<String> = [
    "total", "totals", "grand total", "grand totals", "subtotal", "sum", "average", "avg", "mean", "median", "gesamt",
    "gesamtergebnis", "gesamtsumme", "summe", "durchschnitt", "mittelwert", "mittel", "moyenne", "somme", "totaux",
    "total general", "suma", "promedio", "media", "mediana", "total geral", "soma", "totale", "totale generale",
    "somma",
    "totaal", "eindtotaal", "gemiddelde", "overall total", "overall average",
  ]
  private static let summaries = Set(names.compactMap(\.utf8.first))
}
