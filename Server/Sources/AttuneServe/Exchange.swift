import AsyncAlgorithms
@_spi(Server) import AttuneWorkflows
import Hummingbird
import NIOCore

/// Answers a stream of records while it comes, in memory that does not depend on its length: no more is read than is worked
/// on, and no more is worked on than the client takes.
struct Exchange: Sendable {
  private let site: Site
  private let job: Job
  private let turn: Turn

  init(_ site: Site, _ job: Job, _ turn: Turn) {
    self.site = site
    self.job = job
    self.turn = turn
  }

  func response(to request: Request) -> Response {
    let body = request.body
    return Response(
      status: .ok, headers: [.contentType: "application/x-ndjson"],
      body: ResponseBody { writer in
        // Others wait for the thread of the connection.
        try await withTaskExecutorPreference(globalConcurrentExecutor) {
          switch job {
          case .each(let classify): try await each(body, classify, &writer)
          case .inOrder(let make): try await inOrder(body, make(), &writer)
          case .atEnd(let make): try await atEnd(body, make(), &writer)
          }
          try await writer.finish(nil)
        }
        withExtendedLifetime(turn) {}
      })
  }

  private func count(_ answer: Answer) { site.metrics.count(records: answer.records, problems: answer.problems) }

  /// With all cores; answers go out in the order of the records, each as soon as it is its turn.
  private func each(
    _ body: RequestBody, _ classify: @escaping @Sendable ([UInt8]) -> Answer, _ writer: inout any ResponseBodyWriter
  ) async throws {
    let answers = AsyncThrowingChannel<Task<Answer, Never>, any Error>()
    let limit = site.limits.body
    try await withThrowingTaskGroup { group in
      group.addTask {
        do {
          try await forEachPiece(of: body) { piece in
            let task = Task {
              switch piece {
              case .lines(let lines): classify(lines)
              case .tooLong: Answer.tooLong(limit: limit)
              }
            }
            await answers.send(task)
          }
          answers.finish()
        } catch {
          answers.fail(error)
        }
      }
      defer { group.cancelAll() }
      for try await task in answers.buffer(policy: .bounded(Self.ahead)) {
        let answer = await task.value
        count(answer)
        if !answer.bytes.isEmpty { try await writer.write(ByteBuffer(bytes: answer.bytes)) }
      }
    }
  }

  /// Pieces that wait for their turn to be written.
  private static let ahead = 2

  private func inOrder(
    _ body: RequestBody, _ judge: @Sendable ([UInt8]) -> Answer, _ writer: inout any ResponseBodyWriter
  ) async throws {
    try await forEachPiece(of: body) { piece in
      let answer =
        switch piece {
        case .lines(let lines): judge(lines)
        case .tooLong: Answer.tooLong(limit: site.limits.body)
        }
      count(answer)
      if !answer.bytes.isEmpty { try await writer.write(ByteBuffer(bytes: answer.bytes)) }
    }
  }

  private func atEnd(
    _ body: RequestBody, _ queue: (take: @Sendable ([UInt8]) -> Void, end: @Sendable () -> Answer),
    _ writer: inout any ResponseBodyWriter
  ) async throws {
    try await forEachPiece(of: body) { piece in
      if case .lines(let lines) = piece { queue.take(lines) }
    }
    let answer = queue.end()
    count(answer)
    try await writer.write(ByteBuffer(bytes: answer.bytes))
  }

  private func forEachPiece(
    of body: RequestBody, _ take: (LineCutter.Piece) async throws -> Void
  ) async throws {
    var cutter = LineCutter(limit: site.limits.body)
    for try await buffer in body {
      for piece in cutter.cut(buffer.readableBytesView) { try await take(piece) }
    }
    for piece in cutter.end() { try await take(piece) }
  }
}
