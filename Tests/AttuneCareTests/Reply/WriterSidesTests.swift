import Testing

@testable import AttuneCare

/// Whose a record is, by one column of an export.
@Suite struct WriterSidesTests {
  @Test(
    arguments: [
      ("Is agent", "TRUE", .agent), ("Is agent", "false", .customer), ("incoming", "true", .customer),
      ("incoming", "0", .agent), ("is_staff", "yes", .agent), ("Is bot", "true", .neither),
      ("Is bot", "false", .unknown), ("Private", "1", .neither), ("private", "no", .unknown),
      ("public", "False", .neither), ("Ist Mitarbeiter", "ja", .agent), ("Is customer", "non", .agent),
      ("Direction", "in", .customer), ("Direction", "Sent", .agent), ("Richtung", "Eingehend", .customer),
      ("Author role", "end-user", .customer), ("Visibility", "Internal", .neither),
      ("Comment type", "Public comment", .unknown), ("Comment type", "Internal note", .neither),
      ("Kind", "TRUE", .unknown), ("Kind", "A", .unknown),
    ] as [(String, String, TurnSide)])
  func valuesAreReadByTheName(column: String, value: String, side: TurnSide) {
    #expect(WriterSides(column: column, name: column).side(of: value) == side, "\(column): \(value)")
  }

  @Test func whatSaysNothingIsNotUnderstood() {
    func understands(_ column: String, _ value: String) -> Bool {
      WriterSides(column: column, name: column).understands(value)
    }
    #expect(understands("Is agent", "FALSE") && understands("Visibility", "public") && understands("Is bot", "no"))
    #expect(!understands("Kind", "TRUE") && !understands("Kind", "A") && !understands("Is agent", "maybe"))
  }

  @Test func namesSayThatTheyServe() {
    for name in ["Support Bot", "Ana (Agent)", "Acme Support", "Bo [Staff]", "Acme Customer Care", "HelpBot"] {
      #expect(WriterSides.namesServer(name), "\(name)")
    }
    for name in ["Ann Lee", "Abbot Smith", "Sam Ray (Berlin)", "Host of two dogs", "Carla Agente", ""] {
      #expect(!WriterSides.namesServer(name), "\(name)")
    }
  }

  @Test func addressesOfTheCompanyAreItsOwn() {
    let sides = WriterSides(column: "From", name: "From", .addresses(domain: "acme.example"))
    #expect(sides.side(of: "Acme <help@acme.example>") == .agent && sides.side(of: "ann@mail.example") == .unknown)
    #expect(WriterSides.domains(of: "Ann <ann@A.example>; bo@b.example, no, @c.example") == ["a.example", "b.example"])
  }
}
