import AttunePlatform

/// Makes CSV of one sheet of a workbook, a piece at a time. Memory is bounded by the texts that the sheets share, the longest
/// row and a few MiB.
final class WorkbookShaper: InputShaper {
  private let path: String
  private let notes: InputNotes
  private let archive: ZipArchive
  private let fileSize: Int
  private let wanted: [String]
  private let repeatsMerged: (@Sendable (String, [String]) -> Bool)?
  private let bounds: InputReading.Bounds?
  /// nil for an OpenDocument spreadsheet.
  private let parts: WorkbookParts?
  /// Sheets that may be the one: that which is wanted, or all until one has rows.
  private var candidates: ArraySlice<Int>
  private var styles: [NumberFormat]?
  private var strings: SharedStrings?
  private var handler: SheetRows?
  private var scanner: XMLScanner?
  private var present = 0
  /// Of the sheet that is read first, once it is: its header, its columns, and the rows of its head.
  private var header: [String]?
  private var width = 0
  private var firstNumbers: [Int]?
  /// Rows of the sheets that are read, as far as they were held back, and the sheets themselves.
  private var hashes: Set<Int> = []
  private var joined: [Int] = []
  private var copies: [Int] = []
  private var refused: [Int] = []
  /// Whether the present sheet may be read: it is the first, or has the same header.
  private var isChecked = true
  private(set) var hasEnded = false
  var container: InputContainer { parts == nil ? .openDocument : .excel }
  var firstRows: [Int] { firstNumbers ?? handler?.rows.numbers ?? [] }

  /// - Throws: `StreamError` when the input is no workbook, or has no such sheet.
  init(_ source: ByteSource, cancellation: Int32) throws(StreamError) {
    let path = source.input.name
    self.path = path
    notes = source.input.reading.notes
    wanted = source.input.reading.sheets
    repeatsMerged = source.input.reading.repeatsMerged
    bounds = source.input.reading.bounds
    let descriptor = try Self.descriptor(of: source, cancellation: cancellation)
    var status = stat()
    fileSize = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    do throws(WorkbookProblem) {
      archive = try ZipArchive(descriptor: descriptor)
      parts = try WorkbookParts(archive)
    } catch {
      throw .badWorkbook(path: path, error)
    }
    candidates = wanted.isEmpty ? [0] : Array(wanted.indices)[...]
    guard let parts else {
      if let kind = Self.foreign(archive) { throw .notText(path: path, kind: kind) }
      return
    }
    let sheets = parts.sheets
    let isSummed = sheets.count { !Self.standsAside($0) } > 1
    func rank(_ index: Int) -> Int {
      let name = sheets[index].name
      return sheets[index].isHidden ? 2 : Self.explains(name) || isSummed && Self.sumsUp(name) ? 1 : 0
    }
    // What explains the others, or sums them up, is tried behind them, and what is hidden last.
    candidates = (0...2).flatMap { wanted in sheets.indices.filter { rank($0) == wanted } }[...]
    if !wanted.isEmpty {
      let names = sheets.map(\.name)
      var found: [Int] = []
      for name in wanted {
        guard let index = Self.index(of: name, in: names) else {
          throw .noSheet(path: path, name: name, sheets: names)
        }
        if !found.contains(index) { found.append(index) }
      }
      candidates = found[...]
    }
  }

  /// Whether a sheet is hidden, or explains or sums up others.
  private static func standsAside(_ sheet: WorkbookParts.Sheet) -> Bool {
    sheet.isHidden || explains(sheet.name) || sumsUp(sheet.name)
  }

  /// Whether a sheet is called like those that sum up several others.
  private static func sumsUp(_ name: String) -> Bool {
    summaries.contains(ColumnName.folded(name).filter { $0 != " " && $0 != "_" && $0 != "-" })
  }

  private static let summaries: Set<String> = [
    "summary", "overview", "dashboard", "ubersicht", "übersicht", "zusammenfassung", "synthese", "synthèse", "resume",
    "résumé", "resumen",
  ]

  /// Whether a sheet is called like those that explain the others: "Legend", "Read me".
  private static func explains(_ name: String) -> Bool {
    explanations.contains(ColumnName.folded(name).filter { $0 != " " && $0 != "_" && $0 != "-" })
  }

