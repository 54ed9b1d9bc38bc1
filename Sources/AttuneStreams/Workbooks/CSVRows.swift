/// Rows of cells as CSV, all of one width.
///
/// The width is that of the widest of the first rows, `window` bytes of them, which are held back for that. Rows with
/// fewer cells get empty fields; those with more, further down, keep them, and whoever reads the table says so. Rows without
/// a cell that holds something are left out.
struct CSVRows {
  /// Complete rows that were not taken, once the width is known; those that are held back before.
  private(set) var bytes: [UInt8] = []
  private var taken = 0
  /// Where the rows that are held back end, how many fields they have, and their numbers in the sheet.
  private var held: [(end: Int, fields: Int, number: Int)] = []
  private(set) var width: Int?
  /// Columns that rows have at least.
  private let leastWidth: Int
  /// The names of the first row with two cells that hold something, once the width is known.
  private(set) var header: [String]?
  /// The same as the sheet has it, from that row on.
  private(set) var names: [String]?
  private var headerEnd = 0
  /// Of the rows below the header that were held back.
  private(set) var hashes: [Int] = []
  /// Of the first rows, as workbooks number them.
  private(set) var numbers: [Int] = []
  /// The present row.
  private var rowStart = 0
  private var fields = 0
  /// Bytes of all rows.
  private var total = 0
  private(set) var rows = 0
  private let most: Int
  private var holdsAll = false

  private static let window = 4 << 20
  private static let heldRows = 50_000
  /// Rows that may be a header.
  private static let headRows = 20
  /// Bytes that are ready, from which on no more are wanted.
  static let enough = 1 << 20

  /// - Parameters:
  ///   - fileSize: bytes of the workbook.
  ///   - leastWidth: columns that rows have at least.
  init(fileSize: Int, leastWidth: Int = 0) {
    self.leastWidth = leastWidth
    most = max(256 << 20, fileSize.multipliedReportingOverflow(by: WorkbookLimits.growth).partialValue)
  }

  var ready: Int { width == nil ? 0 : rowStart - taken }
  /// Whether those that are ready should be taken first.
  var isFull: Bool { ready >= Self.enough }
  var rowLength: Int { bytes.count - rowStart }
  /// Whether the rows are longer than any workbook's.
  var isTooLong: Bool { total > most }

