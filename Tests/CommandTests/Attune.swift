import AttunePlatform
import Foundation
import TestSupport
import Testing

/// Runs the command as its users do: a process, bytes in, bytes out, an exit code.
enum Attune {
  /// Where ATTUNE_BINARY says; else what `make build` made, where it is newer than all that it is made of, since it takes a
  /// fifth of the time; else beside the test binary.
  static let binary: String = {
    if let path = ProcessInfo.processInfo.environment["ATTUNE_BINARY"] { return path }
    let built = root.appendingPathComponent(".build/release/attune")
    if isCurrent(built) { return built.path }
    #if canImport(Darwin)
      let executable = CommandLine.arguments[0]
    #else
      let executable = try! FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    #endif
    return URL(fileURLWithPath: executable).deletingLastPathComponent().appendingPathComponent("attune").path
  }()

  private static func isCurrent(_ binary: URL) -> Bool {
    func date(_ url: URL) -> Date? {
      try? url.resolvingSymlinksInPath().resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
    }
    guard let built = date(binary) else { return false }
    return ["Package.swift", "Makefile", "Sources", "Models"].map(root.appendingPathComponent).allSatisfy { place in
      let files = FileManager.default.enumerator(at: place, includingPropertiesForKeys: [.contentModificationDateKey])
      return ([place] + (files?.compactMap { $0 as? URL } ?? [])).allSatisfy { date($0).map { $0 < built } ?? false }
    }
  }

  /// The repository's root.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// What a finished process leaves.
  struct Outcome {
    var status: Int32
    var output: [UInt8]
    var errors: String
    var seconds: Double

    var text: String { String(decoding: output, as: UTF8.self) }
    var lines: [String] { Attune.lines(output) }

    /// A line that a test cannot do without.
    func line(_ index: Int, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
      let lines = lines
      return try #require(lines.indices.contains(index) ? lines[index] : nil, sourceLocation: sourceLocation)
    }
  }

  /// The process was still running after `seconds`.
  struct Hang: Error {
    var arguments: [String]
    var seconds: Double
  }

  /// Runs `attune` with `arguments`, gives it `input` and waits for its end.
  @discardableResult
  static func run(_ arguments: [String], _ input: [UInt8] = [], seconds: Double = 120) throws -> Outcome {
    try Running(binary, arguments, input).wait(seconds: seconds)
  }

  @discardableResult
  static func run(_ arguments: [String], _ input: String, seconds: Double = 120) throws -> Outcome {
    try run(arguments, Array(input.utf8), seconds: seconds)
  }

  /// Classifies with the tiny model, or with the one given.
  static func classify(
    _ arguments: [String], _ input: [UInt8] = [], model: String? = nil, seconds: Double = 120
  ) throws -> Outcome {
    try run(["classify", "--model", model ?? TinyModel.path] + arguments, input, seconds: seconds)
  }

  static func classify(
    _ arguments: [String], _ input: String, model: String? = nil, seconds: Double = 120
  ) throws -> Outcome {
    try classify(arguments, Array(input.utf8), model: model, seconds: seconds)
  }

  /// Runs a shell line in which "$ATTUNE" is the command and "$MODEL" the tiny model.
  static func shell(_ line: String, _ input: [UInt8] = [], seconds: Double = 120) throws -> Outcome {
    let environment = ["ATTUNE": binary, "MODEL": TinyModel.path]
    return try Running("/bin/sh", ["-c", line], input, environment: environment).wait(seconds: seconds)
  }

  /// The lines of an output, which ends with a line break or is empty.
  static func lines(_ bytes: [UInt8]) -> [String] {
    if bytes.last == 0x0A { return bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false).map(text) }
    #expect(bytes.isEmpty, "the last line is not ended")
    return bytes.isEmpty ? [] : bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(text)
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// A process that runs, with pipes that other threads fill and empty.
final class Running: @unchecked Sendable {  // The buffers are touched under the lock only.
  private let process = Process()
  private let input = Pipe()
  private let condition = NSCondition()
  private var output: [UInt8] = []
  private var errors: [UInt8] = []
  private var openStreams = 2
  private var hasEnded = false
  private let start = Date()

