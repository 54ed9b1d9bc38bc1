import Testing

/// `attune train`: labelled data in, a model out.
@Suite struct TrainTests {
  private func train(
    _ arguments: [String], _ data: String, name: String = "data.txt", output: String
  ) throws -> Attune.Outcome {
    let workspace = Workspace()
    return try Attune.run(["train", workspace.file(name, data), "-o", output, "--lexicon", "none"] + arguments)
  }

  /// Compared outside of `#expect`, which would work out a difference of long arrays for minutes.
  private func isTinyModel(_ workspace: Workspace) -> Bool {
    workspace.bytes("model") == Workspace.bytes(at: TinyModel.path)
  }

  private func label(_ text: String, _ model: String) throws -> String {
    try Attune.classify([], text + "\n", model: model).line(0).components("\t")[0]
  }

  @Test func sameSeedSameBytes() throws {
    let workspace = Workspace()
    for name in ["a", "b"] {
      #expect(try train(["--seed", "5"], TinyModel.data, output: workspace.path(name)).status == 0)
    }
    #expect(try train(["--seed", "6"], TinyModel.data, output: workspace.path("c")).status == 0)
    let areSame = workspace.bytes("a") == workspace.bytes("b")
    #expect(areSame)
    #expect(!workspace.bytes("a").isEmpty)
    let areOther = workspace.bytes("a") != workspace.bytes("c")
    #expect(areOther)
  }

  @Test(arguments: ["text", "fasttext", "csv", "tsv", "jsonl"])
  func everyFormat(_ format: String) throws {
    let records = TinyModel.lines.map { line in
      switch format {
      case "fasttext": "__label__\(line.label) \(line.text)"
      case "csv": "\"\(line.text)\",\(line.label)"
      case "tsv", "text": "\(line.label)\t\(line.text)"
      default: #"{"text":"\#(line.text)","label":"\#(line.label)"}"#
      }
    }
    let header = ["csv": "text,label\n", "tsv": "label\ttext\n"][format] ?? ""
    let ending = ["csv": "csv", "tsv": "tsv", "jsonl": "jsonl"][format] ?? "txt"
    let workspace = Workspace()
    let model = workspace.path("model")
    let outcome = try train([], header + records.joined(separator: "\n"), name: "data.\(ending)", output: model)
    #expect(outcome.status == 0)
    #expect(try label("great service", model) == "positive")
    #expect(try label("terrible and rude", model) == "negative")
    #expect(isTinyModel(workspace), "the format leaves no trace")
  }

  @Test func fieldsByName() throws {
    let workspace = Workspace()
    let data = "mood;body\n" + TinyModel.lines.map { "\($0.label);\"\($0.text)\"\n" }.joined()
    let model = workspace.path("model")
    let outcome = try train(["--text", "body", "--label", "mood"], data, name: "data.csv", output: model)
    #expect(outcome.status == 0)
    #expect(isTinyModel(workspace))
    let missing = try train(["--text", "body", "--label", "nope"], data, name: "data.csv", output: model)
    #expect(missing.status == 64)
    #expect(missing.errors.contains("mood"))
  }

  @Test(arguments: ["redirection", "pipe"])
  func standardInput(_ kind: String) throws {
    let workspace = Workspace()
    let data = workspace.file("data.txt", TinyModel.data)
    let model = workspace.path("model")
    let line = "\"$ATTUNE\" train --lexicon none -o \(model)"
    let outcome = try Attune.shell(kind == "pipe" ? "cat \(data) | \(line)" : "\(line) < \(data)")
    #expect(outcome.status == 0)
    #expect(isTinyModel(workspace))
  }

  @Test(arguments: ["nb", "logistic"])
  func algorithms(_ algorithm: String) throws {
    let model = Workspace.kept("model-\(algorithm)")
    #expect(try train(["--algorithm", algorithm], TinyModel.data, output: model).status == 0)
    #expect(try label("great service", model) == "positive")
    #expect(try label("the parcel arrived", model) == "neutral")
    #expect(try label("terrible service, rude people", model) == "negative")
  }

