/// Words of headers that add nothing to what a column holds, or say what was rated, in English, German, French and Spanish,
/// and the usual ones in Portuguese, Italian and Dutch. A header with any other word is not understood: see
/// `NameRules.understands`.
enum HeaderWords {
  private static func words(_ text: String) -> Set<String> { NameRules.words(text) }

  /// Grammar, and what surveys call themselves and their scales.
  static let plain = words(
    """
    a an the of for to in on at with and or from as so your our my their his her its you we us i me it this that these
    those there here is are was were be been have has had do did does will would could should how what which please rate
    give asked given received current currently today main full complete number question questions answer answers
    answered response responses survey surveys form value result results score scores rating ratings rated point points
    mark marks scale star stars out per each level total overall general generally all final numeric raw average avg mean
    averaged likert top box feel post thinking everything
    using any use used
    data attributes properties fields payload custom c q s utc gmt cet cest est pst local timezone
    der die das den dem des ein eine einer einem einen eines und oder mit von vom zu zur zum im aus bei beim fur auf an am
    ihr ihre ihrer ihrem ihren ihres sie wir uns unser unsere unserer unserem unseren unseres mich mir sich es ist sind
    war waren haben hat hatten wurden wurde insgesamt gesamt gesamtnote gesamteindruck schulnote schulnoten allgemein allgemeine frage fragen
    antwort antworten umfrage ergebnis wert skala punkte punkt bitte heute wie was welche welcher dass alles allem
    durchschnitt durchschnittlich durchschnittliche mittelwert note noten
    le la les l un une et ou avec pour sur dans en au aux votre vos notre nos vous nous ce cet cette ces est sont etait
    etes avez ont ete que de du d globale global generale enquete resultat echelle comment quelle quel quelles moyenne
    moyen reponse reponses points
    el los las lo una y o con del para al su sus nuestro nuestra nuestros nuestras nos usted esta este es fue son estado
    pregunta respuesta encuesta resultado escala qual cual como tan punto puntos promedio medio media ustedes
    os um uma e com da dos das seu sua seus suas nosso nossa voce foi geral pesquisa il gli di della dei vostro nostro
    sondaggio het een met van voor uw ons onze
    zendesk intercom freshdesk hubspot salesforce qualtrics surveymonkey typeform google delighted trustpilot amazon yelp
    tripadvisor apple play ios android elle il t nivel niveau grad
    gorgias kustomer nicereply simplesat medallia facebook instagram youtube reddit linkedin twitter whatsapp g capterra
    steam trip trust pilot advisor tube linked by given after int
    """)

  /// Who answers.
  static let people = words(
    """
    customer customers client clients user users guest guests patient patients member members buyer buyers shopper
    visitor visitors caller callers citizen citizens resident residents diner diners shoppers passenger passengers traveller traveler respondent consumer subscriber tenant student person employee employees enduser requester reviewer attendee participant
    burger burgerin anrufer citoyen citoyens usager usagers ciudadano ciudadanos kunde kunden kundin gast gaste patienten nutzer nutzerin mitglied besucher versicherter mieter
    cliente clientes clientele utilisateur utilisateurs usuario usuarios huesped paciente pacientes utente utenti paziente
    invite visiteur adherent abonne socio klant klanten gebruiker
    """)

