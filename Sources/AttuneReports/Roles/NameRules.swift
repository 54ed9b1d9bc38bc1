/// Names that columns of a role have, in English, German, French and Spanish.
///
/// Strengths: 4 and more for a name that means nothing else, 3 for one that usually means this, 2 for one that needs the
/// content to agree, 1 for one that is better than none.
enum NameRules {
  struct Rule {
    var phrase: String
    /// When the phrase is the whole name.
    var whole: Double
    /// When it is a part of it.
    var part: Double
  }

  static func rules(_ whole: Double, _ part: Double, _ phrases: [String]) -> [Rule] {
    phrases.map { Rule(phrase: $0, whole: whole, part: part) }
  }

  /// The words of a list.
  static func words(_ text: String) -> Set<String> {
    Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
  }

  /// How well a name fits a role; 0 for not at all.
  static func strength(_ name: ColumnName, _ role: ColumnRole) -> Double {
    guard !name.words.isEmpty else { return 0 }
    if role == .csat || role == .nps || role == .ces, isAboutAnswers(name) { return 0 }
    var best = 0.0
    func consider(_ rule: Rule) {
      if rule.phrase == "comment", name.isFrenchQuestion { return }
      let isWhole = name.words == rule.phrase
      if max(isWhole ? rule.whole : 0, rule.part) > best, isWhole || name.holds(rule.phrase) {
        best = isWhole ? max(rule.whole, rule.part) : rule.part
      }
    }
    if let index = indices[role] {
      for word in name.parts { index.byWord[word]?.forEach(consider) }
      index.stems.forEach(consider)
    }
    if role == .reply, isWrittenByServer(name) { best = max(best, 4.5) }
    // A likelihood to leave, or to buy again, asks in the same words.
    if role == .nps, !asksToRecommend(name) { best = 0 }
    guard best > 0 else { return 0 }
    for (phrase, change) in changes[role] ?? [] where name.holds(phrase) {
      if phrase != "comment" || !name.isFrenchQuestion { best += change }
    }
    return max(best, 0)
  }

  /// Rules by their first word, so that tables of many columns are not compared with every phrase.
  private struct Index {
    var byWord: [String: [Rule]] = [:]
    var stems: [Rule] = []
  }

  private static let indices = rules.mapValues { rules in
    var index = Index()
    for rule in rules {
      if rule.phrase.hasSuffix("*") {
        index.stems.append(rule)
      } else {
        index.byWord[String(rule.phrase.prefix { $0 != " " }), default: []].append(rule)
      }
    }
    return index
  }

  /// Whether a name asks whether people were content, so that yes and no are answers.
  static func asksForContent(_ name: ColumnName) -> Bool {
    let isCalledSo = [
      "satisfied", "happy", "zufrieden", "satisfait", "satisfaite", "satisfecho", "satisfecha", "content",
    ]
    .contains { name.holds($0) }
    return !isSurveyFlag(name) && (isCalledSo || name.parts.contains("csat") && name.parts.isSubset(of: plainCSAT))
  }

  /// Of a name that holds "CSAT" and of which yes and no are answers.
  private static let plainCSAT: Set<String> = [
    "csat", "score", "rating", "result", "customer", "ticket", "conversation", "chat", "thumb",
    "thumbs", "up", "q1", "q2", "q3", "is", "positive", "good",
  ]

  /// Whether a name speaks of an amount: whole numbers that all differ are no ids then.
  static func isAmount(_ name: ColumnName) -> Bool { !amounts.isDisjoint(with: name.parts) }

  private static let amounts = words(
    """
    time duration seconds minutes hours days price cost costs amount revenue total distance length weight spend
    spent income salary pay age count dauer zeit minuten stunden betrag preis duree prix montant duracion precio
    duracao preco
    """)

  /// Whether a name is that of what stands below a subject: the body of a mail, the description of a ticket.
  static func isBody(_ name: ColumnName) -> Bool {
    [
      "body", "description", "message", "content", "beschreibung", "nachricht", "mensaje", "descripcion", "corps",
      "descricao", "mensagem", "ticket text", "email text",
    ].contains { name.holds($0) }
  }

  static func isSubject(_ name: ColumnName) -> Bool {
    let subjects = ["subject", "betreff", "sujet", "objet", "asunto", "assunto"]
    return subjects.contains { subject in
      ["", "ticket ", "email ", "mail "].contains { name.words == $0 + subject } || name.words == subject + " line"
    }
  }

  /// Whether a name says that something was solved.
  static func saysSolved(_ name: ColumnName) -> Bool {
    [
      "resolved", "solved", "closed", "resolution", "gelost", "geschlossen", "abgeschlossen", "erledigt", "resolu",
      "ferme", "cloture", "resuelto", "cerrado", "cierre", "resolucion",
    ]
    .contains { name.holds($0) } && !["due", "target"].contains { name.holds($0) }
  }

  /// Whether a name says that numbers are means or medians, each of several answers or cases.
  static func saysMean(_ name: ColumnName) -> Bool {
    !name.isQuestion && means.contains { name.holds($0) }
  }

