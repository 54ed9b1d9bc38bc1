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
    /// For each followed file, the part of these two counts that is taken back when it is read anew.
    fileprivate var current: [String: (records: Int, problems: Int)] = [:]
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
    var known: [String: String] = [:]
    var once: [String] = []
    for path in paths {
      let file = FileIdentity(path)?.file ?? FileIdentity.absolute(path)
      if let first = known[file] {
        Exit.say("\(path): the same file as \(first), which is read once")
      } else {
        known[file] = path
        once.append(path)
      }
    }
    var files: [RecordFile] = []
    for path in once where !follows || FileIdentity(path)?.isEmpty == false {
      let file = try RecordFile(path, columns, service)
      files.append(file)
      // What is found of one that is followed is told when it is read.
      if !follows { for finding in file.findings { Exit.say(finding) } }
    }
    self.files = follows ? [] : files
    followed = follows ? once.map { FollowedRecords($0, columns, service) } : []
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

  /// Ends the following, and leaves a store that is one file.
  func stop() {
    for file in followed { file.stop() }
    state.withLock { $0.isFollowing = false }
    merge()
  }

  private func merge() {
    keep { records throws(StoreFailure) in
      try records.now { state throws(StoreFailure) in try state.store.merge() }
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
      merge()
    }
    state.withLock { $0.isReading = false }
    let status = status
    let shown = records.now { $0.columns.present }
    Exit.say("read \(status.records) records, of which \(status.problems) cannot be read; \(shown) in the store")
    records.changes.tell()
  }

  private func read(_ file: RecordFile) {
    let place = Mutex<Place>(.unknown)
    keep { records throws(StoreFailure) in
      let found = try records.now { state throws(StoreFailure) -> Place in
        let found = try FilePlace(file, isFollowed: false, state.store)
        return try found.isRead(state.store) ? .unknown : .open(found, file.context)
      }
      place.withLock { $0 = found }
    }
    guard case .open(let found, _) = place.withLock({ $0 }) else { return }
    do throws(Service.Failure) {
      try file.read { self.take($0, place, of: file.path) }
      // One without any records has its place as well.
      guard let number = settle(place, [], of: file.path) else { return }
      keep { records throws(StoreFailure) in
        try records.now { state throws(StoreFailure) in try state.store.note(file: number, identity: found.whole) }
      }
    } catch {
      note("\(error)", of: file.path)
    }
  }

  /// Where the records of a file that is read go.
  private enum Place {
    case unknown
    /// To be found by the first of them.
    case open(FilePlace, TextContext)
    /// The file's number in the store.
    case settled(UInt32)
  }

  /// - Returns: the number of the file; nil where the store fails.
  private func settle(_ place: borrowing Mutex<Place>, _ records: [ReadRecord], of path: String) -> UInt32? {
    switch place.withLock({ $0 }) {
    case .unknown: return nil
    case .settled(let number): return number
    case .open(let found, let context):
      var settled: (file: UInt32, note: String?)?
      keep { all throws(StoreFailure) in
        settled = try all.now { state throws(StoreFailure) -> (file: UInt32, note: String?) in
          let settled = try found.settle(records, &state)
          try state.store.note(file: settled.file, context: context.code)
          return settled
        }
      }
      guard let settled else { return nil }
      if let note = settled.note { Exit.say(note) }
      place.withLock { $0 = .settled(settled.file) }
      return settled.file
    }
  }

  private func take(_ batch: RecordFile.Batch, _ place: borrowing Mutex<Place>, of path: String) -> Bool {
    if batch.problems > 0 {
      let isNew = state.withLock { state -> Bool in
        state.problems += batch.problems
        state.current[path]?.problems += batch.problems
        return state.hasProblem.insert(path).inserted
      }
      if isNew, let first = batch.firstProblem { Exit.say("\(first); further ones of this file are counted") }
    }
    guard let file = settle(place, batch.records, of: path) else { return false }
    let isKept = keep { records throws(StoreFailure) in
      try records.now { state throws(StoreFailure) in try state.append(batch.records, file: file) }
    }
    guard isKept else {
      // What is not in the store is read again at the next start.
      place.withLock { $0 = .unknown }
      return false
    }
    state.withLock {
      $0.records += batch.records.count
      $0.current[path]?.records += batch.records.count
    }
    records.changes.tell()
    return true
  }

  // MARK: Files that grow

  private func follow(_ file: FollowedRecords) {
    let place = Mutex<Place>(.unknown)
    let told = Mutex<[String]>([])
    file.run { change in
      switch change {
      case .gone: self.note("\(file.path): no such file; it is waited for", of: file.path)
      case .back: self.note(nil, of: file.path)
      case .refused(let reason): self.note(reason, of: file.path)
      case .reading(let isRewritten, let found):
        self.state.withLock { state in
          let read = state.current.updateValue((0, 0), forKey: file.path)
          guard isRewritten, let read else { return }
          state.records -= read.records
          state.problems -= read.problems
        }
        self.note(nil, of: file.path)
        let isNew = told.withLock { told -> Bool in
          defer { told = found.findings }
          return told != found.findings
        }
        if isNew { for finding in found.findings { Exit.say(finding) } }
        self.keep { records throws(StoreFailure) in
          let before = place.withLock { $0 }
          let now = try records.now { state throws(StoreFailure) -> Place in
            let now = try FilePlace(found, isFollowed: true, state.store)
            guard case .settled(let number) = before else { return .open(now, found.context) }
            // All of the file comes again, or another one has its name.
            if isRewritten { try state.remove(file: number) }
            let file = try now.place(at: isRewritten ? number : nil, state.store)
            try state.store.note(file: file, context: found.context.code)
            return .settled(file)
          }
          place.withLock { $0 = now }
        }
      }
    } take: { batch in
      self.take(batch, place, of: file.path)
    }
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