  /// - Parameters:
  ///   - bytes: what the process reads until the end of its input; nil keeps the input open for `send`.
  ///   - isNonBlocking: reading the input while nothing is there gives an error to the process.
  init(
    _ executable: String, _ arguments: [String], _ bytes: [UInt8]?, environment: [String: String] = [:],
    isNonBlocking: Bool = false
  ) throws {
    signal(SIGPIPE, SIG_IGN)
    if isNonBlocking { _ = fcntl(input.fileHandleForReading.fileDescriptor, F_SETFL, O_NONBLOCK) }
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (out, err) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = out
    process.standardError = err
    process.terminationHandler = { [self] _ in change { hasEnded = true } }
    // Dispatch blocks signals on its threads, and a process inherits what its parent's thread blocks.
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
    drain(out) { $0.output += $1 }
    drain(err) { $0.errors += $1 }
    if let bytes { Thread.detachNewThread { [self] in send(bytes, closing: true) } }
  }

  /// Writes to the input of the process. A process that has stopped reading is no error.
  func send(_ bytes: [UInt8], closing: Bool = false) {
    var at = 0
    let descriptor = input.fileHandleForWriting.fileDescriptor
    while at < bytes.count {
      let count = bytes[at...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 { at += count } else if errno != EINTR { break }
    }
    if closing { try? input.fileHandleForWriting.close() }
  }

  func interrupt() { end(with: SIGINT) }

  func end(with signal: Int32) { kill(process.processIdentifier, signal) }

  /// The output so far, as soon as it has `lines` lines; what there is when `seconds` have passed.
  func output(lines: Int, seconds: Double) -> [UInt8] {
    let deadline = Date().addingTimeInterval(seconds)
    condition.lock()
    defer { condition.unlock() }
    while output.count(where: { $0 == 0x0A }) < lines, condition.wait(until: deadline) {}
    return output
  }

  /// Waits for the end of the process and of its output; a process that hangs is killed.
  func wait(seconds: Double) throws -> Attune.Outcome {
    let deadline = Date().addingTimeInterval(seconds)
    condition.lock()
    defer { condition.unlock() }
    while !hasEnded || openStreams > 0 {
      guard condition.wait(until: deadline) else {
        kill(process.processIdentifier, SIGKILL)
        throw Attune.Hang(arguments: process.arguments ?? [], seconds: seconds)
      }
    }
    return .init(
      status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
      output: output, errors: String(decoding: errors, as: UTF8.self), seconds: -start.timeIntervalSinceNow)
  }

  private func drain(_ pipe: Pipe, _ append: @escaping @Sendable (Running, [UInt8]) -> Void) {
    Thread.detachNewThread { [self] in
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = read(pipe.fileHandleForReading.fileDescriptor, &buffer, buffer.count)
        if count > 0 {
          change { append(self, Array(buffer[..<count])) }
        } else if count == 0 || errno != EINTR {
          break
        }
      }
      try? pipe.fileHandleForReading.close()
      change { openStreams -= 1 }
    }
  }

  private func change(_ body: () -> Void) {
    condition.lock()
    body()
    condition.broadcast()
    condition.unlock()
  }
}

/// A folder of its own for a test, removed with the value.
final class Workspace: Sendable {
  let folder: String
  private static let whole: Workspace = {
    // Static values are not deinitialised.
    atexit { try? FileManager.default.removeItem(atPath: Workspace.whole.folder) }
    return Workspace()
  }()

  /// The path of a file that stays until the tests end.
  static func kept(_ name: String) -> String { whole.path(name) }

  /// Such a file with content.
  static func shared(_ name: String, _ text: String) -> String { shared(name, Array(text.utf8)) }
  static func shared(_ name: String, _ bytes: [UInt8]) -> String { whole.file(name, bytes) }

  /// What a file anywhere holds; empty when there is none.
  static func bytes(at path: String) -> [UInt8] { Array(FileManager.default.contents(atPath: path) ?? Data()) }

