import Foundation
import Testing

/// No command writes over anything that it reads, and none leaves half a file.
@Suite struct OutputTests {
  private let workspace = Workspace()

  private static let table =
    "id,text,label,score,reply,customer,agent\n1,great,positive,5,Thank you,Hi,Kim\n2,bad,negative,1,Sorry,No,Lee\n"
  private static let tones = "labels\ttext\njoy\tgreat\nanger\tawful\njoy\tlovely\nanger\tterrible\n"
  private static let terms = "sentence\tpolarity\taspect\tfrom\tto\ttext\n1\tpositive\tfood\t4\t8\tthe food is good\n"

  /// Writes what commands read, each under the name that stands in their arguments below.
  private func prepare() {
    _ = workspace.file("in.csv", Self.table)
    _ = workspace.file("dev.csv", Self.table)
    _ = workspace.file("draft.txt", "Thank you, Ann.\n")
    _ = workspace.file("customer.txt", "Where is my parcel?\n")
    _ = workspace.file("tones.tsv", Self.tones)
    _ = workspace.file("terms.tsv", Self.terms)
    _ = workspace.file("taxonomy.yaml", "food:\n  - soup\n")
    _ = workspace.file("weights.yaml", "anger: 1\n")
    _ = workspace.file("words.txt", "ann\n")
    _ = workspace.file("lexicon.tsv", "term\tvalence\ngood\t2\n")
    for name in ["rubric.yaml", "phrases.yaml", "scenarios.yaml"] { _ = workspace.file(name, "x: 1\n") }
    _ = workspace.file("model", Workspace.bytes(at: TinyModel.path))
  }

  /// The arguments of a command, whose files are all read, and what writes one.
  private static let commands: [(String, writes: String?)] = [
    ("classify in.csv --model model --aspects --taxonomy taxonomy.yaml --urgency --weights weights.yaml", "-o"),
    ("triage in.csv --model model --weights weights.yaml", "-o"),
    (
      "reply draft.txt --customer customer.txt --model model --rubric rubric.yaml --phrases phrases.yaml --jargon words.txt",
      "-o"
    ),
    ("reply in.csv --model model --rubric rubric.yaml --phrases phrases.yaml --jargon words.txt", "-o"),
    ("report in.csv --text text --model model", "-o"),
    ("compare in.csv --text text --group agent --a Kim --b Lee --model model", "-o"),
    ("scorecard in.csv --model model --rubric rubric.yaml --phrases phrases.yaml --jargon words.txt", "-o"),
    ("train in.csv --dev dev.csv --lexicon lexicon.tsv --ignore words.txt", "-o"),
    ("train in.csv --from model", "-o"),
    ("train-tone tones.tsv --dev dev.csv --from model", "-o"),
    ("polarity --train terms.tsv --model model", "-o"),
    (
      "practice --scenarios scenarios.yaml --model model --rubric rubric.yaml --phrases phrases.yaml --jargon words.txt",
      "--log"
    ),
    ("train in.csv --dev dev.csv --folds 2 --from model", nil), ("evaluate in.csv --model model", nil),
    ("model model", nil), ("model --compare model shipped --on in.csv", nil), ("explain great --model model", nil),
  ]

  @Test(arguments: commands.indices)
  func nothingThatIsReadIsWritten(_ index: Int) throws {
    prepare()
    let (command, option) = Self.commands[index]
    for name in command.split(separator: " ").map(String.init) where workspace.names.contains(name) && name != command {
      // The first word may be called like a file, as in "model model".
      if name == "model", !command.contains(" model") { continue }
      let before = workspace.bytes(name)
      #expect(!before.isEmpty)
      #expect(link(workspace.path(name), workspace.path("link")) == 0)
      let writing = option.map { "\($0) link" } ?? ">> link"
      let outcome = try Attune.shell("cd '\(workspace.folder)' && \"$ATTUNE\" \(command) \(writing) < /dev/null")
      #expect(outcome.status == 64, "\(command) \(writing): \(outcome.errors)")
      #expect(outcome.errors.contains("an input"), "\(outcome.errors)")
      #expect(workspace.bytes(name) == before, "\(command) \(writing)")
      #expect(unlink(workspace.path("link")) == 0)
      #expect(!workspace.names.contains { $0.hasSuffix(".tmp") })
    }
  }

  @Test func twoOutputsAreNotOneFile() throws {
    prepare()
    let line = "cd '\(workspace.folder)' && \"$ATTUNE\""
    #expect(try Attune.shell("\(line) train in.csv --folds 2 -o new > new").status == 64)
    #expect(try Attune.shell("\(line) practice --log new > new < /dev/null").status == 64)
  }

  // MARK: Errors

