import Synchronization
import Testing

@testable import AttuneStreams

/// Records that are longer than can be held or read.
@Suite struct LongRecordTests {
  private let files: TemporaryFiles

  init() throws { files = try TemporaryFiles() }

  /// What a reader with a small limit makes of a table: records, and how many lines a record had that is too long.
  private func chunks(_ text: String, _ format: RecordFormat = .csv, limit: Int = 200) throws -> [String] {
    let path = try files.write("input", Array(text.utf8))
    let reader = ChunkReader(
      tape: InputTape([.file(path)]), format: format, fieldNames: [], chunkSize: 64, recordLimit: limit)
    let chunk = Chunk(capacity: 64)
    var found: [String] = []
    while try reader.next(into: chunk) {
      if chunk.isTooLong {
        found.append("too long, \(chunk.skippedLines)")
        continue
      }
      var scanner = RecordScanner(chunk)
      while let range = scanner.next() {
        found.append(String(decoding: chunk.records[range.start..<range.end], as: UTF8.self))
      }
    }
    return found
  }

  @Test func aQuotedFieldIsOneRecordHoweverLongItIs() throws {
    let lines = String(repeating: "1,\"\"x\"\"\n", count: 1000)
    #expect(
      try chunks("a,b\n1,x\n2,\"\(lines)\",\n3,y\n", limit: 200) == ["1,x", "too long, 1001", "3,y"])
    #expect(try chunks("a\n\"\(lines)\"\n3\n") == ["too long, 1001", "3"])
    // The quotes go wrong: the record ends with that line.
    #expect(try chunks("a\n\"\(lines)\"x,\"y\n3\n") == ["too long, 1001", "3"])
    #expect(try chunks("a\n\"\(lines)") == ["too long, 1000"])
    let line = String(repeating: "x", count: 3000)
    #expect(try chunks("a\n1\n\(line)\n3\n") == ["1", "too long, 1", "3"])
    #expect(try chunks("1\n\(line)\n3\n\(line)", .text) == ["1", "too long, 1", "3", "too long, 1"])
  }

  /// With the limits of the command.
  @Test func aQuotedFieldOverSixteenMegabytes() throws {
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: 4095) + [0x0A]
    let field = (0..<4200).flatMap { _ in line }
    let path = try files.write("long.csv", Array("id,text\n1,a\n2,\"".utf8) + field + Array("\"\n3,b\n".utf8))
    let pipeline = FieldPipeline(format: .csv, fields: ["id"]) { String(decoding: $0[0], as: UTF8.self) }
    let found = Mutex<(rows: [String], lines: [Int], problems: [RecordProblem])>(([], [], []))
    try pipeline.run([.file(path)]) { batch in
      found.withLock {
        $0.rows += batch.rows
        $0.lines += batch.lines
        $0.problems += batch.problems
      }
      return true
    }
    found.withLock { found in
      #expect(found.rows == ["1", "3"])
      #expect(found.lines == [2, 4204])
      #expect(found.problems.map(\.reason) == [.tooLong(limit: RecordCutter.multilineLimit)])
      #expect(found.problems.map(\.line) == [3])
    }
  }

  /// A quote that never ends costs its line and no more, as long as what follows can be held.
  @Test func aQuoteThatDoesNotEnd() throws {
    let rows = (0..<50).map { "\($0),x" }
    #expect(try chunks("a,b\n1,\"open\n" + rows.joined(separator: "\n"), limit: 1000) == ["1,\"open"] + rows)
  }

  // MARK: Lines of who talks

  @Test func anEndlessLineIsAnError() throws {
    let feed = Feed([Array("one\r\ntwo\n".utf8), [UInt8](repeating: 0x78, count: 3 << 20)], staysOpen: true)
    let lines = try LineReader(feed.input)
    #expect(try lines.next() == "one")
    #expect(try lines.next() == "two")
    #expect(throws: StreamError.badRecord(.init(reason: .tooLong(limit: 1 << 20), path: feed.input.name, line: 3))) {
      try lines.next()
    }
    #expect(try lines.next() == nil)
  }

  @Test func linesUpToTheLimit() throws {
    let path = try files.write("lines", Array("12345\n\n123456\n1".utf8))
    let lines = try LineReader(.file(path), limit: 5)
    #expect(try lines.next() == "12345")
    #expect(try lines.next()?.isEmpty == true)
    #expect(throws: StreamError.badRecord(.init(reason: .tooLong(limit: 5), path: path, line: 3))) { try lines.next() }
  }

  @Test func aLineIsThereBeforeTheNextOne() throws {
    let feed = Feed([Array("o".utf8), Array("ne\n".utf8)], pause: 1000, staysOpen: true)
    #expect(try LineReader(feed.input).next() == "one")
  }

  @Test func textsThatAreReadWhole() throws {
    let path = try files.write("text", [0xEF, 0xBB, 0xBF] + Array("text".utf8))
    #expect(try StreamInput.file(path).text(limit: 7) == Array("text".utf8))
    #expect(throws: StreamError.tooLarge(path: path, limit: 6)) { try StreamInput.file(path).text(limit: 6) }
    let endless = Feed([[UInt8](repeating: 0x78, count: 1 << 20)], staysOpen: true)
    #expect(throws: StreamError.self) { try endless.input.text(limit: 1000) }
    let zipped = try files.write("text.gz", [0x1F, 0x8B, 8])
    #expect(throws: StreamError.damaged(path: zipped, compression: .gzip, damage: .truncated)) {
      try StreamInput.file(zipped).text(limit: 10)
    }
  }
}