  init() {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("attune-\(UUID().uuidString)")
    try! FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Writes a file and returns its path.
  func file(_ name: String, _ bytes: [UInt8]) -> String {
    #expect(FileManager.default.createFile(atPath: path(name), contents: Data(bytes)))
    return path(name)
  }

  func file(_ name: String, _ text: String) -> String { file(name, Array(text.utf8)) }

  func bytes(_ name: String) -> [UInt8] { Array(FileManager.default.contents(atPath: path(name)) ?? Data()) }

  /// A file that outlives the workspace.
  func keptFile(_ name: String, _ bytes: [UInt8]) -> String { Workspace.shared("\(folder.suffix(8))-\(name)", bytes) }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? [] }
}

/// A sentiment model of three classes that the tests train from the lines below.
enum TinyModel {
  static let lines: [(label: String, text: String)] = {
    let texts = [
      "positive": ["great service, lovely people", "excellent and friendly", "I love it, works perfectly"],
      "neutral": ["the parcel arrived on monday", "it comes in two sizes", "the manual has ten pages"],
      "negative": ["terrible service, rude people", "awful and broken", "I hate it, never works"],
    ]
    return texts.sorted { $0.key < $1.key }.flatMap { label, texts in
      (0..<8).flatMap { round in texts.map { (label, "\($0) \(round)") } }
    }
  }()

  /// "label TAB text" lines.
  static let data = lines.map { "\($0.label)\t\($0.text)\n" }.joined()

  static let path: String = {
    let path = Workspace.kept("tiny.attune")
    let outcome = try! Attune.run(["train", Workspace.shared("tiny.txt", data), "--lexicon", "none", "-o", path])
    precondition(outcome.status == 0, outcome.errors)
    return path
  }()
}

/// A stream of generated records in one format.
struct Generated {
  var bytes: [UInt8] = []
  /// Records, without the header.
  var count = 0

  static func records(_ format: String, count: Int, seed: UInt64) -> Generated {
    var generator = SplitMix64(seed: seed)
    var result = Generated()
    if format == "csv" { result.bytes += Array("id,text,note\n".utf8) }
    if format == "tsv" { result.bytes += Array("id\ttext\tnote\n".utf8) }
    for number in 0..<count {
      result.bytes += record(format, number, &generator) + [0x0A]
      result.count += 1
    }
    // Without its line break an empty record at the end would be none.
    result.bytes += Array(["jsonl": "{}\n", "csv": "1,2,3\n", "tsv": "1\t2\t3\n"][format, default: "end\n"].utf8)
    result.count += 1
    return result
  }

  private static func record(_ format: String, _ number: Int, _ generator: inout SplitMix64) -> [UInt8] {
    let id = Array("\(number)".utf8)
    switch format {
    case "text": return content(&generator, without: [0x0A, 0x0D])
    case "jsonl":
      // One in fifty is not valid, by its bytes or by its structure.
      let text = content(&generator, without: [])
      if number % 50 == 7 { return Array("{\"id\":".utf8) + id + Array(",\"text\":".utf8) }
      return Array("{\"id\":".utf8) + id + Array(", \"text\": ".utf8) + json(text) + Array("}".utf8)
    case "csv":
      if number % 50 == 7 { return id + Array(",short".utf8) }
      let text = quoted(content(&generator, without: []), &generator)
      return id + [0x2C] + text + [0x2C] + quoted(content(&generator, without: []), &generator)
    default:
      if number % 50 == 7 { return id + Array("\tone\ttwo\tthree".utf8) }
      return id + [9] + content(&generator, without: [9, 10, 13]) + [9] + content(&generator, without: [9, 10, 13])
    }
  }

  private static let pieces: [[UInt8]] =
    [
      "great", "terrible", "the parcel", "I love it", "never", "works", " ", ", ", "!!!", "\"quoted\"", "\n", "\r\n",
      "😀",
      "👩🏽‍🚀", "é", "\\", ";", "\t", "sooooo", "AWFUL", "&amp;", "https://example.org/a?b", "@shop", "#fail", "'", "\u{0}",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80]]