  /// What people rate, and more of a rating is better.
  static let things = words(
    """
    service services support help helpdesk care product products item items goods staff personnel team teams agent
    representative rep waiter driver delivery shipping shipment packaging parcel order orders purchase checkout payment
    price prices pricing value money quality food meal meals breakfast lunch dinner drinks drink menu room rooms bed bathroom
    cleanliness comfort seat seats location place atmosphere ambience ambiance decor facility facilities amenities parking
    pool gym wifi internet connection network website site web page app application mobile software platform tool tools
    feature features functionality usability design speed reliability accuracy availability accessibility communication
    information friendliness courtesy politeness kindness professionalism knowledge competence expertise helpfulness
    responsiveness attentiveness empathy listening treatment consultation visit visits stay experience experiences
    interaction interactions conversation conversations chat chats call calls phone telephone email emails ticket tickets
    case cases contact contacts request company brand shop store branch hotel restaurant hospital clinic practice ward
    department office doctor nurse physician teacher instructor trainer course lesson session event webinar workshop
    content material presentation speaker host property accommodation flight airline airport crew boarding luggage
    baggage entertainment variety selection choice range assortment installation onboarding implementation process
    processing handling timeliness punctuality appointment booking reservation registration admission discharge
    reception greeting explanation resolution solution outcome advice seller vendor merchant supplier partner technician
    engineer repair maintenance workmanship documentation instructions returns refund refunds exchange policy billing
    invoice account trip tour guide ride vehicle car equipment happiness enjoyment fun usefulness relevance clarity
    readability taste flavour flavor freshness portion portions fit appearance looks style gate training relationship
    reviews review feedback impression transaction offer assistance
    venue catering exhibition museum park library movie movies film films book books game games song album drug medicine
    beer wine clothing professor rider bot
    kundenservice betreuung beratung produkt produkte personal lieferung versand verpackung bestellung kauf einkauf preis
    preise leistung leistungen qualitat essen fruhstuck zimmer sauberkeit komfort lage atmosphare ambiente freundlichkeit
    kompetenz hilfsbereitschaft erreichbarkeit schnelligkeit geschwindigkeit zuverlassigkeit punktlichkeit webseite
    onlineshop filiale markt geschaft anwendung gesprach anruf telefonat besuch aufenthalt erfahrung erlebnis kontakt
    vorgang praxis arzt pflege station klinik krankenhaus behandlung termin kurs schulung seminar veranstaltung inhalt
    dozent referent montage reparatur techniker fahrer abwicklung ablauf organisation auswahl angebot sortiment
    kommunikation unterkunft eindruck berater
    accueil produit produits equipe livraison emballage commande achat prix qualite repas nourriture chambre proprete
    confort emplacement amabilite disponibilite rapidite fiabilite ponctualite magasin boutique conseil conseils
    conseiller visite sejour appel soin soins medecin hopital clinique formation formateur contenu animation societe
    entreprise traitement relation
    servicio servicios atencion soporte producto productos equipo entrega envio pedido compra precio calidad comida
    habitacion limpieza comodidad ubicacion amabilidad disponibilidad rapidez fiabilidad puntualidad sitio aplicacion
    tienda visita estancia estadia experiencia contacto llamada cuidado medico curso contenido organizacion informacion
    comunicacion trato empresa
    atendimento servico produto preco qualidade loja servizio prodotto consegna prezzo qualita negozio acquisto assistenza
    levering prijs kwaliteit winkel bestelling
    """)

  /// What people are asked for, so that behind it anything may be named.
  fileprivate static let wishes: [ColumnRole: Set<String>] = [
    .csat: words("happy happiness pleased content delighted"),
    .ces: words(
      """
      effortful easy easily ease simple einfach leicht facile facilite facil facilidad effort efforts deffort aufwand muhe esfuerzo
      """),
  ]
  fileprivate static let wishStems: [ColumnRole: [String]] = [.csat: ["satisf", "zufried", "soddisf", "tevreden"]]
  /// The other end of what is asked for, beside it: "how satisfied or dissatisfied".
  fileprivate static let otherEnds = [
    "dissatisf", "unsatisf", "unzufried", "insatisf", "unhapp", "difficult", "schwierig",
  ]
  /// Behind these, a likelihood is one of a recommendation, whatever is recommended.
  fileprivate static let promoterStems = [
    "recommend", "recommand", "recomend", "recomiend", "weiterempf", "empfehl", "aanbev", "aanbeveel", "raccomand",
    "consigl", "conseilli", "conseilleri", "poleci",
  ]

