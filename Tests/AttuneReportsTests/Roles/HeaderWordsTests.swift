import Foundation
import Testing

@testable import AttuneReports

/// A column has a role unasked only if all of its header is understood; otherwise it is named, with no direction that nobody
/// knows.
@Suite struct HeaderWordsTests {
  private static let fives = (0..<60).map { "\([4, 1, 5, 3, 2, 5, 4][$0 % 7])" }
  private static let tens = (0..<60).map { "\([9, 3, 10, 7, 6, 0, 8, 10][$0 % 8])" }
  private static let truths = (0..<60).map { ["yes", "no", "yes"][$0 % 3] }
  private static let counts = (0..<60).map { "\([0, 1, 2, 1, 3][$0 % 5])" }
  private static let hours = (0..<60).map { "\(1 + $0 % 7).5" }
  private static let days = (0..<60).map { "2026-0\(1 + $0 % 6)-1\($0 % 9)" }
  private static let comments = (0..<60).map { "The parcel came \($0) days late and nobody called me back" }

  /// The role of the first of some columns, and why it has none.
  private func role(_ columns: [(String, [String])]) -> (role: ColumnRole?, reason: OpenColumn.Reason?) {
    let finding = RoleFinder(columns.map { column($0, $1) }).find()
    return (
      finding.roles.first { $0.key != .id && $0.value.column == 0 }?.key, finding.open.first { $0.column == 0 }?.reason
    )
  }

  @Test(arguments: [
    "Itchiness rating", "Queue length score (1-5)", "Rating of leak severity", "Dizziness rating",
    "Mistakes rating (1-5)",
    "Note de fatigue", "Valoración del ruido", "Müdigkeits-Bewertung", "Rival's rating", "Satisfaction a year ago",
    "Target satisfaction", "Forecast CSAT", "Satisfaction before the move", "Former supplier satisfaction",
    "How satisfied were you with our competitor?", "How important is customer satisfaction to you?",
    "Supervisor's rating", "Landlord rating of customer", "Satisfaction (inverted)", "Rating (7 = topp)",
    "How would you rate the swelling?", "Ideal rating",
  ])
  func otherRatingsAreNoSatisfaction(name: String) {
    #expect(role([(name, Self.fives)]).role == nil, "\(name)")
  }

  @Test(arguments: [
    "Breathlessness score (0-10)", "Vertigo rating 0-10", "Severity of rash score (0-10)", "Score de nausée (0-10)",
    "Puntuación de cansancio (0-10)", "Hungerskala Score (0-10)", "Bug score 0 to 10", "NPS of our rival",
    "NPS 2 years before",
    "NPS target", "Predicted NPS", "How likely are you to recommend our competitors? (0-10)",
    "Score at baseline (0-10)",
  ])
  func otherScoresAreNoRecommendation(name: String) {
    let found = role([(name, Self.tens)])
    #expect(found.role == nil, "\(name): \(String(describing: found.role))")
  }

