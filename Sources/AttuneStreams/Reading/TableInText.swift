import Synchronization

/// Tells tables, and JSON (see `JSONInText`), from lines of text in inputs whose name says that they are text, or says nothing: what Excel saves as
/// "Unicode Text", a CSV file that is called .txt, or a table that comes through a pipe.
///
/// | needed | why |
/// |---|---|
/// | a first line of several short names, none a number, none twice | prose has blanks behind its commas, and sentences |
/// | as many fields in every row below it, two rows at least | lines of text have what commas they have |
/// | names that tables have, or a column of numbers or dates below a name | neither alone happens in prose |
///
/// Whoever writes lines by hand is not waited for: the first line decides unless it is one of names.
enum TableInText {
  enum Finding: Equatable {
    case table(RecordFormat)
    case json
    case text
    /// More bytes are needed.
    case open

    /// nil for text.
    var format: RecordFormat? {
      switch self {
      case .table(let format): format
      case .json: .jsonl
      case .text, .open: nil
      }
    }
  }

  /// Bytes that are looked at.
  static let window = 1 << 16
  /// The header and those below it, no more of a file than of a pipe.
  private static let rows = 7
  private static let fewestRows = 2
  private static let delimiters = [UInt8(ascii: "\t"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|")]

  /// - Parameters:
  ///   - bytes: the text from its beginning.
  ///   - isEnd: nothing comes behind them.
  /// - Complexity: O(bytes)
  static func find(in bytes: UnsafeBufferPointer<UInt8>, isEnd: Bool) -> Finding {
    var bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = UnsafeBufferPointer(rebasing: bytes[3...]) }
    guard let first = bytes.first(where: { !JSONRecords.isBlank($0) }) else {
      return isEnd || bytes.contains(0x0A) ? .text : .open
    }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      return JSONInText.isJSON(bytes, isEnd: isEnd).map { $0 ? .json : .text } ?? .open
    }
    if let first = bytes.first, [UInt8(ascii: "|"), UInt8(ascii: "<")].contains(first) { return .text }
    var isOpen = false
    for delimiter in delimiters {
      switch find(delimiter, bytes, isEnd: isEnd) {
      case .table(let format): return .table(format)
      case .open: isOpen = true
      case .text, .json: break
      }
    }
    return isOpen ? .open : .text
  }

  private static func find(_ delimiter: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, isEnd: Bool) -> Finding {
    let window = UnsafeBufferPointer(rebasing: bytes.prefix(window))
    let isLast = isEnd && window.count == bytes.count
    let isFull = bytes.count >= Self.window
    let cut = TableCut(window, delimiter: delimiter, isQuoted: true, isEnd: isLast, limit: rows)
    guard let header = cut.rows.first else {
      // Of a line that is not whole nothing is known; one that is very long names no columns.
      return isEnd || window.contains(0x0A) || window.count > longestHeader ? .text : .open
    }
    guard isHeader(cut, header) else { return .text }
    let body = cut.rows.dropFirst().filter { !$0.isBlank }
    guard body.allSatisfy({ $0.width == header.width && !$0.isMalformed }) else { return .text }
    guard body.count >= (isLast || isFull ? fewestRows : rows - 1) else { return isLast || isFull ? .text : .open }
    let cells = cut.cells(header)
    let known = cells.count(where: isKnown)
    let typed = hasTypedColumn(cut, body)
    // Tabs hardly occur in prose.
    let isTable = delimiter == UInt8(ascii: "\t") ? known > 0 || typed : known > 0 && (typed || known == cells.count)
    return isTable || known > 1 && cells.count > 2 ? .table(delimiter == UInt8(ascii: "\t") ? .tsv : .csv) : .text
  }

  private static let longestHeader = 8192

  // MARK: Headers

  private static func isHeader(_ cut: TableCut, _ row: TableRow) -> Bool {
    guard row.width > 1, row.isTight, cut.isLikeHeader(row), row.filled >= row.width - 1 else { return false }
    return cut.cells(row).allSatisfy { cell in
      let isSpaced = cell.first == " " && cut.delimiter != UInt8(ascii: "\t")
      let isSentence = cell.last.map { ".!;".contains($0) } ?? false
      return !isSpaced && !isSentence && cell.count <= (cell.last == "?" ? 200 : 60)
    }
  }

  /// Whether all fields of a column are numbers or dates.
  private static func hasTypedColumn(_ cut: TableCut, _ body: [TableRow]) -> Bool {
    let rows = body.map(cut.cells)
    guard let width = rows.first?.count else { return false }
    return (0..<width).contains { column in
      let filled = rows.map { $0[column] }.filter { !$0.isEmpty }
      return filled.count >= fewestRows && filled.allSatisfy(TableCut.isNumber)
    }
  }

