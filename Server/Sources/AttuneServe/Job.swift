@_spi(Server) import AttuneWorkflows
import Hummingbird
import HummingbirdCore

/// What is done with the records of a request. Records come in pieces, of which a document has one.
enum Job: Sendable {
  /// Pieces do not depend on each other.
  case each(@Sendable ([UInt8]) -> Answer)
  /// Made for a request by its first `Service.headBytes` bytes; pieces do not depend on each other.
  case byHead(@Sendable ([UInt8]) -> @Sendable ([UInt8]) -> Answer)
  /// Made for a request; pieces come in order, and each is answered.
  case inOrder(@Sendable () -> @Sendable ([UInt8]) -> Answer)
  /// Made for a request; all is answered at the end.
  case atEnd(@Sendable () -> Ranking)

  /// What takes all records before it answers.
  struct Ranking: Sendable {
    private let lines: Owned<TriageLines>

    fileprivate init(_ lines: TriageLines) { self.lines = Owned(lines) }

    /// Bytes that wait until it is known how they are to be read.
    var waitingBytes: Int { lines.value.waitingBytes }

    func take(_ piece: [UInt8]) async throws(Problem) {
      try ask { lines throws(TriageLines.Failure) in try lines.take(piece) }
      try await rank()
    }

    /// Takes a record that is too long to be held.
    func refuse(limit: Int) { lines.value.refuse(limit: limit) }

    func end() async throws(Problem) -> Answer {
      try ask { lines throws(TriageLines.Failure) in try lines.close() }
      try await rank()
      return try ask { lines throws(TriageLines.Failure) in try lines.end() }
    }

    /// Ranks what can be ranked, and lets others have their turn now and then.
    private func rank() async throws(Problem) {
      while try ask({ lines throws(TriageLines.Failure) in try lines.rank() }) { await Task.yield() }
    }

    private func ask<Result>(_ body: (TriageLines) throws(TriageLines.Failure) -> Result) throws(Problem) -> Result {
      do throws(TriageLines.Failure) { return try body(lines.value) } catch { throw .records(error.message) }
    }
  }

  /// The addresses of the interface, and what is done there.
  static let paths = ["/v1/classify", "/v1/explain", "/v1/redact", "/v1/reply", "/v1/triage", "/v1/articles"]

  init?(_ path: String, _ uri: URI, _ service: Service, _ articles: ArticleBook?) throws(Problem) {
    switch path {
    case "/v1/classify": self = try .classify(uri, service)
    case "/v1/explain":
      _ = try Query(uri, known: [])
      self = .each { service.explain($0) }
    case "/v1/redact":
      _ = try Query(uri, known: [])
      self = .each { service.redact($0) }
    case "/v1/reply": self = try .reply(uri, service)
    case "/v1/triage": self = try .triage(uri, service)
    case "/v1/articles":
      guard let articles else { return nil }
      let isWhole = try Query(uri, known: ["whole"]).flag("whole")
      self = .each { articles.answer($0, isWhole: isWhole) }
    default: return nil
    }
  }

  private static func classify(_ uri: URI, _ service: Service) throws(Problem) -> Job {
    var options = ClassifyOptions()
    let query = try Query(
      uri, known: ["text", "min_confidence", "aspects", "urgency", "sentences", "mixed", "tones", "own_words"],
      repeated: ["text"])
    options.text = Service.field(of: try query.texts("text")) ?? options.text
    options.minimumConfidence = Float(try query.number("min_confidence", in: 0...1) ?? 0)
    options.aspects = try query.flag("aspects")
    options.urgency = try query.flag("urgency")
    options.sentences = try query.flag("sentences")
    options.mixed = try query.flag("mixed")
    options.tones = try query.choice("tones", of: ClassifyOptions.Tones.allCases.map(\.rawValue))
      .flatMap { ClassifyOptions.Tones(rawValue: $0) }
    options.ownWords = try query.optionalFlag("own_words")
    // Nothing is to be told from the beginning.
    guard options.ownWords == nil else { return .each { [options] in service.classify($0, options) } }
    return .byHead { [options] head in
      let settled = service.settled(options, by: head)
      return { service.classify($0, settled) }
    }
  }

  private static func reply(_ uri: URI, _ service: Service) throws(Problem) -> Job {
    let channels = ["phone", "email", "chat", "social"]
    let channel = try Query(uri, known: ["channel"]).choice("channel", of: channels)
    guard ReplyLines(service, channel: channel) != nil else {
      throw .badOption("channel", allowed: "a channel of the rubric")
    }
    return .inOrder {
      let lines = Owned(ReplyLines(service, channel: channel))
      return { lines.value?.judge($0) ?? Answer() }
    }
  }

  private static func triage(_ uri: URI, _ service: Service) throws(Problem) -> Job {
    let query = try Query(
      uri, known: ["text", "by", "time", "dates", "role", "all_roles", "own_words", "top", "min"], repeated: ["text"])
    var options = TriageOptions()
    options.text = Service.field(of: try query.texts("text"))
    options.by = try query.text("by")
    options.time = try query.text("time")
    if options.time != nil, options.by == nil { throw .badOption("time", allowed: "a field, with 'by'") }
    options.dates = try query.choice("dates", of: ["day-first", "month-first"])
    if options.dates != nil, options.time == nil { throw .badOption("dates", allowed: "an order, with 'time'") }
    options.role = try query.text("role")
    options.allRoles = try query.flag("all_roles")
    if options.allRoles, options.role != nil { throw .badOption("role", allowed: "a field, without 'all_roles'") }
    options.ownWords = try query.optionalFlag("own_words")
    options.top = try query.integer("top", in: 1...10_000) ?? options.top
    options.minimum = try query.number("min", in: 0...1) ?? options.minimum
    return .atEnd { [options] in Ranking(TriageLines(service, options)) }
  }
}

/// A value of one request, whose task uses it piece after piece.
private final class Owned<Value>: @unchecked Sendable {  // A request's pieces are worked on one after the other.
  let value: Value

  init(_ value: Value) { self.value = value }
}
