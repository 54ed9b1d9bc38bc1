import ArgumentParser
import Attune
import AttuneCare
import AttuneReports
import AttuneStreams

extension DateParser.Order: ExpressibleByArgument {}
extension NumberParser.DecimalMark: ExpressibleByArgument {}
extension DurationParser.Unit: ExpressibleByArgument {}
extension DurationParser.Clock: ExpressibleByArgument {}

/// What `--blank` says.
enum BlankOption: String, ExpressibleByArgument, CaseIterable {
  case yes, no
}

/// Which columns hold what: for report and compare.
struct ColumnOptions: ParsableArguments {
  @Option(
    name: .customLong("text"),
    help: .column("Column of the texts to classify. Repeat the option to read several columns as one text."))
  var texts: [String] = []

  var text: String? {
    get { JoinedField.name(texts) }
    set { texts = newValue.map { [$0] } ?? [] }
  }

  @Option(help: .column("Column of dates."))
  var time: String?

  @Option(help: .column("Column of record or case IDs; records with the same ID count as one, in its latest state."))
  var id: String?

  @Option(help: .value("time", "Add the share of customers who return in the next period of this length, such as 30d."))
  var retention: String?

  @Option(help: .column("Column of satisfaction scores (CSAT: the share of the two best answers)."))
  var csat: String?

  @Option(help: .column("Column of likelihood to recommend, 0 to 10 (NPS)."))
  var nps: String?

  @Option(help: .column("Column of effort scores (CES)."))
  var ces: String?

  @Option(help: .column("Column of resolution times."))
  var resolution: String?

  @Option(
    help: .column(
      "Column of the time when a case was opened; --resolution then names the column of the time when it was solved."))
  var opened: String?

  @Option(help: .column("Column that says whether a case was resolved."))
  var resolved: String?

  @Option(help: "Meaning of empty fields in --resolved: yes or no. Default: they do not count.")
  var blank: BlankOption?

  @Option(help: .column("Column of the number of contacts per case; with --resolved, adds first-contact resolution."))
  var contacts: String?

  @Option(
    help: .column(
      "Column of any other amount, such as costs; append ':higher' or ':lower' to say which is better. May be repeated."
    ))
  var metric: [String] = []

  @Option(help: .column("Column of replies to the texts; adds their empathy, 0 to 100. See 'attune reply'."))
  var reply: String?

  @Option(help: "Channel of --reply.")
  var channel = Channel.email

  @Option(
    help: .value(
      "scale",
      "Scale of --csat and --ces, such as 1..5, or a family of answers in words, such as quality. COLUMN=1..5 sets it "
        + "for one column, including --nps. Default: detected from the column. May be repeated."
    ))
  var scale: [String] = []

  @Option(help: .file("YAML file with the values of answers in words. Default: the built-in one."))
  var answers: String?

  @Option(
    help: .value(
      "end",
      "The better end of the scale: high or low. COLUMN=low sets it for one column. Default: high, unless the column's "
        + "name says otherwise. May be repeated."
    ))
  var best: [String] = []

  @Option(help: "Decimal mark in amounts and times. Default: detected from the column.")
  var decimals: NumberParser.DecimalMark?

  @Option(
    help:
      "Order of dates such as 05/03/2024. Default: detected from the column. Two-digit years are 1969 to 2068."
  )
  var dates: DateParser.Order?

  @OptionGroup var zone: TimeZoneOptions

  @Option(help: "Unit of plain numbers in --resolution. Default: detected from the column's name.")
  var unit: DurationParser.Unit?

  @Option(help: "Meaning of times such as 1:30 in --resolution and --metric.")
  var clock: DurationParser.Clock?

  @Flag(help: "Also detect the columns that no option names. Default: on if no option names a figure.")
  var find = false

