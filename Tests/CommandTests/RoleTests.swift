import Foundation
import TestSupport
import Testing

/// Columns that no option names are found, said, and can be overridden; `attune inspect` shows them.
@Suite struct RoleTests {
  private static let folder = Attune.root.appendingPathComponent("Tests/CommandTests/Exports")

  static let exports = [
    "google-forms.csv", "surveymonkey.csv", "qualtrics.csv", "typeform.csv", "delighted.csv", "zendesk.csv",
    "intercom.csv",
    "freshdesk.csv", "google-play.csv", "excel.csv", "help-scout.csv", "formular.csv", "thumbs.csv",
    "qualtrics-labels.csv", "hubspot.csv", "three-points.csv",
  ]

  private static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private static func expectations(_ name: String) throws -> [String: [String: Any]] {
    let data = try Data(contentsOf: folder.appendingPathComponent(name))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]])
  }

  private func inspect(_ arguments: [String], _ input: String = "") throws -> [[String: Any]] {
    let outcome = try Attune.run(["inspect", "--json"] + arguments, input)
    #expect(outcome.status == 0)
    return try #require(object(outcome.text)["files"] as? [[String: Any]])
  }

  // MARK: Exports

  @Test(arguments: exports) func rolesOfExports(name: String) throws {
    let file = try #require(try inspect([Self.path(name)]).first)
    let columns = try #require(file["columns"] as? [[String: Any]])
    var roles: [String: String] = [:]
    for column in columns {
      guard let role = column["role"] as? String else { continue }
      #expect(column["certainty"] as? String != "tie")
      roles[role] = column["name"] as? String
    }
    let expected = try #require(try Self.expectations("roles.json")[name] as? [String: String])
    #expect(roles == expected)
    #expect(file["records"] as? Int == 60)
    #expect(file["unreadable"] as? Int == 0)
  }

  /// The figures of `figures.py`, without an option.
  @Test(arguments: exports) func reportsOfExports(name: String) throws {
    let outcome = try Attune.run(["report", Self.path(name), "--to", "json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let report = object(outcome.text)
    let figures = try #require(report["figures"] as? [[String: Any]])
    var expected = try #require(try Self.expectations("figures.json")[name])
    #expect(report["records"] as? Int == expected.removeValue(forKey: "records") as? Int)
    var values: [String: Double] = [:]
    for figure in figures { values[figure["name"] as? String ?? ""] = figure["value"] as? Double }
    // German comments have no verdict.
    #expect((values["net sentiment"] == nil) == (name == "formular.csv"))
    for (figure, value) in expected {
      let found = try #require(values[figure], "no \(figure) in \(values.keys.sorted())")
      let value = try #require(value as? Double)
      #expect(abs(found - value) < 1e-3 * max(1, abs(value)), "\(figure): \(found), not \(value)")
    }
    let scores = values.keys.filter { $0.hasPrefix("CSAT") || $0.hasPrefix("NPS") || $0.hasPrefix("CES") }
    #expect(Set(scores).isSubset(of: expected.keys), "no score too many")
    #expect(outcome.errors.contains("text from \""))
  }

  @Test func theSameFromAPipe() throws {
    let file = Self.path("google-forms.csv")
    let fromFile = try Attune.run(["report", file, "-q"])
    let fromPipe = try Attune.run(["report", "--format", "csv", "-q"], Workspace.bytes(at: file))
    #expect(fromPipe.status == 0)
    #expect(fromPipe.text.replacing("standard input:", with: "\(file):") == fromFile.text)
    #expect(fromPipe.errors.isEmpty)
  }

  // MARK: Commands

  private static let reviews =
    "no,written by,what they said\n1,Ann,\"great, really great work\"\n2,Bo,terrible and slow and rude\n"

  @Test func classifyFindsItsText() throws {
    let outcome = try Attune.classify(["--format", "csv"], Self.reviews)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("attune: standard input: text from \"what they said\" (likely)\n"))
    #expect(
      outcome.output == (try Attune.classify(["--format", "csv", "--text", "what they said"], Self.reviews)).output)
    #expect(try Attune.classify(["--format", "csv", "-q"], Self.reviews).errors.isEmpty)
  }

  @Test func nothingIsSaidOfTheUsualName() throws {
    let outcome = try Attune.classify(["--format", "csv"], "id,comment,text\n1,great great great great,terrible\n")
    #expect(!outcome.errors.contains("from"))
    #expect(outcome.text.contains("terrible,negative"))
  }

  @Test func classifyFindsKeys() throws {
    let input = """
      {"id":1,"message":{"lang":"en","body":"great work and a great team"}}
      {"id":2,"message":{"lang":"en","body":"terrible and slow and rude"}}

      """
    let outcome = try Attune.classify(["--format", "jsonl"], input)
    #expect(outcome.errors.contains("text from \"message.body\""))
    #expect(outcome.lines.first?.contains("\"label\":\"positive\"") == true)
  }

  @Test func aLateTextKeyIsTheText() throws {
    let input = "{\"body\":\"great work and a great team\"}\n{\"text\":\"terrible\"}\n"
    let outcome = try Attune.classify(["--format", "jsonl", "-q"], input)
    #expect(outcome.lines.first?.contains("no field 'text'") == true)
    #expect(outcome.lines.last?.contains("negative") == true)
  }

  @Test func equalTextsAreAsked() throws {
    let input = "What did you eat?,What did you drink?\nthe staff were kind,the bill was late\n"
    let outcome = try Attune.classify(["--format", "csv"], input)
    #expect(outcome.status == 64)
    for part in ["\"What did you eat?\"", "\"What did you drink?\"", "--text"] {
      #expect(outcome.errors.contains(part))
    }
    #expect(outcome.output.isEmpty)
    #expect(try Attune.classify(["--format", "csv", "--text", "1"], input).status == 0)
  }

  @Test func oppositeTextsAreReadTogether() throws {
    let input = "What did you like?,What did you dislike?\nthe staff were kind,the bill was late\n"
    let outcome = try Attune.classify(["--format", "csv"], input)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("text from \"What did you like?\" and \"What did you dislike?\""))
  }

  /// A report can do without a trend, a comparison by date cannot do without dates.
  @Test func equalTimesAreLeftOut() throws {
    let input =
      "date of visit,date of survey visit,rating\n"
      + (1...9).map { "2026-01-0\($0),2026-02-0\($0),\($0 % 5 + 1)\n" }.joined()
    let outcome = try Attune.run(["report", "--format", "csv"], input)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("neither is used; say which with --find --time"))
    let comparison = try Attune.run(["compare", "--format", "csv", "--at", "2026-01-05"], input)
    #expect(comparison.status == 64)
    #expect(comparison.errors.contains("\"date of visit\" and \"date of survey visit\""))
  }

  @Test func anOptionOverrides() throws {
    let file = Self.path("google-forms.csv")
    let outcome = try Attune.run(["report", file, "--find", "--csat", "How easy was it to place your order?"])
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("Satisfaction (CSAT)"))
    #expect(!outcome.errors.contains("CSAT from \"How satisfied"))
    #expect(outcome.text.contains("Net sentiment"))
  }

  @Test func namedFiguresStayAlone() throws {
    let outcome = try Attune.run(["report", Self.path("qualtrics.csv"), "--nps", "Q2_NPS"])
    #expect(outcome.text.contains("Recommendation (NPS)"))
    #expect(!outcome.text.contains("Net sentiment"))
    #expect(!outcome.errors.contains("from \""))
  }

  @Test func compareFindsFiguresAndTime() throws {
    let outcome = try Attune.run(["compare", Self.path("qualtrics.csv"), "--at", "2026-02-15"])
    #expect(outcome.status == 0)
    for part in ["Satisfaction (CSAT)", "Recommendation (NPS)", "Net sentiment"] {
      #expect(outcome.text.contains(part))
    }
    #expect(outcome.errors.contains("time from \"RecordedDate\""))
  }

  @Test func triageFindsCustomersAndTime() throws {
    let found = try Attune.run(["triage", Self.path("zendesk.csv"), "--top", "5"])
    #expect(found.status == 0)
    let columns = "text from \"Subject\" and \"Description\", customer from \"Requester\", time from \"Created at\""
    #expect(found.errors.contains(columns))
    let named = try Attune.run([
      "triage", Self.path("zendesk.csv"), "--top", "5", "--text", "Subject", "--text", "Description", "--by",
      "Requester", "--time",
      "Created at",
    ])
    #expect(found.text == named.text)
  }

  @Test func scorecardFindsRepliesAndAgents() throws {
    let input = """
      Owner,Question,Our reply,Date
      Ann,My parcel is late and I am furious,"I'm so sorry, Tom. I will call the depot today.",2026-01-05
      Bo,I was charged twice and want it back,"Sorry for the inconvenience, it will be processed.",2026-01-06

      """
    let found = try Attune.run(["scorecard", "--format", "csv", "--to", "json"], input)
    #expect(found.status == 0, "\(found.errors)")
    #expect(found.errors.contains("reply from \"Our reply\""))
    #expect(found.errors.contains("agent from \"Owner\""))
    let named = try Attune.run(
      [
        "scorecard", "-q", "--format", "csv", "--to", "json", "--reply", "Our reply", "--customer", "Question",
        "--agent",
        "Owner", "--time", "Date",
      ], input)
    #expect(found.text == named.text)
  }

  // MARK: Inspect

  @Test func inspectShowsATable() throws {
    let workspace = Workspace()
    let file = workspace.file(
      "it's mine.csv",
      "when;Write to;stars;Comment\n25.03.2026;ann@example.com;5;lovely and quiet room\n26.03.2026;;1;bad;x\n")
    let outcome = try Attune.run(["inspect", file])
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("CSV, ASCII, separated by semicolons, header in line 1, 2 records, 1 unreadable\n"))
    #expect(outcome.text.contains("[email]"))
    #expect(!outcome.text.contains("ann@example.com"))
    #expect(outcome.text.contains(/\n4 +Comment +\w+.* 100 % +lovely and quiet room +text\n/))
    let command = try #require(outcome.lines.last { $0.hasPrefix("attune classify ") })
    let pasted = try Attune.shell(command.replacingOccurrences(of: "attune classify", with: "\"$ATTUNE\" classify -q"))
    #expect(pasted.status == 0)
    #expect(pasted.lines.count == 3)
  }

  @Test func inspectedCommandsRun() throws {
    for name in Self.exports {
      let file = try #require(try inspect([Self.path(name)]).first)
      let commands = try #require(file["commands"] as? [String])
      #expect((2...3).contains(commands.count), "\(name): \(commands)")
      for command in commands {
        let line = command.replacingOccurrences(of: "attune ", with: "\"$ATTUNE\" ") + " > /dev/null"
        let outcome = try Attune.shell(line)
        #expect(outcome.status == 0, "\(command)\n\(outcome.errors)")
      }
    }
  }

  @Test func inspectsJSONAndText() throws {
    let records = "{\"a\":{\"b\":\"x\"},\"n\":1}\nbad\n{\"n\":2,\"late\":\"y\"}\n"
    let file = try #require(try inspect(["--format", "jsonl"], records).first)
    #expect(file["records"] as? Int == 3)
    #expect(file["unreadable"] as? Int == 1)
    let columns = try #require(file["columns"] as? [[String: Any]])
    #expect(columns.map { $0["name"] as? String } == ["a.b", "n", "late"])
    #expect(columns.map { $0["filled"] as? Double } == [0.5, 1, 0.5])
    let text = try Attune.run(["inspect"], "one line\nanother line\n")
    #expect(text.text.contains("standard input: TEXT, ASCII, 2 records\n"))
    #expect(text.text.contains("attune classify - --format text\n"))
  }

  @Test func inspectShowsWhatAFileIs() throws {
    let workspace = Workspace()
    let table = "comment,rating\nschön war’s,5\nnie wieder,1\n"
    func head(_ name: String, _ bytes: [UInt8]) throws -> (line: String, file: [String: Any]) {
      let path = workspace.folder + "/" + name
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      return (try Attune.run(["inspect", path]).lines.first ?? "", try #require(try inspect([path]).first))
    }
    let western = try head("a.csv", [UInt8](table.data(using: .windowsCP1252) ?? Data()))
    #expect(western.line.contains(": CSV, Windows-1252, separated by commas, header in line 1, 2 records"))
    #expect(western.file["encoding"] as? String == "Windows-1252")
    let wide = try head("b.csv", [0xFF, 0xFE] + [UInt8](table.data(using: .utf16LittleEndian) ?? Data()))
    #expect(wide.line.contains(": CSV, UTF-16LE,"))
    let book = try head(
      "c.xlsx", Archive.workbook([("S", Archive.row("comment", "rating") + Archive.row("fine", "5"))]))
    #expect(book.line.contains(": Excel workbook, header in row 1, 1 record"))
    #expect(book.file["format"] as? String == "xlsx" && book.file["delimiter"] == nil)
    let array = try head("d.json", Array(#"[{"text":"schön"},{"text":"no"}]"#.utf8))
    #expect(array.line.contains(": JSON, UTF-8, 2 records"))
    #expect(array.file["format"] as? String == "json")
  }

  @Test func equalColumnsAreAllNamed() throws {
    let input = "price satisfaction,staff satisfaction,food satisfaction\n5,4,3\n4,4,2\n"
    let outcome = try Attune.run(["report", "--format", "csv"], input)
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.contains(
        "3 columns may be the CSAT: \"price satisfaction\", \"staff satisfaction\" and \"food satisfaction\"; say which with --find --csat 'price satisfaction', for example"
      ))
  }

  @Test func evaluateFindsItsText() throws {
    let input = "sentiment,what they said\npositive,great and kind and helpful\nnegative,awful and rude and slow\n"
    let outcome = try Attune.run(["evaluate", "--format", "csv", "--label", "sentiment"], input)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("text from \"what they said\""))
    #expect(outcome.text.hasPrefix("2 texts\n"))
  }

  @Test func aQuoteThatDoesNotEndIsNamed() throws {
    let outcome = try Attune.run(["report", "--format", "csv"], "comment,rating\n\"it broke,1\n")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("standard input:2: a quoted field does not end"))
    #expect(!outcome.errors.contains("found no column"))
  }

  @Test(arguments: [String.Encoding.utf16, .windowsCP1252, .utf8])
  func furtherFilesInAnyEncoding(encoding: String.Encoding) throws {
    let workspace = Workspace()
    let path = workspace.folder + "/answers.yaml"
    let book = "families:\n  noten:\n    1: [überhaupt nicht]\n    2: [völlig]\n"
    try (book.data(using: encoding) ?? Data()).write(to: URL(fileURLWithPath: path))
    let input = "note\nvöllig\nüberhaupt nicht\nvöllig\nvöllig\n"
    let outcome = try Attune.run(["report", "--format", "csv", "--csat", "note", "--answers", path, "-q"], input)
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("75.0 %"))
  }

  @Test func inspectOfNothing() throws {
    let workspace = Workspace()
    #expect(try Attune.run(["inspect", workspace.file("empty.csv", "")]).text.contains("0 records"))
    #expect(try Attune.run(["inspect", workspace.folder + "/none.csv"]).status == 66)
    let header = try Attune.run(["inspect", workspace.file("header.csv", "a,b\n")])
    #expect(header.status == 0)
    #expect(header.text.contains("0 records"))
  }

  @Test func manyColumnsAndLongNames() throws {
    let names = (0..<5000).map { "column \($0) \(String(repeating: "x", count: $0 == 7 ? 4000 : 3))" }
    let input = names.joined(separator: ",") + "\n" + names.map { _ in "\u{1B}[31m" }.joined(separator: ",") + "\n"
    let outcome = try Attune.run(["inspect", "--format", "csv"], input)
    #expect(outcome.status == 0)
    #expect(!outcome.text.contains("\u{1B}"))
  }
}
