import Testing

/// What `attune train` says of input from which no good model can come. No case leaves a model behind, or harms an old one.
@Suite struct TrainInputTests {
  private let workspace = Workspace()

  private static let good =
    "label\ttext\nnegative\tbad one\npositive\tgood one\nnegative\tbad two\npositive\tgood two\n"

  /// Trains over an old model.
  private func train(_ arguments: [String]) throws -> (status: Int32, errors: String, isOld: Bool) {
    let model = workspace.file("model", "old")
    let outcome = try Attune.run(["train", "-q", "--lexicon", "none", "--algorithm", "nb", "-o", model] + arguments)
    return (outcome.status, outcome.errors, workspace.bytes("model") == Array("old".utf8))
  }

  private func expectRefusal(
    _ arguments: [String], _ status: Int32, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try train(arguments)
    #expect(outcome.status == status, sourceLocation: sourceLocation)
    #expect(outcome.errors.contains(message), sourceLocation: sourceLocation)
    #expect(outcome.isOld, sourceLocation: sourceLocation)
    let names = workspace.names.filter { $0.contains("tmp") }
    #expect(names.isEmpty, sourceLocation: sourceLocation)
  }

  private func expectWarning(
    _ arguments: [String], _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try train(arguments)
    #expect(outcome.status == 0, sourceLocation: sourceLocation)
    #expect(outcome.errors.contains("attune: warning: \(message)"), sourceLocation: sourceLocation)
    #expect(!outcome.isOld, sourceLocation: sourceLocation)
  }

  @Test func goodInputIsSilent() throws {
    let outcome = try train([workspace.file("good.tsv", Self.good)])
    #expect(outcome.status == 0 && outcome.errors.isEmpty && !outcome.isOld)
  }

  // MARK: Labels

  @Test(arguments: [
    ("a.txt", "positive\tgood\n__label__x__label__y bad\n", 2, "the label 'x__label__y' contains '__label__'"),
    ("a.txt", "positive\tgood\n__label__x __label__y bad\n", 2, "more than one label: '__label__y bad'"),
    ("a.tsv", "label\ttext\n__label__x\tgood\n", 2, "the label '__label__x' contains '__label__'"),
    ("a.csv", "label,text\nx,good\n\"x\ty\",good\n", 3, "the label \"x\\ty\" contains a tab"),
    ("a.csv", "label,text\nx,good\n\"x\ny\",good\n", 3, "the label \"x\\ny\" contains a tab, a line break"),
    ("a.jsonl", "{\"label\":\"x\\ry\",\"text\":\"good\"}\n", 1, "the label \"x\\ry\" contains a tab, a line break"),
    ("a.csv", "label,text\nx,good\n,bad\n", 3, "the label is empty"),
    ("a.csv", "label,text\nx,good\n  ,bad\n", 3, "the label is empty"),
    ("a.txt", "positive\tgood\nunknown\tbad\n", 2, "the label 'unknown' has a meaning"),
    ("a.jsonl", "{\"label\":null,\"text\":\"good\"}\n", 1, "field 'label' is null"),
  ])
  func badLabel(_ name: String, _ data: String, _ line: Int, _ message: String) throws {
    let path = workspace.file(name, data)
    try expectRefusal([path], 65, "attune: \(path):\(line): \(message)")
  }

  @Test func labelThatIsNotUTF8() throws {
    let path = workspace.file("a.tsv", Array("label\ttext\n".utf8) + [0x78, 0xFF] + Array("\tgood\n".utf8))
    try expectRefusal([path], 65, "\(path):2: the label 'x\u{FFFD}' is not UTF-8")
  }

  @Test func oneClassOnly() throws {
    try expectRefusal([workspace.file("a.txt", "x\tgood\nx\tbad\n")], 65, "found only 'x'")
    // A development file does not make a second one.
    let dev = workspace.file("dev.txt", "x\tgood\ny\tbad\n")
    try expectRefusal([workspace.path("a.txt"), "--dev", dev], 65, "found only 'x'")
  }

