import ArgumentParser
import Attune
import AttuneCare
import AttunePlatform
import AttuneReports
import AttuneStreams
import AttuneWorkflows
import Synchronization

struct TriageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "triage",
    abstract: "Ranks messages by urgency, and shows why.",
    discussion: """
      Urgency ranges from 0 to 1; 'attune classify --urgency' adds it to every record. The output is a table on a terminal.
      Elsewhere it is the records as classify writes them, the most urgent first; in CSV and TSV, the fields of JSON objects
      become columns. Memory is bounded by the records of --top.

      If --text is not given and no field is named text, the columns of text, customer and time are detected.

      With --by, all messages of one customer form one ticket, which shows the latest message. Earlier contacts and
      falling sentiment raise its urgency. A good message or thanks ends a matter, and then the ticket is that message; it does not
      where another conversation of the customer is open, where a column says who wrote and no agent has answered, or where a
      danger is not answered: then the ticket stays as it was. The latest message is the last one in the input or, with --time, the newest,
      in any order. "N/A", "Anonymous", "-" and blanks do not name a customer: each such message is its own ticket. The
      memory for customers is limited to 64 MiB, and the longest silent are forgotten; with --time, the limit is 256
      MiB, and the least urgent are forgotten. The result is in a field "triage", or in columns that begin with triage_.

      Examples:
        attune triage tickets.jsonl --text body
        attune triage mails.csv --text message --by customer --time received --top 50 --to csv
        tail -f tickets.jsonl | attune triage --format jsonl --follow --min 0.8
      """)

  @OptionGroup var input: InputOptions

  @Option(
    parsing: .unconditional,
    help: .count("Number of tickets to show. Default: 20; with --follow, all that reach --min."))
  var top: Int?

  @Option(parsing: .unconditional, help: .value("urgency", "Lowest urgency to show. Default: 0; with --follow, 0.5."))
  var min: Double?

  @Option(help: .field("Field or column of the customer; joins the messages of each customer."))
  var by: String?

  @Option(help: .field("Field or column of the time; needs --by."))
  var time: String?

  @OptionGroup var writers: WriterOptions

  @Option(help: "Order of dates such as 05/03/2024. Default: detected from the column.")
  var dates: DateParser.Order?

  @OptionGroup var zone: TimeZoneOptions

  @Flag(help: "Show tickets as they arrive, for endless streams.")
  var follow = false

  @OptionGroup var textField: TextFieldOptions

  var text: String? { textField.field }

  @Option(help: "Output format. Default: table on a terminal, else the input format; jsonl for text.")
  var to: TriageFormat?

  @Option(name: .shortAndLong, help: .path("File to write. Default: standard output."))
  var output: String?

  @Option(help: .file("YAML file with weights. Default: the built-in weights."))
  var weights: String?

  @OptionGroup var scoring: ScoringOptions

  func validate() throws {
    if let top, !(1...1_000_000).contains(top) {
      throw ValidationError("--top takes a number from 1 to 1000000, not \(top).")
    }
    if let min, !(0...1).contains(min) { throw ValidationError("--min takes a number from 0 to 1, not \(min).") }
    if by == nil, time != nil { throw ValidationError("--time needs --by.") }
    if dates != nil, time == nil { throw ValidationError("--dates needs --time.") }
  }

  func run() throws {
    if input.isTypedByHand { throw CleanExit.helpRequest(self) }
    try Exit.onError {
      let format = try input.resolvedFormat()
      if format == .text, let named = textField.names.first ?? by ?? writers.role {
        throw ValidationError(
          "'\(named)' is a field or column, but the input is text; give --format jsonl, csv or tsv.")
      }
      let inputs = input.inputs(isQuiet: scoring.quiet)
      for input in inputs { try input.check() }
      let destination = try FilesRead(inputs, scoring.model.files + [weights]).output(output)
      if follow, destination.isHiddenUntilFinished {
        throw ValidationError(
          "--follow shows tickets as they arrive, but -o writes the file at the end; use > FILE instead.")
      }
      let form = to ?? (output == nil && isatty(1) == 1 ? .table : TriageFormat(of: format))
      let urgencyWeights = try UrgencyWeights.load(weights)
      var pipeline = RecordPipeline(model: try scoring.model.load(), format: format, output: form.recordFormat)
      guard pipeline.model.isSentiment else { throw ValidationError("triage needs a sentiment model.") }
      let tape = InputTape(inputs)
      var search = ColumnSearch(tape: tape, format: format)
      search.joinsSubject = true
      let writer = try writers.column(
        by: search, taken: [by, time].compactMap { $0 } + textField.names, isBrief: follow)
      writers.tell(of: writer, by: search)
      let (text, by, time) = try found(by: search, taken: writer.column)
      pipeline.textField = text
      // What comes as it is written cannot be looked at before.
      if !follow { pipeline.model = pipeline.model.reading(text, in: tape, format: format) }
      pipeline.workers = scoring.workers.count
      let conversation =
        by == nil
        ? nil
        : try search.sample(isBrief: follow)?
          .conversation(taken: [text, by, time, writer.sides?.column].compactMap { $0 })
      let minimum = min ?? (follow ? 0.5 : 0)
      let threshold = pipeline.choose(
        by: urgencyWeights, customer: by, conversation: conversation, time: time, writer: writer.sides, minimum: minimum
      )
      pipeline.objectColumns = try objectColumns(in: tape, format, form)
      let report = StreamReport(isQuiet: scoring.quiet, writesAlong: follow)
      var dateParser = DateParser(order: dates, zone: try zone.load())
      if let time, !follow {
        dateParser = try DateParser.detected(
          time, isOptional: false, order: dates, zone: dateParser.zone, in: tape, format: format)
      }
      var ranking = TriageCollector.Options()
      ranking.top = top ?? (follow ? nil : 20)
      ranking.minimum = minimum
      ranking.joins = by != nil
      ranking.hasConversation = conversation != nil
      ranking.showsAnswers = writer.sides?.showsAnswers == true
      ranking.hasTime = time != nil
      ranking.dates = dateParser
      ranking.follows = follow
      ranking.format = form
      ranking.table = form == .table ? .terminal : nil
      let collector = Mutex(TriageCollector(options: ranking, weights: urgencyWeights))
      pipeline.take = { taken throws(StreamError) in
        try collector.withLock { collector throws(StreamError) in
          try collector.take(
            taken, problem: report.observer.problem,
            write: { bytes throws(StreamError) in try destination.write(bytes) })
          if let threshold, let least = collector.threshold { threshold.raise(to: least) }
        }
      }
      pipeline.cutter = try scoring.unquoted.cutter(tape, format: format, field: pipeline.textField, keepsPlaces: true)
      var summary = try pipeline.run(tape, to: destination, observer: report.observer)
      report.clear()
      try collector.withLock { collector in
        try destination.write(collector.end())
        summary.errors += collector.problems
        for note in collector.notes { inputs.first?.reading.notes.add(note) }
      }
      try destination.finish()
      if let note = NameCounts(summary.languages).languageNote(
        column: pipeline.model.columnLanguages.most)
      {
        inputs.first?.reading.notes.add(note)
      }
      report.finish(summary)
    }
  }

  /// What the records keep in a table.
  private func objectColumns(
    in tape: InputTape, _ format: RecordFormat, _ form: TriageFormat
  ) throws(StreamError) -> [String]? {
    form == .csv || form == .tsv ? try tape.objectColumns(format, isBrief: follow) : nil
  }

  /// The fields of the text, the customer and the time. Where the text has to be found, the others are found with it.
  private func found(
    by search: ColumnSearch, taken writer: String?
  ) throws -> (text: String, by: String?, time: String?) {
    guard text == nil, search.format != .text, let sample = try search.sample(unless: "text", isBrief: follow) else {
      return (text ?? "text", by, time)
    }
    // A stream that does not end is not joined unasked.
    let joins = by != nil || !follow && sample.finder.find([.text, .customer]).roles[.customer] != nil
    var wanted = [ColumnRole.text]
    if joins, by == nil { wanted.append(.customer) }
    if joins, time == nil { wanted.append(.time) }
    let roles = try search.find(
      wanted, taken: [by, time, writer].compactMap { $0 }, in: sample, options: [.customer: "--by"], undecided: [.time])
    let customer = by ?? roles[.customer]
    return (roles[.text] ?? "text", customer, customer == nil ? nil : time ?? roles[.time])
  }
}

extension TriageFormat: ExpressibleByArgument {}
