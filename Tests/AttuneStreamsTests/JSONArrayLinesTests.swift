import Testing

@testable import AttuneStreams

/// Arrays with an object on each line.
@Suite("Lines of a JSON array")
struct JSONArrayLinesTests {
  @Test(
    "What stands around an object is left out, and nothing of another line",
    arguments: [
      (#"[{"a":1},"#, #"{"a":1}"#), (#"{"a":[{}]},"#, #"{"a":[{}]}"#), (#"{"a":1}]"#, #"{"a":1}"#),
      (#"[{"a":1}]"#, #"{"a":1}"#), (#"{"a":1}"#, #"{"a":1}"#), (#"["a"]"#, #"["a"]"#), ("[]", "[]"), ("[", "["),
      ("]", "]"), (",", ","), ("", ""), (#"{"a":1"#, #"{"a":1"#), (#"[[{"a":1}]]"#, #"[[{"a":1}]]"#), ("[{", "[{"),
    ])
  func lines(line: String, object: String) {
    let bytes = Array("before\(line)behind".utf8)
    let range = RecordRange(start: 6, end: 6 + line.utf8.count, line: 0)
    let trimmed = bytes.withUnsafeBufferPointer { range.trimmingArray($0) }
    #expect(String(decoding: bytes[trimmed.start..<trimmed.end], as: UTF8.self) == object)
  }
}