  /// Appends a cell to the present row, behind the cells before it.
  /// - Returns: false when the column is not behind them.
  mutating func add(_ column: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard column >= fields else { return false }
    guard !text.isEmpty else { return true }
    // The first field has no comma before it.
    let commas = column - max(fields - 1, 0)
    bytes.append(contentsOf: repeatElement(UInt8(ascii: ","), count: commas))
    fields = column + 1
    if Self.needsQuotes(text) {
      bytes.append(UInt8(ascii: "\""))
      for byte in text {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    } else {
      bytes.append(contentsOf: text)
    }
    return true
  }

  private static func needsQuotes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    for byte in text where byte <= 0x7C {
      switch byte {
      // Whatever may separate columns, so that none but commas do.
      case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: ";"), UInt8(ascii: "|"), 0x09, 0x0A, 0x0D: return true
      default: break
      }
    }
    return false
  }

  /// - Parameter number: of the row in its sheet.
  mutating func endRow(_ number: Int = 0) {
    guard fields > 0 else { return }
    if numbers.count < Self.headRows {
      numbers.append(number)
      if names == nil, fields > 1 { names = Self.names(Self.fields(bytes[rowStart...])) }
    }
    rows += 1
    if let width {
      bytes.append(contentsOf: repeatElement(UInt8(ascii: ","), count: max(width - fields, 0)))
      bytes.append(0x0A)
    } else {
      held.append((bytes.count, fields, number))
    }
    total += bytes.count - rowStart
    rowStart = bytes.count
    fields = 0
    if width == nil, !holdsAll, bytes.count > Self.window || held.count > Self.heldRows { release() }
  }

  /// Changes the first rows, if all rows are still held back.
  /// - Parameter change: is given the fields of rows and their numbers; nil leaves them as they are.
  mutating func changeHead(_ change: ([[[UInt8]]], [Int]) -> [[[UInt8]]]?) {
    guard width == nil, let last = held.prefix(Self.headRows).last else { return }
    var head = CSVRows(fileSize: 0)
    var start = 0
    var rows: [[[UInt8]]] = []
    for (end, _, _) in held.prefix(Self.headRows) {
      rows.append(Self.fields(bytes[start..<end]))
      start = end
    }
    guard let changed = change(rows, numbers) else { return }
    let below = held.prefix(Self.headRows).suffix(changed.count).map(\.number)
    for (row, number) in zip(changed, below) { head.append(row, number) }
    let growth = head.bytes.count - last.end
    bytes.replaceSubrange(..<last.end, with: head.bytes)
    held = head.held + held.dropFirst(Self.headRows).map { ($0.end + growth, $0.fields, $0.number) }
    rowStart += growth
  }

  private mutating func append(_ row: [[UInt8]], _ number: Int) {
    for (column, field) in row.enumerated() { _ = field.withUnsafeBufferPointer { add(column, $0) } }
    endRow(number)
  }

  /// The number and the fields of each row, as long as all are held back; nothing later.
  /// - Parameter isWanted: says by its number whether a row is; others are not taken apart.
  func forEachHeld(where isWanted: (Int) -> Bool, _ use: (Int, [[UInt8]]) -> Void) {
    guard width == nil else { return }
    var start = 0
    for row in held {
      if isWanted(row.number) { use(row.number, Self.fields(bytes[start..<row.end])) }
      start = row.end
    }
  }

  /// Changes rows by their numbers, as long as all are held back.
  /// - Parameter change: fields of further columns may be added; nil leaves the row as it is.
  mutating func changeHeld(where isWanted: (Int) -> Bool, _ change: (Int, [[UInt8]]) -> [[UInt8]]?) {
    guard width == nil else { return }
    var changed = CSVRows(fileSize: 0)
    // They are not to be released by what is added to them.
    changed.holdsAll = true
    var start = 0
    for row in held {
      let old = bytes[start..<row.end]
      start = row.end
      if isWanted(row.number), let fields = change(row.number, Self.fields(old)) {
        changed.append(fields, row.number)
      } else {
        changed.bytes += old
        changed.held.append((changed.bytes.count, row.fields, row.number))
        changed.rowStart = changed.bytes.count
      }
    }
    (bytes, held, rowStart) = (changed.bytes, changed.held, changed.bytes.count)
  }

  private static func fields(_ row: ArraySlice<UInt8>) -> [[UInt8]] {
    row.withUnsafeBufferPointer { row in
      var scanner = FieldScanner(row, delimiter: UInt8(ascii: ","), isQuoted: true)
      var fields: [[UInt8]] = []
      while let field = scanner.next() { fields.append(field.content(of: row)) }
      return fields
    }
  }

  /// Of a row with two cells that hold something; nil for others.
  private static func names(_ row: [[UInt8]]) -> [String]? {
    guard row.count(where: { !$0.isEmpty }) > 1 else { return nil }
    return row.map { ColumnName.folded(String(decoding: $0, as: UTF8.self)) }
  }

  /// Leaves out the header and what stands above it, before anything is taken.
  mutating func dropHeader() { taken = headerEnd }

  /// Nothing comes any more.
  mutating func finish() { if width == nil { release() } }

  private mutating func release() {
    let width = max(held.map(\.fields).max() ?? 0, leastWidth)
    self.width = width
    var padded: [UInt8] = []
    padded.reserveCapacity(bytes.count + held.count * 4)
    var start = 0
    for (index, row) in held.enumerated() {
      let own = bytes[start..<row.end]
      if header != nil { hashes.append(own.hashValue) }
      padded += own
      padded.append(contentsOf: repeatElement(UInt8(ascii: ","), count: max(width - row.fields, 0)))
      padded.append(0x0A)
      start = row.end
      guard header == nil, index < Self.headRows, row.fields > 1 else { continue }
      header = Self.names(Self.fields(own))
      if header != nil { headerEnd = padded.count }
    }
    total += padded.count - bytes.count
    bytes = padded
    rowStart = bytes.count
    held = []
  }

  /// Moves what is ready.
  /// - Returns: how many bytes that were; 0 when nothing is ready.
  mutating func take(into place: UnsafeMutablePointer<UInt8>, capacity: Int) -> Int {
    let count = min(capacity, ready)
    guard count > 0 else { return 0 }
    bytes.withUnsafeBufferPointer { place.update(from: $0.baseAddress! + taken, count: count) }
    taken += count
    if taken == rowStart {
      bytes.removeFirst(taken)
      rowStart = 0
      taken = 0
    }
    return count
  }
}
