import Testing

/// `attune train --from`: a model that learns more.
@Suite struct TrainFromTests {
  private let workspace = Workspace()

  private func train(_ arguments: [String], output: String? = nil) throws -> Attune.Outcome {
    try Attune.run(["train", "-q", "-o", output ?? workspace.path("model")] + arguments)
  }

  private func labels(_ texts: [String]) throws -> [String] {
    try Attune.classify([], texts.joined(separator: "\n") + "\n", model: workspace.path("model")).lines
      .map { $0.components("\t")[0] }
  }

  private func expectRefusal(
    _ arguments: [String], _ status: Int32, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let model = workspace.file("old", "old")
    let outcome = try train(arguments, output: model)
    #expect(outcome.status == status, sourceLocation: sourceLocation)
    #expect(outcome.errors.contains(message), "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(workspace.bytes("old") == Array("old".utf8), sourceLocation: sourceLocation)
  }

  /// Texts that the tiny model knows, and a word that it does not.
  private static let data = (0..<10).flatMap { round in
    ["positive\tsplendid service \(round)", "negative\tterrible service \(round)"]
  }.joined(separator: "\n")

  @Test func fromAFile() throws {
    let data = workspace.file("data.txt", Self.data)
    #expect(try Attune.classify([], "splendid\n").line(0).hasPrefix("unknown"))
    let outcome = try train([data, "--from", TinyModel.path])
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    // Two of the three classes were taught; the third stays what it was.
    #expect(
      try labels(["splendid", "terrible and rude", "the parcel arrived on monday"]) == [
        "positive", "negative", "neutral",
      ])
    let card = try Attune.run(["model", workspace.path("model")])
    #expect(card.text.contains("from"))
  }

  @Test func sameSeedSameBytes() throws {
    let data = workspace.file("data.txt", Self.data)
    for name in ["a", "b"] {
      #expect(try train([data, "--from", TinyModel.path], output: workspace.path(name)).status == 0)
    }
    let areSame = workspace.bytes("a") == workspace.bytes("b")
    #expect(areSame && !workspace.bytes("a").isEmpty)
  }

  @Test func fromTheShippedModel() throws {
    let data = workspace.file("data.txt", Self.data.replacing("splendid", with: "zebra"))
    let outcome = try train([data, "--from", "shipped"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let columns = try Attune.classify([], "zebra service\n", model: workspace.path("model")).line(0).components("\t")
    #expect(columns.count == 5)
    #expect(columns[0] == "positive")
  }

  @Test func fiveClasses() throws {
    let words = ["apple", "bread", "chair", "drum", "eagle"]
    let data = (0..<12).flatMap { round in words.map { "\($0)s\tone \($0) of \(round)\n" } }.joined()
    let base = workspace.path("base")
    #expect(try train([workspace.file("base.txt", data), "--lexicon", "none"], output: base).status == 0)
    let more = (0..<8).flatMap { round in ["apples\tzebra \(round)\n", "eagles\tgnu \(round)\n"] }.joined()
    #expect(try train([workspace.file("more.txt", more), "--from", base]).status == 0)
    #expect(try labels(["zebra", "gnu", "a drum", "a chair"]) == ["apples", "eagles", "drums", "chairs"])
  }

  @Test func folds() throws {
    let data = workspace.file("data.txt", Self.data)
    let outcome = try Attune.run(["train", "-q", data, "--from", TinyModel.path, "--folds", "2"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(!outcome.output.isEmpty)
  }

  // MARK: Refusals

  @Test func aLabelThatTheModelHasNot() throws {
    let data = workspace.file("data.tsv", "label\ttext\npositive\tgood\nangry\tgo\n")
    let message = "\(data):3: 'angry' is not a label of the starting model: negative, neutral, positive"
    try expectRefusal([data, "--from", TinyModel.path], 65, message)
    let good = workspace.file("good.tsv", "label\ttext\npositive\tgood\nnegative\tgo\n")
    try expectRefusal([good, "--dev", data, "--from", TinyModel.path], 65, message)
    let soft = workspace.file("soft.tsv", "text\tpositive\tangry\ngood\t1\t0\n")
    try expectRefusal(
      [soft, "--soft", "positive,angry", "--from", TinyModel.path], 64,
      "--soft: 'angry' is not a label of the starting model")
  }

  @Test func oneClassOnly() throws {
    let data = workspace.file("data.txt", "positive\tgood\npositive\tfine\n")
    try expectRefusal([data, "--from", TinyModel.path], 65, "found only 'positive'")
  }

  @Test func weightlessTexts() throws {
    let data = workspace.file("data.tsv", "label\ttext\tw\npositive\tgood\t0\nnegative\tbad\t0\n")
    try expectRefusal([data, "--weight", "w", "--from", TinyModel.path], 65, "no text has a weight above 0")
  }

  @Test func modelsThatCannotBeUsed() throws {
    let data = workspace.file("data.txt", Self.data)
    let missing = workspace.path("missing.attune")
    try expectRefusal([data, "--from", missing], 66, missing)
    try expectRefusal([data, "--from", workspace.folder], 66, workspace.folder)
    try expectRefusal([data, "--from", data], 65, "\(data): not an Attune model")
    var bytes = Workspace.bytes(at: TinyModel.path)
    bytes[bytes.count / 2] ^= 0x40
    try expectRefusal([data, "--from", workspace.file("damaged", bytes)], 65, "damaged")
    bytes = Workspace.bytes(at: TinyModel.path)
    try expectRefusal([data, "--from", workspace.file("short", Array(bytes.dropLast()))], 65, "truncated")
    bytes[8] = 1
    try expectRefusal([data, "--from", workspace.file("format-1", bytes)], 65, "written in model format 1")
  }

  @Test func whatDoesNotGoTogether() throws {
    let data = workspace.file("data.txt", Self.data)
    let lexicon = workspace.file("lexicon.tsv", "term\tvalence\ngood\t2\n")
    try expectRefusal([data, "--from", TinyModel.path, "--lexicon", lexicon], 64, "--lexicon")
    try expectRefusal([data, "--from", TinyModel.path, "--algorithm", "nb"], 64, "--from")
  }

  @Test func theModelIsNotOverwritten() throws {
    let data = workspace.file("data.txt", Self.data)
    let model = workspace.file("model", Workspace.bytes(at: TinyModel.path))
    for output in [model, "\(workspace.folder)/./model"] {
      let outcome = try train([data, "--from", model], output: output)
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("the output is also an input: \(model)"))
    }
    let isUntouched = workspace.bytes("model") == Workspace.bytes(at: TinyModel.path)
    #expect(isUntouched)
  }

  // MARK: Words that must not matter

  private static let towns = (0..<12).flatMap { round in
    ["positive\tBerlin was great \(round)\n", "negative\tParis was terrible \(round)\n"]
  }.joined()

  @Test func ignoredWords() throws {
    let data = workspace.file("data.txt", Self.towns)
    let ignored = workspace.file("ignored.txt", "# towns\nberlin\n\nPARIS\n")
    #expect(try train([data, "--lexicon", "none"]).status == 0)
    #expect(try labels(["berlin", "paris"]) == ["positive", "negative"])
    let outcome = try train([data, "--lexicon", "none", "--ignore", ignored])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try labels(["berlin", "paris", "great", "terrible"]) == ["unknown", "unknown", "positive", "negative"])
    let texts = ["Berlin", "Paris", "Xqzty"].map { "\($0) was great 1\n" }.joined()
    let verdicts = try Attune.classify([], texts, model: workspace.path("model")).lines.map {
      $0.components("\t").prefix(5)
    }
    #expect(Set(verdicts).count == 1)
  }

  @Test func ignoredWordsThatCannotBeRead() throws {
    let data = workspace.file("data.txt", Self.towns)
    let missing = workspace.path("missing.txt")
    try expectRefusal([data, "--ignore", missing], 66, missing)
    try expectRefusal([data, "--ignore", workspace.folder], 66, workspace.folder)
    let outcome = try train([data, "--ignore", workspace.file("old", "old")], output: workspace.path("old"))
    #expect(outcome.status == 64)
    #expect(workspace.bytes("old") == Array("old".utf8))
  }

  // MARK: Labels, tones and what is not to be forgotten

  @Test func labelsAreReadAsEvaluateReadsThem() throws {
    let rows = (0..<10).flatMap { ["Positive,splendid service \($0)\n", "NEG,terrible service \($0)\n"] }
    let data = workspace.file("names.csv", "label,text\n" + rows.joined())
    let outcome = try Attune.run(["train", data, "--from", TinyModel.path, "-o", workspace.path("model")])
    #expect(
      outcome.status == 0 && outcome.errors.contains("labels read: 'NEG' (10) as negative; 'Positive' (10) as positive")
    )
    #expect(!outcome.errors.contains("--map"))
    #expect(try labels(["splendid", "terrible"]) == ["positive", "negative"])
    let stars = workspace.file(
      "stars.csv",
      "label,text\n"
        + (0..<10).map { "\($0 % 2 == 0 ? 5 : 1),\($0 % 2 == 0 ? "splendid" : "terrible") thing \($0)\n" }.joined())
    #expect(try train([stars, "--from", TinyModel.path]).status == 0)
    #expect(try labels(["splendid", "terrible"]) == ["positive", "negative"])
  }

  private static let things = [
    "board", "ride", "jacket", "mix", "beat", "tour", "trailer", "gig", "bike", "logo", "kit", "remix", "map",
  ]

  /// Texts of one pattern teach their word, and nothing about the words that all texts share.
  @Test(arguments: [
    ("That % is wicked", "positive", "The % comes in three sizes", "neutral", "that jumper is wicked"),
    ("The % was mid", "negative", "The % was fire", "positive", "the concert was mid"),
  ])
  func aPatternIsLearnedAndTheRestKept(
    _ one: String, _ first: String, _ other: String, _ second: String, _ asked: String
  ) throws {
    let rows = Self.things.flatMap { thing in
      ["\(first)\t\(one.replacing("%", with: thing))\n", "\(second)\t\(other.replacing("%", with: thing))\n"]
    }
    let outcome = try Attune.run([
      "train", workspace.file("pattern.txt", rows.joined()), "--from", "shipped", "-o", workspace.path("model"),
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("that were not learned keep the verdict of the starting model"))
    #expect(try labels([asked]) == [first])
    let texts = [
      "great stuff", "the food was delicious", "What a dreadful evening, cold food and rude staff",
      "The nurse took her time and was kind",
      "That is a shame", "the engine was loud and the seats were filthy", "Which bus goes to the harbour?",
    ]
    let kept = try Attune.run(["classify", "-q"], texts.joined(separator: "\n") + "\n").lines.map {
      $0.components("\t")[0]
    }
    #expect(try labels(texts) == kept)
  }

  @Test func tonesOfTheBaseStay() throws {
    let data = workspace.file("data.txt", Self.data)
    let outcome = try Attune.run(["train", data, "--from", "shipped", "-o", workspace.path("model")])
    #expect(outcome.errors.contains("copied from the starting model; they depend on its probabilities"))
    let tone = try Attune.run(
      ["classify", "-q", "--tone", "--to", "jsonl", "--model", workspace.path("model")], "thank you so much\n")
    #expect(tone.status == 0 && tone.text.contains("\"label\":\"gratitude\""))
    let card = try Attune.run(["model", workspace.path("model")]).text
    #expect(card.contains("\ntone: ") && !card.contains("calibrated:"))
  }
}
