import Foundation
import Testing

/// Inputs of every kind are read once and to their end, and those that cannot be read are errors.
@Suite struct InputTests {
  /// Commands that look at their input before they read it.
  private static let looking: [[String]] = [
    ["report", "-q", "--csat", "csat", "--time", "time", "--by", "id", "--to", "json"],
    ["compare", "-q", "--csat", "csat", "--time", "time", "--at", "2024-03-05", "--to", "json"],
  ]

  private static let rows = (0..<3000).map { number in
    (id: number % 7, csat: number % 5 + 1, time: "\(number % 28 + 1)/0\(number % 6 + 1)/2024")
  }

  private static func records(_ format: String) -> String {
    format == "csv"
      ? "id,csat,time\n" + rows.map { "\($0.id),\($0.csat),\($0.time)\n" }.joined()
      : rows.map { "{\"id\":\($0.id),\"csat\":\($0.csat),\"time\":\"\($0.time)\"}\n" }.joined()
  }

  @Test(arguments: looking, ["csv", "jsonl"])
  func aPipeIsLikeAFile(_ command: [String], _ format: String) throws {
    let records = Self.records(format)
    let arguments = command + ["--format", format]
    let file = try Attune.run(arguments + [Workspace.shared("records.\(format)", records)])
    #expect(file.status == 0)
    #expect(file.text.contains("3000") || command[0] == "compare")
    let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
    let workspace = Workspace()
    let (path, fifo) = (workspace.file("records", records), workspace.path("fifo"))
    for line in [
      "cat \(path) | \"$ATTUNE\" \(quoted)", "cat \(path) | \"$ATTUNE\" \(quoted) /dev/stdin",
      "\"$ATTUNE\" \(quoted) - < \(path)", "\"$ATTUNE\" \(quoted) /dev/stdin < \(path)",
      "mkfifo \(fifo); cat \(path) > \(fifo) & \"$ATTUNE\" \(quoted) \(fifo)",
    ] {
      let outcome = try Attune.shell(line)
      #expect(outcome.status == 0, "\(line): \(outcome.errors)")
      let isEqual = outcome.output == file.output
      #expect(isEqual, "\(line)")
    }
  }

  /// A table from a pipe may lack the column of weights, like a file.
  @Test func trainingLooksAtPipes() throws {
    let workspace = Workspace()
    let table = "text,label,w\n" + TinyModel.lines.map { "\"\($0.text)\",\($0.label),2\n" }.joined()
    let options = "--weight w -q --lexicon none -o"
    let file = workspace.file("data.csv", table)
    #expect(try Attune.shell("\"$ATTUNE\" train \(file) \(options) \(workspace.path("a"))").status == 0)
    let piped = try Attune.shell(
      "\"$ATTUNE\" train --format csv /dev/stdin \(options) \(workspace.path("b"))", Array(table.utf8))
    #expect(piped.status == 0, "\(piped.errors)")
    let isEqual = workspace.bytes("a") == workspace.bytes("b")
    #expect(isEqual && !workspace.bytes("a").isEmpty)
    let other = try Attune.shell(
      "\"$ATTUNE\" train --format csv - --weight v -o \(workspace.path("c"))", Array(table.utf8))
    #expect(other.status == 64)
    #expect(other.errors.contains("has the columns text, label, w"))
  }

  // MARK: Standard input

  private static let readers = [
    "classify", "explain", "practice", "reply", "reply --live", "reply --format jsonl", "triage", "evaluate",
    "train -o /tmp/none", "train-tone -o /tmp/none", "report --csat x --format csv", "scorecard --format jsonl",
    "compare --format csv --csat x --group g --a 1 --b 2", "model --compare shipped shipped --on -",
    "reply --customer - /dev/null", "reply --rubric - /dev/null",
  ]

  @Test(arguments: readers)
  func aClosedStandardInputIsAnError(_ command: String) throws {
    let outcome = try Attune.shell("\"$ATTUNE\" \(command) <&-", seconds: 20)
    #expect([66, 74].contains(outcome.status))
    #expect(outcome.errors.contains("standard input"))
  }

