import AttunePlatform

/// Makes CSV of one sheet of a workbook, a piece at a time. Memory is bounded by the texts that the sheets share, the longest
/// row and a few MiB.
final class WorkbookShaper: InputShaper {
  private let path: String
  private let notes: InputNotes
  private let archive: ZipArchive
  private let fileSize: Int
  private let wanted: String?
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
  private var isNoted = false
  private(set) var hasEnded = false
  var container: InputContainer { parts == nil ? .openDocument : .excel }
  var firstRows: [Int] { handler?.rows.numbers ?? [] }

  /// - Throws: `StreamError` when the input is no workbook, or has no such sheet.
  init(_ source: ByteSource, cancellation: Int32) throws(StreamError) {
    let path = source.input.name
    self.path = path
    notes = source.input.reading.notes
    wanted = source.input.reading.sheet
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
    candidates = [0]
    guard let parts else {
      if let kind = Self.foreign(archive) { throw .notText(path: path, kind: kind) }
      return
    }
    let sheets = parts.sheets
    func rank(_ index: Int) -> Int { sheets[index].isHidden ? 2 : Self.explains(sheets[index].name) ? 1 : 0 }
    // What explains the others is tried behind them, and what is hidden last.
    candidates = (0...2).flatMap { wanted in sheets.indices.filter { rank($0) == wanted } }[...]
    if let wanted {
      let names = sheets.map(\.name)
      guard let index = Self.index(of: wanted, in: names) else {
        throw .noSheet(path: path, name: wanted, sheets: names)
      }
      candidates = [index]
    }
  }

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
        if count > 0 {
          noteSheet()
          return .bytes(count)
        }
      }
      if hasEnded { return .end }
      try source.checkTime()
      do throws(WorkbookProblem) {
        try advance()
      } catch {
        if case .tooManyStrings = error, let bounds { throw .tooLarge(path: path, limit: bounds.bytes) }
        throw .badWorkbook(path: path, error)
      }
      if hasEnded, let book = handler as? OpenDocumentRows, let wanted, book.chosen == nil {
        throw .noSheet(path: path, name: wanted, sheets: book.sheets)
      }
    }
  }

  /// Reads on: in the sheet, or in the next one where this has no rows.
  private func advance() throws(WorkbookProblem) {
    if let scanner, let handler {
      try scanner.advance()
      guard scanner.hasEnded else { return }
      self.scanner = nil
      handler.finish()
      hasEnded = handler.rows.rows > 0 || candidates.isEmpty
      if hasEnded { noteFormulas(handler.formulasWithoutValue) }
      return
    }
    guard let index = candidates.popFirst() else {
      hasEnded = true
      return
    }
    present = index
    let handler: SheetRows
    let part: String
    if let parts {
      handler = ExcelSheetRows(
        strings: try loadedStrings(parts), formats: try loadedStyles(parts), is1904: parts.is1904, fileSize: fileSize)
      part = parts.sheets[index].part
    } else {
      handler = OpenDocumentRows(wanted: wanted, fileSize: fileSize)
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

  /// Which sheet of several is read, unless somebody has chosen it.
  private func noteSheet() {
    guard !isNoted else { return }
    isNoted = true
    guard wanted == nil else { return }
    var names: [String] = []
    var index = 0
    if let parts {
      names = parts.sheets.map(\.name)
      index = present
    } else if let book = handler as? OpenDocumentRows {
      // Later sheets of a spreadsheet are not known yet.
      names = book.sheets
      index = book.chosen ?? 0
      if names.count == 1 { return }
    }
    guard names.count > 1, names.indices.contains(index) else { return }
    let others = names.indices.filter { $0 != index }.prefix(5).map { "\"\(names[$0].prefix(60))\"" }
    let more = names.count - 1 - others.count
    notes.add(
      "\(path): sheet \"\(names[index].prefix(60))\" is read; --sheet reads another: \(others.joined(separator: ", "))"
        + (more > 0 ? " and \(more) more" : ""))
  }

  private func noteFormulas(_ count: Int) {
    guard count > 0 else { return }
    notes.add(
      "\(path): \(count) formula\(count == 1 ? " has" : "s have") no value in the file and \(count == 1 ? "is" : "are") empty; save it in Excel to keep the values"
    )
  }
}
