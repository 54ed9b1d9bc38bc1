import CSIMDJSON

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Finds the text of JSON records with simdjson, which validates each of them on the way. simdjson, because it is the
/// fastest parser that Debian carries, follows RFC 8259 to the letter and is fuzzed continuously.
final class JSONFieldFinder {
  /// The field's name as the user gave it.
  let name: String
  private let allowsNumbers: Bool
  private let parser: OpaquePointer
  private let paths: [Path]

  /// C strings of the keys on the way to a field.
  private final class Path {
    let keys: [UnsafePointer<CChar>?]
    init(_ keys: [String]) { self.keys = keys.map { UnsafePointer(strdup($0)) } }
    deinit { for key in keys { free(UnsafeMutablePointer(mutating: key)) } }
  }

  /// - Parameters:
  ///   - name: a key; "a.b" is the key "a.b" or the key "b" of the object "a".
  ///   - allowsNumbers: numbers count as strings.
  init(name: String, allowsNumbers: Bool = false) {
    self.allowsNumbers = allowsNumbers
    guard let parser = attune_json_create() else { fatalError("out of memory") }
    self.parser = parser
    self.name = name
    let steps = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    paths = steps.count > 1 ? [Path([name]), Path(steps)] : [Path([name])]
  }

  deinit { attune_json_destroy(parser) }

  /// The text, valid until the next call.
  ///
  /// - Parameter record: at least `Chunk.padding` bytes behind it must be readable.
  func find(in record: UnsafeBufferPointer<UInt8>) throws(RecordProblem.Reason) -> UnsafeBufferPointer<UInt8> {
    var text: UnsafePointer<UInt8>?
    var length = 0
    var message: UnsafePointer<CChar>?
    var result = ATTUNE_JSON_MISSING
    for path in paths {
      result = attune_json_find(
        parser, record.baseAddress, record.count, path.keys, path.keys.count, allowsNumbers ? 1 : 0, &text, &length,
        &message)
      if result != ATTUNE_JSON_MISSING { break }
    }
    switch result {
    case ATTUNE_JSON_FOUND: return UnsafeBufferPointer(start: text, count: length)
    case ATTUNE_JSON_INVALID: throw .invalidJSON(message.map { String(cString: $0) } ?? "unknown error")
    case ATTUNE_JSON_NOT_AN_OBJECT: throw .notAnObject
    case ATTUNE_JSON_NULL: throw .nullField(name)
    case ATTUNE_JSON_NOT_A_STRING: throw .notAString(name)
    default: throw .missingField(name)
    }
  }
}
