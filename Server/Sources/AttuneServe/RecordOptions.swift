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

  @Flag(help: "Go on to read what is appended to the files, as 'tail -F' does.")
  var follow = false

  @Option(
    help: ArgumentHelp(
      "File in which records are kept; files that have not changed are not read again. Default: in memory.",
      valueName: "file"))
  var store: String?

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
