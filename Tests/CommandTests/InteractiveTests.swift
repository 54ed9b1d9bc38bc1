import Testing

/// When input pauses, what was read so far is answered at once.
@Suite struct InteractiveTests {
  @Test(arguments: ["text", "jsonl", "csv", "tsv"], ["-j1", "-j2"])
  func answersWhileTheInputStaysOpen(_ format: String, _ jobs: String) throws {
    let header = ["csv": "id,text\n", "tsv": "id\ttext\n"][format] ?? ""
    let record = ["jsonl": "{\"text\":\"great\"}\n", "csv": "1,great\n", "tsv": "1\tgreat\n"][format] ?? "great\n"
    let running = try Running(
      Attune.binary, ["classify", "--model", TinyModel.path, "--format", format, jobs, "--quiet"], nil)
    running.send(Array((header + record).utf8))
    var expected = header.isEmpty ? 1 : 2
    #expect(running.output(lines: expected, seconds: 5).count { $0 == 0x0A } == expected)
    for _ in 0..<3 {
      running.send(Array((record + record).utf8))
      expected += 2
      #expect(running.output(lines: expected, seconds: 5).count { $0 == 0x0A } == expected)
    }
    running.send(Array(record.utf8.dropLast()))
    running.send([], closing: true)
    let outcome = try running.wait(seconds: 5)
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == expected + 1)
  }

  @Test func aRecordThatArrivesInPieces() throws {
    let running = try Running(Attune.binary, ["classify", "--model", TinyModel.path, "--quiet"], nil)
    for byte in "great service".utf8 { running.send([byte]) }
    running.send([0x0A])
    let once = running.output(lines: 1, seconds: 5)
    running.send([], closing: true)
    #expect(try running.wait(seconds: 5).output == once)
    #expect(once == (try Attune.classify([], "great service\n").output))
  }
}
