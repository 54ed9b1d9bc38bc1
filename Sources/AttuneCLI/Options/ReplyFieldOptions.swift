import ArgumentParser
import AttuneCare
import AttuneReports
import AttuneStreams
import AttuneWorkflows

/// Where replies stand in records: what `reply` and `scorecard` understand.
struct ReplyFieldOptions: ParsableArguments {
  @Option(
    help: .value(
      "field or file",
      "The customer's message: a field or column in streams (default: customer), or a file for one draft."))
  var customer: String?

  @Option(help: .field("Field or column of the reply, in streams. Default: reply."))
  var reply: String?

  @Option(
    help: .value(
      "channel or field",
      "Channel: phone, email, chat or social; in streams, also the field or column of the channel. Default: the field 'channel' in streams, else email."
    ))
  var channel: String?

  @OptionGroup var conversation: ConversationOptions

  /// What `found` gives.
  struct Found {
    var fields: ReplyFieldOptions
    /// What was found for other roles.
    var others: [ColumnRole: String] = [:]
    /// The field that says which records are notes for colleagues; nil for none.
    var notes: RecordSides?
  }

  /// The fields, with those found for which no option is given and which have not their usual name.
  ///
  /// - Parameters:
  ///   - others: roles that the command reads besides, and the fields that options name for them.
  ///   - isLive: records are answered as they come, so that nothing is looked for where the reply's field is there.
  ///   - knowsChannel: whether a value names a channel.
  func found(
    by search: ColumnSearch, _ others: [ColumnRole: String?] = [:], isLive: Bool,
    channels knowsChannel: (String) -> Bool
  ) throws -> Found {
    var found = Found(fields: self)
    if isLive, conversation.isUsed ? conversation.text != nil : reply != nil { return found }
    let usual = isLive ? (conversation.isUsed ? "text" : "reply") : nil
    guard let sample = try search.sample(unless: usual) else { return found }
    let finder = sample.finder
    if !conversation.isUsed, reply == nil, sample.index(of: "reply") == nil, finder.holdsTurns {
      found.fields.conversation.conversation = finder.find([.conversation, .role, .text]).roles[.conversation]
        .map { sample.field($0.column) }
    }
    let hasTurns = found.fields.conversation.isUsed
    // What options name, and the usual names.
    var given: [ColumnRole: (field: String?, usual: String)] = [.channel: (channel, "channel")]
    for (role, field) in others { given[role] = (field, role.rawValue) }
    if hasTurns {
      given[.text] = (conversation.text, "text")
      given[.role] = (conversation.role, "role")
      given[.turn] = (conversation.turn, "turn")
    } else {
      given[.reply] = (reply, "reply")
      given[.text] = (customer, "customer")
    }
    if let column = finder.find([.channel]).roles[.channel]?.column,
      !sample.columns[column].facts.examples.allSatisfy(knowsChannel)
    {
      given[.channel] = nil
    }
    let named = given.values.compactMap { $0.field ?? (sample.index(of: $0.usual) == nil ? nil : $0.usual) }
    let taken = named + [found.fields.conversation.conversation].compactMap { $0 }
    let wanted = ColumnRole.allCases.filter { role in
      given[role].map { $0.field == nil && sample.index(of: $0.usual) == nil } ?? false
    }
    let roles = try search.find(
      wanted, taken: taken, in: sample, options: hasTurns ? [:] : [.text: "--customer"], undecided: [.time])
    found.fields.channel = roles[.channel] ?? channel
    if hasTurns {
      found.fields.conversation.text = roles[.text] ?? conversation.text
      found.fields.conversation.role = roles[.role] ?? conversation.role
      found.fields.conversation.turn = roles[.turn] ?? conversation.turn
    } else {
      found.fields.reply = roles[.reply] ?? reply
      found.fields.customer = roles[.text] ?? customer
    }
    found.others = roles.filter { others[$0.key] != nil }
    let used = taken + roles.values
    found.notes = try WriterColumn(
      in: sample, of: search.tape, format: search.format, taken: Set(used.compactMap { sample.index(of: $0) })
    ).notes
    return found
  }

  /// - Parameters:
  ///   - notes: the field that says which records are notes for colleagues; nil for none.
  ///   - others: fields to hand over, which a table may lack.
  func records(
    coach: ReplyCoach, format: RecordFormat, notes: RecordSides?, others: [String] = [], required: Set<String> = []
  ) -> ReplyRecords {
    let oneChannel = channel.flatMap { Channel(rawValue: $0) }
    var fields = ReplyRecords.Fields()
    fields.reply = reply ?? (conversation.isUsed ? conversation.text ?? "text" : fields.reply)
    fields.channel = oneChannel == nil ? channel ?? "channel" : nil
    fields.conversation = conversation.fields
    fields.notes = notes
    fields.others = others
    fields.optional = Set(others).subtracting(required)
    if let customer { fields.customer = customer } else { fields.optional.insert(fields.customer) }
    if channel == nil { fields.optional.insert("channel") }
    if conversation.turn == nil { fields.optional.insert("turn") }
    return ReplyRecords(coach: coach, format: format, fields: fields, channel: oneChannel ?? .email)
  }
}

extension RoleFinder {
  /// Whether the records are turns of conversations, with no column of replies.
  fileprivate var holdsTurns: Bool {
    let replies = find([.reply])
    guard replies.roles[.reply] == nil, replies.ties[.reply] == nil else { return false }
    let turns = find([.conversation, .role, .text]).roles
    return turns[.conversation] != nil && turns[.role] != nil && turns[.text] != nil
  }
}