  /// Behind these, what was rated may be called as it likes: "quality of …".
  fileprivate static let prepositions = words(
    """
    with of at to for in on about from mit von vom bei beim zu der des die das avec de du des sur que con del sobre en com
    da do di met van after during since nach apres despues
    """)
  /// Behind the name of a text, who wrote it, and whom it was written to.
  fileprivate static let writers = words("of from by der des vom von du de del do da di van l")
  fileprivate static let recipients = words("to an au aux al")
  fileprivate static let articles = words("the a our der die das den dem des la le les l el los un une ein eine")
  /// Where customers are, who have no words of their own.
  fileprivate static let places = words(
    """
    hotel hotels restaurant clinic hospital practice store shop branch company property host airline department praxis
    klinik krankenhaus filiale geschaft unternehmen firma haus magasin boutique entreprise hopital clinique tienda
    empresa clinica negozio loja winkel
    """)
  /// Behind what is asked for, these as well: "how satisfied were you …".
  fileprivate static let copulas = words(
    "was were is are did do does has have sind war waren ist est etes etait esta es fue son esta e foi")

  /// Words that turn a header to something else than the customer's present answer: another subject, another time, what
  /// was expected or aimed at, what matters, what failed. They count wherever they are.
  fileprivate static let turns = words(
    """
    competitor competitors competition rival rivals konkurrenz konkurrent wettbewerber wettbewerb mitbewerber concurrent
    concurrents concurrence competidor competidores competencia concorrente concorrenza concurrentie
    previous previously former formerly earlier before prior yesterday baseline vorher vorherige vorherigen vorjahr
    fruher fruhere davor avant precedent precedente anterior antes
    guess guessed guesses estimate estimates estimation selbsteinschatzung einschatzung estimation
    predicted prediction forecast target goal planned desired ideal estimated assumed simulated prognose ziel geplant
    objectif prevu prevue objetivo previsto prevista
    importance important wichtig wichtigkeit importancia importante importanza
    reversed reverse inverted inverse umgekehrt invertiert inversee invertido invertida
    failed fail failure missed breached breach wrong wrongly overdue denied rejected
    verfehlt verspatet retard manque manquee echoue fallido fallida
    """)
  /// In names that are no questions only: who is asked may have expected something.
  fileprivate static let turnsOfNames = words(
    "expected expectation expectations erwartet erwartete erwartung attendu attendue esperado esperada past")
  fileprivate static let turningPhrases = [
    "did you expect", "do you expect", "data quality", "your knowledge", "your life", "ihre kenntnisse", "ihrem leben",
    "votre vie", "su vida",
    "last year", "last month", "last quarter", "year ago", "letztes jahr", "letzten jahr", "an dernier",
    "annee derniere", "ano pasado", "mes pasado", "not likely", "unlikely",
    // Programs give it to conversations.
    "cx score",
    "current provider", "current supplier", "current vendor", "current carrier", "current insurer", "existing provider",
    "derzeitigen anbieter", "aktuellen anbieter", "jetzigen anbieter", "derzeitigen lieferant*", "bisherigen anbieter",
    "fournisseur actuel", "prestataire actuel", "operateur actuel", "proveedor actual", "operador actual",
  ]

  fileprivate static let employees = words(
    "employee employees staff mitarbeiter mitarbeitende personal employe employes collaborateurs empleado empleados")
  /// Behind a feeling they say whose it is.
  fileprivate static let genitives = words("of by from der des von du de del")
  fileprivate static let otherSides = employees.union(
    words(
      """
      supplier suppliers vendor vendors partner partners seller sellers merchant merchants agent agents lieferant
      lieferanten partnern handler fournisseur fournisseurs partenaire partenaires proveedor proveedores socio socios
      """))

