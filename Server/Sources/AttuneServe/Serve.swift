import ArgumentParser
@_spi(Server) import AttuneWorkflows

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serves a page for agents and an HTTP API for help desks, on this machine unless told otherwise.",
    discussion: """
      The page is at /. POST /v1/classify, /v1/explain, /v1/redact, /v1/reply and /v1/triage take a JSON object, a list of them, or a stream of lines
      (application/x-ndjson), and answer with the bytes that the commands of the same names write. GET /openapi.json
      describes them; GET /healthz and /metrics are for monitors. Nothing of a text is kept or logged.

      Examples:
        attune serve
        attune serve tickets.csv --text message --by customer --articles help/
        attune serve --host 0.0.0.0 --token-file token.txt
        curl -d '{"text":"Great phone"}' -H 'Content-Type: application/json' http://127.0.0.1:8713/v1/classify

      Exit codes: 0 stopped, 64 wrong usage, 65 bad model or book, 66 no such file, 74 the address cannot be used.
      """)

  @Argument(
    help: ArgumentHelp(
      "Files of messages that the page shows, the most urgent first: tables, JSONL or text.", valueName: "files"))
  var files: [String] = []

  @Option(help: ArgumentHelp("Field or column of the text in the files. Default: text.", valueName: "field"))
  var text = "text"

  @Option(
    help: ArgumentHelp("Field or column of the customer in the files; joins the messages of each.", valueName: "field"))
  var by: String?

  @OptionGroup var address: AddressOptions

  @OptionGroup var limits: LimitOptions

  @Option(help: ArgumentHelp("Sentiment model file. Default: the built-in model.", valueName: "path"))
  var model: String?

  @Option(help: ArgumentHelp("Rubric for /v1/reply (YAML). Default: the built-in one.", valueName: "file"))
  var rubric: String?

  @Option(help: ArgumentHelp("Customer situations (YAML). Default: the built-in ones.", valueName: "file"))
  var situations: String?

  @Option(help: ArgumentHelp("Phrase book (YAML). Default: the built-in one.", valueName: "file"))
  var phrases: String?

  @Option(
    help: ArgumentHelp(
      "File to which corrections of verdicts are added, for 'attune train --from shipped' and 'attune calibrate'. Default: none are taken.",
      valueName: "file"))
  var corrections: String?

  @Option(
    help: ArgumentHelp(
      "Folder or file of articles (Markdown, HTML, CSV, JSONL) that /v1/articles and the page search. Default: none.",
      valueName: "path"))
  var articles: String?

  func run() async throws {
    let access = try address.access()
    var settings = Service.Settings()
    settings.model = model
    settings.rubric = rubric
    settings.situations = situations
    settings.phrases = phrases
    let service: Service
    do throws(Service.Failure) {
      service = try Service(settings)
    } catch {
      try Exit.fail("\(error)", Exit.code(of: error))
    }
    let queue = try queue(service)
    let book = try articles.map { try ArticleFiles.book($0) }
    Descriptors.raiseLimit()
    let site = Site(
      service: service, access: access, limits: limits.limits, corrections: corrections.map { Corrections(file: $0) },
      articles: book, queue: queue)
    try await Listener(host: address.host, port: address.port, site: site).run()
  }

  /// The most messages that the page shows.
  private static let queueLimit = 10_000

  /// The messages of the files, as lines of JSON.
  private func queue(_ service: Service) throws -> [UInt8] {
    guard !files.isEmpty else { return [] }
    var options = TriageOptions()
    options.text = text
    options.by = by
    options.top = Self.queueLimit
    do throws(Service.Failure) {
      let queue = try TriageFiles.rank(files, options, service)
      Exit.say("read \(queue.records) messages, of which \(queue.problems) cannot be read")
      return queue.bytes
    } catch {
      try Exit.fail("\(error)", Exit.code(of: error))
    }
  }
}
