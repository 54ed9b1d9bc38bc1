import Testing

/// `attune evaluate`: a model against labels that people gave.
@Suite struct EvaluateTests {
  private let gold = Workspace.shared(
    "gold.csv",
    "channel,text,label\nchat,great service,positive\nchat,terrible and rude,negative\nmail,great,positive\nmail,lovely,negative\n"
  )

  private func evaluate(_ arguments: [String]) throws -> Attune.Outcome {
    try Attune.run(["evaluate", "--model", TinyModel.path] + arguments)
  }

  @Test func json() throws {
    let outcome = try evaluate([gold, "--json", "--by", "channel", "--errors", "3", "--threshold"])
    #expect(outcome.status == 0)
    let report = object(try outcome.line(0))
    let all = try #require(report["all"] as? [String: Any])
    #expect(all["texts"] as? Int == 4)
    #expect(all["accuracy"] as? Double == 0.75)
    let groups = try #require(report["by"] as? [String: [String: Any]])
    #expect(groups["chat"]?["accuracy"] as? Double == 1)
    #expect(groups["mail"]?["accuracy"] as? Double == 0.5)
    let errors = try #require(report["errors"] as? [[String: Any]])
    #expect(errors.map { $0["text"] as? String } == ["lovely"])
    #expect((report["thresholds"] as? [[String: Any]])?.count == 20)
  }

  @Test func forAPerson() throws {
    let outcome = try evaluate([gold, "--by", "channel"])
    let text = outcome.lines.joined(separator: "\n")
    for word in ["accuracy", "macro recall", "calibration error", "gold \\ predicted", "chat", "mail"] {
      #expect(text.contains(word))
    }
  }

  @Test func aLabelThatTheModelDoesNotHave() throws {
    let outcome = try evaluate([Workspace.shared("strange.csv", "text,label\ngreat,positive\nhm,angry\n")])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains(":3:"))
    #expect(outcome.errors.contains("angry"))
  }

  @Test func nothingToEvaluate() throws {
    #expect(try evaluate([Workspace.shared("no-rows.csv", "text,label\n")]).status == 65)
    #expect(try evaluate(["/nowhere.csv"]).status == 66)
    #expect(try evaluate([gold, "--by", "nope"]).status == 64)
  }
}
