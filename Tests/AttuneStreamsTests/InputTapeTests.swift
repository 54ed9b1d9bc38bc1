import Foundation
import Synchronization
import Testing

@testable import AttuneStreams

@Suite struct InputTapeTests {
  private let files: TemporaryFiles

  init() throws { files = try TemporaryFiles() }

  private static let rows = (0..<5000).map { "\($0)" }

  private func rows(
    _ tape: InputTape, _ format: RecordFormat = .csv, stopAfter: Int = .max, chunkSize: Int = 1 << 16
  ) throws(StreamError) -> [String] {
    var pipeline = FieldPipeline(format: format, fields: ["id"]) { String(decoding: $0[0], as: UTF8.self) }
    pipeline.chunkSize = chunkSize
    let rows = Mutex<[String]>([])
    try pipeline.run(tape) { batch in
      rows.withLock { rows in
        rows += batch.rows
        return rows.count < stopAfter
      }
    }
    return rows.withLock { $0 }
  }

  /// Looked at twice, once for the header and once for some records, an input gives all its records.
  private func looked(_ inputs: [StreamInput], limit: Int = InputTape.limit) throws -> [String] {
    let tape = InputTape(inputs, limit: limit)
    #expect(try FieldReader.table(of: tape, format: .csv)?.columns == ["id"])
    _ = try tape.look { () throws(StreamError) in try rows(tape, stopAfter: 1000, chunkSize: 1000) }
    return try rows(tape)
  }

  private static func csv(_ rows: some Sequence<String>) -> String { "id\n" + rows.map { "\($0)\n" }.joined() }

  @Test func whatWasLookedAtComesAgain() throws {
    let text = Self.csv(Self.rows)
    let feed = Feed(text)
    #expect(try looked([feed.input]) == Self.rows)
    #expect(try looked([.file(try files.write("a.csv", Array(text.utf8)))]) == Self.rows)
  }

  @Test func severalInputsOfEveryKind() throws {
    let (first, third) = (Feed(Self.csv(Self.rows[..<300])), Feed(Self.csv(Self.rows[700...])))
    let second = StreamInput.file(try files.write("b.csv", Array(Self.csv(Self.rows[300..<700]).utf8)))
    #expect(try looked([first.input, second, third.input]) == Self.rows)
  }

  /// A pipe of which no more is kept seems to end during the look; nothing of it is lost.
  @Test(arguments: [1, 1000, 20_000])
  func aLookIsBoundedByBytes(limit: Int) throws {
    let feed = Feed(Self.csv(Self.rows))
    let tape = InputTape([feed.input], limit: limit)
    let seen = try tape.look { () throws(StreamError) in try rows(tape, chunkSize: 64) }
    #expect(tape.isCut)
    #expect(seen.count < Self.rows.count)
    #expect(try rows(tape) == Self.rows)
  }

  /// A file goes on behind what is kept, since it can be set back; the input behind it is not looked at.
  @Test func aLookAtAFileSeesAllOfIt() throws {
    let path = try files.write("long.csv", Array(Self.csv(Self.rows).utf8))
    let feed = Feed(Self.csv(["last"]))
    let tape = InputTape([.file(path), feed.input], limit: 1000)
    for _ in 0..<2 {
      let seen = try tape.look { () throws(StreamError) in try rows(tape, chunkSize: 64) }
      #expect(seen == Self.rows)
    }
    #expect(try rows(tape) == Self.rows + ["last"])
  }

  /// The same descriptor is read, so that another file of the same name changes nothing.
  @Test func aFileIsOpenedOnce() throws {
    let path = try files.write("a.csv", Array(Self.csv(Self.rows).utf8))
    let tape = InputTape([.file(path)], limit: 1000)
    _ = try tape.look { () throws(StreamError) in try rows(tape) }
    try FileManager.default.removeItem(atPath: path)
    _ = try files.write("a.csv", Array("id\nother\n".utf8))
    #expect(try rows(tape) == Self.rows)
  }

  @Test func anEmptyInput() throws {
    let (feed, path) = (Feed(""), try files.write("empty.csv", []))
    let tape = InputTape([feed.input, .file(path)])
    #expect(try FieldReader.table(of: tape, format: .csv) == nil)
    #expect(try rows(tape).isEmpty)
  }
}