  @Test(arguments: [
    "Satisfaction with the checkout", "Courtesy rating", "Delivery speed rating", "Overall CSAT", "CSAT (1-5)",
    "Customer satisfaction score [1-5]", "Q7: How satisfied are you with Acme's opening hours?",
    "Post visit survey rating",
    "Rating of staff", "How would you rate the quality of Acme's answers?", "Wie zufrieden sind Sie mit Acme?",
    "Zufriedenheit mit der Beratung", "Bewertung der Lieferung", "Satisfaction générale de la livraison",
    "Satisfacción con la tienda", "Valoración de la atención", "Tevredenheid", "Soddisfazione del cliente",
    "How happy are you with what we delivered?", "Gesamtzufriedenheit", "5-star rating",
  ])
  func satisfactionIsFound(name: String) { #expect(role([(name, Self.fives)]).role == .csat, "\(name)") }

  @Test(arguments: [
    "Score", "Score (0-10)", "How likely are you to recommend Acme to a colleague?", "NPS rating", "Customer NPS",
    "Likelihood to recommend our shop", "Wie wahrscheinlich ist es, dass Sie Acme weiterempfehlen?",
    "Recommanderiez-vous Acme à un ami ?", "¿Recomendaría Acme a un colega?",
  ])
  func recommendationIsFound(name: String) {
    #expect(role([(name, Self.tens)]).role == .nps, "\(name)")
  }

  @Test(arguments: [
    "Resolved too slowly", "Resolved on third attempt", "Solved with workaround", "FCR denied",
    "Without FCR", "First contact resolution lost", "Resolved past deadline", "Gelöst mit Verzögerung",
    "Résolu trop tard",
    "Resuelto con retraso", "Wrongly marked as resolved", "Resolved internally", "Resolved elsewhere",
  ])
  func otherEndsOfCasesAreNotSolved(name: String) {
    let found = role([(name, Self.truths)])
    #expect(found.role == nil && found.reason == .unclear(.resolved), "\(name): \(found)")
  }

  @Test(arguments: [
    "Is the issue resolved?", "Was your request solved?", "Problem fully resolved", "Ticket resolved (y/n)",
    "Anliegen gelöst",
    "Demande résolue ?", "Caso resuelto", "Issue not yet resolved", "FCR", "Resolved on the first call",
  ])
  func solvedCasesAreFound(name: String) {
    #expect(role([(name, Self.truths)]).role == .resolved, "\(name)")
  }

  @Test(arguments: [
    ("Earlier contacts", false), ("Contacts in the last 90 days", false), ("Follow-up contacts", false),
    ("Emergency contacts", false), ("Contacts per case", true), ("Total number of contacts", true),
    ("Contact count", true),
  ])
  func contactsAreThoseOfTheCase(name: String, areFound: Bool) {
    let found = role([(name, Self.counts), ("Resolved", Self.truths)])
    #expect(found.role == (areFound ? .contacts : nil), "\(name)")
    if !areFound { #expect(found.reason == .unclear(.contacts), "\(name): \(found)") }
  }

  @Test(arguments: [
    ("Estimated resolution time (h)", false), ("Resolution time limit (h)", false),
    ("Time to resolution left (hours)", false),
    ("Competitor resolution time (h)", false), ("Ticket resolution time (h)", true),
    ("Full resolution time (hours)", true), ("Lösungsdauer in Stunden", true),
  ])
  func resolutionTimesAreThoseThatWereTaken(name: String, areFound: Bool) {
    #expect((role([(name, Self.hours)]).role == .resolution) == areFound, "\(name)")
  }

  @Test(arguments: [
    "Lease end", "Trial expires", "Policy until", "Subscriber since", "Enrolment date", "Migration date", "Audit date",
    "Payday date", "Last seen", "Next visit planned", "Abgabedatum", "Date d'embauche", "Fecha de baja",
  ])
  func otherDatesAreNotTheTime(name: String) {
    let found = role([(name, Self.days)])
    #expect(found.role == nil && found.reason == .onlyOtherTime, "\(name): \(found)")
  }

  @Test(arguments: ["Visit date", "Date of call", "Survey completed at", "Datum der Bestellung", "Fecha", "d"])
  func theDateOfTheRecordIsFound(name: String) {
    #expect(role([(name, Self.days)]).role == .time, "\(name)")
  }

  @Test(arguments: [
    "Supervisor comment", "Technician remarks", "Auditor feedback", "Physician notes", "Call summary", "Case notes",
    "Item description", "QA comments", "Back office notes", "Comment by the clerk",
    "My secret message from Ann is terrible",
  ])
  func whatOthersWroteIsNoText(name: String) {
    let found = role([(name, Self.comments)])
    #expect(found.role == nil && found.reason == .unclear(.text), "\(name): \(found)")
  }

  @Test(arguments: [
    "Guest comment", "Further remarks", "Comments on your stay", "Product review", "What would make it better?",
    "Review (en)",
    "Ticket description", "Kommentar zur Lieferung", "Votre avis sur la livraison", "Comentario del cliente", "Q14",
  ])
  func whatCustomersWroteIs(name: String) { #expect(role([(name, Self.comments)]).role == .text, "\(name)") }

  @Test(arguments: [
    ("Guest ID", true), ("Patient number", true), ("Mobile number", true), ("Kundennr", true),
    ("Membership number", true),
    ("Passenger name", true), ("Guests", false), ("Patient age", false), ("User agent", false), ("Patient ward", false),
  ])
  func customersAreFound(name: String, areFound: Bool) {
    let values = (0..<60).map { "A\($0 % 25)" }
    #expect((role([(name, values)]).role == .customer) == areFound, "\(name)")
    #expect(role([(name, values)]).role != .agent)
  }

  @Test(
    arguments: [
      ("Rating of the staff", Metric.Better.higher), ("Cleanliness (1-5)", .higher), ("Pain at night (1-5)", .lower),
      ("I feel overwhelmed at work (1-5)", nil), ("Tremor (1-5)", nil), ("The clerk was rude", nil), ("Q9", nil),
      ("Rating (7 = topp)", nil), ("Tremor (1 = worst, 5 = best)", .higher), ("Staff rating (1 = best)", .lower),
    ] as [(String, Metric.Better?)])
  func noDirectionIsGuessed(name: String, better: Metric.Better?) {
    #expect(RoleFinder([column(name, Self.fives)]).direction(0) == better, "\(name)")
  }

  @Test(arguments: ["Guests", "Opinions", "Sum", "Proportion"])
  func whatStandsBesideEachAnswerOnceCountsIt(name: String) {
    let stars = (0..<15).map { "\($0 % 5 + 1)" }
    let shops = (0..<15).map { ["North", "South", "West"][$0 / 5] }
    let numbers = (0..<15).map { "\(17 + 31 * $0 % 97)" }
    let finder = RoleFinder([column("Stars", stars), column("Shop", shops), column(name, numbers)])
    #expect(finder.find().roles[.csat] == nil && finder.rowNotes == [.counts(column: 2)])
    let again = RoleFinder([column("Stars", stars.reversed() + stars), column(name, numbers + numbers)])
    #expect(again.find().roles[.csat]?.column == 0)
  }

  static func headers(_ kind: String) throws -> [String] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Headers/headers.tsv")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: "\t") }.filter { $0[0] == kind }.map { String($0[1]) }
  }

  /// Headers that look like others' figures and texts are read as neither.
  @Test func whatLooksLikeThemIsLeftOut() throws {
    for name in try Self.headers("no text") { #expect(role([(name, Self.comments)]).role != .text, "\(name)") }
    for name in try Self.headers("no satisfaction") { #expect(role([(name, Self.fives)]).role == nil, "\(name)") }
  }

  /// Headers that exports of help desks, surveys and review sites have (`Headers/headers.tsv`): few may be asked about, and none
  /// may be read as another figure.
  @Test(arguments: ["text", "satisfaction", "recommendation", "resolved", "resolution time"])
  func usualHeadersAreFound(kind: String) throws {
    let names = try Self.headers(kind)
    let values = [
      "text": Self.comments, "satisfaction": Self.fives, "recommendation": Self.tens, "resolved": Self.truths,
      "resolution time": Self.hours,
    ]
    let roles: [String: Set<ColumnRole>] = [
      "text": [.text], "satisfaction": [.csat, .ces], "recommendation": [.nps], "resolved": [.resolved],
      "resolution time": [.resolution],
    ]
    let expected = try #require(roles[kind])
    let found = try names.map { ($0, role([($0, try #require(values[kind]))])) }
    let missed = found.filter { $0.1.role == nil }.map { "\($0.0): \(String(describing: $0.1.reason))" }
    let wrong = found.filter { $0.1.role.map { !expected.contains($0) } ?? false }.map { "\($0.0): \($0.1.role!)" }
    #expect(names.count >= 20 && wrong.isEmpty, "\(wrong)")
    #expect(Double(missed.count) <= 0.05 * Double(names.count), "\(missed.count) of \(names.count): \(missed)")
  }
}
