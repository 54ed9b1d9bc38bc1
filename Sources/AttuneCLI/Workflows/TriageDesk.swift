import AttuneCare
import AttuneReports
import AttuneStreams

/// Where chosen messages arrive one by one: joins those of a customer, keeps the queue, and writes.
struct TriageDesk: ~Copyable {
  struct Options: Sendable {
    /// nil for all.
    var top: Int?
    var minimum: Double
    /// The first of a message's fields is its customer.
    var joins: Bool
    /// The last is its time.
    var hasTime: Bool
    var dates: DateParser
    /// Writes tickets as they come.
    var follows: Bool
    var format: TriageFormat
    var input: RecordFormat
  }

  private let options: Options
  private var queue: TriageQueue
  private var threads: CustomerThreads
  private var isHeaderWritten = false
  /// Customers and times that could not be read.
  private(set) var problems = 0

  init(options: Options, weights: UrgencyWeights) {
    self.options = options
    queue = TriageQueue(capacity: options.top ?? 0)
    threads = CustomerThreads(weights: weights)
  }

  /// What a message must exceed; nil while any has a place.
  var threshold: Double? { options.top == nil ? nil : queue.threshold }

  mutating func take(
    _ taken: RecordPipeline.Taken, problem: (RecordProblem) -> Void,
    write: ([UInt8]) throws(StreamError) -> Void
  ) throws(StreamError) {
    switch taken {
    case .header(let header):
      guard !isHeaderWritten, options.format != .table else { return }
      isHeaderWritten = true
      try write(Array(header))
    case .record(let record):
      guard let message = record.payload as? TriageChooser.Message else { return }
      var ticket = message.ticket
      if options.joins { join(&ticket, message, record, problem) }
      guard ticket.urgency >= options.minimum else {
        if let customer = ticket.customer { queue.remove(customer: customer) }
        return
      }
      if options.format != .table {
        ticket.record = TriageFields.output(record, ticket, isJSON: options.format == .jsonl)
      }
      let hasPlace = options.top == nil || queue.insert(ticket)
      if options.follows, hasPlace {
        try write(options.format == .table ? Array(TerminalText(TriageTable.line(ticket)).text.utf8) : ticket.record)
      }
    case .end: break
    }
  }

  private mutating func join(
    _ ticket: inout Ticket, _ message: TriageChooser.Message, _ record: ChosenRecord, _ problem: (RecordProblem) -> Void
  ) {
    func refuse(_ reason: String) {
      problem(RecordProblem(reason: .refused(reason), path: record.path, line: record.line))
    }
    var time: Int?
    if options.hasTime {
      message.fields[message.fields.count - 1].withUnsafeBufferPointer { bytes in
        do throws(FieldError) {
          let cursor = FieldCursor(bytes)
          if cursor.isMissing { throw .notADate("") }
          time = try options.dates.parse(cursor).seconds
        } catch {
          refuse("time: \(error); the message counts where it stands")
        }
      }
      if time == nil { problems += 1 }
    }
    guard !message.fields[0].isEmpty else {
      problems += 1
      return refuse("no customer; the message stands for itself")
    }
    let joined = message.fields[0].withUnsafeBufferPointer { customer in
      threads.join(.init(logit: message.logit, score: message.score, time: time), of: customer)
    }
    ticket.customer = String(decoding: message.fields[0], as: UTF8.self)
    ticket.urgency = Double(UrgencyAssessor.probability(joined.logit))
    ticket.messages = joined.messages
    ticket.isFalling = joined.isFalling
  }

  /// What is written at the end of the input.
  func end() -> [UInt8] {
    guard !options.follows else { return [] }
    let tickets = queue.sorted
    guard options.format == .table else { return tickets.flatMap(\.record) }
    return Array(TerminalText(TriageTable.text(tickets)).text.utf8)
  }
}
