/// Tells JSON lines, of which nothing needs to be made, from other JSON.
///
/// | the input begins with | it is |
/// |---|---|
/// | `[` | an array of records, however its lines are broken |
/// | an object on one line | JSON lines; an object around an array where it is all that comes: in a file that ends with .json, and in a pipe or a file without such an ending if texts stand in its array only |
/// | an object over several lines | an object around an array of records, or objects one after the other |
///
/// An object is looked into for arrays of objects, through objects only. One such array holds the records; two are an error
/// that names them, for `--records` to choose one.
enum JSONShape: Equatable {
  case lines
  /// The way to the records is empty where they are the values or elements of the input.
  case records(path: [[UInt8]], isFound: Bool)
  /// More than one array of objects.
  case several([[[UInt8]]])

  /// What a name promises of a single object: that it holds records, or that it is one.
  enum Promise {
    case document, records, none

    init(_ place: StreamInput.Place) {
      self = .none
      guard case .file(let path) = place else { return }
      let name = RecordFormat.uncompressedName(path).lowercased()
      if name.hasSuffix(".json") { self = .document }
      if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") { self = .records }
    }
  }

  /// Bytes that are looked at to find the records.
  static let window = 1 << 20

  static func shaper(of source: ByteSource, cancellation: Int32) throws(StreamError) -> JSONRecords? {
    let name = source.input.name
    let wanted = source.input.reading.records.map { $0.split(separator: ".").map { Array($0.utf8) } }
    let promise = Promise(source.input.place)
    var isEnd = false
    var shape: JSONShape?
    // Not after every byte of many: when there are a sixteenth more, and as soon as the first line is there.
    var next = 0
    var hasLine = false
    while true {
      let count = source.peeked.count
      if isEnd || count >= next {
        shape = source.peeked.withUnsafeBufferPointer {
          JSONShape($0, isEnd: isEnd, promise: promise, wanted: wanted)
        }
        next = count <= 4096 ? 0 : count + count / 16
      }
      if shape != nil || isEnd { break }
      isEnd = try !source.peek(max(1 << 16, count), cancellation: cancellation)
      if !hasLine, source.peeked[count...].contains(0x0A) {
        hasLine = true
        next = 0
      }
    }
    switch shape ?? .lines {
    case .lines: return nil
    case .several(let paths): throw .severalRecords(path: name, places: paths.map(text(ofPath:)))
    case .records(let path, let isFound):
      if isFound, !path.isEmpty {
        source.input.reading.notes.add("\(name): the records are in \"\(text(ofPath: path))\"")
      }
      return JSONRecords(path: path, isFound: isFound, name: name)
    }
  }

  static func text(ofPath path: [[UInt8]]) -> String {
    path.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
  }

  /// - Parameters:
  ///   - head: the beginning of the input; all of it if `isEnd`.
  ///   - promise: what the name of the input promises.
  ///   - wanted: where the records are, if somebody has said it.
  /// - Returns: nil when more must be seen.
  init?(_ head: UnsafeBufferPointer<UInt8>, isEnd: Bool, promise: Promise, wanted: [[UInt8]]?) {
    var start = head.starts(with: ByteOrderMark.utf8) ? 3 : 0
    while start < head.count, JSONRecords.isBlank(head[start]) { start += 1 }
    guard start < head.count else {
      guard isEnd || start >= Self.window else { return nil }
      self = .lines
      return
    }
    if let wanted {
      self = .records(path: wanted, isFound: false)
    } else if head[start] == UInt8(ascii: "[") {
      self = .records(path: [], isFound: true)
    } else if head[start] != UInt8(ascii: "{") {
      self = .lines
    } else {
      self.init(object: UnsafeBufferPointer(rebasing: head[start...]), isEnd: isEnd, promise: promise)
    }
  }

