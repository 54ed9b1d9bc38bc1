/// Makes a line of each record of a JSON document: of the elements of an array, of the values that follow each other, or of
/// the elements of an array inside objects.
///
///     {"page": 1, "reviews": [          {"text": "good", "stars": 5}
///       {"text": "good",          →     {"text": "bad"}
///        "stars": 5},
///       {"text": "bad"}]}
///
/// A record keeps its bytes, but a line break between tokens becomes a blank, with the blanks that follow it. Records are
/// not judged here: one whose brackets or strings are wrong comes out as it is, for the parser to refuse it. A line break in
/// a string, which JSON forbids, shows that a string lacks its end; the record then ends before the next line that begins
/// as the record's did, so that one bad record does not swallow the others.
///
/// Memory does not depend on the length of records.
final class JSONRecords: InputShaper {
  private enum State {
    /// Between records, or before and behind the document.
    case between
    /// In a record: its tokens, a string, behind a backslash, behind a line break.
    case tokens, string, escape, indent
    /// In an object on the way to the records.
    case key, colon, value
    /// In a key, and behind a backslash in it.
    case name, nameEscape
    /// In what is passed over.
    case skip, skipString, skipEscape
  }

  let container = InputContainer.json
  private let path: [[UInt8]]
  /// Nobody has said where the records are, so that further arrays of objects are an error.
  private let isFound: Bool
  private let name: String

  private var state = State.between
  /// Brackets that are open in a record or in what is passed over.
  private var depth = 0
  /// The document itself is an array, which is open.
  private var isInDocument = false
  /// An array of records inside objects is open.
  private var isInMember = false
  private var isInArray: Bool { level == 0 ? isInDocument : isInMember }
  /// Objects on the way that are open.
  private var level = 0
  private var key: [UInt8] = []
  /// Keys beside the way, for messages.
  private var members: [String] = []
  private var hasRecords = false
  /// What is passed over is an array of which the first element has not come.
  private var isBeforeElement = false
  private var isBroken = false
  /// Blanks since the line break, before a record and inside of one.
  private var blanks = 0
  private var recordBlanks = 0
  private var line = 1
  private var hasBegun = false

  private var input = [UInt8](repeating: 0, count: 1 << 16)
  private var output: [UInt8] = []
  private var given = 0
  private(set) var hasEnded = false
  /// The input has ended inside the document.
  private var isCut = false
  var failure: StreamError? { isCut ? .cutDocument(path: name) : nil }

  /// Bytes of a key that are compared.
  private static let keyLimit = 1 << 12

  /// - Parameters:
  ///   - path: the keys on the way to the array of records.
  ///   - isFound: nobody has said it.
  init(path: [[UInt8]], isFound: Bool, name: String) {
    self.path = path
    self.isFound = isFound
    self.name = name
  }

