import AttuneCare
import AttuneReports
import AttuneStreams

/// Where chosen messages arrive one by one: joins those of a customer, keeps the queue, and writes.
package struct TriageCollector: ~Copyable {
  package struct Options: Sendable {
    /// nil for all.
    package var top: Int?
    package var minimum = 0.0
    /// The first of a message's fields is its customer.
    package var joins = false
    /// The next is the conversation to which it belongs.
    package var hasConversation = false
    /// Answers of agents are among the messages.
    package var showsAnswers = false
    /// The last is its time.
    package var hasTime = false
    package var dates = DateParser()
    /// Writes tickets as they come.
    package var follows = false
    package var format = TriageFormat.jsonl
    /// How a table is drawn; nil for other formats.
    package var table: TicketTable?

    package init() {}
  }

  private var options: Options
  private var queue: TriageQueue
  private var threads: CustomerThreads
  /// nil where messages count in the order of the input.
  private var timelines: CustomerTimelines<Kept>?
  /// Messages so far.
  private var messages = 0
  /// Customers that are nobody, as they are called, with the messages of each.
  private var nobody = NameCounts()
  private var isHeaderWritten = false
  /// Times that could not be read.
  package private(set) var problems = 0

  package init(options: Options, weights: UrgencyWeights) {
    self.options = options
    queue = TriageQueue(capacity: options.top ?? 0)
    threads = CustomerThreads(weights: weights)
    timelines = options.joins && options.hasTime && !options.follows ? CustomerTimelines(weights: weights) : nil
  }

  /// What is kept of a message that may be the newest of its customer.
  private struct Kept: Sendable {
    package var ticket: Ticket
    package var record: KeptRecord?

    /// Bytes, roughly.
    package var cost: Int {
      256 + ticket.excerpt.utf8.count + (ticket.customer?.utf8.count ?? 0) + (record?.bytes.count ?? 0)
    }
  }

  /// How the times of the next messages are read.
  package var dates: DateParser {
    get { options.dates }
    set { options.dates = newValue }
  }

  /// What a message must exceed; nil while any has a place.
  package var threshold: Double? { options.top == nil ? nil : queue.threshold }

  package mutating func take(
    _ taken: RecordPipeline.Selection, problem: (RecordProblem) -> Void,
    write: ([UInt8]) throws(StreamError) -> Void
  ) throws(StreamError) {
    switch taken {
    case .header(let header):
      guard !isHeaderWritten, options.format != .table else { return }
      isHeaderWritten = true
      try write(Array(header))
    case .record(let record):
      guard let message = record.payload as? TriageSelector.Message else { return }
      var ticket = message.ticket
      messages += 1
      guard !message.isAnswer else { return answer(message) }
      if options.joins {
        guard let known = joined(message, record, problem) else { return }
        ticket = known
      }
      guard ticket.urgency >= options.minimum else {
        if let customer = ticket.customer { queue.remove(customer: customer) }
        return
      }
      if options.format != .table {
        ticket.record = TriageFields.output(record, ticket, isJSON: options.format == .jsonl)
      }
      let hasPlace = options.top == nil || queue.insert(ticket, number: messages)
      if options.follows, hasPlace {
        try write(options.table.map { Array($0.line(ticket).utf8) } ?? ticket.record)
      }
    case .end: break
    }
  }

  private func conversation(of message: TriageSelector.Message) -> UInt64? {
    guard options.hasConversation else { return nil }
    return message.fields[1].withUnsafeBufferPointer {
      FieldCursor($0).isNobody ? nil : CustomerThreads.conversation($0)
    }
  }

  private mutating func answer(_ message: TriageSelector.Message) {
    let (conversation, time) = (conversation(of: message), time(of: message) { _ in })
    message.fields[0].withUnsafeBufferPointer { customer in
      if timelines == nil {
        threads.answer(customer, in: conversation)
      } else {
        timelines?.answer(customer, in: conversation, time: time, number: messages)
      }
    }
  }

  /// - Returns: the message's ticket; nil where it is not shown, or not yet.
  private mutating func joined(
    _ message: TriageSelector.Message, _ record: SelectedRecord, _ problem: (RecordProblem) -> Void
  ) -> Ticket? {
    func refuse(_ reason: String) {
      problem(RecordProblem(reason: .refused(reason), path: record.path, line: record.line))
    }
    let time = time(of: message, refuse)
    var ticket = message.ticket
    let name = String(decoding: message.fields[0], as: UTF8.self)
    if message.fields[0].withUnsafeBufferPointer({ $0.isEmpty || FieldCursor($0).isNobody }) {
      nobody.add(name.allSatisfy(\.isWhitespace) ? "(blank)" : name)
      return ticket
    }
    let joining = CustomerThreads.Message(
      logit: message.logit, score: message.score, time: time, isThanks: message.isThanks,
      isDanger: ticket.reasons.contains(where: \.isDanger), showsAnswers: options.showsAnswers,
      conversation: conversation(of: message))
    ticket.customer = name
    return message.fields[0].withUnsafeBufferPointer { customer -> Ticket? in
      guard timelines == nil else {
        let kept = Kept(ticket: ticket, record: options.format == .table ? nil : record.kept)
        timelines?.append(joining, of: customer, number: messages, payload: kept, cost: kept.cost)
        return nil
      }
      let joined = threads.join(joining, of: customer)
      Self.set(joined, of: &ticket)
      return joined.isLate || joined.keepsTicket ? nil : ticket
    }
  }

  /// - Returns: nil where there is none, or none that can be read, which is refused.
  private mutating func time(of message: TriageSelector.Message, _ refuse: (String) -> Void) -> Int? {
    guard options.hasTime else { return nil }
    var time: Int?
    message.fields[message.fields.count - 1].withUnsafeBufferPointer { bytes in
      do throws(FieldError) {
        let cursor = FieldCursor(bytes)
        if cursor.isMissing { throw .notADate("") }
        time = try options.dates.parse(cursor).seconds
      } catch {
        refuse("time: \(error); the message keeps its place in the input")
      }
    }
    if time == nil { problems += 1 }
    return time
  }

  private static func set(_ joined: CustomerThreads.Joined, of ticket: inout Ticket) {
    ticket.urgency = Double(UrgencyAssessor.probability(joined.logit))
    ticket.messages = joined.messages
    ticket.isFalling = joined.isFalling
  }

  /// Gives the newest message of every customer its place in the queue.
  private mutating func closeTimelines() {
    for newest in timelines?.newest ?? [] {
      var ticket = newest.payload.ticket
      Self.set(newest.joined, of: &ticket)
      guard ticket.urgency >= options.minimum, queue.wouldTake(ticket, number: newest.number) else { continue }
      if let record = newest.payload.record {
        ticket.record = TriageFields.output(record, ticket, isJSON: options.format == .jsonl)
      }
      queue.insert(ticket, number: newest.number)
    }
  }

  /// What the reader of the queue has to know of it.
  package var notes: [String] {
    var notes: [String] = []
    if !nobody.isEmpty {
      notes.append(
        "customer: \(nobody.listed) \(nobody.total == 1 ? "names" : "name") nobody; each message is its own ticket")
    }
    if let forgotten = timelines?.forgotten, forgotten > 0 {
      notes.append("more customers than fit in memory: \(forgotten) of the least urgent were left out")
    }
    return notes
  }

  /// What is written at the end of the input.
  package mutating func end() -> [UInt8] {
    guard !options.follows else { return [] }
    closeTimelines()
    let tickets = queue.sorted
    return options.table.map { Array($0.all(tickets).utf8) } ?? tickets.flatMap(\.record)
  }
}
