import ArgumentParser
import Attune
import AttuneCare
import AttuneReports
import AttuneStreams
import AttuneWorkflows
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct TriageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "triage",
    abstract: "Ranks messages by urgency, and shows why.",
    discussion: """
      Urgency is 0 to 1; 'attune classify --urgency' says it of every record. A table on a terminal; otherwise the records
      as classify writes them, the most urgent first; in CSV and TSV objects keep their fields as columns. Memory is bounded by the records of --top.

      Without --text and without a field named text, the columns of the text, the customer and the time are detected.

      With --by, all messages of one customer form one ticket, which shows the latest message; earlier contacts and falling
      sentiment raise its urgency. The latest message is the last of the input or, with --time, the newest, in whatever order
      messages arrive. "N/A", "Anonymous", "-" and blanks name no customer: such messages are tickets of their own. Customers
      take at most 64 MiB, and those silent longest are forgotten; with --time, 256 MiB, and the least urgent are forgotten.
      The result is in a field "triage", or in columns that begin with triage_.

      Examples:
        attune triage tickets.jsonl --text body
        attune triage mails.csv --text message --by customer --time received --top 50 --to csv
        tail -f tickets.jsonl | attune triage --format jsonl --follow --min 0.8
      """)

  @OptionGroup var input: InputOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Tickets to show. Default: 20; with --follow all that reach --min.", valueName: "count"))
  var top: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Show only what is at least so urgent. Default: 0; with --follow 0.5.", valueName: "urgency"))
  var min: Double?

  @Option(
    help: ArgumentHelp("Column or field of the customer; joins the messages of each customer.", valueName: "field"))
  var by: String?

  @Option(help: ArgumentHelp("Column or field of the time, with --by.", valueName: "field"))
  var time: String?

  @Option(help: "Order of dates such as 05/03/2024: day-first or month-first. Default: detected from the column.")
  var dates: DateParser.Order?

  @OptionGroup var zone: TimeZoneOptions

  @Flag(help: "Show tickets as they arrive, for endless streams.")
  var follow = false

  @OptionGroup var textField: TextFieldOptions

  var text: String? { textField.field }

  @Option(
    help:
      "Output format: table, jsonl, csv or tsv. Default: table on a terminal, else the input format; jsonl for text."
  )
  var to: TriageFormat?

  @Option(name: .shortAndLong, help: ArgumentHelp("File to write. Default: standard output.", valueName: "path"))
  var output: String?

  @Option(help: ArgumentHelp("YAML file with weights. Default: the built-in weights.", valueName: "file"))
  var weights: String?

  @OptionGroup var own: OwnWordsOptions

  @OptionGroup var model: ModelOptions

  @OptionGroup var workers: WorkerOptions

  @Flag(name: .shortAndLong, help: "Print no summary and no progress on standard error.")
  var quiet = false

  func validate() throws {
    if let top, !(1...1_000_000).contains(top) {
      throw ValidationError("--top takes a number from 1 to 1000000, not \(top).")
    }
    if let min, !(0...1).contains(min) { throw ValidationError("--min takes a number from 0 to 1, not \(min).") }
    if by == nil, time != nil { throw ValidationError("--time goes with --by.") }
    if dates != nil, time == nil { throw ValidationError("--dates goes with --time.") }
  }

  func run() throws {
    if input.isTypedByHand { throw CleanExit.helpRequest(self) }
    try Exit.onError {
      let format = try input.resolvedFormat()
      if format == .text, let named = textField.names.first ?? by {
        throw ValidationError(
          "'\(named)' is a field or column, but the input is text; give --format jsonl, csv or tsv.")
      }
      let inputs = input.inputs(isQuiet: quiet)
      for input in inputs { try input.check() }
      let destination = try FilesRead(inputs, model.files + [weights]).output(output)
      if follow, destination.isHiddenUntilFinished {
        throw ValidationError(
          "--follow shows tickets as they arrive, but -o writes the file at the end; use > FILE instead.")
      }
      let form = to ?? (output == nil && isatty(1) == 1 ? .table : TriageFormat(of: format))
      let urgencyWeights = try UrgencyWeights.load(weights)
      var pipeline = RecordPipeline(model: try model.load(), format: format, output: form.recordFormat)
      guard pipeline.model.isSentiment else { throw ValidationError("triage needs a sentiment model.") }
      let tape = InputTape(inputs)
      let (text, by, time) = try found(in: tape, format)
      pipeline.textField = text
      // What comes as it is written cannot be looked at before.
      if !follow { pipeline.model = pipeline.model.reading(text, in: tape, format: format) }
      pipeline.chooserFields = [by, time].compactMap { $0 }
      if by != nil { pipeline.lateField = (TriageFields.field, TriageFields.columns) }
      pipeline.workers = workers.count
      pipeline.keepsTokens = true
      pipeline.tones = urgencyWeights.toneTaxonomies
      let bar = by == nil ? TriageChooser.Bar(minimum: Float(min ?? (follow ? 0.5 : 0))) : nil
      pipeline.makeAnnotators = { [TriageChooser(weights: urgencyWeights, bar: bar)] }
      pipeline.objectColumns = try objectColumns(in: tape, format, form)
      let report = StreamReport(isQuiet: quiet, writesAlong: follow)
      var dateParser = DateParser(order: dates, zone: try zone.load())
      if let time, !follow {
        dateParser = try DateParser.detected(
          time, isOptional: false, order: dates, zone: dateParser.zone, in: tape, format: format)
      }
      let desk = Mutex(
        TriageDesk(
          options: .init(
            top: top ?? (follow ? nil : 20), minimum: min ?? (follow ? 0.5 : 0), joins: by != nil, hasTime: time != nil,
            dates: dateParser, follows: follow, format: form, table: form == .table ? .terminal : nil),
          weights: urgencyWeights))
      pipeline.take = { taken throws(StreamError) in
        try desk.withLock { desk throws(StreamError) in
          try desk.take(
            taken, problem: report.observer.problem,
            write: { bytes throws(StreamError) in try destination.write(bytes) })
          if let bar, let threshold = desk.threshold { bar.raise(to: threshold) }
        }
      }
      pipeline.cutter = try own.cutter(tape, format: format, field: pipeline.textField, keepsPlaces: true)
      var summary = try pipeline.run(tape, to: destination, observer: report.observer)
      report.clear()
      try desk.withLock { desk in
        try destination.write(desk.end())
        summary.errors += desk.problems
        for note in desk.notes { inputs.first?.reading.notes.add(note) }
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
    in tape: InputTape, _ format: RecordFormat
  ) throws -> (text: String, by: String?, time: String?) {
    var search = ColumnSearch(tape: tape, format: format, isQuiet: quiet)
    search.joinsSubject = true
    guard text == nil, format != .text, let sample = try search.sample(unless: "text", isBrief: follow) else {
      return (text ?? "text", by, time)
    }
    // A stream that does not end is not joined unasked.
    let joins = by != nil || !follow && RoleFinder(sample.columns).find([.text, .customer]).roles[.customer] != nil
    var wanted = [ColumnRole.text]
    if joins, by == nil { wanted.append(.customer) }
    if joins, time == nil { wanted.append(.time) }
    let roles = try search.find(
      wanted, taken: [by, time].compactMap { $0 }, in: sample, options: [.customer: "--by"], undecided: [.time])
    let customer = by ?? roles[.customer]
    return (roles[.text] ?? "text", customer, customer == nil ? nil : time ?? roles[.time])
  }
}

extension TriageFormat: ExpressibleByArgument {}