  /// Beside whether something was solved: what it was.
  fileprivate static let cases = words(
    """
    issue issues problem problems concern query case ticket request inquiry enquiry complaint matter call contact chat
    conversation incident first one touch single achieved met fully completely successfully flag yes y j n been done
    within sla confirmed says resolve solve anliegen fall vorgang anfrage beschwerde ersten beim wurde vollstandig
    demande dossier probleme cas reclamation premier appel
    caso problema solicitud consulta incidencia primer primera llamada contacto reclamo chamado primeiro contato
    """)
  fileprivate static let denials = words(
    """
    not never isnt wasnt nicht nie non pas jamais no sin nunca nao sem niet still yet noch encore toujours could be open
    offen ouvert abierto unresolved unsolved ungelost unerledigt ungeklart
    """)
  /// Units of times, and when the clock runs.
  fileprivate static let clocks = words(
    """
    median net gross seconds second secs sec minutes minute mins min m hours hour hrs hr h days day ms hh mm ss dd business calendar
    working work within first full final last total actual weeks week wks millis msec milliseconds case ticket issue close solve resolve sekunden minuten minute stunden std tage
    tagen bis losung heures jours minutos horas dias secondes segundos ouvrees ouvres ouvrables habiles laborables
    werktage werktagen arbeitstage arbeitstagen zur der
    """)
  /// Of texts: which of them, and how they were written.
  fileprivate static let texts = words(
    """
    any other additional further more anything else open ended free long short written original translated translation
    english en de fr es pt it nl raw clean cleaned line section positive negative good bad detailed details
    positivo negativo positif negatif positiv negativ nps csat ces initial first inbound incoming problem issue complaint incident main reason like liked dislike disliked own words better improvement improvements
    to if you want share with comment optional weitere sonstige allgemeine autres otros otras
    last latest recent most past selected leave write follow up exit voc voice osat ltr promoter detractor churn
    cancellation failed failure wrong missed late plain html field
    vo social media post posts interview query utterance quote sms whatsapp twitter sentence inquiry customers
    """)
  /// Who serves, whose words are no customer's.
  fileprivate static let others = words(
    """
    agent agents representative rep doctor nurse physician teacher instructor trainer technician engineer driver seller
    vendor merchant supplier partner resolution solution outcome techniker berater arzt conseiller medecin medico
    staff personnel team teams personal equipe equipo support helpdesk crew employee employees advisor adviser
    """)
  /// Of these it is the customer who gives feedback, or nobody.
  fileprivate static let insiders = company.union(
    words(
      """
      error alert push welcome template legal alt meta seo marketing system automatic auto
      competitor competitors rival rivals wettbewerber konkurrent concurrent competidor
      """))
  /// What a company says of itself.
  fileprivate static let company = words(
    """
    internal private manager managers supervisor coach coaching admin administrator moderator auditor qa calibration
    intern interne interner interno privat vorgesetzter
    """)
  /// What programs make that nobody has answered.
  fileprivate static let machines = words(
    """
    ai ki ia ml gpt llm machine model modelled auto automatic automated automatisch automatique automatico inferred
    imputed synthetic generated calculated computed predicho pred calc derived proxy virtual sentiment
    geschatzt berechnet vorhergesagt estime calcule predit estimado calculado
    """)
  /// What only customers write, whatever stands before it: "TripAdvisor review", "Acme feedback".
  fileprivate static let opinions = words(
    """
    review reviews feedback verbatim verbatims complaint complaints tweet opinion narrative bewertungstext beschwerde
    ruckmeldung meinung resena avis
    """)
  /// Of these, others write about what customers are given or told.
  fileprivate static let accounts = words("description summary title content notes note beschreibung")
  fileprivate static let goods = words(
    "product products item items hotel property course event produkt produit producto")
  fileprivate static let thingsToNote = things.subtracting(["ticket"])

  /// Names of a measure, which is one whatever was measured with it: "Acme NPS".
  fileprivate static let measures: [ColumnRole: [String]] = [
    .nps: ["nps", "rnps", "tnps", "net promoter"], .csat: ["csat"],
    .ces: ["customer effort score", "made it easy"],
  ]

