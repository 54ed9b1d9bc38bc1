@_spi(Server) import AttuneWorkflows
import HummingbirdCore
import NIOCore
import NIOPosix
import Synchronization

/// The queue of a file that a person has chosen on the page: read as those of the command line are, and kept nowhere.
struct FileQueue: Sendable {
  /// The content of the file.
  let bytes: [UInt8]
  let name: String
  let service: Service
  let limits: Limits

  static let type = "application/octet-stream"

  init(_ bytes: [UInt8], _ uri: URI, _ service: Service, _ limits: Limits) throws(Problem) {
    self.bytes = bytes
    name = try Query(uri, known: ["name"]).text("name") ?? "the file"
    self.service = service
    self.limits = limits
  }

  /// On a thread that may wait.
  func answer() async throws -> RecordJSON.Queue {
    try await NIOThreadPool.singleton.runIfActive { try read() }
  }

  /// Messages that are shown.
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
    let number = try records.now { state throws(StoreFailure) in try state.store.note(name, identity: "") }
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
      var queue = try RecordAnswers.queue(RecordQuery(count: Self.shown), &state, status)
      queue.texts = try queue.tickets.map { try state.store.text($0.number) }
      queue.findings = file.findings
      return queue
    }
  }

  private func problem(_ failure: Service.Failure) -> Problem {
    switch failure {
    case .tooLarge: .unpacked(limit: limits.unpacked)
    case .tooLate: .tooLong(seconds: limits.seconds)
    default: .records("\(failure)")
    }
  }
}
