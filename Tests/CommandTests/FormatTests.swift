import Testing

/// Every input format to every output format, as the table of DESIGN.md says.
@Suite struct FormatTests {
  private static let inputs = [
    "text": "great service, lovely\nterrible and rude\n\nzzz\n",
    "jsonl": """
    { "id": 1,  "text" : "great service,\\nlovely \\"x\\"" , "n": {"a": [1, 2.50]}}
    {"text":"terrible"}
    {"text":""}

    """,
    "csv": "id,text\n1,\"great service,\nlovely \"\"x\"\"\"\n2,terrible\n\"3\",\n",
    "tsv": "id\ttext\n1\tgreat \"service\"\n2\tterrible, rude\n3\t\n",
  ]

  @Test(arguments: ["text", "jsonl", "csv", "tsv"], ["default", "tsv", "jsonl", "csv"])
  func output(_ format: String, to output: String) throws {
    let arguments = ["--format", format] + (output == "default" ? [] : ["--to", output])
    let outcome = try Attune.classify(arguments, Self.inputs[format]!)
    #expect(outcome.status == 0)
    try expectSnapshot("\(format)-to-\(output).txt", outcome.text)
  }

  @Test func textGivesFiveColumnsWithoutHeader() throws {
    let outcome = try Attune.classify([], "great\nterrible\n")
    #expect(outcome.lines.count == 2)
    for line in outcome.lines {
      #expect(line.wholeMatch(of: /(negative|neutral|positive)\t-?[01]\.\d{4}(\t[01]\.\d{4}){3}/) != nil)
    }
  }

  @Test func jsonKeepsTheBytesOfTheObject() throws {
    let start = #"{"z":1.50e+3,  "text":"gr\u0065at \ud83d\ude00 é", "a" : [ ]"#
    let line = try #require(try Attune.classify(["--format", "jsonl"], "  \(start)  } \r\n").lines.first)
    #expect(line.hasPrefix(start))
    let rest = line.dropFirst(start.count).replacing(/[01]\.\d{4}/, with: "N")
    let probabilities = #"{"negative":N,"neutral":N,"positive":N}"#
    #expect(rest == #","sentiment":{"label":"positive","score":N,"probabilities":\#(probabilities)}}"#)
  }

  @Test func csvKeepsTheBytesOfTheRow() throws {
    let rows = ["2,\"terrible, \"\"rude\"\"\nthing\"", "\"\", spaced "]
    let text = try Attune.classify(["--format", "csv"], "\"id\",text\n\(rows[0])\n\(rows[1])\n").text
    let header = "\"id\",text,sentiment_label,sentiment_score,sentiment_negative,sentiment_neutral,sentiment_positive\n"
    #expect(text.hasPrefix(header + rows[0] + ",negative,"))
    #expect(text.contains("\n" + rows[1] + ",unknown,0.0000,"))
  }

  @Test(arguments: ["jsonl", "ndjson", "JSONL", "csv", "tsv", "txt", "log"])
  func formatFollowsTheEnding(_ ending: String) throws {
    let workspace = Workspace()
    let contents = [
      "jsonl": "{\"text\":\"great\"}\n", "ndjson": "{\"text\":\"great\"}\n", "csv": "id,text\n1,great\n",
      "tsv": "id\ttext\n1\tgreat\n",
    ]
    let path = workspace.file("data.\(ending)", contents[ending.lowercased()] ?? "great\n")
    let outcome = try Attune.classify([path])
    #expect(outcome.status == 0)
    let first = try #require(outcome.lines.first)
    switch ending.lowercased() {
    case "jsonl", "ndjson": #expect(first.hasPrefix("{\"text\":\"great\",\"sentiment\":"))
    case "csv": #expect(first.hasPrefix("id,text,sentiment_label,"))
    case "tsv": #expect(first.hasPrefix("id\ttext\tsentiment_label\t"))
    default: #expect(first.hasPrefix("positive\t"))
    }
  }

  @Test func formatOptionOverridesTheEnding() throws {
    let path = Workspace.shared("really.csv", "great\nterrible, really\n")
    #expect(try Attune.classify(["--format", "text", path]).lines.count == 2)
  }

  // MARK: JSON without a name

  private static let records = [
    "{\"id\":1,\"text\":\"great, and lovely\"}", "{\"id\":2,\"text\":\"terrible and rude\"}",
  ]
  private static let documents = [
    records.joined(separator: "\n") + "\n", "[" + records.joined(separator: ",") + "]",
    "[\n  {\n    \"id\": 1,\n    \"text\": \"great, and lovely\"\n  },\n  \(records[1])\n]\n",
    "{\"page\":1,\"reviews\":[{\"id\":1,\"text\":\"great, and lovely, and so kind\"},\(records[1])]}",
  ]

  @Test(arguments: documents)
  func jsonInAPipeAndUnderAnotherEnding(_ document: String) throws {
    let workspace = Workspace()
    for arguments in [[], [workspace.file("data.log", document)], [workspace.file("data.txt", document)]] {
      let outcome = try Attune.classify(arguments, arguments.isEmpty ? document : "")
      #expect(outcome.lines.map { $0.contains("\"label\":\"positive\"") } == [true, false], "\(outcome.text)")
      #expect(outcome.errors.contains("read as JSON, judging by its beginning (--format text reads lines of text)"))
    }
    let lines = try Attune.classify(["--format", "text"], document)
    #expect(lines.lines[0].components("\t").count == 5 && !lines.errors.contains("read as JSON"))
  }

  @Test func recordsOfADocumentInAPipe() throws {
    let document = "{\"a\":[{\"n\":1}],\"b\":{\"c\":[\(Self.records.joined(separator: ","))]}}"
    let outcome = try Attune.classify(["-q", "--records", "b.c"], document)
    #expect(outcome.status == 0 && outcome.lines.count == 2 && outcome.text.contains("positive"), "\(outcome.errors)")
    let table = try Attune.classify(["--records", "b.c"], "id,text\n1,great\n2,terrible\n")
    #expect(table.status == 64 && table.errors.contains("the input is csv"))
  }

  @Test func aDocumentThatIsCutOffIsAnError() throws {
    let outcome = try Attune.classify([], "[\(Self.records.joined(separator: ",")),{\"id\":3,\"te")
    #expect(outcome.status == 65 && outcome.lines.count == 3)
    #expect(outcome.errors.contains("standard input ends inside the JSON document; the rest of it is missing"))
  }
}
