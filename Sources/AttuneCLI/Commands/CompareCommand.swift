import ArgumentParser
import Attune
import AttuneReports
import AttuneStatistics
import AttuneStreams

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compares two periods or groups, and tests whether the differences are real.",
    discussion: """
      Prints one row per figure: before, after, the difference with its 95 % interval, the p-value, and the p-value adjusted for
      the number of figures (Holm). With a date, it also checks for trends and whether the change began earlier.

      Examples:
        attune compare survey.csv --text comment --csat score --time date --at 2024-03-05
        attune compare survey.csv --csat score --group trained --a no --b yes
      """)

  @OptionGroup var input: InputOptions

  @OptionGroup var columns: ColumnOptions

  @OptionGroup var writers: WriterOptions

  @Option(help: .value("date", "First day of the second period; needs --time."))
  var at: String?

  @Option(help: .column("Column of two groups to compare, instead of a date."))
  var group: String?

  @Option(help: .value("value", "The first group."))
  var a: String?

  @Option(help: .value("value", "The second group."))
  var b: String?

  @Option(help: .column("Column of customers; with --retention."))
  var customer: String?

  @Option(help: .number("Random seed of permutation tests."))
  var seed: UInt64 = 1

  @OptionGroup var clusters: ClusterOptions

  @Option(
    help: .value(
      "unit=amount",
      "Cost of one unit of a --metric column, or of a minute, hour or day of --resolution, as in hour=38. Adds the difference in cost per month; needs --time. May be repeated."
    ))
  var costPer: [String] = []

  @OptionGroup var form: ReportOutputOptions

  @OptionGroup var target: TargetOptions

  @OptionGroup var taxonomy: TaxonomyOptions

  @OptionGroup var scoring: ScoringOptions

  func validate() throws {
    try taxonomy.check(input.files)
    if group == nil {
      guard at != nil else {
        throw ValidationError("give --time COLUMN --at DATE, or --group COLUMN --a VALUE --b VALUE.")
      }
      guard a == nil, b == nil else { throw ValidationError("--a and --b need --group.") }
    } else {
      guard at == nil else { throw ValidationError("--at and --group cannot be used together.") }
      guard let a, let b else { throw ValidationError("--group needs --a and --b.") }
      guard a.foldedName != b.foldedName else { throw ValidationError("--a and --b are the same.") }
    }
    guard customer == nil || columns.retention != nil else { throw ValidationError("--customer needs --retention.") }
    if !costPer.isEmpty, columns.time == nil, group != nil {
      throw ValidationError("--cost-per needs --time, to count the cases per month.")
    }
    if columns.namesFigures { _ = try prices(columns.measured) }
  }

  private func prices(_ measured: [RecordLayout.MeasuredColumn]) throws -> [UnitPrice] {
    try costPer.map { text in
      guard let mark = text.lastIndex(of: "="), let amount = Double(text[text.index(after: mark)...]),
        amount == 0 || NumberParser.magnitudes.contains(amount.magnitude)
      else { throw ValidationError("--cost-per takes a unit and an amount such as hour=38, not '\(text)'.") }
      let name = String(text[..<mark])
      if let column = measured.firstIndex(where: { $0.kind == .amount && $0.name == name }) {
        guard !measured[column].isTimed else {
          throw ValidationError("--cost-per: '\(name)' holds times; give it with --resolution, and a price per hour.")
        }
        return UnitPrice(column: column, amount: amount)
      }
      if let unit = DurationParser.Unit(rawValue: name) ?? DurationParser.Unit(rawValue: name + "s"),
        let column = measured.firstIndex(where: { $0.kind == .time })
      {
        return UnitPrice(column: column, timeUnit: unit, amount: amount)
      }
      throw ValidationError(
        "--cost-per: '\(name)' is neither a --metric column nor a time unit for --resolution.")
    }
  }

  private func split() throws -> Comparison.Split {
    if group != nil, let a, let b { return .groups(a, b) }
    do throws(FieldError) {
      if let date = try DateParser(order: columns.dates).parse(at ?? "") { return .date(date.day) }
    } catch {
      throw ValidationError("--at: \(error.sentence(redacts: false)).")
    }
    throw ValidationError("--at needs a date.")
  }

  func run() throws {
    if input.isTypedByHand { throw CleanExit.helpRequest(self) }
    let split = try split()
    try Exit.onError {
      let format = try input.resolvedFormat()
      let tape = InputTape(input.inputs(isQuiet: scoring.quiet))
      let destination = try FilesRead(tape.inputs, scoring.model.files + [taxonomy.taxonomy, self.columns.answers])
        .output(form.output)
      let search = ColumnSearch(tape: tape, format: format, extent: .further)
      let (columns, writer) = try found(by: search)
      try columns.tellOfRows(by: search)
      var cluster = try clusters.column {
        try columns.cluster(by: search, taken: [group, writer.column].compactMap(\.self))
      }
      let model = columns.needsModel(for: format) ? try scoring.model.load() : nil
      var layout = try columns.layout(model: model)
      layout.groups = [group, cluster].compactMap { $0 }
      layout.writer = writer.sides
      layout.nameRows(by: try search.firstColumns)
      layout.watchedID = try columns.watchedID(by: search)
      layout.previews = try columns.previews(by: search)
      layout.changed = try columns.changed(by: search)
      try columns.addMarks(to: &layout, by: search)
      // Less of what costs money is better.
      for price in try prices(layout.measured) where layout.measured[price.column].kind == .amount {
        layout.measured[price.column].better = layout.measured[price.column].better ?? .lower
      }
      layout.hasMeanTimes = try prices(layout.measured).contains { $0.timeUnit != nil }
      let customer = try columns.customer(
        customer, by: search, isNeeded: columns.retention != nil, taken: [group].compactMap(\.self))
      try columns.addRetention(to: &layout, customer: customer)
      if let failure = tape.failure { throw failure }
      try layout.check(for: format)
      for input in tape.inputs { try input.check() }
      let taxonomy = try taxonomy.load()
      layout = try layout.detected(in: tape, format: format)
      let targets = try target.targets(layout.metrics)
      if clusters.isFound { try layout.findAlike(&cluster, by: search) }
      let hasClusters = cluster != nil
      layout.addMixes(try search.mixes(taken: layout.usedFields), hasClusters: hasClusters)
      let comparison = Comparison(layout, split: split, hasClusters: hasClusters, taxonomy: taxonomy)
      let cutter = try layout.text.flatMap {
        try scoring.unquoted.cutter(tape, format: format, field: $0, keepsPlaces: false, asks: true)
      }
      let found = try comparison.counting(
        layout, in: tape, format: format, model: model, taxonomy: taxonomy, cutter: cutter,
        workers: scoring.workers.count,
        report: StreamReport(isQuiet: scoring.quiet))
      try check(found)
      if let question = found.scaleQuestion { try Exit.fail("\(question)", Exit.usage) }
      var summary = ComparisonSummary(found, seed: seed, prices: try prices(layout.measured), targets: targets)
      summary.reading = tape.notes
      try form.write(summary, from: tape.inputs, to: destination)
    }
  }

  /// The columns, with those that had to be found, and that of who wrote a record.
  private func found(by search: ColumnSearch) throws -> (columns: ColumnOptions, writer: WriterOptions.Writer) {
    var columns = columns
    let groups = [group, clusters.cluster].compactMap { $0 }
    let writer = try columns.writer(writers, by: search, taken: groups)
    let taken = groups + [writer.column].compactMap(\.self)
    if columns.areFound(in: search.format) {
      columns = try columns.found(by: search, taken: taken)
    } else if search.format != .text, at != nil, columns.time == nil {
      columns = try columns.found(by: search, taken: taken, [.time])
    }
    guard at == nil || columns.time != nil else {
      throw ValidationError("--at needs --time: found no column of dates.")
    }
    return (columns, columns.counted(writer, writers, by: search))
  }

  /// Ends where there is nothing to compare.
  private func check(_ comparison: Comparison) throws {
    guard comparison.before.records == 0 || comparison.after.records == 0 else { return }
    let missing: String
    switch comparison.split {
    case .date(let day):
      missing = "no record is dated \(comparison.before.records == 0 ? "before" : "from") \(day.isoText)"
    case .groups(let first, let second):
      missing = "no record has '\(comparison.before.records == 0 ? first : second)' in column '\(group ?? "")'"
    }
    let days = comparison.days.keys
    let span = days.min().flatMap { first in days.max().map { "; dates run from \(first.isoText) to \($0.isoText)" } }
    try Exit.fail("nothing to compare: \(missing)\(span ?? "")", Exit.data)
  }
}
