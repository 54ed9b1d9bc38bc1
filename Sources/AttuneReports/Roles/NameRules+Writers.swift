/// Names that say who wrote what stands in a column: customers, or those who serve them, programs among these.
extension NameRules {
  /// Whether whoever serves customers wrote the values: "Bot message", "assistant_response", "Antwort des Beraters". What is
  /// said of them, such as "Agent feedback", has no such name.
  static func isWrittenByServer(_ name: ColumnName) -> Bool {
    let words = name.words.split(separator: " ").map(String.init)
    guard !words.isEmpty, words.count <= 6 else { return false }
    let isCompound = words.contains { word in
      compoundServers.contains(where: word.hasPrefix) && compoundTurns.contains(where: word.hasSuffix)
    }
    let isParted = words.contains(where: servers.contains) && words.contains(where: turns.contains)
    return (isCompound || isParted)
      && words.allSatisfy { word in
        servers.contains(word) || turns.contains(word) || joining.contains(word) || word.allSatisfy(\.isNumber)
          || isCompound && compoundServers.contains(where: word.hasPrefix)
      }
  }

  /// Names of what customers write where they are served: "User message", "Guest query", "Kundenanfrage".
  static let customerTextRules: [Rule] = {
    let people = [
      "user", "end user", "visitor", "guest", "customer", "client", "caller", "patient", "member", "buyer", "consumer",
      "requester", "subscriber", "tenant", "student", "passenger",
    ]
    let writings = [
      "message", "messages", "msg", "input", "query", "utterance", "question", "prompt", "request", "inquiry",
      "enquiry",
      "text", "statement", "says", "said",
    ]
    let compounds = [
      "nachricht", "nachrichten", "anfrage", "frage", "text", "eingabe", "mitteilung", "anliegen", "kommentar",
      "stimme",
      "mail",
    ]
    let apart = [
      "nachricht", "anfrage", "frage", "anliegen", "message", "demande", "question", "mensaje", "consulta", "pregunta",
      "solicitud", "mensagem", "pergunta", "messaggio", "domanda", "bericht", "vraag",
    ]
    let owners = [
      "des kunden", "der kundin", "vom kunden", "des nutzers", "du client", "de la cliente", "du visiteur",
      "de l utilisateur", "client", "del cliente", "del usuario", "do cliente", "van klant", "van de klant",
    ]
    var phrases: [String] = []
    for person in people { phrases += writings.map { "\(person) \($0)" } }
    for person in ["kunden", "nutzer", "besucher", "gaste"] { phrases += compounds.map { person + $0 } }
    for writing in apart { phrases += owners.map { "\(writing) \($0)" } }
    return phrases.map { Rule(phrase: $0, whole: 4.25, part: 3.5) }
  }()

  /// Whether a name that says nothing of customers is rather that of what is done for them, answered, or written for colleagues:
  /// "Action taken", "Owner response", "Lösung", "Note interne".
  /// - Parameter isOfSurvey: whether the file is one of a survey, to which customers respond.
  static func isRatherOfServers(_ name: ColumnName, isOfSurvey: Bool) -> Bool {
    guard !name.isQuestion else { return false }
    return !name.parts.isDisjoint(with: service) || namesInsiders(name)
      || !isOfSurvey && !name.parts.isDisjoint(with: replies)
  }

  /// Whether texts under a name that is not that of a text may be the customers': it asks them, says nothing at all, no more than
  /// what they speak of, or a part of a word says that people wrote. What "we did" is the company's.
  static func mayBeAnyText(_ name: ColumnName) -> Bool {
    guard !["what we", "you said", "was wir", "ce que nous", "lo que hicimos"].contains(where: name.holds) else {
      return false
    }
    return name.isQuestion || name.saysNothing || name.parts.count > 4 || understands(name, as: .text)
      || name.parts.contains { part in writings.contains { part.contains(text: $0) } }
      || !name.parts.isDisjoint(with: opinions)
  }

  /// What people write of what they like and what not.
  private static let opinions = words(
    """
    best worst good bad pros cons lob grund ideas why warum pourquoi mejor peor pregi difetti punti vantaggi better story
    forts ameliorer mejorar migliorare giudizio parere reden wunsch wunsche razon
    """)

