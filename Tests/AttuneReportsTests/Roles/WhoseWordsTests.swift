import Testing

@testable import AttuneReports

/// Whose ratings and whose words a column holds.
@Suite struct WhoseWordsTests {
  /// Who is called "bot" and "human" is nobody's name.
  @Test func kindsOfWritersAreNoAgents() {
    func agents(_ names: [String]) -> Int? {
      let columns = [column("handled_by", (0..<40).map { names[$0 % names.count] })]
      return RoleFinder(columns).find().roles[.agent]?.column
    }
    #expect(agents(["bot", "human"]) == nil && agents(["Mensch", "KI"]) == nil)
    #expect(agents(["Ana", "Ben"]) == 0 && agents(["Ana", "Ben", "Support Bot"]) == 0)
  }

  /// A table of how many gave each answer has no answers.
  @Test(arguments: [
    ["Very happy", "Happy", "Unhappy", "Very unhappy"], ["Promoters", "Passives", "Detractors"],
    ["Sehr zufrieden", "Zufrieden", "Unzufrieden"],
  ]) func countsAreNoAnswers(names: [String]) {
    let columns =
      [column("Date", (10..<40).map { "2026-0\($0 / 20 + 1)-\($0 % 20 + 10)" })]
      + names.indices.map { place in column(names[place], (0..<30).map { "\(($0 + place) % 5 + 1)" }) }
    let finding = RoleFinder(columns).find()
    #expect(finding.roles.keys.allSatisfy { $0 == .time })
    #expect(finding.open.map(\.reason) == names.map { _ in .countsOfAnswers })
  }

  /// What was cancelled is neither solved nor open, however much it is.
  @Test func cancelledCasesLeaveTheShare() {
    let states = (0..<60).map { ["Closed", "In Progress", "Canceled"][$0 % 3] }
    #expect(RoleFinder([column("state", states)]).find().roles[.resolved]?.column == 0)
    let mixed = (0..<60).map { ["Closed", "In Progress", "Blue"][$0 % 3] }
    #expect(RoleFinder([column("state", mixed)]).find().roles[.resolved] == nil)
  }

  private static let stars = (0..<60).map { "\([5, 4, 5, 3, 2, 5, 1][$0 % 7])" }
  private static let notes = (0..<60).map { "Called about renewal \($0), they were unhappy with the price" }

  /// Somebody else speaks of a customer, or people of their own work.
  @Test(arguments: [
    "How would you rate this customer?", "How would you rate the passenger?", "Rate this guest",
    "Please rate the caller",
    "How was your guest?", "Wie bewerten Sie den Kunden?", "Bewertung des Kunden", "Comment évaluez-vous ce client ?",
    "¿Cómo califica al cliente?", "Calificación del cliente", "How satisfied was the customer?",
    "How happy is the client with us?", "Wie zufrieden sind Ihre Kunden mit Ihnen?", "Le client était-il satisfait ?",
    "How satisfied are you with your salary?", "How satisfied are you with your team?", "How happy are you at work?",
    "Satisfaction with my line manager", "Satisfaction with work-life balance", "Satisfaction des salariés",
    "Wie zufrieden sind Sie mit Ihrem Gehalt?", "Êtes-vous satisfait de votre travail ?", "CSAT_pred", "Derived CSAT",
    "CSAT geschätzt", "How satisfied did you expect to be?", "Data quality rating",
    "How would you rate your knowledge of our products?", "Wie zufrieden sind Sie mit Ihrem Leben?",
  ])
  func scoresThatNoCustomerGaveAreNone(name: String) {
    #expect(RoleFinder([column(name, Self.stars)]).find().roles[.csat] == nil)
  }

  @Test(arguments: [
    "How satisfied are you with Acme?", "How would you rate the customer service?",
    "How satisfied are you as a customer?",
    "How would you rate our guest services?", "How satisfied are you with your new kitchen?",
    "Satisfacción del cliente",
    "Zufriedenheit des Kunden", "Rating given by the customer", "Comment évaluez-vous le service client ?",
    "¿Cómo califica el servicio al cliente?", "Satisfaction with Acme broadband",
  ])
  func scoresOfCustomersStay(name: String) {
    #expect(RoleFinder([column(name, Self.stars)]).find().roles[.csat] != nil)
  }

