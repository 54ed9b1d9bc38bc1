@_spi(Server) import AttuneWorkflows

/// A file of which a store has records.
struct StoredFile {
  var number: UInt32
  /// Empty where another file has taken its name since.
  var path: String
  /// What it looked like, as `text` writes it.
  var identity: String

  /// - Parameters:
  ///   - identity: nil where it is not there.
  ///   - isWhole: all of its records are in the store.
  ///   - reading: see `RecordFile.reading`.
  static func text(_ identity: FileIdentity?, isWhole: Bool, reading: String) -> String {
    guard let identity else { return "" }
    return "\(identity.file) \(isWhole ? identity.state : "- -") \(reading)"
  }

  private var parts: [Substring] { identity.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false) }

  /// See `FileIdentity.file`; empty where it is not known.
  var file: String { parts.count < 5 ? "" : parts[..<2].joined(separator: " ") }

  /// See `RecordFile.reading`.
  var reading: String { parts.count < 5 ? "" : String(parts[4]) }
}

/// What tells a record of a file from another one.
struct RecordKey: Hashable {
  var text: String
  var seconds: Int?
  var customer: String
}

extension RecordKey {
  init(_ record: ReadRecord) {
    self.init(text: record.text, seconds: record.seconds, customer: record.customer)
  }
}

/// Finds out whether a file that is read is one of which there are records already: then they are read again, in place of those.
/// Else the records of an earlier file of its name stay, as those of a log do that was renamed.
struct FilePlace {
  let path: String
  /// What the file looks like; nil where it is not there.
  let identity: FileIdentity?
  let reading: String
  /// It may grow, and lose its name.
  let isFollowed: Bool
  private let name: String
  private let known: [StoredFile]

  /// Records by which a file is known again.
  private static let looked = 200

  init(_ file: RecordFile, isFollowed: Bool, _ store: Store) throws(StoreFailure) {
    path = file.path
    reading = file.reading
    self.isFollowed = isFollowed
    identity = FileIdentity(path)
    name = FileIdentity.absolute(path)
    known = try store.files([name, path], identity?.file)
  }

  /// What the store notes when all of its records are in it.
  var whole: String { StoredFile.text(identity, isWhole: true, reading: reading) }

  /// Whether all records of the file are in the store, as they would be read now.
  func isRead(_ store: Store) throws(StoreFailure) -> Bool {
    guard identity != nil, let same = known.first(where: { $0.identity == whole }) else { return false }
    if same.path != name { _ = try store.place(name, identity: whole, at: same.number) }
    return true
  }

  /// Gives the file a place while it is read.
  /// - Parameter number: that of an earlier reading; nil for a new one.
  func place(at number: UInt32? = nil, _ store: Store) throws(StoreFailure) -> UInt32 {
    try store.place(name, identity: StoredFile.text(identity, isWhole: false, reading: reading), at: number)
  }

  /// Gives the file its place when the first of its records have come.
  ///
  /// - Returns: its number, and what a person should know.
  func settle(_ records: [ReadRecord], _ state: inout Records.State) throws(StoreFailure) -> (
    file: UInt32, note: String?
  ) {
    let old = try old(Set(records.prefix(Self.looked).map { RecordKey($0) }), state.store)
    var left = 0
    for file in known where file.number != old?.number && [name, path].contains(file.path) {
      left += try state.store.count(of: file.number)
      try state.store.release(file.number)
    }
    guard let old else {
      let note = left > 0 ? "\(path): another file than before; the \(left) records of that one stay" : nil
      return (try place(state.store), note)
    }
    let count = try state.store.count(of: old.number)
    try state.remove(file: old.number)
    let note = isFollowed || count == 0 ? nil : "\(path): read again, in place of the \(count) records of before"
    return (try place(at: old.number, state.store), note)
  }

  private func old(_ records: Set<RecordKey>, _ store: Store) throws(StoreFailure) -> StoredFile? {
    for file in known {
      // One that was written anew in its place, or is read by other columns.
      let isSame = file.file == identity?.file && [name, path].contains(file.path)
      if isSame, !isFollowed || !file.reading.isEmpty && file.reading != reading { return file }
      let first = try store.first(Self.looked, of: file.number)
      let shared = first.intersection(records).count
      if shared > 0, 2 * shared >= min(first.count, records.count) { return file }
    }
    return nil
  }
}
