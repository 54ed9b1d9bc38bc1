/// Whose a turn of a conversation is, by what an export calls its writer: "Support Agent", "End-user", "Chatbot".
package enum TurnSide: Sendable, Hashable {
  case agent, customer
  /// A bot, the system, an internal note: neither side.
  case neither
  /// No known word; such turns are taken for the customer's.
  case unknown

  /// Whether what was written counts as a customer's: where nobody says that it is not.
  package var isCustomers: Bool { self == .customer || self == .unknown }

  /// Reads a role in English, German, French or Spanish. Bots come first, then the last telling word counts: "customer
  /// service" is an agent, "service user" a customer.
  package init(role: String) {
    switch role {
    case "agent":
      self = .agent
      return
    case "customer", "user":
      self = .customer
      return
    default: break
    }
    let words = Self.words(role)
    self = .unknown
    if words.contains(where: Self.isMachine) {
      self = .neither
      return
    }
    for word in words {
      if Self.isAgent(word) {
        self = .agent
      } else if Self.customers.contains(word) {
        // "Conseiller client", "servicio al cliente", "team member"
        if self == .agent, Self.weakCustomers.contains(word) { continue }
        self = .customer
      }
    }
  }

  /// Whether values of a column say who wrote something, whatever the column is called: of both sides, by words that hardly say
  /// anything else. "Business" and "consumer" may be kinds of customers.
  package static func areWriters(_ values: [String]) -> Bool {
    let words = values.map { Set(Self.words($0)) }
    return !values.contains { TurnSide(role: $0) == .unknown }
      && words.contains { !$0.isDisjoint(with: plainAgents) } && words.contains { !$0.isDisjoint(with: plainCustomers) }
      && Set(values.map { TurnSide(role: $0) }).isSuperset(of: [.agent, .customer])
  }

  /// Whether a word, in small letters without accents, is none that hardly says anything else than a side.
  static func isUnclear(_ word: String) -> Bool {
    !plainAgents.contains(word) && !plainCustomers.contains(word) && !isMachine(word)
  }

  private static func isMachine(_ word: String) -> Bool {
    machines.contains(word) || word.hasSuffix("bot") && word != "abbot"
  }

  private static let plainAgents = list(
    """
    agent agents support staff representative rep csr advisor adviser operator helpdesk outbound outgoing assistant
    mitarbeiter mitarbeiterin sachbearbeiter kundendienst kundenservice agentin conseiller conseillere agente
    asesor asesora soporte
    """)

  private static let plainCustomers = list(
    """
    customer customers client user enduser visitor caller requester requestor inbound incoming kunde kundin nutzer
    anrufer cliente clienta utilisateur usuario usuaria
    """)

  private static func isAgent(_ word: String) -> Bool {
    agents.contains(word) || agentEndings.contains { word.count > $0.count && word.hasSuffix($0) }
  }

  /// Small words without accents; "SupportAgent" is two.
  static func words(_ role: String) -> [String] {
    var words: [String] = []
    var word = ""
    var wasSmall = false
    for character in role.prefix(200) {
      let isCapital = character.isUppercase
      if !character.isLetter || (isCapital && wasSmall) {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      wasSmall = character.isLowercase
      guard character.isLetter else { continue }
      // The first scalar of a decomposed letter is the letter without its accents.
      for small in character.lowercased() { word.unicodeScalars.append(plain(small)) }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  private static func list(_ text: String) -> Set<String> {
    Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
  }

  private static func plain(_ letter: Character) -> Unicode.Scalar {
    if let plain = accents[letter] { return plain }
    return letter.unicodeScalars.first ?? "?"
  }

  private static let accents: [Character: Unicode.Scalar] = [
    "à": "a", "á": "a", "â": "a", "ä": "a", "ã": "a", "ç": "c", "è": "e", "é": "e", "ê": "e", "ë": "e", "í": "i",
    "î": "i",
    "ï": "i", "ñ": "n", "ó": "o", "ô": "o", "ö": "o", "ú": "u", "û": "u", "ü": "u",
  ]

  private static let machines = list(
    """
    bot bots robot system sys automation automations automated automatic auto autoreply autoresponder trigger
    workflow macro ivr ai ki ia virtual event status note notes internal log notification announcement automatisch
    automatique automatico systeme sistema notiz interne interno
    """)

  private static let agents = list(
    """
    agent agents support operator operators staff representative representatives rep reps csr cs advisor adviser
    admin administrator employee teammate clerk consultant specialist expert technician assistant assistance
    associate helpdesk desk service care sales success team company brand business merchant seller vendor owner
    manager supervisor moderator concierge host outbound outgoing responder handler assignee officer mitarbeiter
    mitarbeiterin sachbearbeiter sachbearbeiterin bearbeiter bearbeiterin berater beraterin betreuer betreuerin
    agentin personal techniker kundendienst kundenservice conseiller conseillere operateur operatrice employe
    representant representante technicien technicienne salarie equipe vendeur agente agentes asesor asesora
    operador operadora empleado empleada soporte tecnico tecnica atencion servicio equipo vendedor
    """)

  private static let agentEndings = [
    "mitarbeiter", "mitarbeiterin", "betreuer", "betreuerin", "berater", "beraterin", "service", "kundendienst",
    "support",
    "agent",
  ]

  private static let customers = list(
    """
    customer customers client clients user users enduser visitor caller requester requestor contact consumer buyer
    guest passenger patient member lead shopper subscriber reporter human inbound incoming reviewer complainant
    traveller traveler tenant student citizen kunde kundin kunden nutzer nutzerin benutzer besucher besucherin
    anrufer anruferin gast kaufer cliente clientes clienta utilisateur utilisatrice visiteur visiteuse acheteur
    usuario usuaria visitante comprador compradora
    """)

  private static let weakCustomers = list(
    """
    client clients cliente clientes usuario utilisateur member members
    """)
}