  private static func content(_ generator: inout SplitMix64, without excluded: Set<UInt8>) -> [UInt8] {
    let count = Int.random(in: 0...12, using: &generator)
    return (0..<count).flatMap { _ in pieces.randomElement(using: &generator)! + [0x20] }
      .filter { !excluded.contains($0) }
  }

  private static func json(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = [0x22]
    for byte in text {
      switch byte {
      case 0x22, 0x5C: result += [0x5C, byte]
      case 0..<0x20: result += Array(String(format: "\\u%04x", Int(byte)).utf8)
      default: result.append(byte)
      }
    }
    return result + [0x22]
  }

  private static func quoted(_ text: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
    let needsQuotes = text.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    guard needsQuotes || Bool.random(using: &generator) else { return text }
    return [0x22] + text.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
  }
}

/// RFC 4180, letter by letter; nil when the bytes break it.
func parseCSV(_ bytes: [UInt8], delimiter: UInt8 = 0x2C) -> [[[UInt8]]]? {
  var rows: [[[UInt8]]] = []
  var row: [[UInt8]] = []
  var at = 0
  while at < bytes.count {
    var field: [UInt8] = []
    if bytes[at] == 0x22 {
      at += 1
      while true {
        guard at < bytes.count else { return nil }
        if bytes[at] != 0x22 {
          field.append(bytes[at])
          at += 1
        } else if at + 1 < bytes.count, bytes[at + 1] == 0x22 {
          field.append(0x22)
          at += 2
        } else {
          at += 1
          break
        }
      }
    } else {
      while at < bytes.count, bytes[at] != delimiter, bytes[at] != 0x0A, bytes[at] != 0x0D {
        field.append(bytes[at])
        at += 1
      }
    }
    row.append(field)
    if at < bytes.count, bytes[at] == 0x0D { at += 1 }
    guard at < bytes.count else { return nil }
    if bytes[at] == 0x0A {
      rows.append(row)
      row = []
    } else if bytes[at] != delimiter {
      return nil
    }
    at += 1
  }
  return row.isEmpty ? rows : nil
}

/// The fields of a CSV output as text; an empty table and an issue when it is not rectangular.
func table(_ bytes: [UInt8], delimiter: UInt8 = 0x2C, sourceLocation: SourceLocation = #_sourceLocation) -> [[String]] {
  guard let rows = parseCSV(bytes, delimiter: delimiter), Set(rows.map(\.count)).count <= 1 else {
    Issue.record("not a rectangular CSV: \(String(decoding: bytes, as: UTF8.self))", sourceLocation: sourceLocation)
    return []
  }
  return rows.map { $0.map { String(decoding: $0, as: UTF8.self) } }
}

/// A line of JSON as an object; empty and an issue when it is none.
func object(_ line: String, sourceLocation: SourceLocation = #_sourceLocation) -> [String: Any] {
  guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
    Issue.record("not a JSON object: \(line)", sourceLocation: sourceLocation)
    return [:]
  }
  return object
}

/// Compares with a golden file of Snapshots, in which every probability and score is written as N: the tests are about
/// form, not about figures. With RECORD_SNAPSHOTS=1 the file is written instead, and the test fails.
func expectSnapshot(_ name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let masked = text.replacing(/-?[01]\.\d{4}/, with: "N")
  let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Snapshots/\(name)")
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
    try masked.write(to: url, atomically: true, encoding: .utf8)
    Issue.record("recorded \(name)", sourceLocation: sourceLocation)
    return
  }
  let expected = try String(contentsOf: url, encoding: .utf8)
  #expect(masked == expected, sourceLocation: sourceLocation)
}

extension String {
  /// Split at every `separator`; empty parts stay.
  func components(_ separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}

extension Collection where Element: Equatable {
  func contains(subsequence: [Element]) -> Bool {
    var rest = self[...]
    while rest.count >= subsequence.count {
      if rest.starts(with: subsequence) { return true }
      rest = rest.dropFirst()
    }
    return subsequence.isEmpty
  }
}
