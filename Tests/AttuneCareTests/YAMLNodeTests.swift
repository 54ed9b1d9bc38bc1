import Testing

@testable import AttuneCare

@Suite struct YAMLNodeTests {
  @Test func partsAndTheirPlaces() throws {
    let root = try #require(try YAMLNode.read("a: 1 # one\nlist:\n  - \"x: y\"\n  - |\n    two\n    lines\nempty:\n"))
    #expect(root.mapping?.map(\.key.scalar) == ["a", "list", "empty"])
    #expect(root["a"]?.scalar == "1")
    #expect(root["list"]?.sequence?.map(\.scalar) == ["x: y", "two\nlines\n"])
    #expect(root["list"]?.sequence?.map(\.line) == [3, 4])
    #expect(root["empty"]?.scalar == "")
    #expect(root["none"] == nil && root["a"]?["b"] == nil)
  }

  @Test(arguments: ["", "# nothing\n", "---\n"])
  func nothing(_ text: String) throws { #expect((try YAMLNode.read(text))?.scalar ?? "" == "") }

  @Test func aliasesStandForWhatTheyName() throws {
    let root = try #require(try YAMLNode.read("a: &x [1, 2]\nb: *x\n"))
    #expect(root["b"]?.sequence?.map(\.scalar) == ["1", "2"])
  }

  @Test func problemsHaveTheirLine() {
    #expect(throws: YAMLError.duplicateKey("a")) { try YAMLNode.read("a: 1\nb: 2\na: 3\n") }
    for (text, line) in [("a: [", 2), ("a: b: c", 1), ("x: 1\n\t- y", 2), ("a: *none", 1)] {
      let error = #expect(throws: YAMLError.self, "\(text)") { try YAMLNode.read(text) }
      guard case .malformed(let found, let message) = error else {
        Issue.record("\(text)")
        continue
      }
      #expect(found == line && !message.isEmpty, "\(text): \(found ?? 0) \(message)")
    }
    for text in ["a: \u{1}", "a: 1\n---\nb: 2\n", "a: \u{0}b"] {
      #expect(throws: YAMLError.self, "\(text.debugDescription)") { try YAMLNode.read(text) }
    }
  }

  /// A small file that stands for one without end, one that holds itself, and a deep one.
  @Test func bombsAreRefused() {
    var lines = ["a0: &a0 [1,1,1,1,1,1,1,1,1,1]"]
    for level in 1...12 {
      lines.append("a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ","))]")
    }
    #expect(throws: YAMLError.self) { try YAMLNode.read(lines.joined(separator: "\n")) }
    #expect(throws: YAMLError.self) { try YAMLNode.read("a: &a [*a]") }
    #expect(throws: YAMLError.self) {
      try YAMLNode.read(String(repeating: "[", count: 500) + String(repeating: "]", count: 500))
    }
  }

  private static let bombs: [(name: String, text: String, line: Int)] = [
    ("bytes", "# " + String(repeating: "x", count: YAMLLimits.bytes), 1),
    ("lists", "a:\n  " + String(repeating: "[", count: 100_000), 2),
    ("mappings", String(repeating: "{", count: 100_000), 1),
    ("block lists", String(repeating: "- ", count: 100_000), 1),
    ("keys", String(repeating: "? ", count: 100_000), 1),
    (
      "a long text",
      "a: &x \"\(String(repeating: "z", count: 1_000_000))\"\nb:\n" + String(repeating: "- *x\n", count: 2_000), 10
    ),
    (
      "a long list", "a: &x [\(String(repeating: "w,", count: 50_000))]\nb: [\(String(repeating: "*x,", count: 20))]", 2
    ),
    ("anchors", (0...YAMLLimits.aliases).map { "- &a\($0) x\n" }.joined(), YAMLLimits.aliases + 1),
    ("directives", (0..<100_000).map { "%TAG !a\($0)! tag:x\n" }.joined() + "--- a", YAMLLimits.directives + 1),
    ("a mapping as a key", "x: y\n? [a]\n: b", 2),
  ]

  /// Each is refused with its line, before memory or time goes into it, by all that read YAML.
  @Test(arguments: bombs)
  func limitsHaveTheirLine(name: String, text: String, line: Int) {
    let start = ContinuousClock.now
    guard case .malformed(line, let message)? = #expect(throws: YAMLError.self, performing: { try YAMLNode.read(text) })
    else {
      Issue.record("\(name)")
      return
    }
    #expect(throws: Taxonomy.Failure.malformed(line: line, message: message)) { try Taxonomy(yaml: text) }
    #expect(throws: UrgencyWeights.Failure.malformed(line: line, message: message)) { try UrgencyWeights(yaml: text) }
    #expect(throws: YAMLError.malformed(line: line, message: message)) { try UrgencyCues(yaml: text) }
    let error = RubricError.notYAML("line \(line): \(message)")
    #expect(throws: error) { try Rubric(yaml: text) }
    #expect(throws: error) { try PhraseBook(yaml: text) }
    #expect(throws: error) { try ScenarioBook(yaml: text) }
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func linesOfLiteralTextsAreLinesOfTheFile() throws {
    let root = try #require(try YAMLNode.read("a:\n  b: |\n    one\n\n    three\n  c: two words\n"))
    #expect(root["a"]?["b"]?.line(ofText: 2) == 5)
    #expect(root["a"]?["c"]?.line(ofText: 0) == 6)
  }
}
