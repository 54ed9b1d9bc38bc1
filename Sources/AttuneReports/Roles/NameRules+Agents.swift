/// Names of columns that hold who served a customer.
extension NameRules {
  /// What people who serve customers are called, in the languages of the other names, in Portuguese, Italian and Dutch.
  private static let agents = [
    "employee", "staff member", "team member", "crew member", "consultant", "colleague", "csr", "customer service rep",
    "customer service representative", "service representative", "support representative", "sales representative",
    "support rep", "service rep", "sales rep", "care rep", "technician", "engineer", "receptionist", "clerk", "cashier",
    "handler", "case handler", "case worker", "caseworker", "case manager", "case owner", "account manager",
    "relationship manager", "specialist", "support specialist", "associate", "sales associate", "salesperson", "seller",
    "waiter", "instructor", "trainer", "teacher", "tutor", "nurse", "therapist", "doctor", "stylist",
    "driver", "courier", "dispatcher", "teller", "counselor", "counsellor", "support engineer", "call taker",
    "mitarbeiter", "mitarbeiterin", "bearbeiter", "bearbeiterin", "sachbearbeiter", "sachbearbeiterin", "berater",
    "beraterin", "kundenberater", "kundenberaterin", "betreuer", "betreuerin", "kundenbetreuer", "kundenbetreuerin",
    "techniker", "technikerin", "monteur", "rezeptionist", "rezeptionistin", "kollege", "kollegin", "verkaufer",
    "verkauferin", "ansprechpartner", "ansprechpartnerin", "zustandiger", "zustandige person", "disponent", "fahrer",
    "conseiller", "conseillere", "conseiller client", "teleconseiller", "charge de clientele", "employe", "employee",
    "technicien", "technicienne", "receptionniste", "collegue", "collaborateur", "collaboratrice", "operateur",
    "operatrice", "vendeur", "vendeuse", "intervenant", "gestionnaire", "agent", "agente", "asesor", "asesora",
    "empleado", "empleada", "tecnico", "tecnica", "recepcionista", "colega", "colaborador", "colaboradora", "operador",
    "operadora", "gestor", "gestora", "vendedor", "vendedora", "ejecutivo", "ejecutiva", "representante", "consultor",
    "consultora", "encargado", "encargada", "dependiente", "teleoperador", "teleoperadora", "atendente", "funcionario",
    "funcionaria", "rececionista", "operatore", "operatrice", "addetto", "addetta", "consulente", "dipendente",
    "impiegato", "collega", "venditore", "medewerker", "adviseur", "behandelaar", "verkoper",
  ]

  /// Names that say what a person did, or is to do.
  private static let deeds = [
    "served by", "helped by", "assisted by", "answered by", "supported by", "taken by", "resolved by", "solved by",
    "closed by", "attended by", "agent responsible", "responsible agent", "responsible person", "staff",
    "personalnummer",
    "personal nr", "staff id", "zustandig",
    "bedient von", "bearbeitet von", "betreut von", "beraten von", "beantwortet von", "gelost von", "angenommen von",
    "servi par", "traite par", "gere par", "pris en charge par", "resolu par", "suivi par", "atendido por",
    "atendida por", "gestionado por", "resuelto por", "asignado a", "assigne a", "atribuido a", "servito da",
    "gestito da", "seguito da", "behandeld door", "geholpen door", "toegewezen aan", "zugewiesen an", "zugewiesen",
  ]

  /// With the ends of both genders, and what is known of the person: "Berater/in", "Employee ID", "Name des Technikers".
  static let agentRules: [Rule] = {
    let endings = ["name", "id", "no", "nr", "number", "code", "initials", "in", "innen", "a", "e", "ere", "s"]
    let compounds = ["name", "nummer", "nr", "id", "kurzel"]
    let beginnings = [
      "name of", "name of the", "your", "our", "name des", "name der", "nom du", "nom de la", "nom de", "nombre del",
      "nombre de la", "nombre de", "zustandiger", "zustandige", "assigned", "responsible", "nome do", "nome da",
      "nome del", "naam", "id", "id del",
    ]
    var phrases = deeds
    for agent in agents {
      phrases.append(agent)
      phrases += endings.map { "\(agent) \($0)" } + compounds.map { agent + $0 } + beginnings.map { "\($0) \(agent)" }
      phrases += ["name des \(agent)s", "name der \(agent)n", "nom de l\(agent)"]
    }
    return phrases.map { Rule(phrase: $0, whole: agentStrength, part: 0) }
  }()

  /// Of these names; columns of answers, such as those about the staff, may have them too.
  static let agentStrength = 4.5
}

/// Names that are put together from who serves customers and what is known of them.
extension NameRules {
  /// How well the parts of a name say that a column holds who serves customers: "HubSpot owner", "Assigned agent email",
  /// "Last updated by"; 0 for not at all. Of an owner it may be the customer, so the values have to tell.
  static func agentParts(_ name: ColumnName) -> Double {
    var words = name.words.split(separator: " ").map(String.init)
    // The "user agent" is a browser.
    guard words.count <= 6, !name.holds("user agent") else { return 0 }
    // An address or a number is the second choice beside a name.
    let choice = words.last.map { identifiers.contains($0) } ?? false ? 0.3 : 0
    if let by = words.lastIndex(where: prepositions.contains), by > 0, deedWords.contains(words[by - 1]),
      words[(by + 1)...].allSatisfy({ attributes.contains($0) })
    {
      return 3.5 - choice
    }
    words.removeAll { attributes.contains($0) || identifiers.contains($0) }
    guard !words.isEmpty, words.allSatisfy({ people.contains($0) || owners.contains($0) || assigned.contains($0) })
    else {
      return 0
    }
    if words.contains(where: people.contains) || words.contains(where: assigned.contains) { return 4.25 - choice }
    return 3.9 - choice
  }