  @Test func aLabelThatOccursOnce() throws {
    let path = workspace.file("a.tsv", Self.good + "angry\tgo away\n")
    try expectWarning([path], "only one text has the label 'angry' (\(path):6)")
    let many = workspace.file("b.tsv", Self.good + (1...9).map { "L\($0)\tword \($0)\n" }.joined())
    try expectWarning(
      [many], "only one text has the label 'L1' (\(many):6), 'L2' (\(many):7), 'L3' (\(many):8) and each of 6 more")
  }

  /// As with the column of a record's number for --label.
  @Test func tooManyLabels() throws {
    let path = workspace.file("a.tsv", "label\ttext\n" + (1...2000).map { "L\($0)\tword\n" }.joined())
    try expectRefusal([path], 65, "\(path):1002: 'L1001' is one label more than a model can have (1000)")
  }

  @Test func labelsThatLookAlike() throws {
    let path = workspace.file("a.csv", "text,label\na b,good\nb c,Good\nc d, good\nd e,bad\nf g,bad\n")
    try expectWarning([path], "' good' and 'Good' are different labels")
  }

  @Test func aLabelOfEmptyTextsOnly() throws {
    try expectWarning(
      [workspace.file("a.tsv", Self.good + "none\t\nnone\t \n")], "no text of 'none' contains a word")
  }

  // MARK: Texts