  private static let writings = [
    "text", "feedback", "transcript", "transkript", "beschreibung", "descripc", "descri", "rezension", "recension",
    "thought", "testimonial", "grievance", "dialog", "snippet", "request", "document", "paragraph", "instruction",
    "whatsapp", "interview", "improvement", "likes", "followup", "detail", "beschwerde", "verbesser",
    "prais", "critic", "kritik", "critique", "positiv", "negativ", "strength", "weakness", "concern", "compliment",
    "justif", "anregung", "reclam", "queja", "osservaz", "klacht", "suges", "sugger", "sugest", "vorschl", "remark",
    "bemerk", "anmerk", "advantag", "highlight", "expect", "impression", "observ", "motiv", "rationale", "elaborat",
    "erwart", "eindruck", "stimmen", "attente", "temoign", "elogi", "fritekst", "begrundels", "synspunkt", "komentarz",
    "verwacht", "piaciut",
  ]

  /// Whether a name says that a file is one of a survey.
  static func namesSurvey(_ name: ColumnName) -> Bool { !name.parts.isDisjoint(with: surveys) }

  private static let surveys = words(
    "survey surveys respondent respondents umfrage enquete encuesta pesquisa sondaggio question questions frage pregunta"
  )
  private static let replies = words(
    """
    reply replies response responses answer answers antwort antworten reponse reponses respuesta respuestas resposta
    risposta antwoord
    """)
  /// What is done for customers, or told to them.
  private static let service = words(
    """
    owner our management action actions step steps resolution solution solutions outcome cause causes macro script
    coaching instructions terms article listing synopsis recommendation recommendations inhaber massnahme massnahmen
    losung losungen ergebnis ursache vermerk bearbeitungsvermerk zusammenfassung notiz notizen proprietaire mesure
    mesures resume note propietario accion acciones solucion causa resumen nota acao solucao resumo azione soluzione
    riassunto actie oplossing samenvatting
    """)

  /// Whether a name is that of notes, which customers may have written as well as those who serve them: "Notes", "Host note".
  static func isOfNotes(_ name: ColumnName) -> Bool {
    let words = name.words.split(separator: " ").map(String.init)
    return words.count <= 3 && words.contains(where: notes.contains)
      && words.allSatisfy { notes.contains($0) || writers.contains($0) }
  }

  /// Whether most texts speak of a customer, and none of them in the first person: "Cust upset, sent to supervisor".
  static func speakOfCustomers(_ texts: [String]) -> Bool {
    let parts = texts.map { ColumnName($0).parts }
    let own = parts.count { !$0.isDisjoint(with: firstPersons) }
    return parts.count > 2 && 5 * own < parts.count
      && 2 * parts.count { !$0.isDisjoint(with: spokenOf) && $0.isDisjoint(with: firstPersons) } > parts.count
  }

  private static let spokenOf = words(
    """
    customer customers cust cx caller client clients guest patient pt subscriber tenant voicemail vm escalated kunde kundin anrufer
    mandant client cliente appelant klant kunden huesped
    """)
  private static let firstPersons = words(
    "i my me we our us ich mein meine wir uns je mon ma nous yo mi nosotros io mio ik mijn wij")

  private static let notes = words(
    """
    note notes remark remarks notiz notizen bemerkung bemerkungen anmerkung anmerkungen vermerk remarque remarques
    observations observaciones notas osservazioni opmerking opmerkingen notities uwagi observacoes anotacoes
    """)
  /// What may stand beside them.
  private static let writers = servers.union(
    words("activity call visit meeting case ticket host owner sales service of the"))

  private static let servers = words(
    """
    bot bots chatbot chatbots assistant assistants ai ki gpt chatgpt llm operator agent agents representative rep
    advisor adviser berater beraters beraterin mitarbeiter mitarbeiters bearbeiter bearbeiters conseiller
    conseillere assistente asistente agente asesor asesora operador operadora operateur
    """)
  /// What somebody says in a conversation.
  private static let turns = words(
    """
    message messages msg response responses reply replies answer answers output outputs text utterance utterances
    turn statement says said nachricht nachrichten antwort antworten reponse reponses mensaje mensajes respuesta
    respuestas mensagem resposta messaggio risposta
    """)
  /// What may stand between them.
  private static let joining = words(
    """
    of from by the our des der vom von du de la l del do da first last latest final previous next virtual support
    service chat body content full raw plain html en
    """)
  private static let compoundServers = ["bot", "chatbot", "agenten", "berater", "mitarbeiter", "bearbeiter"]
  private static let compoundTurns = ["nachricht", "nachrichten", "antwort", "antworten", "text", "texte"]
}