  private static let partsOfCustomers = HeaderWords.people.union(contacts).union(identifiers).union([
    "name", "full", "first", "last", "account", "contact", "of", "the", "de", "del", "du", "der", "des",
  ])

  /// How well a name fits that is put together from who is served and what is known of them: "Patient ID", "Membership no",
  /// "Phone number"; 0 for not at all.
  static func customerParts(_ name: ColumnName) -> Double {
    let words = name.words.split(separator: " ").map(String.init)
    guard (1...5).contains(words.count), words.first != "user" || !name.holds("user agent") else { return 0 }
    guard words.allSatisfy(partsOfCustomers.contains) else { return 0 }
    let isPerson = words.contains { HeaderWords.people.contains($0) }
    let isReached = words.contains(where: contacts.contains)
    let isNumbered = words.contains { identifiers.contains($0) || $0 == "name" }
    if isPerson, words.count == 1 { return words[0].hasSuffix("s") ? 0 : 3.5 }
    guard isPerson else { return isReached ? 3 : 0 }
    let isNamed = words.contains("name")
    return isNamed ? 3.5 : isReached ? 3.75 : isNumbered ? 4.25 : 0
  }

  /// How a person is reached.
  private static let contacts = words(
    """
    email mail phone telephone mobile cell msisdn membership policyholder telefon telefonnummer handynummer
    mobilnummer mitgliedsnummer patientennummer kundennr telefono movil portable telefoon
    """)

  private static let people: Set<String> = Set(agents.filter { !$0.contains(" ") }).union([
    "assignee", "operator", "representative", "rep", "advisor", "adviser", "teammate", "responder", "replier", "solver",
    "resolver", "assegnatario", "csm", "staffer", "handler",
  ])
  private static let owners = words(
    """
    owner owners eigentumer besitzer inhaber verantwortlicher verantwortliche verantwortlich proprietaire
    responsable propietario propietaria proprietario responsavel responsabile eigenaar verantwoordelijke
    """)
  private static let assigned: Set<String> = [
    "assigned", "assignment", "zugewiesener", "zugewiesen", "asignado", "assigne",
  ]
  /// What stands beside them.
  private static let attributes = words(
    """
    name full first last display current final primary main original initial latest ticket case contact
    conversation chat call issue request incident inquiry record support service care success help desk helpdesk
    customer account company lead deal hubspot hub spot zendesk freshdesk salesforce intercom crm gorgias front
    dynamics system sf of the to des der du de la del do da van kontakt vorgang fall letzter nom nombre nome naam
    prenom dossier caso contacto contato contatto demande compte cuenta conta
    """)
  private static let identifiers = words(
    """
    email mail e id ids user username login nr no number code key initials correo courriel nummer
    """)
  private static let prepositions: Set<String> = ["by", "von", "durch", "par", "por", "da", "door"]
  private static let deedWords = words(
    """
    updated modified changed edited replied responded answered handled managed processed owned completed serviced
    attended assisted closed resolved solved served helped touched worked geandert aktualisiert bearbeitet
    geschlossen beantwortet gelost erledigt modifie jour ferme repondu traite resolu cloture actualizado modificado
    cerrado respondido resuelto atendido gestionado atualizado fechado resolvido modificato aggiornato chiuso
    risposto risolto bijgewerkt gewijzigd gesloten beantwoord opgelost
    """)
}

extension NameRules {
  /// Whether the name says that a column holds what kind of case, customer or product it is.
  static func isKind(_ name: ColumnName) -> Bool {
    !name.isQuestion && !kinds.isDisjoint(with: name.parts) && !isOutcome(name)
  }

  /// Whether a name speaks of what was answered, or how a case ended.
  static func isOutcome(_ name: ColumnName) -> Bool { !outcomes.isDisjoint(with: name.parts) }

  private static let kinds = words(
    """
    product plan tier segment region country market brand queue department location store branch category language
    type kind reason topic priority severity urgency complexity difficulty
    produkt abteilung land filiale kategorie typ art grund thema anliegen prioritat kundentyp tickettyp
    produit pays magasin categorie type motif sujet priorite gravite urgence complexite
    producto pais tienda categoria tipo motivo tema asunto prioridad gravedad urgencia complejidad
    prodotto paese negozio argomento priorita complessita produto loja assunto prioridade complexidade
    winkel reden onderwerp prioriteit kategoria typ rodzaj powod temat priorytet
    """)
  /// What a kind is no kind of cases of: the reason of an answer, and how a case ended.
  private static let outcomes = words(
    """
    score scores rating ratings nps csat ces satisfaction survey answer response reply sentiment emotion tone feedback promoter
    recommendation resolution resolved outcome status closure closing closed result escalation cancellation churn refund
    zufriedenheit bewertung umfrage antwort ergebnis abschluss note satisfaction enquete reponse resultat satisfaccion
    encuesta respuesta resultado cierre
    """)
}
