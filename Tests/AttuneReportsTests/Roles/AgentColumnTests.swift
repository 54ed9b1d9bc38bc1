import Testing

@testable import AttuneReports

/// Who served is found by many names, and never in what was answered about them.
@Suite struct AgentColumnTests {
  private static let names = ["Ada", "Boris", "Ada", "Chen", "Boris", "Ada", "Chen", "Ada"]
  private static let stars = ["5", "4", "1", "3", "2", "5", "5", "4"]

  private func isAgent(_ name: String, _ values: [String]) -> Bool {
    RoleFinder([column(name, values)]).find().roles[.agent] != nil
  }

  @Test(arguments: [
    "Berater", "Berater/in", "Kundenberaterin", "Asesor", "Asesor/a", "Employee", "employee_id", "Consultant",
    "Colleague", "CSR", "Support rep", "Technician", "Technician name", "Receptionist", "Served by", "Zuständig",
    "Zuständiger Mitarbeiter", "Name des Technikers", "Mitarbeiter-Nr.", "Personalnummer", "Bearbeitet von",
    "Conseillère", "Nom du conseiller", "Traité par", "Atendido por", "Empleada", "Atendente", "Operatore",
    "Medewerker", "Assignee", "StaffMember", "case_owner_name",
  ])
  func people(name: String) { #expect(isAgent(name, Self.names)) }

  @Test(arguments: ["Technician", "Staff", "Receptionist", "Berater", "Employee"])
  func ratingsOfPeopleAreNone(name: String) {
    #expect(!isAgent(name, Self.stars))
    #expect(!isAgent(name, ["Good", "Poor", "Excellent", "Good", "Fair", "Good", "Good", "Poor"]))
  }

  /// By what a name is put together from, where a few people are named again and again.
  @Test(arguments: [
    "Owner name", "owner_name", "HubSpot owner", "Contact owner", "Assigned agent email", "Responder",
    "Last updated by",
    "Account owner", "Ticket: assigned agent", "Eigentümer", "Zuletzt geändert von",
    "Propriétaire du contact",
    "Modifié par", "Propietario del contacto", "Actualizado por", "Responsável", "Proprietario", "Eigenaar",
    "Current agent name", "Replied by",
  ])
  func peopleByPartsOfNames(name: String) {
    #expect(isAgent(name, Self.names))
    // The owner of each account is a customer.
    #expect(!isAgent(name, (0..<8).map { "Person \($0)" }))
    #expect(!isAgent(name, Self.stars))
    #expect(!isAgent(name, Self.names.map { $0 == "Ada" ? "yes" : "no" }))
  }

  @Test(arguments: [
    "Agent team", "Contact name", "Agent group", "Business type", "Customer service", "Paid by", "Owner satisfaction",
    "Account", "Contact",
  ])
  func otherNamesAreNoAgents(name: String) { #expect(!isAgent(name, Self.names), "\(name)") }

  @Test func numbersOfPeopleAre() { #expect(isAgent("Employee ID", Self.stars)) }

  @Test func repeatedNamesMayBePeople() {
    let columns = [
      column("Handläggare", Self.names + Self.names), column("Betyg", Self.stars + Self.stars),
      column("Dag", (1...16).map { "2026-03-\($0 + 9)" }), column("Ja?", (0..<16).map { $0 % 2 == 0 ? "yes" : "no" }),
      column("Alter", (0..<16).map { "\(30 + $0 % 5)" }),
    ]
    #expect(RoleFinder(columns).repeatedNames(taken: []) == [0])
    #expect(RoleFinder(columns).repeatedNames(taken: [0]).isEmpty)
  }
}