  func validate() throws {
    for option in scale.map(ScaleOption.init) where option.scale == nil && answers == nil {
      guard AnswerBook.shipped[option.name] != nil else { throw option.error(AnswerBook.shipped) }
    }
    for option in best where BestOption(option) == nil {
      throw ValidationError("--best takes high or low, or COLUMN=high or COLUMN=low, not '\(option)'.")
    }
    _ = try retentionDays
    if opened != nil, resolution == nil { throw ValidationError("--opened needs --resolution.") }
    if contacts != nil, let resolved, RoleFinder.saysFirstContact(resolved) {
      throw ValidationError(
        "--contacts needs a column of --resolved that says whether cases were resolved; '\(resolved)' says whether the first contact was enough."
      )
    }
    if blank != nil, resolved == nil { throw ValidationError("--blank needs --resolved.") }
    if contacts != nil, resolved == nil { throw ValidationError("--contacts needs --resolved.") }
  }

  /// Whether columns are found by their names and values.
  func areFound(in format: RecordFormat) -> Bool { format != .text && (find || !namesFigures) }

  /// Whether an option names a column of which a figure is made.
  var namesFigures: Bool { text != nil || reply != nil || !measured.isEmpty }

  /// The columns that options name.
  private var named: [String] {
    [text, time, id, contacts].compactMap { $0 } + measured.map(\.name)
  }

  /// With the columns that are found in place of those that no option names.
  ///
  /// - Parameters:
  ///   - others: columns that options name besides these.
  ///   - undecided: roles that are left out where two columns are equally good.
  ///   - wanted: the roles that are looked for.
  /// - Throws: ends with a usage error where two columns are equally good.
  func found(
    by search: ColumnSearch, taken others: [String],
    undecided: Set<ColumnRole> = [],
    _ wanted: [ColumnRole] = [.text, .csat, .nps, .ces, .resolved, .resolution, .contacts, .time]
  ) throws -> ColumnOptions {
    guard let sample = try search.sample() else { return self }
    var result = self
    let options: [(ColumnRole, WritableKeyPath<ColumnOptions, String?>)] = [
      (.text, \.text), (.csat, \.csat), (.nps, \.nps), (.ces, \.ces), (.resolved, \.resolved),
      (.resolution, \.resolution), (.contacts, \.contacts), (.time, \.time),
    ]
    let open = options.filter { wanted.contains($0.0) && self[keyPath: $0.1] == nil }
    var search = search
    search.advice = namesFigures || find ? "" : "--find "
    search.joinsSubject = true
    let found = try search.roles(open.map(\.0), taken: named + others, in: sample, undecided: undecided) {
      best(of: $0) != nil
    }
    var finding = found.finding
    var roles = found.fields
    if resolved.map(RoleFinder.saysFirstContact) ?? (roles[.resolved] == nil) { roles[.contacts] = nil }
    for (role, option) in open { result[keyPath: option] = roles[role] }
    if let ces = result.ces, best(of: ces) != nil { finding.open.removeAll { $0.reason == .effortOrEase } }
    if finding.open.contains(where: { $0.reason == .effortOrEase }) { result.ces = nil }
    if result.csat == nil, result.nps == nil, let score = finding.undecidedScore(of: sample.columns) {
      try search.ask(sample.field(score))
    }
    let notes = OpenColumnNotes(finding, sample, advice: search.advice)
    guard !result.namesFigures else {
      for note in notes.notes { search.say(note) }
      return result
    }
    // Whoever finds nothing to report on is told why.
    if let problem = sample.firstProblem, 2 * sample.problems >= sample.records {
      var advice = ""
      if case .wrongFieldCount = problem.reason { advice = "; --header says which line names the columns" }
      try Exit.fail("\(problem); \(sample.problems) of \(sample.records) records cannot be read\(advice)", Exit.data)
    }
    // `--retention` needs no such column.
    if let refusal = notes.refusal ?? (retention == nil ? notes.choice : nil) {
      try Exit.fail(
        "\(search.name): found no column to report on: \(refusal)", sample.records == 0 ? Exit.data : Exit.usage)
    }
    return result
  }

