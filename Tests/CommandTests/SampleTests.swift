import Testing

/// The three forms of Samples/feedback are the same records, for a reader and for the shipped model.
@Suite struct SampleTests {
  private static let folder = Attune.root.appendingPathComponent("Samples").path

  private func bytes(_ ending: String) -> [UInt8] { Workspace.bytes(at: "\(Self.folder)/feedback.\(ending)") }

  /// As the text form writes a text: each line break or blank line is a blank.
  private func onOneLine(_ text: String) -> String { text.replacing(/(\r?\n)+/, with: " ") }

  @Test func theFormsAgree() throws {
    let rows = table(bytes("csv"))
    let header = try #require(rows.first)
    let objects = Attune.lines(bytes("jsonl")).map { object($0) }
    let texts = Attune.lines(bytes("txt"))
    #expect(objects.count >= 200)
    #expect(rows.count == objects.count + 1)
    #expect(texts.count == objects.count)
    let textColumn = try #require(header.firstIndex(of: "text"))
    for (row, (object, text)) in zip(rows.dropFirst(), zip(objects, texts)) {
      for (name, value) in zip(header, row) { #expect(object[name] as? String == value) }
      #expect(object.count == header.count)
      #expect(onOneLine(row[textColumn]) == text)
    }
  }

  @Test func theVerdictsAgree() throws {
    let verdicts = { (ending: String) throws -> [[String]] in
      let outcome = try Attune.run(["classify", "\(Self.folder)/feedback.\(ending)"])
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains(", 0 errors"))
      switch ending {
      case "txt": return outcome.lines.map { $0.components("\t") }
      case "csv": return table(outcome.output).dropFirst().map { Array($0.suffix(5)) }
      default:
        return outcome.lines.map { line in
          let parts = line.split(separator: "\"sentiment\":{").last.map(String.init) ?? ""
          let label = parts.firstMatch(of: /"label":"(\w+)"/).map { String($0.1) } ?? ""
          return [label] + parts.matches(of: /-?[01]\.\d{4}/).map { String($0.0) }
        }
      }
    }
    let reference = try verdicts("csv")
    #expect(reference.count >= 200)
    #expect(try verdicts("jsonl") == reference)
    let text = try verdicts("txt")
    #expect(text.count == reference.count)
    let texts = table(bytes("csv")).dropFirst().map { $0[4] }
    // A line break ends a sentence, the blank that stands for it in plain text does not: there the texts differ.
    for (index, (one, other)) in zip(text, reference).enumerated() where !texts[index].contains(where: \.isNewline) {
      #expect(one == other, "record \(index + 1)")
    }
  }
}