  private static let explanations: Set<String> = [
    "legend", "key", "cover", "coversheet", "coverpage", "titlepage", "readme", "instructions", "about", "info",
    "contents",
    "tableofcontents", "index", "codebook", "codes", "glossary", "datadictionary", "dictionary", "legende", "deckblatt",
    "titelblatt", "liesmich", "anleitung", "hinweise", "inhalt", "inhaltsverzeichnis", "glossar", "légende",
    "couverture",
    "pagedegarde", "lisezmoi", "sommaire", "glossaire", "leyenda", "portada", "léeme", "leeme",
    "instrucciones", "índice", "indice", "glosario",
  ]

  /// By its name, by its name in other case, or by its number from 1.
  static func index(of wanted: String, in names: [String]) -> Int? {
    if let index = names.firstIndex(of: wanted) { return index }
    let alike = names.indices.filter { names[$0].lowercased() == wanted.lowercased() }
    if alike.count == 1 { return alike[0] }
    return Int(wanted).flatMap { names.indices.contains($0 - 1) ? $0 - 1 : nil }
  }

  /// What an archive is that is no Excel workbook; nil for an OpenDocument spreadsheet.
  private static func foreign(_ archive: ZipArchive) -> FileType? {
    if archive.has("xl/workbook.bin") { return .binaryWorkbook }
    if archive.has("word/document.xml") { return .word }
    if archive.has("ppt/presentation.xml") { return .slides }
    guard archive.has("content.xml") else { return .zip }
    let kind = (try? archive.text("mimetype", limit: 200)).flatMap { $0 } ?? []
    return kind.isEmpty || String(decoding: kind, as: UTF8.self).contains(text: "spreadsheet") ? nil : .openText
  }

  /// A descriptor of its own of the whole file; a pipe is copied to a file without a name.
  private static func descriptor(of source: ByteSource, cancellation: Int32) throws(StreamError) -> Int32 {
    if let whole = source.seekableDescriptor {
      let copy = fcntl(whole, F_DUPFD_CLOEXEC, 3)
      guard copy >= 0 else { throw .cannotRead(path: source.input.name, errno: errno) }
      return copy
    }
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    let template = "\(folder.isEmpty ? "/tmp" : folder)/attune-XXXXXX"
    var name = Array(template.utf8CString)
    let file = mkstemp(&name)
    guard file >= 0 else { throw .cannotWrite(path: template, errno: errno) }
    unlink(name)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    do throws(StreamError) {
      try copy(source, to: file, template, cancellation)
    } catch {
      close(file)
      throw error
    }
    return file
  }

  private static func copy(
    _ source: ByteSource, to file: Int32, _ name: String, _ cancellation: Int32
  ) throws(StreamError) {
    let size = 1 << 18
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
    defer { buffer.deallocate() }
    while case .bytes(let count) = try source.readInput(into: buffer, capacity: size, cancellation: cancellation) {
      var written = 0
      while written < count {
        let more = write(file, buffer + written, count - written)
        if more > 0 { written += more } else if errno != EINTR { throw .cannotWrite(path: name, errno: errno) }
      }
    }
  }

  func read(
    _ source: ByteSource, into bytes: UnsafeMutablePointer<UInt8>, capacity: Int, waits: Bool, cancellation: Int32
  ) throws(StreamError) -> ByteSource.Arrival {
    while true {
      if let handler {
        let count = handler.rows.take(into: bytes, capacity: capacity)
        if count > 0 { return .bytes(count) }
      }
      if hasEnded { return .end }
      try source.checkTime()
      do throws(WorkbookProblem) {
        try advance()
      } catch {
        if case .tooManyStrings = error, let bounds { throw .tooLarge(path: path, limit: bounds.bytes) }
        throw .badWorkbook(path: path, error)
      }
      if scanner == nil, let book = handler as? OpenDocumentRows, !wanted.isEmpty, book.chosen == nil {
        throw .noSheet(path: path, name: wanted[present], sheets: book.sheets)
      }
    }
  }

