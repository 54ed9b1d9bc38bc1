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

  @Test func aLabelWithoutAMeaningIsLeftOut() throws {
    let outcome = try evaluate([
      "--json", Workspace.shared("strange.csv", "text,label\ngreat,positive\nhm,not_relevant\nwell,not_relevant\n"),
    ])
    #expect(outcome.status == 0)
    #expect((object(try outcome.line(0))["all"] as? [String: Any])?["texts"] as? Int == 1)
    #expect(outcome.errors.contains("2 of 3 texts left out because their labels cannot be mapped: 'not_relevant' (2)"))
    let none = try evaluate([Workspace.shared("meaningless.csv", "text,label\ngreat,alpha\nhm,beta\n")])
    #expect(none.status == 65)
    #expect(none.errors.contains("--map"))
  }

  /// The same texts under other names for their labels give the same figures.
  @Test(arguments: [
    ("Positive", "NEGATIVE", "Neutral"), ("pos", "neg", "neu"), ("5", "1", "3"), ("★★★★★", "★☆☆☆☆", "★★★☆☆"),
    ("5 stars", "1 star", "3 stars"), ("1", "-1", "0"), ("4", "0", "2"), ("10", "2", "5"), ("2", "0", "1"),
    ("Positive emotion", "Negative emotion", "No emotion toward brand or product"),
  ])
  func labelsByOtherNames(_ positive: String, _ negative: String, _ neutral: String) throws {
    func table(_ positive: String, _ negative: String, _ neutral: String) -> String {
      """
      text,label
      great service,\(positive)
      terrible and rude,\(negative)
      lovely,\(positive)
      it comes in two sizes,\(neutral)
      awful,\(negative)

      """
    }
    let own = try Attune.run(
      ["evaluate", "--model", TinyModel.path, "--format", "csv", "--json"], table("positive", "negative", "neutral"))
    let other = try Attune.run(
      ["evaluate", "--model", TinyModel.path, "--format", "csv", "--json"], table(positive, negative, neutral))
    #expect(other.status == 0)
    #expect(other.output == own.output)
    #expect(own.errors.isEmpty)
    #expect(other.errors.contains("labels read: ") && other.errors.contains("'\(positive)' (2) as positive"))
  }

  @Test func aMapOverrides() throws {
    let table = "text,label\ngreat service,1\nterrible and rude,2\nhm,9\n"
    let pairs = try Attune.run(
      ["evaluate", "--model", TinyModel.path, "--format", "csv", "--json", "--map", "1=positive,2=negative,9=-"], table)
    #expect(pairs.status == 0)
    let all = try #require(object(try pairs.line(0))["all"] as? [String: Any])
    #expect(all["texts"] as? Int == 2 && all["accuracy"] as? Double == 1)
    let file = Workspace.shared("map.csv", "theirs,ours\n1,Positive\n2,negative\n9,\n")
    let mapped = try Attune.run(
      ["evaluate", "--model", TinyModel.path, "--format", "csv", "--json", "--map", file], table)
    #expect(mapped.output == pairs.output)
    let unknown = try Attune.run(["evaluate", "--model", TinyModel.path, "--format", "csv", "--map", "1=great"], table)
    #expect(unknown.status == 64 && unknown.errors.contains("'great' is not a label of the model"))
    let missing = try Attune.run(["evaluate", "--model", TinyModel.path, "--format", "csv", "--map", "/no.csv"], table)
    #expect(missing.status == 66)
  }

  /// One value alone may mean anything.
  @Test func numbersThatDoNotTellAreAskedFor() throws {
    let outcome = try Attune.run(
      ["evaluate", "--model", TinyModel.path, "--format", "csv"], "text,label\ngreat,1\nlovely,1\n")
    #expect(outcome.status == 65 && outcome.errors.contains("--map"))
  }

  @Test func nothingToEvaluate() throws {
    #expect(try evaluate([Workspace.shared("no-rows.csv", "text,label\n")]).status == 65)
    #expect(try evaluate(["/nowhere.csv"]).status == 66)
    #expect(try evaluate([gold, "--by", "nope"]).status == 64)
  }

  @Test func goldOfOneClassIsSaid() throws {
    let table = "label,text\nnegative,great and lovely\nnegative,terrible\nnegative,zzyzx\n"
    let outcome = try Attune.run(["evaluate", "--model", TinyModel.path, "--format", "csv"], table)
    #expect(outcome.errors.contains("all labels are 'negative': the figures show how many of its texts are found"))
    #expect(outcome.text.contains("accuracy          0.3333"))
    #expect(outcome.text.contains("gold \\ predicted  negative     neutral      positive     unknown"))
    #expect(outcome.text.contains("1 text has the verdict unknown, which counts as wrong"))
    let json = try Attune.run(["evaluate", "--model", TinyModel.path, "--format", "csv", "--json"], table)
    #expect(
      json.text.contains("\"confusion\":{\"negative\":{\"negative\":1,\"neutral\":0,\"positive\":1,\"unknown\":1}"))
  }

  @Test func aNumberIsNoText() throws {
    let records = "{\"text\":\"great\",\"label\":\"positive\"}\n{\"text\":5,\"label\":\"negative\"}\n"
    let workspace = Workspace()
    for arguments in [["evaluate"], ["calibrate", "-o", workspace.path("m")]] {
      let outcome = try Attune.run(arguments + ["--model", TinyModel.path, "--format", "jsonl"], records)
      #expect(outcome.status == 65 && outcome.errors.contains(":2: field 'text' is not a string"), "\(outcome.errors)")
    }
    // A number is a label all the same.
    let stars = "{\"text\":\"great\",\"label\":5}\n{\"text\":\"terrible\",\"label\":1}\n"
    #expect(try Attune.run(["evaluate", "--model", TinyModel.path, "--format", "jsonl"], stars).status == 0)
  }
}
