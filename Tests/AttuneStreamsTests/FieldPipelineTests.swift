import Attune
import Synchronization
import TestSupport
import Testing

@testable import AttuneStreams

@Suite struct FieldPipelineTests {
  private let files: TemporaryFiles

  init() throws { files = try TemporaryFiles() }

  private struct Outcome: Equatable {
    var rows: [[String]] = []
    var labels: [Int?] = []
    var lines: [Int] = []
    var problems: [RecordProblem] = []
  }

  private func run(
    _ input: String, _ format: RecordFormat, _ fields: [String], model: Model? = nil, workers: Int = 1,
    chunkSize: Int = 1 << 16, stopAfter: Int = .max
  ) throws -> Outcome {
    var pipeline = FieldPipeline(format: format, fields: fields) { fields in
      fields.map { String(decoding: $0, as: UTF8.self) }
    }
    pipeline.workers = workers
    pipeline.chunkSize = chunkSize
    if let model {
      // A row gets what the reader is lent, and the number of its label.
      pipeline.reading = .init(model: model, field: 0, keepsTokens: false, tones: []) {
        { scorer, texts, rows, first in
          for index in texts.indices {
            rows[first + index] += [
              String(decoding: texts[index], as: UTF8.self), scorer.label(index).map(String.init) ?? "",
            ]
          }
        }
      }
    }
    let outcome = Mutex(Outcome())
    let path = try files.write("input", Array(input.utf8))
    try pipeline.run([.file(path)]) { batch in
      outcome.withLock { outcome in
        outcome.rows += batch.rows
        if model != nil { outcome.labels += batch.rows.map { Int($0.last!) } }
        outcome.lines += batch.lines
        outcome.problems += batch.problems
        return outcome.rows.count < stopAfter
      }
    }
    return outcome.withLock { $0 }
  }

  /// Rows are linked in the order of the records whatever the workers do, and finished behind that.
  @Test(arguments: [1, 2, 7])
  func rowsAreLinkedInOrder(workers: Int) throws {
    let path = try files.write("linked", Array((0..<3000).map { "\($0)\n" }.joined().utf8))
    var pipeline = FieldPipeline(format: .text, fields: ["text"]) {
      [Int(String(decoding: $0[0], as: UTF8.self)) ?? -1]
    }
    pipeline.workers = workers
    pipeline.chunkSize = 64
    let linked = Mutex(0)
    pipeline.link = { rows in
      linked.withLock { linked in
        for index in rows.indices {
          rows[index].append(linked)
          linked += 1
        }
      }
    }
    pipeline.finishRows = { rows in
      for index in rows.indices { rows[index].append(rows[index].count) }
    }
    let rows = Mutex([[Int]]())
    try pipeline.run([.file(path)]) { batch in
      rows.withLock { $0 += batch.rows }
      return true
    }
    #expect(rows.withLock { $0 } == (0..<3000).map { [$0, $0, 2] })
  }

  @Test func columnsInTheOrderAskedFor() throws {
    let input = "id,text,note\n1,\"a \"\"b\"\"\nc\",x\n2,d,\"\"\n3,e\n4,f,\"y\n"
    let outcome = try run(input, .csv, ["note", "text", "text", "1"])
    #expect(outcome.rows == [["x", "a \"b\"\nc", "a \"b\"\nc", "1"], ["", "d", "d", "2"]])
    #expect(outcome.lines == [2, 4])
    #expect(outcome.problems.map(\.line) == [5, 6])
    #expect(outcome.problems.map(\.reason) == [.wrongFieldCount(expected: 3, found: 2), .unterminatedQuote])
  }

  @Test func fieldsThatObjectsDoNotHaveAreEmpty() throws {
    let input = #"{"a":"x","b":{"c":3}}"# + "\n" + #"{"a":null}"# + "\n[1]\n" + #"{"b":{"c":true}}"# + "\n"
    let outcome = try run(input, .jsonl, ["a", "b.c"])
    #expect(outcome.rows == [["x", "3"], ["", ""], ["", "true"]])
    #expect(outcome.problems.map(\.line) == [3])
  }

  @Test func parallelIsLikeSerialAndLikeClassify() throws {
    let model = try Model.shipped()
    var generator = SplitMix64(seed: 4)
    let words = ["good", "terrible", "the", "not", "qzx", "\"\"", "ok"]
    let texts = (0..<900).map { _ in
      (0..<Int.random(in: 0...8, using: &generator)).map { _ in words.randomElement(using: &generator)! }
        .joined(separator: " ")
    }
    let input = "text,id\n" + texts.enumerated().map { "\"\($1)\",\($0)\($0 % 50 == 7 ? ",extra" : "")\n" }.joined()
    let serial = try run(input, .csv, ["text", "id"], model: model)
    for (workers, chunkSize) in [(1, 64), (3, 300), (4, 2000)] {
      let isEqual =
        try run(input, .csv, ["text", "id"], model: model, workers: workers, chunkSize: chunkSize) == serial
      #expect(isEqual, "\(workers) workers, \(chunkSize) bytes")
    }
    let expected = serial.rows.map { model.labels.firstIndex(of: model.classify($0[0]).label) }
    let isEqual = serial.labels == expected
    #expect(isEqual)
    // The texts that were lent.
    #expect(serial.rows.allSatisfy { $0[2] == $0[0] })
    #expect(serial.problems.count == 18)
  }

  @Test func readingEndsWhenNoMoreIsWanted() throws {
    let input = "id\n" + (0..<10_000).map { "\($0)\n" }.joined()
    let outcome = try run(input, .csv, ["id"], workers: 2, chunkSize: 256, stopAfter: 100)
    #expect((100..<300).contains(outcome.rows.count))
  }

  @Test func anUnknownColumnIsAnError() throws {
    #expect(throws: StreamError.self) { try run("a,b\n1,2\n", .csv, ["c"]) }
  }
}
