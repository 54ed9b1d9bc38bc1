import AttuneStreams

extension Service {
  /// What a document of JSON is, as records.
  public struct Document: Sendable {
    /// A line for each record.
    public var lines: [UInt8]
    /// An array, whose answer is an array.
    public var isList: Bool
    /// How many values there are.
    public var count: Int
  }

  /// Why a document is not taken.
  public enum DocumentError: Error, Sendable {
    /// It is not one value of JSON: a sentence that says why.
    case malformed(String)
    /// There is nothing in it.
    case empty
    /// Its brackets are nested deeper than that.
    case tooDeep(limit: Int)
  }

  /// Why a document whose records cannot all be read is not JSON; nil where it is.
  /// - Complexity: O(bytes)
  public static func fault(in bytes: [UInt8]) -> DocumentError? { JSONDocument.fault(in: bytes).map { .malformed($0) } }

  /// The deepest nesting of brackets in a document.
  public static let depthLimit = 64

  /// Makes a line of each record of a document: of an object, or of each element of an array. A string becomes an object
  /// with the field "text".
  ///
  /// Records are not judged here: one that is not JSON is answered by an error, as in a stream.
  /// - Complexity: O(bytes)
  public static func document(_ bytes: [UInt8]) throws(DocumentError) -> Document {
    guard let first = bytes.first(where: { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }) else { throw .empty }
    let shape = DocumentShape(bytes)
    guard shape.deepest <= depthLimit else { throw .tooDeep(limit: depthLimit) }
    if let fault = shape.fault { throw .malformed(fault) }
    let result = bytes.withUnsafeBufferPointer { bytes -> Result<[UInt8], StreamError> in
      do throws(StreamError) {
        return .success(try JSONDocument.lines(of: bytes, name: "body"))
      } catch {
        return .failure(error)
      }
    }
    let found: [UInt8]
    switch result {
    case .success(let lines): found = lines
    case .failure(let error): throw .malformed("\(error)")
    }
    var lines: [UInt8] = []
    lines.reserveCapacity(found.count)
    var count = 0
    for line in found.split(separator: 0x0A) {
      count += 1
      if line.first == UInt8(ascii: "\""), line.count > 1, line.last == UInt8(ascii: "\"") {
        lines += Array("{\"text\":".utf8) + line + [UInt8(ascii: "}"), 0x0A]
      } else {
        lines += line
        lines.append(0x0A)
      }
    }
    let isList = first == UInt8(ascii: "[")
    guard isList || count == 1 else { throw .malformed("several values follow each other") }
    return Document(lines: lines, isList: isList, count: count)
  }
}