  /// Reads on: in the sheet, or in the next one.
  private func advance() throws(WorkbookProblem) {
    guard let scanner, let handler else { return try open() }
    try scanner.advance()
    if scanner.hasEnded {
      finish(handler)
      self.scanner = nil
    }
    if !isChecked, handler.rows.width != nil {
      isChecked = true
      guard check(handler) else {
        refused.append(present)
        (self.scanner, self.handler) = (nil, nil)
        return
      }
      handler.rows.dropHeader()
    }
    if joined.isEmpty, handler.rows.width != nil, handler.rows.rows > 0 || !wanted.isEmpty { try begin(handler) }
    if scanner.hasEnded { noteFormulas(handler.formulasWithoutValue) }
  }

  /// Keeps what the sheets that follow the first must have, and leaves out those that do not.
  private func begin(_ handler: SheetRows) throws(WorkbookProblem) {
    joined = [present]
    header = handler.rows.header
    width = handler.rows.width ?? 0
    firstNumbers = handler.rows.numbers
    hashes.formUnion(handler.rows.hashes)
    guard let parts, wanted.isEmpty else {
      if let parts {
        readOthers(parts, besides: parts.sheets.indices.filter { wanted.contains(parts.sheets[$0].name) })
      }
      return noteSheets(alike: [])
    }
    var alike: [Int] = []
    for index in candidates.sorted() where header != nil && !Self.standsAside(parts.sheets[index]) {
      if try names(parts.sheets[index].part) == handler.rows.names { alike.append(index) }
    }
    readOthers(parts, besides: alike)
    candidates = alike[...]
    noteSheets(alike: alike)
  }

  /// Takes in the rows of small sheets that are not read as tables, since they may explain the one that is.
  private func readOthers(_ parts: WorkbookParts, besides tables: [Int]) {
    for index in parts.sheets.indices.filter({ $0 != present && !tables.contains($0) }).prefix(Self.othersLimit) {
      guard let strings = try? loadedStrings(parts), let formats = try? loadedStyles(parts) else { return }
      let rows = ExcelSheetRows(
        strings: strings, formats: formats, is1904: parts.is1904, fileSize: fileSize, leastWidth: 0)
      guard let part = try? archive.open(parts.sheets[index].part), let scanner = try? XMLScanner(part, rows) else {
        continue
      }
      for _ in 0..<Self.smallSteps where rows.rows.rows <= Self.smallRows && !scanner.hasEnded {
        if (try? scanner.advance()) == nil { break }
      }
      guard rows.rows.rows <= Self.smallRows, scanner.hasEnded else { continue }
      rows.rows.forEachHeld(where: { _ in true }) { notes.add(outside: $1.map { String(decoding: $0, as: UTF8.self) }) }
    }
  }

  private static let othersLimit = 8
  private static let smallRows = 60
  /// Pieces of a sheet, each of which is read at once.
  private static let smallSteps = 64

  /// The names of the columns of another sheet, of which no more is read.
  private func names(_ part: String) throws(WorkbookProblem) -> [String]? {
    guard let parts else { return nil }
    let rows = ExcelSheetRows(
      strings: try loadedStrings(parts), formats: try loadedStyles(parts), is1904: parts.is1904, fileSize: fileSize,
      leastWidth: 0)
    let scanner = try XMLScanner(try archive.open(part), rows)
    while rows.rows.names == nil, rows.rows.width == nil, !scanner.hasEnded { try scanner.advance() }
    return rows.rows.names
  }

  /// Whether a sheet has the same header as the first, and no rows that were read already.
  private func check(_ handler: SheetRows) -> Bool {
    guard handler.rows.header == header else { return false }
    let own = handler.rows.hashes
    let known = own.count { hashes.contains($0) }
    // Rows that are often alike, such as those of a single score, may be so in each sheet.
    let areTold = 10 * Set(own).count >= 9 * own.count
    if !own.isEmpty, wanted.isEmpty, areTold ? 2 * known > own.count : known == own.count && own.count > 1000 {
      copies.append(present)
      return false
    }
    hashes.formUnion(own)
    joined.append(present)
    return true
  }

  private func finish(_ handler: SheetRows) {
    if let repeatsMerged {
      let merged = MergedRows(&handler.rows, handler.merged, repeatsMerged)
      note(merged.repeated, "count for each row that they span")
      note(merged.single, "count once, in their first row, because they may be answers or texts")
    }
    handler.finish()
  }