  @Test func emptyTextsAreCounted() throws {
    let path = workspace.file("a.tsv", Self.good + "negative\t\npositive\t  \npositive\t\u{A0}\n")
    let model = workspace.path("model")
    let outcome = try Attune.run(["train", path, "--algorithm", "nb", "-o", model])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains(": 4 texts, "))
    #expect(outcome.errors.contains("3 texts without a word"))
  }

  @Test func repeatedAndContradictoryTextsAreLearned() throws {
    let path = workspace.file(
      "a.tsv", Self.good + "negative\tbad one\nnegative\tbad one\npositive\tbad two\n")
    let outcome = try Attune.run(["train", path, "--algorithm", "nb", "-o", workspace.path("model")])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains(": 7 texts, "))
    #expect(outcome.errors.contains("2 texts like an earlier one"))
    #expect(
      outcome.errors.contains("1 text under several labels, as 'negative' in \(path):4 and 'positive' in \(path):8"))
  }

  // MARK: Weights and probabilities

  @Test func weights() throws {
    func file(_ name: String, _ weights: [String]) -> String {
      let rows = ["negative\tbad", "positive\tgood", "negative\tawful", "positive\tfine"]
      return workspace.file(
        name, "label\ttext\tw\n" + zip(rows, weights).map { "\($0)\t\($1)\n" }.joined())
    }
    let none = file("none.tsv", ["0", "0", "0", "0"])
    let ones = file("ones.tsv", ["1", "1", "1", "1"])
    try expectRefusal([none, "--weight", "w"], 65, "no text has a weight above 0")
    // Weights of development texts are none to learn by.
    try expectRefusal([none, "--dev", ones, "--weight", "w"], 65, "no text has a weight above 0")
    try expectRefusal([ones, "--dev", none, "--weight", "w"], 65, "no text of the --dev files has a weight above 0")
    try expectRefusal(
      [file("half.tsv", ["1", "0", "1", "0"]), "--weight", "w"], 65, "every text of 'positive' has the weight 0")
    // By the column's number, and whatever its capitals.
    for name in ["3", "W"] {
      try expectRefusal([none, "--weight", name], 65, "no text has a weight above 0")
    }
    for bad in ["-1", "nan", "much", ""] {
      let path = file("bad.tsv", ["1", bad, "1", "1"])
      try expectRefusal([path, "--weight", "w"], 65, "\(path):3: '\(bad)' is not a weight")
    }
  }

  @Test func aClassWithoutProbability() throws {
    let soft = workspace.file("soft.tsv", "text\ta\tb\tc\none\t0.5\t0.5\t0\ntwo\t1\t0\t0\n")
    try expectRefusal([soft, "--soft", "a,b,c"], 65, "\(soft): the probability of 'c' is 0 in every row")
    // Another file has the class.
    let hard = workspace.file("hard.tsv", "text\tlabel\nthree\tc\nfour\tc\n")
    try expectWarning([soft, hard, "--soft", "a,b,c"], "\(soft): the probability of 'c' is 0 in every row")
    let nothing = workspace.file("nothing.tsv", "text\ta\tb\none\t0\t0\n")
    try expectRefusal([nothing, "--soft", "a,b"], 65, "\(nothing):2: the probabilities are all 0")
  }

  // MARK: Columns

  @Test func columnsThatAreNotThere() throws {
    let path = workspace.file("a.tsv", Self.good)
    try expectRefusal(
      [path, "--label", "mood"], 64, "\(path) has no column 'mood'; its columns are 1 'label', 2 'text'")
    try expectRefusal(
      [path, "--text", "body"], 64, "\(path) has no column 'body'; its columns are 1 'label', 2 'text'")
    try expectRefusal(
      [path, "--weight", "w"], 64, "the columns named by --weight (w); \(path) has the columns label, text")
    try expectRefusal(
      [path, "--soft", "a,b"], 64, "the columns named by --soft (a, b); \(path) has the columns label, text")
    let text = workspace.file("a.txt", "x\tgood\ny\tbad\n")
    try expectRefusal([text, "--weight", "w"], 64, "\(text) has no columns")
  }

  @Test(arguments: ["a,a", "a,unknown", "a,__label__b"])
  func labelsOfProbabilities(_ soft: String) throws {
    try expectRefusal([workspace.file("a.tsv", Self.good), "--soft", soft], 64, "--soft")
  }

  // MARK: Files

  @Test func aFileTwice() throws {
    let path = workspace.file("a.tsv", Self.good)
    try expectRefusal([path, path], 64, "\(path) is given twice")
    let other = "\(workspace.folder)/./a.tsv"
    try expectRefusal([path, other], 64, "\(other) (it is \(path) as well) is given twice")
    try expectRefusal([path, "--dev", path], 64, "\(path) is training data and cannot also be --dev")
    try expectRefusal(["-", "-"], 64, "standard input is given twice")
  }

  @Test func theFolderOfTheOutputIsLookedForFirst() throws {
    let path = workspace.file("a.tsv", "label\ttext\nx\tone class\n")
    let outcome = try Attune.run(["train", path, "-o", workspace.path("nowhere/model")])
    #expect(outcome.status == 74, "before the texts are read")
  }

  // MARK: Development files

  @Test func aDevelopmentLabelThatIsNotLearned() throws {
    let path = workspace.file("a.tsv", Self.good)
    let dev = workspace.file("dev.tsv", "label\ttext\nnegative\tbad\nangry\tgo\n")
    try expectRefusal(
      [path, "--dev", dev], 65, "\(dev):3: no text to learn has the label 'angry'; there are negative, positive")
  }

  @Test func aDevelopmentFileWithoutAClass() throws {
    let path = workspace.file("a.tsv", Self.good)
    let dev = workspace.file("dev.tsv", "label\ttext\nnegative\tbad\n")
    try expectWarning([path, "--dev", dev], "no text of the --dev files has the label 'positive'")
    try expectRefusal(
      [path, "--dev", workspace.file("empty.tsv", "label\ttext\n")], 65, "no text of the --dev files has a weight")
  }

  @Test func developmentTextsThatAreLearned() throws {
    let path = workspace.file("a.tsv", Self.good)
    let dev = workspace.file("dev.tsv", "label\ttext\nnegative\tnew\npositive\tgood two\n")
    try expectWarning(
      [path, "--dev", dev], "1 text of the --dev files is learned as well, as \(dev):3 in \(path):5")
  }
}