  /// Says what columns tell of the rows, each of which counts once.
  func tellOfRows(by search: ColumnSearch) throws {
    guard search.format != .text, let sample = try search.sample() else { return }
    for note in sample.finder.rowNotes {
      switch note {
      case .counts(let column) where !measured.isEmpty:
        search.say(
          "each row counts once, no matter how many answers \(ColumnSearch.quoted(sample.columns[column].name)) says "
            + "it stands for"
        )
      case .weights(let column) where !measured.isEmpty || text != nil:
        search.say(
          "each row counts once: \(ColumnSearch.quoted(sample.columns[column].name)) is not used as its weight")
      case .questions(let column, let answers) where names(sample.field(answers)):
        search.say(
          "\(ColumnSearch.quoted(sample.columns[column].name)) says what each row answers, but all answers in "
            + "\(ColumnSearch.quoted(sample.columns[answers].name)) are counted together")
      default: break
      }
    }
  }

  /// Whether an option names a column of answers.
  private func names(_ field: String) -> Bool { measured.contains { $0.name == field } }

  /// Adds to a layout which answers may be marks, of which 1 is the best.
  func addMarks(to layout: inout RecordLayout, by search: ColumnSearch) throws {
    guard search.format != .text, let sample = try search.sample() else { return }
    for index in layout.measured.indices {
      guard let column = sample.index(of: layout.measured[index].name) else { continue }
      layout.measured[index].mayBeMark = sample.finder.mayBeMark(column)
    }
  }

  /// The column of ids that may occur again, where no option says that they tell cases apart; nil for none.
  func watchedID(by search: ColumnSearch) throws -> String? {
    guard id == nil, search.format != .text, let sample = try search.sample() else { return nil }
    return sample.finder.recordID.map(sample.field)
  }

  /// The column that says when records were last changed, where they are joined by their ids; nil for none.
  func changed(by search: ColumnSearch) throws -> String? {
    guard id != nil, search.format != .text, let sample = try search.sample() else { return nil }
    return sample.finder.lastChange.map(sample.field).flatMap { $0 == time ? nil : $0 }
  }

  /// The column that says whether a survey was only tried out; nil for none.
  func previews(by search: ColumnSearch) throws -> String? {
    guard search.format != .text, let sample = try search.sample() else { return nil }
    return sample.finder.previews.map(sample.field)
  }

  /// The column of those whose records are alike: of agents, else of customers; nil where none is found.
  ///
  /// - Parameter others: columns that options name besides these.
  func cluster(by search: ColumnSearch, taken others: [String]) throws -> String? {
    guard search.format != .text, let sample = try search.sample() else { return nil }
    // A name in few rows, such as the heading of a group, says nothing of the other rows.
    let sparse = sample.columns.indices.filter { 2 * sample.columns[$0].facts.filled < sample.columns[$0].facts.rows }
    if let first = sparse.first(where: { sample.columns[$0].facts.filled > 0 && sample.finder.isAgents($0) }) {
      search.say(
        "\(ColumnSearch.quoted(sample.columns[first].name)) is empty in most records, so it does not tell whose they are"
      )
    }
    let agents = try search.roles(
      [.agent], taken: named + others + sparse.map(sample.field), in: sample, options: [.agent: "--cluster"])
    if let column = agents.fields[.agent] { return column }
    if agents.finding.ties[.agent] != nil { return nil }
    // Kinds of customers, such as new ones and old ones, are no customers.
    let kinds = sample.columns.indices.filter { sample.columns[$0].facts.distinct < ComparisonSummary.fewClusters }
    return try search.find([.customer], taken: named + others + kinds.map(sample.field), in: sample)[.customer]
  }

  /// The column of who wrote a record.
  /// - Parameter others: columns that options name besides these.
  func writer(
    _ options: WriterOptions, by search: ColumnSearch, taken others: [String]
  ) throws -> WriterOptions.Writer {
    try options.column(by: search, taken: texts + named + others)
  }

  /// The same where it counts: where texts are read, or an option names it. Says so.
  func counted(
    _ writer: WriterOptions.Writer, _ options: WriterOptions, by search: ColumnSearch
  ) -> WriterOptions.Writer {
    guard text != nil || options.role != nil else { return .init() }
    options.tell(of: writer, by: search)
    return writer
  }

  /// Whether something is to be read that only a model can.
  func needsModel(for format: RecordFormat) -> Bool { text != nil || reply != nil || format == .text }

