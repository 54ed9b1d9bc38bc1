import Foundation
import Testing

/// Mails that quote mails: only what the writer wrote counts.
@Suite struct OwnWordsTests {
  private static let own = [
    "Thanks, that fixed it. Great help!", "The lamp still flickers. I am very disappointed.", "Perfect, thank you!",
    "No, it is broken again and nobody answers.",
  ]
  private static let quotes = [
    "\n\nOn Mon, 3 Jun 2024 at 10:12, Lamp Support <help@lamps.example>\nwrote:\n> We are terribly sorry for the awful trouble.\n",
    "\r\n\r\n-----Original Message-----\r\nFrom: Lamp Support\r\nSent: Monday\r\n\r\nThank you for your lovely message!\r\n",
    "\n\nFrom: Lamp Support\nTo: Ann\n\nYour terrible experience is a shame.",
    "\n\nOn 4 June 2024 Lamp Support wrote:\n> We love it that you are so happy, wonderful!\n",
  ]

  private func json(_ texts: [String]) -> String {
    texts.map { "{\"text\":\(quoted($0))}\n" }.joined()
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\r\n", with: "\\r\\n").replacing("\n", with: "\\n").replacing("\"", with: "\\\"") + "\""
  }

  private func csv(_ texts: [String]) -> String { "text\n" + texts.map { "\"\($0)\"\n" }.joined() }

  private static let mails = zip(own, quotes).map { $0 + $1 }

  private func verdicts(_ arguments: [String], _ input: String) throws -> [String] {
    let outcome = try Attune.run(["classify", "-q", "--to", "jsonl"] + arguments, input)
    #expect(outcome.status == 0)
    return outcome.lines.map { $0.components(separatedBy: "\"sentiment\":").last ?? "" }
  }

  @Test func quotedMailsAreCutOffWhereSeveralRecordsHaveThem() throws {
    let expected = try verdicts(["--format", "jsonl"], json(Self.own))
    let outcome = try Attune.run(["classify", "--format", "jsonl"], json(Self.mails))
    #expect(outcome.lines.map { $0.components(separatedBy: "\"sentiment\":").last ?? "" } == expected)
    // Records keep their texts.
    #expect(outcome.text.contains("terribly sorry"))
    #expect(outcome.errors.contains("4 of the first 4 texts quote mail: only the writers' own words count"))
    #expect(try verdicts(["--format", "csv"], csv(Self.mails)) == expected)
    #expect(try verdicts(["--format", "jsonl", "--no-own-words"], json(Self.mails)) != expected)
    let file = Workspace.shared("mails.jsonl", json(Self.mails))
    #expect(try verdicts([file], "") == expected)
  }

  @Test func fewQuotesAreLeftUnlessAskedFor() throws {
    let few = Array(Self.mails.prefix(2))
    let outcome = try Attune.run(["classify", "-q", "--format", "jsonl"], json(few))
    #expect(outcome.errors.isEmpty)
    let expected = try verdicts(["--format", "jsonl"], json(Array(Self.own.prefix(2))))
    #expect(try verdicts(["--format", "jsonl"], json(few)) != expected)
    #expect(try verdicts(["--format", "jsonl", "--own-words"], json(few)) == expected)
    #expect(try Attune.run(["classify", "-q", "--own-words"], "a\n").status == 64)
  }

  /// What is quoted between keeps its room, so that places hold.
  @Test func placesAreThoseOfTheRecord() throws {
    let text = "> We are terribly sorry.\nThis is great. I love it!\n-- \nAnn, hates mails"
    let outcome = try Attune.run(
      ["classify", "-q", "--format", "jsonl", "--own-words", "--sentences"], json([text]))
    let sentences = try #require(object(try outcome.line(0))["sentences"] as? [[String: Any]])
    let bytes = Array(text.utf8)
    let found = sentences.compactMap { sentence -> String? in
      guard let start = sentence["start"] as? Int, let end = sentence["end"] as? Int else { return nil }
      return String(decoding: bytes[start..<end], as: UTF8.self)
    }
    #expect(found == ["This is great.", "I love it!"])
    #expect(!outcome.text.contains("\"negative\",\"score\""))
  }

  @Test func aTextThatOnlyQuotesIsReadWhole() throws {
    let text = "From: Ann\nSent: Monday\n\nThis is awful."
    #expect(
      try verdicts(["--format", "jsonl", "--own-words"], json([text]))
        == verdicts(["--format", "jsonl", "--no-own-words"], json([text])))
  }

  @Test func reportsAndQueuesReadOwnWords() throws {
    func report(_ texts: [String], _ arguments: [String]) throws -> String {
      try Attune.run(["report", "-q", "--format", "csv", "--text", "text", "--to", "csv"] + arguments, csv(texts)).text
    }
    #expect(try report(Self.mails, []) == report(Self.own, []))
    #expect(try report(Self.mails, ["--no-own-words"]) != report(Self.own, []))
    func urgencies(_ texts: [String], _ arguments: [String]) throws -> [String] {
      try Attune.run(["triage", "-q", "--format", "jsonl"] + arguments, json(texts)).lines
        .map { $0.components(separatedBy: "\"sentiment\":").last ?? "" }
    }
    #expect(try urgencies(Self.mails, []) == urgencies(Self.own, []))
    #expect(try urgencies(Self.mails, ["--no-own-words"]) != urgencies(Self.own, []))
  }

  @Test func evaluationReadsOwnWords() throws {
    func figures(_ texts: [String], _ arguments: [String]) throws -> String {
      let labels = ["positive", "negative", "positive", "negative"]
      let table = "label,text\n" + zip(labels, texts).map { "\($0),\"\($1)\"\n" }.joined()
      return try Attune.run(["evaluate", "--format", "csv", "--json"] + arguments, table).text
    }
    #expect(try figures(Self.mails, []) == figures(Self.own, []))
    #expect(try figures(Self.mails, ["--no-own-words"]) != figures(Self.own, []))
  }
}
