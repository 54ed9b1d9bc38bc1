@_spi(Server) import AttuneWorkflows
import Hummingbird
import NIOCore
import NIOPosix

/// Answers requests: checks who asks, finds what is asked, and keeps nothing.
struct Site: HTTPResponder {
  let service: Service
  let access: Access
  let limits: Limits
  let metrics = Metrics()
  /// nil where nobody wants any.
  private let corrections: Corrections?
  /// nil where there is no help centre.
  private let articles: ArticleBook?
  private let records: RecordSite
  /// Of what waits to be answered.
  let budget: Budget

  init(
    service: Service, access: Access, limits: Limits, corrections: Corrections?, articles: ArticleBook?,
    records: RecordSite
  ) {
    self.service = service
    self.corrections = corrections
    self.articles = articles
    self.records = records
    self.access = access
    self.limits = limits
    // Of all bodies together: with their answers, a few times as much memory.
    budget = Budget(bytes: max(8 * limits.body, 64 << 20))
  }

  struct Context: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
      coreContext = .init(source: source)
      channel = source.channel
    }
  }

  func respond(to request: Request, context: Context) async throws -> Response {
    // One request of a connection at a time: others of its thread have their turn before the next one.
    await Task.yield()
    let path = request.uri.path
    let isKnown =
      Job.paths.contains(path) || Asset.paths.contains(path) || path == Corrections.path
      || RecordSite.paths.contains(path)
    let isWaiting = request.headers[.expect]?.lowercased() == "100-continue"
    let turn = Turn(metrics, isKnown ? path : "other", waiting: isWaiting ? context.channel : nil)
    var response: Response
    do {
      response = try await answer(request, path, turn)
    } catch let problem as Problem {
      response = refuse(problem, context.channel)
    }
    turn.status = response.status.code
    for field in Self.headers where response.headers[field.name] == nil { response.headers.append(field) }
    if request.method == .head {
      // Setting the body sets the length as well.
      let length = response.body.contentLength
      response.body = .init()
      response.headers[.contentLength] = length.map { "\($0)" }
    }
    return response
  }

  /// Of every answer.
  static let headers: HTTPFields = [
    .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    .xContentTypeOptions: "nosniff",
    .cacheControl: "no-store",
    .referrerPolicy: "no-referrer",
    .crossOriginResourcePolicy: "same-origin",
  ]

  private func answer(_ request: Request, _ path: String, _ turn: Turn) async throws -> Response {
    let isOpen = path == Asset.health || Asset.isPage(path)
    if let problem = access.refusal(of: request.head, isOpen: isOpen, isPage: Asset.pages.contains(path)) {
      throw problem
    }
    // Monitors are answered whatever is going on, and who only waits for news is no request that is worked on.
    let isLimited = path != Asset.health && path != Asset.metrics
    guard path == RecordSite.events || turn.begin(limit: isLimited ? limits.requests : .max) else { throw Problem.busy }
    if let asset = Asset(path, metrics) {
      guard request.method == .get || request.method == .head else { throw Problem.otherMethod(allowed: "GET") }
      return asset.response
    }
    if path == RecordSite.queue, request.method == .post { return try await queue(of: request, turn) }
    if RecordSite.paths.contains(path) { return try await records.response(to: request, path, turn) }
    if path == Corrections.path { return try await correct(request, turn) }
    guard Job.paths.contains(path) else { throw Problem.notFound }
    guard request.method == .post else { throw Problem.otherMethod(allowed: "POST") }
    guard let job = try Job(path, request.uri, service, articles) else { throw Problem.notOn("--articles") }
    switch try mediaType(of: request) {
    case "application/json": return try await document(request, path, job, turn)
    case "application/x-ndjson", "application/jsonl":
      guard turn.beginStream(limit: limits.streams) else { throw Problem.busy }
      return try await Exchange(self, job, turn).response(to: request)
    default: throw Problem.otherType(allowed: "application/json or application/x-ndjson")
    }
  }

  /// The answer to one JSON value.
  private func document(_ request: Request, _ path: String, _ job: Job, _ turn: Turn) async throws -> Response {
    let body = try await body(of: request, limit: path == "/v1/explain" ? 1 << 20 : limits.body, turn)
    // Others wait for the thread of the connection.
    let isLong = body.count > Limits.short
    var (answer, isList) = try await withTaskExecutorPreference(isLong ? globalConcurrentExecutor : nil) {
      try await Self.answer(to: body, job)
    }
    metrics.count(records: answer.records, problems: answer.problems)
    // In a ranking, a message whose time cannot be read has its place.
    let failures = job.isRanking ? answer.refused : answer.problems
    if isList || job.isRanking { answer.bytes.asList() }
    return Response(
      status: isList || failures == 0 ? .ok : .unprocessableContent,
      headers: [.contentType: "application/json"],
      body: .init(byteBuffer: ByteBuffer(bytes: answer.bytes)))
  }

  private static func answer(to body: [UInt8], _ job: Job) async throws -> (Answer, isList: Bool) {
    let document: Service.Document
    do throws(Service.DocumentError) {
      document = try Service.document(body)
    } catch {
      throw Problem.document(error)
    }
    let answer = try await job.answer(to: document.lines)
    // A record that cannot be read may be no JSON at all; then none is answered.
    if answer.problems > 0, let error = Service.fault(in: body) { throw Problem.document(error) }
    return (answer, document.isList)
  }

  /// The queue of a file that is sent.
  private func queue(of request: Request, _ turn: Turn) async throws -> Response {
    guard try mediaType(of: request) == FileQueue.type else { throw Problem.otherType(allowed: FileQueue.type) }
    let body = try await body(of: request, limit: limits.body, turn)
    let file = try FileQueue(body, request.uri, service, limits)
    do {
      return RecordSite.response(try await file.answer())
    } catch is StoreFailure {
      throw Problem.storeFailed
    }
  }

  /// Notes that a verdict is wrong.
  private func correct(_ request: Request, _ turn: Turn) async throws -> Response {
    guard let corrections else { throw Problem.notOn("--corrections") }
    guard request.method == .post else { throw Problem.otherMethod(allowed: "POST") }
    guard try mediaType(of: request) == "application/json" else { throw Problem.otherType(allowed: "application/json") }
    let body = try await body(of: request, limit: Corrections.limit, turn)
    let answer = try await NIOThreadPool.singleton.runIfActive { try corrections.add(body, service) }
    records.answers.records.changes.tell()
    metrics.count(records: answer.records, problems: answer.problems)
    return Response(
      status: answer.problems == 0 ? .ok : .unprocessableContent, headers: [.contentType: "application/json"],
      body: .init(byteBuffer: ByteBuffer(bytes: answer.bytes)))
  }

  private func body(of request: Request, limit: Int, _ turn: Turn) async throws -> [UInt8] {
    let length = request.headers[.contentLength].flatMap { Int($0) }
    if let length, length > limit { throw Problem.tooLarge(limit: limit) }
    turn.wantBody()
    let deadline = ContinuousClock.now + .seconds(limits.seconds)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(length ?? 0, 64 << 10))
    for try await buffer in request.body {
      guard turn.hold(bytes.count + buffer.readableBytes, of: budget) else { throw Problem.full }
      bytes += buffer.readableBytesView
      if bytes.count > limit { throw Problem.tooLarge(limit: limit) }
      if ContinuousClock.now > deadline { throw Problem.tooSlow(seconds: limits.seconds) }
    }
    return bytes
  }

  /// What the body is said to be, which is read as it comes, and as UTF-8.
  private func mediaType(of request: Request) throws(Problem) -> String {
    if let encoding = request.headers[.contentEncoding]?.lowercased(), encoding != "identity" { throw .encoded }
    let parts = (request.headers[.contentType] ?? "").lowercased().split(
      separator: ";", omittingEmptySubsequences: false)
    for parameter in parts.dropFirst() {
      let pair = parameter.split(separator: "=", maxSplits: 1).map { $0.trimmingBlanks }
      guard pair.count == 2, pair[0] == "charset" else { continue }
      let name = pair[1].filter { $0 != "\"" }
      guard ["utf-8", "utf8", "us-ascii"].contains(name) else { throw .otherCharset }
    }
    return parts.first.map { $0.trimmingBlanks } ?? ""
  }

  /// Seconds in which a client may go on sending what is not read.
  private static let lingerSeconds: Int64 = 2

  private func refuse(_ problem: Problem, _ channel: any Channel) -> Response {
    var headers = problem.headers
    headers[.contentType] = "application/json"
    if problem.closes {
      headers[.connection] = "close"
      _ = channel.eventLoop.scheduleTask(in: .seconds(Self.lingerSeconds)) { channel.close(promise: nil) }
    }
    return Response(
      status: problem.status, headers: headers,
      body: .init(byteBuffer: ByteBuffer(string: MessageJSON.error(problem.message))))
  }
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
    return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }
}

extension [UInt8] {
  /// Makes a JSON array of lines.
  fileprivate mutating func asList() {
    guard !isEmpty else {
      self = Array("[]\n".utf8)
      return
    }
    for index in indices where self[index] == 0x0A { self[index] = UInt8(ascii: ",") }
    self[count - 1] = UInt8(ascii: "]")
    append(0x0A)
    insert(UInt8(ascii: "["), at: 0)
  }
}
