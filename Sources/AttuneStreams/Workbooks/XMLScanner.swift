import CExpat

/// What an XML part holds, as it is read. Names come without their prefixes.
class XMLHandler {
  /// Who reads; it holds the handler.
  fileprivate(set) weak var scanner: XMLScanner?
  /// What ends the reading.
  var problem: WorkbookProblem?
  /// Elements that are open.
  fileprivate var depth = 0

  func start(_ name: XMLName, _ attributes: XMLAttributes) {}
  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

  /// Ends the reading with a problem.
  final func fail(_ problem: WorkbookProblem) {
    if self.problem == nil { self.problem = problem }
    scanner?.stop()
  }
}

/// The name of an element or attribute, valid during a call.
struct XMLName {
  let start: UnsafePointer<CChar>

  /// - Parameter name: with its prefix, if it has one.
  init(_ name: UnsafePointer<CChar>) {
    var start = name
    var at = name
    while at.pointee != 0 {
      if at.pointee == 0x3A { start = at + 1 }
      at += 1
    }
    self.start = start
  }

  static func == (name: XMLName, word: StaticString) -> Bool {
    var at = UnsafeRawPointer(name.start).assumingMemoryBound(to: UInt8.self)
    var other = word.utf8Start
    while at.pointee == other.pointee {
      if at.pointee == 0 { return true }
      at += 1
      other += 1
    }
    return false
  }
}

/// The attributes of an element, valid during a call.
struct XMLAttributes {
  fileprivate let list: UnsafeMutablePointer<UnsafePointer<CChar>?>

  /// The value of an attribute, whatever its prefix.
  subscript(name: StaticString) -> UnsafePointer<CChar>? {
    var at = list
    while let key = at[0] {
      if XMLName(key) == name { return at[1] }
      at += 2
    }
    return nil
  }

  /// Whether an attribute of this name, of several that differ in their prefix, has this value.
  func holds(_ name: StaticString, _ value: StaticString) -> Bool {
    var found = false
    forEach { if $0 == name, XMLName($1) == value { found = true } }
    return found
  }

  /// The value of an attribute that has a prefix.
  subscript(prefixed name: StaticString) -> UnsafePointer<CChar>? {
    var at = list
    while let key = at[0] {
      let local = XMLName(key)
      if local.start != key, local == name { return at[1] }
      at += 2
    }
    return nil
  }

  func string(_ name: StaticString) -> String? { self[name].map { String(cString: $0) } }

  func int(_ name: StaticString) -> Int? { string(name).flatMap { Int($0) } }

  /// Calls `body` with each local name and value.
  @inline(__always)
  func forEach(_ body: (XMLName, UnsafePointer<CChar>) -> Void) {
    var at = list
    while let key = at[0] {
      if let value = at[1] { body(XMLName(key), value) }
      at += 2
    }
  }
}

/// Reads a part of a workbook with Expat, a piece at a time. Documents that declare types or entities of their own are
/// refused: no workbook does.
final class XMLScanner {
  private let parser: XML_Parser
  private let part: ZipPart
  private let handler: XMLHandler
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var isSuspended = false
  private var fed = 0

  /// Elements inside each other, and bytes of one tag, which Expat holds.
  fileprivate static let mostDepth = 1_000
  private static let longestTag = 8 << 20
  private var isStopped = false
  private(set) var hasEnded = false

  init(_ part: ZipPart, _ handler: XMLHandler) throws(WorkbookProblem) {
    guard let parser = XML_ParserCreate(nil) else { throw .damaged(part: part.name) }
    self.parser = parser
    self.part = part
    self.handler = handler
    handler.scanner = self
    XML_SetUserData(parser, Unmanaged.passUnretained(handler).toOpaque())
    XML_SetElementHandler(
      parser,
      { data, name, attributes in
        guard let data, let name, let attributes else { return }
        let handler = Unmanaged<XMLHandler>.fromOpaque(data).takeUnretainedValue()
        handler.depth += 1
        guard handler.depth <= XMLScanner.mostDepth else {
          return handler.fail(.damaged(part: "a part of deep elements"))
        }
        handler.start(XMLName(name), XMLAttributes(list: attributes))
      },
      { data, name in
        guard let data, let name else { return }
        let handler = Unmanaged<XMLHandler>.fromOpaque(data).takeUnretainedValue()
        handler.depth -= 1
        handler.end(XMLName(name))
      })
    XML_SetCharacterDataHandler(parser) { data, text, count in
      guard let data, let text else { return }
      Unmanaged<XMLHandler>.fromOpaque(data).takeUnretainedValue()
        .text(UnsafeBufferPointer(start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: Int(count)))
    }
    XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
      guard let data else { return }
      Unmanaged<XMLHandler>.fromOpaque(data).takeUnretainedValue().fail(.damaged(part: "a part with a document type"))
    }
  }

  deinit {
    XML_ParserFree(parser)
  }

  /// Reads the next piece. After `pause` the rest of the last one.
  func advance() throws(WorkbookProblem) {
    guard !hasEnded else { return }
    let status: XML_Status
    if isSuspended {
      isSuspended = false
      status = XML_ResumeParser(parser)
    } else {
      let count = try part.read(into: &buffer)
      isLast = count == 0
      fed += count
      status = buffer.withUnsafeBytes {
        XML_Parse(parser, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(count), isLast ? 1 : 0)
      }
    }
    if let problem = handler.problem { throw problem }
    if isStopped {
      hasEnded = true
    } else if status == XML_STATUS_SUSPENDED {
      isSuspended = true
    } else if status != XML_STATUS_OK {
      throw .damaged(part: part.name)
    } else if isLast {
      hasEnded = true
    } else if fed - Int(XML_GetCurrentByteIndex(parser)) > Self.longestTag {
      throw .damaged(part: part.name)
    }
  }

  private var isLast = false

  func readAll() throws(WorkbookProblem) {
    while !hasEnded { try advance() }
  }

  /// Called by the handler: what it has is to be taken away before more comes.
  func pause() { XML_StopParser(parser, XML_Bool(1)) }

  /// Called by the handler: there is nothing more to be read.
  func stop() {
    isStopped = true
    XML_StopParser(parser, XML_Bool(0))
  }
}
