import Testing

/// Texts in other languages: what the command says of them.
@Suite struct OtherLanguageTests {
  private let workspace = Workspace()
  private static let german = "Das Paket kam viel zu spät, und der Fahrer war unverschämt."
  private static let spanish = "La habitación estaba sucia y nadie nos quiso ayudar."

  @Test func labelAndJSON() throws {
    let text = "\(Self.german)\nThe room was lovely\n"
    let lines = try Attune.run(["classify", "-q"], text).lines
    #expect(try #require(lines.first).hasPrefix("unknown\t0.0000\t"))
    #expect(lines[1].hasPrefix("positive\t"))
    let json = try Attune.run(["classify", "-q", "--to", "jsonl"], text)
    let first = object(try json.line(0))["sentiment"] as? [String: Any]
    #expect(first?["language"] as? String == "de")
    #expect(first?["label"] as? String == "unknown")
    let second = object(try json.line(1))["sentiment"] as? [String: Any]
    #expect(second?["label"] as? String == "positive" && second?["language"] == nil)
    #expect(object(try Attune.run(["explain", Self.german]).line(0))["language"] as? String == "de")
  }

  /// Texts in another language are found behind many English ones as well as among them, and by what a pipe gives as well.
  @Test func aBlockOfAnotherLanguageIsFound() throws {
    let english = ["Nobody answered my question", "The app keeps crashing", "Love it, works perfectly"]
    let german = ["Super Service, gerne wieder", "Niemand hat mir geholfen", "Die Lieferung kam zu spät"]
    func table(_ isGerman: (Int) -> Bool) -> String {
      "comment\n" + (0..<2000).map { "\"\((isGerman($0) ? german : english)[$0 % 3])\"\n" }.joined()
    }
    let block = table { $0 >= 1000 }
    for text in [block, table { $0 % 2 == 1 }, table { $0 < 1000 }] {
      let outcome = try Attune.run(["report", workspace.file("block.csv", text), "--text", "comment"])
      #expect(
        outcome.errors.contains("1000 texts are in languages other than English: 'de' (1000)"), "\(outcome.errors)")
    }
    #expect(try Attune.run(["report", "--text", "comment", "--format", "csv"], block).errors.contains("'de' (1000)"))
  }

  @Test func reportsCountThem() throws {
    let rows = [Self.german, Self.german, Self.spanish, "The room was lovely", "Rude staff"]
    let table = workspace.file("in.csv", "comment\n" + rows.map { "\"\($0)\"\n" }.joined())
    let outcome = try Attune.run(["report", table, "--text", "comment"])
    let note =
      "3 texts are in languages other than English: 'de' (2), 'es' (1) (short ones count as 'de', like most texts "
      + "in the column); the sentiment is unknown"
    #expect(outcome.errors.contains(note), "\(outcome.errors)")
    let english = workspace.file("english.csv", "comment\nThe room was lovely\nRude staff\n")
    #expect(!(try Attune.run(["report", english, "--text", "comment"]).errors.contains("language")))
  }
}
