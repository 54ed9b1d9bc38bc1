import ArgumentParser
import AttunePlatform
@_spi(Server) import AttuneWorkflows
import Foundation

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serves a page for agents and an HTTP API for help desks, on this machine unless told otherwise.",
    discussion: """
      The page is at /. POST /v1/classify, /v1/explain, /v1/redact, /v1/reply and /v1/triage take a JSON object, a list of them, or a stream of lines
      (application/x-ndjson), and answer with the bytes that the commands of the same names write. GET /openapi.json
      describes them; GET /healthz and /metrics are for monitors. Nothing of a text that is sent is kept or logged.

      Files are read while the page is served: the desk shows their messages, the most urgent first, and /explore counts
      them by label, tone, aspect, language, channel, agent and month. --follow goes on to read what is appended.

      Examples:
        attune serve
        attune serve tickets.csv --text message --by customer --articles help/
        attune serve chat.jsonl --follow --store desk.store
        attune serve --host 0.0.0.0 --token-file token.txt
        curl -d '{"text":"Great phone"}' -H 'Content-Type: application/json' http://127.0.0.1:8713/v1/classify

      Exit codes: 0 stopped, 64 wrong usage, 65 bad model, book, words or store, 66 no such file, 74 the address or the store cannot
      be used.
      """)

  @Argument(
    help: ArgumentHelp(
      "Files of messages: tables, workbooks, JSON, JSONL or text, as 'attune report' reads them.", valueName: "files"))
  var files: [String] = []

  @OptionGroup var columns: RecordOptions

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
      "File of your own words and phrases, one per line as 'term TAB valence', from -4 to 4. They override the model.",
      valueName: "file"))
  var lexicon: String?

  @Option(help: ArgumentHelp("File of words and phrases to ignore, such as names, one per line.", valueName: "file"))
  var ignore: String?

  @Option(
    help: ArgumentHelp(
      "YAML file with your own taxonomy of aspects. Default: the built-in taxonomy.", valueName: "file"))
  var taxonomy: String?

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

  /// Says where the command that has started this program is of another build: it would judge otherwise.
  private func checkBuild() {
    guard let other = ProcessInfo.processInfo.environment[Version.variable], other != Version.build else { return }
    Exit.say(
      "attune is of build \(other), and this attune-serve of \(Version.build): they may judge the same reply differently; "
        + "'make install' installs both")
  }

  func validate() throws {
    if columns.follow, files.isEmpty { throw ValidationError("--follow needs a file.") }
  }

  func run() async throws {
    checkBuild()
    // What is written holds what customers wrote: nobody else reads it.
    umask(0o077)
    let access = try address.access()
    var settings = Service.Settings()
    settings.model = model
    settings.rubric = rubric
    settings.situations = situations
    settings.phrases = phrases
    settings.lexicon = lexicon
    settings.ignored = ignore
    settings.taxonomy = taxonomy
    let service: Service
    do throws(Service.Failure) {
      service = try Service(settings)
    } catch {
      try Exit.fail("\(error)", Exit.code(of: error))
    }
    let book = try articles.map { try ArticleFiles.book($0) }
    let corrections = try corrections.map { try Corrections($0) }
    let (records, loader) = try columns.records(files, service)
    Descriptors.raiseLimit()
    signal(SIGPIPE, SIG_IGN)
    let site = Site(
      service: service, access: access, limits: limits.limits, corrections: corrections, articles: book,
      records: RecordSite(
        answers: RecordAnswers(records: records, loader: loader, corrections: corrections, service: service)))
    loader.start()
    defer { loader.stop() }
    try await Listener(host: address.host, port: address.port, site: site).run()
    loader.stop()
    // A thread may still be reading: `exit` would destroy what C++ libraries hold under it.
    _exit(0)
  }
}
