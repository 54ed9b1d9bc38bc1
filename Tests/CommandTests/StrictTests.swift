import Testing

/// `--strict` stops at the first record that cannot be read.
@Suite struct StrictTests {
  @Test(arguments: ["-j1", "-j2", "-j7"], ["64", "4096", "4194304"])
  func stopsAtTheRecord(_ jobs: String, _ size: String) throws {
    let good = #"{"text":"great"}"# + "\n"
    let input = String(repeating: good, count: 500) + "broken\n" + String(repeating: good, count: 5) + "broken\n"
    let path = Workspace().keptFile("strict.jsonl", Array(input.utf8))
    let outcome = try Attune.classify([path, "--strict", jobs, "--chunk-size", size])
    #expect(outcome.status == 65)
    #expect(outcome.lines.count == 500)
    #expect(outcome.errors.contains("\(path):501: "))
    #expect(!outcome.errors.contains(":507"))
    let before = try Attune.classify(["--format", "jsonl"], String(repeating: good, count: 500))
    let isSame = outcome.output == before.output
    #expect(isSame)
  }

  @Test func csv() throws {
    let outcome = try Attune.classify(["--format", "csv", "--strict"], "id,text\n1,great\n2\n3,great\n")
    #expect(outcome.status == 65)
    #expect(outcome.lines.count == 2)
    #expect(outcome.errors.contains("standard input:3: "))
  }

  @Test func withoutBadRecordsItChangesNothing() throws {
    let outcome = try Attune.classify(["--strict"], "great\n\n")
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 2)
  }
}
