import Testing

/// `--lexicon` and `--ignore`: words of one's own at run time.
@Suite struct CustomLexiconCommandTests {
  private let workspace = Workspace()

  private func score(_ text: String, _ options: [String]) throws -> Double {
    let outcome = try Attune.run(["classify", "-q"] + options, text + "\n")
    #expect(outcome.status == 0, "\(outcome.errors)")
    return Double(try outcome.line(0).split(separator: "\t")[1]) ?? .nan
  }

  /// Tables as people have them: with a header, quotes, comments, further columns.
  @Test(arguments: [
    "glorp\t3\n", "term\tvalence\nglorp\t3\n", "word,score\n\"glorp\",3\n", "# mine\n\nglorp 3\n", "glorp;3\r\n",
    "glorp\t3\t0.5\t[3, 3]\n", "\u{FEFF}glorp\t3", "  glorp \t 3.0 \n",
  ])
  func files(_ content: String) throws {
    let file = workspace.file("words.tsv", content)
    let before = try score("The menu is glorp", [])
    #expect(try score("The menu is glorp", ["--lexicon", file]) > before + 0.1)
  }

  @Test func everyCommandTakesThem() throws {
    let lexicon = workspace.file("words.tsv", "glorp\t-4\nmip zap\t4\n")
    let ignored = workspace.file("names.txt", "# names\nGrace\n")
    let table = workspace.file(
      "in.csv", "text,label\nIt is glorp,negative\nA mip zap,positive\nGrace,neutral\nIt is glorp again,negative\n")
    let options = ["--lexicon", lexicon, "--ignore", ignored]
    let evaluated = try Attune.run(["evaluate", table, "--json"] + options)
    let all = object(try evaluated.line(0))["all"] as? [String: Any]
    // Of an ignored name alone nothing is known.
    #expect(all?["accuracy"] as? Double == 0.75)
    let report = try Attune.run(["report", table, "--text", "text", "--to", "json"] + options)
    let plain = try Attune.run(["report", table, "--text", "text", "--to", "json"])
    #expect(report.status == 0 && report.output != plain.output)
    let triage = try Attune.run(["triage", table, "--text", "text", "--to", "csv"] + options)
    #expect(triage.status == 0)
    #expect(try triage.line(1).hasPrefix("It is glorp"))
    let explained = try Attune.run(["explain", "Grace is glorp"] + options)
    #expect(explained.text.contains("\"kind\":\"lexicon\",\"start\":9,\"end\":14,\"name\":\"glorp\""))
    #expect(explained.text.contains("\"kind\":\"ignored\",\"start\":0,\"end\":5,\"name\":\"Grace\""))
  }

  @Test(arguments: [
    ("good\t2\nbad\t-5\n", "words.tsv:2: 'bad': -5.0 is not a valence"), ("good\tvery\n", "'very' is not a valence"),
    ("good\t2\n\nGOOD\t1\n", "words.tsv:3: 'GOOD': it already has the valence 2.0"),
    ("good\n", "words.tsv:1: 'good' is not a term followed by a valence"),
    ("--\t1\n", "words.tsv:1: '--': it contains no word"),
    ("good\tnan\n", "words.tsv:1:"), ("good\t\n", "words.tsv:1:"), ("\t2\n", "words.tsv:1:"),
    ("a b c d e f g h i j k l m n o p q\t1\n", "17 words; a term can have at most 16"),
  ])
  func badLines(_ content: String, _ message: String) throws {
    let file = workspace.file("words.tsv", content)
    let outcome = try Attune.run(["classify", "-q", "--lexicon", file], "good\n")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test func whatCannotBe() throws {
    let missing = try Attune.run(["classify", "--ignore", workspace.path("none")], "good\n")
    #expect(missing.status == 66)
    let file = workspace.file("words.tsv", "good\t2\n")
    let empty = try Attune.run(["classify", "--lexicon", workspace.file("empty.tsv", "# nothing\n")], "good\n")
    #expect(empty.status == 65)
    #expect(empty.errors.contains("holds no term"))
    let other = try Attune.run(
      [
        "train", workspace.file("topics.txt", String(repeating: "a\tparcel\nb\troom\n", count: 10)), "-q", "-o",
        workspace.path("topics.attune"),
      ])
    #expect(other.status == 0)
    let topics = try Attune.run(
      ["classify", "--model", workspace.path("topics.attune"), "--lexicon", file], "good\n")
    #expect(topics.status == 64)
    #expect(topics.errors.contains("a sentiment model"))
  }
}
