import Attune
import Synchronization
import TestSupport
import Testing

@testable import AttuneStreams

@Suite struct RecordPipelineTests {
  private let files: TemporaryFiles
  private let model: Model

  init() throws {
    files = try TemporaryFiles()
    model = try Model.shipped()
  }

  private struct Outcome: Equatable {
    var bytes: [UInt8] = []
    var summary = RecordPipeline.Summary()
    var problems: [RecordProblem] = []
    var text: String { String(decoding: bytes, as: UTF8.self) }
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() }
  }

  private func run(
    _ input: [UInt8], _ format: RecordFormat, to output: OutputFormat? = nil, workers: Int = 1,
    chunkSize: Int = RecordPipeline.defaultChunkSize, name: String = "input"
  ) throws -> Outcome {
    var pipeline = RecordPipeline(model: model, format: format, output: output)
    pipeline.workers = workers
    pipeline.chunkSize = chunkSize
    let path = try files.write(name, input)
    let destination = ByteOutput(path: files.path("output"))
    let problems = Mutex<[RecordProblem]>([])
    let observer = RecordPipeline.Observer(problem: { problem in problems.withLock { $0.append(problem) } })
    let summary = try pipeline.run([.file(path)], to: destination, observer: observer)
    try destination.finish()
    return Outcome(bytes: try files.read("output"), summary: summary, problems: problems.withLock { $0 })
  }

  private func run(_ input: String, _ format: RecordFormat, to output: OutputFormat? = nil) throws -> Outcome {
    try run(Array(input.utf8), format, to: output)
  }

  // MARK: Again and again

  @Test(arguments: RecordFormat.allCases, OutputFormat.allCases)
  func whatIsClassifiedAlreadyStaysAsItIs(format: RecordFormat, output: OutputFormat) throws {
    // Text that comes out as verdicts only is no record any more, and TSV has no line breaks in texts.
    guard output != .tsv || format == .tsv else { return }
    let again = RecordFormat(rawValue: output.rawValue)!
    let once = try run(randomInput(format, seed: 3).filter { $0 != 0x0D }, format, to: output)
    let twice = try run(once.bytes, again)
    // Rows and lines that could not be read may be read now; what they hold stays.
    let lines = zip(once.lines, twice.lines).filter { !$0.0.contains("error") }
    #expect(once.lines.count == twice.lines.count && lines.count > 1000)
    #expect(lines.allSatisfy { $0 == $1 })
  }

  @Test func oldKeysAreFoundInAnySpelling() throws {
    let verdict = "{\"label\":\"unknown\",\"score\":0.0000,"
    for old in ["\"sentiment\":1", "\"\\u0073entiment\":{}", "\"sentiment\":[\"}\"],\"x\":2,\"sentimen\\u0074\":3"] {
      let line = try #require(try run("{\(old),\"text\":\"\"}\n", .jsonl).lines.first)
      #expect(line.hasPrefix("{\"sentiment\":\(verdict)"), "\(line)")
      #expect(
        line.hasSuffix("\"text\":\"\"}") && line.split(separator: "label", omittingEmptySubsequences: false).count == 2,
        "\(line)")
    }
  }

  // MARK: Parallel and serial

  /// Records of random words, some of them broken.
  private func randomInput(_ format: RecordFormat, seed: UInt64) -> [UInt8] {
    var generator = SplitMix64(seed: seed)
    let words = [
      "good", "bad", "not", "the", "GREAT!!!", "sooo", "été", "😀", ":)", "a\"b", "c,d", "x;y", "\\", "qzx", "",
      "\u{AD}",
    ]
    var input: [UInt8] = format.isTable ? Array((format == .csv ? "id,text\r\n" : "id\ttext\n").utf8) : []
    for record in 0..<1200 {
      let text = (0..<Int.random(in: 0...12, using: &generator)).map { _ in words.randomElement(using: &generator)! }
        .joined(separator: " ")
      let isBroken = record % 17 == 5
      switch format {
      case .text: input += Array(text.utf8) + (isBroken ? [0xFF, 0xC3] : [])
      case .jsonl:
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        input += Array((isBroken ? "{\"text\": oops" : "{\"id\":\(record),\"text\":\"\(escaped)\"}").utf8)
      case .csv:
        let breaks = record % 5 == 0 ? "\nnext line" : ""
        input += Array(
          (isBroken ? "\(record),\"open" : "\(record),\"\(text.replacing("\"", with: "\"\""))\(breaks)\"").utf8)
      case .tsv: input += Array((isBroken ? "\(record)" : "\(record)\t\(text)").utf8)
      }
      input += record % 3 == 0 ? [0x0D, 0x0A] : [0x0A]
    }
    return input
  }

  @Test(arguments: RecordFormat.allCases, OutputFormat.allCases)
  func parallelEqualsSerial(format: RecordFormat, output: OutputFormat) throws {
    let input = randomInput(format, seed: 1)
    let serial = try run(input, format, to: output)
    #expect(serial.summary.records > 1000)
    #expect(serial.problems.count == serial.summary.errors)
    for (workers, chunkSize) in [(1, 64), (2, 1000), (4, 300), (7, 64), (7, 4096), (3, 1 << 20)] {
      let parallel = try run(input, format, to: output, workers: workers, chunkSize: chunkSize)
      #expect(parallel == serial, "\(workers) workers, chunks of \(chunkSize)")
    }
    var withoutLastBreak = input
    while let last = withoutLastBreak.last, last == 0x0A || last == 0x0D { withoutLastBreak.removeLast() }
    #expect(try run(withoutLastBreak, format, to: output).bytes == serial.bytes)
  }

  /// The verdicts of a stream are those of the library.
  @Test func verdictsAreTheModels() throws {
    let outcome = try run(randomInput(.text, seed: 2), .text, to: .tsv)
    let input = randomInput(.text, seed: 2).split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    #expect(outcome.lines.count == input.count)
    for (line, record) in zip(outcome.lines, input) {
      let text = record.last == 0x0D ? Array(record.dropLast()) : Array(record)
      let verdict = text.withUnsafeBufferPointer { model.classify(utf8: $0) }
      let columns = line.split(separator: "\t")
      #expect(columns.count == 5)
      #expect(columns[0] == verdict.label)
      for (column, value) in zip(columns.dropFirst(), [verdict.score] + verdict.probabilities) {
        #expect(abs(Double(column)! - value) < 0.000051)
      }
    }
  }

  // MARK: One record out for one record in

  @Test(arguments: RecordFormat.allCases)
  func nothingInNothingOut(format: RecordFormat) throws {
    let outcome = try run("", format)
    #expect(outcome == Outcome())
  }

  @Test func emptyLinesAreRecords() throws {
    let outcome = try run("\n\ngood\n", .text)
    #expect(outcome.summary.records == 3)
    #expect(outcome.lines.map { $0.split(separator: "\t")[0] } == ["unknown", "unknown", "positive"])
    #expect(outcome.lines[0].split(separator: "\t")[1] == "0.0000")
  }

  @Test func brokenJSONIsAnsweredInItsPlace() throws {
    let outcome = try run("{\"text\":\"good\"}\n{oops\n{\"text\":null}\n{\"a\":1}\n\n{\"text\":\"bad\"}", .jsonl)
    #expect(outcome.summary.records == 6)
    #expect(outcome.problems.map(\.line) == [2, 3, 4, 5])
    #expect(outcome.problems[1].reason == .nullField("text"))
    #expect(outcome.problems[2].reason == .missingField("text"))
    #expect(outcome.lines[0].hasPrefix("{\"text\":\"good\",\"sentiment\":{\"label\":\"positive\",\"score\":"))
    #expect(outcome.lines[1].contains("\"error\":\"not valid JSON"))
    #expect(outcome.lines[5].contains("\"label\":\"negative\""))
  }

  @Test func everyJSONLineOutIsAnObject() throws {
    for format in RecordFormat.allCases {
      let finder = JSONFieldFinder(name: "nothing")
      for line in try run(randomInput(format, seed: 4), format, to: .jsonl).lines {
        #expect(throws: RecordProblem.Reason.missingField("nothing")) { try finder.text(in: Array(line.utf8)) }
      }
    }
  }

  @Test func raggedRowsKeepTheirPlace() throws {
    let outcome = try run("id,text\n1,good\n2\n3,bad,more\n4,\"open\n5,good\n", .csv)
    #expect(outcome.summary.records == 5)
    #expect(outcome.problems.map(\.line) == [3, 4, 5])
    #expect(
      outcome.problems.map(\.reason) == [
        .wrongFieldCount(expected: 2, found: 1), .wrongFieldCount(expected: 2, found: 3), .unterminatedQuote,
      ])
    #expect(outcome.lines.count == 6)
    #expect(
      outcome.lines[0]
        == "id,text,sentiment_label,sentiment_score,sentiment_negative,sentiment_neutral,sentiment_positive")
    #expect(outcome.lines[1].hasPrefix("1,good,positive,"))
    #expect(outcome.lines[5].hasPrefix("5,good,positive,"))
  }

  // MARK: Headers

  @Test func semicolonsCRLFAndByteOrderMarkComeBack() throws {
    let outcome = try run("\u{FEFF}id;text\r\n1;\"good; really\"\r\n2;\"two\r\nlines\"\r\n", .csv)
    #expect(outcome.summary.records == 2 && outcome.problems.isEmpty)
    #expect(outcome.text.hasPrefix("\u{FEFF}id;text;sentiment_label;"))
    #expect(outcome.text.contains("\r\n1;\"good; really\";positive;"))
    #expect(outcome.text.contains("\r\n2;\"two\r\nlines\";"))
    #expect(outcome.text.hasSuffix("\r\n"))
  }

  /// Line breaks inside a quoted column name belong to the name, wherever the column stands.
  @Test(arguments: [
    "text,\"a\nb\"\ngood,1\n", "\"a\nb\",text\n1,good\n", "text;\"a\nb\"\ngood;1\n", "\u{FEFF}\"a\nb\",text\n1,good\n",
    "text\t\"a\nb\"\ngood\t1\n",
  ])
  func lineBreaksInTheHeader(input: String) throws {
    let outcome = try run(input, .csv)
    #expect(outcome.summary.records == 1)
    #expect(outcome.problems.isEmpty)
    #expect(outcome.text.contains("positive"))
  }

  @Test func onlyAHeader() throws {
    for input in ["id,text", "id,text\n"] {
      let outcome = try run(input, .csv)
      #expect(outcome.summary.records == 0)
      #expect(outcome.lines.count == 1)
    }
  }

  @Test func anUnknownColumnNamesTheOthers() throws {
    let path = try files.write("unknown.csv", Array("id,body\n1,good\n".utf8))
    let pipeline = RecordPipeline(model: model, format: .csv)
    let destination = ByteOutput(path: files.path("output"))
    #expect(throws: StreamError.unknownColumn(path: path, name: "text", columns: ["id", "body"])) {
      try pipeline.run([.file(path)], to: destination)
    }
  }

  // MARK: Several inputs, strictness

  @Test func filesOneAfterTheOther() throws {
    let first = try files.write("first.csv", Array("id,text\n1,good".utf8))
    let second = try files.write("second.csv", Array("id,text\r\n2,bad\r\n".utf8))
    var pipeline = RecordPipeline(model: model, format: .csv)
    pipeline.workers = 2
    let destination = ByteOutput(path: files.path("output"))
    let summary = try pipeline.run([.file(first), .file(second)], to: destination)
    try destination.finish()
    #expect(summary.records == 2)
    let lines = String(decoding: try files.read("output"), as: UTF8.self).split { $0.isNewline }
    #expect(lines.map { $0.prefix(7) } == ["id,text", "1,good,", "2,bad,n"])
  }

  @Test(arguments: [1, 4])
  func strictStopsAtTheFirstProblem(workers: Int) throws {
    let records = (1...500).map { $0 == 17 ? "{" : "{\"text\":\"good\"}" }.joined(separator: "\n")
    let path = try files.write("strict.jsonl", Array(records.utf8))
    var pipeline = RecordPipeline(model: model, format: .jsonl)
    pipeline.isStrict = true
    pipeline.workers = workers
    pipeline.chunkSize = 100
    let destination = ByteOutput(path: files.path("output"))
    #expect {
      try pipeline.run([.file(path)], to: destination)
    } throws: { error in
      if case .badRecord(let problem)? = error as? StreamError {
        problem.line == 17 && problem.path == path
      } else {
        false
      }
    }
    try destination.finish()
    #expect(try files.read("output").count { $0 == 0x0A } == 16)
  }

  /// No worker may go on reading an input that another one has refused.
  @Test func aRefusedInputGivesNoRecords() throws {
    let first = try files.write("first.csv", Array("id,text\n1,good\n".utf8))
    let second = try files.write("second.csv", Array(("id,stars\n" + String(repeating: "2,5\n", count: 500)).utf8))
    var pipeline = RecordPipeline(model: model, format: .csv)
    pipeline.workers = 7
    pipeline.chunkSize = 64
    for round in 0..<60 {
      let paths = round % 2 == 0 ? [second] : [first, second]
      let destination = ByteOutput(path: files.path("output"))
      #expect(throws: StreamError.self) { try pipeline.run(paths.map { .file($0) }, to: destination) }
      try destination.finish()
      #expect(try files.read("output").count { $0 == 0x0A } == (round % 2 == 0 ? 0 : 2))
    }
  }

  @Test func inputsThatCannotBeRead() throws {
    let pipeline = RecordPipeline(model: model, format: .text)
    let destination = ByteOutput(path: files.path("output"))
    #expect(throws: StreamError.cannotOpen(path: "/no/such.txt", errno: 2)) {
      try pipeline.run([.file("/no/such.txt")], to: destination)
    }
    #expect(throws: StreamError.cannotOpen(path: "/tmp", errno: 21)) {
      try pipeline.run([.file("/tmp")], to: destination)
    }
    let path = try files.write("page.txt", Array("%PDF-1.7\n".utf8))
    #expect(throws: StreamError.notText(path: path, kind: .pdf)) {
      try pipeline.run([.file(path)], to: destination)
    }
  }

  /// A record longer than any chunk.
  @Test func aLongLine() throws {
    let long = String(repeating: "not so good ", count: 50_000)
    let input = Array("good\n\(long)\nbad\n".utf8)
    let outcome = try run(input, .text, workers: 2, chunkSize: 64)
    #expect(outcome.lines.count == 3)
    #expect(outcome == (try run(input, .text)))
  }
}