  /// An NPS needs words of recommending: other likelihoods are asked for in the same words.
  @Test(arguments: [
    "Wie wahrscheinlich ist es, dass Sie kündigen?", "Wie wahrscheinlich ist es, dass Sie wieder bei uns kaufen?",
    "Quelle est la probabilité que vous nous quittiez ?", "¿Qué probabilidad hay de que cancele?",
    "How likely are you to buy again?", "How likely is the customer to recommend us?",
  ])
  func otherLikelihoodsAreNoRecommendation(name: String) {
    let tens = (0..<60).map { "\([10, 9, 3, 0, 8, 7][$0 % 6])" }
    #expect(RoleFinder([column(name, tens)]).find().roles[.nps] == nil)
  }

  @Test(arguments: [
    "Wie wahrscheinlich ist es, dass Sie Acme Freunden empfehlen?",
    "Quelle est la probabilité que vous nous recommandiez ?",
    "¿Qué probabilidad hay de que nos recomiende?", "NPS", "likely_to_recommend",
  ])
  func recommendationsStay(name: String) {
    let tens = (0..<60).map { "\([10, 9, 3, 0, 8, 7][$0 % 6])" }
    #expect(RoleFinder([column(name, tens)]).find().roles[.nps]?.column == 0)
  }

  /// What the company wrote, or nobody knows who, is offered and not read.
  @Test(arguments: [
    "Hotel comment", "Commentaire de l'hôtel", "Remarque du conseiller", "Kommentar der Praxis", "Kommentar vom Team",
    "Anmerkung des Beraters", "Rückmeldung an Kunden", "Observaciones del agente", "Comentario del hotel",
    "Message to customer", "Staff feedback", "What we did", "Work log", "Journal", "Remedy", "Stellungnahme", "Svar",
  ])
  func textsOfOthersAreOffered(name: String) {
    #expect(RoleFinder([column(name, Self.notes)]).find().roles[.text] == nil)
  }

  @Test(arguments: [
    "Kommentar des Kunden", "Comentario del cliente", "Hotel review", "Comments about the hotel",
    "Your message to the hotel", "Comments from guests", "Kommentar zur Lieferung", "Co możemy poprawić?", "Q14",
    "Begründung", "Opinia", "Kommentarer",
  ])
  func textsOfCustomersAreRead(name: String) {
    let texts = (0..<60).map { "I waited three weeks for parcel \($0) and nobody called me back" }
    #expect(RoleFinder([column(name, texts)]).find().roles[.text]?.column == 0)
  }

  @Test(arguments: [
    "Rating of guest", "Rating given to customer", "Rating for the guest",
    "How satisfied do you think your customers are?",
    "Wie zufrieden sind Ihrer Meinung nach die Kunden?", "Driver rating of passenger", "Agent rating of call",
    // Made by programs, or by those who serve.
    "CX Score", "CX score rating", "AI CSAT", "CSAT (AI)", "CSAT score (AI)", "Auto CSAT", "Inferred CSAT",
    "Imputed CSAT", "CSAT (model)", "CSAT automatique", "CSAT IA", "CSAT KI", "CSAT predicho", "CSAT employees",
    "CSAT staff", "CSAT manager", "CSAT QA",
  ])
  func ratingsOfCustomersAreNamed(name: String) {
    let finding = RoleFinder([column(name, Self.stars)]).find()
    #expect(finding.roles[.csat] == nil && finding.open.map(\.reason) == [.unclear(.csat)], "\(finding)")
  }

  @Test(arguments: [
    "Rating of customer service", "Guest rating", "Customer satisfaction rating", "Rating of the experience",
    "CSAT with AI agents", "Agent CSAT", "Bot CSAT", "Team CSAT", "CSAT Acme",
  ])
  func ratingsByCustomersAreUsed(name: String) {
    #expect(RoleFinder([column(name, Self.stars)]).find().roles[.csat] != nil)
  }

  private func text(_ name: String, beside others: [RoleFinder.Column]) -> RoleFinder.Finding {
    RoleFinder(others + [column(name, Self.notes)]).find()
  }

