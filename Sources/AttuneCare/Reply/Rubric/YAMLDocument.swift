/// A part of a YAML document, with its place for messages.
struct YAMLDocument {
  let node: YAMLNode
  let place: String

  init(_ text: String) throws(RubricError) {
    let node: YAMLNode?
    do throws(YAMLError) {
      node = try YAMLNode.read(text)
    } catch {
      switch error {
      case .malformed(let line, let message): throw .notYAML((line.map { "line \($0): " } ?? "") + message)
      case .duplicateKey(let key): throw .notYAML("'\(key.shortened)' occurs twice")
      }
    }
    guard let node else { throw .missing("content") }
    self.init(node, "")
  }

  private init(_ node: YAMLNode, _ place: String) {
    self.node = node
    self.place = place
  }

  private func part(_ key: String, _ node: YAMLNode) -> YAMLDocument {
    YAMLDocument(node, place.isEmpty ? key.shortened : "\(place).\(key.shortened)")
  }

  /// The entries of a mapping, in order.
  func entries() throws(RubricError) -> [(key: String, value: YAMLDocument)] {
    guard let mapping = node.mapping else { throw .wrongValue(place: place, expected: "a mapping") }
    return mapping.map { key, value in (key.scalar ?? "", part(key.scalar ?? "", value)) }
  }

  subscript(_ key: String) -> YAMLDocument? { node[key].map { part(key, $0) } }

  func required(_ key: String) throws(RubricError) -> YAMLDocument {
    guard let value = self[key] else { throw .missing(place.isEmpty ? key : "\(place).\(key)") }
    return value
  }

  func text() throws(RubricError) -> String {
    guard let text = node.scalar else { throw .wrongValue(place: place, expected: "text") }
    return text
  }

  /// The largest number of a rubric: sums of its weights stay numbers.
  private static let limit = 1_000_000.0

  func number() throws(RubricError) -> Double {
    guard let number = node.scalar.flatMap(Double.init), abs(number) <= Self.limit else {
      throw .wrongValue(place: place, expected: "a number up to 1,000,000")
    }
    return number
  }

  /// Words between blanks and line breaks.
  func words() throws(RubricError) -> [String] {
    try text().utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }.map { String(Substring($0)) }
  }

  /// Lines that are neither empty nor begin with "//".
  func lines() throws(RubricError) -> [String] { try numberedLines().map(\.text) }

  /// The same with the lines of the file that they are.
  func numberedLines() throws(RubricError) -> [(line: Int, text: String)] {
    let slash = UInt8(ascii: "/")
    var lines: [(line: Int, text: String)] = []
    let all = try text().utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in all.enumerated() {
      let line = line.drop { $0 == UInt8(ascii: " ") }
      if line.isEmpty || line.first == slash && line.dropFirst().first == slash { continue }
      lines.append((node.line(ofText: index), String(Substring(line))))
    }
    return lines
  }

  func list() throws(RubricError) -> [YAMLDocument] {
    guard let sequence = node.sequence else { throw .wrongValue(place: place, expected: "a list") }
    return sequence.enumerated().map { part("\($0 + 1)", $1) }
  }

  /// - Throws: `RubricError.unknownKey` for a key that is not in `known`.
  func check(keys known: [String]) throws(RubricError) {
    for entry in try entries() where !known.contains(entry.key) {
      throw .unknownKey(place: place.isEmpty ? "the file" : place, key: entry.key, known: known)
    }
  }
}
