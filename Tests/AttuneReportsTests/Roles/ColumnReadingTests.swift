import Testing

@testable import AttuneReports

/// How the columns of help desks and survey tools are read: the right ones are found, and those about surveys are not.
@Suite struct ColumnReadingTests {
  /// What columns hold.
  private enum Values: String {
    case fives, tens, truths, counts, numbers, words, good

    var list: [String] {
      switch self {
      case .fives: (0..<60).map { "\([4, 1, 5, 3, 2, 5, 4][$0 % 7])" }
      case .tens: (0..<60).map { "\([9, 3, 10, 7, 6, 0, 8, 10][$0 % 8])" }
      case .truths: (0..<60).map { ["yes", "no", "yes"][$0 % 3] }
      case .counts: (0..<60).map { "\([3, 2, 8, 1, 6, 4][$0 % 6])" }
      case .numbers: (0..<60).map { "\(37 + 53 * $0 % 911)" }
      case .words: (0..<60).map { ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied"][$0 % 4] }
      case .good: (0..<60).map { ["Good", "Bad", "Offered", "Unoffered", "Good"][$0 % 5] }
      }
    }
  }

  private static let comments = (0..<60).map { "The parcel came \($0) days late and nobody called me back" }

  private func column(_ name: String, _ values: [String]) -> RoleFinder.Column {
    var facts = ColumnFacts(name: name)
    for value in values { Array(value.utf8).withUnsafeBufferPointer { facts.append($0) } }
    return .init(name: name, facts: facts)
  }

  /// Beside a text, so that it is a table of single answers.
  private func find(_ name: String, _ values: [String]) -> RoleFinder.Finding {
    RoleFinder([column(name, values), column("Any other comments?", Self.comments)]).find()
  }

  private static let found: [(String, Values, ColumnRole)] = [
    // Zendesk
    ("Satisfaction Score", .good, .csat), ("Satisfaction rating", .good, .csat),
    ("Ticket satisfaction rating", .good, .csat),
    ("Full resolution time in minutes", .numbers, .resolution),
    ("Full resolution time in minutes within business hours", .numbers, .resolution),
    ("Full resolution time in minutes within calendar hours", .numbers, .resolution),
    ("Full resolution time (hrs)", .numbers, .resolution),
    // Freshdesk
    ("Survey results", .words, .csat), ("Resolution time (in hrs)", .numbers, .resolution),
    ("Survey rating", .fives, .csat),
    // Intercom
    ("Conversation rating", .fives, .csat), ("Time to close (seconds)", .numbers, .resolution),
    // HubSpot
    ("Customer satisfaction rating", .fives, .csat), ("NPS survey rating", .tens, .nps), ("CES score", .fives, .ces),
    ("Time to close (minutes)", .numbers, .resolution),
    // Salesforce
    ("Case resolved", .truths, .resolved), ("CSAT__c", .fives, .csat), ("NPS_Score__c", .tens, .nps),
    // Qualtrics
    ("Q12_NPS", .tens, .nps), ("Q3 Overall satisfaction", .fives, .csat), ("OSAT", .fives, .csat),
    // SurveyMonkey, Typeform, Google Forms
    ("How likely is it that you would recommend this company to a friend or colleague?", .tens, .nps),
    ("Overall, how satisfied are you with the version you use?", .fives, .csat),
    ("How satisfied were you with the number of options we offered?", .fives, .csat),
    ("How would you rate your visit? (1-5)", .fives, .csat), ("Were you satisfied with what we sent?", .truths, .csat),
    ("How easy was it to open the link?", .fives, .ces),
    // Delighted, Trustpilot, Google Play, App Store
    ("NPS", .tens, .nps), ("Review stars", .fives, .csat), ("Star Rating", .fives, .csat), ("Rating", .fives, .csat),
    ("Rating given", .fives, .csat), ("Rating received", .fives, .csat),
    // Other languages
    ("Zufriedenheit", .fives, .csat), ("Weiterempfehlung", .tens, .nps), ("Satisfaction client", .fives, .csat),
    ("Satisfacción del cliente", .fives, .csat), ("Note globale", .fives, .csat),
  ]

  @Test(arguments: found.indices) func aFigureIsFound(index: Int) {
    let (name, values, role) = Self.found[index]
    #expect(find(name, values.list).roles[role]?.column == 0, "\(name)")
  }