  @Test(arguments: ["Notes", "Remarks", "Bemerkungen", "Observaciones"])
  func notesBesideAgentsMayBeTheirs(name: String) {
    let owner = column("Owner", (0..<60).map { "Rep \($0 % 6)" })
    let finding = text(name, beside: [owner])
    #expect(finding.roles[.text] == nil && finding.open.contains { $0.reason == .unreadText })
    // Answers of customers, or no agents, say that it is the customers who wrote.
    #expect(text(name, beside: [owner, column("CSAT", Self.stars)]).roles[.text] != nil)
    #expect(text(name, beside: [column("City", (0..<60).map { "Town \($0 % 6)" })]).roles[.text] != nil)
    #expect(text("Comments", beside: [owner]).roles[.text] != nil)
  }

  @Test func notesThatSpeakOfCustomersAreNotTheirs() {
    let about = [
      "Cust rude and angry. Escalated to supervisor", "Caller confused. Walked through reset. Resolved",
      "Refund denied. Customer upset and threatened to leave", "Called back no answer. Left voicemail",
    ]
    let scores = column("Rating", Self.stars)
    func finding(_ texts: [String]) -> RoleFinder.Finding {
      RoleFinder([scores, column("Notes", (0..<60).map { "\(texts[$0 % texts.count]). Ref \($0)" })]).find()
    }
    #expect(finding(about).roles[.text] == nil && finding(about).open.contains { $0.reason == .unreadText })
    #expect(finding(["I was a customer for years, and my call was cut", "My order came late"]).roles[.text] != nil)
  }

  @Test func columnsOfAnswersThatAreNotUsedAreNamed() {
    func reason(_ name: String, _ values: [String]) -> OpenColumn.Reason? {
      let columns = [
        column("Overall satisfaction", Self.stars), column(name, (0..<60).map { values[$0 % values.count] }),
      ]
      return RoleFinder(columns).find().open.first { $0.column == 1 }?.reason
    }
    #expect(reason("Recommendation", ["Recommends", "Doesn't recommend"]) == .unused)
    #expect(reason("Minutes (m)", ["1", "2", "4"]) == nil)
    // Of these nobody knows whether yes is good.
    for name in ["voted_up", "Konnten wir Ihr Anliegen lösen?", "Complaint", "Abandoned?", "Cancelled"] {
      #expect(reason(name, ["yes", "no"]) == .yesOrNoOfAnything, "\(name)")
    }
    #expect(reason("Ambience", ["★★★★☆", "★★★☆☆", "★★★★★"]) == .unused)
    #expect(reason("Voto complessivo", ["8", "9,5", "7", "6,5"]) == .unused)
    #expect(reason("How did it meet your expectations?", ["Met", "Exceeded", "Below"]) == .unused)
    for (name, values) in [
      ("Region", ["North", "South"]), ("Ticket type", ["Fault", "Question"]), ("Reopened", ["yes", "no"]),
      ("Priority", ["1", "2", "3"]), ("Floor", ["1", "2"]), ("csat_sent", ["yes", "no"]),
      ("Agent", ["Ana Ruiz", "Bo Li"]),
    ] {
      #expect(reason(name, values) == nil, "\(name)")
    }
  }

  @Test func kindsOfCasesAreToldByTheirNames() {
    func isKind(_ name: String, _ values: [String]) -> Bool {
      RoleFinder([column(name, (0..<60).map { values[$0 % values.count] })]).kinds(taken: []) == [0]
    }
    for name in [
      "Type", "Ticket type", "Issue type", "Reason", "Topic", "Customer type", "Anliegen", "Motif", "Tipo de caso",
    ] {
      #expect(isKind(name, ["Fault", "Question"]), "\(name)")
    }
    #expect(isKind("case type", ["Easy", "Hard"]) && !isKind("NPS segment", ["Promoter", "Detractor"]))
    for name in ["Priority", "Complexity", "Priorität"] { #expect(isKind(name, ["high", "medium", "low"]), "\(name)") }
    for name in ["Reason for rating", "Resolution type", "Closure reason", "What is the reason?", "Name"] {
      #expect(!isKind(name, ["Fault", "Question"]), "\(name)")
    }
  }
}
