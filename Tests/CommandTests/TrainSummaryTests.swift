import Testing

/// What `attune train` says when it is done, on standard error.
@Suite struct TrainSummaryTests {
  private func train(_ arguments: [String], seconds: Double = 30) throws -> [String] {
    let output = Workspace.kept("model-summary")
    let outcome = try Attune.run(["train", "--lexicon", "none", "-o", output] + arguments, seconds: seconds)
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    let lines = outcome.errors.components("\n")
    #expect(lines[0].hasPrefix("attune: \(output): "))
    // Words apart by one blank, whatever the columns.
    return lines.map { $0.split(separator: " ").joined(separator: " ") }
  }

  @Test func theLines() throws {
    let data = Workspace.shared("summary.txt", TinyModel.data)
    let lines = try train([data])
    #expect(lines[0].contains(": 72 texts, "))
    #expect(lines[0].wholeMatch(of: /.* \d+ of 16 passes, \d+ bytes, \d+\.\d\d s/) != nil)
    #expect(lines[1] == "texts negative neutral positive")
    #expect(lines[2] == "\(data) 24 24 24")
    #expect(lines[3].wholeMatch(of: /features \d+ of \d+; \d+ seen too rarely(, \d+ beyond .*)?/) != nil)
    #expect(
      lines[4].wholeMatch(
        of: /held out accuracy \d\.\d{4}, macro recall \d\.\d{4}, macro F1 \d\.\d{4}, calibration error \d\.\d{4}/)
        != nil)
    #expect(lines[5] == "on 72 texts held out in 5 parts, which also chose passes and calibration")
    #expect(lines[6...] == [""])
  }

  @Test func severalFiles() throws {
    let first = Workspace.shared("first.tsv", "label\ttext\tw\npositive\tgreat\t1\nnegative\tbad\t1\npositive\t\t1\n")
    let second = Workspace.shared(
      "second.tsv", "label\ttext\tw\nnegative\tgreat\t1\npositive\tgreat\t1\npositive\tnice\t0\npositive\t  \t1\n")
    let dev = Workspace.shared("dev.tsv", "label\ttext\tw\nnegative\tbad one\t1\npositive\tgreat one\t1\n")
    let lines = try train([first, second, "--dev", dev, "--weight", "w"])
    #expect(lines[0].contains(": 5 texts, "))
    #expect(
      Array(lines[1...5]) == [
        "texts negative positive", "\(first) 1 1", "\(second) 1 2", "\(dev) (dev) 1 1", "learned 2 3",
      ])
    #expect(lines.contains { $0.hasPrefix("on 2 texts of --dev") })
    #expect(lines.contains("not learned 2 texts without a word, 1 text of weight 0"))
    #expect(lines.contains("repeated 1 text like an earlier one"))
    #expect(
      lines.contains(
        "contradictory 1 text under several labels, as 'positive' in \(first):2 and 'negative' in \(second):2"))
  }

  @Test func manyClasses() throws {
    let data = Workspace.shared(
      "classes.txt", (0..<10).flatMap { label in (0...label + 1).map { "L\(label)\tword \(label) \($0)\n" } }.joined())
    let lines = try train([data, "--algorithm", "nb"])
    #expect(!lines[0].contains("passes"))
    #expect(lines[1] == "texts 10 classes of 2 ('L0') to 11 ('L9')")
    #expect(lines[2] == "\(data) 65")
  }
}