  /// What is about surveys, ratings and contacts, and no answer.
  private static let others: [(String, Values)] = [
    ("csat_survey_sent", .truths), ("CSAT sent", .truths), ("Satisfaction survey sent", .truths),
    ("NPS survey requested", .truths), ("CSAT enabled", .truths), ("csat_offered", .truths),
    ("Rating requested", .truths),
    ("CSAT survey delivered", .truths), ("CSAT opened", .truths), ("CSAT eligible", .truths),
    ("Satisfaction survey", .truths), ("CSAT follow-up due", .truths),
    ("Zufriedenheitsumfrage gesendet", .truths), ("CSAT-Umfrage verschickt", .truths),
    ("Enquête de satisfaction envoyée", .truths), ("Encuesta de satisfacción enviada", .truths),
    ("Pesquisa de satisfação enviada", .truths), ("Sondaggio soddisfatto inviato", .truths),
    ("nps_responses", .counts), ("NPS survey count", .counts), ("csat_count", .counts), ("Number of ratings", .counts),
    ("Number of NPS responses", .counts), ("Rating count", .counts), ("Star rating votes", .counts),
    ("CSAT surveys", .counts), ("Satisfaction responses", .counts), ("Anzahl Bewertungen", .counts),
    ("Anzahl NPS Antworten", .counts), ("Nombre de réponses satisfaction", .counts),
    ("Número de valoraciones", .counts),
    ("Satisfaction sample size", .counts),
    ("csat_version", .counts), ("NPS template", .counts), ("Rating ID", .counts), ("Satisfaction reason", .fives),
    ("Reason for rating", .fives), ("Satisfaction rating reason id", .fives), ("Grund der Bewertung", .fives),
    ("Zufriedenheitsgrund", .fives), ("Motif de satisfaction", .fives), ("CSAT category", .fives),
    ("NPS segment", .fives),
    ("CSAT target", .fives), ("NPS goal", .tens), ("Satisfaction weight", .fives), ("weight", .fives),
    ("Rating weight", .fives), ("Gewichtung", .fives), ("Poids", .fives), ("survey_weight", .fives),
    ("Stars of hotel", .fives), ("hotel_stars", .fives), ("Star category", .fives), ("Hotel star rating", .fives),
    ("Sterne des Hotels", .fives), ("Étoiles de l'hébergement", .fives), ("Priority rating", .fives),
    ("Risk score", .tens),
    ("Credit rating", .fives), ("Content rating", .fives), ("Lead score", .tens), ("QA score", .fives),
    ("Confidence score", .tens), ("Sentiment score", .fives), ("Health score", .tens), ("Severity rating", .fives),
  ]

  @Test(arguments: others.indices) func whatIsAboutASurveyIsNoScore(index: Int) {
    let (name, values) = Self.others[index]
    let finding = find(name, values.list)
    for role in [ColumnRole.csat, .nps, .ces, .resolved] {
      #expect(finding.roles[role]?.column != 0, "\(name): \(role)")
    }
    // Nor is it said to be one.
    #expect(finding.open.isEmpty, "\(name): \(finding.open)")
  }

  // MARK: Resolved

  private static let sides = [
    ("yes", true), ("x", true), ("1", true), ("✓", true), ("TRUE", true), ("Resolved", true), ("ja", true),
    ("no", false),
    ("0", false), ("open", false),
  ]

  @Test(arguments: sides) func aSideAloneIsAsked(value: String, isYes: Bool) {
    let values = (0..<60).map { $0 % 3 == 0 ? value : "" }
    let finding = find("Issue resolved", values)
    #expect(finding.roles[.resolved] == nil)
    #expect(
      finding.open.contains { $0.column == 0 && [.oneSided(isYes: isYes), .states].contains($0.reason) }, "\(value)")
    // Without blanks, all of them are.
    #expect(find("Issue resolved", values.map { _ in "yes" }).roles[.resolved]?.column == 0)
  }

  @Test(arguments: [
    "FCR", "First contact resolution", "First Call Resolved", "Resolved on first contact", "Lösung im Erstkontakt",
  ])
  func theFirstContactNeedsNoContacts(name: String) {
    let truths = column(name, Values.truths.list)
    let contacts = column("Contacts", Values.counts.list)
    let finding = RoleFinder([truths, contacts]).find()
    #expect(finding.roles[.resolved]?.column == 0 && finding.roles[.contacts] == nil)
    let solved = RoleFinder([truths, contacts, column("Resolved", Values.truths.list.reversed())]).find()
    #expect(solved.roles[.resolved]?.column == 2 && solved.roles[.contacts]?.column == 1)
    #expect(solved.open.contains { $0.column == 0 && $0.reason == .firstContact })
    var layout = RecordLayout()
    layout.measured = [.init(name, .yesNo)]
    layout.contacts = "Contacts"
    #expect(layout.metrics.map(\.key) == ["fcr"])
  }

  // MARK: What is left out

  private func reason(_ name: String, _ values: [String]) -> OpenColumn.Reason? {
    find(name, values).open.first { $0.column == 0 }?.reason
  }

