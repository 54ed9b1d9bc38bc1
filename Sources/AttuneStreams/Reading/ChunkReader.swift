/// Reads inputs one after the other and cuts them into chunks of whole records. One worker at a time calls it.
///
/// A chunk is full, or it holds what has arrived when the input pauses, so that a reader at the other end is answered at
/// once. Memory is bounded by the chunk and the longest record, of which no more than `recordLimit` bytes are held.
///
/// Lines end with LF or CRLF. An input whose lines end with CR alone, as its beginning shows, is read as if they ended
/// with LF; see `LineEnds`.
final class ChunkReader {
  private let inputs: [ByteSource]
  private let format: RecordFormat
  private let fieldNames: [String]
  private let optionalNames: Set<String>
  private let chunkSize: Int
  /// Bytes of a record that are held; a longer one is passed over.
  private let recordLimit: Int
  /// There is nothing behind a record that is longer; it need not end.
  private let endsAtLongRecord: Bool
  /// Readable when the reading shall end.
  private let cancellation: Int32

  private var nextInput = 0
  private var source: ByteSource?
  private var lineEnds = LineEnds()
  private var isAtEnd = true
  private var path = ""
  /// The line of the input at which the next chunk begins, while that is known without counting.
  private var line: Int? = 1
  private var table: Table?
  private var columns: [Int] = []
  private var cutter = RecordCutter(table: nil)
  /// What was read and comes with the next chunk: the bytes of an unfinished record, or what stands behind `held`.
  private var carry: [UInt8] = []
  /// Blank lines of a table or of JSON, before `carry`: whether they are records shows only when another record comes behind
  /// them.
  private var held: [UInt8] = []
  /// Where those of `held` begin that have not been handed out; nil while it is not known that they are records.
  private var heldStart: Int?
  private var joins: [Chunk.Join] = []
  private var sequence = 0
  private var hasHeader = false

  /// - Parameters:
  ///   - fieldNames: the columns that tables must have.
  ///   - optionalNames: those of `fieldNames` that they may lack; their place is then -1.
  init(
    tape: InputTape, format: RecordFormat, fieldNames: [String], optionalNames: Set<String> = [], chunkSize: Int,
    recordLimit: Int = RecordCutter.limit, endsAtLongRecord: Bool = false, cancellation: Int32 = -1
  ) {
    inputs = tape.sources
    self.optionalNames = optionalNames
    self.format = format
    self.fieldNames = fieldNames
    self.chunkSize = chunkSize
    self.recordLimit = recordLimit
    self.endsAtLongRecord = endsAtLongRecord
    self.cancellation = cancellation
  }

  /// Fills `chunk` with the next records; false when there are no more.
  func next(into chunk: Chunk) throws(StreamError) -> Bool {
    chunk.count = 0
    chunk.shrink(to: chunkSize)
    chunk.needsHeader = false
    chunk.isTooLong = false
    chunk.skippedLines = 1
    do throws(StreamError) {
      return try readNext(into: chunk)
    } catch {
      // Whoever asks again gets no more.
      end()
      throw error
    }
  }

  private func end() {
    isAtEnd = true
    carry = []
    source = nil
    held = []
    heldStart = nil
    nextInput = inputs.count
  }

