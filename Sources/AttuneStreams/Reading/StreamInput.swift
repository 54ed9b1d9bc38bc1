import AttunePlatform
import Synchronization

/// Where records come from, and how they are to be read.
package struct StreamInput: Sendable {
  package enum Place: Sendable, Equatable {
    case standardInput
    case file(String)
  }

  package var place: Place
  package var reading = InputReading()
  /// What people call it; nil for its path.
  package var title: String?

  package static let standardInput = StreamInput(place: .standardInput)
  package static func file(_ path: String) -> StreamInput { StreamInput(place: .file(path)) }

  /// The name in messages.
  package var name: String {
    switch place {
    case .standardInput: "standard input"
    case .file(let path): title ?? path
    }
  }

  /// A text that is read whole, decompressed and decoded, without its byte-order mark.
  /// - Throws: `StreamError`; `tooLarge` for more than `limit` bytes, of which no more are read.
  package func text(limit: Int) throws(StreamError) -> [UInt8] {
    try check()
    let bytes = try ByteSource(self).readAll(limit: limit)
    if let kind = bytes.withUnsafeBufferPointer({ FileType($0) }) { throw .notText(path: name, kind: kind) }
    return bytes.starts(with: ByteOrderMark.utf8) ? Array(bytes.dropFirst(3)) : bytes
  }

  /// All bytes, whatever they are, as they are.
  /// - Throws: `StreamError`, also when there are more than `limit`.
  package func bytes(limit: Int) throws(StreamError) -> [UInt8] {
    try check()
    return try ByteSource(self, isRaw: true).readAll(limit: limit)
  }

  /// Whether the input can be opened for reading, without reading it.
  /// - Throws: `StreamError.cannotOpen`; a directory is refused with `EISDIR`.
  package func check() throws(StreamError) {
    var status = stat()
    guard case .file(let path) = place else {
      if fstat(0, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { throw .cannotOpen(path: name, errno: EISDIR) }
      return
    }
    guard stat(path, &status) == 0 else { throw .cannotOpen(path: path, errno: errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .cannotOpen(path: path, errno: EISDIR) }
    guard access(path, R_OK) == 0 else { throw .cannotOpen(path: path, errno: errno) }
  }
}

/// How an input is to be read where it does not show that itself. What is not given is found out.
package struct InputReading: Sendable {
  /// What separates the fields of tables.
  package var delimiter: UInt8?
  /// The line of a table's header, from 1; 0 for a table without one.
  package var header: Int?
  /// Who is told what was found out.
  package var notes = InputNotes { _ in }
  package var encoding: TextEncoding?
  /// The sheets of a workbook, by their names or their numbers from 1; empty for the first one with rows, and those that have
  /// the same header.
  package var sheets: [String] = []
  /// Whether cells that are merged over several rows hold for each of these, by the name of their column and their contents;
  /// nil where they hold for the first row only.
  package var repeatsMerged: (@Sendable (String, [String]) -> Bool)?
  /// Where the records are in JSON: keys with dots between them, to an array.
  package var records: String?
  /// What it may take; nil for an input that somebody has who may wait for it.
  package var bounds: Bounds?

  /// What an input may take that somebody else has sent.
  package struct Bounds: Sendable {
    /// Bytes of its text, and of the records that are made of it.
    package var bytes: Int
    /// When it must have been read.
    package var deadline: ContinuousClock.Instant

    package init(bytes: Int, deadline: ContinuousClock.Instant) {
      self.bytes = bytes
      self.deadline = deadline
    }
  }

  package init() {}
}

/// What was assumed about inputs, each said once: "reviews.csv: read as Windows-1252, separated by ;".
package final class InputNotes: Sendable {
  private let notes = Mutex<[String]>([])
  private let tell: @Sendable (String) -> Void

  /// - Parameter tell: is called with each note when it is made.
  package init(_ tell: @escaping @Sendable (String) -> Void) { self.tell = tell }

  /// Notes that are not yet known are told.
  package func add(_ note: String) {
    let isNew = notes.withLock { notes in
      guard !notes.contains(note) else { return false }
      notes.append(note)
      return true
    }
    if isNew { tell(note) }
  }

  package var all: [String] { notes.withLock { $0 } }

  private let outside = Mutex<[String]>([])
  private static let outsideLimit = 200

  /// Takes in a line that stands outside the table, such as one above the header or on another sheet. Of two cells one of
  /// which is a number, one means the other: "1 = Excellent".
  package func add(outside cells: [String]) {
    let cells = cells.map(\.trimmingBlanks).filter { !$0.isEmpty }
    let isKey = cells.count == 2 && cells.contains { Double($0) != nil }
    let line = cells.joined(separator: isKey ? " = " : " ")
    outside.withLock { lines in
      if !line.isEmpty, lines.count < Self.outsideLimit, !lines.contains(line) { lines.append(line) }
    }
  }

  /// The lines outside the tables.
  package var outsideTable: [String] { outside.withLock { $0 } }
}
