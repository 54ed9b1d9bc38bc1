import Foundation
import Testing

/// Files as other systems write them, with what is right as `Snapshots/Exports/expected.py` computes it.
@Suite struct ExportTests {
  private static let folder = Attune.root.appendingPathComponent("Tests/CommandTests/Snapshots/Exports")

  private static func rows(_ name: String) throws -> [[String]] {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }

  @Test func newestMessages() throws {
    let path = Self.folder.appendingPathComponent("mailbox.csv").path
    let options = ["--by", "who", "--time", "when", "--top", "1000"]
    let outcome = try Attune.run(["triage", "-q", path] + options)
    let found = table(outcome.output).dropFirst().map { [$0[1], $0[2], $0[$0.count - 2]] }
    #expect(found.sorted { $0[1] < $1[1] } == (try Self.rows("mailbox.expected.tsv")).sorted { $0[1] < $1[1] })
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(
      try Attune.run(["triage", "-q", "--format", "csv", "-j3"] + options, Array(bytes)).output == outcome.output)
  }

  @Test func labels() throws {
    for row in try Self.rows("labels.expected.tsv") {
      let path = Self.folder.appendingPathComponent("labels-\(row[0]).csv").path
      let outcome = try Attune.run(["evaluate", path, "--json"])
      let classes = object(try outcome.line(0))["per_class"] as? [String: [String: Any]]
      #expect(
        ["negative", "neutral", "positive"].map { "\(classes?[$0]?["texts"] as? Int ?? -1)" } == Array(row[1...3]),
        "\(row[0])")
      #expect(outcome.errors.contains("texts left out") == (row[4] != "0"))
      if row[4] != "0" { #expect(outcome.errors.contains("\(row[4]) of ")) }
    }
  }
}
