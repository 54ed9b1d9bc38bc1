import Foundation
import Testing

/// The same answers in the exports of several tools. What is right for each was computed by Tables/make.py.
@Suite struct TableExportTests {
  struct Expected: Decodable {
    var score: String
    var comment: String
    var records: Int
    var sum: Int
    var satisfied: Double
    var characters: Int
    var first: String
    var last: String
  }

  private static let folder = Attune.root.appendingPathComponent("Tests/CommandTests/Tables")

  static let expected = try! JSONDecoder().decode(
    [String: Expected].self, from: Data(contentsOf: folder.appendingPathComponent("expected.json")))

  private func path(_ name: String) -> String { Self.folder.appendingPathComponent(name).path }

  private func format(_ name: String) -> String { name.hasSuffix("tsv") ? "tsv" : "csv" }

  private func labels(_ outcome: Attune.Outcome) throws -> [String] {
    try outcome.lines.map { line in
      let sentiment = try #require(object(line)["sentiment"] as? [String: Any])
      return try #require(sentiment["label"] as? String)
    }
  }

  @Test(arguments: expected.keys.sorted())
  func records(_ name: String) throws {
    let expected = try #require(Self.expected[name])
    let arguments = ["--text", expected.comment, "--to", "jsonl", "-q"]
    let outcome = try Attune.classify([path(name)] + arguments)
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == expected.records)
    var (sum, texts) = (0, [String]())
    for line in outcome.lines {
      let record = object(line)
      for (key, value) in record {
        guard let value = value as? String else { continue }
        let name = key.replacing("\u{A0}", with: " ").trimmingCharacters(in: .whitespaces).lowercased()
        if name == expected.score.lowercased() { sum += try #require(Int(value)) }
        if ["comment", "q2", "anything else?"].contains(name) { texts.append(value) }
      }
    }
    #expect(sum == expected.sum)
    #expect(texts.reduce(0) { $0 + $1.unicodeScalars.count } == expected.characters)
    #expect(texts.first == expected.first)
    #expect(texts.last == expected.last)
    // A pipe gives the same, and so do small chunks.
    let bytes = Workspace.bytes(at: path(name))
    #expect(try Attune.classify(["--format", format(name)] + arguments, bytes).output == outcome.output)
    #expect(try Attune.classify([path(name), "--chunk-size", "64"] + arguments).output == outcome.output)
    let plain = try Attune.classify([path("plain.csv"), "--text", "comment", "--to", "jsonl", "-q"])
    if name != "returns.csv" { #expect(try labels(outcome) == labels(plain)) }
  }

  @Test(arguments: expected.keys.sorted())
  func report(_ name: String) throws {
    let expected = try #require(Self.expected[name])
    let outcome = try Attune.run(
      ["report", path(name), "--csat", expected.score, "--scale", "1..5", "--to", "json", "-q"])
    #expect(outcome.status == 0)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
    #expect(report["records"] as? Int == expected.records)
    let figures = try #require(report["figures"] as? [[String: Any]])
    let value = try #require(figures.first?["value"] as? Double)
    #expect(abs(value - expected.satisfied) < 1e-9)
  }

  /// Tables stay tables of the same kind, under one header.
  @Test(arguments: expected.keys.sorted())
  func columnsAreAdded(_ name: String) throws {
    let expected = try #require(Self.expected[name])
    let once = try Attune.classify([path(name), "--text", expected.comment, "-q"])
    #expect(once.status == 0)
    let again = try Attune.classify(["--format", format(name), "--text", "4", "--to", "jsonl", "-q"], once.output)
    #expect(again.lines.count == expected.records)
    #expect(again.lines.allSatisfy { object($0)["sentiment"] != nil })
  }

  @Test(arguments: [
    ("semicolon.csv", "separated by ;"), ("separator.csv", "line 1, which names the delimiter ;, is not a record"),
    ("titled.csv", "2 lines above the header are not records; the header is line 3"),
    ("titled.csv", "3 empty lines at the end are not records"),
    ("qualtrics.csv", "2 further rows of the header (Qualtrics) are not records"),
    ("surveymonkey.csv", "a second row of the header, of answer options (SurveyMonkey), is not a record"),
    ("quoted.tsv", "fields stand in quotes"), ("wrapped.csv", "rows stand in quotes as a whole"),
  ])
  func whatIsAssumedIsSaidOnce(_ name: String, _ note: String) throws {
    let expected = try #require(Self.expected[name])
    let outcome = try Attune.run(["report", path(name), "--csat", expected.score, "--scale", "1..5"])
    #expect(outcome.errors.components(separatedBy: note).count == 2, "\(outcome.errors)")
  }

  // MARK: Names

  @Test(arguments: ["COMMENT", " comment ", "com\u{A0}ment", "5"])
  func namesAreMatchedWithoutCaseAndBlanks(_ name: String) throws {
    let header = name.contains("\u{A0}") ? "Com ment" : "Comment"
    let outcome = try Attune.classify(
      ["--format", "csv", "--text", name, "--to", "tsv", "-q"], "a,b,c,d,\(header)\u{A0}\n1,2,3,4,great\n")
    #expect(outcome.status == 0)
    #expect(try outcome.line(1).contains("positive"))
  }

  @Test func repeatedNamesAreToldApart() throws {
    let outcome = try Attune.classify(
      ["--format", "csv", "--text", "comment", "--to", "jsonl"], "id,comment,comment\n1,great,terrible\n")
    #expect(outcome.errors.contains("columns 2 and 3 have the same name, 'comment'"))
    let record = object(try outcome.line(0))
    #expect(record["comment"] as? String == "great")
    #expect(record["comment (3)"] as? String == "terrible")
  }

  @Test func anUnknownColumnIsAnsweredShortly() throws {
    let long = (0..<50).map { "question \($0) " + String(repeating: "x", count: 4096) }
    let header = (long + ["body", "boddy text", "other", "buddy"]).joined(separator: ",")
    let outcome = try Attune.classify(["--format", "csv", "--text", "boddy"], header + "\n")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("the nearest are 51 'body', 54 'buddy', 52 'boddy text'"))
    #expect(outcome.errors.contains("1 'question 0 xxx"))
    #expect(outcome.errors.contains("and 14 more"))
    #expect(outcome.errors.utf8.count < 4096)
  }

