import Testing

/// `attune explain`: why a verdict is what it is.
@Suite struct ExplainTests {
  @Test func jsonAwayFromATerminal() throws {
    let outcome = try Attune.run(["explain", "No complaints, all good", "--model", TinyModel.path])
    #expect(outcome.status == 0)
    let explanation = object(try outcome.line(0))
    #expect(explanation["text"] as? String == "No complaints, all good")
    let logits = try #require(explanation["logits"] as? [String: Double])
    let parts = try #require(explanation["parts"] as? [[String: Any]])
    for (label, logit) in logits {
      let sum = parts.reduce(0) { $0 + (($1["contributions"] as? [String: Double])?[label] ?? .nan) }
      #expect(abs(sum - logit) < 1e-4)
    }
  }

  @Test func aTextALine() throws {
    let outcome = try Attune.run(["explain", "--model", TinyModel.path], "great\nterrible\n")
    #expect(outcome.lines.count == 2)
  }

  @Test func badModel() throws {
    #expect(try Attune.run(["explain", "x", "--model", "/nowhere"]).status == 66)
  }

  @Test func aLineThatIsTooLongIsAnsweredWithAnError() throws {
    let long = String(repeating: "a", count: (1 << 20) + 1)
    let outcome = try Attune.run(["explain", "--model", TinyModel.path], "great\n\(long)\nterrible\n\(long)")
    #expect(outcome.status == 0 && outcome.lines.count == 4)
    for index in [1, 3] { #expect(try outcome.line(index) == "{\"text\":\"\",\"error\":\"longer than 1 MiB\"}") }
    #expect(object(try outcome.line(2))["label"] as? String == "negative")
    for line in [2, 4] { #expect(outcome.errors.contains("standard input:\(line): longer than 1 MiB")) }
  }
}