  @Test func whatIsLeftOutIsNamed() {
    let truths = Values.truths.list
    #expect(reason("csat", truths.map { $0 == "yes" ? "1" : "0" }) == .zeroOrOne(.csat))
    #expect(
      reason("satisfaction", (0..<60).map { "\($0 % 5 - 2)" }) == .unknownScale(lowest: -2, highest: 2))
    #expect(reason("Note sur 20", (0..<60).map { "\(4 + $0 % 17)" }) == .unknownScale(lowest: 4, highest: 20))
    #expect(reason("Would you recommend us?", truths) == .promoterInWords)
    #expect(reason("Would you recommend us?", (0..<60).map { ["Yes", "No", "Maybe"][$0 % 3] }) == .promoterInWords)
    #expect(reason("Resolution time", (0..<60).map { "\(10 + $0 % 40):4\($0 % 10)" }) == .openClock)
    #expect(reason("First response time (min)", Values.numbers.list) == .otherDuration)
    #expect(reason("Status", (0..<60).map { ["Resolved", "Closed", "Cancelled"][$0 % 3] }) == .mixedStates)
    #expect(reason("Frustration level (1-5)", Values.fives.list) == .item(scale: "1-5"))
  }

  /// 99 and 0 beside 1 to 5 are no percentages, and one value far off is a slip.
  @Test func codesAndSlipsAreNoPercentages() {
    let coded = Values.fives.list.enumerated().map { $0 % 9 == 0 ? "99" : $0 % 11 == 0 ? "0" : $1 }
    #expect(find("satisfaction", coded).roles[.csat] == nil)
    #expect(reason("satisfaction", coded) == .codes(.csat, scale: "1-5"))
    #expect(reason("nps", (0..<60).map { ["6", "7", "9", "10", "-1", "11"][$0 % 6] }) == .codes(.nps, scale: "0-10"))
    let many = (0..<4).flatMap { _ in Values.fives.list }
    #expect(find("csat", many + ["1042"]).roles[.csat]?.column == 0)
    #expect(reason("csat", Values.fives.list + ["1042"]) == .brokenScore(.csat, share: 1 / 61.0))
    #expect(column("csat", Values.fives.list + ["1042"]).facts.badAnswer == "1042")
    guard case .means = reason("CSAT", ["87", "91", "88", "95", "90"]) else {
      Issue.record("no mean")
      return
    }
  }

  @Test(arguments: [
    ("Complaint score", true), ("likelihood to churn (0-10)", true), ("pain (0-10)", true),
    ("How likely are you to cancel?", true), ("How dissatisfied were you?", true), ("Frustration level", true),
    ("Wartezeit", false), ("Beschwerdehäufigkeit", true), ("Dolor", true), ("Food", false), ("Ease of booking", false),
    ("Staff", false),
  ]) func moreMayBeWorse(name: String, isBad: Bool) {
    #expect(RoleFinder.asksForBad(column(name, Values.fives.list)) == isBad)
  }

  @Test(arguments: ["Overall experience (out of 10)", "Overall experience [1-10]", "Overall (1-10)"])
  func theOverallQuestionIsTheScore(name: String) {
    let finding = RoleFinder([
      column("Staff rating", Values.fives.list), column(name, Values.tens.list.map { $0 == "0" ? "1" : $0 }),
    ])
    .find()
    #expect(finding.roles[.csat]?.column == 1, "\(finding.roles)")
  }

  // MARK: Rows

  @Test(arguments: [
    "count", "n", "Responses", "Number of ratings", "rating_count", "Anzahl", "Nombre de réponses", "frequency",
  ])
  func rowsOfSummariesAreNoAnswers(name: String) {
    let finder = RoleFinder([column("rating", Values.fives.list), column(name, Values.numbers.list)])
    #expect(finder.find().roles[.csat] == nil)
    #expect(finder.find().open.contains { $0.column == 0 && $0.reason == .counted(by: 1) })
    #expect(finder.rowNotes == [.counts(column: 1)])
    // Single answers have texts or ids.
    let text = RoleFinder([
      column("rating", Values.fives.list), column(name, Values.numbers.list), column("x", Self.comments),
    ])
    #expect(text.find().roles[.csat]?.column == 0 && text.rowNotes.isEmpty)
  }

  @Test(arguments: ["message count", "Number of contacts", "Visits", "ratings", "age", "Number of nights"])
  func otherCountsAreOfTheRecord(name: String) {
    let finder = RoleFinder([column("rating", Values.fives.list), column(name, Values.numbers.list)])
    #expect(finder.find().roles[.csat]?.column == 0 && finder.rowNotes.isEmpty)
  }

  @Test func weightsAreNotedAndIDsFound() {
    let weight = column("weight", (0..<60).map { "\(1 + $0 % 7).\($0 % 9)" })
    #expect(RoleFinder([column("csat", Values.fives.list), weight]).rowNotes == [.weights(column: 1)])
    let kilos = column("weight (kg)", (0..<60).map { "\(60 + $0 % 7)" })
    #expect(RoleFinder([kilos]).rowNotes.isEmpty)
    for name in ["Ticket ID", "response_id", "id", "Case number", "Vorgangsnummer"] {
      let ids = column(name, (0..<60).map { "\(1000 + ($0 < 50 ? $0 : $0 - 50))" })
      #expect(RoleFinder([ids]).recordID == 0, "\(name)")
    }
    #expect(RoleFinder([column("Customer ID", (0..<60).map { "\(1000 + $0 % 50)" })]).recordID == nil)
  }
}