  // MARK: Several texts

  @Test(arguments: [["--text", "like,dislike"], ["--text", "like", "--text", "dislike"], ["--text", "2,Dislike"]])
  func severalColumnsAreOneText(_ arguments: [String]) throws {
    let table =
      "id,like,dislike,label\n1,great food,\"terrible, rude staff!\",negative\n2,,terrible,negative\n3,great, ,positive\n"
    let lines = table.split(separator: "\n").dropFirst()
    let csv = Workspace.shared("several.csv", table)
    let objects = [("great food", "terrible, rude staff!"), ("", "terrible"), ("great", " ")].enumerated().map {
      #"{"id":\#($0 + 1),"2":"\#($1.0)","like":"\#($1.0)","dislike":"\#($1.1)","Dislike":"\#($1.1)","label":"x"}"#
    }
    #expect(lines.count == objects.count)
    let expected = try Attune.classify(
      ["--to", "tsv", "-q"], "great food. terrible, rude staff!\nterrible\ngreat\n"
    ).lines
    let tabs = try Attune.classify([csv, "--to", "tsv", "-q"] + arguments).lines.dropFirst()
    #expect(tabs.map { $0.components(separatedBy: "\t").suffix(5).joined(separator: "\t") } == expected)
    let jsonl = try Attune.classify(
      ["--format", "jsonl", "--to", "tsv"] + arguments, objects.joined(separator: "\n"))
    #expect(jsonl.lines == expected)
    if arguments.count > 2 {
      #expect(jsonl.errors.contains("the text is joined from the fields 1 'like', 2 'dislike'"))
      #expect(try Attune.classify([csv] + arguments).errors.contains("from the columns 2 'like', 3 'dislike'"))
    }
    for command in [["report"], ["triage", "--to", "jsonl"], ["evaluate"]] {
      #expect(try Attune.run(command + [csv] + arguments).status == 0, "\(command)")
    }
    let quote = try Attune.run(["report", csv, "-q", "--to", "json"] + arguments)
    #expect(quote.text.contains("great food. terrible, rude staff!") || quote.text.contains("\"terrible\""))
  }

  @Test func aNameWithCommasIsOneColumn() throws {
    let table = "\"like,dislike\",like,dislike\ngreat,terrible,terrible\n"
    let outcome = try Attune.classify(["--format", "csv", "--text", "like,dislike", "--to", "tsv", "-q"], table)
    #expect(try outcome.line(1).contains("positive"))
    let record = #"{"like,dislike":"great","like":"terrible","dislike":"terrible"}"#
    let json = try Attune.classify(["--format", "jsonl", "--text", "like,dislike", "--to", "tsv", "-q"], record + "\n")
    #expect(try json.line(0).hasPrefix("positive"))
  }