  private func readNext(into chunk: Chunk) throws(StreamError) -> Bool {
    if let start = heldStart {
      handOutHeld(from: start, into: chunk)
      return true
    }
    while isAtEnd, carry.isEmpty {
      if let failure = source?.failure { throw failure }
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
    if heldStart == nil { keepRest(of: chunk) }
    if let start = heldStart { handOutHeld(from: start, into: chunk) } else { finish(chunk) }
    return true
  }

  /// Says what a chunk is that has its records.
  private func finish(_ chunk: Chunk) {
    chunk.sequence = sequence
    sequence += 1
    chunk.path = path
    chunk.format = format
    chunk.table = table
    chunk.columns = columns
    chunk.joins = joins
    if table?.isWrapped == true { chunk.unwrapRows() }
    chunk.firstLine = line
    line = nil
  }

  /// What `chunk` holds comes after the blank lines, which are records.
  private func releaseHeld(before chunk: Chunk) {
    carry = Array(chunk.records)
    chunk.count = 0
    cutter = RecordCutter(table: table)
    heldStart = 0
  }

  /// Fills a chunk with blank lines that are records: few of them at a time, for a byte is a record.
  private func handOutHeld(from start: Int, into chunk: Chunk) {
    let limit = start + min(chunkSize, Self.heldPiece)
    let end =
      limit >= held.count
      ? held.count
      : held[start..<limit].lastIndex(of: 0x0A).map { $0 + 1 }
        ?? held[limit...].firstIndex(of: 0x0A).map { $0 + 1 } ?? held.count
    chunk.reserve(end - start)
    held.withUnsafeBufferPointer { chunk.bytes.update(from: $0.baseAddress! + start, count: end - start) }
    chunk.count = end - start
    chunk.hopelessEnd = 0
    heldStart = end
    if end == held.count {
      held = []
      heldStart = nil
    }
    finish(chunk)
  }

  /// Bytes of blank lines that are handed out at a time.
  private static let heldPiece = 64 << 10

  /// Opens an input, passes its byte-order mark and reads the header of a table; false when it is empty. What was read
  /// behind that stands in `chunk`.
  private func open(_ input: ByteSource, into chunk: Chunk) throws(StreamError) -> Bool {
    nextInput += 1
    source = input
    path = input.input.name
    line = 1
    try input.open(as: format, cancellation: cancellation)
    isAtEnd = false
    lineEnds = LineEnds()
    carry.removeAll(keepingCapacity: true)
    chunk.count = 0
    repeat { try read(into: chunk, waits: true) } while !isAtEnd && FileSignature.mayFollow(chunk.records)
    if let kind = input.foreign { throw .notText(path: path, kind: kind) }
    if format.isTable { return try readHeader(chunk) }
    if chunk.records.starts(with: ByteOrderMark.utf8) { drop(3, of: chunk) }
    for case let joined? in fieldNames.map({ JoinedField($0) }) where joined.choices.count > 1 {
      note("the text is joined from the fields \(ColumnName.list(joined.choices.map(\.whole)))")
    }
    try findLineEnds(chunk)
    cutter = RecordCutter(table: nil)
    return chunk.count > 0 || !isAtEnd
  }

  /// Reads the first line, unless it is very long, which shows whether lines end with CR alone.
  private func findLineEnds(_ chunk: Chunk) throws(StreamError) {
    var searched = 0
    while !chunk.records[searched...].contains(0x0A), !isAtEnd, chunk.count < LineEnds.window {
      searched = chunk.count
      try read(into: chunk, waits: true)
    }
    let areReturns = format == .jsonl ? LineEnds.areReturns(jsonl:) : LineEnds.areReturns(text:)
    if areReturns(chunk.records) { lineEnds.beginMending(chunk) }
  }

  private func readHeader(_ chunk: Chunk) throws(StreamError) -> Bool {
    let mark = chunk.records.starts(with: ByteOrderMark.utf8) ? 3 : 0
    var headerCutter = RecordCutter(headerIsQuoted: format == .csv)
    /// The length at which a header that has not ended is searched for CRs, so that this is not done for every byte.
    var nextSearch = LineEnds.window
    while true {
      let isWhole = headerCutter.advance(chunk.records(from: mark), isEnd: isAtEnd, onlyOne: true)
      if isWhole || chunk.count >= nextSearch, !lineEnds.areReturns {
        nextSearch = 2 * chunk.count
        let arrived = chunk.records(from: mark)
        let header = isWhole ? UnsafeBufferPointer(rebasing: arrived[..<headerCutter.completeEnd]) : arrived
        if LineEnds.areReturns(header: header, isQuoted: format == .csv) {
          lineEnds.beginMending(chunk)
          headerCutter = RecordCutter(headerIsQuoted: format == .csv)
          continue
        }
      }
      if isWhole { break }
      if isAtEnd { return false }
      if chunk.count > RecordCutter.multilineLimit { throw .malformedHeader(path: path) }
      try read(into: chunk, waits: true)
    }
    if isAtEnd, let failure = source?.failure, mark + headerCutter.completeEnd == chunk.count { throw failure }
    let head = try findHead(chunk, mark)
    let found = try table(head, chunk, mark)
    if let table {
      if table.columns != found.columns {
        throw .otherColumns(path: path, expected: table.columns, found: found.columns)
      }
      if table.delimiter != found.delimiter { throw .otherDelimiter(path: path) }
    }
    try findColumns(in: found)
    let end = mark + head.end
    line = 1 + chunk.records[..<end].count { $0 == 0x0A }
    table = found
    drop(end, of: chunk)
    chunk.needsHeader = !hasHeader
    hasHeader = true
    cutter = RecordCutter(table: found)
    return true
  }

  /// Looks at as many rows as it takes to tell the header from what is above and below it.
  private func findHead(_ chunk: Chunk, _ mark: Int) throws(StreamError) -> TableHead {
    let reading = source?.input.reading ?? InputReading()
    let names = fieldNames.filter { !optionalNames.contains($0) && Int($0) == nil && JoinedField($0) == nil }
    let size = min(TableHead.window, recordLimit)
    let rows = source?.firstRows ?? []
    let finder = TableHeadFinder(format: format, reading: reading, names: names, rows: rows, size: size)
    while format == .tsv, !isAtEnd, chunk.count < size, try read(into: chunk, waits: false) {}
    while true {
      if let head = finder.find(in: chunk.records(from: mark), isEnd: isAtEnd) { return head }
      if isAtEnd { throw .headerBehindEnd(path: path, line: reading.header ?? 1) }
      if chunk.count > RecordCutter.multilineLimit { throw .malformedHeader(path: path) }
      var searched = chunk.count
      repeat {
        searched = chunk.count
        try read(into: chunk, waits: true)
      } while !isAtEnd && !chunk.records[searched...].contains(0x0A) && chunk.count - mark < size
    }
  }

  private func table(_ head: TableHead, _ chunk: Chunk, _ mark: Int) throws(StreamError) -> Table {
    let all = chunk.records
    var header = Array(all[(mark + head.header.lowerBound)..<(mark + head.header.upperBound)])
    if head.isWrapped { header = WrappedRow.content(of: header) ?? header }
    let lineEnd = Array(all[(mark + head.header.upperBound)..<(mark + head.headerEnd)])
    header = Array(all[..<mark]) + header
    let found = header.withUnsafeBufferPointer {
      Table(
        header: $0, delimiter: head.delimiter, isQuoted: head.isQuoted, lineEnd: lineEnd.isEmpty ? [0x0A] : lineEnd)
    }
    guard var found else { throw .malformedHeader(path: path) }
    found.headerLine = head.headerLine
    found.isWrapped = head.isWrapped
    found.labels = head.labels
    let names = head.names(found.columns)
    // A question that got its answer option is still found by its own words.
    if names != found.columns, found.labels.isEmpty, !head.isNameless {
      found.labels = zip(found.columns, names).map { $0 != $1 ? $0 : "" }
    }
    found.rename(names)
    for line in head.notes { note(line) }
    for line in head.above { source?.input.reading.notes.add(outside: line) }
    for (name, numbers) in found.repeatedNames.prefix(3) {
      let list = numbers.dropLast().map(String.init).joined(separator: ", ")
      note(
        "columns \(list) and \(numbers.last!) have the same name, '\(ColumnName.shortened(name))'; the name means the first, numbers tell them apart"
      )
    }
    return found
  }

  private func note(_ note: String) { source?.input.reading.notes.add("\(path): \(note)") }

  private func findColumns(in table: Table) throws(StreamError) {
    columns = []
    joins = []
    for (field, name) in fieldNames.enumerated() {
      if let joined = JoinedField(name) {
        let found = joined.columns(in: table)
        if let missing = found.missing { throw .unknownColumn(path: path, name: missing, columns: table.columns) }
        if found.columns.count > 1 {
          joins.append(Chunk.Join(field: field, columns: found.columns))
          note("the text is joined from the columns \(ColumnName.list(table.columns, found.columns))")
        }
        columns.append(found.columns.count > 1 ? -2 : found.columns[0])
        continue
      }
      guard let column = table.index(of: name) ?? (optionalNames.contains(name) ? -1 : nil) else {
        throw .unknownColumn(path: path, name: name, columns: table.columns)
      }
      columns.append(column)
    }
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
        // What is so long is a record.
        if !held.isEmpty { return releaseHeld(before: chunk) }
        if chunk.count > recordLimit {
          try skipRecord(chunk)
          return
        }
        chunk.reserve(min(2 * chunk.capacity, recordLimit + chunkSize))
      }
      let arrived = try read(into: chunk, waits: cutter.completeEnd == 0)
      cutter.advance(chunk.records, isEnd: isAtEnd)
      if !arrived, cutter.completeEnd > 0 { return }
    }
  }

  /// Stands for a record of more than `recordLimit` bytes: passes over it without keeping it. One with a quoted field ends
  /// where that field does, or with the input.
  private func skipRecord(_ chunk: Chunk) throws(StreamError) {
    chunk.isTooLong = true
    chunk.skippedLines = chunk.records.count { $0 == 0x0A }
    if endsAtLongRecord { end() }
    while !endsAtLongRecord {
      chunk.count = 0
      try read(into: chunk, waits: true)
      let end = cutter.skip(chunk.records)
      chunk.skippedLines += chunk.records[..<(end ?? chunk.count)].count { $0 == 0x0A }
      if let end {
        carry = Array(chunk.records[end...])
        break
      }
      if isAtEnd { break }
    }
    chunk.skippedLines = max(chunk.skippedLines, 1)
    chunk.count = 0
    cutter = RecordCutter(table: table)
  }

  private func keepRest(of chunk: Chunk) {
    chunk.endsInput = isAtEnd
    guard !chunk.isTooLong else { return }
    let complete = cutter.completeEnd
    let end = format == .text ? complete : startOfBlankLines(chunk, before: complete)
    let blank = chunk.records[end..<complete]
    if !held.isEmpty, end > 0 || held.count + blank.count > Self.heldLimit { return releaseHeld(before: chunk) }
    if isAtEnd {
      let count = (held + blank).count { $0 == 0x0A } + (blank.last ?? 0x0A == 0x0A ? 0 : 1)
      if count > 0 {
        note(count == 1 ? "1 empty line at the end is not a record" : "\(count) empty lines at the end are not records")
      }
      held = []
      cutter = RecordCutter(table: table)
    } else {
      held += blank
      carry.append(contentsOf: chunk.records[complete...])
      cutter.removeComplete()
    }
    chunk.count = end
  }

  /// Bytes of blank lines that are held; more of them are records.
  private static let heldLimit = 64 << 20

  /// Where the lines begin that have blanks and delimiters only, up to a place behind a record. None of them is the end of a
  /// record with quoted line breaks, which has a quote in its last line.
  private func startOfBlankLines(_ chunk: Chunk, before end: Int) -> Int {
    let delimiter = table?.delimiter ?? 0x20
    var start = end
    var at = end
    while at > 0 {
      let byte = chunk.bytes[at - 1]
      if byte == 0x0A {
        start = at
      } else if !TableCut.isBlank(byte, delimiter) {
        return start
      }
      at -= 1
    }
    return 0
  }

  /// Appends what one `read` gives. Returns false when nothing is there and `waits` is false.
  @discardableResult
  private func read(into chunk: Chunk, waits: Bool) throws(StreamError) -> Bool {
    guard let source else { preconditionFailure("reading before an input is open") }
    if chunk.count == chunk.capacity { chunk.reserve(2 * chunk.capacity) }
    let bytes = chunk.bytes + chunk.count
    let arrival = try source.read(
      into: bytes, capacity: chunk.capacity - chunk.count, waits: waits, cancellation: cancellation)
    switch arrival {
    case .bytes(let count):
      chunk.count += lineEnds.areReturns ? lineEnds.mend(bytes, count) : count
      return true
    case .nothing: return false
    case .end, .cancelled:
      isAtEnd = true
      return true
    }
  }
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
