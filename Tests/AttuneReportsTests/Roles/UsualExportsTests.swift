import Testing

@testable import AttuneCare
@testable import AttuneReports
@testable import AttuneStatistics

/// Columns that help desks, chat tools and surveys export, in four languages: whose text it is, what cases are, what stands for
/// no answer.
@Suite struct UsualExportsTests {
  private static let fives = (0..<60).map { "\([4, 1, 5, 3, 2, 5, 4][$0 % 7])" }
  private static let tens = (0..<60).map { "\([9, 3, 10, 7, 6, 1, 8, 10][$0 % 8])" }
  private static let truths = (0..<60).map { ["yes", "no", "yes"][$0 % 3] }
  private static let hours = (0..<60).map { "\(1 + $0 % 7).5" }
  private static let days = (0..<60).map { "2026-0\(1 + $0 % 6)-1\($0 % 9)" }
  private static let wishes = (0..<60).map { "My parcel \($0) never came and I am upset" }
  private static let answers = (0..<60).map { "We are sorry that your parcel \($0) is late, and will send another one" }

  private func find(_ columns: [(String, [String])]) -> RoleFinder.Finding {
    RoleFinder(columns.map { column($0, $1) }).find()
  }

  private func role(_ name: String, _ values: [String]) -> ColumnRole? {
    find([(name, values)]).roles.first { $0.key != .id }?.key
  }

  private func reason(_ name: String, _ values: [String]) -> OpenColumn.Reason? {
    find([(name, values)]).open.first?.reason
  }

  // MARK: Who wrote

  private static let servers = [
    "Bot message", "Bot response", "Bot reply", "bot_text", "Assistant response", "Agent message", "Operator message",
    "Response", "Answer", "Beraternachricht", "Réponse du conseiller", "Respuesta del agente",
  ]

  @Test(arguments: [
    "User message", "User input", "User query", "Query", "Utterance", "User", "Visitor message", "Visitor", "Customer",
    "Customer text", "Guest message", "Client message", "Question", "Kundennachricht", "Kundenanfrage", "Anfrage",
    "Nachricht des Kunden", "Message du client", "Demande du client", "Mensaje del cliente", "Consulta del cliente",
  ])
  func whatCustomersWroteIsTheText(name: String) {
    for server in Self.servers {
      for columns in [[(name, Self.wishes), (server, Self.answers)], [(server, Self.answers), (name, Self.wishes)]] {
        let finding = RoleFinder(columns.map { column($0, $1) }).find([.text, .csat])
        #expect(finding.roles[.text].map { columns[$0.column].0 } == name, "\(name) beside \(server)")
      }
    }
  }

  @Test(arguments: [
    "Bot message", "Assistant response", "Agent text", "chatbot_output", "Operator reply", "Agentennachricht",
  ])
  func whatServersWroteIsNoText(name: String) {
    #expect(find([(name, Self.answers)]).roles[.text] == nil, "\(name)")
    #expect(RoleFinder([column(name, Self.answers)]).find([.reply]).roles[.reply] != nil, "\(name)")
  }

  @Test(arguments: ["Agent feedback", "Comments for the agent", "Customer response to agent"])
  func whatIsSaidOfServersIsNotTheirs(name: String) {
    #expect(!NameRules.isWrittenByServer(ColumnName(name)), "\(name)")
  }

  /// Of a few requests many are the same.
  @Test(arguments: ["Kundennachricht", "Anfrage", "Customer inquiry", "Question", "Pregunta", "Demande"])
  func besideRepliesTheSameRequestsAreText(name: String) {
    let wishes = (0..<60).map { Self.wishes[$0 % 3] }
    let finding = find([("Agent", (0..<60).map { "Kim\($0 % 6)" }), (name, wishes), ("Antwort", Self.answers)])
    #expect(finding.roles[.text]?.column == 1 && finding.roles[.reply]?.column == 2, "\(name)")
  }

