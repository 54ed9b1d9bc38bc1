/// Names of what people do not want, and of times that are waited.
extension NameRules {
  /// Whether more of what a name asks for is worse. How content people are with something bad, or how well it was met, is
  /// something good: "Satisfaction with complaint handling", "How quickly were your problems solved?".
  static func isOfBad(_ name: ColumnName) -> Bool {
    let words = name.words.split(separator: " ").map(String.init)
    guard let place = AnswerDirection.place(of: bad, in: words)?.place else { return false }
    guard !asksForSatisfaction(name), let judged = AnswerDirection.place(of: judgements, in: words) else {
      return !asksForSatisfaction(name)
    }
    return judged.isNegated || judged.place > place
  }

  /// Whether a name asks how content people are with what it says, whatever that is: "Satisfaction with the waiting time",
  /// "Complaint handling satisfaction".
  static func asksForSatisfaction(_ name: ColumnName) -> Bool {
    let words = name.words.split(separator: " ").map(String.init)
    guard let wish = AnswerDirection.place(of: AnswerDirection.content, in: words), !wish.isNegated else {
      return false
    }
    let isNoun = ["satisf", "zufriedenheit", "soddisf", "tevreden"].contains(where: words[wish.place].hasPrefix)
    return isNoun && wish.place == words.count - 1
      || words[(wish.place + 1)...].prefix(4).contains(where: withs.contains)
  }

  private static let withs = words("with about regarding mit avec concernant con com met over de du des della")

  /// Whether a name asks how people feel, so that its level is an answer.
  static func isFeeling(_ name: ColumnName) -> Bool {
    isOfBad(name) || asksForSatisfaction(name)
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
    if asksForSatisfaction(name) { return false }
    return isAge
      || isTime && !name.isQuestion
        && [
          "resolve", "close", "fix", "response", "reply", "handle", "handling", "wait", "waiting", "hold", "queue",
          "talk", "answer", "reponse",
          "attente", "traitement", "respuesta", "espera", "antwort", "warte",
        ].contains(where: name.holds)
      || ["days", "hours", "minutes"].contains { unit in
        ["to", "open", "until"].contains { name.holds("\(unit) \($0)") }
      }
      || ["turnaround", "antwortzeit", "wartezeit", "bearbeitungszeit", "reaktionszeit", "erstreaktionszeit"].contains(
        where: name.holds)
  }

  /// Behind these, what is named was met well or badly.
  private static let judgements =
    AnswerDirection.ease + [
      "quality", "well", "quickly", "fast", "soon", "fairly", "helpful*", "qualitat", "gut", "schnell", "qualite",
      "bien",
      "vite", "calidad", "rapido", "qualidade", "rapidamente",
    ]

  private static let bad = [
    "complain*", "churn*", "cancel*", "quit", "switch", "pain", "painful", "trouble", "problems", "issues", "anger",
    "angry", "stress", "stressful", "defects", "errors", "bugs", "faults", "delays", "waiting", "frustrat*", "annoy*",
    "disappoint*", "beschwerde*", "kundig*", "schmerz*", "arger", "probleme", "fehler", "plainte*", "douleur*",
    "resili*",
    "problemes", "queja*", "dolor", "problemas", "espera", "reclama*", "reclamo*", "disdetta", "problemi", "klacht*",
    "opzegg*",
  ]
}
