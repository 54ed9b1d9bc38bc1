extension NameRules {
  /// The names of each role.
  static let rules: [ColumnRole: [Rule]] = [
    .text:
      rules(
        5, 3,
        [
          "text", "comment", "comments", "feedback", "verbatim", "verbatims", "review text", "review body",
          "comment text",
          "customer comment", "message body", "ticket description", "full text", "free text", "kommentar", "kommentare",
          "freitext", "commentaire", "commentaires", "comentario", "comentarios",
        ])
      + rules(
        4.5, 3,
        [
          "review", "reviews", "message", "body", "description", "content", "open ended response", "bewertungstext",
          "nachricht", "beschreibung", "anmerkung", "anmerkungen", "ruckmeldung", "mensaje", "resena", "remarque",
          "remarques", "narrative", "complaint", "complaints", "what happened", "satisfaction comment", "pros", "cons",
          "beschwerde", "begrundung", "erfahrungsbericht", "komentarz", "komentarze", "uwagi", "opinia", "opinie",
          "uzasadnienie", "kommentarer", "opmerking", "opmerkingen", "toelichting", "commento", "commenti",
          "recensione",
          "recensie", "motivazione", "motivo de la calificacion", "motif de la note",
        ])
      + rules(
        4, 3.5,
        [
          "any other comments", "other comments", "additional comments", "anything else", "tell us",
          "in your own words",
          "reason for your score", "reason for your rating", "reason for giving", "could we do better", "do better",
          "rest of your feedback", "suggestions", "suggestion", "remarks", "remark", "opinion", "opinions",
          "please explain",
          "please describe", "verbesserungsvorschlage", "was konnen wir", "que pouvons nous", "que podemos",
          "sugerencias", "customer text", "ticket text", "tweet", "meinung", "rating comment", "bemerkung",
          "bemerkungen",
          "observations", "observaciones", "avis client", "avis clients", "avis du client", "follow up response",
          "follow up answer", "we improve", "what went well", "what went wrong", "ihnen gefallen",
          "dir gefallen", "vous a plu", "vous avez aime", "le gusto", "le ha gustado", "give this score",
          "give this rating", "give us this score", "give us this rating",
        ])
      + customerTextRules
      + rules(3, 2, ["why", "improve", "what did you", "what do you", "warum", "pourquoi", "por que", "notes", "avis"])
      + rules(2.5, 1, ["post", "question", "inquiry", "enquiry", "anfrage", "customer"])
      + rules(
        2.5, 0,
        [
          "query", "utterance", "prompt", "input", "user", "visitor", "guest", "client", "caller", "request", "frage",
          "anliegen", "kunde", "kundin", "demande", "pregunta", "consulta", "solicitud", "cliente",
        ])
      + rules(
        2, 1, ["subject", "title", "summary", "headline", "betreff", "sujet", "asunto", "titel", "titre", "titulo"]),
    .time:
      rules(
        5, 4.5,
        [
          "timestamp", "submitted at", "submit date", "date submitted", "submission date", "submit time", "submitted",
          "response date", "responded at", "recorded at", "recorded date", "completed at", "completion time",
          "review date", "survey date", "date of review", "date received", "received date", "received on", "created at",
          "date created", "created date", "creation date",
          "created time", "created on", "created", "published date", "publish date", "posted date", "date posted",
          "date published", "zeitstempel", "horodateur", "marca temporal", "erstellt am",
          "create date", "creation time", "erstellt", "cree", "creado", "eingang", "eingegangen", "eingangsdatum",
          "heure de fin", "hora de finalizacion", "fertigstellungszeit", "abschlusszeit", "endzeit",
          "eroffnet am", "eroffnet", "angelegt am", "angelegt", "gemeldet am", "date d ouverture", "ouvert le",
          "fecha de apertura", "abierto el", "opened on", "date opened", "opened date", "cree le", "date de creation",
          "fecha de creacion", "eingereicht am", "geoffnet am", "interview date", "date of interview", "interviewdatum",
          "submit date and time", "survey completed", "survey submitted", "survey date and time", "completed on",
          "completed date", "date completed", "completion date", "answered at", "answered on", "responded on",
          "responded",
          "response received", "submitted on", "survey response date", "beantwortet am", "ausgefullt am",
          "abgesendet am", "abgeschickt am", "repondu le", "complete le", "completee le", "soumis le", "respondido el",
          "completado el", "completada el", "enviado el", "create time", "ts",
        ])
      + rules(
        4.5, 3,
        [
          "date", "time", "datetime", "date time", "day", "datum", "zeit", "fecha", "received", "received at",
          "sent at",
          "posted at", "posted", "published at", "end date", "ended at", "date and time", "zeitpunkt", "sent",
          "opened at",
        ])
      + rules(4.5, 4, ["start date", "started at", "start time", "heure de debut", "hora de inicio", "startzeit"])
      + rules(4.5, 0, ["opened"]) + rules(3.5, 3, ["dt", "datetime", "tag", "dag", "jour", "giorno", "data"])
      + rules(3.5, 0, ["at", "when", "on", "heure", "hora", "gesendet"])
      + rules(
        2, 1.5, ["month", "week", "year", "quarter", "woche", "monat", "quartal", "semaine", "mois", "trimestre"])
      + rules(3.5, 0, ["completed"])
      + rules(2, 1.5, ["updated at", "closed at", "solved at", "resolved at"]),
    .csat:
      rules(
        5, 4,
        [
          "csat", "osat", "csat score", "satisfaction", "customer satisfaction", "satisfaction score",
          "satisfaction rating",
          "overall satisfaction",
        ])
      + rules(4.5, 3.5, ["how satisfied", "star rating", "overall rating", "sternebewertung", "wie zufrieden"])
      + rules(
        4, 3,
        [
          "rating", "ratings", "stars", "star", "satisf*", "zufried*", "soddisf*", "tevreden*", "zadowol*",
          "kundenzufriedenheit",
          "gesamtzufriedenheit", "gesamtbewertung", "bewertung", "sterne", "etoiles", "estrellas",
          "calificacion",
          "puntuacion", "valoracion", "would you rate", "do you rate", "conversation rating", "rate your",
          "survey score", "survey result", "survey results", "survey response", "feedback score", "review score",
          "gesamtnote", "schulnote", "schulnoten", "gesamteindruck", "quelle note", "note globale", "donneriez",
          "bewerten",
          "happy are you", "are you happy", "were you happy", "happy with", "post call survey", "post chat survey",
          "post contact survey", "post interaction survey", "after call survey", "calificaria", "califica", "valora",
          "valoraria", "evaluez", "how happy", "how was your",
          "how would you rate", "valutazione", "avaliacao", "rate our", "rate the", "rate us", "rate this",
        ])
      + rules(
        3, 0,
        [
          "overall", "overall experience", "overall score", "overall impression", "service score", "support score",
          "experience score", "customer experience score", "cx score", "happiness score", "score given",
          "score received",
        ])
      + rules(2, 0, ["score", "note", "nota", "scores", "punkte", "rate"])
      + rules(
        2, 0, ["feedback", "review", "opinion", "evaluation", "experience", "quality", "qualitat", "meinung", "avis"]),
    .nps:
      rules(
        5, 4.5, ["nps", "enps", "e nps", "nps score", "net promoter score", "net promoter", "likelihood to recommend"])
      + rules(
        4, 4,
        [
          "likely are you to recommend", "likely is it that you would recommend", "likely to recommend",
          "likely you are to recommend", "likely would you be to recommend", "wahrscheinlich ist es",
          "probabilidad hay de que", "probabilite que vous",
        ])
      + rules(
        3, 3,
        [
          "weiterempf*", "weiter empfehlen", "empfehl*", "recommand*", "recomend*", "recomiend*", "aanbevel*",
          "aanbeveel*", "aan te bevelen", "raccomand*", "consigliere*", "poleci*",
        ])
      + rules(2, 2, ["recommend*"]),
    .ces:
      rules(5, 4, ["ces", "ces score", "customer effort score", "customer effort", "effort score", "how easy"])
      + rules(
        4, 3,
        [
          "effort", "effortful", "ease", "easy", "wie einfach", "wie leicht", "aufwand", "facile", "facilite", "facil",
          "esfuerzo",
        ]),
    .resolved:
      rules(
        5, 3.5,
        [
          "resolved", "solved", "is resolved", "issue resolved", "problem solved", "problem resolved", "was resolved",
          "did we resolve", "did we solve", "agent resolve", "agent solve", "se resolvio",
          "gelost", "erledigt", "resolu", "resolue", "resuelto", "solucionado", "resuelta",
          "opgelost", "resolvido", "resolvida", "risolto", "risolta",
        ])
      + rules(5, 3.5, ["unresolved", "unsolved", "ungelost", "unerledigt", "sin resolver", "sin solucionar"])
      + rules(
        4.5, 3,
        [
          "fcr", "first contact resolution", "first call resolution", "first contact resolved", "first call resolved",
          "resolved on first contact", "resolved at first contact", "resolved on first call", "solved on first contact",
          "one touch resolution", "losung im erstkontakt", "resolution au premier contact",
          "resolucion en el primer contacto",
        ])
      + rules(
        4, 3,
        [
          "erstlosung", "erstlosungsquote", "problem fixed", "issue fixed", "fixed", "question answered",
          "query answered",
          "did this solve", "did that solve", "did it solve", "solve your problem", "solve your issue",
          "resolve your issue", "resolve your problem",
        ])
      + rules(
        4, 0,
        [
          "closed", "is closed", "case closed", "ticket closed", "geschlossen", "abgeschlossen", "clos", "cloture",
          "ferme",
          "cerrado",
        ])
      + rules(
        2, 0,
        [
          "status", "ticket status", "state", "conversation state", "resolution status", "case status", "issue status",
          "request status", "outcome", "case outcome", "call outcome", "ticket outcome", "disposition", "resolution",
          "ergebnis", "resultado", "vorgangsstatus", "ticketstatus", "fallstatus", "bearbeitungsstatus",
          "anfragestatus",
          "status des tickets", "statut", "statut du ticket", "statut du dossier", "statut de la demande", "etat",
          "etat du ticket", "etat de la demande", "estado", "estado del ticket", "estado del caso",
          "estado de la solicitud", "estado de la incidencia", "stato", "stato del ticket",
        ]),
    .resolution:
      rules(
        5, 4,
        [
          "resolution time", "time to resolution", "time to resolve", "time to close", "time to solve",
          "resolution hours", "resolution minutes",
          "resolution days", "resolution seconds", "resolution secs", "resolution mins", "resolution min",
          "resolution hrs", "resolution ms", "resolution duration", "tempo de resolucao", "tempo ate a resolucao",
          "tempo di risoluzione", "oplostijd", "dauer bis losung", "dauer bis zur losung", "losungszeit",
          "losungsdauer", "duree de resolution",
          "duracion de la resolucion", "temps de resolution", "delai de resolution",
          "tiempo de resolucion", "time to first resolution", "time to full resolution", "time to final resolution",
          "time to last resolution", "zeit bis zur ersten losung", "zeit bis zur endgultigen losung",
          "delai de premiere resolution",
          "temps de premiere resolution", "tiempo de primera resolucion", "tiempo hasta la resolucion",
        ])
      + rules(
        4, 3,
        [
          "days to resolve", "hours to resolve", "minutes to resolve", "days to resolution", "hours to resolution",
          "minutes to resolution", "days to close", "hours to close", "minutes to close", "days to solve",
          "hours to solve", "days to closure", "hours to closure", "time to closure", "time to fix", "closure time",
          "turnaround time", "tage bis zur losung", "stunden bis zur losung", "zeit bis zur losung", "durchlaufzeit",
          "jours jusqu a la resolution", "dias hasta la resolucion", "horas hasta la resolucion",
        ])
      + rules(3, 3, ["ttr", "mttr", "bearbeitungszeit", "bearbeitungsdauer"]) + rules(3, 0, ["resolution"]),
    .contacts:
      rules(
        4, 3.5,
        [
          "contacts", "number of contacts", "contact count", "customer interactions", "anzahl kontakte",
          "nombre de contacts", "numero de contactos", "kontakte", "contactos",
          "times did you have to contact", "times did you contact", "times have you contacted", "times you contacted",
          "contacts did it take", "contacts needed", "oft mussten sie uns kontaktieren",
          "fois avez vous du nous contacter",
          "veces tuvo que contactar",
        ]) + rules(3, 0, ["replies", "number of replies", "interactions", "touches", "reply count"]),
    .customer:
      rules(
        5, 0,
        [
          "customer", "customer id", "client", "client id", "kunde", "kundennummer", "kunden id", "cliente",
          "customer number", "id cliente",
        ])
      + rules(
        4.5, 0, ["customer email", "requester id", "user id", "contact id", "requester email", "userid", "account id"])
      + rules(
        4, 0,
        [
          "requester", "customer name", "requester name", "user", "username", "user name", "contact name", "email",
          "e mail", "email address", "author", "reviewer", "member", "account", "kundenname", "nom du client",
        ])
      + rules(3, 0, ["from", "contact", "reviewer name", "reviewer nickname", "respondent email", "person email"]),
    .agent:
      rules(
        5, 0,
        [
          "agent", "agent name", "assignee", "assignee name", "assigned to", "assigned agent", "support agent",
          "teammate assigned", "handled by", "bearbeiter", "sachbearbeiter", "mitarbeiter", "conseiller", "agente",
        ])
      + rules(4, 0, ["agent id", "operator", "representative", "rep", "owner", "ticket owner", "advisor", "teammate"])
      + agentRules,
    .team:
      rules(
        5, 0,
        [
          "team", "team name", "team assigned", "group", "group name", "agent group", "assigned group", "ticket group",
          "department", "queue", "abteilung", "gruppe", "equipe", "equipo",
        ]),
    .channel:
      rules(
        5, 0, ["channel", "channel name", "contact channel", "ticket channel", "support channel", "kanal", "canal"])
      + rules(3, 0, ["via", "source", "medium", "ticket source", "via channel"]),
    .reply:
      rules(
        5, 3.5,
        [
          "reply", "agent reply", "agent response", "support reply", "our reply", "reply text", "developer reply",
          "agent answer", "agent message", "response text", "company response", "owner response",
        ])
      + rules(
        4, 0,
        [
          "answer", "antwort", "response", "reponse", "respuesta", "public reply", "last reply",
          "first reply", "first response",
        ]),
    .conversation:
      rules(
        5, 0,
        ["conversation", "conversation id", "chat id", "thread id", "dialogue id", "dialog id", "conversation part of"])
      + rules(3, 0, ["thread", "chat", "session id", "ticket id", "case id"]),
    .role:
      rules(
        5, 0,
        [
          "role", "sender type", "author type", "sender role", "author role", "speaker", "from type", "speaker role",
          "message role", "rolle", "participant type", "direction", "message direction", "from role", "sent by",
          "written by",
        ]) + rules(3, 0, ["sender", "participant", "from"]),
    .turn:
      rules(
        5, 0,
        ["turn", "turn number", "turn id", "message number", "message index", "sequence", "part number", "message no"]),
    .id:
      rules(
        5, 3,
        [
          "id", "ticket id", "response id", "respondent id", "review id", "record id", "token", "uuid", "case id",
          "case number", "ticket number", "network id", "number", "no", "nr", "key",
        ]),
  ]

  /// Words that make a fit better or worse.
  static let changes: [ColumnRole: [(phrase: String, change: Double)]] = [
    .text: [
      ("reply", -2.5), ("response from", -2), ("title", -2.5), ("id", -2), ("url", -3), ("developer", -2),
      ("agent", -1),
      ("date", -2.5), ("time", -1.5), ("author", -2), ("language", -2), ("count", -2), ("internal", -1.5),
      ("length", -2),
      ("rating", -0.5), ("private", -1.5), ("type", -2), ("by", -1),
    ],
    .time: [
      ("updated", -3), ("update", -3), ("modified", -3), ("last", -1), ("due", -3), ("closed", -2.5), ("close", -2.5),
      ("solved", -2.5),
      ("resolved", -2.5), ("first response", -3), ("first reply", -3), ("millis", -1), ("epoch", -1), ("reply", -3),
      ("zone", -4), ("spent", -4), ("taken", -4), ("response time", -4), ("resolution", -4), ("assigned", -2),
      ("start", -1), ("started", -1), ("birth", -5), ("order", -1), ("purchase", -3), ("added", -1), ("seen", -2),
      ("scraped", -3), ("crawled", -3), ("replied", -4), ("person", -2), ("user", -2), ("account", -2),
      ("contact", -2), ("customer", -2), ("member", -2), ("reviewer", -2), ("requester", -1), ("wake*", -5),
      ("woke", -5), ("sleep*", -5), ("bedtime", -5), ("best time", -5), ("best day", -5), ("preferred", -5),
      ("call back", -4), ("callback", -4), ("expir*", -5), ("valid", -3), ("deadline", -5), ("next", -4),
      ("future", -4), ("appointment", -2), ("arrival", -2), ("departure", -2), ("check in", -1), ("check out", -1),
      ("would you", -3), ("do you", -3), ("did you", -1.5),
    ],
    .csat: [
      ("overall", 0.5), ("comment", -4), ("reason", -4), ("count", -4), ("date", -4), ("average", -1), ("mean", -1),
      ("media", -1), ("moyenne", -1), ("durchschnitt*", -1), ("easy", -2),
      ("recommend*", -2), ("group", -2), ("internal", -2), ("dissatisfied because", -4), ("rank*", -5),
      ("order of preference", -5), ("category", -3), ("segment", -3),
    ],
    .nps: [
      ("comment", -4), ("reason", -4), ("category", -4), ("group", -4), ("segment", -4), ("type", -4), ("date", -4),
      ("feedback", -4), ("why", -4), ("not recommend", -5), ("unlikely", -5), ("nicht weiterempf*", -5),
      ("nicht empfehlen", -5), ("abraten", -5), ("pas recommand*", -5), ("no recomend*", -5), ("no nos recomend*", -5),
      ("niet aanbevel*", -5), ("non raccomand*", -5), ("non consigl*", -5), ("nie poleci*", -5),
    ],
    .ces: [("comment", -4), ("reason", -4), ("recommend*", -3)],
    .resolved: [
      ("at", -3), ("at first", 3), ("date", -3), ("time", -3), ("by", -2), ("tickets", -2), ("days", -3), ("hours", -3),
      ("reopened", -4),
      ("re opened", -4), ("still open", -4),
    ],
    .resolution: [
      ("full", 0.5), ("final", 0.5), ("last", 0.5), ("endgultig*", 0.5), ("first", -0.5), ("ersten", -0.5),
      ("premiere", -0.5), ("primera", -0.5), ("business", -0.3), ("status", -4), ("due", -4), ("target", -4),
    ],
    .contacts: [("agent", -1), ("date", -4)],
  ]
}
