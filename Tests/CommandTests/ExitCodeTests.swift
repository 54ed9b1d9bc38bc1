import Foundation
import Testing

/// sysexits: 64 usage, 65 data, 66 no input, 74 input or output.
@Suite struct ExitCodeTests {
  @Test(arguments: [
    ["classify", "--format", "xml"], ["classify", "--to", "text"], ["classify", "--nonsense"], ["nonsense"],
    ["classify", "-j0"], ["classify", "-j", "many"], ["classify", "--chunk-size", "63"], ["train"],
    ["train", "--output", "x", "--algorithm", "magic"], ["train", "--output", "x", "--seed", "one"],
    ["model", "a", "b"], ["model", "--compare"], ["model", "--compare", "a"], ["model", "--compare", "a", "b", "c"],
    ["model", "--on", "x.csv"], ["model", "--text", "body"], ["model", "--top", "-1"], ["model", "--top", "x"],
    ["model", "--compare", "a", "b", "--format", "csv"],
    ["model", "--compare", "a", "b", "--on", "a.csv", "--on", "b.tsv"],
    ["model", "--compare", "a", "b", "--on", "a.txt", "--text", "body"], ["model", "--model", "a"],
  ])
  func wrongUsage(_ arguments: [String]) throws {
    let outcome = try Attune.run(arguments, "great\n")
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(!outcome.errors.isEmpty)
  }

  @Test(arguments: [["classify"], ["train", "-o", "/dev/null/x"]])
  func missingFileAndFolder(_ command: [String]) throws {
    let workspace = Workspace()
    let good = workspace.file("good.txt", "positive\tgreat\n")
    for bad in [workspace.path("missing.txt"), workspace.folder] {
      let outcome = try Attune.run(command + [good, bad])
      #expect(outcome.status == 66)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains(bad))
    }
  }

  @Test func fullDisk() throws {
    let outcome = try Attune.shell("\"$ATTUNE\" classify --model \"$MODEL\" > /dev/full", Array("great\n".utf8))
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("standard output"))
    #expect(outcome.errors.contains("No space left"))
  }

  @Test func fullDiskWhileMuchIsToBeWritten() throws {
    let input = Array(String(repeating: "great\n", count: 50_000).utf8)
    let line = "\"$ATTUNE\" classify --model \"$MODEL\" -j2 --chunk-size 4096 > /dev/full"
    #expect(try Attune.shell(line, input).status == 74)
    #expect(try Attune.classify(["-o", "/dev/full"], input).status == 74)
  }

  @Test(arguments: ["/nowhere/at/all.txt", "/"])
  func outputThatCannotBeWritten(_ path: String) throws {
    let outcome = try Attune.classify(["-o", path], "great\n")
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains(path))
  }

  @Test(arguments: ["-j1", "-j2"])
  func closedPipeIsQuiet(_ jobs: String) throws {
    // $? is that of head, so the command's own code goes to standard error.
    let line = "{ \"$ATTUNE\" classify --model \"$MODEL\" \(jobs) --chunk-size 4096; echo \"code $?\" >&2; } | head -1"
    let outcome = try Attune.shell(line, Array(String(repeating: "great\n", count: 200_000).utf8))
    #expect(outcome.lines.count == 1)
    #expect(outcome.errors == "code 0\n")
  }

  @Test func closedStandardInput() throws {
    let outcome = try Attune.shell("\"$ATTUNE\" classify --model \"$MODEL\" - <&-", seconds: 5)
    #expect([66, 74].contains(outcome.status))
  }

  @Test func closedStandardOutput() throws {
    let outcome = try Attune.shell("\"$ATTUNE\" classify --model \"$MODEL\" >&-", Array("great\n".utf8), seconds: 5)
    #expect(outcome.status == 74)
  }

  /// With standard error closed the output file would get its number, and the messages with it.
  @Test func closedStandardError() throws {
    let output = Workspace.kept("closed.jsonl")
    let line = "\"$ATTUNE\" classify --model \"$MODEL\" --format jsonl -o \(output) 2>&-"
    let outcome = try Attune.shell(line, Array("{\"text\":\"great\"}\nx\n".utf8))
    #expect(outcome.status == 0)
    #expect(Attune.lines(Workspace.bytes(at: output)).count == 2)
  }

  @Test(arguments: [
    (["classify", "-j", "-3"], "--jobs takes a number from 1 to 1024, not -3"),
    (["triage", "--top", "-3"], "--top takes a number from 1 to 1000000, not -3"),
    (["triage", "--min", "-1"], "--min takes a number from 0 to 1, not -1"),
    (["evaluate", "--errors", "-1"], "--errors takes a number of at least 0, not -1"),
  ])
  func negativeNumbersAreNumbers(_ arguments: [String], _ message: String) throws {
    let outcome = try Attune.run(arguments)
    #expect(outcome.status == 64 && outcome.errors.contains(message), "\(outcome.errors)")
  }

  /// Who types the command alone wants to know how it is used. `script` (util-linux) makes the terminal.
  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/script")), arguments: ["classify", "train -o x"])
  func terminalWithoutFiles(_ command: String) throws {
    let outcome = try Attune.shell("script -qec \"'$ATTUNE' \(command)\" /dev/null", seconds: 5)
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("Examples:"))
  }

  @Test(arguments: ["-j1", "-j2"])
  func interrupt(_ jobs: String) throws {
    let running = try Running(Attune.binary, ["classify", "--model", TinyModel.path, jobs], nil)
    running.send(Array("great\n".utf8))
    #expect(running.output(lines: 1, seconds: 5).contains(0x0A))
    let start = Date()
    running.interrupt()
    let outcome = try running.wait(seconds: 5)
    #expect(outcome.status == 130)
    #expect(-start.timeIntervalSinceNow < 1)
    running.send([], closing: true)
  }
}