  @Test(arguments: [["--text", "like,gone"], ["--text", "like", "--text", "gone"]])
  func aPartThatIsNotThere(_ arguments: [String]) throws {
    let csv = try Attune.classify(["--format", "csv"] + arguments, "id,like\n1,great\n")
    #expect(csv.status == 64)
    #expect(csv.errors.contains("no column 'gone'"))
    let json = try Attune.classify(["--format", "jsonl"] + arguments, "{\"like\":\"great\"}\n")
    #expect(json.status == 64)
    #expect(json.errors.contains("a field 'gone'; its fields are 1 'like'"))
  }

  // MARK: Options

  @Test(arguments: [("~", "~"), ("tab", "\t"), ("semicolon", ";"), ("|", "|")])
  func aDelimiterThatIsGiven(_ name: String, _ delimiter: String) throws {
    let input = "a,b\(delimiter)text\n1,2\(delimiter)great\n"
    let outcome = try Attune.classify(["--delimiter", name, "--to", "jsonl", "-q"], input)
    #expect(outcome.status == 0)
    #expect(object(try outcome.line(0))["a,b"] as? String == "1,2")
  }

  @Test func aHeaderThatIsGiven() throws {
    let input = "a,b\nx,y\nid,text\n1,great\n"
    let outcome = try Attune.classify(["--format", "csv", "--header", "3", "--to", "jsonl", "-q"], input)
    #expect(outcome.lines.count == 1)
    #expect(try Attune.classify(["--format", "csv", "--header", "9"], input).status == 64)
    #expect(try Attune.classify(["--format", "csv", "--header", "-1"], input).status == 64)
    #expect(try Attune.classify(["--format", "jsonl", "--header", "2"], "{}\n").status == 64)
    #expect(try Attune.classify(["--format", "csv", "--delimiter", "ab"], input).status == 64)
  }

  // MARK: Fields of objects

  @Test(arguments: [
    ["classify", "--text", "boddy"], ["report", "--text", "boddy"], ["report", "--text", "body", "--csat", "boddy"],
    ["report", "--text", "body", "--time", "boddy"], ["report", "--text", "body", "--by", "boddy"],
    ["report", "--text", "body", "--customer", "boddy", "--customer-id", "1"],
    ["triage", "--text", "body", "--by", "boddy"], ["triage", "--text", "body", "--by", "id", "--time", "boddy"],
    ["evaluate", "--text", "body", "--label", "boddy"], ["reply", "--reply", "body", "--customer", "boddy"],
    ["reply", "--reply", "boddy"], ["scorecard", "--reply", "body", "--agent", "boddy"],
    ["compare", "--text", "body", "--group", "boddy", "--a", "1", "--b", "2"],
    ["train", "--text", "body", "--label", "boddy", "-o", "/dev/null"],
  ])
  func aFieldThatNoRecordHas(_ arguments: [String]) throws {
    let input = "{\"id\":\"1\",\"body\":\"great\",\"meta\":{\"a\":1}}\n{\"id\":\"2\",\"body\":\"terrible\"}\n"
    let outcome = try Attune.run(arguments + ["--format", "jsonl"], input)
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains("a field 'boddy'"))
    #expect(outcome.errors.contains("'id'") && outcome.errors.contains("'body'"))
  }

  /// A field that some record has is none of these, wherever it stands; neither is an input without objects.
  @Test func aFieldThatARecordHas() throws {
    let input = String(repeating: "{\"id\":1}\n", count: 50_000) + "{\"text\":null}\n"
    let outcome = try Attune.classify(["--format", "jsonl", "-q", "--chunk-size", "4096"], input)
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 50_001)
    for empty in ["", "\n", "[1]\n", "nonsense\n"] {
      #expect(try Attune.classify(["--format", "jsonl", "-q"], empty).status == 0)
    }
    let data = "{\"label\":\"positive\"}\n{\"label\":\"positive\",\"text\":\"great\"}\n"
    #expect(try Attune.run(["evaluate", "--format", "jsonl"], data).status == 65)
    #expect(try Attune.run(["reply", "--format", "jsonl", "-q"], "{\"reply\":\"Thanks\"}\n").status == 0)
  }
}