  /// What is known of the names of each role, besides what all have in common.
  fileprivate static let own: [ColumnRole: Set<String>] = [
    .csat: people.union(things).union(
      words("bubble bubbles thumb thumbs up smiley emoji face faces latest last recent first plan tariff tarif")),
    .ces: people.union(things).union(words("made make makes much level")),
    .nps: people.union(
      words("net promoter likelihood willingness company brand loyalty likely probability latest last recent first hay")
    ),
    .resolved: people.union(cases),
    .resolution: clocks,
    .contacts: people.union(
      words(
        """
        no nr num anzahl case ticket until resolution resolve resolved required needed made many times contact contacted
        take took issue problem oft mussten kontaktieren combien fois avez contacter cuantas veces tuvo contactar
        contactarnos
        """)),
    .time: things.union(
      words(
        """
        epoch unix millis ms sec seconds
        am pm le el um uhr uhrzeit interview interviews hour added tweet post posted erstellungsdatum bewertungsdatum umfragedatum
        befragungsdatum bestelldatum besuchsdatum antwortdatum anrufdatum lieferdatum kontaktdatum aufnahmedatum
        """)),
    .text: people.union(things).subtracting(others).union(texts),
  ]
}

extension NameRules {
  /// Whether a name has a role only if all of it is understood.
  static func mustBeUnderstood(_ role: ColumnRole) -> Bool { HeaderWords.own[role] != nil }

  /// Whether all of a name is understood: every word belongs to the role, or adds nothing to it. Behind what people are
  /// asked for ("how satisfied are you with …", "ease of …") anything may be named, unless it turns the meaning.
  ///
  /// - Parameter name: without what it says of its scale.
  /// - Complexity: O(words of the name)
  static func understands(_ name: ColumnName, as role: ColumnRole) -> Bool {
    let words = name.words.split(separator: " ").map(String.init)
    if role == .text { return understandsText(name, words) }
    guard !isTurned(name, words), !isOfOthers(name, words, role) else { return false }
    if role == .resolved, saysUnsolved(name) {
      return !saysFirstContact(name) && words.allSatisfy { knows($0, role) || HeaderWords.denials.contains($0) }
    }
    guard role.isOfAnswers else { return words.allSatisfy { knows($0, role) } }
    if HeaderWords.measures[role]?.contains(where: name.holds) == true { return true }
    var isAsked = false
    for (index, word) in words.enumerated() {
      if role == .nps, HeaderWords.promoterStems.contains(where: word.hasPrefix) { return true }
      // "Wie wahrscheinlich ist es, dass Sie Acme Freunden empfehlen?": who asks how likely it is asks for what comes last.
      if role == .nps, ["likely", "wahrscheinlich", "probab"].contains(where: word.hasPrefix),
        words.contains(where: { word in HeaderWords.promoterStems.contains(where: word.hasPrefix) })
      {
        return true
      }
      let isPreposition = HeaderWords.prepositions.contains(word)
      if isAsked, isPreposition || HeaderWords.copulas.contains(word) { return true }
      if isPreposition, index > 0, HeaderWords.things.contains(words[index - 1]) { return true }
      if isWish(word, role) {
        isAsked = true
      } else if !knows(word, role), !isAsked || !HeaderWords.otherEnds.contains(where: word.hasPrefix) {
        return false
      }
    }
    return true
  }

  /// Of texts it matters who wrote them, and not of what: a name is understood unless it may be that of others than customers.
  private static func understandsText(_ name: ColumnName, _ words: [String]) -> Bool {
    guard !namesInsiders(name), !isWrittenByServer(name) else { return false }
    if isOpenQuestion(name) { return true }
    // What is sold is described by the seller, and notes of a call are taken by who answers it.
    if !name.parts.isDisjoint(with: HeaderWords.accounts) {
      let isOfSeller = !name.parts.isDisjoint(with: HeaderWords.goods)
      let isOfCall =
        !name.parts.isDisjoint(with: ["notes", "note", "summary"])
        && !name.parts.isDisjoint(with: HeaderWords.thingsToNote)
      if isOfSeller || isOfCall { return false }
      return words.allSatisfy { knows($0, .text) }
    }
    // What stands behind "comment about", anybody may be.
    let head = words.firstIndex { knowsText($0) } ?? words.count
    let end = words[head...].dropFirst().firstIndex { HeaderWords.prepositions.contains($0) } ?? words.count
    let named = words[..<end]
    let isOfPlace =
      words[..<head].contains(where: HeaderWords.places.contains)
      && !named.contains(where: HeaderWords.opinions.contains)
    guard !isOfSomebodyElse(words), !isOfPlace, !named.contains("staff") else { return false }
    let feedback = named.contains("feedback") || named.contains("review") || named.contains("reviews")
    guard feedback || named.allSatisfy({ !HeaderWords.others.contains($0) }) else { return false }
    // A sentence in the place of a header is a record.
    let isName = words.count <= 4
    return isName && named.contains(where: HeaderWords.opinions.contains) || named.allSatisfy { knows($0, .text) }
  }