  func read(
    _ source: ByteSource, into bytes: UnsafeMutablePointer<UInt8>, capacity: Int, waits: Bool, cancellation: Int32
  ) throws(StreamError) -> ByteSource.Arrival {
    while given == output.count {
      output.removeAll(keepingCapacity: true)
      given = 0
      if hasEnded { return .end }
      var arrival = ByteSource.Arrival.nothing
      var failure: StreamError?
      input.withUnsafeMutableBufferPointer { input in
        do throws(StreamError) {
          arrival = try source.readInput(
            into: input.baseAddress!, capacity: input.count, waits: waits, cancellation: cancellation)
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      switch arrival {
      case .nothing: return .nothing
      case .cancelled: return .cancelled
      case .end:
        hasEnded = true
        try finish(&output)
      case .bytes(let count): try split(count)
      }
    }
    let count = min(capacity, output.count - given)
    output.withUnsafeBufferPointer { bytes.update(from: $0.baseAddress! + given, count: count) }
    given += count
    return .bytes(count)
  }

  private func split(_ count: Int) throws(StreamError) {
    // Taken out for as long as it is written to, so that it is not copied.
    var output = self.output
    self.output = []
    defer { self.output = output }
    let input = self.input
    var failure: StreamError?
    input.withUnsafeBufferPointer { input in
      do throws(StreamError) {
        try split(UnsafeBufferPointer(rebasing: input[..<count]), into: &output)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  /// Takes the next bytes of the document and appends the lines that they make.
  func split(_ bytes: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) throws(StreamError) {
    var at = 0
    if !hasBegun {
      hasBegun = true
      if bytes.starts(with: ByteOrderMark.utf8) { at = 3 }
    }
    while at < bytes.count {
      let byte = bytes[at]
      switch state {
      case .tokens, .string: at = copy(bytes, at, &output)
      case .escape:
        output.append(byte == 0x0A ? 0x09 : byte)
        state = .string
        if byte == 0x0A { breakOff() }
        at += 1
      case .indent: at = indent(byte, at, &output)
      case .between: at = between(byte, at, &output)
      case .key, .colon, .value, .name, .nameEscape:
        try enter(byte)
        at += 1
      case .skip, .skipString, .skipEscape: at = try skip(bytes, at)
      }
    }
  }

  /// - Throws: `StreamError` when there are no records where they ought to be.
  func finish(_ output: inout [UInt8]) throws(StreamError) {
    switch state {
    case .tokens, .string, .escape, .indent:
      isCut = depth > 0 || isInArray || level > 0
      end(&output)
    case .between:
      isCut = isInArray || level > 0
      if !path.isEmpty, !hasRecords { throw missing }
    default:
      guard hasRecords else { throw missing }
      isCut = true
    }
  }

  private var missing: StreamError {
    .noRecords(path: name, place: JSONShape.text(ofPath: path), members: members)
  }

  // MARK: Records

  /// Copies as much of a record as its state tells.
  private func copy(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ output: inout [UInt8]) -> Int {
    var at = start
    if state == .string {
      while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\"), bytes[at] != 0x0A {
        at += 1
      }
      output += UnsafeBufferPointer(rebasing: bytes[start..<at])
      guard at < bytes.count else { return at }
      switch bytes[at] {
      case 0x0A:
        // No parser takes a tab in a string, and no other line is made.
        output.append(0x09)
        breakOff()
      case UInt8(ascii: "\\"):
        output.append(bytes[at])
        state = .escape
      default:
        output.append(bytes[at])
        state = .tokens
        if depth == 0 { end(&output) }
      }
      return at + 1
    }
    loop: while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        state = .string
        at += 1
        break loop
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth > 0 { depth -= 1 } else { return finishBare(bytes, start..<at, &output) }
        if depth == 0 {
          output += UnsafeBufferPointer(rebasing: bytes[start...at])
          end(&output)
          return at + 1
        }
      case UInt8(ascii: ","), 0x20, 0x09: if depth == 0 { return finishBare(bytes, start..<at, &output) }
      case 0x0A, 0x0D:
        if depth == 0 { return finishBare(bytes, start..<at, &output) }
        output += UnsafeBufferPointer(rebasing: bytes[start..<at])
        state = .indent
        blanks = 0
        return at
      default: break
      }
      at += 1
    }
    output += UnsafeBufferPointer(rebasing: bytes[start..<at])
    return at
  }

  private func finishBare(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ output: inout [UInt8]) -> Int {
    output += UnsafeBufferPointer(rebasing: bytes[range])
    end(&output)
    return range.upperBound
  }

  private func end(_ output: inout [UInt8]) {
    output.append(0x0A)
    state = .between
    depth = 0
    isBroken = false
  }

  /// A string does not end on its line.
  private func breakOff() {
    line += 1
    isBroken = true
    state = .indent
    blanks = 0
    depth = max(depth, 1)
  }

  private func indent(_ byte: UInt8, _ at: Int, _ output: inout [UInt8]) -> Int {
    switch byte {
    case 0x0A:
      line += 1
      blanks = 0
    case 0x0D: break
    case 0x20, 0x09: blanks += 1
    case UInt8(ascii: "{") where isBroken && blanks == recordBlanks,
      UInt8(ascii: "]") where isBroken && isInArray && blanks < recordBlanks:
      end(&output)
      return at
    default:
      output.append(0x20)
      state = .tokens
      return at
    }
    return at + 1
  }

  /// Before a record, between two, or behind the last one.
  private func between(_ byte: UInt8, _ at: Int, _ output: inout [UInt8]) -> Int {
    switch byte {
    case 0x0A:
      line += 1
      blanks = 0
    case 0x20, 0x09: blanks += 1
    case 0x0D: break
    case UInt8(ascii: ",") where isInArray: break
    case UInt8(ascii: "]") where isInArray:
      if level == 0 {
        isInDocument = false
      } else {
        isInMember = false
        state = .key
      }
    case UInt8(ascii: "[") where level == 0 && !isInDocument: isInDocument = true
    case UInt8(ascii: "{") where !path.isEmpty && level == 0:
      level = 1
      hasRecords = false
      state = .key
    default:
      recordBlanks = blanks
      guard byte != UInt8(ascii: "}"), byte != UInt8(ascii: "]"), byte != UInt8(ascii: ",") else {
        // It closes or separates nothing: a record that cannot be read.
        output += [byte, 0x0A]
        break
      }
      state = .tokens
      return at
    }
    return at + 1
  }

  // MARK: The way to the records

  private func enter(_ byte: UInt8) throws(StreamError) {
    switch state {
    case .name:
      switch byte {
      case UInt8(ascii: "\""):
        state = .colon
        return
      case UInt8(ascii: "\\"): state = .nameEscape
      case 0x0A: throw .malformedJSON(path: name, line: line)
      default: break
      }
      if key.count < Self.keyLimit { key.append(byte) }
      return
    case .nameEscape:
      state = .name
      if key.count < Self.keyLimit { key.append(byte) }
      return
    default: break
    }
    if byte == 0x0A { line += 1 }
    if Self.isBlank(byte) { return }
    switch (state, byte) {
    case (.key, UInt8(ascii: ",")): break
    case (.key, UInt8(ascii: "\"")):
      key.removeAll(keepingCapacity: true)
      state = .name
    case (.key, UInt8(ascii: "}")):
      level -= 1
      if level == 0 {
        state = .between
        if !hasRecords { throw missing }
      }
    case (.colon, UInt8(ascii: ":")): state = .value
    case (.value, _): try take(byte)
    default: throw .malformedJSON(path: name, line: line)
    }
  }

  /// The first byte of a member's value.
  private func take(_ byte: UInt8) throws(StreamError) {
    let isOnWay = key == path[level - 1]
    if isOnWay, level == path.count, byte == UInt8(ascii: "[") {
      isInMember = true
      hasRecords = true
      // The level stays: the array ends inside this object.
      state = .between
      return
    }
    if isOnWay, level < path.count, byte == UInt8(ascii: "{") {
      level += 1
      state = .key
      return
    }
    if members.count < 20 { members.append(String(decoding: key.prefix(80), as: UTF8.self)) }
    depth = 0
    isBeforeElement = false
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth = 1
      isBeforeElement = byte == UInt8(ascii: "[") && isFound
      state = .skip
    case UInt8(ascii: "\""): state = .skipString
    case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ","), UInt8(ascii: ":"):
      throw .malformedJSON(path: name, line: line)
    default: state = .skip
    }
  }

  private func skip(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) throws(StreamError) -> Int {
    var at = start
    while at < bytes.count {
      let byte = bytes[at]
      if byte == 0x0A { line += 1 }
      switch state {
      case .skipString:
        if byte == UInt8(ascii: "\\") {
          state = .skipEscape
        } else if byte == UInt8(ascii: "\"") {
          state = depth == 0 ? .key : .skip
          if depth == 0 { return at + 1 }
        }
      case .skipEscape: state = .skipString
      default:
        if isBeforeElement, !Self.isBlank(byte) {
          isBeforeElement = false
          if byte == UInt8(ascii: "{") {
            throw .severalRecords(
              path: name,
              places: [JSONShape.text(ofPath: path), JSONShape.text(ofPath: path.prefix(level - 1) + [key])])
          }
        }
        switch byte {
        case UInt8(ascii: "\""): state = .skipString
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          if depth == 0 {
            state = .key
            return at
          }
          depth -= 1
          if depth == 0 {
            state = .key
            return at + 1
          }
        case UInt8(ascii: ",") where depth == 0:
          state = .key
          return at
        default: break
        }
      }
      at += 1
    }
    return at
  }
}
