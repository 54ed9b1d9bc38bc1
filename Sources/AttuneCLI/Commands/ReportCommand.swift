import ArgumentParser
import Attune
import AttuneReports
import AttuneStreams

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Reports scores, sentiment and their trends, in total and by group.",
    discussion: """
      Reads exports of surveys or help desks of any size, in one pass. If no option names a figure, columns are detected from
      their names and values; 'attune inspect' shows them. Every figure has a 95 % interval; figures from fewer than 30 answers
      are marked. Values that cannot be read are counted and shown.

      Examples:
        attune report survey.csv
        attune report survey.csv --text comment --csat score --time date --by channel
        attune report tickets.csv --text body --resolution resolution_hours --resolved solved --contacts replies
        attune report survey.csv --target csat=80 --by team --sort csat -o report.html
        attune report patients.tsv --text text --csat score --scale 1..5 --best low --to json
      """)

  @OptionGroup var input: InputOptions

  @OptionGroup var columns: ColumnOptions

  @OptionGroup var writers: WriterOptions

  @Option(help: .value("columns", "Columns to group figures by, separated by commas. May be repeated."))
  var by: [String] = []

  @Option(
    help: .value("order", "Order of groups: records (the default), name, or a figure such as csat or csat:lowest."))
  var sort: String?

  @OptionGroup var target: TargetOptions

  @Option(
    parsing: .unconditional,
    help: .value(
      "days",
      "Days in the latest period, which is compared with the previous one. Default: the longest of 7, 14, 21, 28, 91 and 364 that fits twice."
    ))
  var period: Int?

  @Option(help: .column("Column of customers, for --customer-id or --retention."))
  var customer: String?

  @Option(help: .value("value", "Report on this customer only, with all their messages and open cases."))
  var customerId: String?

  @OptionGroup var clusters: ClusterOptions

  @Option(help: .number("Random seed of permutation tests."))
  var seed: UInt64 = 1

  @OptionGroup var form: ReportOutputOptions

  @OptionGroup var taxonomy: TaxonomyOptions

  @Flag(inversion: .prefixedNo, help: "Mask e-mail and IP addresses and phone, card and bank numbers in quotes.")
  var redact = true

  @OptionGroup var scoring: ScoringOptions

  func validate() throws {
    if let period, !(1...3660).contains(period) {
      throw ValidationError("--period takes a number of days from 1 to 3660, not \(period).")
    }
    if sort != nil, by.isEmpty { throw ValidationError("--sort needs --by.") }
    guard customer == nil || customerId != nil || columns.retention != nil else {
      throw ValidationError("--customer needs --customer-id or --retention.")
    }
    guard customerId == nil || columns.retention == nil else {
      throw ValidationError("--customer-id and --retention cannot be used together.")
    }
    try taxonomy.check(input.files)
  }

  func run() throws {
    if input.isTypedByHand { throw CleanExit.helpRequest(self) }
    try Exit.onError {
      let format = try input.resolvedFormat()
      let tape = InputTape(input.inputs(isQuiet: scoring.quiet))
      let destination = try FilesRead(tape.inputs, scoring.model.files + [taxonomy.taxonomy, self.columns.answers])
        .output(form.output)
      let groups = by.flatMap { $0.split(separator: ",") }.map { String($0.drop(while: \.isWhitespace)) }
      let search = ColumnSearch(tape: tape, format: format, extent: .further)
      let (columns, customer, writer) = try found(by: search, groups)
      try columns.tellOfRows(by: search)
      let model = columns.needsModel(for: format) ? try scoring.model.load() : nil
      var layout = try columns.layout(model: model)
      layout.groups = groups
      layout.writer = writer.sides
      layout.nameRows(by: try search.firstColumns)
      layout.watchedID = try columns.watchedID(by: search)
      layout.previews = try columns.previews(by: search)
      layout.changed = try columns.changed(by: search)
      try columns.addMarks(to: &layout, by: search)
      let reported = customerId == nil ? nil : customer
      var cluster =
        try reported != nil
        ? nil : clusters.column { try columns.cluster(by: search, taken: [writer.column].compactMap(\.self)) }
      if let last = reported ?? cluster { layout.groups.append(last) }
      try columns.addRetention(to: &layout, customer: customer)
      if format == .text, layout.fields.isEmpty { layout.text = "text" }
      if let failure = tape.failure { throw failure }
      try layout.check(for: format)
      var options = ReportSummary.Options()
      options.sort = try sort.map { try GroupOrder($0, layout.metrics) }
      options.period = period
      options.redacts = redact
      options.seed = seed
      for input in tape.inputs { try input.check() }
      layout = try layout.detected(in: tape, format: format)
      options.targets = try target.targets(layout.metrics)
      if reported == nil, clusters.isFound { try layout.findAlike(&cluster, by: search) }
      let taxonomy = try taxonomy.load()
      let hasClusters = cluster != nil
      if reported == nil {
        layout.addMixes(try search.mixes(taken: layout.usedFields), hasClusters: hasClusters)
      }
      let cutter = try layout.text.flatMap {
        try scoring.unquoted.cutter(tape, format: format, field: $0, keepsPlaces: false, asks: true)
      }
      let report = try Report(layout, customer: customerId, hasClusters: hasClusters, taxonomy: taxonomy).counting(
        layout, in: tape, format: format, model: model, taxonomy: taxonomy, cutter: cutter,
        workers: scoring.workers.count,
        report: StreamReport(isQuiet: scoring.quiet))
      if let question = report.scaleQuestion { try Exit.fail("\(question)", Exit.usage) }
      var summary = ReportSummary(report, options: options)
      if let period, summary.highlights.periods == nil {
        tape.inputs[0].reading.notes.add(
          "\(tape.inputs[0].name): --period \(period) compares nothing: \(Self.reason(summary, period))")
      }
      summary.reading = tape.notes
      guard summary.records > 0 else {
        let whose = customer.map { " has '\(customerId ?? "")' in column '\($0)'" } ?? " to report on"
        try Exit.fail("no record\(whose)", Exit.data)
      }
      try form.write(summary, from: tape.inputs, to: destination)
    }
  }

  /// Why no periods are compared.
  private static func reason(_ summary: ReportSummary, _ period: Int) -> String {
    guard let first = summary.firstDay, let last = summary.lastDay else { return "no record has a date" }
    if let column = summary.clusterColumn, let start = Day(iso: first), let end = Day(iso: last),
      end.number - start.number >= 2 * period
    {
      return "there are too many days and values of '\(column)'"
    }
    return "the dates run from \(first) to \(last) only"
  }

  /// The columns, with those that had to be found, and those of the customers and of who wrote a record.
  private func found(
    by search: ColumnSearch, _ groups: [String]
  ) throws -> (columns: ColumnOptions, customer: String?, writer: WriterOptions.Writer) {
    var columns = columns
    let customer = try columns.customer(
      customer, by: search, isNeeded: customerId != nil || columns.retention != nil, taken: groups)
    if customerId != nil, customer == nil {
      throw ValidationError("--customer-id needs --customer: found no column of customers.")
    }
    var taken = groups + [customer].compactMap(\.self)
    let writer = try columns.writer(writers, by: search, taken: taken)
    taken += [writer.column].compactMap(\.self)
    if columns.areFound(in: search.format) {
      columns = try columns.found(by: search, taken: taken, undecided: [.time])
    } else if search.format != .text, columns.retention != nil, columns.time == nil {
      columns = try columns.found(by: search, taken: taken, [.time])
    }
    return (columns, customer, columns.counted(writer, writers, by: search))
  }
}

extension RecordLayout {
  /// Whether there is something to count, and whether the format has columns.
  func check(for format: RecordFormat) throws {
    if format == .text {
      guard fields == ["text"] else {
        throw ValidationError("options name columns, but the input is text; give --format jsonl, csv or tsv.")
      }
    }
    guard !metrics.isEmpty || retentionDays != nil else {
      throw ValidationError(
        "found no column to report on: name one with --text, --csat, --nps, --ces, --resolution, --resolved or --metric; 'attune inspect' shows the columns."
      )
    }
  }
}
