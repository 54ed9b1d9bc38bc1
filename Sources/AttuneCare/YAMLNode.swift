import CYAML

/// A part of a YAML document, as libyaml reads it: without Foundation, so that the C library stays small.
struct YAMLNode: Sendable {
  enum Content: Sendable {
    /// As it is written, without quotes.
    case scalar(String)
    case sequence([YAMLNode])
    /// In the order of the file; no key stands there twice.
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  var content: Content
  /// Where it begins, from 1.
  var line: Int

  var scalar: String? { if case .scalar(let text) = content { text } else { nil } }
  var sequence: [YAMLNode]? { if case .sequence(let nodes) = content { nodes } else { nil } }
  var mapping: [(key: YAMLNode, value: YAMLNode)]? { if case .mapping(let pairs) = content { pairs } else { nil } }

  /// The value of a key of a mapping.
  subscript(_ key: String) -> YAMLNode? { mapping?.first { $0.key.scalar == key }?.value }
}

/// Why a text is no YAML that can be used.
enum YAMLError: Error, Equatable {
  case malformed(line: Int?, message: String)
  /// A key that stands twice in a mapping.
  case duplicateKey(String)
}

extension YAMLNode {
  /// The root of the only document of a text; nil when there is none.
  static func read(_ text: String) throws(YAMLError) -> YAMLNode? {
    try Array(text.utf8).withUnsafeBufferPointer { (bytes) throws(YAMLError) in
      let reader = YAMLReader(bytes)
      guard let root = try reader.next() else { return nil }
      guard try reader.next() == nil else { throw .malformed(line: nil, message: "one document was expected") }
      return root
    }
  }
}

/// Turns the documents of a text into nodes.
private final class YAMLReader {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private var document = yaml_document_t()
  private var count = 0

  /// Parts of a document, those that aliases repeat counted again: a small file can stand for one without end.
  private static let limit = 1_000_000
  private static let deepest = 100

  /// - Parameter bytes: must outlive the reader.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else { fatalError("out of memory") }
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The root of the next document; nil at the end.
  func next() throws(YAMLError) -> YAMLNode? {
    guard yaml_parser_load(parser, &document) == 1 else {
      let problem = parser.pointee.problem.map { String(cString: $0) } ?? "cannot be read"
      // Of characters that may not stand there only the byte is known.
      let hasPlace = parser.pointee.error != YAML_READER_ERROR
      throw .malformed(line: hasPlace ? Int(parser.pointee.problem_mark.line) + 1 : nil, message: problem)
    }
    defer { yaml_document_delete(&document) }
    guard let root = yaml_document_get_root_node(&document) else { return nil }
    return try node(root, depth: 0)
  }

  private func node(_ node: UnsafePointer<yaml_node_t>, depth: Int) throws(YAMLError) -> YAMLNode {
    let line = Int(node.pointee.start_mark.line) + 1
    count += 1
    guard count <= Self.limit, depth <= Self.deepest else {
      throw .malformed(line: line, message: "the file is too large or too deep")
    }
    let data = node.pointee.data
    switch node.pointee.type {
    case YAML_SEQUENCE_NODE:
      let items = UnsafeBufferPointer(
        start: data.sequence.items.start, count: data.sequence.items.top - data.sequence.items.start)
      var nodes: [YAMLNode] = []
      for item in items { nodes.append(try self.node(item, depth)) }
      return YAMLNode(content: .sequence(nodes), line: line)
    case YAML_MAPPING_NODE:
      let pairs = UnsafeBufferPointer(
        start: data.mapping.pairs.start, count: data.mapping.pairs.top - data.mapping.pairs.start)
      var entries: [(key: YAMLNode, value: YAMLNode)] = []
      var keys: Set<String> = []
      for pair in pairs {
        let key = try self.node(pair.key, depth)
        if let name = key.scalar, !keys.insert(name).inserted { throw .duplicateKey(name) }
        entries.append((key, try self.node(pair.value, depth)))
      }
      return YAMLNode(content: .mapping(entries), line: line)
    default:
      let text = UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
      return YAMLNode(content: .scalar(String(decoding: text, as: UTF8.self)), line: line)
    }
  }

  private func node(_ number: yaml_node_item_t, _ depth: Int) throws(YAMLError) -> YAMLNode {
    guard let found = yaml_document_get_node(&document, number) else {
      throw .malformed(line: nil, message: "cannot be read")
    }
    return try node(found, depth: depth + 1)
  }
}
