import AttuneCare
import AttuneReports
import AttuneStreams
import Synchronization

/// How replies stand in records, and how they are judged: found by workers, concluded in the order of the records. Turns of
/// conversations are joined in order before.
package struct ReplyRecords: Sendable {
  package struct Fields: Sendable {
    package var reply = "reply"
    package var customer = "customer"
    /// nil where all replies have one channel.
    package var channel: String?
    package var conversation: ConversationFields?
    /// Which records are notes for colleagues, and no replies; nil where no field says it.
    package var notes: RecordSides?
    /// Handed over with each record.
    package var others: [String] = []
    /// Those of all that a table may lack.
    package var optional: Set<String> = []

    package init() {}

    /// Those that hold what somebody wrote.
    package var texts: Set<String> { [reply, customer] }
  }

  package var coach: ReplyCoach
  package let format: RecordFormat
  package let fields: Fields
  /// Of replies that do not say theirs.
  package let channel: Channel
  /// Hand over the texts.
  package var keepsTexts = false
  /// Say what each item is worth.
  package var findsEffects = false

  package init(coach: ReplyCoach, format: RecordFormat, fields: Fields, channel: Channel) {
    self.coach = coach
    self.format = format
    self.fields = fields
    self.channel = channel
  }

  package struct Record: Sendable {
    package var content: Content
    package var reply: [UInt8] = []
    package var customer: [UInt8] = []
    /// What stands in `Fields.others`.
    package var others: [String] = []
    /// What the record calls its channel where no channel is called so.
    package var unknownChannel: String?
  }

  package enum Content: Sendable {
    // In a box, because records are handed on by copies.
    indirect case findings(ReplyFindings)
    case turn(Turn)
    /// A note for colleagues.
    case note
    /// A record that cannot be judged, and why.
    case refused(String)
  }

  package struct Turn: Sendable {
    package var conversation: String
    package var number: Double?
    package var role: String
    package var side: TurnSide
    package var channel: Channel
    /// What an agent answers with it; nil for no customer before it.
    package var customer: [UInt8]?
    /// What was found in it.
    @Shared package var found: Found? = nil

    package enum Found: Sendable {
      case customer(CustomerTurn?)
      case agent(ReplyFindings, ReplyContent)
    }

    /// Turns without a conversation's name belong to none.
    package var isOfConversation: Bool { !conversation.isEmpty }
  }

  // MARK: Reading

  /// The fields that a pipeline is to read for `record`.
  package var names: [String] {
    var names = [fields.reply]
    if let conversation = fields.conversation {
      names += [conversation.conversation, conversation.role, conversation.turn]
    } else {
      names.append(fields.customer)
    }
    return names + [fields.channel, fields.notes?.column].compactMap(\.self) + fields.others
  }

  package func record(_ bytes: [UnsafeBufferPointer<UInt8>]) -> Record {
    let reply = bytes[0]
    if format == .jsonl, reply.baseAddress == nil {
      return Record(content: .refused("no field '\(fields.reply)'"))
    }
    let others = bytes.suffix(fields.others.count).map { String(decoding: $0, as: UTF8.self) }
    var ahead = bytes.dropLast(fields.others.count)
    if let notes = fields.notes, let value = ahead.popLast(),
      notes.side(of: String(decoding: value, as: UTF8.self)) == .neither
    {
      return Record(content: .note, others: others)
    }
    var channel = channel
    var unknownChannel: String?
    if fields.channel != nil {
      if let field = ahead.last, !field.isEmpty {
        if let known = coach.rubric.channel(of: field) {
          channel = known
        } else if !FieldCursor(field).isMissing {
          unknownChannel = Redaction.redact(String(decoding: field, as: UTF8.self)).shortened
        }
      }
    }
    guard let conversation = fields.conversation else {
      let customer = bytes[1]
      let findings = coach.find(reply, customer: customer.isEmpty ? nil : customer, channel: channel)
      guard keepsTexts else {
        return Record(content: .findings(findings), others: others, unknownChannel: unknownChannel)
      }
      return Record(
        content: .findings(findings), reply: Array(reply), customer: Array(customer), others: others,
        unknownChannel: unknownChannel)
    }
    let role = String(decoding: bytes[2], as: UTF8.self)
    let turn = Turn(
      conversation: String(decoding: bytes[1], as: UTF8.self),
      number: Double(String(decoding: bytes[3], as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil },
      role: role, side: conversation.side(of: role), channel: channel)
    return Record(content: .turn(turn), reply: Array(reply), others: others, unknownChannel: unknownChannel)
  }

  // MARK: Judging

  /// Reads `names` of every record and finds what is in its texts, with all workers. Only what a turn answers is settled in
  /// the order of the records before.
  package func pipeline(workers: Int) -> FieldPipeline<Record> {
    let records = self
    var pipeline = FieldPipeline(format: format, fields: names) { records.record($0) }
    pipeline.optionalFields = fields.optional
    pipeline.strings = fields.texts
    pipeline.workers = workers
    guard fields.conversation != nil else { return pipeline }
    let memory = Mutex(ConversationMemory())
    pipeline.link = { rows in
      memory.withLock { memory in
        for index in rows.indices { records.join(&rows[index], &memory) }
      }
    }
    pipeline.finishRows = { rows in
      for index in rows.indices { records.find(&rows[index]) }
    }
    return pipeline
  }

  /// Gives a turn of an agent what it answers.
  private func join(_ record: inout Record, _ memory: inout ConversationMemory) {
    guard case .turn(var turn) = record.content, turn.isOfConversation else { return }
    switch turn.side {
    case .neither: break
    case .customer, .unknown:
      record.reply.withUnsafeBufferPointer { memory.hear($0, in: turn.conversation, turn: turn.number) }
    case .agent:
      turn.customer = memory.customer(in: turn.conversation, turn: turn.number)
      record.content = .turn(turn)
    }
  }

  /// Reads a turn. In a row, because the customer's text that was read last is not read again for its answer.
  private func find(_ record: inout Record) {
    guard case .turn(var turn) = record.content, turn.side != .neither else { return }
    turn.found = record.reply.withUnsafeBufferPointer { text in
      guard turn.side == .agent else { return .customer(coach.hear(text)) }
      let found =
        turn.customer?.withUnsafeBufferPointer { coach.findTurn(text, customer: $0, channel: turn.channel) }
        ?? coach.findTurn(text, customer: nil, channel: turn.channel)
      return .agent(found.findings, found.content)
    }
    record.content = .turn(turn)
  }

  /// What is carried from record to record.
  package struct Memory: Sendable {
    package var repeated = RepeatedSentences()
    package var conversations: ConversationTracker
    fileprivate var notes = 0
    fileprivate var roles = RoleCounts()
    fileprivate var unknownChannels = NameCounts()

    /// - Parameter keepsConversations: what became of conversations is asked for at the end.
    package init(keepsConversations: Bool = false) {
      conversations = ConversationTracker(keepsEnded: keepsConversations)
    }
  }

  /// What was assumed of the records, for a person.
  package func notes(_ memory: Memory) -> [String] {
    var notes = memory.roles.notes
    if memory.notes > 0, let column = fields.notes?.column {
      notes.append(
        memory.notes == 1
          ? "1 note for colleagues is left out, by the column '\(column)'"
          : "\(memory.notes) notes for colleagues are left out, by the column '\(column)'")
    }
    if !memory.unknownChannels.isEmpty {
      notes.append(
        "unknown channels judged as \(channel.rawValue): \(memory.unknownChannels.listed); channels are "
          + Channel.names.joined(separator: ", "))
    }
    let (late, conversations) = (memory.conversations.lateTurns, memory.conversations.lateConversations)
    if late > 0 {
      notes.append(
        "turns that follow a later turn of their conversation: \(late), in \(conversations) "
          + "conversation\(conversations == 1 ? "" : "s"); they are judged by what precedes them in the input; sort it "
          + "by conversation and turn")
    }
    return notes
  }

  /// What is said of one record.
  package struct Judgement: Sendable {
    /// nil for turns of others than agents, and for what cannot be judged.
    package var assessment: ReplyAssessment?
    /// What each item is worth; nil where nobody asks, and without a score.
    package var effects: ItemEffects?
    /// As of this turn; nil for a record of no conversation.
    package var conversation: Conversation?
  }

  /// - Parameter record: gets the customer's text when it is the turn of an agent.
  package func judge(_ record: inout Record, _ memory: inout Memory) -> Judgement {
    if let channel = record.unknownChannel { memory.unknownChannels.add(channel) }
    switch record.content {
    case .findings(let findings): return conclude(findings, &memory)
    case .note:
      memory.notes += 1
      return Judgement()
    case .refused: return Judgement()
    case .turn(let turn):
      memory.roles.add(turn.role, turn.side)
      record.customer = turn.customer ?? []
      var judgement = Judgement()
      if case .agent(let findings, _) = turn.found { judgement = conclude(findings, &memory) }
      guard turn.isOfConversation else { return judgement }
      judgement.conversation = memory.conversations.add(
        trackedTurn(turn, record), in: turn.conversation, number: turn.number)
      return judgement
    }
  }

  private func trackedTurn(_ turn: Turn, _ record: Record) -> ConversationTracker.Turn {
    switch turn.found {
    case .customer(let reading): .customer(reading)
    case .agent(_, let content): .agent(content, agent: Array(record.others.prefix(2)) + [turn.channel.rawValue])
    case nil: .other
    }
  }

  private func conclude(_ findings: ReplyFindings, _ memory: inout Memory) -> Judgement {
    guard findsEffects else { return Judgement(assessment: coach.conclude(findings, repeated: &memory.repeated)) }
    let (assessment, effects) = coach.concludeWithEffects(findings, repeated: &memory.repeated)
    return Judgement(assessment: assessment, effects: effects)
  }
}

extension Channel {
  package static let names = allCases.map(\.rawValue)
}