  /// Whether what stands behind the name of a text says that it is by somebody else than the customer, or was written to one:
  /// "… der Praxis", "… del agente", "… to customer". What it is about may be anything.
  private static func isOfSomebodyElse(_ words: [String]) -> Bool {
    let links = HeaderWords.writers.union(HeaderWords.recipients)
    guard let link = words.indices.dropFirst().first(where: { links.contains(words[$0]) }),
      let noun = words[(link + 1)...].first(where: { !HeaderWords.articles.contains($0) })
    else { return false }
    if HeaderWords.recipients.contains(words[link]) { return isCustomer(noun) }
    // "l'hôtel"
    let plain =
      noun.hasPrefix("l") && HeaderWords.places.contains(String(noun.dropFirst())) ? String(noun.dropFirst()) : noun
    return !isCustomer(noun)
      && (HeaderWords.others.contains(noun) || HeaderWords.places.contains(plain)
        || isWrittenByServer(ColumnName("\(noun) text")))
  }

  /// Whether a name says that it is the company's own: "Internal notice".
  static func namesInsiders(_ name: ColumnName) -> Bool { !name.parts.isDisjoint(with: HeaderWords.insiders) }

  /// Whether a name says that people were asked whether they recommend something, or that a column holds what follows from it.
  static func asksToRecommend(_ name: ColumnName) -> Bool {
    ["nps", "net promoter", "aan te bevelen"].contains(where: name.holds)
      || name.parts.contains { part in
        part.hasSuffix("nps") || HeaderWords.promoterStems.contains(where: part.hasPrefix)
      }
  }

  /// Whether a word alone names what people write.
  private static func knowsText(_ word: String) -> Bool {
    HeaderWords.opinions.contains(word) || vocabularies[.text]?.words.contains(word) == true
  }

  /// Whether a name is one of good things alone, so that more of it is better.
  static func isOfGood(_ name: ColumnName) -> Bool {
    let words = name.parts
    let isNamed =
      namesThing(name) || isGenericScore(name) || strength(name, .csat) >= 2
      || words.contains { isWish($0, .csat) || isWish($0, .ces) }
    return isNamed && !isOfBad(name) && (understands(name, as: .csat) || understands(name, as: .ces))
  }

  /// Whether a name says that people were content, and not only that they rated something.
  static func isOfSatisfaction(_ name: ColumnName) -> Bool {
    HeaderWords.measures[.csat]?.contains(where: name.holds) == true || name.parts.contains { isWish($0, .csat) }
  }

  /// Whether a name says what was rated.
  static func namesThing(_ name: ColumnName) -> Bool { !name.parts.isDisjoint(with: HeaderWords.things) }

