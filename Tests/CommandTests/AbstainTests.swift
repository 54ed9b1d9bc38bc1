import Testing

/// `--min-confidence`: weak verdicts become unknown.
@Suite struct AbstainTests {
  private let texts = "great service, lovely\nterrible and rude\nthe parcel arrived great terrible\n"

  @Test(arguments: ["tsv", "jsonl", "csv"])
  func onlyTheLabelChanges(_ format: String) throws {
    let plain = try Attune.classify(["--to", format], texts)
    let none = try Attune.classify(["--to", format, "--min-confidence", "0"], texts)
    let all = try Attune.classify(["--to", format, "--min-confidence", "1"], texts)
    #expect(none.output == plain.output)
    #expect(all.lines.count == plain.lines.count)
    for label in ["positive", "negative", "neutral"] where format == "tsv" {
      #expect(!all.lines.contains { $0.hasPrefix(label) })
      #expect(plain.lines.map { $0.components("\t").dropFirst() } == all.lines.map { $0.components("\t").dropFirst() })
    }
  }

  @Test func theBestClassDecides() throws {
    let verdicts = try Attune.classify([], texts).lines.map { $0.components("\t") }
    let abstaining = try Attune.classify(["--min-confidence", "0.6"], texts).lines.map { $0.components("\t") }
    for (verdict, other) in zip(verdicts, abstaining) {
      let best = verdict.dropFirst(2).compactMap(Double.init).max() ?? 0
      #expect(other[0] == (best >= 0.6 ? verdict[0] : "unknown"))
    }
  }

  @Test(arguments: ["-0.1", "1.5", "x", "nan"])
  func outOfRange(_ value: String) throws {
    #expect(try Attune.classify(["--min-confidence=\(value)"], texts).status == 64)
  }
}