  private func expectOld(_ outcome: Attune.Outcome, _ status: Int32, sourceLocation: SourceLocation = #_sourceLocation)
  {
    #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(workspace.bytes("out") == Array("old\n".utf8), sourceLocation: sourceLocation)
    #expect(!workspace.names.contains { $0.hasSuffix(".tmp") }, sourceLocation: sourceLocation)
  }

  @Test func anErrorLeavesTheOldFile() throws {
    let out = workspace.file("out", "old\n")
    let bad = workspace.file("bad.jsonl", "{\"text\":\"great\"}\nx\n")
    expectOld(try Attune.classify([bad, "--strict", "-o", out]), 65)
    let replies = workspace.file("replies.jsonl", "{\"reply\":\"great\"}\nx\n")
    expectOld(try Attune.run(["reply", replies, "--strict", "-o", out]), 65)
    let table = workspace.file("a.csv", Self.table)
    expectOld(try Attune.classify([table, workspace.file("b.csv", "other\nx\n"), "-o", out]), 65)
    expectOld(try Attune.run(["report", table, "--csat", "none", "-o", out]), 64)
    expectOld(try Attune.run(["triage", table, "--text", "none", "-o", out]), 64)
  }

  /// The limit on the size of a file stands for a full disk.
  @Test(arguments: [
    "classify --format text -o out big", "reply --format text -o out small", "train-tone tones.tsv -o out -q",
    "report big --format text -o out.html",
  ])
  func aFullDiskLeavesTheOldFile(_ command: String) throws {
    prepare()
    _ = workspace.file("out", "old\n")
    _ = workspace.file("out.html", "old\n")
    _ = workspace.file("big", String(repeating: "great\n", count: 2000))
    _ = workspace.file("small", String(repeating: "I am sorry, I will call you today.\n", count: 100))
    // Blocks of 512 bytes in sh, of 1024 in bash.
    expectOld(
      try Attune.shell("cd '\(workspace.folder)' && ulimit -f 1 && exec \"$ATTUNE\" \(command) < /dev/null"), 74)
    #expect(workspace.bytes("out.html") == Array("old\n".utf8))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGXFSZ, SIGQUIT])
  func aSignalLeavesTheOldFile(_ number: Int32) throws {
    let out = workspace.file("out", "old\n")
    let fifo = workspace.path("fifo")
    #expect(mkfifo(fifo, 0o600) == 0)
    let running = try Running(
      Attune.binary, ["classify", "--model", TinyModel.path, fifo, "-o", out, "--chunk-size", "64", "-q"], [])
    // Waits for the command to open the pipe, which it does behind its output.
    let writer = open(fifo, O_WRONLY)
    defer { close(writer) }
    let text = Array(String(repeating: "great\n", count: 2000).utf8)
    #expect(write(writer, text, text.count) == text.count)
    #expect(workspace.names.contains { $0.hasSuffix(".tmp") })
    running.end(with: number)
    expectOld(try running.wait(seconds: 5), number == SIGINT ? 130 : 128 + number)
  }

  @Test func anIgnoredSignalStaysIgnored() throws {
    let out = workspace.path("out")
    let outcome = try Attune.shell(
      "trap '' HUP; (sleep 0.3; echo great) | sh -c 'kill -s HUP $$; exec \"$ATTUNE\" classify --model \"$MODEL\" -o \(out)'"
    )
    #expect(outcome.status == 0)
    #expect(!workspace.bytes("out").isEmpty)
  }

  /// An interrupt would take all that was found until then.
  @Test func aStreamThatDoesNotEndIsNotForAFile() throws {
    let out = workspace.file("out", "old\n")
    let arguments = ["triage", "--follow", "--min", "0", "--format", "text", "--to", "jsonl", "-q", "-o"]
    expectOld(try Attune.run(arguments + [out], "this is awful\n"), 64)
    let outcome = try Attune.run(arguments + ["/dev/stdout"], "this is awful\n")
    #expect(outcome.status == 0 && outcome.lines.count == 1)
  }

  // MARK: Before the work

  @Test(
    arguments: [
      "train in.csv", "train-tone tones.tsv", "classify in.csv", "report in.csv --text text",
      "compare in.csv --at 2026-01-01",
    ])
  func whereNothingCanBeWrittenIsFoundFirst(_ command: String) throws {
    // Reading this input would be a hang.
    let fifo = workspace.path("in.csv")
    #expect(mkfifo(fifo, 0o600) == 0)
    #expect(mkfifo(workspace.path("tones.tsv"), 0o600) == 0)
    #expect(symlink("loop", workspace.path("loop")) == 0)
    for output in [String(repeating: "n", count: 256), "none/out", "loop", "."] {
      let outcome = try Attune.shell(
        "cd '\(workspace.folder)' && \"$ATTUNE\" \(command) -o \(output) < /dev/null", seconds: 5)
      #expect(outcome.status == 74, "\(outcome.errors)")
    }
  }

  @Test func aModelUnderTheLongestName() throws {
    let path = workspace.path(String(repeating: "n", count: 255))
    let data = workspace.file("in.txt", TinyModel.data)
    let outcome = try Attune.run(["train", data, "--lexicon", "none", "--algorithm", "nb", "-o", path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(workspace.names.count == 2)
  }

  @Test(arguments: [
    "classify -j4 -q in.txt", "classify -j4 -q in.txt -o out", "triage in.txt -q", "report in.txt", "explain great",
    "model",
  ])
  func fewDescriptorsAreAnErrorThatSaysSo(_ command: String) throws {
    _ = workspace.file("in.txt", String(repeating: "great\n", count: 50))
    for count in [5, 6, 7, 8, 16] {
      let outcome = try Attune.shell("cd '\(workspace.folder)' && ulimit -n \(count) && exec \"$ATTUNE\" \(command)")
      #expect(outcome.status == (count == 16 ? 0 : 74), "\(count): \(outcome.errors)")
      #expect(outcome.errors.contains("ulimit -n") == (count < 16))
    }
  }

  // MARK: The model that was asked for

  /// A model of other classes judges no customer's feelings, and one that cannot be read is an error.
  @Test func repliesOfAReportAreJudgedWithTheGivenModel() throws {
    let table = workspace.file("a.csv", Self.table)
    let outcome = try Attune.run(["report", table, "--reply", "reply", "--model", workspace.path("none")])
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("none"))
    let broken = workspace.file("broken", "no model")
    #expect(try Attune.run(["report", table, "--reply", "reply", "--model", broken]).status == 65)
  }
}
