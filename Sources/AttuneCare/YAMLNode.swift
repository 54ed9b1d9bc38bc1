import CYAML

/// A part of a YAML document, as libyaml reads it: without Foundation, so that the C library stays small.
package struct YAMLNode: Sendable {
  package enum Content: Sendable {
    /// As it is written, without quotes.
    case scalar(String)
    case sequence([YAMLNode])
    /// In the order of the file; no key occurs twice, and all are scalars.
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  package var content: Content
  /// Where it begins, from 1.
  package var line: Int
  /// Whether it is a scalar behind `|`, whose lines are lines of the file.
  var isLiteral = false

  package var scalar: String? { if case .scalar(let text) = content { text } else { nil } }
  package var sequence: [YAMLNode]? { if case .sequence(let nodes) = content { nodes } else { nil } }
  package var mapping: [(key: YAMLNode, value: YAMLNode)]? {
    if case .mapping(let pairs) = content { pairs } else { nil }
  }

  /// The value of a key of a mapping.
  package subscript(_ key: String) -> YAMLNode? { mapping?.first { $0.key.scalar == key }?.value }

  /// The line of the file in which a line of the scalar stands, both counted as `line` is and from 0.
  func line(ofText index: Int) -> Int { isLiteral ? line + 1 + index : line }
}

/// Why a text is no YAML that can be used.
package enum YAMLError: Error, Equatable {
  case malformed(line: Int?, message: String)
  /// A key that stands twice in a mapping.
  case duplicateKey(String)
}

/// What a YAML file may hold at most. All is checked while the file is read, before anything is built from it: a small
/// file can stand for one without end.
enum YAMLLimits {
  /// Bytes of a file.
  static let bytes = 4 << 20
  /// Lists and mappings inside each other.
  static let depth = 32
  /// Parts of a document, those that aliases repeat counted again.
  static let nodes = 250_000
  /// Bytes of all texts, those that aliases repeat counted again.
  static let expandedBytes = 8 << 20
  /// Anchors, and aliases of them.
  static let aliases = 10_000
  /// Lines that begin with a directive's `%`, each of which libyaml compares with all before it.
  static let directives = 64
}

extension YAMLNode {
  /// The root of the only document of a text; nil when there is none.
  ///
  /// - Throws: `YAMLError`, also for a text beyond `YAMLLimits`.
  /// - Complexity: O(bytes + parts), aliases included
  package static func read(_ text: String) throws(YAMLError) -> YAMLNode? {
    var text = text
    let result = text.withUTF8 { bytes in
      Result { () throws(YAMLError) in
        try checkSize(bytes)
        let reader = YAMLReader(bytes)
        return try reader.root()
      }
    }
    return try result.get()
  }

  private static func checkSize(_ bytes: UnsafeBufferPointer<UInt8>) throws(YAMLError) {
    guard bytes.count <= YAMLLimits.bytes else {
      throw .malformed(line: 1, message: "\(bytes.count) bytes; the limit is \(YAMLLimits.bytes)")
    }
    var (line, directives, isAtStart) = (1, 0, true)
    for byte in bytes {
      if isAtStart, byte == UInt8(ascii: "%") {
        directives += 1
        guard directives <= YAMLLimits.directives else {
          throw .malformed(line: line, message: "more than \(YAMLLimits.directives) directives")
        }
      }
      isAtStart = byte == 0x0A || byte == 0x0D
      if byte == 0x0A { line += 1 }
    }
  }
}

/// Turns the events of a text into nodes.
private final class YAMLReader {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private var event = yaml_event_t()
  /// What was read so far, of a file with its aliases written out.
  private var size = Size()
  private var aliases = 0
  /// Of each anchor its node, which is shared and not copied, and what it adds.
  private var anchors: [String: (node: YAMLNode, size: Size)] = [:]

  private struct Size {
    var nodes = 0
    var bytes = 0
  }

  /// - Parameter bytes: must outlive the reader.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else { fatalError("out of memory") }
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
  }

  deinit {
    yaml_event_delete(&event)
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  func root() throws(YAMLError) -> YAMLNode? {
    var root: YAMLNode?
    while true {
      try next()
      switch event.type {
      case YAML_STREAM_END_EVENT: return root
      case YAML_DOCUMENT_START_EVENT:
        guard root == nil else { throw .malformed(line: line, message: "one document was expected") }
        try next()
        root = try node(depth: 0)
      default: break
      }
    }
  }

  /// Of the event that was read last.
  private var line: Int { Int(event.start_mark.line) + 1 }

  private func next() throws(YAMLError) {
    yaml_event_delete(&event)
    guard yaml_parser_parse(parser, &event) == 1 else {
      let problem = parser.pointee.problem.map { String(cString: $0) } ?? "cannot be read"
      // Of characters that may not stand there only the byte is known.
      let hasPlace = parser.pointee.error != YAML_READER_ERROR
      throw .malformed(line: hasPlace ? Int(parser.pointee.problem_mark.line) + 1 : nil, message: problem)
    }
  }

  /// The node that begins with the event that was read last.
  private func node(depth: Int) throws(YAMLError) -> YAMLNode {
    let line = line
    guard depth <= YAMLLimits.depth else {
      throw .malformed(line: line, message: "lists and mappings nested more than \(YAMLLimits.depth) deep")
    }
    let before = size
    switch event.type {
    case YAML_ALIAS_EVENT: return try alias()
    case YAML_SEQUENCE_START_EVENT:
      let anchor = try name(event.data.sequence_start.anchor)
      try add(Size(nodes: 1), at: line)
      var nodes: [YAMLNode] = []
      try next()
      while event.type != YAML_SEQUENCE_END_EVENT {
        nodes.append(try node(depth: depth + 1))
        try next()
      }
      return keep(YAMLNode(content: .sequence(nodes), line: line), anchor, since: before)
    case YAML_MAPPING_START_EVENT:
      let anchor = try name(event.data.mapping_start.anchor)
      try add(Size(nodes: 1), at: line)
      let pairs = try pairs(depth: depth)
      return keep(YAMLNode(content: .mapping(pairs), line: line), anchor, since: before)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let anchor = try name(scalar.anchor)
      try add(Size(nodes: 1, bytes: scalar.length), at: line)
      let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      let node = YAMLNode(
        content: .scalar(text), line: line, isLiteral: scalar.style == YAML_LITERAL_SCALAR_STYLE)
      return keep(node, anchor, since: before)
    default: throw .malformed(line: line, message: "cannot be read")
    }
  }

  private func pairs(depth: Int) throws(YAMLError) -> [(key: YAMLNode, value: YAMLNode)] {
    var pairs: [(key: YAMLNode, value: YAMLNode)] = []
    var keys: Set<String> = []
    try next()
    while event.type != YAML_MAPPING_END_EVENT {
      let key = try node(depth: depth + 1)
      guard let name = key.scalar else { throw .malformed(line: key.line, message: "a key must be text") }
      guard keys.insert(name).inserted else { throw .duplicateKey(name) }
      try next()
      pairs.append((key, try node(depth: depth + 1)))
      try next()
    }
    return pairs
  }

  private func alias() throws(YAMLError) -> YAMLNode {
    let name = event.data.alias.anchor.map { String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self)) }
    try countAlias()
    guard let name, let found = anchors[name] else {
      throw .malformed(line: line, message: "'*\((name ?? "").shortened)' does not refer to anything before it")
    }
    try add(found.size, at: line)
    return found.node
  }

  /// The name of an anchor that a node has.
  private func name(_ anchor: UnsafeMutablePointer<UInt8>?) throws(YAMLError) -> String? {
    guard let anchor else { return nil }
    try countAlias()
    return String(cString: UnsafeRawPointer(anchor).assumingMemoryBound(to: CChar.self))
  }

  private func countAlias() throws(YAMLError) {
    aliases += 1
    guard aliases <= YAMLLimits.aliases else {
      throw .malformed(line: line, message: "more than \(YAMLLimits.aliases) anchors and aliases")
    }
  }

  private func add(_ more: Size, at line: Int) throws(YAMLError) {
    size.nodes += more.nodes
    size.bytes += more.bytes
    guard size.nodes <= YAMLLimits.nodes else {
      throw .malformed(line: line, message: "more than \(YAMLLimits.nodes) parts, with aliases expanded")
    }
    guard size.bytes <= YAMLLimits.expandedBytes else {
      throw .malformed(
        line: line, message: "more than \(YAMLLimits.expandedBytes) bytes of text, with aliases expanded")
    }
  }

  private func keep(_ node: YAMLNode, _ anchor: String?, since before: Size) -> YAMLNode {
    if let anchor {
      anchors[anchor] = (node, Size(nodes: size.nodes - before.nodes, bytes: size.bytes - before.bytes))
    }
    return node
  }
}

extension String {
  /// Its beginning, short enough for a message.
  package var shortened: String {
    let limit = 60
    // Not by characters, one of which may be as long as the text.
    guard utf8.count > limit, unicodeScalars.dropFirst(limit).first != nil else { return self }
    return String(unicodeScalars.prefix(limit - 1)) + "…"
  }
}
