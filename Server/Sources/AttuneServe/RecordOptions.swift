import ArgumentParser
@_spi(Server) import AttuneWorkflows

/// What the files of messages hold, and where their records are kept.
struct RecordOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Field or column of the text in the files. Repeat the option to read several as one text. Default: detected.",
      valueName: "field"))
  var text: [String] = []

  @Option(
    help: ArgumentHelp(
      "Field or column of the customer; the queue shows the newest message of each. Default: detected.",
      valueName: "field"))
  var by: String?

  @Option(help: ArgumentHelp("Field or column of dates. Default: detected.", valueName: "field"))
  var time: String?

  @Option(help: ArgumentHelp("Field or column of the channel. Default: detected.", valueName: "field"))
  var channel: String?

  @Option(help: ArgumentHelp("Field or column of the agent. Default: detected.", valueName: "field"))
  var agent: String?

  @Option(help: ArgumentHelp("Field or column of the conversation. Default: detected.", valueName: "field"))
  var conversation: String?

  @Option(
    help: ArgumentHelp(
      "Field or column that says who wrote a message: customer, agent, bot, inbound and similar words. Only customers' messages are queued and counted. Default: detected.",
      valueName: "field"))
  var role: String?

  @Option(
    help: ArgumentHelp(
      "Field or column that says whether a case is solved: yes, solved, closed, open and similar words. Those are left out of the queue. Default: detected.",
      valueName: "field"))
  var resolved: String?

  @Flag(help: "Queue and count all messages, whoever wrote them.")
  var allRoles = false

  @Option(help: "Order of dates such as 05/03/2024: day-first or month-first. Default: detected from the column.")
  var dates: String?

  @Option(
    help: ArgumentHelp(
      "Encoding of the files: utf-8, utf-16, windows-1252, shift_jis … or another name that iconv knows. Default: detected.",
      valueName: "name"))
  var encoding: String?

  @Option(
    help: ArgumentHelp(
      "Sheet of workbooks, by name or number. Default: the first one with rows, and those with the same header.",
      valueName: "sheet"))
  var sheet: String?

  @Option(
    help: ArgumentHelp(
      "Path of the records in JSON, such as data.reviews. Default: the only array of objects.", valueName: "path"))
  var records: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Line number of a table's header; 0 for no header: columns are then named 1, 2 and so on. Default: detected.",
      valueName: "line"))
  var header: Int?

  @Flag(help: "Go on to read what is appended to the files, as 'tail -F' does.")
  var follow = false

  @Option(
    help: ArgumentHelp(
      "File in which records are kept; files that have not changed are not read again. Default: in memory.",
      valueName: "file"))
  var store: String?

  func validate() throws {
    if let encoding, !RecordFile.Columns.knows(encoding: encoding) {
      throw ValidationError("--encoding: unknown encoding '\(encoding)'; it takes a name that 'iconv -l' lists.")
    }
    if allRoles, role != nil { throw ValidationError("--all-roles cannot go with --role.") }
    if let dates, !["day-first", "month-first"].contains(dates) {
      throw ValidationError("--dates takes day-first or month-first, not '\(dates)'.")
    }
    if let header, !(0...1_000_000).contains(header) {
      throw ValidationError("--header takes a line number, or 0 for no header, not \(header).")
    }
  }

  /// The records, and what reads the files into them.
  /// - Throws: ends with a sentence where the store or a file cannot be used.
  func records(_ files: [String], _ service: Service) throws -> (Records, RecordLoader) {
    var columns = RecordFile.Columns()
    columns.texts = text
    columns.time = time
    columns.customer = by
    columns.channel = channel
    columns.agent = agent
    columns.conversation = conversation
    columns.role = role
    columns.resolved = resolved
    columns.allRoles = allRoles
    columns.dates = dates
    columns.encoding = encoding
    columns.sheet = sheet
    columns.records = self.records
    columns.header = header
    let records: Records
    do throws(StoreFailure) {
      records = try Records(path: store, service)
    } catch {
      try Exit.fail(error.sentence(of: store ?? "memory"), error.exitCode)
    }
    do throws(Service.Failure) {
      return (records, try RecordLoader(files, columns, follows: follow, records, service))
    } catch {
      try Exit.fail("\(error)", Exit.code(of: error))
    }
  }
}
