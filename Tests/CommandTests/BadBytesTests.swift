import Testing

/// Input that is empty, broken or hostile: an answer for every record, and never a crash.
@Suite struct BadBytesTests {
  @Test(arguments: ["text", "jsonl", "csv", "tsv"], ["tsv", "jsonl", "csv"])
  func emptyInputGivesNothing(_ format: String, to output: String) throws {
    let outcome = try Attune.classify(["--format", format, "--to", output])
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(" 0 records, 0 errors"))
  }

  @Test func byteOrderMarkAloneGivesNothing() throws {
    let outcome = try Attune.classify([], [0xEF, 0xBB, 0xBF])
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
  }

  @Test func emptyLinesAreUnknown() throws {
    let lines = try Attune.classify([], "\ngreat\n\r\n   \n").lines
    try #require(lines.count == 4)
    for index in [0, 2, 3] { #expect(lines[index].hasPrefix("unknown\t0.0000\t")) }
    #expect(lines[0] == lines[2])
    #expect(lines[1].hasPrefix("positive\t"))
  }

  @Test func byteOrderMarkAndCarriageReturnsChangeNoVerdict() throws {
    let plain = try Attune.classify([], "great\nterrible\n")
    let marked = try Attune.classify([], "\u{FEFF}great\r\nterrible\r\n")
    #expect(plain.output == marked.output)
    let json = try Attune.classify(["--format", "jsonl"], "\u{FEFF}{\"text\":\"great\"}\r\n").lines
    try #require(json.count == 1)
    #expect(json[0].hasPrefix("{\"text\":\"great\",\"sentiment\":"))
  }

  @Test(arguments: ["tsv", "jsonl", "csv"])
  func nulAndInvalidUTF8(_ output: String) throws {
    let texts: [[UInt8]] = [
      Array("great\0".utf8), [0], [0xFF, 0xFE, 0x20] + Array("terrible".utf8), [0xC3], [0xED, 0xA0, 0x80],
      [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0x80], Array("great".utf8),
    ]
    // The first line is harmless, so that the stream does not begin like UTF-16.
    let input = Array("great\n".utf8) + texts.flatMap { $0 + [0x0A] }
    let outcome = try Attune.classify(["--to", output], input)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains(" 10 records, 0 errors"))
    if output == "jsonl" {
      for line in outcome.lines { #expect(object(line)["sentiment"] != nil) }
      #expect(try outcome.line(2).hasPrefix(#"{"text":"\u0000","#))
    }
    let rows = outcome.output.split(separator: 0x0A)
    #expect(rows.count == (output == "csv" ? 11 : 10))
    #expect(rows.last?.contains(subsequence: Array("positive".utf8)) == true)
  }

  @Test func invalidUTF8InJSONIsAnError() throws {
    let input = Array("{\"text\":\"".utf8) + [0xFF] + Array("\"}\n{\"text\":\"great\"}\n".utf8)
    let lines = try Attune.classify(["--format", "jsonl"], input).lines
    try #require(lines.count == 2)
    #expect(object(lines[0])["error"] != nil)
    #expect(object(lines[1])["sentiment"] != nil)
  }

  @Test(arguments: [
    "{\"text\":\"gre", "{\"text\":\"great\"", "[1,2]", "\"great\"", "5", "null", "", "{\"text\":\"great\"} x",
    "{\"text\":\"great\"}{\"text\":\"great\"}", "{'text':'great'}", "{\"text\":\"a\u{1}b\"}", "{\"text\":\"great\",}",
    "\u{0}", String(repeating: "[", count: 100_000),
  ])
  func brokenJSONOnLine17(_ broken: String) throws {
    let good = (1...20).map { #"{"id":\#($0),"text":"great"}"# }
    let input = good[..<16].joined(separator: "\n") + "\n\(broken)\n" + good[17...].joined(separator: "\n") + "\n"
    let path = Workspace.shared("broken-\(broken.hashValue).jsonl", input)
    for jobs in ["-j1", "-j3"] {
      let outcome = try Attune.classify([path, jobs, "--chunk-size", "100"])
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("\(path):17: not "))
      #expect(outcome.errors.contains(" 20 records, 1 errors"))
      let lines = outcome.lines
      #expect(lines.count == 20)
      for (index, line) in lines.enumerated() {
        let answered = object(line)
        if index == 16 {
          #expect(answered["error"] != nil)
          #expect(answered["record"] as? String == broken, "nothing of the record is lost")
        } else {
          #expect(line.hasPrefix(good[index].dropLast() + ",\"sentiment\":"))
        }
      }
    }
  }

  /// RFC 8259 sets no limit to numbers; what stands beside the text is not Attune's business.
  @Test(arguments: ["123456789012345678901234567890", "1e999", "-0.0e-400", "18446744073709551616"])
  func numbersOfAnySize(_ number: String) throws {
    let record = "{\"id\":\(number),\"text\":\"great\""
    let outcome = try Attune.classify(["--format", "jsonl"], record + "}\n")
    #expect(try outcome.line(0).hasPrefix(record + ",\"sentiment\":"))
  }

  @Test func manyErrorsAreCountedAll() throws {
    let outcome = try Attune.classify(["--format", "jsonl"], String(repeating: "x\n", count: 3000))
    #expect(outcome.lines.count == 3000)
    #expect(outcome.errors.contains(" 3000 records, 3000 errors"))
    #expect(outcome.errors.utf8.count < 20_000)
  }

  @Test(arguments: ["text", "jsonl", "csv"])
  func aLineOfTwentyMegabytes(_ format: String) throws {
    let long = [UInt8]("great service ".utf8) + [UInt8](repeating: 0x20, count: 20_000_000) + [UInt8]("lovely".utf8)
    let input: [UInt8] =
      switch format {
      case "text": long + [0x0A] + Array("terrible\n".utf8)
      case "jsonl": Array("{\"text\":\"".utf8) + long + Array("\"}\n{\"text\":\"terrible\"}\n".utf8)
      default: Array("id,text\n1,\"".utf8) + long + Array("\"\n2,terrible\n".utf8)
      }
    let outcome = try Attune.classify(["--format", format, "--to", "tsv"], input, seconds: 60)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains(" 2 records, 0 errors"))
    #expect(outcome.output.suffix(60).contains(subsequence: Array("negative\t".utf8)))
    if format != "csv" { #expect(outcome.lines.map { $0.prefix(8) } == ["positive", "negative"]) }
  }
}