  private func note(_ columns: [String], _ what: String) {
    guard !columns.isEmpty else { return }
    let names = columns.map { $0.isEmpty ? "a column without a name" : "\"\($0.prefix(60))\"" }
    notes.add("\(path): merged cells of \(names.joined(separator: ", ")) \(what)")
  }

  private func open() throws(WorkbookProblem) {
    guard let index = candidates.popFirst() else {
      hasEnded = true
      noteUnread()
      return
    }
    present = index
    isChecked = joined.isEmpty
    let handler: SheetRows
    let part: String
    if let parts {
      handler = ExcelSheetRows(
        strings: try loadedStrings(parts), formats: try loadedStyles(parts), is1904: parts.is1904, fileSize: fileSize,
        leastWidth: width)
      part = parts.sheets[index].part
    } else {
      handler = OpenDocumentRows(
        wanted: wanted.isEmpty ? nil : wanted[index], fileSize: fileSize, leastWidth: width)
      part = "content.xml"
    }
    self.handler = handler
    scanner = try XMLScanner(try archive.open(part), handler)
  }

  private func loadedStrings(_ parts: WorkbookParts) throws(WorkbookProblem) -> SharedStrings? {
    if strings == nil, let part = parts.strings, archive.has(part) {
      let table = SharedStrings(limit: bounds?.bytes ?? WorkbookLimits.strings)
      try XMLScanner(try archive.open(part), table).readAll()
      strings = table
    }
    return strings
  }

  private func loadedStyles(_ parts: WorkbookParts) throws(WorkbookProblem) -> [NumberFormat] {
    if let styles { return styles }
    let table = WorkbookStyles()
    if let part = parts.styles, archive.has(part) { try XMLScanner(try archive.open(part), table).readAll() }
    styles = table.formats
    return table.formats
  }

  // MARK: Notes

  /// Which sheets of several are read, unless somebody has chosen them.
  /// - Parameter alike: those that follow the first.
  private func noteSheets(alike: [Int]) {
    guard wanted.isEmpty else { return }
    var names: [String] = []
    var index = present
    if let parts {
      names = parts.sheets.map(\.name)
    } else if let book = handler as? OpenDocumentRows {
      // Later sheets of a spreadsheet are not known yet.
      names = book.sheets
      index = book.chosen ?? 0
    }
    guard names.count > 1, names.indices.contains(index) else { return }
    let others = names.indices.filter { $0 != index && !alike.contains($0) }
    let rest = others.isEmpty ? "" : Self.list(others, names, most: 5)
    if alike.isEmpty {
      notes.add("\(path): sheet \(Self.list([index], names)) is read; --sheet reads another: \(rest)")
    } else {
      notes.add(
        "\(path): sheets \(Self.list([index] + alike, names)) have the same header and are read as one table; --sheet "
          + "reads one of them" + (rest.isEmpty ? "" : ", or another: \(rest)"))
    }
  }

  /// Which sheets are not read, though they might have been expected.
  private func noteUnread() {
    let names = parts?.sheets.map(\.name) ?? wanted
    if !copies.isEmpty {
      notes.add("\(path): \(Self.sheets(copies, names)) not read, because the rows are those of other sheets")
    }
    let others = refused.filter { !copies.contains($0) }
    if !others.isEmpty {
      notes.add("\(path): \(Self.sheets(others, names)) not read, because the header differs from that of the first")
    }
  }

  /// "sheet "Jan" is", or "sheets "Jan", "Feb" are".
  private static func sheets(_ sheets: [Int], _ names: [String]) -> String {
    "sheet\(sheets.count == 1 ? "" : "s") \(list(sheets, names)) \(sheets.count == 1 ? "is" : "are")"
  }

  private static func list(_ sheets: [Int], _ names: [String], most: Int = 12) -> String {
    let shown = sheets.prefix(most).map { "\"\(names[$0].prefix(60))\"" }.joined(separator: ", ")
    return shown + (sheets.count > most ? " and \(sheets.count - most) more" : "")
  }

  private func noteFormulas(_ count: Int) {
    guard count > 0 else { return }
    notes.add(
      "\(path): \(count) formula\(count == 1 ? " has" : "s have") no value in the file and \(count == 1 ? "is" : "are") empty; save it in Excel to keep the values"
    )
  }
}
