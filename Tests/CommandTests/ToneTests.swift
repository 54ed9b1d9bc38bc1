import Foundation
import Testing

/// `attune train-tone`, `classify --tone`, `evaluate --tone`.
@Suite struct ToneTests {
  private static let data: String = {
    let texts = [
      "gratitude": ["great service, lovely people", "excellent and friendly"],
      "anger,annoyance": ["terrible service, rude people", "awful and broken"],
      "curiosity": ["the parcel arrived on monday", "it comes in two sizes"],
      "neutral": ["the manual has ten pages"],
    ]
    return texts.sorted { $0.key < $1.key }.flatMap { labels, texts in
      (0..<40).flatMap { round in texts.map { "\(labels)\t\($0) \(round)\n" } }
    }.joined()
  }()

  private static let table = "labels\ttext\n" + data

  private static let model: String = {
    let path = Workspace.kept("tone.attune")
    let outcome = try! Attune.run([
      "train-tone", Workspace.shared("tones.tsv", table), "--dev",
      Workspace.shared("tones-dev.tsv", table + "joy\tgreat\n"),
      "--from", TinyModel.path, "--card", "our own", "-o", path,
    ])
    precondition(outcome.status == 0, outcome.errors)
    return path
  }()

  private func classify(_ arguments: [String], _ input: String) throws -> Attune.Outcome {
    try Attune.run(["classify", "-q", "--model", Self.model] + arguments, input)
  }

  @Test func json() throws {
    let outcome = try classify(
      ["--tone", "--format", "jsonl"],
      "{\"text\":\"terrible and rude\"}\n{\"text\":\"excellent and friendly\"}\n{\"text\":\"xyzzy\"}\n{\"text\":1}\n")
    let tones = try (0..<3).map { try #require(object(try outcome.line($0))["tone"] as? [[String: Any]]) }
    #expect(Set(tones[0].compactMap { $0["label"] as? String }).isSuperset(of: ["anger", "annoyance"]))
    #expect(tones[1].first?["label"] as? String == "gratitude")
    #expect(tones[2].isEmpty)
    let probabilities = tones[0].compactMap { $0["probability"] as? Double }
    #expect(probabilities == probabilities.sorted(by: >))
    #expect(object(try outcome.line(3))["tone"] == nil)
    #expect(object(try outcome.line(3))["error"] != nil)
  }

  @Test func columns() throws {
    let outcome = try classify(["--tone", "--format", "csv"], "id,text\n1,excellent and friendly\n2,xyzzy\n")
    #expect(try outcome.line(0).hasSuffix(",tone"))
    #expect(try outcome.line(1).contains(",gratitude:0."))
    #expect(try outcome.line(2).hasSuffix(","))
  }

  @Test func allTonesAreSingleEmotions() throws {
    let outcome = try classify(["--all-tones", "--to", "jsonl"], "it comes in two sizes\n")
    let tones = try #require(object(try outcome.line(0))["tone"] as? [[String: Any]])
    #expect(tones.first?["label"] as? String == "curiosity")
    let nine = try classify(["--tone", "--to", "jsonl"], "it comes in two sizes\n")
    #expect((object(try nine.line(0))["tone"] as? [[String: Any]])?.first?["label"] as? String == "confusion")
  }

  @Test func sentimentIsTheSame() throws {
    let input = "great\nterrible\n\nnot great at all\n"
    #expect(try classify([], input).output == Attune.run(["classify", "-q", "--model", TinyModel.path], input).output)
    let toned = try classify(["--tone"], input)
    let plain = try classify([], input)
    for line in 0..<4 { #expect(try toned.line(line).hasPrefix(try plain.line(line) + "\t")) }
  }

  @Test func theSameForAnyNumberOfWorkers() throws {
    let input = (0..<3000).map { "\(["great", "terrible", "two sizes"][$0 % 3]) people \($0)\n" }.joined()
    let one = try classify(["--tone", "-j1"], input)
    #expect(try classify(["--tone", "-j3", "--chunk-size", "1000"], input).output == one.output)
  }

  @Test func evaluation() throws {
    let gold = Workspace.shared("tones.tsv", Self.table)
    let outcome = try Attune.run(["evaluate", gold, "--label", "labels", "--tone", "--json", "--model", Self.model])
    let report = object(try outcome.line(0))
    #expect(report["texts"] as? Int == 280)
    #expect(try #require(report["micro_f1"] as? Double) > 0.9)
    let perTone = try #require(report["per_tone"] as? [String: [String: Any]])
    #expect(perTone["confusion"]?["texts"] as? Int == 80)
    #expect(perTone["worry"]?["f1"] as? Double == 0)
    let text = try Attune.run(["evaluate", gold, "--label", "labels", "--all-tones", "--model", Self.model])
    #expect(text.lines.contains { $0.hasPrefix("macro F1") })
    #expect(text.lines.contains { $0.hasPrefix("curiosity") })
  }

  @Test func trainingIsDeterministic() throws {
    let path = Workspace.kept("tone-again.attune")
    let outcome = try Attune.run([
      "train-tone", Workspace.shared("tones.tsv", Self.table), "--dev",
      Workspace.shared("tones-dev.tsv", Self.table + "joy\tgreat\n"),
      "--from", Self.model, "--card", "our own", "-q", "-o", path,
    ])
    #expect(outcome.status == 0)
    #expect(Workspace.bytes(at: path) == Workspace.bytes(at: Self.model))
  }

  @Test func aModelWithoutTones() throws {
    for arguments in [["classify", "--tone"], ["classify", "--all-tones"]] {
      let outcome = try Attune.run(arguments + ["--model", TinyModel.path], "great\n")
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("train-tone"))
    }
  }

  @Test func rowsThatCannotBeLearned() throws {
    for row in ["hunger\tgreat", "\tgreat", ",\tgreat"] {
      let outcome = try Attune.run([
        "train-tone", Workspace.shared("bad-tones.tsv", "labels\ttext\n\(row)\n"), "--from", TinyModel.path,
        "-o", Workspace.kept("never.attune"),
      ])
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains(":2:"))
    }
  }
}
