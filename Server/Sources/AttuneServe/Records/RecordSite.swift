import AsyncAlgorithms
@_spi(Server) import AttuneWorkflows
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Answers requests about the records.
struct RecordSite: Sendable {
  static let queue = "/v1/queue"
  static let record = "/v1/record"
  static let events = "/v1/events"
  static let figures = "/explore.json"
  static let table = "/explore.csv"
  static let paths = [queue, record, events, figures, table]

  let answers: RecordAnswers

  /// - Throws: `Problem`
  func response(to request: Request, _ path: String, _ turn: Turn) async throws -> Response {
    guard request.method == .get || request.method == .head else {
      throw Problem.otherMethod(allowed: path == Self.queue ? "GET, POST" : "GET")
    }
    do {
      switch path {
      case Self.queue:
        let query = try RecordQuery(request.uri, isQueue: true)
        return try await Self.answered { try Self.json(answers.queue(query)) }
      case Self.figures:
        let query = try RecordQuery(request.uri)
        return try await Self.answered { try Self.json(answers.figures(query)) }
      case Self.record:
        let range = 1...Int(UInt32.max)
        guard let number = try Query(request.uri, known: ["number"]).integer("number", in: range) else {
          throw Problem.badOption("number", allowed: "the number of a record")
        }
        return try await Self.answered {
          guard let whole = try answers.whole(number) else { throw Problem.noRecord }
          return try Self.json(whole.whole, with: whole.reading)
        }
      case Self.table: return try await table(RecordQuery(request.uri), turn)
      case Self.events: return try events(turn)
      default: throw Problem.notFound
      }
    } catch let failure as StoreFailure {
      Exit.say(failure.sentence(of: answers.records.now { $0.store.path ?? "records" }))
      throw Problem.storeFailed
    }
  }

  /// An answer of JSON, which is put together beside the connections.
  private static func answered(_ body: @escaping @Sendable () throws -> ByteBuffer) async throws -> Response {
    response(try await LongWork.questions.run(body))
  }

  static func response(_ json: ByteBuffer) -> Response {
    Response(status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: json))
  }

  /// - Parameter reading: a value of JSON that becomes the last member of an object.
  static func json(_ value: some Encodable, with reading: [UInt8]? = nil) throws -> ByteBuffer {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bytes = Array(try encoder.encode(value))
    if let reading { bytes = bytes.dropLast() + Array(",\"reading\":".utf8) + reading + [UInt8(ascii: "}")] }
    var buffer = ByteBuffer(bytes: bytes)
    buffer.writeInteger(UInt8(ascii: "\n"))
    return buffer
  }

  private func table(_ query: RecordQuery, _ turn: Turn) async throws -> Response {
    // A table cannot say it.
    guard query.selection.search.ignored.isEmpty else { throw Problem.badOption("q", allowed: "letters and digits") }
    let headers: HTTPFields = [.contentType: "text/csv; charset=utf-8"]
    guard query.wantsTexts else {
      let table = try await LongWork.questions.run { try answers.figuresTable(query) }
      return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: table)))
    }
    let first = try await LongWork.questions.run { try answers.textsTable(query, from: 0) }
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody { writer in
        try await writer.write(ByteBuffer(string: RecordAnswers.tableHeader))
        var next: (lines: [String], next: Int?)? = first
        // All of them, unless the address says which.
        var (skipped, left) = query.isBounded ? (query.from, query.count) : (0, Int.max)
        while let piece = next, left > 0 {
          let lines = piece.lines.dropFirst(skipped).prefix(left)
          skipped -= min(skipped, piece.lines.count)
          left -= lines.count
          if !lines.isEmpty { try await writer.write(ByteBuffer(string: lines.joined())) }
          guard let from = piece.next, left > 0 else { break }
          next = try await LongWork.questions.run(isBegun: true) { try answers.textsTable(query, from: from) }
        }
        try await writer.finish(nil)
        withExtendedLifetime(turn) {}
      })
  }

  // MARK: Events

  /// Between two events, at least; and at most.
  private static let pause = Duration.milliseconds(250)
  private static let heartbeat = Duration.seconds(10)

  /// Server-sent events: one "records" when there are other records than before, with how the reading goes.
  private func events(_ turn: Turn) throws -> Response {
    guard let changes = answers.records.changes.listen() else { throw Problem.busy }
    let loader = answers.loader
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream"],
      body: ResponseBody { writer in
        let beats = AsyncTimerSequence(interval: Self.heartbeat, clock: .continuous).map { _ in false }
        try await writer.write(Self.event(loader.status))
        for await hasChanged in merge(changes.map { true }, beats).cancelOnGracefulShutdown() {
          // A line that is a comment tells whether somebody still reads.
          try await writer.write(hasChanged ? Self.event(loader.status) : ByteBuffer(string: ":\n\n"))
          if hasChanged { try await Task.sleep(for: Self.pause) }
        }
        try await writer.finish(nil)
        withExtendedLifetime(turn) {}
      })
  }

  private static func event(_ status: RecordLoader.Status) throws -> ByteBuffer {
    let data = String(decoding: try JSONEncoder().encode(status), as: UTF8.self)
    return ByteBuffer(string: "event: records\ndata: \(data)\n\n")
  }
}
