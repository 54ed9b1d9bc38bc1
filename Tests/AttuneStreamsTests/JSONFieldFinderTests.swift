import Testing

@testable import AttuneStreams

@Suite struct JSONFieldFinderTests {
  private func find(_ name: String, in record: String, allowsNumbers: Bool = false) throws -> String {
    try JSONFieldFinder(name: name, allowsNumbers: allowsNumbers).text(in: Array(record.utf8))
  }

  @Test(arguments: [
    ("text", #"{"text":"good"}"#, "good"), ("text", #" { "a" : [1, {"text": 2}] , "text" : "good" } "#, "good"),
    ("text", #"{"text":""}"#, ""), ("text", #"{"text":"a\"b\\c\/d\n\t"}"#, "a\"b\\c/d\n\t"),
    ("text", #"{"text":"\u00e9\ud83d\ude00"}"#, "é😀"), ("text", #"{"text":"é😀"}"#, "é😀"),
    ("text", #"{"text":"\u0000"}"#, "\0"), ("text", #"{"text":"a\ud8aa b\uDC00"}"#, "a\u{FFFD} b\u{FFFD}"),
    ("text", #"{"text":"\ud83d\ud83d\ude00"}"#, "\u{FFFD}😀"),
    ("a.b", #"{"a":{"b":"deep"}}"#, "deep"), ("a.b", #"{"a.b":"flat","a":{"b":"deep"}}"#, "flat"),
    ("a.b.c", #"{"a":{"b":{"c":"deeper"}}}"#, "deeper"), ("a b", #"{"a b":"blank"}"#, "blank"),
    ("é", #"{"é":"name"}"#, "name"),
    ("text", #"{"text":"first","text":"second"}"#, "first"), ("", #"{"":"empty"}"#, "empty"),
  ])
  func found(name: String, record: String, text: String) throws { #expect(try find(name, in: record) == text) }

  @Test(
    "Elements of arrays by their place, and arrays of strings as one text",
    arguments: [
      ("a.0.b", #"{"a":[{"b":"x"},{"b":"y"}]}"#, "x"), ("a.1.b", #"{"a":[{"b":"x"},{"b":"y"}]}"#, "y"),
      ("a.0", #"{"a":{"0":"key"}}"#, "key"), ("a.1.0", #"{"a":[1,["x"]]}"#, "x"), ("a", #"{"a":["x","y z"]}"#, "x y z"),
      ("a", #"{"a":[]}"#, ""), ("a", #"{"a":[null,"x"]}"#, "x"), ("a.b", #"{"a":{"b":["x","\u00e9"]}}"#, "x é"),
    ])
  func elements(name: String, record: String, text: String) throws { #expect(try find(name, in: record) == text) }

  @Test(
    "Places that an array does not have",
    arguments: [
      ("a.2.b", #"{"a":[{"b":"x"}]}"#), ("a.b", #"{"a":[{"b":"x"}]}"#), ("a.-1", #"{"a":["x"]}"#),
      ("a.", #"{"a":["x"]}"#),
      ("a.99999999999999999999", #"{"a":["x"]}"#),
    ])
  func noElements(name: String, record: String) {
    #expect(throws: RecordProblem.Reason.missingField(name)) { try find(name, in: record) }
  }

  @Test("Two arrays of one record keep their texts, and numbers in arrays their spelling")
  func twoArrays() throws {
    let finder = JSONFieldFinder(names: ["a", "b", "c.1"], allowsNumbers: true)
    let record = #"{"a":["x","y"],"b":["z"],"c":[{"d":[1,2]}, 1.50 ]}"#
    let bytes = Array(record.utf8) + [UInt8](repeating: 0, count: Chunk.padding)
    try bytes.withUnsafeBufferPointer { bytes in
      try finder.parse(UnsafeBufferPointer(rebasing: bytes[..<record.utf8.count]))
      let texts = try (0..<3).map { try finder.text($0) }
      #expect(texts.map { String(decoding: $0, as: UTF8.self) } == ["x y", "z", "1.50"])
    }
  }

  @Test(arguments: [
    (#"{"a":"x"}"#, RecordProblem.Reason.missingField("text")), ("{}", .missingField("text")),
    (#"{"Text":"x"}"#, .missingField("text")), (#"{"text":null}"#, .nullField("text")),
    (#"{"text":1}"#, .notAString("text")), (#"{"text":true}"#, .notAString("text")),
    (#"{"text":["x",1]}"#, .notAString("text")), (#"{"text":[["x"]]}"#, .notAString("text")),
    (#"{"text":{}}"#, .notAString("text")), ("[]", .notAnObject), (#""text""#, .notAnObject), ("1", .notAnObject),
    ("null", .notAnObject),
  ])
  func refused(record: String, reason: RecordProblem.Reason) {
    #expect(throws: reason) { try find("text", in: record) }
  }

  @Test(arguments: [
    "", " ", "{", #"{"text":"x""#, #"{"text":"x}"#, #"{"text":"x"} {"text":"y"}"#, #"{"text":"x"},"#, "{'text':'x'}",
    "text",
    #"{"text":"x",}"#, #"{text:"x"}"#, "{\"text\":\"a\u{1}b\"}", #"{"text":"\x"}"#, "\u{0}",
    #"{"text":"\ud8a@b.com"}"#, #"{"text":"x","a":"\ud80"}"#, #"{"text":"\ud83d\ude0g"}"#, #"{"text":"\udc0"}"#,
    #"{"text":"x","n":1e}"#, #"{"text":"x","n":-}"#, #"{"text":"x","n":01}"#, #"{"text":"x","n":1.}"#,
    #"{"text":"x","n":123456789012345678901234567890x}"#, #"{"text":"x","n":1e9999}1"#,
    #"{"text":"x","n":12-345678901234567890}"#, #"{"text":"x","n":1e400-1}"#, #"{"text":"x","n":1e400"a":2}"#,
  ])
  func invalid(record: String) {
    #expect {
      try find("text", in: record)
    } throws: { error in
      if case .invalidJSON(let message)? = error as? RecordProblem.Reason { !message.isEmpty } else { false }
    }
  }

  /// The whole record is checked, not only what stands before the field.
  @Test func invalidUTF8() {
    let finder = JSONFieldFinder(name: "text")
    for bad in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0xAF]] as [[UInt8]] {
      let record = Array(#"{"text":"x","a":""#.utf8) + bad + Array("\"}".utf8)
      #expect(throws: RecordProblem.Reason.self) { try finder.text(in: record) }
    }
  }

  @Test func missingOnTheWay() {
    for record in [#"{"a":"x"}"#, #"{"a":null}"#, #"{"a":[]}"#, #"{"a":{"c":"x"}}"#] {
      #expect(throws: RecordProblem.Reason.missingField("a.b")) { try find("a.b", in: record) }
    }
    #expect(throws: RecordProblem.Reason.nullField("a.b")) { try find("a.b", in: #"{"a":{"b":null}}"#) }
  }

  @Test func numbersWhereTheyAreAllowed() throws {
    #expect(try find("label", in: #"{"label":3}"#, allowsNumbers: true) == "3")
    #expect(try find("label", in: #"{"label":-1}"#, allowsNumbers: true) == "-1")
    #expect(try find("label", in: #"{"label":0.5}"#, allowsNumbers: true) == "0.5")
    #expect(try find("label", in: #"{"label":true}"#, allowsNumbers: true) == "true")
    #expect(throws: RecordProblem.Reason.nullField("label")) {
      try find("label", in: #"{"label":null}"#, allowsNumbers: true)
    }
  }

  /// A number is what stands in the record, whatever else stands there.
  @Test(arguments: [
    "0", "-0", "4", "4e0", "4.50", "0.30000000000000004", "1e400", "-1E-400", "18446744073709551616",
    "12345678901234567890123", "0.1234567890123456789012345678901234567890", "-0.0e+00",
  ])
  func aNumberIsItsOwnCharacters(number: String) throws {
    let others = [
      "1", "123456789012345678901", "1e999", #""a\ud83d b""#, #"{"m":5,"a":[1,{"m":2}]}"#, #""}\"{,]:""#, "[]", "null",
    ]
    for other in others {
      for record in [
        "{\"m\":\(number)}", "{\"m\":\(number),\"x\":\(other)}", " { \"x\" : \(other) , \"m\" : \(number) } ",
        "{\"x\":\(other),\"\\u006d\":\(number) }", "{\"m\":\(number),\"m\":\(other)}",
      ] {
        #expect(try find("m", in: record, allowsNumbers: true) == number, "\(record)")
      }
      let deep = "{\"n\":[\(other)],\"a\":{\"x\":\(other),\"b\":{\"y\":[1,[2]],\"c\":\(number)}},\"c\":\(other)}"
      #expect(try find("a.b.c", in: deep, allowsNumbers: true) == number)
    }
  }

  /// All fields of one record are valid together, numbers too.
  @Test func manyFieldsOfOneRecord() throws {
    let finder = JSONFieldFinder(names: ["n", "a.b", "x", "most", "gone", "far"], allowsNumbers: true)
    let record = #"{"x":-0.125,"a":{"b":"deep"},"n":12,"most":18446744073709551615,"far":-9223372036854775808}"#
    let padded = Array(record.utf8) + [UInt8](repeating: 0, count: Chunk.padding)
    try padded.withUnsafeBufferPointer { bytes in
      try finder.parse(UnsafeBufferPointer(rebasing: bytes[..<record.utf8.count]))
      let texts = try [0, 1, 2, 3, 5].map { try finder.text($0) }
      #expect(
        texts.map { String(decoding: $0, as: UTF8.self) }
          == ["12", "deep", "-0.125", "18446744073709551615", "-9223372036854775808"])
      #expect(throws: RecordProblem.Reason.missingField("gone")) { try finder.text(4) }
    }
  }

  /// Record after record with one parser, also behind bad ones.
  @Test func oneFinderManyRecords() throws {
    let finder = JSONFieldFinder(name: "text")
    for round in 0..<200 {
      let text = String(repeating: "x", count: round * 37 % 501)
      #expect(try finder.text(in: Array("{\"n\":\(round),\"text\":\"\(text)\"}".utf8)) == text)
      #expect(throws: RecordProblem.Reason.self) { try finder.text(in: Array("{\"text\":".utf8)) }
    }
  }

  /// Taming one number must not look at all that follows for each of the others.
  @Test(.timeLimit(.minutes(1))) func manyNumbersBehindOneThatIsTooLarge() throws {
    let numbers = String(repeating: "1,", count: 1 << 20)
    #expect(try find("text", in: #"{"text":"good","a":[1e999,"# + numbers + "1]}") == "good")
  }

  @Test func deepNesting() {
    let record = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    #expect(throws: RecordProblem.Reason.self) { try find("text", in: record) }
  }
}

extension JSONFieldFinder {
  /// The text of a record that stands in memory with the room behind it that simdjson wants.
  func text(in record: [UInt8]) throws(RecordProblem.Reason) -> String {
    let padded = record + [UInt8](repeating: 0, count: Chunk.padding)
    return try padded.withUnsafeBufferPointer { bytes throws(RecordProblem.Reason) in
      String(decoding: try find(in: UnsafeBufferPointer(rebasing: bytes[..<record.count])), as: UTF8.self)
    }
  }
}
