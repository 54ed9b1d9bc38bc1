import AttuneCare
import AttuneStreams

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Answers of practice as JSONL, in the fields that `attune scorecard` reads.
struct PracticeLog {
  let path: String

  /// - Throws: `StreamError` when nothing can be added to the file.
  init(path: String) throws(StreamError) {
    self.path = path
    try write("")
  }

  func append(agent: String, scenario: ScenarioBook.Scenario, reply: String) throws(StreamError) {
    let fields = [
      ("time", Self.now), ("agent", agent), ("team", "practice"), ("channel", scenario.channel.rawValue),
      ("customer", scenario.message), ("reply", reply),
    ]
    try write(
      "{" + fields.map { "\(JSONText.string($0)):\(JSONText.string($1))" }.joined(separator: ",") + "}\n")
  }

  private func write(_ text: String) throws(StreamError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, errno: errno) }
    defer { close(descriptor) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0) }
      guard count >= 0 || errno == EINTR else { throw .cannotWrite(path: path, errno: errno) }
      rest = rest.dropFirst(max(count, 0))
    }
  }

  /// UTC, to the second.
  private static var now: String {
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
      + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
