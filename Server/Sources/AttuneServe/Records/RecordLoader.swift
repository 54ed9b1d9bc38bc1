@_spi(Server) import AttuneWorkflows
import Foundation
import Synchronization

/// Reads the files into the records, beside the requests.
final class RecordLoader: Sendable {
  /// How the reading goes.
  struct Status: Sendable, Encodable {
    /// Files are being read that have an end.
    var isReading = false
    /// Files are waited for.
    var isFollowing = false
    var records = 0
    /// Records that could not be read.
    var problems = 0
    /// Files whose first problem has been told.
    fileprivate var hasProblem: Set<String> = []
    /// What a person should know, by file.
    var notes: [String: String] = [:]

    private enum CodingKeys: CodingKey {
      case isReading, isFollowing, records, problems, notes
    }
  }

  private let records: Records
  private let service: Service
  private let columns: RecordFile.Columns
  private let files: [RecordFile]
  private let followed: [FollowedRecords]
  private let state = Mutex(Status())

  /// Finds the columns of the files; those that are followed may be empty, or not there yet.
  init(
    _ paths: [String], _ columns: RecordFile.Columns, follows: Bool, _ records: Records, _ service: Service
  ) throws(Service.Failure) {
    self.records = records
    self.service = service
    self.columns = columns
    var files: [RecordFile] = []
    for path in paths where !follows || FileIdentity(path)?.isEmpty == false {
      let file = try RecordFile(path, columns, service)
      files.append(file)
      // What is found of one that is followed is told when it is read.
      if !follows { for finding in file.findings { Exit.say(finding) } }
    }
    self.files = follows ? [] : files
    followed = follows ? paths.map { FollowedRecords($0, columns, service) } : []
    state.withLock { status in
      status.isReading = !self.files.isEmpty
      status.isFollowing = follows
    }
  }

  var status: Status { state.withLock { $0 } }

  /// Begins to read, on threads of its own.
  func start() {
    if !files.isEmpty { Thread.detachNewThread { self.read() } }
    for file in followed { Thread.detachNewThread { self.follow(file) } }
    guard !followed.isEmpty else { return }
    Thread.detachNewThread {
      // What comes in small pieces is not left uncommitted for long.
      while self.status.isFollowing {
        Thread.sleep(forTimeInterval: 1)
        self.keep { records throws(StoreFailure) in
          try records.now { state throws(StoreFailure) in try state.store.commit(always: true) }
        }
      }
    }
  }

  /// Ends the following, and commits.
  func stop() {
    for file in followed { file.stop() }
    state.withLock { $0.isFollowing = false }
    keep { records throws(StoreFailure) in
      try records.now { state throws(StoreFailure) in try state.store.commit(always: true) }
    }
  }

  private func note(_ note: String?, of path: String) {
    if let note { Exit.say(note) }
    state.withLock { $0.notes[path] = note }
    records.changes.tell()
  }

  /// Does something with the store, and says why it failed.
  @discardableResult
  private func keep(_ body: (Records) throws(StoreFailure) -> Void) -> Bool {
    do throws(StoreFailure) {
      try body(records)
      return true
    } catch {
      let path = records.now { $0.store.path ?? "memory" }
      note(error.sentence(of: path), of: path)
      return false
    }
  }

  // MARK: Files with an end

  private func read() {
    for file in files {
      // With the rest of what was asked for still to be read, a failure is told and the next file read.
      read(file)
    }
    keep { records throws(StoreFailure) in
      try records.now { state throws(StoreFailure) in try state.store.commit(always: true) }
    }
    state.withLock { $0.isReading = false }
    let status = status
    let shown = records.now { $0.columns.present }
    Exit.say("read \(status.records) records, of which \(status.problems) cannot be read; \(shown) in the store")
    records.changes.tell()
  }

  private func read(_ file: RecordFile) {
    // Read with other columns, the same file holds other records.
    let identity = FileIdentity(file.path).map { "\($0.text) \(file.reading)" } ?? ""
    var number: UInt32 = 0
    var isKnown = false
    let isReady = keep { records throws(StoreFailure) in
      try records.now { state throws(StoreFailure) in
        let known = try state.store.file(file.path)
        isKnown = known.map { $0.identity == identity && !identity.isEmpty } ?? false
        guard !isKnown else { return }
        if let known { try state.remove(file: known.number) }
        number = try state.store.note(file.path, identity: "")
        try state.store.note(file: number, context: file.context.code)
      }
    }
    guard isReady, !isKnown else { return }
    do throws(Service.Failure) {
      try file.read { [number] in self.take($0, number, of: file.path) }
      keep { records throws(StoreFailure) in
        _ = try records.now { state throws(StoreFailure) in try state.store.note(file.path, identity: identity) }
      }
    } catch {
      note("\(error)", of: file.path)
    }
  }

  private func take(_ batch: RecordFile.Batch, _ file: UInt32, of path: String) -> Bool {
    if batch.problems > 0 {
      let isNew = state.withLock { state -> Bool in
        state.problems += batch.problems
        return state.hasProblem.insert(path).inserted
      }
      if isNew, let first = batch.firstProblem { Exit.say("\(first); further ones of this file are counted") }
    }
    let isKept = keep { records throws(StoreFailure) in
      try records.now { state throws(StoreFailure) in try state.append(batch.records, file: file) }
    }
    guard isKept else { return false }
    state.withLock { $0.records += batch.records.count }
    records.changes.tell()
    return true
  }

  // MARK: Files that grow

  private func follow(_ file: FollowedRecords) {
    let number = Mutex<UInt32>(0)
    let told = Mutex<[String]>([])
    file.run { change in
      switch change {
      case .gone: self.note("\(file.path): no such file; it is waited for", of: file.path)
      case .back: self.note(nil, of: file.path)
      case .refused(let reason): self.note(reason, of: file.path)
      case .reading(let isRewritten, let found):
        self.note(nil, of: file.path)
        let isNew = told.withLock { told -> Bool in
          defer { told = found.findings }
          return told != found.findings
        }
        if isNew { for finding in found.findings { Exit.say(finding) } }
        self.keep { records throws(StoreFailure) in
          let known = try records.now { state throws(StoreFailure) -> UInt32 in
            let known = try state.store.file(file.path)
            let isFirst = number.withLock { $0 == 0 }
            // At the start all of the file comes again; later on, where it is the same one.
            if let known, isFirst || isRewritten {
              try state.remove(file: known.number)
            } else {
              try state.store.release(file.path)
            }
            let file = try state.store.note(file.path, identity: "")
            try state.store.note(file: file, context: found.context.code)
            return file
          }
          number.withLock { $0 = known }
        }
      }
    } take: { batch in
      self.take(batch, number.withLock { $0 }, of: file.path)
    }
  }
}

/// What a file looks like from outside.
private struct FileIdentity {
  var text: String
  var isEmpty: Bool

  /// nil where there is none.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    isEmpty = status.st_size == 0
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    text = "\(status.st_dev) \(status.st_ino) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
  }
}

extension RecordFile {
  /// What was found out of the file, a sentence each.
  var findings: [String] {
    let roles = roles.map { "\($0.role) from \($0.column.shown)" }.joined(separator: ", ")
    return (roles.isEmpty || isEmpty ? [] : ["\(path): \(roles)"]) + notes
  }
}

extension String {
  /// Without the marks between fields that are read as one, and what would move the cursor.
  fileprivate var shown: String {
    String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
