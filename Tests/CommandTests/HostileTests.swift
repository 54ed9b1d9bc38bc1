import Testing

/// Input and options that once crashed, hung or gave a wrong answer.
@Suite struct HostileTests {
  /// The time must grow with the length and not with its square: a hang would run into the limit.
  @Test(arguments: ["a.", "a.com.", "www.", "x@y.", ":-", "<a", "&#", "a'b-"])
  func repeatedPatterns(_ pattern: String) throws {
    let text = String(repeating: pattern, count: 250_000 / pattern.utf8.count) + "\n"
    let outcome = try Attune.classify(["-q"], text, seconds: 20)
    #expect(outcome.lines.count == 1)
  }

  /// The sums of a long text do not wrap around.
  @Test func aLongTextKeepsItsSign() throws {
    let short = try Attune.run(["classify", "-q"], "terrible awful bad\n").line(0)
    let long = String(repeating: "terrible awful bad ", count: 100_000) + "\n"
    #expect(short.hasPrefix("negative"))
    #expect(try Attune.run(["classify", "-q"], long, seconds: 60).line(0).hasPrefix("negative"))
  }

  @Test func aLongHeader() throws {
    let header = (0..<40_000).map { "column\($0)" }.joined(separator: ",")
    let outcome = try Attune.classify(["--format", "csv", "--text", "column3"], header + "\n", seconds: 20)
    #expect(outcome.status == 0)
  }

  @Test func numbersBesideABrokenEscapeStay() throws {
    let workspace = Workspace()
    let rows = (0..<20).map { #"{"label":\#($0 % 2 + 1),"text":"\#($0 % 2 == 0 ? "bad" : "good") \ud83d"}"# }
    let data = workspace.file("data.jsonl", rows.joined(separator: "\n"))
    #expect(try Attune.run(["train", data, "-o", workspace.path("model")]).status == 0)
    let verdict = try Attune.run(["classify", "-q", "--model", workspace.path("model")], "good\n").line(0)
    #expect(verdict.hasPrefix("2"))
  }

  @Test(arguments: ["nan", "inf"])
  func valencesThatAreNoNumbers(_ valence: String) throws {
    let workspace = Workspace()
    let lexicon = workspace.file("lexicon.tsv", "term\tvalence\ngreat\t\(valence)\n")
    let data = workspace.file("data.txt", TinyModel.data)
    let outcome = try Attune.run(["train", data, "--lexicon", lexicon, "-o", workspace.path("model")])
    #expect([0, 65].contains(outcome.status))
  }

  @Test(arguments: ["unknown", "error"])
  func reservedLabels(_ label: String) throws {
    let workspace = Workspace()
    let data = workspace.file("data.txt", "\(label)\tx\nother\ty\n")
    let outcome = try Attune.run(["train", data, "-o", workspace.path("model")])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("data.txt:1"))
  }

  @Test func optionsOutOfRange() throws {
    let table = Workspace.shared("range.csv", "text,label\ngreat,positive\n")
    #expect(try Attune.classify([table, "--text=-9223372036854775808"]).status == 64)
    #expect(try Attune.run(["evaluate", table, "--errors=-1"]).status == 64)
    #expect(try Attune.run(["train", table, "-o", "x", "--dropout", "2"]).status == 64)
  }

  @Test func outputThatIsTheModel() throws {
    let workspace = Workspace()
    let model = workspace.file("model.attune", Workspace.bytes(at: TinyModel.path))
    #expect(try Attune.run(["classify", "--model", model, "-o", model], "great\n").status == 64)
    let isIntact = workspace.bytes("model.attune") == Workspace.bytes(at: TinyModel.path)
    #expect(isIntact)
  }

  @Test func filesThatAreNoText() throws {
    let bytes: [[UInt8]] = [[0x1F, 0x8B, 8, 0], [0x50, 0x4B, 3, 4], [0x28, 0xB5, 0x2F, 0xFD]]
    for content in bytes { #expect(try Attune.run(["classify"], content + [0x0A]).status == 65) }
    #expect(try Attune.run(["classify", "--text", "comment"], "great\n").status == 64)
    #expect(try Attune.run(["classify", Workspace.shared("some.json", "[]")]).status == 0)
  }
}
