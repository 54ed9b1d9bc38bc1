import AttunePlatform
import AttuneStreams
import Dispatch
import Synchronization

/// The records of a file that grows: what is in it, and what is appended, until somebody stops it. A file that is replaced,
/// as by the rotation of logs, is read from its beginning, by the columns of before where it has them. While there are few
/// records, which tell little of their columns, these are looked for again, and where others are found, the file is read anew.
@_spi(Server) public final class FollowedRecords: Sendable {
  /// How it goes.
  public enum State: Sendable {
    /// The file is read from its beginning. What was read of it before is in it again where it was written anew, or where
    /// other columns were found.
    case reading(isRewritten: Bool, RecordFile)
    /// The file is there again, as it was.
    case back
    /// There is no file of this name; it is waited for.
    case gone
    /// The file cannot be read as it is; it is tried again when it changes.
    case refused(String)
  }

  /// Where the file is.
  public let path: String
  private let columns: RecordFile.Columns
  private let service: Service
  private let file: FollowedFile

  /// Nothing is read yet.
  public init(_ path: String, _ columns: RecordFile.Columns, _ service: Service) {
    self.path = path
    self.columns = columns
    self.service = service
    file = FollowedFile(path)
  }

  /// Ends `run`, from another thread.
  public func stop() { file.stop() }

  /// Reads until `stop`.
  ///
  /// - Parameters:
  ///   - change: is given the state when it changes.
  ///   - take: is given the records in order, by one thread at a time; false ends the reading.
  /// - Precondition: the process ignores SIGPIPE.
  public func run(
    change: @escaping @Sendable (State) -> Void, take: @escaping @Sendable (RecordFile.Batch) -> Bool
  ) {
    let isWanted = Atomic(true)
    var isSame = false
    // The file that had this name before, and the latest reading of the one that has it.
    var (before, last): (RecordFile?, RecordFile?)
    while isWanted.load(ordering: .relaxed), file.waitForBytes(gone: { change(.gone) }) {
      do throws(Service.Failure) {
        if !isSame { before = last }
        let known = before
        let records = try RecordFile(path, columns, service, behind: known)
        // What columns hold is told by their values.
        guard !records.isEmpty else {
          file.waitForChange()
          continue
        }
        last = records
        change(.reading(isRewritten: isSame || file.isRewritten, records))
        let looks = Mutex(Looks())
        let goesOn = try read(records, change) { [self] batch in
          guard take(batch) else {
            isWanted.store(false, ordering: .relaxed)
            return false
          }
          return looks.withLock { looks in
            guard looks.isDue(batch.records.count + batch.problems) else { return true }
            looks.findsOthers = file.isRewritten && hasOtherColumns(records, behind: known)
            return !looks.findsOthers
          }
        }
        isSame = looks.withLock { $0.findsOthers }
        guard goesOn || isSame else { return }
      } catch {
        change(.refused("\(error)"))
        file.waitForChange()
      }
    }
  }

  /// When columns are looked for again: after 2 records, 4, 8 and so on, as long as all of them are looked at.
  private struct Looks {
    private var records = 0
    private var next = 2
    var findsOthers = false

    mutating func isDue(_ more: Int) -> Bool {
      records += more
      guard records >= next, next <= ColumnSample.firstRecords else { return false }
      while next <= records { next *= 2 }
      return true
    }
  }

  private func hasOtherColumns(_ records: RecordFile, behind before: RecordFile?) -> Bool {
    guard let now = try? RecordFile(path, columns, service, behind: before) else { return false }
    return records.reading != now.reading
  }

  /// - Returns: false when the reading was stopped.
  private func read(
    _ records: RecordFile, _ change: @escaping @Sendable (State) -> Void,
    _ take: @escaping @Sendable (RecordFile.Batch) -> Bool
  ) throws(Service.Failure) -> Bool {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .unreadable("\(StreamError.cannotRead(path: "a pipe", errno: errno))") }
    let (source, sink) = (ends[0], ends[1])
    let outcome = Mutex<Result<FollowedFile.End, StreamError>>(.success(.stopped))
    let isCopied = DispatchSemaphore(value: 0)
    let file = file
    DispatchQueue(label: "follow").async {
      let result = Result { () throws(StreamError) in
        try file.copy(to: sink, changed: { change($0 ? .back : .gone) })
      }
      outcome.withLock { $0 = result }
      close(sink)
      isCopied.signal()
    }
    let reading = Result { () throws(Service.Failure) in try records.read(from: "/dev/fd/\(source)", take) }
    close(source)
    isCopied.wait()
    _ = try reading.get()
    switch outcome.withLock({ $0 }) {
    case .success(.replaced): return true
    case .success(.stopped): return false
    case .failure(let error): throw .unreadable("\(error)")
    }
  }
}