  @Test(arguments: ["classify", "explain", "reply", "reply --live", "practice --count 1", "triage"])
  func aNonBlockingStandardInputIsWaitedFor(_ command: String) throws {
    let running = try Running(
      Attune.binary, command.components(separatedBy: " "), nil, isNonBlocking: true)
    for piece in ["gr", "eat\n", "thanks\n\n"] {
      usleep(200_000)
      running.send(Array(piece.utf8))
    }
    running.send([], closing: true)
    let outcome = try running.wait(seconds: 20)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(!outcome.output.isEmpty)
  }

  /// Of two texts from one standard input one would be empty.
  @Test(arguments: [
    "reply --customer -", "reply --customer - -", "reply --live --customer -", "reply --rubric -",
    "practice --scenarios -", "practice --phrases -", "scorecard --format jsonl --jargon -",
  ])
  func standardInputIsReadForOneThing(_ command: String) throws {
    let outcome = try Attune.run(command.components(separatedBy: " "), "x\n")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("standard input holds"))
  }

  @Test(arguments: ["reply --live", "practice"])
  func anEndlessLineIsAnError(_ command: String) throws {
    let line = "ulimit -v 3000000; head -c 20000000 /dev/zero | tr '\\0' x | { \"$ATTUNE\" \(command); }"
    let outcome = try Attune.shell(line, seconds: 20)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("standard input:1: longer than 1 MiB"))
  }

  // MARK: Numbers of JSON

  @Test func aMetricIsWhatStandsInTheRecord() throws {
    for number in ["4", "4.0", "4e0", "0.30000000000000004", "1e400"] {
      func report(_ other: String) throws -> [UInt8] {
        try Attune.run(
          ["report", "--format", "jsonl", "--metric", "m", "--to", "csv", "-q"],
          "{\"m\":\(number),\"id\":\(other)}\n{\"m\":7}\n"
        ).output
      }
      let alone = try report("1")
      for other in ["123456789012345678901", "1e400", "\"\\ud83d\""] {
        let isEqual = try report(other) == alone
        #expect(isEqual, "\(number) beside \(other)")
      }
      #expect(!String(decoding: alone, as: UTF8.self).contains("3.5,"), "\(number) is not 0")
    }
    for number in ["1e400", "12345678901234567890123"] {
      let outcome = try Attune.run(
        ["report", "--format", "jsonl", "--metric", "m", "--to", "text", "--no-redact", "-q"],
        "{\"m\":\(number)}\n{\"m\":3}\n")
      #expect(outcome.status == 0)
      #expect(outcome.text.contains("3.00") && outcome.text.contains(number))
    }
  }

  @Test(arguments: ["1e400", "1e-400", "12345678901234567890123", "-1"])
  func weightsThatAreNone(_ weight: String) throws {
    let workspace = Workspace()
    let data = workspace.file(
      "data.jsonl", "{\"text\":\"good\",\"label\":\"a\",\"w\":1}\n{\"text\":\"bad\",\"label\":\"b\",\"w\":\(weight)}\n")
    let outcome = try Attune.run(["train", data, "--weight", "w", "-o", workspace.path("model")])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("data.jsonl:2"))
  }

  @Test func labelsAreTheirOwnCharacters() throws {
    let workspace = Workspace()
    let rows = (0..<20).map {
      "{\"text\":\"\($0 % 2 == 0 ? "bad" : "good") \($0)\",\"label\":\($0 % 2 == 0 ? "1e400" : "123456789012345678901")}\n"
    }
    let data = workspace.file("data.jsonl", rows.joined())
    #expect(try Attune.run(["train", data, "-q", "-o", workspace.path("model")]).status == 0)
    let card = try Attune.run(["model", workspace.path("model")]).text
    #expect(card.contains("1e400") && card.contains("123456789012345678901"))
  }

  // MARK: Triage

  /// Weights under which a message is not urgent at all.
  @Test func whatIsNotUrgentAtAllHasAPlace() throws {
    let weights = Workspace.shared("calm.yaml", "bias: -1000\n")
    let input = (0..<30).map { "thanks \($0)" }.joined(separator: "\n")
    let outcome = try Attune.run(["triage", "-q", "--top", "25", "--weights", weights, "-j2"], input)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.count == 25)
    #expect(outcome.text.contains("\"urgency\":{\"score\":0.0000"))
  }
}
