import Testing

/// `--text`: where the text of a record stands.
@Suite struct TextFieldTests {
  private static let csv = "id,comment,text\n1,great,terrible\n"

  @Test(arguments: [("comment", "positive"), ("2", "positive"), ("3", "negative"), ("text", "negative")])
  func column(_ name: String, _ label: String) throws {
    let outcome = try Attune.classify(["--format", "csv", "--text", name], Self.csv)
    #expect(table(outcome.output).last?[3] == label)
  }

  @Test func theTextColumnIsTheDefault() throws {
    #expect(table(try Attune.classify(["--format", "csv"], Self.csv).output).last?[3] == "negative")
  }

  @Test func aNameGoesBeforeANumber() throws {
    let outcome = try Attune.classify(["--format", "csv", "--text", "2"], "2,x\ngreat,terrible\n")
    #expect(table(outcome.output).last?[2] == "positive")
  }

  @Test(arguments: ["4", "0", "-1", "missing"])
  func unknownColumn(_ name: String) throws {
    let outcome = try Attune.classify(["--format", "csv", "--text=\(name)"], Self.csv)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    for column in ["id", "comment", "text"] { #expect(outcome.errors.contains(column)) }
  }

  @Test(arguments: [
    (#"{"a":{"b":"great"}}"#, "a.b"), (#"{"a.b":"great"}"#, "a.b"), (#"{"a":{"b":{"c":"great"}}}"#, "a.b.c"),
    (#"{"a.b":"great","a":{"b":"terrible"}}"#, "a.b"), (#"{"b":"terrible","body":"great"}"#, "body"),
    (#"{"\u0062ody":"great"}"#, "body"), (#"{"größe":"great"}"#, "größe"),
  ])
  func jsonField(_ record: String, _ name: String) throws {
    let line = try #require(try Attune.classify(["--format", "jsonl", "--text", name], record + "\n").lines.first)
    #expect(line.contains(#""sentiment":{"label":"positive""#))
  }

  @Test(arguments: [
    (#"{"body":"great"}"#, "no field 'text'"), (#"{"text":null}"#, "null"), (#"{"text":5}"#, "not a string"),
    (#"{"text":{"a":"great"}}"#, "not a string"), (#"{"text":["great",1]}"#, "not a string"),
    (#"{"text":true}"#, "not a string"), ("{}", "no field 'text'"), ("{ }", "no field 'text'"),
  ])
  func jsonFieldThatIsNoText(_ record: String, _ reason: String) throws {
    let input = "{\"text\":\"great\"}\n\(record)\n{\"text\":\"terrible\"}\n"
    let outcome = try Attune.classify(["--format", "jsonl", "--quiet"], input)
    #expect(outcome.status == 0)
    try #require(outcome.lines.count == 3)
    #expect(outcome.errors.contains("standard input:2: "))
    let answered = object(outcome.lines[1])
    #expect((answered["error"] as? String)?.contains(reason) == true)
    #expect(answered["sentiment"] == nil)
    for (key, _) in object(record) { #expect(answered[key] != nil, "the record keeps its own fields") }
    #expect(outcome.lines[2].contains("negative"))
  }

  @Test func jsonErrorsInOtherOutputs() throws {
    let input = "{\"text\":\"great\"}\n{\"body\":1}\n"
    let tsv = try Attune.classify(["--format", "jsonl", "--to", "tsv"], input).lines
    try #require(tsv.count == 2)
    #expect(tsv[1] == "error\t\t\t\t")
    let csv = table(try Attune.classify(["--format", "jsonl", "--to", "csv"], input).output)
    try #require(csv.count == 3)
    #expect(csv[2][1] == "error")
  }
}
