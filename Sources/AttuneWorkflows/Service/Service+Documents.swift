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
    /// It does not end, or several values follow each other.
    case malformed
    /// There is nothing in it.
    case empty
    /// Its brackets are nested deeper than that.
    case tooDeep(limit: Int)
  }

  /// The deepest nesting of brackets in a document.
  public static let depthLimit = 64

  /// Makes a line of each record of a document: of an object, or of each element of an array. A string becomes an object
  /// with the field "text".
  ///
  /// Records are not judged here: one that is not JSON is answered by an error, as in a stream.
  /// - Complexity: O(bytes)
  public static func document(_ bytes: [UInt8]) throws(DocumentError) -> Document {
    guard let first = bytes.first(where: { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }) else { throw .empty }
    guard bytes.withUnsafeBufferPointer(deepest) <= depthLimit else { throw .tooDeep(limit: depthLimit) }
    let result = bytes.withUnsafeBufferPointer { bytes -> Result<[UInt8], StreamError> in
      do throws(StreamError) {
        return .success(try JSONDocument.lines(of: bytes, name: "body"))
      } catch {
        return .failure(error)
      }
    }
    guard case .success(let found) = result else { throw .malformed }
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
    guard isList || count == 1 else { throw .malformed }
    return Document(lines: lines, isList: isList, count: count)
  }

  private static func deepest(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var depth = 0
    var deepest = 0
    var isString = false
    var isEscaped = false
    for byte in bytes {
      if isString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        deepest = max(deepest, depth)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
    }
    return deepest
  }
}
