/// Names of columns about answers, not of answers: how many there are, what they weigh, what else has a score.
extension NameRules {
  /// Whether a name says that a column holds something about a survey or a rating, whatever it is called after: "NPS
  /// survey count", "Reason for rating", "csat_version". Questions are answered.
  static func isAboutAnswers(_ name: ColumnName) -> Bool {
    guard !name.isQuestion else { return false }
    return head(name).map { about.contains($0) || compounds.contains(where: $0.hasSuffix) } ?? false
      || isOtherScore(name)
  }

  /// Whether a name says that yes and no are about a survey: "csat_sent", "Umfrage verschickt".
  static func isSurveyFlag(_ name: ColumnName) -> Bool {
    guard !name.isQuestion else { return false }
    return head(name).map { flags.contains($0) } ?? false
      || ["survey", "umfrage", "enquete", "encuesta", "pesquisa", "sondaggio"].contains(head(name) ?? "")
  }

  /// Whether a name says that yes and no are about a case or a customer, and no answers: "Reopened", "made_sla".
  static func isCaseFlag(_ name: ColumnName) -> Bool { !caseFlags.isDisjoint(with: name.parts) }

  private static let caseFlags = words(
    """
    reopened escalated sla breach breached overdue vip spam verified urgent archived deleted locked public private
    internal duplicate test active consent newsletter premium subscribed member repeat bot automated merged attachment
    """)

  /// The word that says what a column holds: the last one, or the last before "of".
  private static func head(_ name: ColumnName) -> String? {
    let words = name.words.split(separator: " ").map(String.init)
    guard (1...8).contains(words.count) else { return nil }
    if ["anzahl", "aantal"].contains(words[0]) { return words[0] }
    return words[..<(words.dropFirst().firstIndex(where: joints.contains) ?? words.count)].last
  }

  /// Whether scores are of something that is no answer: the class of a hotel, the priority of a ticket, a credit rating.
  static func isOtherScore(_ name: ColumnName) -> Bool {
    guard !name.isQuestion else { return false }
    let isStars = ["star", "stars", "sterne", "etoiles", "estrellas", "estrelas", "stelle"].contains(
      where: name.parts.contains)
    // "l'hébergement" is one word.
    if isStars, classed.contains(where: { name.parts.contains($0) || name.parts.contains("l\($0)") }) { return true }
    return [
      "hotelsterne", "hotelklasse", "customer value", "client value", "account value", "lifetime value",
      "customer risk",
      "customer health", "kundenwert", "valeur client", "valor del cliente",
    ].contains(where: name.holds)
      || otherScores.contains(where: name.parts.contains)
        && ["score", "scores", "rating", "ratings", "points", "grade"].contains(where: name.parts.contains)
  }

  private static let joints = words(
    """
    with of for about on by from per in at to mit von fur uber der des die zu zur zum avec de du sur pour con del
    sobre para com da do di van voor
    """)

  private static let about = words(
    """
    count counts number num n responses respondents surveys votes voters size base frequency invitations anzahl
    umfragen antworten stimmen reponses enquetes nombre numero respuestas encuestas cantidad respostas quantidade
    risposte aantal reacties id ids uuid guid key token link url version edition revision template variant kennung
    enlace lien plantilla vorlage weight weights weighting factor target goal threshold benchmark gewicht
    gewichtung poids ponderation peso ponderacion ziel objectif objetivo rank percentile delta trend variance stdev
    sd deviation reason reasons comment comments category class segment group bucket band tier type status grund
    begrundung kommentar kategorie klasse gruppe raison motif commentaire categorie classe groupe motivo comentario
    categoria clase grupo commento
    """)
  private static let compounds = ["anzahl", "grund", "kommentar", "gewicht", "kategorie", "klasse", "gruppe"]

  private static let flags = words(
    """
    sent send delivered opened clicked viewed requested request enabled disabled eligible eligibility offered offer
    invited invitation reminded reminder scheduled skipped declined expired bounced completed submitted answered
    responded received required optional available exists given allowed consent started finished followup flag
    missing present provided taken asked due active closed gesendet versendet verschickt versand zugestellt
    geoffnet angefordert angefragt aktiviert aktiv angeboten eingeladen beantwortet abgeschlossen ausgefullt
    erhalten vorhanden envoye envoyee envoyees ouvert ouverte demande demandee activee propose proposee repondu
    completee recu recue enviado enviada abierto abierta solicitado solicitada activado activada ofrecido ofrecida
    respondido respondida contestada completada recibido recibida aberta ativada recebida inviato inviata aperto
    aperta richiesto richiesta attivata completata ricevuta verzonden verstuurd geopend aangevraagd beantwoord
    ingevuld
    """)

  /// What has stars of its own.
  private static let classed = words(
    """
    hotel hotels property accommodation resort hostel unterkunft hebergement alojamiento propiedad albergo category
    class kategorie klasse
    """)
  /// What else is given a score, and by no customer.
  private static let otherScores = words(
    """
    priority severity urgency risk credit lead health age content maturity energy qa confidence relevance spam
    match fraud sentiment importance complexity exam quiz engagement predicted model trust trustscore
    """)
}