  private init?(object head: UnsafeBufferPointer<UInt8>, isEnd: Bool, promise: Promise) {
    let isFull = isEnd || head.count >= Self.window
    let lineEnd = head.firstIndex(of: 0x0A)
    // The first line decides for nearly every input, and needs no further byte.
    let line = UnsafeBufferPointer(rebasing: head[..<(lineEnd ?? head.count)])
    let first = Arrays(of: line)
    let isDocument =
      promise == .document || promise == .none && !first.paths.isEmpty && !first.hasText && first.hasInnerText
    if lineEnd != nil || isEnd, first.end != nil, !isDocument {
      self = .lines
      return
    }
    guard lineEnd != nil || isFull else { return nil }
    let arrays = Arrays(of: head)
    if let end = arrays.end, end <= line.count {
      // One line, in a file whose name promises one document.
      let isAlone = head[end...].allSatisfy(JSONRecords.isBlank)
      if isAlone, !isFull { return nil }
      self = isAlone && isEnd ? Self.inside(arrays, otherwise: .lines) : .lines
      return
    }
    if let lineEnd {
      guard let next = head[lineEnd...].first(where: { !JSONRecords.isBlank($0) }) else {
        guard isFull else { return nil }
        self = .lines
        return
      }
      guard Self.goesOn(line, next, isIndented: head[lineEnd...].dropFirst().first.map { $0 <= 0x20 } ?? false) else {
        self = .lines
        return
      }
    } else if !isDocument {
      self = .lines
      return
    }
    if let end = arrays.end {
      // Objects one after the other are records themselves.
      let isAlone = head[end...].allSatisfy(JSONRecords.isBlank)
      if isAlone, !isFull { return nil }
      self =
        isAlone ? Self.inside(arrays, otherwise: .records(path: [], isFound: true)) : .records(path: [], isFound: true)
    } else {
      guard isFull else { return nil }
      self = Self.inside(arrays, otherwise: .records(path: [], isFound: true))
    }
  }

  private static func inside(_ arrays: Arrays, otherwise other: JSONShape) -> JSONShape {
    switch arrays.paths.count {
    case 0: other
    case 1: .records(path: arrays.paths[0], isFound: true)
    default: .several(arrays.paths)
    }
  }

  /// Whether an object that does not end on its line goes on behind it, and is not a record that broke off.
  private static func goesOn(_ line: UnsafeBufferPointer<UInt8>, _ next: UInt8, isIndented: Bool) -> Bool {
    guard let last = line.last(where: { !JSONRecords.isBlank($0) }) else { return false }
    switch last {
    case UInt8(ascii: "["): return true
    case UInt8(ascii: ","): return next != UInt8(ascii: "{") || Arrays(of: line).isInArray
    case UInt8(ascii: "{"), UInt8(ascii: ":"): return next != UInt8(ascii: "{") || isIndented
    default:
      return [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ":")].contains(next)
    }
  }

  /// The arrays of objects in an object, found through objects only. Linear; of broken JSON it finds what it can.
  struct Arrays {
    private(set) var paths: [[[UInt8]]] = []
    /// Behind the object; nil when it does not end in the bytes.
    private(set) var end: Int?
    /// Whether the bytes end between the elements of an array.
    var isInArray: Bool { open & 1 == 1 }
    /// Whether a string that reads like a text stands outside of arrays, so that the object is a record.
    private(set) var hasText = false
    /// Whether one stands inside of them.
    private(set) var hasInnerText = false
    /// A bit for each bracket that is open, the last one lowest: 1 for arrays. Of 64 brackets.
    private var open: UInt64 = 0

    /// Arrays that are looked for, and objects inside each other that are entered.
    private static let limit = 16

    init(of bytes: UnsafeBufferPointer<UInt8>) {
      var keys: [[UInt8]] = []
      var depth = 0
      var expectsKey = false
      var at = 0
      while at < bytes.count {
        switch bytes[at] {
        case UInt8(ascii: "\""):
          let start = at + 1
          at = start
          while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
          guard at < bytes.count else { return }
          if expectsKey, depth == keys.count {
            keys[depth - 1] = Array(bytes[start..<at])
            expectsKey = false
          } else if Self.isText(bytes[start..<at]) {
            if open == 0 { hasText = true } else { hasInnerText = true }
          }
        case UInt8(ascii: "{"):
          open <<= 1
          if depth == keys.count, depth < Self.limit {
            keys.append([])
            expectsKey = true
          }
          depth += 1
        case UInt8(ascii: "["):
          open = open << 1 | 1
          if depth == keys.count, depth > 0, paths.count < Self.limit,
            bytes[(at + 1)...].first(where: { !JSONRecords.isBlank($0) }) == UInt8(ascii: "{")
          {
            paths.append(keys)
          }
          depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth -= 1
          open >>= 1
          if depth < keys.count, !keys.isEmpty { keys.removeLast() }
          guard depth > 0 else {
            end = at + 1
            return
          }
          expectsKey = false
        case UInt8(ascii: ","): expectsKey = depth == keys.count
        default: break
        }
        at += 1
      }
    }

    /// Several words, or many letters beyond ASCII.
    private static func isText(_ string: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
      string.count { $0 == 0x20 } >= 3 || string.count { $0 >= 0x80 } >= 24
    }
  }
}