  /// Whether a name is one that columns of exports have.
  private static func isKnown(_ name: String) -> Bool {
    var words: [String] = []
    var word = ""
    var isAfterSmall = false
    for character in name {
      guard character.isLetter || character.isNumber else {
        if !word.isEmpty { words.append(word) }
        word = ""
        isAfterSmall = false
        continue
      }
      if character.isUppercase, isAfterSmall {
        words.append(word)
        word = ""
      }
      word += character.lowercased()
      isAfterSmall = character.isLowercase
    }
    if !word.isEmpty { words.append(word) }
    guard (1...12).contains(words.count) else { return false }
    return words.contains(where: vocabulary.contains)
  }

  private static let vocabulary: Set<String> = [
    "id", "name", "email", "date", "time", "timestamp", "created", "updated", "text", "comment", "comments", "feedback",
    "review", "reviews", "rating", "ratings", "score", "nps", "csat", "ces", "satisfaction", "title", "subject", "body",
    "message", "description", "content", "status", "priority", "channel", "agent", "customer", "user", "author",
    "label",
    "sentiment", "product", "department", "team", "category", "country", "city", "region", "language", "ticket", "type",
    "question", "answer", "response", "reply", "stars", "url", "source", "event", "order", "number", "age", "gender",
    "datum", "zeit", "kommentar", "kommentare", "bewertung", "kunde", "kundin", "zufriedenheit", "betreff", "nachricht",
    "beschreibung", "filiale", "kanal", "sprache", "nom", "commentaire", "commentaires", "avis", "fecha", "comentario",
    "comentarios", "cliente", "nombre", "puntuacion", "satisfaccion", "nome", "nota", "data", "avaliacao",
  ]

  // MARK: Inputs

  /// The format of an input that holds a table or JSON; nil for text, and for what cannot be looked at without being read.
  static func format(of input: StreamInput) -> RecordFormat? {
    switch input.place {
    case .file(let path):
      guard let head = FileHead.bytes(path, count: window) else { return nil }
      return format(of: head.bytes, isEnd: head.isEnd, input)
    case .standardInput:
      return known.withLock { known in
        // Later its bytes belong to who reads it.
        if let known { return known }
        let found = standardInputFormat(input)
        known = .some(found)
        return found
      }
    }
  }

  /// Of standard input, once it was looked at.
  private static let known = Mutex<RecordFormat??>(nil)

  private static func standardInputFormat(_ input: StreamInput) -> RecordFormat? {
    var found: RecordFormat?
    StandardInputHead.look(limit: window) { bytes, isEnd in
      switch finding(of: bytes, isEnd: isEnd, input) {
      case .open: return !isEnd
      case let finding: found = finding.format
      }
      return false
    }
    return found
  }

  private static func format(of raw: [UInt8], isEnd: Bool, _ input: StreamInput) -> RecordFormat? {
    finding(of: raw, isEnd: isEnd, input).format
  }

  /// - Parameter raw: as they stand in the input.
  private static func finding(of raw: [UInt8], isEnd: Bool, _ input: StreamInput) -> Finding {
    let text = InputDecoder.text(of: raw, isEnd: isEnd, input)
    // A damaged end is an error of the reading itself.
    return text.withUnsafeBufferPointer { find(in: $0, isEnd: isEnd) }
  }
}

extension InputDecoder {
  /// The text of the first bytes of an input, as far as they tell it.
  fileprivate static func text(of raw: [UInt8], isEnd: Bool, _ input: StreamInput) -> [UInt8] {
    var input = input
    // What is found out is said when the input is read.
    input.reading.notes = InputNotes { _ in }
    let decoder = InputDecoder(input)
    var at = 0
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while text.count < TableInText.window {
      let arrival = buffer.withUnsafeMutableBufferPointer { buffer in
        try? decoder.read(into: buffer.baseAddress!, capacity: buffer.count, waits: false) {
          bytes, capacity, _ throws(StreamError) in
          guard at < raw.count else { return isEnd ? .end : .nothing }
          let count = min(capacity, raw.count - at)
          raw.withUnsafeBufferPointer { bytes.update(from: $0.baseAddress! + at, count: count) }
          at += count
          return .bytes(count)
        }
      }
      guard case .bytes(let count)? = arrival, count > 0 else { break }
      text += buffer[..<count]
    }
    return text
  }
}

extension StreamInput {
  /// The format of a table or of JSON in what is called text, or has no name; nil for text.
  package var contentFormat: RecordFormat? { TableInText.format(of: self) }

  /// By the ending of its name or, where that says nothing, by its content.
  package var format: RecordFormat {
    if isArchive { return .csv }
    if case .file(let path) = place, let named = RecordFormat(path: title ?? path), named != .text {
      return named
    }
    return contentFormat ?? .text
  }
}
