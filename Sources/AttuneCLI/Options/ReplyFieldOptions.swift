import ArgumentParser
import AttuneCare
import AttuneStreams

/// Where replies stand in records: what `reply` and `scorecard` understand.
struct ReplyFieldOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What the customer wrote: a field or column of streams (default: customer), or a file for one draft.",
      valueName: "field or file"))
  var customer: String?

  @Option(help: ArgumentHelp("Field or column of the reply in streams. Default: reply.", valueName: "field"))
  var reply: String?

  @Option(
    help: ArgumentHelp(
      "phone, email, chat or social; in streams also a field or column that says so. Default: email, and in streams the field 'channel'.",
      valueName: "channel or field"))
  var channel: String?

  @OptionGroup var conversation: ConversationOptions

  /// - Parameter others: fields to hand over, which a table may lack.
  func records(
    coach: ReplyCoach, format: RecordFormat, others: [String] = [], required: Set<String> = []
  ) -> ReplyRecords {
    let oneChannel = channel.flatMap { Channel(rawValue: $0) }
    let channelField = oneChannel == nil ? channel ?? "channel" : nil
    var optional = Set(others).subtracting(required)
    if customer == nil { optional.insert("customer") }
    if channel == nil { optional.insert("channel") }
    if conversation.turn == nil { optional.insert("turn") }
    let fields = ReplyRecords.Fields(
      reply: reply ?? (conversation.isUsed ? conversation.text ?? "text" : "reply"), customer: customer ?? "customer",
      channel: channelField, conversation: conversation.fields, others: others, optional: optional)
    return ReplyRecords(coach: coach, format: format, fields: fields, channel: oneChannel ?? .email)
  }
}
