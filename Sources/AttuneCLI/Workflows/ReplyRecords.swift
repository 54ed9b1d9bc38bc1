import AttuneCare
import AttuneReports
import AttuneStreams

/// How replies stand in records, and how they are judged: found by workers, concluded in the order of the records.
struct ReplyRecords: Sendable {
  struct Fields: Sendable {
    var reply: String
    var customer: String
    /// nil where all replies have one channel.
    var channel: String?
    var conversation: ConversationOptions.Fields?
    /// Handed over with each record.
    var others: [String] = []
    /// Those of all that a table may lack.
    var optional: Set<String>
  }

  let coach: ReplyCoach
  let format: RecordFormat
  let fields: Fields
  /// Of replies that do not say theirs.
  let channel: Channel
  /// Hand over the texts.
  var keepsTexts = false

  struct Record: Sendable {
    var content: Content
    var reply: [UInt8] = []
    var customer: [UInt8] = []
    /// What stands in `Fields.others`.
    var others: [String] = []
    /// What the record calls its channel where no channel is called so.
    var unknownChannel: String?
  }

  enum Content: Sendable {
    case findings(ReplyFindings)
    case turn(Turn)
    /// A record that cannot be judged, and why.
    case refused(String)
  }

  struct Turn: Sendable {
    var conversation: String
    var number: Double?
    var role: String
    var side: TurnSide
    var channel: Channel
  }

  // MARK: Reading

  /// The fields that a pipeline is to read for `record`.
  var names: [String] {
    var names = [fields.reply]
    if let conversation = fields.conversation {
      names += [conversation.conversation, conversation.role, conversation.turn]
    } else {
      names.append(fields.customer)
    }
    return names + (fields.channel.map { [$0] } ?? []) + fields.others
  }

  func record(_ bytes: [UnsafeBufferPointer<UInt8>]) -> Record {
    let reply = bytes[0]
    if format == .jsonl, reply.baseAddress == nil {
      return Record(content: .refused("no field '\(fields.reply)'"))
    }
    let others = bytes.suffix(fields.others.count).map { String(decoding: $0, as: UTF8.self) }
    var channel = channel
    var unknownChannel: String?
    if fields.channel != nil {
      let field = bytes[bytes.count - fields.others.count - 1]
      if !field.isEmpty {
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

  /// What is carried from record to record.
  struct Memory: Sendable {
    var repeated = RepeatedSentences()
    var conversations = ConversationMemory()
    fileprivate var roles = RoleCounts()
    fileprivate var unknownChannels = NameCounts()
  }

  /// What was assumed of the records, for a person.
  func notes(_ memory: Memory) -> [String] {
    var notes = memory.roles.notes
    if !memory.unknownChannels.isEmpty {
      notes.append(
        "unknown channels judged as \(channel.rawValue): \(memory.unknownChannels.listed); channels are "
          + Channel.names.joined(separator: ", "))
    }
    return notes
  }

  /// - Parameter record: gets the customer's text when it is the turn of an agent.
  /// - Returns: nil for turns of others than agents, and for what cannot be judged.
  func assess(_ record: inout Record, _ memory: inout Memory) -> ReplyAssessment? {
    if let channel = record.unknownChannel { memory.unknownChannels.add(channel) }
    switch record.content {
    case .findings(let findings): return coach.conclude(findings, repeated: &memory.repeated)
    case .refused: return nil
    case .turn(let turn):
      memory.roles.add(turn.role, turn.side)
      if turn.side == .neither { return nil }
      guard turn.side == .agent else {
        record.reply.withUnsafeBufferPointer {
          memory.conversations.hear($0, in: turn.conversation, turn: turn.number)
        }
        return nil
      }
      let customer = memory.conversations.customer(in: turn.conversation, turn: turn.number)
      record.customer = customer ?? []
      let findings = record.reply.withUnsafeBufferPointer { reply in
        customer?.withUnsafeBufferPointer { coach.find(reply, customer: $0, channel: turn.channel) }
          ?? coach.find(reply, customer: nil, channel: turn.channel)
      }
      return coach.conclude(findings, repeated: &memory.repeated)
    }
  }
}

extension Channel {
  static let names = allCases.map(\.rawValue)
}
