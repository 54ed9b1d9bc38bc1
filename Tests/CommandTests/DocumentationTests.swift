import Foundation
import Testing

/// What the documentation prints is what the command prints.
///
/// Every command of a `console` block runs in a shell, in a folder of its own that holds the repository's `Samples`. Its
/// standard output, and standard error behind it, are compared with the lines below it. `…` in a line stands for anything;
/// a last line `…` stands for all further lines.
///
/// `RECORD_DOCUMENTATION=1 swift test --filter DocumentationTests` writes what the commands print now into the pages and fails, so
/// that it is not forgotten; a block that ends with `…` keeps its number of lines.
@Suite struct DocumentationTests {
  static let pages: [String] = {
    let folder = Attune.root.appendingPathComponent("Documentation")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return ["README.md"] + names.filter { $0.hasSuffix(".md") }.sorted().map { "Documentation/\($0)" }
  }()

  @Test(arguments: pages) func printedOutputIsTrue(page: String) throws {
    let url = Attune.root.appendingPathComponent(page)
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    let folder = try Self.folderWithSamples()
    defer { try? FileManager.default.removeItem(at: folder) }
    let isRecording = ProcessInfo.processInfo.environment["RECORD_DOCUMENTATION"] != nil
    var recorded: [Substring] = []
    var at = 0
    while at < lines.count {
      recorded.append(lines[at])
      at += 1
      guard let fence = recorded.last, fence.hasPrefix("```console") else { continue }
      while at < lines.count, lines[at] != "```" {
        let command = Self.command(lines, &at)
        recorded += command
        let start = at
        while at < lines.count, lines[at] != "```", !lines[at].hasPrefix("$ ") { at += 1 }
        let expected = Array(lines[start..<at])
        let printed = try Self.output(of: command, in: folder, onTerminal: fence.hasSuffix("terminal"))
        if isRecording {
          recorded += Self.merged(expected, printed)
        } else {
          #expect(
            Self.matches(expected, printed),
            "\(page):\(start): \(command.joined(separator: "\n"))\nprints\n\(printed.joined(separator: "\n"))")
        }
      }
    }
    if isRecording, recorded != lines {
      try recorded.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
      Issue.record("recorded \(page)")
    }
  }

  @Test func anEllipsisStandsForAnything() {
    #expect(Self.matches(["3 records, … s", "…"], ["3 records, 0.01 s", "a", "b"]))
    #expect(Self.matches(["a … b … c"], ["a 1 b 2 c"]))
    #expect(!Self.matches(["a … b"], ["a 1 c"]))
    #expect(!Self.matches(["a"], ["a", "b"]))
    #expect(!Self.matches(["a", "b"], ["a"]))
  }

  // MARK: Pieces

  /// A line behind "$ ", and those that continue it.
  private static func command(_ lines: [Substring], _ at: inout Int) -> [Substring] {
    var command: [Substring] = []
    repeat {
      command.append(lines[at])
      at += 1
    } while command.last!.hasSuffix("\\") && at < lines.count
    return command
  }

  private static func folderWithSamples() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("attune-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let binaries = folder.appendingPathComponent("bin")
    try FileManager.default.createDirectory(at: binaries, withIntermediateDirectories: true)
    for (link, target) in [
      (folder.appendingPathComponent("Samples"), Attune.root.appendingPathComponent("Samples")),
      (binaries.appendingPathComponent("attune"), URL(fileURLWithPath: Attune.binary)),
    ] {
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
    }
    return folder
  }

  private static func output(
    of command: [Substring], in folder: URL, onTerminal: Bool
  ) throws -> [Substring] {
    let line = command.joined(separator: "\n").dropFirst(2)
    let setting = "cd '\(folder.path)'; PATH=\"$PWD/bin:$PATH\"; export PATH"
    let outcome: Attune.Outcome
    if onTerminal {
      let script = folder.appendingPathComponent("script.sh")
      try "stty cols 100\n\(line)\n".write(to: script, atomically: true, encoding: .utf8)
      outcome = try Attune.shell("\(setting); NO_COLOR=1 script -qec 'sh script.sh' /dev/null < /dev/null")
    } else {
      outcome = try Attune.shell("\(setting); \(line)")
    }
    let text = (outcome.text + outcome.errors).replacingOccurrences(of: "\r\n", with: "\n")
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0)
  }

  private static func matches(_ expected: [Substring], _ printed: [Substring]) -> Bool {
    let isCut = expected.last == "…"
    let shown = isCut ? expected.dropLast() : expected[...]
    guard isCut ? printed.count >= shown.count : printed.count == shown.count else { return false }
    return zip(shown, printed).allSatisfy { matches($0, $1) }
  }

  private static func matches(_ expected: Substring, _ printed: Substring) -> Bool {
    if expected == printed { return true }
    var parts = expected.split(separator: "…", omittingEmptySubsequences: false)
    guard parts.count > 1, printed.hasPrefix(parts.removeFirst()) else { return false }
    guard printed.hasSuffix(parts.removeLast()) else { return false }
    var rest = printed
    for part in parts where !part.isEmpty {
      guard let range = rest.range(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }

  private static func merged(_ expected: [Substring], _ printed: [Substring]) -> [Substring] {
    if matches(expected, printed) { return expected }
    let kept = expected.last == "…" ? Array(printed.prefix(expected.count - 1)) : printed
    let lines = kept.enumerated().map { index, line in
      expected.indices.contains(index) && matches(expected[index], line) ? expected[index] : line
    }
    return expected.last == "…" ? lines + ["…"] : lines
  }
}