  @Test(arguments: [2, 3, 5])
  func otherLabels(_ count: Int) throws {
    let words = ["apple", "bread", "chair", "drum", "eagle"]
    let data = (0..<12).flatMap { round in words[..<count].map { "\($0)s\tone \($0) of \(round)\n" } }.joined()
    let model = Workspace.kept("model-\(count)")
    #expect(try train([], data, output: model).status == 0)
    for word in words[..<count] { #expect(try label("a \(word)", model) == "\(word)s") }
    let columns = try Attune.classify([], "a drum\n", model: model).line(0).components("\t")
    #expect(columns.count == 2 + count, "label, confidence, a probability per class")
    let best = columns.dropFirst(2).max()
    if columns[0] != "unknown" { #expect(columns[1] == best) }
    let header = try Attune.classify(["--format", "csv"], "text\na drum\n", model: model).line(0)
    #expect(header.hasSuffix(words[..<count].map { "sentiment_\($0)s" }.joined(separator: ",")))
  }

  @Test func negativeAndPositiveOnly() throws {
    let data = TinyModel.lines.filter { $0.label != "neutral" }.map { "\($0.label)\t\($0.text)\n" }.joined()
    let model = Workspace.kept("model-polar")
    #expect(try train([], data, output: model).status == 0)
    let lines = try Attune.classify([], "great service\nterrible\nzzz\n", model: model).lines.map {
      $0.components("\t")
    }
    try #require(lines.map(\.count) == [4, 4, 4])
    #expect(lines.map { $0[0] } == ["positive", "negative", "unknown"])
    #expect(lines[1][1].hasPrefix("-"))
    #expect(lines[2][1] == "0.0000")
  }

  @Test(arguments: [("positive\tgreat\npositive\tlovely\n", "only 'positive'"), ("", "none")])
  func tooFewLabels(_ data: String, _ message: String) throws {
    let model = Workspace.kept("model-one")
    let outcome = try train([], data, output: model)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains(message))
    #expect(Workspace.bytes(at: model).isEmpty)
  }

  @Test(arguments: [
    ("data.txt", "positive\tgreat\nno label here\nnegative\tbad\n", 2),
    ("data.txt", "positive\tgreat\nnegative\tbad\n\tempty\n", 3),
    ("data.jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"a\"}\n", 2),
    ("data.csv", "text,label\ngreat,positive\n\"bad\nthing\",negative\nshort\n", 5),
  ])
  func badRecordIsNamed(_ name: String, _ data: String, _ line: Int) throws {
    let outcome = try train([], data, name: name, output: Workspace.kept("model-bad"))
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("\(name):\(line): "))
  }

  @Test func unwritableFolderLeavesNothing() throws {
    let workspace = Workspace()
    let outcome = try train([], TinyModel.data, output: "/nowhere/my.attune")
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("/nowhere/my.attune"))
    #expect(try train([], TinyModel.data, output: workspace.folder).status == 74)
    #expect(workspace.names.isEmpty)
  }

  @Test func fullDiskLeavesTheOldModel() throws {
    let workspace = Workspace()
    let data = workspace.file("data.txt", TinyModel.data)
    let model = workspace.file("model", "old")
    // No file may grow, so writing fails as on a full disk; the signal for it is ignored.
    let outcome = try Attune.shell("trap '' XFSZ; ulimit -f 0; \"$ATTUNE\" train \(data) -o \(model)")
    #expect(outcome.status == 74)
    #expect(workspace.names == ["data.txt", "model"])
    #expect(workspace.bytes("model") == Array("old".utf8))
  }

  @Test func outputThatIsAnInput() throws {
    let workspace = Workspace()
    let data = workspace.file("data.txt", TinyModel.data)
    #expect(try Attune.run(["train", data, "-o", data]).status == 64)
    #expect(workspace.bytes("data.txt") == Array(TinyModel.data.utf8))
  }

  @Test func balance() throws {
    let many = String(repeating: "positive\tgreat service today\n", count: 60)
    let data = many + String(repeating: "negative\tterrible service today\n", count: 6)
    let workspace = Workspace()
    let (plain, balanced) = (workspace.path("plain"), workspace.path("balanced"))
    #expect(try train([], data, output: plain).status == 0)
    #expect(try train(["--balance"], data, output: balanced).status == 0)
    let score = { (model: String) throws in
      try #require(Double(try Attune.classify([], "service today\n", model: model).line(0).components("\t")[1]))
    }
    #expect(try score(balanced) < score(plain), "the common class is no longer favoured")
  }

  @Test func development() throws {
    let workspace = Workspace()
    let data = workspace.file("data.txt", TinyModel.data)
    let dev = workspace.file("dev.txt", "positive\tgreat\nnegative\tterrible\nneutral\tthe parcel\n")
    let model = workspace.path("model")
    let outcome = try Attune.run(["train", data, "--dev", dev, "-o", model])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("72 texts"), "no text is held out when there is a development file")
    #expect(try label("great service", model) == "positive")
    #expect(try Attune.run(["train", data, "--dev", "/nowhere.txt", "-o", model]).status == 66)
  }

  @Test(arguments: ["1e38", "1e-38", "0"])
  func extremeWeights(_ weight: String) throws {
    let data = "label\ttext\tw\n" + TinyModel.lines.map { "\($0.label)\t\($0.text)\t\(weight)\n" }.joined()
    let model = Workspace.kept("model-\(weight)")
    let outcome = try train(["--weight", "w"], data, name: "data.tsv", output: model)
    #expect([0, 65].contains(outcome.status))
    if outcome.status == 0 { #expect(try Attune.classify([], "great\nzzz\n", model: model).status == 0) }
  }

  @Test func quiet() throws {
    let quiet = try train(["-q"], TinyModel.data, output: Workspace.kept("model-quiet"))
    #expect(quiet.errors.isEmpty && quiet.output.isEmpty)
  }
}
