/// Names that say whether something was solved, or that it was not.
extension NameRules {
  /// Whether yes under a name means that a case is not solved: "Not resolved?", "ungelöst", "Still open".
  static func saysUnsolved(_ name: ColumnName) -> Bool {
    if opposites.contains(where: name.holds) { return !hasPlainSolved(name) }
    if saysFirstContact(name), !name.parts.isDisjoint(with: failures) { return true }
    return negatedSolved(name) && !hasPlainSolved(name)
  }

  /// Whether a name speaks of both, as "resolved or unresolved" does, so that it does not tell what yes means.
  static func saysSolvedAndUnsolved(_ name: ColumnName) -> Bool {
    hasPlainSolved(name) && (negatedSolved(name) || opposites.contains(where: name.holds))
  }

  /// Whether yes under a name means that the first contact was enough: such a column is the rate, and needs no count of
  /// contacts.
  static func saysFirstContact(_ name: ColumnName) -> Bool {
    ["fcr", "one touch", "erstkontakt", "erstlosung*", "erstlosequote"].contains(where: name.holds)
      || ["first", "premier", "primer", "primeiro", "primo", "ersten"].contains(where: name.parts.contains)
        && [
          "contact", "call", "touch", "response", "reply", "appel", "contacto", "contato", "llamada", "kontakt",
          "anruf",
        ]
        .contains(where: name.parts.contains)
  }

  private static func negatedSolved(_ name: ColumnName) -> Bool { solved(name).contains(true) }

  private static func hasPlainSolved(_ name: ColumnName) -> Bool { solved(name).contains(false) }

  /// Of each word for solved whether it is negated.
  private static func solved(_ name: ColumnName) -> [Bool] {
    let words = name.words.split(separator: " ").map(String.init)
    return words.indices.filter { solvedWords.contains(words[$0]) }.map { index in
      // "not yet resolved", "pas encore résolu", "sin resolver"
      words[max(index - 2, 0)..<index].contains { negations.contains($0) }
    }
  }

  /// Beside the first contact.
  private static let failures = words(
    """
    failed fail failure missed breached no non not without verfehlt keine nicht manque manquee sans fallido fallida
    sin
    """)
  private static let solvedWords = words(
    """
    resolved solved fixed settled closed answered completed gelost geklart erledigt geschlossen behoben resolu
    resolue regle reglee traite ferme resuelto resuelta resolver solucionado solucionada solucionar cerrado
    resolvido resolvida risolto risolta opgelost
    """)
  private static let negations = words(
    """
    not never isnt wasnt nicht nie non pas jamais no sin nunca nao sem niet mai
    """)
  private static let opposites = [
    "unresolved", "unsolved", "unanswered", "unsettled", "still open", "remains open", "reopened", "reopen",
    "re opened",
    "escalated", "eskaliert", "escalade", "escalado", "sla breached", "breached",
    "ungelost", "ungeklart", "unerledigt", "noch offen", "wieder geoffnet", "wiedereroffnet", "irresolu", "non resolu",
    "toujours ouvert", "rouvert", "sin resolver", "sin solucionar", "sigue abierto", "reabierto", "reaberto",
    "riaperto",
    "onopgelost", "heropend",
  ]
}
