/// Makes records that can be cut from an input whose bytes are none: CSV of a workbook, a line of each element of a JSON
/// array. It stands behind everything that makes text of bytes, and is chosen once for an input.
protocol InputShaper: AnyObject {
  var container: InputContainer { get }

  /// The rows, as the input numbers them, that the first lines were made of; empty where lines have their own numbers.
  var firstRows: [Int] { get }
  /// Why the input, which has come to its end, is not whole; nil where it is.
  var failure: StreamError? { get }
  /// Whether nothing comes any more.
  var hasEnded: Bool { get }

  /// As `ByteSource.read`.
  /// - Parameter source: whose input is read, with `readInput`.
  func read(
    _ source: ByteSource, into bytes: UnsafeMutablePointer<UInt8>, capacity: Int, waits: Bool, cancellation: Int32
  ) throws(StreamError) -> ByteSource.Arrival
}

extension InputShaper {
  var firstRows: [Int] { [] }
  var failure: StreamError? { nil }
}

/// What the records of an input stand in.
package enum InputContainer: Sendable, Equatable {
  /// A workbook of Excel.
  case excel
  /// A spreadsheet of LibreOffice.
  case openDocument
  /// One JSON document: an array, an object around one, or objects over several lines.
  case json
}

/// Chooses what makes records of an input.
enum InputShape {
  /// Reads as little of the input as tells what it is; no line of text waits for the next one.
  ///
  /// - Parameter format: what is read as CSV may be a workbook, what is read as JSON lines other JSON.
  /// - Returns: nil for what is read as it is.
  static func shaper(
    of source: ByteSource, format: RecordFormat, cancellation: Int32
  ) throws(StreamError) -> (any InputShaper)? {
    switch format {
    case .csv:
      guard try source.begins(with: FileType.zip.signature, cancellation: cancellation) else {
        if source.isBrokenWorkbook { throw .badWorkbook(path: source.input.name, .damaged(part: "the archive")) }
        return nil
      }
      return try WorkbookShaper(source, cancellation: cancellation)
    case .jsonl: return try JSONShape.shaper(of: source, cancellation: cancellation)
    case .text, .tsv: return nil
    }
  }
}

extension ByteSource {
  /// Whether an input that is called a workbook begins as one does, and then with something else: "PK" may also name a column.
  fileprivate var isBrokenWorkbook: Bool {
    let name = RecordFormat.uncompressedName(input.name).lowercased()
    guard [".xlsx", ".xlsm", ".ods"].contains(where: name.hasSuffix), peeked.starts(with: "PK".utf8) else {
      return false
    }
    return peeked.dropFirst(2).first.map { ![0x09, 0x0A, 0x0D, 0x20, 0x22, 0x2C, 0x3B, 0x7C].contains($0) } ?? false
  }

  /// Whether the input begins with certain bytes, of which it reads no more than it must.
  func begins(with signature: [UInt8], cancellation: Int32) throws(StreamError) -> Bool {
    while peeked.count < signature.count, signature.starts(with: peeked) {
      guard try peek(signature.count - peeked.count, cancellation: cancellation) else { return false }
    }
    return peeked.starts(with: signature)
  }
}
