import Testing

@testable import AttuneReports

/// What tells records and cases apart, and who wrote them.
@Suite struct CaseColumnTests {
  private static let scores = (0..<60).map { "\([4, 1, 5, 3, 2][$0 % 5])" }
  /// Sixty records of forty cases.
  private static let codes = (0..<60).map { "INC\(1000 + $0 % 40)" }
  private static let texts = (0..<60).map { "The parcel came \($0) days late and nobody called" }

  private func finder(_ columns: [(String, [String])]) -> RoleFinder { RoleFinder(columns.map { column($0, $1) }) }

  @Test func idsOfCasesAreTold() throws {
    let more = [
      "Key", "conversationId", "number", "Session", "Order", "Vorgang", "Anfragenummer", "ID de conversación",
    ]
    for name in try HeaderWordsTests.headers("id") + more {
      #expect(finder([(name, Self.codes), ("CSAT", Self.scores)]).recordID == 0, "\(name)")
    }
  }

  @Test(arguments: [
    "Customer ID", "Agent ID", "Product ID", "Contact ID", "Call number", "Store number", "Account number", "User ID",
    "Survey version", "Device ID", "Kundennummer",
  ])
  func idsOfOthersTellNoCases(name: String) {
    #expect(finder([(name, Self.codes), ("CSAT", Self.scores)]).recordID == nil, "\(name)")
  }

  @Test func anOrderMayHaveSeveralReviews() {
    let products = (0..<60).map { "P\($0 % 7)" }
    #expect(finder([("Order ID", Self.codes), ("Product", products), ("Rating", Self.scores)]).recordID == nil)
    let own = (0..<60).map { "R\($0)" }
    #expect(finder([("Order ID", Self.codes), ("Review ID", own), ("Rating", Self.scores)]).recordID == 1)
    // Messages have ids as well, and are no cases.
    #expect(finder([("id", own), ("Conversation ID", Self.codes), ("Rating", Self.scores)]).recordID == 1)
  }

  private static func half(_ first: String, _ second: String) -> [String] {
    (0..<60).map { $0 % 2 == 0 ? first : second }
  }

  @Test(
    arguments: [
      ("Author role", "end-user", "agent", .author), ("Sender type", "Customer", "Agent", .author),
      ("Message direction", "inbound", "outbound", .author), ("Sent by", "Customer", "Agent", .author),
      ("Absender", "Kunde", "Mitarbeiter", .author), ("Direction", "Inbound", "Outbound", .plain),
      ("incoming", "true", "false", .plain), ("Is agent", "true", "false", .plain), ("Private", "yes", "no", .plain),
      ("Comment type", "Public comment", "Internal note", .note), ("Visibility", "public", "internal", .note),
      ("Last reply by", "Customer", "Agent", .other), ("Call direction", "Inbound", "Outbound", .other),
      ("Initiated by", "Customer", "Agent", .other), ("Booked by", "Customer", "Agent", .other),
      ("Respondent type", "Customer", "Travel agent", .other), ("Letzte Antwort von", "Kunde", "Mitarbeiter", .other),
      ("Sens de l'appel", "Client", "Conseiller", .other), ("Última respuesta de", "Cliente", "Agente", .other),
    ] as [(String, String, String, WriterCandidate.Kind)])
  func namesTellWhoseRecordsAre(name: String, customer: String, other: String, kind: WriterCandidate.Kind) {
    let columns = [("Comment", Self.texts), (name, Self.half(customer, other))]
    let found = finder(columns).writers(taken: []).first
    #expect(found?.column == 1 && found?.kind == kind, "\(name): \(String(describing: found))")
  }

  @Test(arguments: ["Resolved", "Subscribed", "Is member", "Returned"])
  func yesAndNoOfOthersAreNoSides(name: String) {
    #expect(finder([("Comment", Self.texts), (name, Self.half("yes", "no"))]).writers(taken: []).isEmpty, "\(name)")
  }
}