  @Test func repliesScoredAloneAreSaid() {
    let coach = ReplyCoach(rubric: .standard, model: try? .shipped())
    func note(_ customers: [String]) -> String? {
      var scorecard = Scorecard()
      for customer in customers {
        let reply = "I'm so sorry that we lost your parcel. I will find it today."
        scorecard.append(
          coach.assess(reply, customer: customer.isEmpty ? nil : customer), reply: reply, customer: customer,
          origin: .init(agent: "Kim"))
      }
      return ScorecardSummary(scorecard).withoutCustomers
    }
    let customer = "My parcel is lost and I am furious."
    #expect(note([customer, customer]) == nil)
    #expect(
      note(["", " "])
        == "Scored without the customers' messages: acknowledgement, open question, personal touch, wrong tone cannot be judged for the replies."
    )
    #expect(note(["", customer])?.hasPrefix("1 reply was scored") == true)
  }

  // MARK: What cases are

  @Test(
    arguments: [
      ("Status", "Gelöst", "Offen"), ("Status", "Erledigt", "In Bearbeitung"),
      ("Vorgangsstatus", "Abgeschlossen", "offen"),
      ("Status", "Geschlossen", "Wartet auf Kunde"), ("Statut", "Résolu", "Ouvert"),
      ("Statut du ticket", "Fermé", "En cours"),
      ("Statut", "Clôturé", "En attente"), ("Estado", "Resuelto", "Abierto"),
      ("Estado del ticket", "Cerrado", "Pendiente"),
      ("Case Status", "Resolved", "Waiting on Customer"),
      ("Status", "Done", "To do"),
    ] as [(String, String, String)])
  func statesOfCasesAreRead(name: String, solved: String, open: String) {
    let values = (0..<60).map { $0 % 3 == 0 ? open : solved }
    #expect(role(name, values) == .resolved, "\(name): \(solved), \(open)")
    #expect((try? BooleanParser().parse(solved)) == true && (try? BooleanParser().parse(open)) == false)
  }

  @Test func whatIsOverIsNotOpen() {
    #expect(BooleanParser.isOpenState("en attente") && BooleanParser.isOpenState("in bearbeitung"))
    #expect(
      !BooleanParser.isOpenState("storniert") && !BooleanParser.isOpenState("gelöst")
        && !BooleanParser.isOpenState("no"))
  }

  @Test(arguments: [
    "Erstlösung", "Closed", "Case closed", "Fixed?", "Was your question answered?", "Did this solve your problem?",
  ])
  func solvedCasesAreFound(name: String) { #expect(role(name, Self.truths) == .resolved, "\(name)") }

  @Test(arguments: [
    "Bearbeitungsdauer in Stunden", "Days to resolve", "days_to_close", "Hours to close", "TTR (h)",
    "Turnaround time (hours)", "Hours to resolution",
  ])
  func resolutionTimesAreFound(name: String) { #expect(role(name, Self.hours) == .resolution, "\(name)") }

  @Test func whatIsNotReadIsNamed() {
    #expect(reason("Age (Hours)", Self.hours) == .otherDuration)
    #expect(
      reason("First contact resolution rate", (0..<60).map { "0.\(61 + $0 % 30)" })
        == .rates(lowest: 0.61, highest: 0.9))
    let agreed = (0..<60).map { ["Strongly agree", "Agree", "Neutral", "Disagree", "Strongly disagree"][$0 % 5] }
    #expect(reason("My issue was resolved", agreed) == .item(scale: "1-5 in words"))
    let times = (0..<60).map { $0 % 3 == 0 ? "less than 1 hour" : "\($0) hours" }
    #expect(reason("Time to resolution", times) == .brokenNumbers(.resolution))
    #expect(reason("How many times did you have to contact us?", (0..<60).map { "\(1 + $0 % 4)" }) == .contactsAlone)
    #expect(reason("How likely are you to recommend us? (1-5)", Self.fives) == .item(scale: "1-5"))
    #expect(reason("CSAT comment", (0..<60).map { _ in "" }) == .empty(.text))
    #expect(reason("CSAT", (0..<60).map { _ in "" }) == .empty(.csat))
  }

  // MARK: Questions

  private static let faces = (0..<60).map { ["🙂", "😐", "😡", "😀"][$0 % 4] }
  private static let thumbs = (0..<60).map { ["👍", "👎", "👍"][$0 % 3] }
  private static let promoters = (0..<60).map { ["Promoter", "Passive", "Detractor"][$0 % 3] }

  private struct Question {
    var name: String
    var values: [String]
    var role: ColumnRole

    init(_ name: String, _ values: [String], _ role: ColumnRole) {
      (self.name, self.values, self.role) = (name, values, role)
    }
  }

  private static let questions: [Question] = [
    Question("Overall, how satisfied or dissatisfied are you with our company?", fives, .csat),
    Question("Post-call survey (1-5)", fives, .csat), Question("citizen_rating", fives, .csat),
    Question("Plan satisfaction (0-10)", tens, .csat), Question("Note sur 10", tens, .csat),
    Question("Nota sobre 10", tens, .csat), Question("Overall rating", tens, .csat),
    Question("¿Qué probabilidad hay de que nos recomiende?", tens, .nps),
    Question("Quelle est la probabilité que vous nous recommandiez ?", tens, .nps),
    Question(
      "How effortful was it to resolve your issue? (1 = very low effort, 5 = very high effort)", fives, .ces),
    Question("mood", faces, .csat), Question("Are you happy with our service?", thumbs, .csat),
    Question("NPS", promoters, .nps), Question("Interview date", days, .time), Question("Geöffnet am", days, .time),
  ]

  @Test(arguments: questions.indices) func usualQuestionsAreRead(index: Int) {
    let question = Self.questions[index]
    #expect(role(question.name, question.values) == question.role, "\(question.name)")
  }

  @Test(arguments: [
    "CSAT (agent guess)", "Customer value rating", "Satisfaction of supplier", "Zufriedenheit der Mitarbeiter",
    "Satisfaction des fournisseurs", "How dissatisfied were you?",
  ])
  func othersSatisfactionIsNone(name: String) { #expect(role(name, Self.fives) == nil, "\(name)") }

  @Test(arguments: ["eNPS", "Employee NPS", "e-NPS"])
  func whatEmployeesRecommendIsAsked(name: String) {
    #expect(role(name, Self.tens) == nil && reason(name, Self.tens) == .unclear(.nps), "\(name)")
  }

  @Test(
    arguments: [
      (["Very satisfied", "Fairly satisfied", "Fairly dissatisfied", "Very dissatisfied"], "satisfaction"),
      (
        ["Completely satisfied", "Mostly satisfied", "Somewhat satisfied", "Not satisfied"], "satisfaction-from-none-4"
      ),
      (
        ["Völlig zufrieden", "Überwiegend zufrieden", "Teilweise zufrieden", "Nicht zufrieden"],
        "satisfaction-from-none-4"
      ),
    ])
  func fourAnswersAreAScale(words: [String], family: String) {
    #expect(column("Satisfaction", (0..<60).map { words[$0 % 4] }).facts.family?.name == family)
  }

  // MARK: Numbers

  @Test(arguments: ["stars", "Star rating", "rating", "CSAT", "Satisfaction score"])
  func zerosOfFiveAreAsked(name: String) {
    func finding(_ zeros: Int) -> ScaleFinding {
      let answers = Distribution(ValueCounts([0, 1, 2, 3, 4, 5], [zeros, 5, 5, 10, 35, 45]))
      return Scale.asking(ofZerosIn: answers, Scale.find(answers, name: name), name: name)
    }
    for zeros in [5, 20, 200] { #expect(finding(zeros) == .open(Scale(1, 5), Scale(0, 5)), "\(name), \(zeros)") }
    #expect(finding(0) == .proven(Scale(1, 5)))
    // "0/5" says no more than "0".
    let answers = Distribution(ValueCounts([0, 1, 2, 3, 4, 5], [20, 5, 5, 10, 35, 45]))
    let stated = Scale.asking(
      ofZerosIn: answers, Scale.find(answers, tops: [5: answers.count], name: name), name: name)
    #expect(stated == .open(Scale(1, 5), Scale(0, 5)))
    let named = Distribution(ValueCounts([0, 1, 2, 3, 4, 5], [20, 5, 5, 10, 35, 45]))
    #expect(
      Scale.asking(ofZerosIn: named, Scale.find(named, name: "Rating (0-5)"), name: "Rating (0-5)")
        == .proven(Scale(0, 5)))
  }

  @Test func schoolMarksGoToSix() {
    let marks = Distribution(ValueCounts([1, 2, 3, 4, 5, 6], [20, 30, 20, 10, 8, 3]))
    for name in ["Schulnote", "Zufriedenheit (Schulnote)"] {
      #expect(Scale.find(marks, name: name).scale == Scale(1, 6))
    }
    #expect(Scale.find(marks, name: "Rating").scale == nil)
  }

  @Test func runningNumbersCountNothing() {
    let numbers = (0..<60).map { "\($0)" }
    #expect(find([("Overall satisfaction", Self.fives), ("n", numbers)]).roles[.csat]?.column == 0)
    let counts = (0..<60).map { "\(17 + 31 * $0 % 97)" }
    #expect(find([("Overall satisfaction", Self.fives), ("n", counts)]).roles[.csat] == nil)
  }
}

extension ValueCounts {
  fileprivate init(_ values: [Double], _ counts: [Int]) {
    self.init(precision: .coarse)
    for (value, count) in zip(values, counts) where count > 0 { append(value, count: count) }
  }
}