  private static let means = [
    "avg", "average", "averages", "mean", "averaged", "median", "durchschnitt*", "mittelwert*", "mittlere",
    "mittlerer", "mittleres", "gemittelt*", "moyenne", "moyennes", "mediane", "promedio", "mediana", "gemiddeld*",
    "mttr",
    // Other words as well, unless they stand beside what is measured.
    "temps moyen", "delai moyen", "resolution moyen", "score moyen", "tiempo medio", "plazo medio", "nota media",
    "puntuacion media", "valoracion media", "calificacion media", "satisfaccion media", "media de", "avaliacao media",
    "tempo medio", "punteggio medio", "voto medio",
  ]

  /// Whether things are put in an order, so that each number says which place one has.
  static func asksForRank(_ name: ColumnName) -> Bool {
    [
      "rank*", "order of preference", "reihenfolge", "rangfolge", "rangier*", "classez", "classement", "ordene",
      "clasifique",
    ]
    .contains { name.holds($0) }
  }

  /// Whether a name says that a column holds answers, whatever was asked.
  static func isAnswer(_ name: ColumnName) -> Bool {
    [
      "answer", "answers", "answer content", "answer text", "answer value", "response", "response value", "value",
      "antwort", "reponse", "respuesta", "resposta",
    ].contains(name.words)
  }

  /// Whether a name says that a column holds which question was asked.
  static func isQuestionName(_ name: ColumnName) -> Bool {
    [
      "question", "question id", "question text", "question name", "question title", "question category",
      "question type", "survey question", "item", "frage", "pregunta", "pergunta",
    ].contains { name.words == $0 || name.words == "survey \($0)" }
  }

  /// Whether a name asks how people feel, so that faces are answers.
  static func isOfMood(_ name: ColumnName) -> Bool {
    ["mood", "smiley", "smileys", "emoji", "face", "faces", "stimmung", "laune", "humeur", "animo", "umore"]
      .contains(where: name.parts.contains) && name.parts.count <= 3
  }

  /// Whether a name is about all, not about one aspect of many.
  static func isOverall(_ name: ColumnName) -> Bool {
    ["overall", "general", "generally", "total", "globale", "global", "gesamt*", "insgesamt", "allgemein*", "generale"]
      .contains { name.holds($0) }
  }

  /// Whether a name that stands for a score does not say of what: "score", "rating (final)", "note".
  static func isGenericScore(_ name: ColumnName) -> Bool {
    genericScores.contains { name.parts.contains($0) }
      && !["satisf*", "zufried*", "csat", "happy", "content", "star", "stars", "sterne", "etoiles", "estrellas", "ces"]
        .contains { name.holds($0) }
  }

  /// Whether a name is no more than such words, and what surveys are called: "Survey score (0-10)". What is rated overall,
  /// or by its name, is not recommended.
  static func isBareScore(_ name: ColumnName) -> Bool {
    isGenericScore(name)
      && name.parts.allSatisfy { part in
        genericScores.contains(part) || HeaderWords.plain.contains(part) || HeaderWords.people.contains(part)
          || part.allSatisfy(\.isNumber)
      } && !isOverall(name) && understands(name, as: .csat)
  }

  /// Whether a name is no more than such a word.
  static func isWholeScore(_ name: ColumnName) -> Bool { genericScores.contains(name.words) }

  private static let genericScores = [
    "score", "scores", "rating", "ratings", "note", "nota", "notes", "punkte", "punktzahl", "bewertung", "puntuacion",
    "calificacion", "valoracion", "pontuacao", "avaliacao", "evaluation", "grade",
  ]

  /// Whether small whole numbers under a name are counts, places or codes, and no answers.
  static func isNoAnswer(_ name: ColumnName) -> Bool {
    !noAnswers.isDisjoint(with: name.parts) && !asksForSatisfaction(name) || asksForRank(name) || isAboutAnswers(name)
      || weighs(name)
  }

  private static let noAnswers = words(
    """
    id ids no nr num number count counts quantity qty age year years month months week weeks day days hour hours
    minutes votes likes helpful upvotes visits orders purchases complaints guests persons people adults children
    kids rooms nights floor priority severity level tier position place sprint quarter term class group cluster
    segment code zip version page pages size length price cost amount total messages sessions contacts replies
    attempts retries items stock index row lastpage seed step turn model predicted prediction label bert sentiment
    polarity emotion finished progress status state thumbs likecount frequency gender sex household family siblings
    employees dependents tickets calls anzahl alter jahr monat tag prioritat nombre mois jour annee numero edad mes
    dia ano idade duration time date lat lon latitude longitude interactions touches reopens escalations chamadas
    transfer transfers transferred handoffs bounces clicks opens emails weiterleitungen transferts transferencias
    llamadas appels anrufe quantidade cantidad quantite menge ligacoes
    """)

  /// Whether a name says that digits are a time.
  static func isTime(_ name: ColumnName) -> Bool {
    strength(name, .time) >= 3 || ["epoch", "unix", "millis", "unixtime", "time", "date"].contains { name.holds($0) }
  }

  /// Whether a name speaks against free text that people wrote to be read.
  static func isNoText(_ name: ColumnName) -> Bool { !noText.isDisjoint(with: name.parts) }

  private static let noText = words(
    """
    id ids name names url link permalink email mail phone address street city country company organization
    organisation product page ip agent browser device diagnosis diagnose transcript internal version tags tag label
    labels category type status source campaign reply answer date time author user path file language location
    """)
}
