import Testing

/// `attune train --embeddings`: a model with a deep part.
@Suite struct TrainEmbeddingsTests {
  /// A folder with vectors of two numbers, 1 and -2.
  private func folder(_ workspace: Workspace, words: String, count: Int) -> String {
    let path = workspace.file("words.txt", words)
    _ = workspace.file("words.f16", (0..<count).flatMap { _ in [0x00, 0x3C, 0x00, 0xC0] as [UInt8] })
    return String(path.dropLast("/words.txt".count))
  }

  private func train(_ workspace: Workspace, _ arguments: [String]) throws -> Attune.Outcome {
    try Attune.run(
      ["train", workspace.file("data.txt", TinyModel.data), "-o", workspace.path("model"), "--lexicon", "none"]
        + arguments)
  }

  @Test func aDeepModelIsTrainedAndUsed() throws {
    let workspace = Workspace()
    let vectors = folder(workspace, words: "great\nawful\n😀\n", count: 3)
    let outcome = try train(workspace, ["--embeddings", vectors, "--deep-epochs", "1", "--epochs", "4"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let model = workspace.path("model")
    #expect(workspace.bytes("model")[8] == 5)
    #expect(try Attune.classify([], "great service\n", model: model).line(0).hasPrefix("positive\t"))
    let explained = try Attune.run(["explain", "--model", model, "great service, rude people"])
    #expect(explained.text.contains("\"kind\":\"context\""))
    // Training that goes on keeps the deep part.
    let more = try Attune.run([
      "train", workspace.file("more.txt", TinyModel.data), "--from", model, "-o", workspace.path("more"), "-q",
    ])
    #expect(more.status == 0, "\(more.errors)")
    #expect(workspace.bytes("more")[8] == 5)
  }

  @Test func oneLayerIsEnough() throws {
    let workspace = Workspace()
    let vectors = folder(workspace, words: "great\nawful\n", count: 2)
    let arguments = ["--embeddings", vectors, "--deep-epochs", "1", "--epochs", "4"]
    #expect(try train(workspace, arguments + ["--deep-layers", "1"]).status == 0)
    #expect(workspace.bytes("model")[8] == 4)
    for wrong in [["--deep-layers", "3"], ["--filters", "33"], ["--filters", "160"]] {
      #expect(try train(workspace, arguments + wrong).status == 64)
    }
  }

  @Test func vectorsThatDoNotFitAreRefused() throws {
    let workspace = Workspace()
    let vectors = folder(workspace, words: "great\nawful\n", count: 2)
    _ = workspace.file("words.f16", [0x00, 0x3C, 0x00] as [UInt8])
    let odd = try train(workspace, ["--embeddings", vectors])
    #expect(odd.status == 65)
    #expect(odd.errors.contains("words.f16 does not have one row of half-precision numbers for each line of words.txt"))
    let missing = try train(workspace, ["--embeddings", workspace.path("nowhere")])
    #expect(missing.status == 66)
    #expect(missing.errors.contains("nowhere/words.txt"))
    let both = try Attune.run([
      "train", workspace.path("data.txt"), "-o", workspace.path("model"), "--embeddings", vectors, "--from", "shipped",
    ])
    #expect(both.status == 64)
    #expect(both.errors.contains("--embeddings cannot be used with --from"))
  }
}
