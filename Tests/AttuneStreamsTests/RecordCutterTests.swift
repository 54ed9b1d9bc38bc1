import TestSupport
import Testing

@testable import AttuneStreams

@Suite struct RecordCutterTests {
  private static func table(delimiter: Character = ",") -> Table {
    withBytes("a\(delimiter)b") { Table(header: $0, format: .csv, lineEnd: [0x0A])! }
  }

  /// Cuts bytes that arrive in pieces, taking complete records away as `ChunkReader` does.
  private static func records(_ bytes: [UInt8], pieces: [Int], table: Table?) -> [[UInt8]] {
    var cutter = RecordCutter(table: table)
    var waiting: [UInt8] = []
    var records: [[UInt8]] = []
    var at = 0
    var next = 0
    repeat {
      let count = next < pieces.count ? min(pieces[next], bytes.count - at) : bytes.count - at
      next += 1
      waiting += bytes[at..<at + count]
      at += count
      waiting.withUnsafeBufferPointer { _ = cutter.advance($0, isEnd: at == bytes.count) }
      // What is complete is whole records; each is found by a cutter of its own, as `RecordScanner` does.
      let complete = Array(waiting[..<cutter.completeEnd])
      records += cutOneByOne(complete, table)
      waiting.removeFirst(cutter.completeEnd)
      cutter.removeComplete()
    } while at < bytes.count
    #expect(waiting.isEmpty)
    return records
  }

  private static func cutOneByOne(_ bytes: [UInt8], _ table: Table?) -> [[UInt8]] {
    var cutter = RecordCutter(table: table)
    var records: [[UInt8]] = []
    var start = 0
    bytes.withUnsafeBufferPointer {
      while start < bytes.count {
        cutter.advance($0, isEnd: true, onlyOne: true)
        guard cutter.completeEnd > start else {
          Issue.record("no record at \(start) of \(bytes)")
          return
        }
        records.append(Array(bytes[start..<cutter.completeEnd]))
        start = cutter.completeEnd
      }
    }
    return records
  }

  private static func randomPieces(_ count: Int, _ generator: inout SplitMix64) -> [Int] {
    (0..<count).map { _ in Int.random(in: 0...4, using: &generator) }
  }

  @Test(
    arguments: [
      ("", []), ("a", ["a"]), ("a\n", ["a\n"]), ("a\nb", ["a\n", "b"]), ("\n\n", ["\n", "\n"]),
      ("a\r\nb\r\n", ["a\r\n", "b\r\n"]),
      ("\"a\nb\",c\nd", ["\"a\nb\",c\n", "d"]),
      ("x,\"a\nb\"\ny", ["x,\"a\nb\"\n", "y"]),
      ("\"a\"\"\nb\"\nc", ["\"a\"\"\nb\"\n", "c"]),
      ("\"\n\"\n\"\n\"", ["\"\n\"\n", "\"\n\""]),
      ("a\"b\nc\"d\n", ["a\"b\n", "c\"d\n"]),
      // A quote that does not end costs its line and no more.
      ("\"open\nb,c\nd,e\n", ["\"open\n", "b,c\n", "d,e\n"]),
      ("\"open", ["\"open"]),
      ("a,\"open\nb", ["a,\"open\n", "b"]),
      ("\"a\"x\nb", ["\"a\"x\n", "b"]),
      ("\"a\nb\"x\nc", ["\"a\n", "b\"x\n", "c"]),
      ("\"a\"\r\n\"b\"\r\n", ["\"a\"\r\n", "\"b\"\r\n"]),
      ("\"a\nb\",\"c\"d\ne\n", ["\"a\n", "b\",\"c\"d\n", "e\n"]),
    ] as [(String, [String])])
  func quotedRecords(text: String, expected: [String]) {
    let bytes = Array(text.utf8)
    #expect(PlainCSV.records(bytes, delimiter: UInt8(ascii: ",")) == expected.map { Array($0.utf8) })
    for size in 1...max(1, bytes.count) {
      let pieces = Array(repeating: size, count: bytes.count)
      #expect(
        Self.records(bytes, pieces: pieces, table: Self.table()).map { String(decoding: $0, as: UTF8.self) } == expected
      )
    }
  }

  /// Behind a malformed field quotes mean nothing any more: the record is the line in which it begins.
  @Test func theLineOfAMalformedFieldIsTheRecord() {
    let records = Self.records(Array("\"a\"x,\"b\nc\",d\ne\n".utf8), pieces: [], table: Self.table())
    #expect(records.map { String(decoding: $0, as: UTF8.self) } == ["\"a\"x,\"b\n", "c\",d\n", "e\n"])
  }

  /// Dense in what matters: quotes, delimiters, line breaks.
  @Test(arguments: [1, 2, 3, 4] as [UInt64], [",", ";"] as [Character])
  func randomTables(seed: UInt64, delimiter: Character) {
    var generator = SplitMix64(seed: seed)
    let alphabet = Array("\"\"\"ab\n\n\r,;".utf8)
    let table = Self.table(delimiter: delimiter)
    var failures = 0
    for _ in 0..<3000 where failures < 3 {
      let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in alphabet.randomElement(using: &generator)!
      }
      let expected = PlainCSV.records(bytes, delimiter: delimiter.asciiValue!)
      let found = Self.records(bytes, pieces: Self.randomPieces(60, &generator), table: table)
      if found != expected {
        failures += 1
        func text(_ records: [[UInt8]]) -> [String] { records.map { String(decoding: $0, as: UTF8.self) } }
        Issue.record("\(text(found)) instead of \(text(expected))")
      }
    }
  }

  /// Whatever a record is, it does not depend on how the bytes arrive.
  @Test(arguments: [5, 6, 7] as [UInt64])
  func piecesDoNotMatter(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let alphabet = Array("\"\"\"ab\n\n\r,".utf8)
    let table = Self.table()
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in alphabet.randomElement(using: &generator)!
      }
      let whole = Self.records(bytes, pieces: [bytes.count], table: table)
      let pieces = Self.records(bytes, pieces: Self.randomPieces(60, &generator), table: table)
      if whole != pieces { Issue.record("\(String(decoding: bytes, as: UTF8.self).debugDescription)") }
      #expect(whole.flatMap { $0 } == bytes)
    }
  }

  @Test(arguments: [1, 2] as [UInt64])
  func lines(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<1000 {
      let bytes = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
        Array("ab\"\n\r".utf8).randomElement(using: &generator)!
      }
      var expected = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) + [0x0A] }
      expected[expected.count - 1].removeLast()
      if expected.last == [] { expected.removeLast() }
      #expect(Self.records(bytes, pieces: Self.randomPieces(40, &generator), table: nil) == expected)
    }
  }
}
