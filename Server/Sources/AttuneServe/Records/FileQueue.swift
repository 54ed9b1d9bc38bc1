@_spi(Server) import AttuneWorkflows
import HummingbirdCore
import NIOCore
import Synchronization

/// The queue of a file that a person has chosen on the page: read as those of the command line are, and kept nowhere.
struct FileQueue: Sendable {
  /// The content of the file.
  let bytes: [UInt8]
  let name: String
  let states: Set<TicketState>
  let service: Service
  let limits: Limits

  static let type = "application/octet-stream"

  init(_ bytes: [UInt8], _ uri: URI, _ service: Service, _ limits: Limits) throws(Problem) {
    self.bytes = bytes
    let query = try Query(uri, known: ["name", TicketState.option])
    name = try query.text("name") ?? "the file"
    states = TicketState.chosen(try query.choice(TicketState.option, of: TicketState.choices))
    self.service = service
    self.limits = limits
  }

  /// The answer, as JSON.
  func answer() async throws -> ByteBuffer {
    try await LongWork.files.run { try RecordSite.json(read()) }
  }

  /// Messages that are shown, and others that are told with them.
  private static let shown = 10_000
  private struct Reading {
    var status = RecordLoader.Status()
    var failure: (any Error)?
  }

  private func read() throws -> RecordJSON.Queue {
    let deadline = ContinuousClock.now + .seconds(limits.seconds)
    let file: RecordFile
    do throws(Service.Failure) {
      file = try RecordFile(bytes, named: name, service, limit: limits.unpacked, until: deadline)
    } catch {
      throw problem(error)
    }
    let records = try Records(path: nil, service)
    let number = try records.now { state throws(StoreFailure) in try state.store.place(name, identity: "") }
    let reading = Mutex(Reading())
    do throws(Service.Failure) {
      // Others wait for the other cores.
      try file.read(workers: 1) { batch in
        reading.withLock { reading in
          do {
            reading.status.records += batch.records.count
            reading.status.problems += batch.problems
            guard reading.status.records + reading.status.problems <= limits.records else {
              throw Problem.tooMany(limit: limits.records)
            }
            try records.now { state throws(StoreFailure) in try state.append(batch.records, file: number) }
            return true
          } catch {
            reading.failure = error
            return false
          }
        }
      }
    } catch {
      throw problem(error)
    }
    let (status, failure) = reading.withLock { ($0.status, $0.failure) }
    if let failure { throw failure }
    return try records.now { state in
      var queue = try RecordAnswers.queue(RecordQuery(count: Self.shown, states: states), &state, status)
      queue.texts = try queue.tickets.map { try state.store.text($0.number) }
      queue.customers = queue.tickets.map { state.columns.customer(of: $0.number) }
      let others = try Self.others(than: queue.tickets, state)
      queue.others = others
      queue.otherTexts = try others.map { try state.store.text($0.number) }
      queue.order = state.columns.inOrder(0..<state.columns.count).map { Int(state.columns.ids[$0]) }
      queue.findings = file.findings.map(Self.told)
      return queue
    }
  }

  /// What else belongs to the conversations and customers of some tickets.
  private static func others(
    than tickets: [RecordJSON.Line], _ state: borrowing Records.State
  ) throws -> [RecordJSON.Line] {
    let columns = state.columns
    let known = Set(tickets.map(\.number))
    func wanted(_ role: RecordColumns.Name, _ numbers: [Int]) -> (Int) -> Bool {
      let wanted = Set(numbers).subtracting([0])
      return { wanted.contains(Int(columns.names[role.rawValue].codes[$0])) }
    }
    let isTurn = wanted(.conversation, tickets.map(\.conversationNumber))
    let isContact = wanted(.customer, tickets.map(\.customerNumber))
    var lines: [RecordJSON.Line] = []
    for place in 0..<columns.count where lines.count < shown && (isTurn(place) || isContact(place)) {
      if !known.contains(Int(columns.ids[place])) { lines.append(try .init(place, state)) }
    }
    return lines
  }

  private func problem(_ failure: Service.Failure) -> Problem {
    switch failure {
    case .tooLarge: .unpacked(limit: limits.unpacked)
    case .tooLate: .tooLong(seconds: limits.seconds)
    default: .records(Self.told("\(failure)"))
    }
  }

  /// A page has no options: those that would help are the command's.
  private static func told(_ sentence: String) -> String {
    sentence.contains(" --") ? "\(sentence) (an option of 'attune serve FILE')" : sentence
  }
}
