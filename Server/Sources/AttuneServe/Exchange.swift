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

  /// - Throws: `Problem` where all records are read before the answer begins.
  func response(to request: Request) async throws -> Response {
    let body = request.body
    turn.wantBody()
    if case .atEnd(let make) = job {
      let answer = try await withTaskExecutorPreference(globalConcurrentExecutor) { try await ranking(body, make()) }
      count(answer)
      return Response(
        status: .ok, headers: [.contentType: "application/x-ndjson"],
        body: .init(byteBuffer: ByteBuffer(bytes: answer.bytes)))
    }
    return Response(
      status: .ok, headers: [.contentType: "application/x-ndjson"],
      body: ResponseBody { writer in
        // Others wait for the thread of the connection.
        try await withTaskExecutorPreference(globalConcurrentExecutor) {
          switch job {
          case .each(let classify): try await each(body, { _ in classify }, &writer)
          case .byHead(let make): try await each(body, needsHead: true, make, &writer)
          case .inOrder(let make): try await inOrder(body, make(), &writer)
          case .atEnd: break
          }
          try await writer.finish(nil)
        }
        withExtendedLifetime(turn) {}
      })
  }

  private func count(_ answer: Answer) { site.metrics.count(records: answer.records, problems: answer.problems) }

  /// With all cores; answers go out in the order of the records, each as soon as it is its turn.
  private func each(
    _ body: RequestBody, needsHead: Bool = false,
    _ make: @escaping @Sendable ([UInt8]) -> @Sendable ([UInt8]) -> Answer, _ writer: inout any ResponseBodyWriter
  ) async throws {
    let answers = AsyncThrowingChannel<Task<Answer, Never>, any Error>()
    let limit = site.limits.body
    try await withThrowingTaskGroup { group in
      group.addTask {
        do {
          var made: (@Sendable ([UInt8]) -> Answer)?
          try await forEachPiece(of: body, needsHead: needsHead) { piece in
            if made == nil, case .lines(let lines) = piece { made = make(lines) }
            let classify = made ?? { _ in Answer() }
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

  private func ranking(_ body: RequestBody, _ queue: Job.Ranking) async throws -> Answer {
    try await forEachPiece(of: body) { piece in
      guard case .lines(let lines) = piece else { return queue.refuse(limit: site.limits.body) }
      guard turn.hold(queue.waitingBytes + lines.count, of: site.budget) else { throw Problem.full }
      try await queue.take(lines)
    }
    return try await queue.end()
  }

  /// How long the rest of a head is waited for: who sends a record and waits for its answer gets it then.
  private static let headPause = Duration.milliseconds(100)

  private enum Arrival: Sendable {
    case bytes(ByteBuffer)
    case end
    case pause
  }

  /// Calls `take` with pieces as they come.
  /// - Parameter needsHead: the first piece is of `Service.headBytes` bytes, or of what came before a pause or the end.
  private func forEachPiece(
    of body: RequestBody, needsHead: Bool = false, _ take: (LineCutter.Piece) async throws -> Void
  ) async throws {
    var cutter = LineCutter(limit: site.limits.body)
    guard needsHead else {
      for try await buffer in body {
        for piece in cutter.cut(buffer.readableBytesView) { try await take(piece) }
      }
      for piece in cutter.end() { try await take(piece) }
      return
    }
    var head: [UInt8]? = []
    var hasPaused = false
    func give(_ bytes: some BidirectionalCollection<UInt8>) async throws {
      for piece in cutter.cut(bytes) { try await take(piece) }
    }
    func giveHead() async throws {
      guard let bytes = head else { return }
      head = nil
      try await give(bytes)
    }
    let arrivals = chain(body.map { Arrival.bytes($0) }, [Arrival.end].async)
    let pauses = AsyncTimerSequence(interval: Self.headPause, clock: .continuous).map { _ in Arrival.pause }
    arriving: for try await arrival in merge(arrivals, pauses) {
      switch arrival {
      case .bytes(let buffer):
        hasPaused = false
        guard head != nil else {
          try await give(buffer.readableBytesView)
          continue
        }
        head! += buffer.readableBytesView
        if head!.count >= Service.headBytes { try await giveHead() }
      case .pause:
        if hasPaused, head?.contains(0x0A) == true { try await giveHead() }
        hasPaused = true
      case .end:
        try await giveHead()
        break arriving
      }
    }
    for piece in cutter.end() { try await take(piece) }
  }
}
