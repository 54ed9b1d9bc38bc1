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
