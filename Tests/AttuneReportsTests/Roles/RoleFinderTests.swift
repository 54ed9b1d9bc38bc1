import Testing

@testable import AttuneReports

/// Roles come from names and values, and from no less.
@Suite struct RoleFinderTests {
  private static let comments = [
    "The tea was cold and the waiter rude", "Lovely place, we will come back soon", "Too loud for a quiet evening",
    "Best soup in town by far", "We waited an hour for the bill",
  ]
  private static let stars = ["1", "4", "5", "3", "2"]
  private static let promoters = ["0", "9", "10", "7", "6"]
  private static let days = ["2026-01-05", "2026-01-06", "2026-01-09", "2026-02-01", "2026-02-03"]
  private static let words = ["Shop", "Web", "Shop", "Shop", "Web"]

  private func find(_ columns: [(String, [String])]) -> RoleFinder.Finding {
    RoleFinder(columns.map { column($0, $1) }).find()
  }

  private func role(_ name: String, _ values: [String]) -> ColumnRole? {
    find([(name, values)]).roles.first { $0.key != .id }?.key
  }

  @Test(arguments: [
    "How likely are you to recommend us to a friend or colleague?", "NPS", "npsScore", "nps_score", "Q12_NPS",
    "HOW LIKELY IS IT THAT YOU WOULD RECOMMEND US", "Weiterempfehlung",
    "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?",
    "Nous recommanderiez-vous ?", "¿Nos recomendaría a un amigo?", "Likelihood\u{A0}to\u{A0}recommend",
  ])
  func recommendation(name: String) { #expect(role(name, Self.promoters) == .nps) }

  @Test(arguments: [
    "How satisfied were you with your visit?", "CSAT", "csat_score", "Overall satisfaction", "Star Rating", "Rating",
    "Wie zufrieden sind Sie?", "Zufriedenheit", "Satisfaction globale", "Satisfacción", "Puntuación", "score",
  ])
  func satisfaction(name: String) { #expect(role(name, Self.stars) == .csat) }

  @Test(arguments: [
    "How easy was it to reach us?", "Customer effort score", "CES", "Wie einfach war es?", "¿Fue fácil?",
  ])
  func effort(name: String) { #expect(role(name, Self.stars) == .ces) }

  @Test(arguments: [
    "Any other comments?", "Comment", "review_text", "Kommentar", "Commentaires", "Comentario", "Feedback ", "Q7",
    "What could we do better?", "message.body",
  ])
  func text(name: String) { #expect(role(name, Self.comments) == .text) }

  @Test(arguments: ["Timestamp", "Submitted at", "created_at", "createdAt", "Datum", "Horodateur", "Fecha", "x"])
  func time(name: String) { #expect(role(name, Self.days) == .time) }

  /// Days as they are written where a name has to speak for them.
  @Test(arguments: ["Eröffnet am", "Angelegt am", "Ouvert le", "Abierto el", "Opened on", "Erstellt am"])
  func timeWithDots(name: String) {
    #expect(role(name, ["05.01.2026", "06.01.2026", "09.01.2026", "21.02.2026", "03.02.2026"]) == .time)
  }

  @Test(arguments: [
    ("Lösungszeit (h)", ["1,5", "3,0", "20,4", "4,1", "7,7"], ColumnRole.resolution),
    ("Lösungszeit in Stunden", ["1,5", "3", "20", "4,1", "7"], .resolution),
    ("Resolution time (h)", ["1.5", "3", "20", "4", "7"], ColumnRole.resolution),
    ("Resolved", ["yes", "no", "yes", "yes", "no"], .resolved),
    ("Status", ["solved", "open", "closed", "pending", "open"], .resolved),
    ("Assignee", words, .agent), ("Team", words, .team), ("Kanal", words, .channel), ("customer_id", words, .customer),
    ("Developer Reply Text", comments, .reply), ("Sender type", ["user", "agent", "user", "agent", "user"], .role),
  ])
  func others(name: String, values: [String], expected: ColumnRole) { #expect(role(name, values) == expected) }

  /// A wrong figure is worse than none.
  @Test(arguments: [
    ("Points", stars), ("Guests", stars), ("Priority", stars),
    ("Satisfaction comment date", days), ("Status", ["complete", "complete", "complete"]), ("Floor", promoters),
    ("Score", ["55", "60", "71", "80", "99"]),
    ("Resolution time", ["90", "120", "30", "40", "50"]),
    ("How likely are you to recommend us?", ["1", "5", "3", "2", "4"]), ("Date of purchase", days),
    ("Street", comments.map { "12 \($0)" }), ("Would you recommend us?", ["yes", "no", "yes", "no", "yes"]),
  ])
  func weakEvidence(name: String, values: [String]) {
    let found = role(name, values)
    #expect(found != .csat && found != .nps && found != .ces && found != .resolved && found != .resolution)
    if ["Street", "Date of purchase"].contains(name) { #expect(found == nil) }
  }

  @Test(arguments: ["Not resolved?", "Unresolved", "nicht gelöst", "Sin resolver"])
  func theOppositeOfResolved(name: String) { #expect(role(name, ["yes", "no", "yes", "yes", "no"]) == .resolved) }

  @Test(arguments: ["Resolved or not resolved", "Ticket reopened", "Still open", "Resolved by"])
  func whatDoesNotTellWhatYesMeans(name: String) {
    #expect(role(name, ["yes", "no", "yes", "yes", "no"]) != .resolved)
  }

  @Test(arguments: ["Effort", "CES", "Customer Effort Score"])
  func effortWithoutAnEndIsOpen(name: String) {
    let finding = find([(name, Self.stars)])
    #expect(finding.roles[.ces]?.column == 0)
    #expect(finding.open == [OpenColumn(column: 0, reason: .effortOrEase)])
    #expect(find([(name, ["Easy", "Very easy", "Difficult", "Neutral", "Easy"])]).open.isEmpty)
  }

  @Test(arguments: ["How easy was it?", "How much effort did it take?", "CES (1 = very easy, 5 = very difficult)"])
  func effortWithAnEndIsNotOpen(name: String) {
    let finding = find([(name, Self.stars)])
    #expect(finding.roles[.ces]?.column == 0 && finding.open.isEmpty)
  }

  @Test func datesThatAreNoneAreSaid() {
    #expect(find([("date", ["soon", "later", "soon", "never", "soon"])]).open.first?.reason == .undatedTime)
  }

  /// What agents answer to customers' questions are no answers to a survey.
  @Test func repliesAreNoAnswersToQuestions() {
    let questions = ("question", Array(repeating: ["Where is it?", "How much is it?"], count: 10).flatMap { $0 })
    let replies = (0..<20).map { "Thank you, we looked at number \($0) and it is on its way" }
    let agents = (0..<20).map { ["Ada", "Bo", "Cy"][$0 % 3] }
    let finder = RoleFinder([questions, ("answer", replies), ("agent", agents)].map { column($0, $1) })
    #expect(!finder.find([.text, .csat]).open.contains { $0.reason == .severalQuestions })
    let survey = RoleFinder([questions, ("answer", (0..<20).map { "\($0 % 5 + 1)" })].map { column($0, $1) })
    #expect(survey.find([.text, .csat]).open.contains { $0.reason == .severalQuestions })
  }

  @Test func theBestNameWins() {
    let finding = find([
      ("Title", Self.comments), ("Comment", Self.comments), ("Updated at", Self.days), ("Created at", Self.days),
      ("Overall satisfaction", Self.stars), ("Satisfaction with parking", Self.stars),
    ])
    #expect(finding.roles[.text]?.column == 1)
    #expect(finding.roles[.time]?.column == 3)
    #expect(finding.roles[.csat]?.column == 4)
    #expect(finding.ties.isEmpty)
  }

  @Test func thenTheMostWords() {
    let finding = find([("Q1", Self.comments), ("Q2", Self.comments.map { "\($0), and then \($0)" })])
    #expect(finding.roles[.text]?.column == 1)
    #expect(finding.roles[.text]?.certainty == .likely)
  }

  @Test func equalsAreTies() {
    let finding = find([
      ("What did you eat?", Self.comments), ("What did you drink?", Self.comments.reversed()),
      ("How satisfied were you with the food?", Self.stars), ("How satisfied were you with the staff?", Self.stars),
    ])
    #expect(finding.roles[.text] == nil)
    #expect(finding.ties[.text] == [0, 1])
    #expect(finding.roles[.csat] == nil)
    #expect(finding.ties[.csat] == [2, 3])
  }

  @Test(arguments: [
    ("How satisfied are you?", ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Satisfied"]),
    ("Satisfaction rating", ["Good", "Bad", "Offered", "Unoffered", "Good"]),
    ("Rating", ["thumbs_up", "thumbs_down", "thumbs_up", "thumbs_up", "thumbs_down"]),
    ("CSAT", ["👍", "👎", "👍", "👍", "👍"]),
    ("Survey results", ["Extremely Happy", "Happy", "Unhappy", "Happy", "Neutral"]),
    ("Comment évaluez-vous l'accueil ?", ["Très bon", "Bon", "Moyen", "Mauvais", "Bon"]),
    ("Waren Sie zufrieden?", ["Ja", "Nein", "Ja", "Ja", "Nein"]), ("Gesamtnote", ["4", "5", "3", "2", "1"]),
    ("Bewertung", ["4,0", "5,0", "3,5", "2,0", "1,0"]), ("overall", ["4.0", "5.0", "3.0", "2.0", "1.0"]),
    ("stars", ["1", "1", "1", "1", "1"]),
  ])
  func satisfactionInWordsAndNumbers(name: String, values: [String]) { #expect(role(name, values) == .csat) }

  @Test(arguments: [
    ("Satisfaction survey sent", ["yes", "no", "yes", "yes", "no"]), ("Rating", ["0", "1", "0", "1", "1"]),
    ("Status", ["Good", "Bad", "Good", "Good", "Good"]),
  ])
  func noSatisfaction(name: String, values: [String]) { #expect(role(name, values) != .csat) }

  @Test func aCommentOfOneWordIsAText() {
    #expect(role("comment", ["excellent", "terrible", "Good", "bad", "great"]) == .text)
  }

  @Test func theQuestionOfAColumnCounts() {
    var columns = [column("Q1", ["4", "5", "3", "2", "1"]), column("Q2", Self.promoters)]
    #expect(RoleFinder(columns).find([.csat, .nps]).roles.isEmpty)
    columns[0].label = "Overall, how satisfied are you?"
    columns[1].label = "How likely are you to recommend us?"
    let roles = RoleFinder(columns).find([.csat, .nps]).roles
    #expect(roles[.csat]?.column == 0 && roles[.nps]?.column == 1)
  }

  @Test func allThatAreEqualAreNamed() {
    let names = ["price", "staff", "food", "music"]
    let finding = find(names.map { ("How satisfied are you with the \($0)?", Self.stars) })
    #expect(finding.ties[.csat] == [0, 1, 2, 3])
  }

  @Test func theSurveysKindDecidesWhatAScoreIs() {
    let effort = find([("Survey type", ["CES", "CES", "CES", "CES", "CES"]), ("Rating", ["7", "5", "3", "2", "1"])])
    #expect(effort.roles[.ces]?.column == 1 && effort.roles[.csat] == nil)
  }

  @Test func otherDatesThanTheRecordsOwn() {
    for other in ["Person created", "Close date", "User created at"] {
      #expect(find([("Date", Self.days), (other, Self.days.reversed())]).roles[.time]?.column == 0, "\(other)")
    }
    #expect(role("Datum", ["45672", "45673", "45699", "45701", "45672"]) == .time)
  }

  @Test func kindsOfAnswersAreThoseOfReports() {
    func kind(_ name: String, _ values: [String]) -> String { ColumnKind(column(name, values).facts, name: name).text }
    #expect(kind("x (1 = poor, 4 = excellent)", ["1", "2", "2", "3", "2"]) == "score 1-4")
    #expect(kind("x", ["7", "6", "3", "3", "6"]) == "score 1-7 or 0-10")
    #expect(kind("x", ["Agree", "Disagree", "Agree", "Neutral", "Agree"]) == "score 1-5 in words (agreement)")
  }

  @Test func aSurveyThatIsCalledNPSMakesItsScoreOne() {
    #expect(
      find([("Survey type", Array(repeating: "NPS", count: 5)), ("Score", Self.promoters)]).roles[.nps]?.column == 1)
    #expect(find([("Score", Self.promoters)]).roles[.nps] == nil)
  }

  @Test func aTimeIsOfTheRecord() {
    let others = [("Due date", Self.days), ("Date of birth", Self.days), ("Resolved at", Self.days)]
    #expect(find(others).roles[.time] == nil)
    #expect(find(others + [("reviews.date", Self.days)]).roles[.time]?.column == 3)
  }

  @Test func contactsNeedResolutions() {
    let contacts = ("Number of contacts", ["1", "2", "1", "3", "1"])
    #expect(find([contacts]).roles[.contacts] == nil)
    #expect(find([contacts, ("Resolved", ["yes", "no", "yes", "no", "yes"])]).roles[.contacts]?.column == 0)
  }

  @Test func kinds() {
    func kind(_ values: [String]) -> String { ColumnKind(column("x", values).facts, name: "x").text }
    #expect(kind(Self.stars) == "score 1-5")
    #expect(kind(["4/7", "2/7", "7/7"]) == "score 1-7")
    #expect(kind(Self.promoters) == "score 0-10")
    #expect(kind(["05/03/2026", "25/03/2026"]) == "date, day first")
    #expect(kind(["05/03/2026", "04/03/2026"]) == "date, order open")
    #expect(kind(["2026-03-05T10:00:00Z", "2026-03-06T10:00:00+01:00"]) == "date, with zone")
    #expect(kind(["yes", "no", "yes"]) == "yes/no")
    #expect(kind(["1h 5m", "20 min", "3 h"]) == "duration")
    #expect(kind(Self.words) == "category, 2 values")
    #expect(kind(["a1", "a2", "a3", "a4"]) == "id")
    #expect(kind(["101", "102", "103"]) == "id")
    #expect(kind(Self.comments) == "text")
    #expect(kind(["", " ", "n/a"]) == "empty")
    #expect(kind(["118000001", "118000008", "118000015"]) == "id")
    let times = column("Sent at (Unix)", ["1767600000", "1767600060", "1767600120"])
    #expect(ColumnKind(times.facts, name: times.name).text == "date")
  }

  @Test func factsAreBounded() {
    var facts = ColumnFacts(name: "x", distinctLimit: 10)
    for number in 0..<1000 { Array("value \(number)".utf8).withUnsafeBufferPointer { facts.append($0) } }
    #expect(facts.distinct == 10)
    #expect(facts.hasMoreDistinct)
    #expect(facts.rows == 1000)
    #expect(facts.isUnique)
    Array("value 3".utf8).withUnsafeBufferPointer { facts.append($0) }
    #expect(!facts.isUnique)
  }
}
