import Testing

/// Tables as people export them.
@Suite struct CSVTests {
  private func classify(_ input: String, _ arguments: [String] = []) throws -> Attune.Outcome {
    try Attune.classify(["--format", "csv"] + arguments, input)
  }

  @Test func byteOrderMarkIsNoPartOfTheName() throws {
    let outcome = try classify("\u{FEFF}text,id\ngreat,1\n")
    #expect(outcome.status == 0)
    #expect(outcome.text.hasPrefix("\u{FEFF}text,id,sentiment_label,"))
    #expect(try outcome.line(1).hasPrefix("great,1,positive,"))
  }

  @Test func carriageReturnsStayLineEnds() throws {
    let outcome = try classify("id,text\r\n1,great\r\n2,\"a\r\nb\"\r\n")
    let rows = outcome.text.components("\r\n")
    try #require(rows.count == 5)
    #expect(rows[0].hasSuffix("sentiment_positive"))
    #expect(rows[1].hasPrefix("1,great,positive,"))
    #expect(rows[2] == "2,\"a")
    #expect(rows[3].hasPrefix("b\","))
  }

  @Test(arguments: [";", "|", "\t"])
  func otherDelimiters(_ delimiter: String) throws {
    let outcome = try classify("id\(delimiter)text\n1\(delimiter)\"great, really\"\n")
    #expect(outcome.status == 0)
    let rows = table(outcome.output, delimiter: delimiter.utf8.first!)
    #expect(rows.map(\.count) == [7, 7])
    #expect(rows.last?[1...2] == ["great, really", "positive"])
  }

  @Test func delimitersInQuotedNamesDoNotCount() throws {
    let rows = table(try classify("\"a;b;c\",text\n1,great\n").output)
    #expect(rows.last?[2] == "positive")
  }

  @Test(arguments: [",", ";"])
  func lineBreakInAHeaderName(_ delimiter: String) throws {
    let outcome = try classify("\"the\nid\"\(delimiter)text\n1\(delimiter)great\n")
    #expect(outcome.status == 0)
    let rows = table(outcome.output, delimiter: delimiter.utf8.first!)
    #expect(rows.count == 2)
    #expect(rows.last?[2] == "positive")
  }

  @Test func quotedLineBreaksBelongToTheRecord() throws {
    let outcome = try classify("id,text\n1,\"great\n\nterrible\n\"\n2,ok\n", ["--to", "jsonl"])
    #expect(outcome.lines.count == 2)
    #expect(object(try outcome.line(0))["text"] as? String == "great\n\nterrible\n")
  }

  @Test func headerAlone() throws {
    for end in ["", "\n", "\r\n"] {
      let outcome = try classify("id,text\(end)")
      #expect(outcome.status == 0)
      #expect(table(outcome.output).count == 1)
      #expect(outcome.errors.contains(" 0 records, 0 errors"))
    }
  }

  @Test func headerAloneToJSON() throws {
    let outcome = try classify("id,text\n", ["--to", "jsonl"])
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
  }

  @Test func oneColumn() throws {
    let rows = table(try classify("text\ngreat\n\nterrible\n").output)
    #expect(rows.map { $0[1] } == ["sentiment_label", "positive", "unknown", "negative"])
  }

  @Test(arguments: ["csv", "tsv"])
  func raggedRows(_ output: String) throws {
    let input = "id,text,note\n1,great,x\n2,short\n3,terrible,\"a,b\",c,d\n4,great,y\n"
    let path = Workspace.shared("ragged-\(output).csv", input)
    let outcome = try Attune.classify([path, "--to", output])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("\(path):3: 2 fields where the header has 3"))
    #expect(outcome.errors.contains("\(path):4: 5 fields where the header has 3"))
    #expect(outcome.errors.contains(" 4 records, 2 errors"))
    let rows = output == "csv" ? table(outcome.output) : outcome.lines.map { $0.components("\t") }
    try #require(rows.map(\.count) == [8, 8, 8, 8, 8])
    #expect(rows.map { $0[3] } == ["sentiment_label", "positive", "error", "error", "positive"])
    #expect(rows.map { $0[0] } == ["id", "1", "2", "3", "4"])
    #expect(rows[3].joined().contains("d"), "nothing of the long row is lost")
  }

  @Test func raggedRowsToJSON() throws {
    let lines = try classify("id,text\n1\n2,great\n", ["--to", "jsonl"]).lines
    try #require(lines.count == 2)
    #expect(object(lines[0])["error"] != nil)
    #expect(object(lines[1])["sentiment"] != nil)
  }

  @Test func unterminatedQuoteTakesNoOtherRecordWithIt() throws {
    let path = Workspace.shared("open.csv", "id,text\n1,great\n2,\"never ends\n3,terrible\n4,great\n")
    let outcome = try Attune.classify([path])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("\(path):3: "))
    let rows = table(outcome.output)
    #expect(rows.map { $0[0] } == ["id", "1", "2", "3", "4"])
    #expect(rows.map { $0[2] } == ["sentiment_label", "positive", "error", "negative", "positive"])
  }

  @Test func textBehindAClosingQuote() throws {
    let rows = table(try classify("id,text\n1,\"great\"x\n2,terrible\n").output)
    #expect(rows.map { $0[2] } == ["sentiment_label", "error", "negative"])
  }

  /// Every line opens a quote that the next one closes and opens again; work must stay proportional to the input.
  @Test func quotesThatNeverMatch() throws {
    let count = 60_000
    let input = "id,text\n" + String(repeating: "a\",\"b\n", count: count)
    let outcome = try Attune.classify(["--format", "csv", "--to", "tsv"], input, seconds: 8)
    #expect(outcome.lines.count == count + 1)
  }

  @Test func tsvKnowsNoQuotes() throws {
    let outcome = try Attune.classify(["--format", "tsv"], "id\ttext\n\"1\t\"great\n2\tterrible\"\n")
    #expect(outcome.lines.count == 3)
    #expect(try outcome.line(1).hasPrefix("\"1\t\"great\tpositive\t"))
  }

  @Test func valuesAndUnitsAgree() throws {
    let outcome = try Attune.run(
      ["report", "-q", "--format", "csv", "--to", "csv", "--csat", "CSAT", "--nps", "NPS"],
      "CSAT,NPS\n5,10\n4,9\n2,3\n1,2\n2,1\n")
    #expect(outcome.text.contains("CSAT (CSAT),percent,40.0,") && outcome.text.contains("NPS (NPS),points,-20.0,"))
  }
}
