/// Names of what people do not want, and of times that are waited.
extension NameRules {
  /// Whether more of what a name asks for is worse.
  static func isOfBad(_ name: ColumnName) -> Bool { bad.contains(where: name.holds) }

  /// Whether a name asks how people feel, so that its level is an answer.
  static func isFeeling(_ name: ColumnName) -> Bool {
    isOfBad(name)
      || ["happiness level", "satisfaction level", "comfort level", "trust level"].contains(where: name.holds)
      || ["frustrat*", "annoy*", "disappoint*", "anger", "stress"].contains(where: name.holds)
  }

  /// Whether a name is that of a time of service, such as that of the first response.
  static func isServiceTime(_ name: ColumnName) -> Bool {
    let isTime = ["time", "duration", "zeit", "dauer", "temps", "duree", "delai", "tiempo", "duracion", "tempo"]
      .contains(where: name.holds)
    // "Age (hours)" of a ticket
    let isAge =
      name.parts.contains("age") && !name.parts.isDisjoint(with: ["hours", "hrs", "h", "minutes", "mins", "days"])
    return isAge
      || isTime && !name.isQuestion
        && [
          "response", "reply", "handle", "handling", "wait", "waiting", "hold", "queue", "talk", "answer", "reponse",
          "attente", "traitement", "respuesta", "espera", "antwort", "warte",
        ].contains(where: name.holds)
      || ["antwortzeit", "wartezeit", "bearbeitungszeit", "reaktionszeit", "erstreaktionszeit"].contains(
        where: name.holds)
  }

  private static let bad = [
    "complain*", "churn*", "cancel*", "quit", "switch", "pain", "painful", "trouble", "problems", "issues", "anger",
    "angry", "stress", "stressful", "defects", "errors", "bugs", "faults", "delays", "waiting", "frustrat*", "annoy*",
    "disappoint*", "beschwerde*", "kundig*", "schmerz*", "arger", "probleme", "fehler", "plainte*", "douleur*",
    "resili*",
    "problemes", "queja*", "dolor", "problemas", "espera", "reclama*", "reclamo*", "disdetta", "problemi", "klacht*",
    "opzegg*",
  ]
}
