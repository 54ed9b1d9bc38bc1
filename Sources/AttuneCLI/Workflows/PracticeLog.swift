import AttuneCare
import AttunePlatform
import AttuneStreams

/// Answers of practice as JSONL, in the fields that `attune scorecard` reads.
struct PracticeLog {
  let path: String

  /// - Throws: `StreamError` when nothing can be added to the file.
  init(path: String) throws(StreamError) {
    self.path = path
    try ByteOutput.append("", to: path)
  }

  func append(agent: String, scenario: ScenarioBook.Scenario, reply: String) throws(StreamError) {
    let fields = [
      ("time", Self.now), ("agent", agent), ("team", "practice"), ("channel", scenario.channel.rawValue),
      ("customer", scenario.message), ("reply", reply),
    ]
    let members = fields.map { "\(JSONText.string($0)):\(JSONText.string($1))" }
    try ByteOutput.append("{\(members.joined(separator: ","))}\n", to: path)
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
