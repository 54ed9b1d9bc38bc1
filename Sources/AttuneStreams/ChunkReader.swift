#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Where records come from.
package enum StreamInput: Sendable, Equatable {
  case standardInput
  case file(String)

  /// The name in messages.
  package var name: String {
    switch self {
    case .standardInput: "standard input"
    case .file(let path): path
    }
  }

  /// Whether the input can be opened for reading, without reading it.
  /// - Throws: `StreamError.cannotOpen`; a directory is refused with `EISDIR`.
  package func check() throws(StreamError) {
    var status = stat()
    guard case .file(let path) = self else {
      if fstat(0, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { throw .cannotOpen(path: name, errno: EISDIR) }
      return
    }
    guard stat(path, &status) == 0 else { throw .cannotOpen(path: path, errno: errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .cannotOpen(path: path, errno: EISDIR) }
    guard access(path, R_OK) == 0 else { throw .cannotOpen(path: path, errno: errno) }
  }
}

/// Reads inputs one after the other and cuts them into chunks of whole records. One worker at a time calls it.
///
/// A chunk is full, or it holds what has arrived when the input pauses, so that a reader at the other end is answered at
/// once. Memory is bounded by the chunk and the longest record.
final class ChunkReader {
  private let inputs: [StreamInput]
  private let format: RecordFormat
  private let fieldNames: [String]
  private let optionalNames: Set<String>
  private let chunkSize: Int
  /// Readable when the reading shall end.
  private let cancellation: Int32

  private var nextInput = 0
  private var descriptor: Int32 = -1
  private var isRegular = false
  private var isAtEnd = true
  private var path = ""
  /// The line of the input at which the next chunk begins, while that is known without counting.
  private var line: Int? = 1
  private var table: Table?
  private var columns: [Int] = []
  private var cutter = RecordCutter(table: nil)
  /// The bytes of an unfinished record between two chunks.
  private var carry: [UInt8] = []
  private var sequence = 0
  private var hasHeader = false
  private var isSkipping = false

  /// - Parameters:
  ///   - fieldNames: the columns that tables must have.
  ///   - optionalNames: those of `fieldNames` that they may lack; their place is then -1.
  init(
    inputs: [StreamInput], format: RecordFormat, fieldNames: [String], optionalNames: Set<String> = [], chunkSize: Int,
    cancellation: Int32
  ) {
    self.inputs = inputs
    self.optionalNames = optionalNames
    self.format = format
    self.fieldNames = fieldNames
    self.chunkSize = chunkSize
    self.cancellation = cancellation
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  /// Fills `chunk` with the next records; false when there are no more.
  func next(into chunk: Chunk) throws(StreamError) -> Bool {
    chunk.count = 0
    chunk.shrink(to: chunkSize)
    chunk.needsHeader = false
    chunk.isTooLong = false
    do throws(StreamError) {
      return try readNext(into: chunk)
    } catch {
      // Whoever asks again gets no more.
      isAtEnd = true
      carry = []
      nextInput = inputs.count
      throw error
    }
  }

  private func readNext(into chunk: Chunk) throws(StreamError) -> Bool {
    while isAtEnd, carry.isEmpty {
      guard nextInput < inputs.count else { return false }
      if try open(inputs[nextInput], into: chunk) { break }
    }
    if !format.isTable, !hasHeader {
      chunk.needsHeader = true
      hasHeader = true
    }
    chunk.reserve(max(carry.count, chunkSize))
    if chunk.count == 0 {
      carry.withUnsafeBufferPointer { carry in
        if let base = carry.baseAddress { chunk.bytes.update(from: base, count: carry.count) }
      }
      chunk.count = carry.count
      carry.removeAll(keepingCapacity: true)
    }
    chunk.hopelessEnd = cutter.hopelessEnd
    try fill(chunk)
    keepRest(of: chunk)
    chunk.sequence = sequence
    sequence += 1
    chunk.path = path
    chunk.format = format
    chunk.table = table
    chunk.columns = columns
    chunk.firstLine = line
    line = nil
    return true
  }

  /// Opens an input, passes its byte-order mark and reads the header of a table; false when it is empty. What was read
  /// behind that stands in `chunk`.
  private func open(_ input: StreamInput, into chunk: Chunk) throws(StreamError) -> Bool {
    nextInput += 1
    if descriptor > 0 { close(descriptor) }
    path = input.name
    line = 1
    switch input {
    case .standardInput: descriptor = 0
    case .file(let path):
      descriptor = systemOpen(path)
      guard descriptor >= 0 else { throw .cannotOpen(path: path, errno: errno) }
    }
    var status = stat()
    isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    isAtEnd = false
    isSkipping = false
    carry.removeAll(keepingCapacity: true)
    chunk.count = 0
    repeat { try read(into: chunk, waits: true) } while !isAtEnd && ByteOrderMark.isPossible(chunk.records)
    if let encoding = ByteOrderMark.foreignEncoding(chunk.records) { throw .notUTF8(path: path, encoding: encoding) }
    if let kind = ForeignFile(chunk.records) { throw .notText(path: path, kind: kind) }
    if format.isTable { return try readHeader(chunk) }
    if chunk.records.starts(with: ByteOrderMark.utf8) { drop(3, of: chunk) }
    cutter = RecordCutter(table: nil)
    return chunk.count > 0 || !isAtEnd
  }

  private func readHeader(_ chunk: Chunk) throws(StreamError) -> Bool {
    var headerCutter = RecordCutter(headerIsQuoted: format == .csv)
    let mark = chunk.records.starts(with: ByteOrderMark.utf8) ? 3 : 0
    while !headerCutter.advance(chunk.records(from: mark), isEnd: isAtEnd, onlyOne: true) {
      if isAtEnd { return false }
      if chunk.count > RecordCutter.multilineLimit { throw .malformedHeader(path: path) }
      try read(into: chunk, waits: true)
    }
    let end = mark + headerCutter.completeEnd
    let content = chunk.records[..<end].trimmedLineEnd
    let lineEnd = Array(chunk.records[content.count..<end])
    guard
      let found = Table(
        header: UnsafeBufferPointer(rebasing: chunk.records[..<content.count]), format: format,
        lineEnd: lineEnd.isEmpty ? [0x0A] : lineEnd)
    else { throw .malformedHeader(path: path) }
    if let table {
      if table.columns != found.columns {
        throw .otherColumns(path: path, expected: table.columns, found: found.columns)
      }
      if table.delimiter != found.delimiter { throw .otherDelimiter(path: path) }
    }
    columns = []
    for name in fieldNames {
      guard let column = found.index(of: name) ?? (optionalNames.contains(name) ? -1 : nil) else {
        throw .unknownColumn(path: path, name: name, columns: found.columns)
      }
      columns.append(column)
    }
    line = 1 + chunk.records[..<end].count { $0 == 0x0A }
    table = found
    drop(end, of: chunk)
    chunk.needsHeader = !hasHeader
    hasHeader = true
    cutter = RecordCutter(table: found)
    return true
  }

  private func drop(_ count: Int, of chunk: Chunk) {
    chunk.bytes.update(from: chunk.bytes + count, count: chunk.count - count)
    chunk.count -= count
  }

  /// Reads until the chunk is full of whole records, the input pauses behind a whole record, or the input ends.
  private func fill(_ chunk: Chunk) throws(StreamError) {
    cutter.advance(chunk.records, isEnd: isAtEnd)
    while !isAtEnd {
      if chunk.count >= chunk.capacity {
        if cutter.completeEnd > 0 { return }
        if chunk.count > RecordCutter.limit {
          try skipRecord(chunk)
          return
        }
        chunk.reserve(min(2 * chunk.capacity, RecordCutter.limit + chunkSize))
      }
      let arrived = try read(into: chunk, waits: cutter.completeEnd == 0)
      cutter.advance(chunk.records, isEnd: isAtEnd)
      if !arrived, cutter.completeEnd > 0 { return }
    }
  }

  /// Stands for a record of more than `RecordCutter.limit` bytes: passes over it without keeping it.
  private func skipRecord(_ chunk: Chunk) throws(StreamError) {
    chunk.isTooLong = true
    while true {
      chunk.count = 0
      try read(into: chunk, waits: true)
      if let end = chunk.records.firstIndex(of: 0x0A) {
        carry = Array(chunk.records[(end + 1)...])
        break
      }
      if isAtEnd { break }
    }
    chunk.count = 0
    cutter = RecordCutter(table: table)
  }

  private func keepRest(of chunk: Chunk) {
    guard !chunk.isTooLong else { return }
    let end = cutter.completeEnd
    carry.append(contentsOf: chunk.records[end...])
    chunk.count = end
    cutter.removeComplete()
    if isAtEnd { cutter = RecordCutter(table: table) }
  }

  /// Appends what one `read` gives. Returns false when nothing is there and `waits` is false.
  @discardableResult
  private func read(into chunk: Chunk, waits: Bool) throws(StreamError) -> Bool {
    if !isRegular {
      var waiting = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: cancellation, events: Int16(POLLIN), revents: 0),
      ]
      var ready = poll(&waiting, 2, waits ? -1 : 0)
      while ready < 0, errno == EINTR { ready = poll(&waiting, 2, waits ? -1 : 0) }
      if ready < 0 { throw .cannotRead(path: path, errno: errno) }
      if ready == 0 { return false }
      if waiting[1].revents != 0 {
        isAtEnd = true
        return false
      }
    }
    if chunk.count == chunk.capacity { chunk.reserve(2 * chunk.capacity) }
    while true {
      let count = systemRead(descriptor, chunk.bytes + chunk.count, chunk.capacity - chunk.count)
      if count > 0 {
        chunk.count += count
        return true
      }
      if count == 0 {
        isAtEnd = true
        return true
      }
      guard errno == EINTR else { throw .cannotRead(path: path, errno: errno) }
    }
  }
}

private func systemOpen(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC) }

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  /// Without the line break at the end, LF or CRLF.
  var trimmedLineEnd: Slice<UnsafeBufferPointer<UInt8>> {
    var end = endIndex
    if end > startIndex, self[end - 1] == 0x0A { end -= 1 }
    if end > startIndex, self[end - 1] == 0x0D { end -= 1 }
    return self[startIndex..<end]
  }
}
