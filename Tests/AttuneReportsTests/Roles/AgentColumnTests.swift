import Testing

@testable import AttuneReports

/// Who served is found by many names, and never in what was answered about them.
@Suite struct AgentColumnTests {
  private static let names = ["Ada", "Boris", "Ada", "Chen", "Boris", "Ada", "Chen", "Ada"]
  private static let stars = ["5", "4", "1", "3", "2", "5", "5", "4"]

  private func column(_ name: String, _ values: [String]) -> RoleFinder.Column {
    var facts = ColumnFacts(name: name)
    for value in values { Array(value.utf8).withUnsafeBufferPointer { facts.append($0) } }
    return .init(name: name, facts: facts)
  }

  private func isAgent(_ name: String, _ values: [String]) -> Bool {
    RoleFinder([column(name, values)]).find().roles[.agent] != nil
  }

  @Test(arguments: [
    "Berater", "Berater/in", "Kundenberaterin", "Asesor", "Asesor/a", "Employee", "employee_id", "Consultant",
    "Colleague", "CSR", "Support rep", "Technician", "Technician name", "Receptionist", "Served by", "Zuständig",
    "Zuständiger Mitarbeiter", "Name des Technikers", "Mitarbeiter-Nr.", "Personalnummer", "Bearbeitet von",
    "Conseillère", "Nom du conseiller", "Traité par", "Atendido por", "Empleada", "Atendente", "Operatore",
    "Medewerker", "Assignee", "StaffMember",
  ])
  func people(name: String) { #expect(isAgent(name, Self.names)) }

  @Test(arguments: ["Technician", "Staff", "Receptionist", "Berater", "Employee"])
  func ratingsOfPeopleAreNone(name: String) {
    #expect(!isAgent(name, Self.stars))
    #expect(!isAgent(name, ["Good", "Poor", "Excellent", "Good", "Fair", "Good", "Good", "Poor"]))
  }

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