  /// Whether a name says that the feelings are those of people who are no customers: "Satisfaction of supplier", "eNPS".
  private static func isOfOthers(_ name: ColumnName, _ words: [String], _ role: ColumnRole) -> Bool {
    if role.isOfAnswers, worksHere.contains(where: name.holds) { return true }
    if role.isOfAnswers,
      asksWhatCustomersFeel(words) || speaksOfCustomer(words)
        || role == .csat && !name.isQuestion && ratesCustomers(words)
    {
      return true
    }
    // "Satisfaction des salariés"
    if role == .csat, words.contains("satisfaction"), words.last.map(ownStaff.contains) == true { return true }
    // "Supplier rating": it is the company that rates them.
    let rated = ["supplier*", "lieferant*", "fournisseur*", "proveedor*"]
    if role == .csat, !name.isQuestion, rated.contains(where: name.holds) {
      return true
    }
    if role.isOfAnswers, !name.isQuestion, HeaderWords.measures[role]?.contains(where: name.holds) == true {
      // "CSAT with AI agents" is the customers'.
      let own = words.prefix { !HeaderWords.prepositions.contains($0) }
      let others = [HeaderWords.company, HeaderWords.machines, HeaderWords.employees]
      if own.contains(where: { word in others.contains { $0.contains(word) } }) { return true }
    }
    if role == .nps { return words.contains("enps") || words.starts(with: ["e", "nps"]) }
    // "Rating by driver"
    if role.isOfAnswers, !name.isQuestion, let by = words.firstIndex(of: "by"),
      !words[..<by].contains(where: HeaderWords.prepositions.contains),
      !words[by...].contains(where: { HeaderWords.people.contains($0) && !HeaderWords.employees.contains($0) })
    {
      return true
    }
    guard role == .csat, let wish = words.firstIndex(where: { isWish($0, .csat) }) else { return false }
    // "Employee satisfaction"; that with the staff is the customers'.
    if wish > 0, HeaderWords.employees.subtracting(HeaderWords.things).contains(words[wish - 1]) { return true }
    let owners = words[(wish + 1)...]
    guard let first = owners.first, HeaderWords.genitives.contains(first) else { return false }
    return owners.dropFirst().prefix(3).contains { HeaderWords.otherSides.contains($0) }
  }

  /// "How satisfied do you think your customers are?"
  private static func asksWhatCustomersFeel(_ words: [String]) -> Bool {
    guard let guess = words.firstIndex(where: guesses.contains) else { return false }
    return words[(guess + 1)...].prefix(4).contains { isCustomer($0) }
  }

  /// "Rating of guest", "Score given to the customer", "Agent rating of call"
  private static func ratesCustomers(_ words: [String]) -> Bool {
    guard let link = words.lastIndex(where: { ["of", "to", "for"].contains($0) }), link > 0 else { return false }
    let rated = words[(link + 1)...].filter { !["the", "our", "your", "a", "this"].contains($0) }
    let raters = words[..<link].filter {
      !["rating", "ratings", "score", "stars", "star", "given", "our", "my"].contains($0)
    }
    let isByServer = words[link] == "of" && !raters.isEmpty
    return raters.count < link && !rated.isEmpty && raters.allSatisfy(HeaderWords.others.contains)
      && (isByServer || raters.isEmpty && rated.allSatisfy(isCustomer))
  }

  /// "How would you rate this guest?", "How satisfied was the customer?", "Wie bewerten Sie den Kunden?": somebody else speaks of a
  /// customer. What belongs to customers is theirs, as "the customer service", and so is the satisfaction "of the customer".
  private static func speaksOfCustomer(_ words: [String]) -> Bool {
    words.indices.dropFirst().contains { place in
      guard isCustomer(words[place]), determiners.contains(words[place - 1]) else { return false }
      if place + 1 < words.count, HeaderWords.things.contains(words[place + 1]) { return false }
      let before = words[..<(place - 1)]
      if before.last.map(HeaderWords.copulas.contains) == true { return true }
      // "Le client était-il satisfait ?"
      if place + 1 < words.count, HeaderWords.copulas.contains(words[place + 1]) { return true }
      guard before.last.map({ ["by", "from", "von", "vom", "par", "por"].contains($0) }) != true else { return false }
      return before.last.map { word in dealings.contains(where: word.hasPrefix) } == true
        || before.suffix(2).contains { word in dealings.contains(where: word.hasPrefix) } && before.last == "vous"
        || before.last == "sie" && before.contains { word in dealings.contains(where: word.hasPrefix) }
    }
      || words.count > 2 && isCustomer(words[words.count - 1])
        && ["del", "des", "du", "al", "do"].contains(words[words.count - 2])
        && rated.contains(words[words.count - 3])
  }

  private static let determiners = words(
    """
    the this that your our a der den dem die diesen diesem ihr ihre ihren le la les ce cet cette votre vos el este su sus
    il lo
    """)
  /// What somebody does with a customer.
  private static let dealings = [
    "rate", "handle", "serve", "help", "bewert", "beurteil", "evalu", "notez", "califi", "valora", "puntu", "valut",
  ]
  private static let rated = words(
    "bewertung beurteilung calificacion valoracion puntuacion califica valora puntua calificaria")

