import TestSupport
import Testing

@testable import AttuneStreams

/// JSON of other shapes than an object a line, as the lines that are read of it.
@Suite("Records of JSON documents")
struct JSONRecordsTests {
  private let files: TemporaryFiles

  init() throws { files = try TemporaryFiles() }

  /// What is read of a file, and of the same bytes in a pipe, a few at a time.
  private func lines(
    _ text: String, name: String = "x.json", records: String? = nil, notes: InputNotes = InputNotes { _ in }
  ) throws -> [String] {
    var input = StreamInput.file(try files.write(name, Array(text.utf8)))
    input.reading.records = records
    input.reading.notes = notes
    return try read(input, capacity: 1 << 16)
  }

  private func read(_ input: StreamInput, capacity: Int) throws -> [String] {
    let source = ByteSource(input)
    try source.open(as: .jsonl, cancellation: -1)
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: capacity)
    while case .bytes(let count) = try source.read(into: &piece, capacity: piece.count) { all += piece[..<count] }
    return String(decoding: all, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
  }

  private static let objects = [#"{"text":"a \"b\" [","n":[1,{"x":2}]}"#, #"{"text":"\\"}"#, "{}"]

  @Test("Arrays, however their lines are broken")
  func arrays() throws {
    let joined = Self.objects.joined(separator: ",")
    #expect(try lines("[\(joined)]") == Self.objects)
    #expect(try lines("\u{FEFF} \n[ \(Self.objects.joined(separator: " ,\n ")) ]\n\n") == Self.objects)
    #expect(
      try lines("[\n  {\n    \"text\": \"a\",\r\n    \"n\": 1\n  },\n  {\"text\": 2}\n]") == [
        #"{ "text": "a", "n": 1 }"#, #"{"text": 2}"#,
      ])
    #expect(try lines("[]") == [])
    #expect(try lines("[1,\"a\",null,[{}]]") == ["1", "\"a\"", "null", "[{}]"])
    #expect(try lines("[\(joined)]\n[{\"b\":1}]") == Self.objects + [#"{"b":1}"#])
    #expect(try lines("[\(joined)]", name: "x.jsonl") == Self.objects)
  }

  @Test("JSON lines are read as they are")
  func jsonLines() throws {
    let text = Self.objects.joined(separator: "\n")
    for name in ["x.jsonl", "x.json"] {
      #expect(try lines(text, name: name) == Self.objects)
      #expect(try lines("{\"a\":\n\(text)", name: name) == ["{\"a\":"] + Self.objects)
    }
    #expect(try lines(#"{"a":[{"b":1}]}"#, name: "x.jsonl") == [#"{"a":[{"b":1}]}"#])
  }

  @Test("An object that breaks off is no document")
  func brokenFirst() throws {
    for first in [#"{"a":1,"#, #"{"a":{"b":[1],"#, #"{"a":"x"#, #"{"a":"#] {
      #expect(try lines("\(first)\n{\"b\":1}\n") == [first, #"{"b":1}"#])
    }
  }

  @Test("Objects over several lines, one after the other")
  func sequence() throws {
    let text = "{\n  \"a\": [{\"b\": 1}]\n}\n{\n  \"a\": [{\"b\": 2}]\n}\n"
    #expect(try lines(text, name: "x.jsonl") == [#"{ "a": [{"b": 1}] }"#, #"{ "a": [{"b": 2}] }"#])
  }