  /// The columns as they are given.
  /// - Parameter model: judges replies.
  /// - Throws: for a file of answers that cannot be read, and a family that it does not have.
  func layout(model: Model?) throws -> RecordLayout {
    var layout = RecordLayout()
    layout.answerBook = try AnswerBook.load(answers)
    for option in scale.map(ScaleOption.init) where option.scale == nil {
      guard layout.answerBook[option.name] != nil else { throw option.error(layout.answerBook) }
    }
    layout.zone = try zone.load()
    layout.text = text
    layout.time = time
    layout.id = id
    layout.contacts = contacts
    layout.opened = opened
    layout.dateOrder = dates
    layout.decimalMark = decimals
    layout.measured = measured
    if reply != nil { layout.coach = ReplyCoach(model: model) }
    layout.channel = channel
    return layout
  }

  /// The better end of the scale of a column; nil where no option says it. What is said of one column goes first.
  private func best(of column: String) -> Scale.Best? {
    let options = best.compactMap(BestOption.init)
    return (options.last { $0.column == column } ?? options.last { $0.column == nil })?.best
  }

  /// The columns whose figures are wanted.
  var measured: [RecordLayout.MeasuredColumn] {
    var measured: [RecordLayout.MeasuredColumn] = []
    for (name, kind) in [(csat, RecordLayout.MeasuredColumn.Kind.satisfaction), (ces, .effort)] {
      guard let name else { continue }
      var column = RecordLayout.MeasuredColumn(name, kind)
      column.best = best(of: name)
      measured.append(column)
    }
    if let nps {
      var column = RecordLayout.MeasuredColumn(nps, .promoter)
      column.best = best.compactMap(BestOption.init).last { $0.column == nps }?.best
      measured.append(column)
    }
    for option in scale.map(ScaleOption.init) {
      for index in measured.indices { option.apply(to: &measured[index]) }
    }
    if let resolved {
      var column = RecordLayout.MeasuredColumn(resolved, .yesNo)
      column.blank = blank.map { $0 == .yes }
      measured.append(column)
    }
    if let resolution {
      var column = RecordLayout.MeasuredColumn(resolution, .time)
      column.timeUnit = unit ?? column.timeUnit
      column.clock = clock ?? column.clock
      measured.append(column)
    }
    if let reply { measured.append(.init(reply, .reply)) }
    for name in metric {
      let better = Metric.Better.allCases.first { name.hasSuffix(":\($0.rawValue)") }
      var column = RecordLayout.MeasuredColumn(
        better.map { String(name.dropLast($0.rawValue.count + 1)) } ?? name, .amount)
      column.better = better
      column.clock = clock ?? DurationParser.Clock(column: column.name)
      measured.append(column)
    }
    return measured
  }
}

extension ColumnOptions {
  /// The days of a period of retention; nil where it is not wanted.
  var retentionDays: Int? {
    get throws {
      guard let retention else { return nil }
      let day = 86_400.0
      guard let seconds = try? DurationParser(unit: .days).parse(retention),
        (day...Self.longest * day).contains(seconds),
        seconds.truncatingRemainder(dividingBy: day) == 0
      else { throw ValidationError("--retention takes days or weeks such as 30d or 4w, not '\(retention)'.") }
      return Int(seconds / day)
    }
  }

  /// Ten years.
  private static let longest = 3653.0

  /// Adds to a layout what retention needs.
  /// - Parameter customer: the column of customers.
  func addRetention(to layout: inout RecordLayout, customer: String?) throws {
    guard let days = try retentionDays else { return }
    guard let customer else { throw ValidationError("--retention needs --customer: found no column of customers.") }
    guard layout.time != nil else { throw ValidationError("--retention needs --time: found no column of dates.") }
    layout.retentionDays = days
    layout.customer = customer
  }

  /// The column of customers, which is looked for where it is needed and no option names it.
  func customer(_ named: String?, by search: ColumnSearch, isNeeded: Bool, taken: [String]) throws -> String? {
    guard named == nil, isNeeded, search.format != .text, let sample = try search.sample() else { return named }
    var search = search
    search.advice = ""
    return try search.find([.customer], taken: taken, in: sample)[.customer]
  }
}
