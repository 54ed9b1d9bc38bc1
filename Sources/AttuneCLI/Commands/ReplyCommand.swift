import ArgumentParser
import Attune
import AttuneCare
import AttunePlatform
import AttuneStreams
import AttuneWorkflows

struct ReplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reply",
    abstract: "Scores the empathy of replies, item by item, and suggests what would help most.",
    discussion: """
      Plain text is one draft; quoted text below it and signatures are ignored. In tables and JSONL, every record is scored, in
      order. With --conversation, replies are scored against the customer's turns before them, and each turn shows how the
      customer felt first and last, which turn changed that, and what is still unanswered. Scores range from 0 to 100; 50 is a
      polite, correct, but impersonal reply.

      Examples:
        echo "Hi Ann, I'm sorry, I'll call you today." | attune reply --customer message.txt --channel email
        attune reply replies.jsonl > judged.jsonl
        attune reply tickets.csv --reply answer --customer question --channel via
        attune reply --live --customer message.txt
      """)

  @OptionGroup var input: InputOptions

  @OptionGroup var fields: ReplyFieldOptions

  @OptionGroup var coach: CoachOptions

  @Flag(help: "Open a screen that scores a draft as you type.")
  var live = false

  @Flag(help: "For one draft: print JSON instead of text.")
  var json = false

  @Option(help: "Output format of streams. Default: the input format.")
  var to: OutputFormat?

  @Option(name: .shortAndLong, help: .path("File to write. Default: standard output."))
  var output: String?

  @OptionGroup var model: ModelOptions

  @OptionGroup var workers: WorkerOptions

  @OptionGroup var records: RecordStreamOptions

  func validate() throws {
  }

  func run() throws {
    try Exit.onError {
      let format = try input.resolvedFormat()
      try coach.check(standardInputHolds: judgesStandardInput ? "the replies" : nil)
      if live { return try runLive() }
      if input.isTypedByHand { throw CleanExit.helpRequest(self) }
      if format == .text { return try judgeDraft() }
      let inputs = input.inputs(isQuiet: records.quiet)
      for input in inputs { try input.check() }
      let destination = try FilesRead(inputs, filesBesides).output(output)
      let tape = InputTape(inputs)
      let stream = try stream(format, tape)
      let report = StreamReport(isQuiet: records.quiet, writesAlong: self.output == nil)
      let summary = try stream.run(tape, to: destination, report: report)
      try destination.finish()
      report.finish(summary)
    }
  }

  private var filesBesides: [String?] { model.files + coach.files }

  private func stream(_ format: RecordFormat, _ tape: InputTape) throws -> ReplyStream {
    let output = to ?? OutputFormat(of: format)
    if format == .jsonl, output != .jsonl {
      throw ValidationError("JSONL input is written as JSONL; --to \(output.rawValue) needs a table as input.")
    }
    let coach = try coach.coach(model: try model.load())
    let search = ColumnSearch(tape: tape, format: format)
    let found = try fields.found(by: search, isLive: true) { coach.rubric.channel(named: $0) != nil }
    return ReplyStream(
      records: found.fields.records(coach: coach, format: format, notes: found.notes), output: output,
      workers: workers.count, isStrict: records.strict)
  }

  /// The channel of one draft.
  private func draftChannel(_ coach: ReplyCoach) throws -> Channel {
    guard let channel = fields.channel else { return .email }
    guard let known = coach.rubric.channel(named: channel) else {
      throw ValidationError(
        "unknown channel '\(channel)'; channels are \(Channel.names.joined(separator: ", ")).")
    }
    return known
  }

  private func customerText() throws -> String? {
    if fields.customer == "-", judgesStandardInput {
      throw ValidationError("--customer: standard input holds the replies; give a file.")
    }
    return try fields.customer.map { try TextFile.readRepaired($0) }
  }

  private var judgesStandardInput: Bool { live || input.holdStandardInput }

  private func judgeDraft() throws {
    let drafts = input.inputs(isQuiet: records.quiet)
    for draft in drafts { try draft.check() }
    let destination = try FilesRead(drafts, filesBesides + [fields.customer]).output(output)
    let coach = try coach.coach(model: try model.load())
    let channel = try draftChannel(coach)
    let customer = try customerText()
    let draft = try (input.files.isEmpty ? ["-"] : input.files).map { try TextFile.readRepaired($0) }.joined()
    if draft.utf8.lazy.filter({ $0 > 0x20 }).starts(with: "{\"".utf8) {
      throw ValidationError("the draft looks like JSON records, not a reply; add --format jsonl to score them.")
    }
    let assessment = coach.assess(draft, customer: customer, channel: channel)
    if json {
      var out: [UInt8] = []
      assessment.appendJSON(to: &out)
      out.append(0x0A)
      try destination.write(out)
    } else {
      let isColoured = output == nil && isatty(1) == 1 && getenv("NO_COLOR") == nil
      try destination.write(AssessmentText(assessment, of: draft, isColoured: isColoured).text)
    }
    try destination.finish()
  }

  private func runLive() throws {
    try FilesRead([.standardInput], filesBesides + [fields.customer]).check(nil)
    let coach = try coach.coach(model: try model.load())
    try LiveScreen(coach: coach, customer: try customerText(), channel: try draftChannel(coach)).run()
  }
}
