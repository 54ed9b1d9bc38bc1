import Attune

/// Why a stream cannot be read or written at all. A record that cannot be read is a `RecordProblem` instead.
package enum StreamError: Error, Equatable, Sendable {
  /// An input cannot be opened; the operating system's error number.
  case cannotOpen(path: String, errno: Int32)
  /// An input broke off.
  case cannotRead(path: String, errno: Int32)
  /// The output is full, gone or refused. `EPIPE` is not an error but the end.
  case cannotWrite(path: String, errno: Int32)
  /// What is to be written is an input as well.
  case outputIsInput(output: String, input: String)
  /// Two outputs are one file.
  case outputTwice(String)
  /// A table has no such column.
  case unknownColumn(path: String, name: String, columns: [String])
  /// No object of the inputs has such a field; what fields a sample of them has.
  case unknownField(path: String, name: String, fields: [String])
  /// A table has not as many lines as its header is said to be above.
  case headerBehindEnd(path: String, line: Int)
  /// A table's header is not a record.
  case malformedHeader(path: String)
  /// A further table has another delimiter than the first.
  case otherDelimiter(path: String)
  /// A further table has other columns than the first.
  case otherColumns(path: String, expected: [String], found: [String])
  /// A text that must be UTF-8 and is not.
  case notUTF8(path: String, encoding: String)
  /// A workbook, a PDF, a program …, told by its first bytes.
  case notText(path: String, kind: FileType)
  /// Compressed data that cannot be read to their end. What came before was read.
  case damaged(path: String, compression: Compression, damage: Compression.Damage)
  /// Longer than a text may be that is read whole.
  case tooLarge(path: String, limit: Int)
  /// It was not read to its end in time: see `InputReading.Bounds`.
  case tooLate(path: String)
  /// A workbook has no such sheet.
  case noSheet(path: String, name: String, sheets: [String])
  /// A workbook that cannot be read.
  case badWorkbook(path: String, WorkbookProblem)
  /// JSON has no array at the place where the records are said to be; the keys that were met on the way.
  case noRecords(path: String, place: String, members: [String])
  /// JSON has more than one array of objects.
  case severalRecords(path: String, places: [String])
  /// A JSON document without its end. What came before was read.
  case cutDocument(path: String)
  /// JSON of which the structure around the records is wrong.
  case malformedJSON(path: String, line: Int)
  /// A bad record, where the caller wants none.
  case badRecord(RecordProblem)
}

extension StreamError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .cannotOpen(let path, let errno), .cannotRead(let path, let errno):
      "cannot read \(path): \(systemMessage(errno))"
    case .cannotWrite(let path, let errno): "cannot write \(path): \(systemMessage(errno))"
    case .outputIsInput(_, let input): "the output is also an input: \(input)"
    case .outputTwice(let path): "\(path) is given as an output twice"
    case .unknownColumn(let path, let name, let columns):
      Self.unknown("\(path) has no column '\(ColumnName.shortened(name))'", name, "columns", columns)
    case .unknownField(let path, let name, let fields):
      Self.unknown("no record of \(path) has a field '\(ColumnName.shortened(name))'", name, "fields", fields)
    case .headerBehindEnd(let path, let line): "\(path) has no line \(line) for its header"
    case .malformedHeader(let path): "\(path):1: a quoted name in the header is not closed"
    case .otherDelimiter(let path): "\(path) separates columns by a different character than the previous file"
    case .otherColumns(let path, let expected, let found):
      "\(path) has the columns \(ColumnName.list(found)), the previous file \(ColumnName.list(expected))"
    case .notUTF8(let path, let encoding): "\(path) is \(encoding)"
    case .notText(let path, let kind): "\(path) is \(kind.description), not text"
    case .damaged(let path, let compression, let damage):
      switch damage {
      case .truncated: "\(path) ends too early: its \(compression) data are cut off"
      case .corrupt: "\(path) is damaged: its \(compression) data cannot be read further"
      case .window:
        "\(path) needs more than \(Decompressor.windowLimit >> 20) MiB of memory to decompress; compress it without --long"
      case .nested: "\(path) is compressed twice; decompress it once"
      case .bomb:
        "\(path) is refused: it decompresses to more than \(Decompressor.ratioLimit) times its size and "
          + "\(Decompressor.sizeLimit >> 30) GiB"
      }
    case .tooLarge(let path, let limit): "\(path) is longer than \(limit >> 20) MiB"
    case .tooLate(let path): "\(path) takes too long to read"
    case .noSheet(let path, let name, let sheets):
      "\(path) has no sheet '\(name)'; its sheets are \(Self.list(sheets))"
    case .badWorkbook(let path, let problem): "\(path) \(problem)"
    case .noRecords(let path, let place, let members):
      "\(path) has no array '\(place)'" + (members.isEmpty ? "" : "; its members are \(Self.list(members))")
    case .severalRecords(let path, let places):
      "\(path) has several arrays of objects; name the records with --records: \(Self.list(places))"
    case .cutDocument(let path): "\(path) ends inside the JSON document; the rest of it is missing"
    case .malformedJSON(let path, let line): "\(path):\(line): not valid JSON around the records"
    case .badRecord(let problem): "\(problem)"
    }
  }
}

extension StreamError {
  /// Quoted names, of which long ones are cut and many are counted.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(20).map { "'\($0.count > 60 ? "\($0.prefix(60))…" : $0)'" }.joined(separator: ", ")
    return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
  }

  /// What there is in place of a name that is not there.
  private static func unknown(_ message: String, _ name: String, _ what: String, _ names: [String]) -> String {
    guard names.count > 3 else {
      return names.isEmpty ? message : "\(message); its \(what) are \(ColumnName.list(names))"
    }
    let nearest = ColumnName.list(names, ColumnName.nearest(to: name, in: names))
    return "\(message); the nearest are \(nearest); its \(what) are \(ColumnName.list(names))"
  }
}

/// A record that could not be read, and where.
package struct RecordProblem: Error, Equatable, Sendable {
  package enum Reason: Error, Equatable, Sendable {
    case invalidJSON(String)
    case notAnObject
    case missingField(String)
    case nullField(String)
    case notAString(String)
    case wrongFieldCount(expected: Int, found: Int)
    case unterminatedQuote
    case tooLong(limit: Int)
    /// Found by whoever uses the records.
    case refused(String)
  }

  /// Problems of a chunk of which it is told where they are and what is wrong; further ones are counted.
  static let told = 1000

  package var reason: Reason
  package var path: String
  /// From 1; the first line of the record.
  package var line: Int

  package init(reason: Reason, path: String, line: Int) {
    self.reason = reason
    self.path = path
    self.line = line
  }
}

extension RecordProblem: CustomStringConvertible {
  package var description: String { "\(path):\(line): \(reason)" }
}

extension RecordProblem.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .invalidJSON(let message): "not valid JSON (\(message))"
    case .notAnObject: "not a JSON object"
    case .missingField(let name): "no field '\(name)'"
    case .nullField(let name): "field '\(name)' is null"
    case .notAString(let name): "field '\(name)' is not a string"
    case .wrongFieldCount(let expected, let found):
      "\(found) field\(found == 1 ? "" : "s") where the header has \(expected)"
    case .unterminatedQuote: "a quoted field does not end, or goes on behind its closing quote"
    case .tooLong(let limit): "longer than \(limit >> 20) MiB"
    case .refused(let message): message
    }
  }
}
