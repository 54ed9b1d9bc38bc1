import Testing

/// What goes to standard error, and what the command says of itself.
@Suite struct ReportTests {
  @Test func summary() throws {
    let outcome = try Attune.classify([], "great\nterrible\n")
    #expect(
      outcome.errors.wholeMatch(
        of: /attune: 2 records, 0 errors, \d+\.\d\d s, \d+ records\/s, \d+\.\d\d MB\/s\n/) != nil)
  }

  @Test(arguments: ["--quiet", "-q"])
  func quiet(_ option: String) throws {
    let outcome = try Attune.classify([option], "great\nterrible\n")
    #expect(outcome.errors.isEmpty)
    #expect(outcome.lines.count == 2)
  }

  @Test func quietStillNamesBadRecords() throws {
    #expect(try Attune.classify(["-q", "--format", "jsonl"], "x\n").errors.contains("standard input:1: "))
  }

  @Test func noColoursInAPipe() throws {
    #expect(!(try Attune.classify(["--format", "jsonl"], "x\n").errors.contains("\u{1B}")))
  }

  @Test func versionNamesTheBLAS() throws {
    let outcome = try Attune.run(["--version"])
    #expect(outcome.status == 0)
    #expect(outcome.text.contains(/attune \d+\.\d+\.\d+/))
    #expect(outcome.text.contains(/BLAS: \S+/))
  }

  @Test(arguments: [
    ["help"], ["--help"], ["help", "classify"], ["classify", "--help"], ["classify", "-h"], ["help", "train"],
    ["train", "--help"], ["explain", "--help"], ["evaluate", "--help"], ["reply", "--help"], ["practice", "--help"],
    ["scorecard", "--help"],
  ])
  func help(_ arguments: [String]) throws {
    let outcome = try Attune.run(arguments)
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("Examples:"))
    #expect(outcome.text.contains("attune "))
    #expect(outcome.errors.isEmpty)
  }

  @Test func helpNamesEverySubcommand() throws {
    let text = try Attune.run(["help"]).text
    for command in ["classify", "explain", "evaluate", "train"] { #expect(text.contains(command)) }
    #expect(text.contains("64 wrong usage"))
  }

  @Test func workersAndSizesAreChecked() throws {
    #expect(try Attune.run(["classify", "-j2000"], "x\n").errors.contains("1024"))
    #expect(try Attune.run(["classify", "--chunk-size", "1"], "x\n").errors.contains("64"))
  }
}
