import Yams

/// A part of a YAML document, with its place for messages.
struct YAMLDocument {
  let node: Node
  let place: String

  init(_ text: String) throws(RubricError) {
    do {
      guard let node = try Yams.compose(yaml: text) else { throw RubricError.missing("content") }
      self.init(node, "")
    } catch let error as RubricError {
      throw error
    } catch {
      throw .notYAML("\(error)".split(separator: "\n").first.map(String.init) ?? "")
    }
  }

  private init(_ node: Node, _ place: String) {
    self.node = node
    self.place = place
  }

  private func part(_ key: String, _ node: Node) -> YAMLDocument {
    YAMLDocument(node, place.isEmpty ? key : "\(place).\(key)")
  }

  /// The entries of a mapping, in order.
  func entries() throws(RubricError) -> [(key: String, value: YAMLDocument)] {
    guard let mapping = node.mapping else { throw .wrongValue(place: place, expected: "a mapping") }
    return mapping.compactMap { key, value in key.string.map { ($0, part($0, value)) } }
  }

  subscript(_ key: String) -> YAMLDocument? { node.mapping?[Node(key)].map { part(key, $0) } }

  func required(_ key: String) throws(RubricError) -> YAMLDocument {
    guard let value = self[key] else { throw .missing(place.isEmpty ? key : "\(place).\(key)") }
    return value
  }

  func text() throws(RubricError) -> String {
    guard let text = node.scalar?.string else { throw .wrongValue(place: place, expected: "text") }
    return text
  }

  func number() throws(RubricError) -> Double {
    guard let number = node.float ?? node.int.map(Double.init), number.isFinite else {
      throw .wrongValue(place: place, expected: "a number")
    }
    return number
  }

  /// Words between blanks and line breaks.
  func words() throws(RubricError) -> [String] {
    try text().split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
  }

  /// Lines that are neither empty nor begin with "//".
  func lines() throws(RubricError) -> [String] {
    try text().split(separator: "\n").map { line in
      let start = line.firstIndex { $0 != " " } ?? line.endIndex
      return String(line[start...])
    }.filter { !$0.isEmpty && !$0.hasPrefix("//") }
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
