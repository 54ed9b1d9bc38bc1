import AttunePlatform
import CSIMDJSON

/// Finds texts of JSON records with simdjson, which validates each of them on the way. simdjson, because it is the
/// fastest parser that Debian carries, follows RFC 8259 to the letter and is fuzzed continuously.
final class JSONFieldFinder {
  private struct Field {
    /// As the user gave it.
    let name: String
    /// C strings of the keys on the ways to it.
    let paths: [[UnsafePointer<CChar>?]]
    /// What stands between the strings of an array.
    let separator: UInt8
    /// Room for a whole number; nil when numbers do not count as strings.
    let number: UnsafeMutablePointer<CChar>?
  }

  /// Between elements that count one by one: what ASCII calls the unit separator, which nobody types.
  package static let listSeparator: UInt8 = 0x1F

  private let fields: [Field]
  private let parser: OpaquePointer
  /// Keys that are watched for.
  private let watched: [UnsafePointer<CChar>?]
  private let watchedLengths: [Int]

  /// - Parameters:
  ///   - names: keys; "a.b" is the key "a.b" or the key "b" of the object "a", "a.0" also the first element of the array
  ///     "a". An array of strings is one text, with blanks between them.
  ///   - allowsNumbers: numbers count as strings, with the characters that stand in the record: "4e0", "1.50", and those
  ///     that no `Double` can hold. Whoever reads them decides what they are worth.
  ///   - strings: those of `names` of which numbers do not count all the same.
  ///   - lists: those of `names` of which each string of an array counts; `listSeparator` stands between them.
  ///   - watched: keys of which `holdsWatched` tells.
  init(
    names: [String], allowsNumbers: Bool = false, strings: Set<String> = [], lists: Set<String> = [],
    watched: [String] = []
  ) {
    guard let parser = attune_json_create() else { fatalError("out of memory") }
    self.parser = parser
    self.watched = watched.map { UnsafePointer(strdup($0)) }
    watchedLengths = watched.map(\.utf8.count)
    fields = names.map { name in
      let steps = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      return Field(
        name: name,
        paths: (steps.count > 1 ? [[name], steps] : [[name]]).map { $0.map { UnsafePointer(strdup($0)) } },
        separator: lists.contains(name) ? Self.listSeparator : 0x20,
        number: allowsNumbers && !strings.contains(name) ? .allocate(capacity: Int(ATTUNE_JSON_NUMBER)) : nil)
    }
  }

  convenience init(name: String, allowsNumbers: Bool = false, watched: [String] = []) {
    self.init(names: [name], allowsNumbers: allowsNumbers, watched: watched)
  }

  deinit {
    attune_json_destroy(parser)
    for field in fields {
      for key in field.paths.joined() { free(UnsafeMutablePointer(mutating: key)) }
      field.number?.deallocate()
    }
    for key in watched { free(UnsafeMutablePointer(mutating: key)) }
  }

  /// Validates a record, of which `text` then gives the fields.
  ///
  /// - Parameter record: at least `Chunk.padding` bytes behind it must be readable.
  func parse(_ record: UnsafeBufferPointer<UInt8>) throws(RecordProblem.Reason) {
    var message: UnsafePointer<CChar>?
    switch attune_json_parse(parser, record.baseAddress, record.count, &message) {
    case ATTUNE_JSON_FOUND: return
    case ATTUNE_JSON_NOT_AN_OBJECT: throw .notAnObject
    default: throw .invalidJSON(message.map { String(cString: $0) } ?? "unknown error")
    }
  }

  /// The text of a field of the record that was parsed last, valid until the next one is and as long as the record's bytes.
  func text(_ index: Int) throws(RecordProblem.Reason) -> UnsafeBufferPointer<UInt8> {
    var text: UnsafePointer<UInt8>?
    var length = 0
    var result = ATTUNE_JSON_MISSING
    attune_json_separate(parser, CChar(bitPattern: fields[index].separator))
    for path in fields[index].paths {
      result = attune_json_find(parser, path, path.count, fields[index].number, &text, &length)
      if result != ATTUNE_JSON_MISSING { break }
    }
    switch result {
    case ATTUNE_JSON_FOUND: return UnsafeBufferPointer(start: text, count: length)
    case ATTUNE_JSON_NULL: throw .nullField(fields[index].name)
    case ATTUNE_JSON_NOT_A_STRING: throw .notAString(fields[index].name)
    default: throw .missingField(fields[index].name)
    }
  }

  /// Whether the record that was parsed last has a member with one of the watched keys, however it is spelled.
  var holdsWatched: Bool {
    !watched.isEmpty && attune_json_holds(parser, watched, watchedLengths, watched.count)
  }

  /// The names of the record's members that was parsed last, as `init(names:)` takes them; members of objects inside, two
  /// levels deep, are "a.b" and "a.b.c".
  func members() -> [String] {
    var names: [String] = []
    withUnsafeMutablePointer(to: &names) { names in
      attune_json_members(
        parser,
        { names, name, length in
          let name = String(decoding: UnsafeRawBufferPointer(start: name, count: length), as: UTF8.self)
          names?.assumingMemoryBound(to: [String].self).pointee.append(name)
        }, names)
    }
    return names
  }

  /// The text of the first field of a record.
  func find(in record: UnsafeBufferPointer<UInt8>) throws(RecordProblem.Reason) -> UnsafeBufferPointer<UInt8> {
    try parse(record)
    return try text(0)
  }
}
