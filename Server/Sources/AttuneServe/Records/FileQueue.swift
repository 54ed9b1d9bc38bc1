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
  /// Bytes of a record besides its text.
  private static let recordBytes = 256

  private struct Reading {
    var status = RecordLoader.Status()
    var held = 0
    var failure: (any Error)?
  }

  private func read() throws -> RecordJSON.Queue {
    let file: RecordFile
    do throws(Service.Failure) { file = try RecordFile(bytes, named: name, service) } catch {
      throw Problem.records("\(error)")
    }
    let records = try Records(path: nil, service)
    let number = try records.now { state throws(StoreFailure) in try state.store.note(name, identity: "") }
    let deadline = ContinuousClock.now + .seconds(limits.seconds)
    let reading = Mutex(Reading())
    do throws(Service.Failure) {
      // Others wait for the other cores.
      try file.read(workers: 1) { batch in
        reading.withLock { reading in
          do {
            reading.held += batch.records.reduce(0) { $0 + $1.text.utf8.count + Self.recordBytes }
            guard reading.held <= 4 * limits.body else { throw Problem.unpacked(limit: 4 * limits.body) }
            guard ContinuousClock.now < deadline else { throw Problem.tooLong(seconds: limits.seconds) }
            try records.now { state throws(StoreFailure) in try state.append(batch.records, file: number) }
            reading.status.records += batch.records.count
            reading.status.problems += batch.problems
            return true
          } catch {
            reading.failure = error
            return false
          }
        }
      }
    } catch {
      throw Problem.records("\(error)")
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
}
