import Synchronization
import Testing

@testable import AttuneStreams

/// Lines that end with CR alone, and what only looks like that.
@Suite struct LineEndsTests {
  private let files: TemporaryFiles

  init() throws { files = try TemporaryFiles() }

  private struct Outcome: Equatable {
    var rows: [[String]] = []
    var lines: [Int] = []
    var problems = 0
  }

  /// The records of a file, and of a pipe in which the bytes arrive one by one.
  private func records(
    _ text: String, _ format: RecordFormat, _ fields: [String], chunkSize: Int = 1 << 16, isSlow: Bool = false
  ) throws -> Outcome {
    var pipeline = FieldPipeline(format: format, fields: fields) { $0.map { String(decoding: $0, as: UTF8.self) } }
    pipeline.chunkSize = chunkSize
    let outcome = Mutex(Outcome())
    let feed = isSlow ? Feed(text.utf8.map { [$0] }, pause: 50) : nil
    try pipeline.run([try feed?.input ?? .file(files.write("input", Array(text.utf8)))]) { batch in
      outcome.withLock { outcome in
        outcome.rows += batch.rows
        outcome.lines += batch.lines
        outcome.problems += batch.problems.count
      }
      return true
    }
    return outcome.withLock { $0 }
  }

  @Test(
    arguments: [
      ("id,text\r1,good\r2,bad\r", .csv), ("id,text\r1,good\r2,bad", .csv),
      // The last line end comes from an editor, or from `echo`.
      ("id,text\r1,good\r2,bad\n", .csv), ("id,text\r1,good\r2,bad\r\n", .csv),
      ("\u{FEFF}id;\"te\rxt\"\r1;\"go\rod\"\r2;bad\r", .csv), ("id\ttext\r1\tgood\r2\tbad\r", .tsv),
      ("{\"id\":1,\"text\":\"good\"}\r{\"id\":2,\"text\":\"bad\"}\r", .jsonl),
      ("{\"id\":1,\"text\":\"good\"}\r{\"id\":2,\"text\":\"bad\"}\n", .jsonl),
      ("[{\"id\":1,\"text\":\"good\"},\r{\"id\":2,\"text\":\"bad\"}]", .jsonl), ("1\r2\r", .text), ("1\r2", .text),
    ] as [(String, RecordFormat)])
  func returnsAlone(text: String, format: RecordFormat) throws {
    for (chunkSize, isSlow) in [(64, false), (1 << 16, false), (1 << 16, true)] {
      let outcome = try records(text, format, ["id"], chunkSize: chunkSize, isSlow: isSlow)
      #expect(outcome.rows == [["1"], ["2"]])
      #expect(outcome.problems == 0)
      #expect(outcome.lines.last! > outcome.lines.first!)
    }
  }

  @Test(
    arguments: [
      ("1\r\n2\r\n", .text, [["1"], ["2"]]), ("1\r", .text, [["1"]]),
      ("10%\r20%\ndone\n", .text, [["10%\r20%"], ["done"]]),
      ("id,text\r\n1,\"a\rb\"\r\n", .csv, [["1"]]), ("id,text\r", .csv, []), ("id,text\r\n", .csv, []),
      ("id,\"te\rxt\"\n1,a\n", .csv, [["1"]]),
      // A CR is a blank of JSON.
      ("{\"id\":1,\r\"text\":\"good\"}", .jsonl, [["1"]]),
      ("{\"id\":1,\"a\":[\r{\"b\":1},\r{\"c\":2}]}\r", .jsonl, [["1"]]),
      ("{\"id\":1}\r\n{\"id\":2}\r\n", .jsonl, [["1"], ["2"]]),
    ] as [(String, RecordFormat, [[String]])])
  func otherLineEnds(text: String, format: RecordFormat, expected: [[String]]) throws {
    for isSlow in [false, true] {
      let outcome = try records(text, format, ["id"], isSlow: isSlow)
      #expect(outcome.rows == expected)
      #expect(outcome.problems == 0)
    }
  }

  /// Line ends are found in a beginning of a limited length, also where its last line is not whole.
  @Test func aLongInput() throws {
    let long = String(repeating: "x", count: 300_000)
    let records = (0..<5).map { "{\"id\":\($0),\"text\":\"\(long)\"}" }
    #expect(try self.records(records.joined(separator: "\r"), .jsonl, ["id"]).rows.count == 5)
    #expect(
      try self.records("id,text\r" + records.indices.map { "\($0),\(long)\r" }.joined(), .csv, ["id"]).rows.count == 5)
    #expect(try self.records(records.indices.map { _ in long }.joined(separator: "\r"), .text, ["id"]).rows.count == 5)
  }

  /// A file that is no text is recognised however its bytes arrive; one that begins like it is read.
  @Test(
    arguments: [
      ([0x1F, 0x8B, 8, 0], false), ([0x28, 0xB5, 0x2F, 0xFD, 0], false), ([0x50, 0x4B, 3, 4, 0], false),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], false), (Array("BZh91AY&SY".utf8), false), (Array("%PDF-1.7".utf8), false),
      ([0x7F, 0x45, 0x4C, 0x46, 2], false), (Array("BZh9 is a file".utf8), true), ([0xFF, 0xFE, 0x61, 0], true),
      ([0xFE, 0xFF, 0, 0x61], true), ([0xFF, 0xFE, 0, 0, 0x61], true),
      (Array("PK\n".utf8), true), (Array("P".utf8), true), (Array("(\n".utf8), true), ([0xEF, 0xBB, 0x61, 0x0A], true),
    ] as [([UInt8], Bool)], [RecordFormat.text, .csv])
  func signaturesByteByByte(content: (bytes: [UInt8], isText: Bool), format: RecordFormat) throws {
    let feed = Feed(content.bytes.map { [$0] }, pause: 2000)
    let pipeline = FieldPipeline(format: format, fields: []) { _ in true }
    if content.isText {
      try pipeline.run([feed.input]) { _ in true }
    } else {
      #expect(throws: StreamError.self) { try pipeline.run([feed.input]) { _ in true } }
    }
  }
}
