import Testing

/// The same bytes come out for any number of workers, any chunk size, file or pipe, with or without a final newline. More
/// workers and chunk sizes are tried in process by `RecordPipelineTests`.
@Suite struct StreamIdentityTests {
  private static let count = 2000

  @Test(arguments: ["text", "jsonl", "csv", "tsv"], ["tsv", "jsonl", "csv"])
  func sameBytes(_ format: String, to output: String) throws {
    let generated = Generated.records(format, count: Self.count, seed: 42)
    let workspace = Workspace()
    let ended = workspace.file("ended", generated.bytes)
    let open = workspace.file("open", Array(generated.bytes.dropLast()))
    let arguments = ["--format", format, "--to", output]
    let reference = try Attune.classify(arguments + ["-j1", ended])
    #expect(reference.status == 0)
    #expect(reference.errors.contains(" \(generated.count) records, "))

    // All four ways for the format's own output; for the others two.
    let native = output == (format == "text" ? "tsv" : format)
    for (way, options) in [
      ["-j7", "--chunk-size", "64"], ["-j2", "--chunk-size", "4096"], ["-j7", "--chunk-size", "4096"],
      ["-j2", "--chunk-size", "64"],
    ].enumerated() where native || way == 0 || way == 3 {
      let options = arguments + options
      let outcome =
        switch way {
        case 0: try Attune.classify(options + [open])
        case 1: try Attune.classify(options + [ended])
        case 2: try Attune.classify(options, generated.bytes)
        default: try Attune.classify(options, Array(generated.bytes.dropLast()))
        }
      #expect(outcome.status == 0)
      // Compared outside the macro, which would print both.
      let isSame = outcome.output == reference.output
      #expect(isSame, "\(options), way \(way)")
    }
  }

  @Test(arguments: ["text", "jsonl", "csv", "tsv"], ["tsv", "jsonl", "csv"])
  func oneRecordOutForOneIn(_ format: String, to output: String) throws {
    let generated = Generated.records(format, count: Self.count, seed: 7)
    let outcome = try Attune.classify(["--format", format, "--to", output, "--chunk-size", "4096"], generated.bytes)
    let header = output == "csv" || output == "tsv" && (format == "csv" || format == "tsv") ? 1 : 0
    switch output {
    case "csv": #expect(table(outcome.output).count == generated.count + header)
    case "tsv":
      let lines = outcome.output.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
      #expect(lines.count == generated.count + header)
      #expect(Set(lines.map { $0.count { $0 == 9 } }).count == 1)
    default:
      #expect(outcome.lines.count == generated.count)
      for line in outcome.lines {
        let answered = object(line)
        #expect((answered["sentiment"] == nil) != (answered["error"] == nil))
      }
    }
  }

  @Test func textSurvivesTheWayToJSON() throws {
    let generated = Generated.records("csv", count: 300, seed: 3)
    let rows = try #require(parseCSV(generated.bytes))
    let lines = try Attune.classify(["--format", "csv", "--to", "jsonl"], generated.bytes).lines
    #expect(lines.count == rows.count - 1)
    for (line, row) in zip(lines, rows.dropFirst()) where row.count == 3 {
      #expect(object(line)["note"] as? String == String(decoding: row[2], as: UTF8.self))
    }
  }

  @Test func errorsKeepTheirLines() throws {
    let generated = Generated.records("csv", count: 400, seed: 5)
    let path = Workspace().keptFile("lines.csv", generated.bytes)
    let named = { (arguments: [String]) throws -> [String] in
      try Attune.classify([path] + arguments).errors.components("\n").filter { $0.contains(/\.csv:\d/) }
    }
    let reference = try named(["-j1"])
    #expect(reference.count == 8)
    for arguments in [["-j2", "--chunk-size", "64"], ["-j7", "--chunk-size", "300"]] {
      #expect(try named(arguments) == reference)
    }
  }
}
