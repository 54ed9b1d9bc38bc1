extension RoleFinder {
  /// The column of ids that may tell cases apart; nil for none. One of orders, sessions or calls is none beside reviews that
  /// have ids of their own, or that are about one of several products.
  package var recordID: Int? {
    guard questions.isEmpty, counts == nil else { return nil }
    func repeats(_ index: Int) -> Bool {
      !columns[index].facts.hasMoreDistinct && columns[index].facts.filled > columns[index].facts.distinct
    }
    let named = columns.indices.filter { NameRules.isRecordID(names[$0]) && columns[$0].facts.distinct > 1 }
    if let again = named.first(where: repeats) { return again }
    // Responses or tickets that have ids of their own are the records; messages are parts of a conversation.
    if let own = named.first(where: { !["id", "uuid"].contains(names[$0].words) }) { return own }
    let isOfParts = columns.indices.contains { NameRules.namesPart(names[$0]) && columns[$0].facts.distinct > 1 }
    let cases = columns.indices.filter { index in
      isCaseID(index) && (!NameRules.isOfSeveral(names[index]) || named.isEmpty && !isOfParts)
    }
    return cases.first(where: repeats) ?? named.first ?? cases.first
  }

  /// The column that says when records were last changed; nil for none.
  package var lastChange: Int? {
    columns.indices.first { index in
      columns[index].facts.areDates && NameRules.saysChanged(names[index]) && columns[index].facts.fillRate > 0.9
    }
  }

  /// Whether a name is that of what a case is, and values number them: "Issue key", "Conversation ID", "Ticket", "Order".
  func isCaseID(_ index: Int) -> Bool {
    let (facts, name) = (columns[index].facts, names[index])
    guard facts.distinct > 1, facts.meanWords < 1.5, facts.meanCharacters < 64, !facts.areDates || facts.areDigitDates,
      !facts.areTruths, !facts.areAnswers, !facts.areAddresses, !facts.hasFractions,
      facts.examples.allSatisfy({ $0.contains(where: \.isNumber) })
    else { return false }
    if NameRules.isCaseID(name) { return true }
    // Numbers that are counts or answers are small.
    let areCodes = !facts.areNumbers || facts.lowest >= 100
    let areLong = !facts.areNumbers || facts.lowest >= 1000
    return areCodes && NameRules.isCase(name) || areLong && ["number", "key"].contains(name.words)
      || NameRules.isTicket(name) && facts.lowest >= 0
  }
}

extension NameRules {
  /// Whether a name says when something was last changed: "Updated at", "Last modified".
  static func saysChanged(_ name: ColumnName) -> Bool {
    [
      "updated", "modified", "changed", "last change", "last update", "last activity", "aktualisiert", "geandert",
      "anderungsdatum", "letzte anderung", "modifie", "modifiee", "mis a jour", "mise a jour", "modification",
      "actualizado", "actualizacion", "modificado", "modificacion", "atualizado", "aggiornato", "bijgewerkt",
      "gewijzigd",
    ].contains(where: name.holds) && !["by", "von", "par", "por"].contains(where: name.parts.contains)
  }

  private static let ids = words(
    "id ids nr no number num key nummer numero uuid guid ref reference referenz referencia code sys kennung")
  /// What a customer turns to a company with, or is served in.
  private static let cases = words(
    "ticket case issue incident request enquiry inquiry complaint conversation conv chat thread dialog dialogue session "
      + "call interaction engagement order booking reservation job appointment visit vorgang fall anfrage anliegen "
      + "gesprach anruf unterhaltung bestellung auftrag buchung beschwerde dossier demande appel commande reclamation "
      + "conversacion llamada pedido reserva incidencia solicitud consulta caso queja hilo")
  private static let several = words(
    "order booking reservation session call visit bestellung auftrag buchung commande pedido reserva")
  private static let articles = words("the of de del du der des la el support service original")
  private static let compounds = [
    "conversationid", "chatid", "threadid", "sessionid", "callid", "orderid", "issueid", "issuekey", "interactionid",
    "gesprachsnummer", "anrufnummer", "bestellnummer", "auftragsnummer", "buchungsnummer", "anfragenummer",
    "gesprachsid", "anrufid", "requestid", "ticketnr", "fallnr", "vorgangsnr", "vorgangsid", "fallid",
  ]

  /// Whether a name is that of the number of a case: "Issue key", "Conversation ID", "Bestellnummer".
  static func isCaseID(_ name: ColumnName) -> Bool {
    if compounds.contains(name.words) { return true }
    return !name.parts.isDisjoint(with: ids) && !name.parts.isDisjoint(with: cases)
      && name.parts.isSubset(of: ids.union(cases).union(articles)) && !["call number", "call no"].contains(name.words)
  }

  /// Whether a name is no more than that of a case: "Chat", "Session", "Order".
  static func isCase(_ name: ColumnName) -> Bool {
    name.parts.isSubset(of: cases.union(articles)) && !name.parts.isDisjoint(with: cases)
  }

  static func isTicket(_ name: ColumnName) -> Bool { ["ticket", "vorgang", "case", "issue"].contains(name.words) }

  /// Whether several reviews may be about a case of this name, which has several parts.
  static func isOfSeveral(_ name: ColumnName) -> Bool { !name.parts.isDisjoint(with: several) }

  /// Whether a name is that of a part of an order, of which each has a review.
  static func namesPart(_ name: ColumnName) -> Bool {
    [
      "product", "item", "sku", "asin", "article", "produkt", "artikel", "produit", "producto", "articulo", "dish",
      "room",
    ]
    .contains(where: name.parts.contains) && !name.parts.contains("count")
  }
}
