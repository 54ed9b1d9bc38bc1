import Attune
import AttuneStreams
import Foundation
import Testing

@_spi(Server) @testable import AttuneWorkflows

@Suite struct ServiceTests {
  static let service = try! Service(.init())

  static let records = """
    {"id":1,"text":"The courier was friendly, but the vase arrived in pieces."}
    {"id":2,"text":"¿Dónde está mi pedido?","sentiment":"old"}
    {"id":3,"text":""}

    {"id":4,"text":12}
    {"id":5}
    not an object
    {"id":6,"text":"I want my 49 euros back TODAY, this is the third time I write!!"}

    """

  /// The bytes of the pipeline that the command runs.
  private func streamed(_ options: ClassifyOptions) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "attune-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (input, output) = (folder.appending(path: "in.jsonl"), folder.appending(path: "out.jsonl"))
    try Data(Self.records.utf8).write(to: input)
    let destination = ByteOutput(path: output.path)
    _ = try options.pipeline(Self.service.model).run([.file(input.path)], to: destination)
    try destination.finish()
    return try Array(Data(contentsOf: output))
  }

  @Test(arguments: [false, true]) func `Records in memory are answered by the bytes of the stream`(_ all: Bool) throws {
    var options = ClassifyOptions()
    if all {
      (options.aspects, options.urgency, options.sentences, options.mixed) = (true, true, true, true)
      options.tones = .nine
      options.minimumConfidence = 0.6
    }
    let answer = Self.service.classify(Array(Self.records.utf8), options)
    #expect(try String(decoding: answer.bytes, as: UTF8.self) == String(decoding: streamed(options), as: UTF8.self))
    #expect(answer.records == 8)
    #expect(answer.problems == 4)
  }

  @Test func `Pieces of a stream are answered as the whole is`() {
    let whole = Self.service.classify(Array(Self.records.utf8), .init()).bytes
    let pieces = Self.records.split(separator: "\n", omittingEmptySubsequences: false).dropLast().flatMap {
      Self.service.classify(Array("\($0)\n".utf8), .init()).bytes
    }
    #expect(pieces == whole)
  }

  @Test func `A document is an object, a text or a list of them`() throws {
    func lines(_ json: String) throws -> String {
      String(decoding: try Service.document(Array(json.utf8)).lines, as: UTF8.self)
    }
    #expect(try lines(#" {"text" : "a"} "#) == "{\"text\" : \"a\"}\n")
    #expect(try lines("\"a\"") == "{\"text\":\"a\"}\n")
    #expect(try lines("[\"a\", {\"text\":\n\"b\"}]") == "{\"text\":\"a\"}\n{\"text\": \"b\"}\n")
    #expect(try Service.document(Array("[]".utf8)).count == 0)
    #expect(try Service.document(Array("[]".utf8)).isList)
  }

  @Test(arguments: ["", "  ", "[{\"text\":\"a\"}", "{\"text\":", "{} {}", "{}{}"])
  func `A document that does not end, or is several, is refused`(_ json: String) {
    #expect(throws: Service.DocumentError.self) { try Service.document(Array(json.utf8)) }
  }

  @Test(arguments: [
    ("{\"text\":\"a\"}", false), ("[1,\"a\",null]", false), ("\u{FEFF}7", false), ("nul", true),
    ("{\"text\":\"a\",}", true),
    ("[{'text':1}]", true), ("[01]", true),
  ])
  func `A document that is not JSON is told from one that has no text`(_ json: String, _ isBroken: Bool) {
    #expect((Service.fault(in: Array(json.utf8)) != nil) == isBroken)
    #expect(Service.fault(in: Array("\"".utf8) + [0xFF] + Array("\"".utf8)) != nil)
  }

  @Test func `Nesting is bounded`() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(throws: Never.self) { try Service.document(nested(Service.depthLimit)) }
    #expect(throws: Service.DocumentError.self) { try Service.document(nested(Service.depthLimit + 1)) }
    #expect(throws: Never.self) { try Service.document(Array("\"\(String(repeating: "[", count: 99))\"".utf8)) }
  }

  @Test func `Replies keep their record and get an assessment`() throws {
    let lines = try #require(ReplyLines(Self.service))
    let answer = lines.judge(
      Array(
        """
        {"id":"é","reply":"Hi Kim, sorry about the broken vase. I am sending a new one today.","customer":"It broke. Kim"}
        {"customer":"no reply here"}

        """.utf8))
    let text = String(decoding: answer.bytes, as: UTF8.self)
    #expect(text.hasPrefix("{\"id\":\"é\",\"reply\":"))
    #expect(text.contains("\"empathy\":{\"score\":"))
    #expect(text.contains("\"error\":\"no field 'reply'\""))
    #expect(answer.records == 2)
    #expect(answer.problems == 1)
    #expect(ReplyLines(Self.service, channel: "pigeon") == nil)
  }

  @Test func `The most urgent message comes first, however they are cut`() throws {
    let queue = TriageLines(Self.service, .init())
    for line in Self.records.split(separator: "\n") { try queue.take(Array("\(line)\n".utf8)) }
    let answer = try queue.end()
    let text = String(decoding: answer.bytes, as: UTF8.self)
    #expect(text.hasPrefix("{\"id\":6,"))
    // Behind the ranking stands what cannot be read.
    let areErrors = text.split(separator: "\n").map { $0.contains("\"error\":") }
    #expect(areErrors == [false, false, false, false, true, true, true])
    #expect(answer.refused == 3)
    #expect(answer.records == 7)
    #expect(answer.problems == 3)
    let whole = TriageLines(Self.service, .init())
    try whole.take(Array(Self.records.replacingOccurrences(of: "\n\n", with: "\n").utf8))
    #expect(try whole.end().bytes == answer.bytes)
  }

  /// A ranking by time waits while dates have two readings, and no longer.
  @Test func `Few bytes wait once it is known how dates are written`() throws {
    var options = TriageOptions()
    (options.by, options.time) = ("who", "at")
    func lines(_ date: String, _ count: Int) -> [UInt8] {
      Array(
        (0..<count).map { "{\"who\":\"C\($0)\",\"at\":\"\(date)\",\"text\":\"The lamp is broken again\"}\n" }
          .joined().utf8)
    }
    let queue = TriageLines(Self.service, options)
    for _ in 0..<3 {
      try queue.take(lines("03/04/2026", 9000))
      while try queue.rank() {}
    }
    #expect(queue.waitingBytes > 1 << 20)
    try queue.take(lines("13/04/2026", 10))
    while try queue.rank() {}
    #expect(queue.waitingBytes == 0)
    #expect(try queue.end().records == 27_010)
    // One that begins without any such date waits when they come.
    let later = TriageLines(Self.service, options)
    for _ in 0..<3 {
      try later.take(lines("2026-04-03", 9000))
      while try later.rank() {}
    }
    #expect(later.waitingBytes == 0)
    try later.take(lines("03/04/2026", 10))
    #expect(try !later.rank())
    #expect(later.waitingBytes > 0)
    #expect(throws: TriageLines.Failure.self) { try later.end() }
  }

  @Test func `Messages of a customer are one ticket`() throws {
    var options = TriageOptions()
    options.by = "who"
    let queue = TriageLines(Self.service, options)
    try queue.take(
      Array(
        """
        {"who":"Ann","text":"Where is my parcel?"}
        {"who":"Bo","text":"Thanks, all fine."}
        {"who":"Ann","text":"Still no parcel, I am furious and want my money back!"}

        """.utf8))
    let lines = String(decoding: try queue.end().bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.contains("\"messages\":2") == true)
  }

  @Test func `Explanations are of the field text`() {
    let answer = Self.service.explain(Array("{\"text\":\"great phone\"}\n{\"x\":1}\n".utf8))
    let lines = String(decoding: answer.bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines[0].hasPrefix("{\"text\":\"great phone\",\"label\":\"positive\""))
    #expect(lines[1] == "{\"text\":\"\",\"error\":\"no field 'text'\"}")
    #expect(answer.problems == 1)
  }
}
