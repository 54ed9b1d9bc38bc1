import Testing

/// Several inputs, and the output file.
@Suite struct FilesTests {
  @Test func oneAfterTheOther() throws {
    let workspace = Workspace()
    let first = workspace.file("a.txt", "great\nterrible")
    let second = workspace.file("b.txt", "\u{FEFF}terrible\n")
    let third = workspace.file("c.txt", "")
    let outcome = try Attune.classify([first, second, third, "-"], "great\n")
    #expect(outcome.lines.map { $0.components("\t")[0] } == ["positive", "negative", "negative", "positive"])
  }

  @Test func errorsNameTheirFile() throws {
    let workspace = Workspace()
    let first = workspace.file("a.jsonl", "{\"text\":\"great\"}\nx\n")
    let second = workspace.file("b.jsonl", "{\"text\":\"great\"}\n\n\nx")
    let errors = try Attune.classify([first, second, "-j3", "--chunk-size", "64"]).errors
    for place in ["\(first):2: ", "\(second):2: ", "\(second):3: ", "\(second):4: "] { #expect(errors.contains(place)) }
  }

  @Test func oneHeaderForSeveralTables() throws {
    let workspace = Workspace()
    let first = workspace.file("a.csv", "id,text\n1,great\n")
    let second = workspace.file("b.csv", "id,text\n2,terrible\n3,x\n")
    let rows = table(try Attune.classify([first, second]).output)
    #expect(rows.map { $0[0] } == ["id", "1", "2", "3"])
  }

  @Test func anEmptyTableBeforeAnother() throws {
    let workspace = Workspace()
    let rows = table(
      try Attune.classify([workspace.file("a.csv", ""), workspace.file("b.csv", "id,text\n2,terrible\n")]).output)
    #expect(rows.map { $0[0] } == ["id", "2"])
  }

  @Test func otherDelimiterInTheSecondTable() throws {
    let workspace = Workspace()
    let first = workspace.file("a.csv", "id,text\n1,great\n")
    let second = workspace.file("b.csv", "id;text\n2;\"bad, terrible\"\n")
    let outcome = try Attune.classify([first, second])
    // Refused is as good as translated; a table with two delimiters is neither.
    if outcome.status == 65 { return }
    #expect(table(outcome.output).map { $0[0] } == ["id", "1", "2"])
  }

  @Test func otherColumnsInTheSecondTable() throws {
    let workspace = Workspace()
    let first = workspace.file("a.csv", "id,text\n1,great\n")
    let second = workspace.file("b.csv", "id,text,more\n2,terrible,x\n")
    let outcome = try Attune.classify([first, second])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains(second))
    #expect(outcome.errors.contains("more"))
    #expect(table(outcome.output).count == 2)
  }

  /// `RecordPipelineTests` tries it more often.
  @Test func refusedInputGivesNoRecords() throws {
    let workspace = Workspace()
    let first = workspace.file("a.csv", "id,text\n1,great\n")
    let rows = String(repeating: "2,5\n", count: 500)
    let second = workspace.file("b.csv", "id,stars\n" + rows)
    let unknown = try Attune.classify([second, "-j7", "--chunk-size", "64"])
    #expect(unknown.status == 64)
    #expect(unknown.output.isEmpty)
    let other = try Attune.classify([first, second, "-j7", "--chunk-size", "64"])
    #expect(other.status == 65)
    #expect(table(other.output).count == 2)
  }

  @Test func mixedFormats() throws {
    let workspace = Workspace()
    let first = workspace.file("a.csv", "id,text\n1,great\n")
    let second = workspace.file("b.jsonl", "{\"text\":\"great\"}\n")
    let outcome = try Attune.classify([first, second])
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("a.csv") && outcome.errors.contains("b.jsonl"))
  }

  @Test func outputFile() throws {
    let workspace = Workspace()
    let output = workspace.file("out.tsv", "what was there before, and longer than what comes\nx\ny\nz\n")
    let outcome = try Attune.classify(["-o", output], "great\n")
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    #expect(workspace.bytes("out.tsv") == (try Attune.classify([], "great\n").output))
  }

  @Test func outputThatIsAnInput() throws {
    let workspace = Workspace()
    let path = workspace.file("a.txt", "great\n")
    for arguments in [[path, "-o", path], ["-o", workspace.path("../\(workspace.folder.suffix(43))/a.txt"), path]] {
      let outcome = try Attune.classify(arguments)
      #expect(outcome.status == 64)
      #expect(workspace.bytes("a.txt") == Array("great\n".utf8))
    }
  }

  @Test func outputThatIsStandardInput() throws {
    let workspace = Workspace()
    let path = workspace.file("a.txt", "great\n")
    let outcome = try Attune.shell("\"$ATTUNE\" classify --model \"$MODEL\" -o \(path) < \(path)")
    #expect(outcome.status == 64)
    #expect(workspace.bytes("a.txt") == Array("great\n".utf8))
  }

  @Test func appendingToTheInput() throws {
    let workspace = Workspace()
    let text = String(repeating: "great\n", count: 300_000)
    let path = workspace.file("a.txt", text)
    // The limit on the size of a file ends what would fill the disk.
    let outcome = try Attune.shell("ulimit -f 40000; \"$ATTUNE\" classify --model \"$MODEL\" \(path) >> \(path)")
    #expect(outcome.status == 64)
    #expect(workspace.bytes("a.txt").count == text.utf8.count)
  }

  @Test func unknownColumnLeavesTheOutputFileAlone() throws {
    let workspace = Workspace()
    let output = workspace.file("out.csv", "precious\n")
    let outcome = try Attune.classify(["--format", "csv", "--text", "nope", "-o", output], "id,text\n1,great\n")
    #expect(outcome.status == 64)
    #expect(workspace.bytes("out.csv") == Array("precious\n".utf8))
  }
}
