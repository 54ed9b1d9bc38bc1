import Testing

/// `attune train --folds`: how good a model would be, on texts that it has not seen.
@Suite struct FoldsTests {
  private let data = Workspace.shared("folds.txt", TinyModel.data)

  private func folds(_ count: Int, _ arguments: [String] = []) throws -> Attune.Outcome {
    try Attune.run(["train", data, "--folds", "\(count)", "--lexicon", "none"] + arguments)
  }

  @Test func theFigures() throws {
    let outcome = try folds(3, ["--algorithm", "nb"])
    #expect(outcome.status == 0)
    let rows = outcome.lines.map { $0.split(whereSeparator: { $0 == " " }).map(String.init) }
    try #require(rows.count == 6)
    #expect(rows[0].first == "fold")
    #expect(rows[1...3].map { $0[0] } == ["1", "2", "3"])
    #expect(rows[1...3].map { $0[1] } == ["24", "24", "24"])
    #expect(rows[4][...1] == ["all", "72"])
    let accuracies = try rows[1...4].map { try #require(Double($0[2])) }
    #expect(abs(accuracies[..<3].reduce(0, +) / 3 - accuracies[3]) < 1e-3)
    #expect(rows[5][0] == "spread" && rows[5].count == 4)
    #expect(try folds(3, ["--algorithm", "nb", "-j1"]).output == outcome.output)
  }

  @Test func withAnOutputTheModelLearnsEverything() throws {
    let workspace = Workspace()
    let outcome = try folds(2, ["-o", workspace.path("model")])
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 5)
    let isTiny = workspace.bytes("model") == Workspace.bytes(at: TinyModel.path)
    #expect(isTiny, "the folds leave no trace in the model")
    #expect(outcome.errors.contains("72 texts"))
  }

  @Test func withoutAnOutputNothingIsWritten() throws {
    let outcome = try folds(2, ["-q", "--algorithm", "nb"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
  }

  @Test(arguments: [-1, 0, 1, 101])
  func numbersThatAreNoFolds(_ count: Int) throws {
    let outcome = try Attune.run(["train", data, "--folds=\(count)"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("2 to 100"))
  }

  /// Equal texts stay together, so that there are as many folds as there are different texts at most.
  @Test func moreFoldsThanTexts() throws {
    let few = Workspace.shared("few.txt", "a\tone\nb\ttwo\na\tone\nb\tthree\n")
    let outcome = try Attune.run(["train", few, "--folds", "4"])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("different texts, 3"))
    #expect(try Attune.run(["train", few, "--folds", "3"]).status == 0)
  }

  @Test func theReportDoesNotOverwriteAnInput() throws {
    let workspace = Workspace()
    let path = workspace.file("data.txt", TinyModel.data)
    let outcome = try Attune.shell("\"$ATTUNE\" train \(path) --folds 2 >> \(path)")
    #expect(outcome.status == 64)
    #expect(workspace.bytes("data.txt") == Array(TinyModel.data.utf8))
  }
}
