import ArgumentParser
import AttuneCare
import AttuneReports
import AttuneStreams
import AttuneWorkflows

/// Whose messages count, in records of what customers write and what they are answered.
struct WriterOptions: ParsableArguments {
  @Option(
    help: .field(
      "Field or column that says who wrote a message: customer, agent, bot, inbound and similar words, or yes and no under a name such as 'Is agent'. Only customers' messages count. Default: detected."
    ))
  var role: String?

  @Flag(help: "Count all messages, no matter who wrote them.")
  var allRoles = false

  func validate() throws {
    if allRoles, role != nil { throw ValidationError("--all-roles cannot be used with --role.") }
  }

  /// How the field that says who wrote a message is read, and what may be one.
  struct Writer {
    /// nil where all messages count.
    var sides: RecordSides?
    /// What is said of a field that may say it; nil for none.
    var doubt: String?

    /// The field, where it is nothing else: names of authors are those of customers as well.
    var column: String? { sides?.isOfWords == true ? sides?.column : nil }
  }

  /// The field that says who wrote a message.
  ///
  /// - Parameters:
  ///   - taken: fields that are something else.
  ///   - isBrief: look at no more than what has arrived.
  /// - Throws: ends with a usage error where the field that the option names says nothing of the kind.
  func column(by search: ColumnSearch, taken: [String], isBrief: Bool = false) throws -> Writer {
    guard !allRoles, search.format != .text, let sample = try search.sample(isBrief: isBrief) else {
      return Writer(sides: role.map { RecordSides(WriterSides(column: $0, name: $0)) })
    }
    func found(_ taken: [String]) throws -> WriterColumn {
      try WriterColumn(
        in: sample, of: search.tape, format: search.format, taken: Set(taken.compactMap { sample.index(of: $0) }),
        isBrief: isBrief)
    }
    guard let role else {
      let found = try found(taken)
      let doubt = found.doubtful.first.map(sample.field).map {
        "\(ColumnSearch.quoted($0)) may say who wrote each record, but nothing in the file shows it, so all are counted; "
          + "--role \($0.quotedForShell) counts those of customers only"
      }
      return Writer(sides: found.sides, doubt: doubt)
    }
    let name = sample.index(of: role).map { sample.columns[$0].name } ?? role
    let sides = RecordSides(WriterSides(column: role, name: name))
    let values = try WriterColumn.values(sides, in: search.tape, format: search.format, isBrief: isBrief)
    guard let example = values.unknown.first.map(ColumnSearch.quoted) else { return Writer(sides: sides) }
    let notes = RecordSides(notes: role, name: name)
    if try WriterColumn.values(notes, in: search.tape, format: search.format, isBrief: isBrief).unknown.isEmpty {
      return Writer(sides: notes)
    }
    guard values.told.isEmpty else {
      search.say(
        "values of \(ColumnSearch.quoted(role)) that name neither side, such as \(example), count as customers'")
      return Writer(sides: sides)
    }
    if let sides = try found([]).sides, sides.column == role { return Writer(sides: sides) }
    try Exit.fail(
      "\(search.name): --role: no value of \(ColumnSearch.quoted(role)) says who wrote a record (one is \(example)); "
        + "values such as customer and agent, inbound and outbound, public and internal do, and yes and no under a name "
        + "such as 'Is agent' or 'incoming'", Exit.usage)
  }

  /// Says that others are left out, where no option has asked for it, or that a field may say who wrote a message.
  func tell(of writer: Writer, by search: ColumnSearch) {
    if let doubt = writer.doubt { search.say(doubt) }
    guard role == nil, let sides = writer.sides else { return }
    search.say("\(WriterColumn.note(ColumnSearch.quoted(sides.column), sides)) (--all-roles counts all)")
  }
}
