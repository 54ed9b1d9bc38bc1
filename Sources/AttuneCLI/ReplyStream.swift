import AttuneCare
import AttuneStreams
import Synchronization

/// Judges the replies of a stream of records: found by workers, concluded and written in order.
struct ReplyStream {
  struct Fields {
    var reply: String
    var customer: String
    /// nil where all replies have one channel.
    var channel: String?
    var conversation: ConversationOptions?
    /// Fields that the user names have to be there.
    var isReplyNamed: Bool
    var isCustomerNamed: Bool
    var isChannelNamed: Bool
  }

  let coach: ReplyCoach
  let format: RecordFormat
  let output: OutputFormat
  let fields: Fields
  /// Of replies that do not say theirs.
  let channel: Channel
  let workers: Int
  let isStrict: Bool

  private enum Row: Sendable {
    case findings(ReplyFindings)
    case turn(Turn)
    /// A record that cannot be judged.
    case refused(String)
  }

  private struct Turn: Sendable {
    var conversation: String
    var number: Double?
    var isAgent: Bool
    var text: [UInt8]
    var channel: Channel
  }

  /// What is carried from record to record, in order.
  private struct State {
    var repeated = RepeatedSentences()
    var memory = ConversationMemory()
    var out: [UInt8] = []
    var refused = 0
    var error: StreamError?
  }

  func run(
    _ inputs: [StreamInput], to destination: ByteOutput, report: StreamReport
  ) throws(StreamError) -> RecordPipeline.Summary {
    let state = Mutex(State())
    let writer = NotedRecordWriter(
      input: format, output: output, field: "empathy", columns: ReplyAssessment.columns)
    var pipeline = FieldPipeline(format: format, fields: names, makeRow: makeRow)
    pipeline.optionalFields = optionalNames
    pipeline.keepsRecords = true
    pipeline.workers = workers
    var summary = try pipeline.run(inputs) { batch in
      state.withLock { state in
        write(batch, writer, &state, report)
        guard state.error == nil else { return false }
        do throws(StreamError) {
          try destination.write(state.out)
        } catch {
          state.error = error
        }
        state.out.removeAll(keepingCapacity: true)
        report.observer.progress(batch.summary)
        return state.error == nil
      }
    }
    let (refused, error, out) = state.withLock { ($0.refused, $0.error, $0.out) }
    if case .badRecord = error { try destination.write(out) }
    if let error { throw error }
    summary.errors += refused
    return summary
  }

  // MARK: Fields

  private var names: [String] {
    if let conversation = fields.conversation {
      return [fields.reply, conversation.conversation ?? "", conversation.role ?? "role", conversation.turn ?? "turn"]
        + (fields.channel.map { [$0] } ?? [])
    }
    return [fields.reply, fields.customer] + (fields.channel.map { [$0] } ?? [])
  }

  private var optionalNames: Set<String> {
    var names: Set<String> = []
    if !fields.isCustomerNamed { names.insert(fields.customer) }
    if !fields.isChannelNamed, let channel = fields.channel { names.insert(channel) }
    if fields.conversation != nil, fields.conversation?.turn == nil { names.insert("turn") }
    return names
  }

  // MARK: Reading

  private func makeRow(_ bytes: [UnsafeBufferPointer<UInt8>]) -> Row {
    let reply = bytes[0]
    if format == .jsonl, reply.baseAddress == nil { return .refused("no field '\(fields.reply)'") }
    var channel = channel
    if fields.channel != nil, let field = bytes.last, !field.isEmpty {
      let name = String(decoding: field, as: UTF8.self)
      guard let known = coach.rubric.channel(named: name) else {
        return .refused(
          "unknown channel '\(name)'; channels are \(Channel.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      channel = known
    }
    guard let conversation = fields.conversation else {
      let customer = bytes[1]
      return .findings(coach.find(reply, customer: customer.isEmpty ? nil : customer, channel: channel))
    }
    let role = String(decoding: bytes[2], as: UTF8.self)
    return .turn(
      Turn(
        conversation: String(decoding: bytes[1], as: UTF8.self),
        number: Double(String(decoding: bytes[3], as: UTF8.self)),
        isAgent: role.lowercased() == conversation.agentRole.lowercased(), text: Array(reply), channel: channel))
  }

  // MARK: Writing

  private func write(
    _ batch: FieldPipeline<Row>.Batch, _ writer: NotedRecordWriter, _ state: inout State, _ report: StreamReport
  ) {
    if batch.needsHeader { writer.appendHeader(batch.table, to: &state.out) }
    batch.bytes.withUnsafeBufferPointer { bytes in
      for record in batch.records {
        let raw = UnsafeBufferPointer(rebasing: bytes[record.range])
        var problem: RecordProblem?
        var isObject = true
        if record.isProblem {
          problem = batch.problems[record.place]
          if case .invalidJSON = batch.problems[record.place].reason { isObject = false }
          if batch.problems[record.place].reason == .notAnObject { isObject = false }
        } else if case .refused(let message) = batch.rows[record.place] {
          problem = RecordProblem(reason: .refused(message), path: batch.path, line: batch.lines[record.place])
          state.refused += 1
        }
        guard let problem else {
          write(batch.rows[record.place], raw, batch.table, writer, &state)
          continue
        }
        if isStrict {
          state.error = .badRecord(problem)
          return
        }
        report.observer.problem(problem)
        writer.append(raw, error: "\(problem.reason)", isObject: isObject, table: batch.table, to: &state.out)
      }
    }
  }

  private func write(
    _ row: Row, _ record: UnsafeBufferPointer<UInt8>, _ table: Table?, _ writer: NotedRecordWriter,
    _ state: inout State
  ) {
    let assessment = assessment(row, &state)
    writer.append(record, table: table, to: &state.out) { out, delimiter in
      guard let assessment else {
        // A customer's turn.
        if output == .jsonl {
          out += "null".utf8
        } else {
          out += repeatElement(delimiter, count: ReplyAssessment.columns.count - 1)
        }
        return
      }
      if output == .jsonl {
        assessment.appendJSON(to: &out)
      } else {
        assessment.appendColumns(to: &out, delimiter: delimiter)
      }
    }
  }

  private func assessment(_ row: Row, _ state: inout State) -> ReplyAssessment? {
    switch row {
    case .findings(let findings): return coach.conclude(findings, repeated: &state.repeated)
    case .turn(let turn):
      return turn.text.withUnsafeBufferPointer { text in
        guard turn.isAgent else {
          state.memory.hear(text, in: turn.conversation, turn: turn.number)
          return nil
        }
        let customer = state.memory.customer(in: turn.conversation, turn: turn.number)
        let findings =
          customer?.withUnsafeBufferPointer { coach.find(text, customer: $0, channel: turn.channel) }
          ?? coach.find(text, customer: nil, channel: turn.channel)
        return coach.conclude(findings, repeated: &state.repeated)
      }
    case .refused: return nil
    }
  }
}
