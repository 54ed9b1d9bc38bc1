import Testing

/// What classify adds beside the verdict. Without TinyModel, which is none of sentiment.
@Suite struct AnnotationTests {
  private let workspace = Workspace()

  private func classify(_ arguments: [String], _ input: String) throws -> Attune.Outcome {
    try Attune.run(["classify", "--quiet"] + arguments, input)
  }

  @Test func fieldsOfObjects() throws {
    let outcome = try classify(
      ["--format", "jsonl", "--aspects", "--urgency", "--sentences"],
      "{\"text\":\"Rude staff. I was charged twice!\"}\n{\"text\":\"\"}\n{\"no\":1}\n")
    let first = try outcome.line(0)
    #expect(
      first.contains(
        "\"aspects\":[{\"aspect\":\"staff\",\"term\":\"Rude\",\"start\":0,\"end\":4,\"label\":\"negative\",\"score\":-")
    )
    #expect(first.contains("\"urgency\":{\"score\":0."))
    #expect(first.contains("{\"reason\":\"money\",\"start\":14,\"end\":31}"))
    #expect(first.contains("\"sentences\":[{\"start\":0,\"end\":11,\"label\":\"negative\",\"score\":-"))
    #expect(first.contains("},{\"start\":12,\"end\":32,"))
    #expect(
      try outcome.line(1).hasSuffix(
        ",\"aspects\":[],\"urgency\":{\"score\":\(emptyScore(outcome)),\"reasons\":[]},\"sentences\":[]}"))
    #expect(try outcome.line(2) == "{\"no\":1,\"error\":\"no field 'text'\"}")
  }

  private func emptyScore(_ outcome: Attune.Outcome) throws -> String {
    let line = try outcome.line(1)
    return line.components("\"urgency\":{\"score\":")[1].components(",")[0]
  }

  @Test func columnsOfTables() throws {
    let outcome = try classify(
      ["--format", "csv", "--aspects", "--urgency", "--sentences"],
      "id,text\n1,\"Rude staff. I was charged twice\"\n2\n")
    let rows = table(outcome.output)
    #expect(rows.allSatisfy { $0.count == 11 })
    #expect(rows[0][7...] == ["aspects", "urgency", "urgency_reasons", "sentences"])
    #expect(rows[1][7].hasPrefix("staff:negative:0-4 staff:negative:5-10"))
    #expect(rows[1][9] == "money:14-31")
    #expect(rows[1][10] == "negative:0-11 negative:12-31")
    #expect(rows[2][2...] == ["error", "", "", "", "", "", "", "", ""])
  }

  @Test func columnsOfText() throws {
    let outcome = try classify(["--urgency"], "I was charged twice\n\n")
    #expect(try outcome.line(0).components("\t").count == 7)
    #expect(try outcome.line(0).hasSuffix("\tmoney:2-19"))
  }

  @Test func mixedIsALabel() throws {
    let text = "The food was wonderful. The waiter was horrible.\n"
    #expect(try classify(["--mixed"], text).text.hasPrefix("mixed\t"))
    #expect(try !classify([], text).text.hasPrefix("mixed\t"))
  }

  @Test func mixedWithinASentence() throws {
    #expect(try classify(["--mixed"], "The waiter was friendly but slow\n").text.hasPrefix("mixed\t"))
    #expect(try !classify(["--mixed"], "The waiter was friendly and quick\n").text.hasPrefix("mixed\t"))
    #expect(try !classify(["--sentences"], "The waiter was friendly but slow\n").text.hasPrefix("mixed\t"))
  }

  @Test func theVerdictStays() throws {
    let plain = try classify([], "great\nbad, very bad. Late!\n").lines
    let more = try classify(["--urgency", "--aspects", "--sentences"], "great\nbad, very bad. Late!\n").lines
    #expect(zip(plain, more).allSatisfy { $1.hasPrefix($0 + "\t") })
  }

  @Test func theOutputIsTheSameForAnyWorkers() throws {
    let input = (0..<3000).map { "Order \($0): no reply, charged twice! The app is great. 😀" }.joined(separator: "\n")
    let arguments = ["--urgency", "--aspects", "--sentences", "--chunk-size", "4096"]
    let one = try classify(arguments + ["-j1"], input)
    #expect(one.lines.count == 3000)
    #expect(try classify(arguments + ["-j4"], input).output == one.output)
  }

  @Test func taxonomyOfAFile() throws {
    let path = workspace.file("shop.yaml", "toys: [robot, building block]\n")
    for arguments in [["--taxonomy", path], ["--aspects", "--taxonomy", path]] {
      let outcome = try classify(arguments + ["--to", "jsonl"], "two robots and no staff\n")
      #expect(outcome.text.contains("\"aspects\":[{\"aspect\":\"toys\",\"term\":\"robots\""))
      #expect(!outcome.text.contains("staff\",\"term"))
    }
  }

  @Test func givenTerms() throws {
    let outcome = try classify(
      ["--aspect-terms", "battery life, screen", "--to", "jsonl"], "Awful battery life, bright screen\n")
    #expect(
      outcome.text.contains(
        "{\"aspect\":\"battery life\",\"term\":\"battery life\",\"start\":6,\"end\":18,\"label\":\"negative\""))
    #expect(outcome.text.contains("{\"aspect\":\"screen\",\"term\":\"screen\""))
  }

  @Test(arguments: [
    ("a: [x]\na: [y]\n", "the aspect 'a' occurs twice"), ("a: []\n", "the aspect 'a' has no terms"),
    ("a: {terms: [x], part_of: a}\n", "in a circle: a -> a"), ("", "no aspect"),
  ])
  func badTaxonomies(_ yaml: String, _ message: String) throws {
    let outcome = try classify(["--taxonomy", workspace.file("bad.yaml", yaml)], "x\n")
    #expect(outcome.status == 65 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("bad.yaml") && outcome.errors.contains(message))
  }

  @Test func badWeights() throws {
    let outcome = try classify(["--urgency", "--weights", workspace.file("w.yaml", "reasons: {hurry: 1}\n")], "x\n")
    #expect(outcome.status == 65 && outcome.errors.contains("'hurry' is unknown; known are danger, safety"))
    #expect(try classify(["--urgency", "--weights", "/nonexistent/w.yaml"], "x\n").status == 66)
    #expect(try classify(["--weights", "w.yaml"], "x\n").status == 64)
  }
}