  @Test("An object around the records")
  func wrapped() throws {
    let array = "[\(Self.objects.joined(separator: ",\n"))]"
    let notes = InputNotes { _ in }
    let text = "{\"page\":1, \"tags\":[\"[{\"], \"data\": {\"k\":{}, \"reviews\": \(array), \"n\": 3}, \"end\": \"}\"}"
    #expect(try lines(text, notes: notes) == Self.objects)
    #expect(notes.all == ["\(files.path("x.json")): the records are in \"data.reviews\""])
    #expect(try lines(text.replacing("\n", with: " ")) == Self.objects)
    #expect(try lines(text, name: "x.jsonl", records: "data.reviews") == Self.objects)
    #expect(
      throws: StreamError.noRecords(
        path: files.path("x.json"), place: "data.rows", members: ["page", "tags", "k", "reviews", "n", "end"])
    ) {
      try lines(text, records: "data.rows")
    }
  }

  @Test("A document in a pipe is one, unless it is a record with a text of its own")
  func documentsInPipes() throws {
    let objects = Self.objects + [#"{"text":"never again, such bad tea"}"#]
    let document = "{\"ok\":true,\"reviews\":[\(objects.joined(separator: ","))]}"
    let numbers = #"{"id":1,"items":[{"sku":1},{"sku":2}]}"#
    let record = #"{"text":"good tea and kind people","items":[{"sku":1},{"sku":2}]}"#
    func piped(_ pieces: [String]) throws -> [String] {
      let feed = Feed(pieces.map { Array($0.utf8) }, pause: 1000)
      return try withExtendedLifetime(feed) { try read(feed.input, capacity: 1 << 16) }
    }
    for end in ["", "\n", "\n\n"] {
      #expect(try piped([document, end]) == objects)
      #expect(try piped([record, end]) == [record])
      #expect(try piped([numbers, end]) == [numbers])
    }
    #expect(try piped([document + "\n", document + "\n"]) == [document, document])
    #expect(try lines(document, name: "export") == objects)
    #expect(try lines(document, name: "x.ndjson") == [document])
    #expect(try lines(record) == [#"{"sku":1}"#, #"{"sku":2}"#])
  }

  @Test("Pages of records, one after the other")
  func pages() throws {
    let text = #"{"items":[{"a":1}]}"# + "\n" + #"{"items":[{"a":2}]}"#
    #expect(try lines(text, records: "items") == [#"{"a":1}"#, #"{"a":2}"#])
    #expect(try lines("[\(text.replacing("\n", with: ","))]", records: "items") == [#"{"a":1}"#, #"{"a":2}"#])
  }

  @Test("Two arrays of objects are a question", arguments: [0, 2 << 20])
  func several(padding: Int) throws {
    let filler = "{\"text\":\"\(String(repeating: "x", count: padding))\"}"
    #expect(throws: StreamError.severalRecords(path: files.path("x.json"), places: ["a", "b"])) {
      try lines("{\"a\":[\(filler)],\n\"b\":[ {}]}")
    }
    #expect(try lines("{\"a\":[1],\n\"b\":[ {}]}") == ["{}"])
  }

  @Test("A string without its end spoils one record")
  func brokenString() throws {
    let text = "[\n  {\n    \"text\": \"a,\n    \"n\": 1\n  },\n  {\"text\": \"b\"}\n]"
    let found = try lines(text)
    #expect(found.count == 2 && found[1] == #"{"text": "b"}"#)
    #expect(try lines("[{\"a\":\"x},\n{\"a\":\"y\"}]") == ["{\"a\":\"x},\t", "{\"a\":\"y\"}"])
  }

  @Test(
    "What follows no grammar gives records that cannot be read, and ends",
    arguments: [
      "[{]", "[}", "[,]", "[]]", "[\"", "[\"\\", "[{\"a\":", "[[[[[[", "[tru, {}]", "[{}x]", "{\n\"a\":[", "{\n:",
    ])
  func nonsense(text: String) { _ = try? lines(text) }

  @Test(
    "A document without its end gives its records, and then the error",
    arguments: [
      ("[{\"a\":1},", true), ("[{\"a\":1}", true), ("[{\"a\":1},{\"a\":", true),
      ("{\"r\":[{\"a\":1},\n{\"a\":2}]", true),
      ("{\n\"a\":1,\n\"b\":", true), ("[{\"a\":1}]", false), ("{\n\"a\":1\n}\n", false), ("{\"a\":1}\n{\"a\":", false),
    ])
  func cut(text: String, isCut: Bool) throws {
    let path = try files.write("x.json", Array(text.utf8))
    let source = ByteSource(.file(path))
    try source.open(as: .jsonl, cancellation: -1)
    var piece = [UInt8](repeating: 0, count: 4)
    var hasRecords = false
    while case .bytes = try source.read(into: &piece, capacity: piece.count) { hasRecords = true }
    #expect(hasRecords)
    #expect(source.failure == (isCut ? .cutDocument(path: path) : nil))
  }

  @Test("Any way of arriving gives the same lines")
  func pieces() throws {
    var generator = SplitMix64(seed: 7)
    let tokens = ["{", "}", "[", "]", ",", ":", "\"", "\\", "\n", " ", "\"a\"", "{\"a\":1}", "1", "\r\n", "é"]
    for _ in 0..<300 {
      let text =
        "["
        + (0..<Int.random(in: 0...30, using: &generator)).map { _ in tokens.randomElement(using: &generator)! }.joined()
      let bytes = Array(text.utf8)
      let path = try files.write("p.json", bytes)
      let whole = try? read(.file(path), capacity: 1 << 16)
      let cut = Int.random(in: 0...bytes.count, using: &generator)
      let feed = Feed([Array(bytes[..<cut]), Array(bytes[cut...])])
      #expect((try? read(feed.input, capacity: 3)) == whole, "\(text)")
    }
  }
}
