import Foundation
import TestSupport
import Testing

@testable import AttuneStreams

/// What is added to records, and what of them stays.
@Suite struct RecordWriterTests {
  /// Two columns, "NEW" in both; one field.
  private struct Mark: LeadingField {
    var field = "mark"
    var columns = ["mark_a", "mark_b"]

    func writeJSON(_ row: Int, to out: inout OutputBuffer) { out.append("{\"a\":1}" as StaticString) }
    func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer) { out.append(column == 0 ? "=A" : "B") }
    func writeColumns(_ row: Int, delimiter: UInt8, isCSV: Bool, to out: inout OutputBuffer) {
      out.append("A")
      out.append(delimiter)
      out.append("B")
    }
    func writeProblem(_ reason: String, column: Int, to out: inout OutputBuffer) {
      if column == 0 { out.append("error") }
    }
  }

  private func written(
    _ input: RecordFormat, _ output: OutputFormat, header: String? = nil, others: [any AddedField] = [],
    _ write: (inout RecordWriter<Mark>, inout OutputBuffer) -> Void
  ) throws -> String {
    var writer = RecordWriter(input: input, output: output, lead: Mark(), others: others)
    let table = try header.map { header in
      try #require(withBytes(header) { Table(header: $0, format: input, lineEnd: [0x0A]) })
    }
    writer.begin(table)
    var out = OutputBuffer(capacity: 1)
    write(&writer, &out)
    return String(decoding: UnsafeBufferPointer(start: out.bytes, count: out.count), as: UTF8.self)
  }

  private func object(_ record: String, problem: RecordProblem.Reason? = nil) throws -> String {
    try written(.jsonl, .jsonl) { writer, out in
      withBytes(record) { record in
        if let problem {
          writer.write(record, problem: problem, to: &out)
        } else {
          writer.write(record, text: record, holdsKeys: true, row: 0, to: &out)
        }
      }
    }
  }

  // MARK: Objects

  @Test(arguments: [
    // Absent: behind the others.
    (#"{"text":"x"}"#, #"{"text":"x","mark":{"a":1}}"#),
    (#" { "text" : "x" } "#, #"{ "text" : "x","mark":{"a":1}}"#),
    ("{}", #"{"mark":{"a":1}}"#), ("{ }", #"{"mark":{"a":1}}"#),
    // In its place, whatever it was.
    (#"{"mark":null,"text":"x"}"#, #"{"mark":{"a":1},"text":"x"}"#),
    (#"{"text":"x","mark":{"b":[1,{"mark":"}"}]}}"#, #"{"text":"x","mark":{"a":1}}"#),
    (#"{"a":1, "mark" : "\"}," , "b":2}"#, #"{"a":1, "mark":{"a":1} , "b":2}"#),
    (#"{"mark":-1.5e3}"#, #"{"mark":{"a":1}}"#), (#"{"mark":true }"#, #"{"mark":{"a":1} }"#),
    // Twice and more.
    (#"{"mark":1,"mark":2}"#, #"{"mark":{"a":1}}"#),
    (#"{"mark":1,"a":2,"mark":3,"mark":[]}"#, #"{"mark":{"a":1},"a":2}"#),
    (#"{"a":2,"mark":3,"b":4,"mark":5}"#, #"{"a":2,"mark":{"a":1},"b":4}"#),
    // Spelled differently.
    (#"{"\u006dark":1,"m\u0061rk":2}"#, #"{"mark":{"a":1}}"#),
    (#"{"\u006Dark":1}"#, #"{"mark":{"a":1}}"#),
    // Others that look like it.
    (
      #"{"Mark":1,"mark ":2,"\\u006dark":3,"mar":4,"a":{"mark":5},"b":"mark"}"#,
      #"{"Mark":1,"mark ":2,"\\u006dark":3,"mar":4,"a":{"mark":5},"b":"mark","mark":{"a":1}}"#
    ),
    (
      #"{"mark\u0000":1,"\ud83d\ude00mark":2,"\ud800mark":3,"":4}"#,
      #"{"mark\u0000":1,"\ud83d\ude00mark":2,"\ud800mark":3,"":4,"mark":{"a":1}}"#
    ),
  ])
  func aKeyIsReplacedWhereItStands(_ record: String, _ expected: String) throws {
    #expect(try object(record) == expected + "\n")
    // And again: nothing changes.
    #expect(try object(expected) == expected + "\n")
  }

  @Test(arguments: [
    (#"{"id":1}"#, #"{"id":1,"error":"no field 'text'"}"#),
    (#"{"error":1,"id":1,"error":2}"#, #"{"error":"no field 'text'","id":1}"#),
    (#"{"\u0065rror":1 }"#, #"{"error":"no field 'text'" }"#),
    // Nothing is known of what the field says.
    (#"{"mark":1,"id":2, "mark":3}"#, #"{"id":2,"error":"no field 'text'"}"#),
    (#"{"mark":1}"#, #"{"error":"no field 'text'"}"#),
  ])
  func anErrorIsSaidOnce(_ record: String, _ expected: String) throws {
    #expect(try object(record, problem: .missingField("text")) == expected + "\n")
  }

  @Test func whatIsNoObjectStandsInAString() throws {
    #expect(try object("[1]", problem: .notAnObject) == #"{"record":"[1]","error":"not a JSON object"}"# + "\n")
    #expect(try object("{\"a", problem: .invalidJSON("x")).hasPrefix(#"{"record":"{\"a","error":"#))
    #expect(try object("{\"a", problem: .tooLong(limit: 1 << 20)).hasPrefix(#"{"record":"{\"a","error":"#))
  }

  /// Random objects, with the key at any place and any number of times, against Foundation.
  @Test func anyObjectHasTheKeyOnceAndKeepsTheOthers() throws {
    var generator = SplitMix64(seed: 6)
    let values = ["1", "\"}\\\"\"", "[{\"mark\":[]}]", "{}", "null", "{\"a\":\",\\\\\"}", " -0.5e-3 ", "\"\\u007d\""]
    let keys = ["mark", "\\u006dark", "mar\\u006B", "other", "o\\\"}", "é", "mark2"]
    for _ in 0..<500 {
      var names = Set<String>()
      let members = (0..<Int.random(in: 0...6, using: &generator)).compactMap { _ -> String? in
        let key = keys.randomElement(using: &generator)!
        guard key.hasSuffix("ark") || key.hasSuffix("6B") || names.insert(key).inserted else { return nil }
        let blank = [" ", "", "\t"].randomElement(using: &generator)!
        return "\(blank)\"\(key)\"\(blank):\(values.randomElement(using: &generator)!)\(blank)"
      }
      let line = try object("{\(members.joined(separator: ","))}")
      let found = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(found["mark"] as? [String: Int] == ["a": 1], "\(line)")
      #expect(Set(found.keys) == Set(names.map { $0 == "o\\\"}" ? "o\"}" : $0 } + ["mark"]), "\(line)")
      #expect(line.components(separatedBy: "\"mark\":{\"a\":1}").count == 2, "\(line)")
      #expect(!line.contains("\\u006dark") && !line.contains("6B"))
    }
  }

  // MARK: Tables

  private func rows(
    _ input: RecordFormat, _ output: OutputFormat, _ header: String, _ record: String,
    problem: RecordProblem.Reason? = nil
  ) throws -> String {
    try written(input, output, header: header) { writer, out in
      writer.writeHeader(to: &out)
      withBytes(record) { record in
        if let problem {
          writer.write(record, problem: problem, to: &out)
        } else {
          writer.write(record, text: record, holdsKeys: false, row: 0, to: &out)
        }
      }
    }
  }

  @Test(arguments: [
    ("id,text", "1,x", "id,text,mark_a,mark_b\n1,x,A,B\n"),
    ("mark_b,text", "old,x", "mark_b,text,mark_a\nB,x,'=A\n"),
    ("id,\"mark_a\",\"a \"\"b\"\"\"", "1,old,\"x,y\"", "id,mark_a,\"a \"\"b\"\"\",mark_b\n1,'=A,\"x,y\",B\n"),
    ("mark_a,mark_a,text,mark_b,mark_b", "1,2,=x,3,4", "mark_a,text,mark_b\n'=A,=x,B\n"),
    ("Mark_a,mark_a ,text", "1,2,x", "Mark_a,mark_a ,text,mark_a,mark_b\n1,2,x,A,B\n"),
    ("\u{FEFF}mark_a;\"t\"", "1;\"x\"", "\u{FEFF}mark_a;\"t\";mark_b\n'=A;\"x\";B\n"),
  ])
  func aColumnIsReplacedWhereItStands(_ header: String, _ record: String, _ expected: String) throws {
    #expect(try rows(.csv, .csv, header, record) == expected)
  }

  @Test func aTableAsAnotherFormat() throws {
    let (header, record) = ("mark_b\ttext\tmark_b", "old\t=x\tolder")
    #expect(try rows(.tsv, .csv, header, record) == "mark_b,text,mark_a\nB,'=x,'=A\n")
    #expect(try rows(.tsv, .tsv, header, record) == "mark_b\ttext\tmark_a\nB\t=x\t=A\n")
    // What a field says takes the place of its columns.
    #expect(try rows(.tsv, .jsonl, header, record) == #"{"mark":{"a":1},"text":"=x"}"# + "\n")
    #expect(try rows(.csv, .jsonl, "mark,text", "old,x") == #"{"mark":{"a":1},"text":"x"}"# + "\n")
    #expect(try rows(.csv, .jsonl, "error,text", "e,x") == #"{"error":"e","text":"x","mark":{"a":1}}"# + "\n")
  }

  @Test func aRowThatCannotBeReadLosesNothing() throws {
    func row(_ record: String, to output: OutputFormat = .csv) throws -> String {
      let problem = RecordProblem.Reason.wrongFieldCount(expected: 3, found: 0)
      return try rows(.csv, output, "id,mark_a,text", record, problem: problem)
    }
    #expect(try row("1,2") == "id,mark_a,text,mark_b\n1,error,2,\n")
    #expect(try row("1,2,3,4,5") == "id,mark_a,text,mark_b\n1,error,\"2,3,4,5\",\n")
    #expect(try row("1,old,\"x").hasSuffix("\n1,error,\"old,\"\"x\",\n"))
    #expect(try row("1,2", to: .jsonl).hasPrefix(#"{"record":"1,2","error":"#))
    // Refused for another reason, a row that is whole stays whole.
    let whole = try rows(.csv, .jsonl, "id,mark_a,error", "1,old,old", problem: .refused("no"))
    #expect(whole == #"{"id":"1","error":"no"}"# + "\n")
    let row = try rows(.csv, .csv, "id,mark_a", "\"1\",old", problem: .refused("no"))
    #expect(row == "id,mark_a,mark_b\n\"1\",error,\n")
  }

  // MARK: Formulas

  @Test func whatIsWrittenAsCSVAnewIsGuarded() throws {
    func csv(_ input: RecordFormat, _ record: String) throws -> String {
      try written(input, .csv) { writer, out in
        withBytes(record) { writer.write($0, text: $0, holdsKeys: false, row: 0, to: &out) }
        withBytes(record) { writer.write($0, problem: .notAnObject, to: &out) }
      }
    }
    for format in [RecordFormat.text, .jsonl] { #expect(try csv(format, "=x") == "'=x,A,B\n'=x,error,\n") }
    #expect(try rows(.tsv, .csv, "=t\tn", "@x\t-1") == "'=t,n,mark_a,mark_b\n'@x,-1,A,B\n")
    // The bytes of a CSV file are kept.
    #expect(try rows(.csv, .csv, "=t,n", "@x,-1") == "=t,n,mark_a,mark_b\n@x,-1,A,B\n")
  }

  // MARK: Late fields

  @Test func placesAreKeptForLateValues() throws {
    func filled(_ input: RecordFormat, _ header: String?, _ record: String) throws -> String {
      let late = LateField(field: "late", columns: ["late_a", "late_b"])
      let text = try written(input, OutputFormat(of: input), header: header, others: [late]) { writer, out in
        withBytes(record) { writer.write($0, text: $0, holdsKeys: true, row: 0, to: &out) }
      }
      let bytes = Array(text.utf8)
      return bytes.withUnsafeBufferPointer { output in
        let record = SelectedRecord(payload: 0, output: output, gaps: late.takeGaps(), path: "", line: 1)
        return String(decoding: record.output { column, out in out.append(column == 0 ? "one" : "two") }, as: UTF8.self)
      }
    }
    #expect(try filled(.jsonl, nil, #"{"a":1}"#) == #"{"a":1,"mark":{"a":1},"late":one}"# + "\n")
    #expect(try filled(.jsonl, nil, #"{"late":0,"a":1,"late":2}"#) == #"{"late":one,"a":1,"mark":{"a":1}}"# + "\n")
    #expect(try filled(.csv, "a;b", "1;2") == "1;2;A;B;one;two\n")
    #expect(try filled(.csv, "late_b,a,late_a", "0,1,2") == "two,1,one,'=A,B\n")
  }
}