  private static func isCustomer(_ word: String) -> Bool {
    HeaderWords.people.contains(word) && !HeaderWords.employees.contains(word)
  }

  private static let guesses = words(
    """
    think believe suppose assume glauben denken meinen meinung schatzen pensez croyez selon cree creen piensa opina
    pensa denkt acha
    """)

  /// What employees are asked about.
  private static let worksHere = [
    "salary", "salaries", "wages", "colleagues", "coworkers", "workload", "leadership", "career*", "work life",
    "line manager", "at work", "as an employee", "with pay", "your pay", "my pay", "with benefits", "your benefits",
    "your team", "your work", "ihrem job", "ihr job", "gehalt", "fuhrungskraft", "kollegen", "ihrer arbeit",
    "ihrem team",
    "salaire", "votre travail", "vos collegues", "sueldo", "salario", "sus companeros",
    "place to work", "working here", "working at", "working for", "work here", "work for", "employer", "your job",
    "your manager",
    "your boss", "your supervisor", "your workplace", "arbeitgeber", "arbeitsplatz", "ihre fuhrungskraft",
    "vorgesetzten", "employeur", "lieu de travail", "travailler", "votre manager", "votre responsable", "empleador",
    "lugar para trabajar", "lugar de trabajo", "trabajar", "su jefe", "su trabajo", "this job", "this workplace",
    "diese stelle", "diesen job", "ce poste", "cet emploi", "este trabajo", "este empleo",
  ]

  private static let ownStaff = words(
    "salaries employes collaborateurs empleados trabajadores mitarbeiter mitarbeitenden")

  /// Whether a word turns the meaning of what is understood otherwise.
  private static func isTurned(_ name: ColumnName, _ words: [String]) -> Bool {
    words.contains { HeaderWords.turns.contains($0) || !name.isQuestion && HeaderWords.turnsOfNames.contains($0) }
      || HeaderWords.turningPhrases.contains(where: name.holds)
  }

  /// Whether people were asked to write, so that what they were asked may be anything.
  private static func isOpenQuestion(_ name: ColumnName) -> Bool {
    name.isQuestion
      || [
        "why", "improve", "tell us", "please", "warum", "pourquoi", "por que", "que pouvons", "que podemos",
        "was konnen", "reason for your", "reason for giving", "could we", "do better", "what happened", "what did",
        "what do", "anything else",
      ].contains(where: name.holds)
  }

  private static func isWish(_ word: String, _ role: ColumnRole) -> Bool {
    HeaderWords.wishes[role]?.contains(word) == true
      || HeaderWords.wishStems[role]?.contains(where: word.hasPrefix) == true
  }

  private static func knows(_ word: String, _ role: ColumnRole) -> Bool {
    func isKnown(_ word: String) -> Bool {
      HeaderWords.plain.contains(word) || HeaderWords.own[role]?.contains(word) == true
        || vocabularies[role]?.words.contains(word) == true
    }
    // "Q12", "l'accueil"
    return isKnown(word) || word.drop { $0 == "q" }.allSatisfy(\.isNumber)
      || vocabularies[role]?.stems.contains(where: word.hasPrefix) == true
      || word.count > 3 && (word.hasPrefix("l") || word.hasPrefix("d")) && isKnown(String(word.dropFirst()))
  }

  /// The words of the rules of each role.
  private static let vocabularies: [ColumnRole: (words: Set<String>, stems: [String])] = rules.keys.reduce(into: [:]) {
    let phrases = (rules[$1] ?? []).map(\.phrase) + (changes[$1] ?? []).filter { $0.change > -1 }.map(\.phrase)
    let all = phrases.flatMap { $0.split(separator: " ").map(String.init) }
    $0[$1] = (Set(all.filter { !$0.hasSuffix("*") }), all.filter { $0.hasSuffix("*") }.map { String($0.dropLast()) })
  }
}
