import Testing

/// Nothing that comes from data or arguments reaches a terminal with its control characters.
@Suite struct TerminalTests {
  private let workspace = Workspace()

  private static let hostile = "x\u{1B}[31m\u{7}\u{9B}2J\u{202E}\u{2066}y\u{1B}]0;t\u{1B}\\\u{7F}"
  /// As it is shown.
  private static let shown = "x␛[31m␇\\u{9b}2J\\u{202e}\\u{2066}y␛]0;t␛\\␡"

  private func isHarmless(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x0A: true
      case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: false
      default: true
      }
    }
  }

  private func expectShown(_ outcome: Attune.Outcome, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(isHarmless(outcome.errors), "\(outcome.errors.debugDescription)", sourceLocation: sourceLocation)
    #expect(outcome.errors.contains(Self.shown), "\(outcome.errors)", sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    ["classify", "--jobs", hostile], ["classify", "--" + hostile], ["classify", "/nonexistent/" + hostile],
    ["classify", "--model", "/nonexistent/" + hostile], ["classify", "--format", hostile], [hostile],
    ["classify", "--aspects=" + hostile], ["classify", "--aspects", hostile + ".yaml"],
    ["report", "--csat", "a", "--scale", hostile],
    ["practice", "--aspect", "a", "--scenarios", "/nonexistent/" + hostile],
    ["compare", "--csat", "a", "--time", "t", "--at", hostile], ["reply", "--channel", hostile, "--format", "text"],
  ])
  func argumentsInMessages(_ arguments: [String]) throws {
    let outcome = try Attune.run(arguments, "a\n")
    #expect(outcome.status != 0)
    expectShown(outcome)
  }

  @Test func columnsAndKeysInMessages() throws {
    let table = workspace.file("t.csv", "\(Self.hostile),b\n1,2\n")
    expectShown(try Attune.run(["classify", "--text", "c", table]))
    expectShown(try Attune.run(["report", "--csat", "c", table]))
    let weights = workspace.file("w.yaml", "\"x\\e[31m\\a\\x9b2J\\u202e\\u2066y\\e]0;t\\e\\\\\\x7f\": 1\n")
    expectShown(try Attune.run(["classify", "--urgency", "--weights", weights], "a\n"))
    let log = workspace.file("r.jsonl", "{\"reply\":\"a\",\"channel\":\"\(Self.escaped)\"}\n")
    expectShown(try Attune.run(["reply", log]))
    let gold = workspace.file("g.tsv", "text\tlabel\na\t\(Self.hostile)\n")
    expectShown(try Attune.run(["evaluate", gold]))
  }

  private static let escaped = "x\\u001b[31m\\u0007\u{9B}2J\u{202E}\u{2066}y\\u001b]0;t\\u001b\\\\\u{7F}"

  @Test func dataInReports() throws {
    let gold = workspace.file("g.tsv", "text\tlabel\tby\n\(Self.hostile) awful\tpositive\t\(Self.hostile)\n")
    let mistakes = try Attune.run(["evaluate", gold, "--errors", "1", "--by", "by"])
    #expect(mistakes.status == 0 && isHarmless(mistakes.text) && mistakes.text.contains(Self.shown))

    let survey = workspace.file("s.csv", "score,\(Self.hostile),text\n5,\(Self.hostile),\(Self.hostile)\nq,b,c\n")
    let report = try Attune.run(["report", "--csat", "score", "--text", "text", "--by", Self.hostile, survey])
    #expect(report.status == 0 && isHarmless(report.text) && report.text.contains("x␛[31m"))

    let triage = try Attune.run(["triage", "--to", "table", "--by", Self.hostile, survey])
    #expect(triage.status == 0 && isHarmless(triage.text) && triage.text.contains("x␛[31m"))

    let replies = workspace.file("r.jsonl", "{\"reply\":\"Calm down \(Self.escaped)\",\"agent\":\"\(Self.escaped)\"}\n")
    let scorecard = try Attune.run(["scorecard", replies])
    #expect(scorecard.status == 0 && isHarmless(scorecard.text) && scorecard.text.contains("x␛[31m"))

    for arguments in [["reply"], ["reply", "--live"], ["practice", "--agent", Self.hostile]] {
      let outcome = try Attune.run(arguments, "Calm down \(Self.hostile), please\n\n:quit\n")
      #expect(outcome.status == 0 && isHarmless(outcome.text), "\(arguments)")
    }
  }

  @Test func dataOfOutputsKeepsItsBytes() throws {
    let line = "{\"text\":\"a\",\"b\":\"\u{9B}\u{202E}\"}"
    #expect(try Attune.run(["classify", "-q", "--format", "jsonl"], line + "\n").text.hasPrefix(line.dropLast()))
  }

  /// As on a terminal, where the words are coloured.
  @Test func explanationsOnATerminal() throws {
    let outcome = try Attune.shell("script -qec '\"$ATTUNE\" explain \"great \(Self.hostile) awful\"' /dev/null")
    guard outcome.status == 0, outcome.text.contains("great") else { return }
    let colours = ["\u{1B}[32m", "\u{1B}[31m", "\u{1B}[0m"]
    let lines = String(String.UnicodeScalarView(outcome.text.unicodeScalars.filter { $0 != "\r" }))
    let text = colours.reduce(lines) { $0.replacing($1, with: "") }
    #expect(isHarmless(text), "\(text.debugDescription)")
    #expect(text.contains(Self.shown))
  }

  @Test func theOldSpellingOfATaxonomyIsExplained() throws {
    let file = workspace.file("shop.yaml", "toys: [robot]\n")
    for command in ["classify", "report"] {
      for arguments in [["--aspects", file], ["--aspects=" + file]] {
        let outcome = try Attune.run([command, "--text", "text", "--format", "csv"] + arguments, "text\nrobots\n")
        #expect(outcome.status == 64 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("--taxonomy \(file)"), "\(outcome.errors)")
      }
    }
    let texts = workspace.file("t.csv", "text\n" + String(repeating: "lovely robots\n", count: 40))
    let report = try Attune.run(["report", "-q", "--text", "text", "--aspects", "--taxonomy", file, texts])
    #expect(report.status == 0 && report.text.contains("toys"))
  }
}
