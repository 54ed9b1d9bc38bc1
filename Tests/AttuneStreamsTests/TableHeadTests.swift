import Synchronization
import TestSupport
import Testing

@testable import AttuneStreams

/// Where the header of a table stands, and how it is cut.
@Suite struct TableHeadTests {
  private let files: TemporaryFiles

  init() throws { files = try TemporaryFiles() }

  private struct Outcome: Equatable {
    var columns: [String] = []
    var labels: [String] = []
    var delimiter: UInt8 = 0
    var rows: [String] = []
    var lines: [Int] = []
    var problems = 0
  }

  private func read(
    _ input: StreamInput, _ format: RecordFormat, _ fields: [String], chunkSize: Int = 1 << 16, _ notes: InputNotes,
    adjust: (inout InputReading) -> Void = { _ in }
  ) throws -> Outcome {
    var pipeline = FieldPipeline(format: format, fields: fields) { fields in
      fields.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "^")
    }
    pipeline.chunkSize = chunkSize
    var input = input
    input.reading.notes = notes
    adjust(&input.reading)
    let outcome = Mutex(Outcome())
    try pipeline.run([input]) { batch in
      outcome.withLock { outcome in
        if let table = batch.table {
          (outcome.columns, outcome.labels, outcome.delimiter) = (table.columns, table.labels, table.delimiter)
        }
        outcome.rows += batch.rows
        outcome.lines += batch.lines
        outcome.problems += batch.problems.count
      }
      return true
    }
    return outcome.withLock { $0 }
  }

  /// However the bytes arrive.
  private func outcome(
    _ text: String, _ format: RecordFormat = .csv, _ fields: [String] = [],
    adjust: (inout InputReading) -> Void = { _ in }
  ) throws -> (outcome: Outcome, notes: [String]) {
    let bytes = Array(text.utf8)
    let path = try files.write("input", bytes)
    let notes = InputNotes { _ in }
    let outcome = try read(.file(path), format, fields, notes, adjust: adjust)
    for chunkSize in [64, 100] {
      let others = InputNotes { _ in }
      #expect(try read(.file(path), format, fields, chunkSize: chunkSize, others, adjust: adjust) == outcome)
      #expect(Set(others.all) == Set(notes.all))
    }
    if bytes.count < 500, format == .csv {
      let feed = Feed(bytes.map { [$0] }, pause: 20)
      #expect(try read(feed.input, format, fields, InputNotes { _ in }, adjust: adjust) == outcome)
    }
    return (outcome, notes.all)
  }

  @Test(
    arguments: [
      ("id,text\n1,a\n", ",", ["id", "text"]), ("id;text\n1;a,b\n", ";", ["id", "text"]),
      ("How happy, in general?;Comment\n5;Good, really\n4;Bad\n", ";", ["How happy, in general?", "Comment"]),
      ("a, b;c\n1;2\n3;4\n", ";", ["a, b", "c"]), ("How, when, why;x\n1;2\n", ";", ["How, when, why", "x"]),
      ("a,b;c\n1,2;3\n", ",", ["a", "b;c"]), ("a|b,c\n1|2\n3|4\n", "|", ["a", "b,c"]),
      ("a\tb, and c\n1\t2\n3\t4\n", "\t", ["a", "b, and c"]), ("text\ngreat, really\nbad, too\n", ",", ["text"]),
      ("id,text,note\n1,great,x\n2,short\n3,a,b,c\n", ",", ["id", "text", "note"]),
      ("2019,2020\nx,y\n\nfoo,bar\n", ",", ["2019", "2020"]), (",text\n0,good\n1,bad\n", ",", ["", "text"]),
      ("sep=;\nid;text\n1;a\n", ";", ["id", "text"]), ("SEP=|\r\nid|text\r\n", "|", ["id", "text"]),
      ("\"sep=\t\"\nid\ttext\n1\t2\n", "\t", ["id", "text"]), ("sep\nx\n", ",", ["sep"]),
      ("\n\nid,text\n1,a\n", ",", ["id", "text"]), ("Export\nid,text\n1,a\n", ",", ["id", "text"]),
      ("Results, Q3\n\nid,text,n\n1,a,2\n2,b,3\n", ",", ["id", "text", "n"]),
      ("Results, Q3\nid;text;n\n1;a;2\n2;b;3\n", ";", ["id", "text", "n"]),
      ("Survey:,Spring,\nFrom:,2024-01-01,\n,,\nid,text,n\n1,a,2\n2,b,3\n", ",", ["id", "text", "n"]),
      ("Period:,2026-01\nid,text,n\n1,a,2\n2,b,3\n", ",", ["id", "text", "n"]),
      ("Period,2026-01\nid,text,n\n1,a,2\n2,b,3\n", ",", ["id", "text", "n"]),
      ("Report\nPeriod:,2026-01\nBy:,J. Doe,2026-05\n\nid,day,n\n1,2026-01-02,2\n", ",", ["id", "day", "n"]),
      (
        "Case,,,Survey,,\nid,day,team,csat,nps,text\n1,2026-01-02,A,5,9,ok\n", ",",
        ["id", "day", "team", "csat", "nps", "text"]
      ),
      ("name,text\nann,great,yes\nbob,bad,no\n", ",", ["name", "text"]),
      ("\u{FEFF}Export of March\r\n\r\nid,text\r\n1,a\r\n", ",", ["id", "text"]),
      ("Export\r\rid,text\r1,a\r2,b\r", ",", ["id", "text"]), ("a\u{0},b\n1,\u{0}\n", ",", ["a\u{0}", "b"]),
    ] as [(String, Character, [String])])
  func header(text: String, delimiter: Character, columns: [String]) throws {
    let found = try outcome(text).outcome
    if !found.columns.isEmpty { #expect(found.columns == columns) }
    if columns.count > 1, !found.columns.isEmpty { #expect(found.delimiter == delimiter.asciiValue) }
  }

  @Test func blankLinesAtTheEndOfJSON() throws {
    let end = try outcome("{\"a\":\"x\"}\n\r\n \n", .jsonl, ["a"])
    #expect(end.outcome.rows == ["x"] && end.outcome.problems == 0)
    #expect(end.notes == ["\(files.path("input")): 2 empty lines at the end are not records"])
    let between = try outcome("{\"a\":\"x\"}\n\n{\"a\":\"y\"}\n", .jsonl, ["a"])
    #expect(between.outcome.rows == ["x", "y"] && between.outcome.problems == 1)
  }

  @Test func linesAreCountedFromTheBeginning() throws {
    let found = try outcome("sep=;\nExport\n\nid;text\n1;\"a\nb\"\n2;c\n", .csv, ["id"])
    #expect(found.outcome.lines == [5, 7])
    #expect(found.notes.count == 2)
  }

  /// Blank lines are records in the middle and none at the end, in whatever chunks they come.
  @Test func blankLinesAtTheEnd() throws {
    let blank = String(repeating: ",\r\n\n \n", count: 100)
    let found = try outcome("id,text\n1,a\n\n,\n2,b\n" + blank, .csv, ["id"])
    #expect(found.outcome.rows == ["1", "", "2"])
    #expect(found.outcome.lines == [2, 4, 5])
    #expect(found.outcome.problems == 1)
    #expect(found.notes == ["\(files.path("input")): 300 empty lines at the end are not records"])
    let goesOn = try outcome("id,text\n1,a\n" + blank + "2,b\n", .csv, ["id"])
    #expect(goesOn.outcome.rows.count == 102)
    #expect(goesOn.outcome.problems == 200)
    #expect(goesOn.outcome.lines.last == 303)
    #expect(try outcome("id,text\n1,\"a\n\n\"\n\n", .csv, ["text"]).outcome.rows == ["a\n\n"])
    #expect(try outcome("id,text\n1,\"a\n\n\n", .csv, ["text"]).outcome.problems == 1)
    #expect(
      try outcome("id,text\n1,a\n\n\n" + String(repeating: "x", count: 500) + ",b", .csv, ["text"]).outcome.rows == [
        "a", "b",
      ])
  }

  /// Blank rows, and the header of a file that was joined, are left out where that is wanted.
  @Test func fillers() throws {
    let table = "id,text\n1,a\n,\n\n\" \",\nid,text\n2,b\nid,Text\n"
    let path = try files.write("fillers.csv", Array(table.utf8))
    let found = Mutex((rows: [String](), lines: [Int](), leftOut: LeftOutRows()))
    var pipeline = FieldPipeline(format: .csv, fields: ["id"]) { String(decoding: $0[0], as: UTF8.self) }
    pipeline.leavesOutFillers = true
    try pipeline.run([.file(path)]) { batch in
      found.withLock {
        $0.rows += batch.rows
        $0.lines += batch.lines
        $0.leftOut.merge(batch.leftOut)
      }
      return true
    }
    found.withLock {
      #expect($0.rows == ["1", "2", "id"] && $0.lines == [2, 7, 8])
      #expect($0.leftOut.text == "3 blank rows and 1 repetition of the header are left out")
    }
    // Who writes nothing into the only column is somebody.
    let texts = try files.write("texts.csv", Array("text\na\n\nb\n".utf8))
    let count = Mutex(0)
    pipeline.fields = ["text"]
    try pipeline.run([.file(texts)]) { batch in
      count.withLock { $0 += batch.rows.count }
      return true
    }
    #expect(count.withLock { $0 } == 3)
  }

  /// A byte may be a record, and what is said of it must not take a hundred times as much.
  @Test func manyBlankLinesAreHandedOverInPieces() throws {
    let count = 300_000
    let input = try files.write(
      "many.csv", Array("id,text\n1,a\n".utf8) + [UInt8](repeating: 0x0A, count: count) + Array("2,b\n".utf8))
    let found = Mutex((rows: [String](), lines: [Int](), problems: 0, most: 0, told: 0))
    let pipeline = FieldPipeline(format: .csv, fields: ["id"]) { String(decoding: $0[0], as: UTF8.self) }
    try pipeline.run([.file(input)]) { batch in
      found.withLock {
        $0.rows += batch.rows
        $0.lines += batch.lines
        $0.problems += batch.problemCount
        $0.most = max($0.most, batch.problemCount)
        $0.told = max($0.told, batch.problems.count)
      }
      return true
    }
    found.withLock {
      #expect($0.rows == ["1", "2"])
      #expect($0.lines == [2, count + 3])
      #expect($0.problems == count && $0.most <= 1 << 16 && $0.told == 1000)
    }
  }

  @Test func anInputThatTakesMoreThanItMayIsRefused() throws {
    func read(_ name: String, bytes: Int, seconds: Int = 60) -> StreamError? {
      var input = StreamInput.file(files.path(name))
      input.reading.bounds = .init(bytes: bytes, deadline: .now + .seconds(seconds))
      let pipeline = FieldPipeline(format: .csv, fields: ["id"]) { _ in }
      do throws(StreamError) { try pipeline.run([input]) { _ in true } } catch { return error }
      return nil
    }
    let path = try files.write("bounded.csv", Array(("id\n" + String(repeating: "1\n", count: 1000)).utf8))
    #expect(read("bounded.csv", bytes: 2003) == nil)
    #expect(read("bounded.csv", bytes: 2002) == .tooLarge(path: path, limit: 2002))
    #expect(read("bounded.csv", bytes: 2003, seconds: -1) == .tooLate(path: path))
  }

  @Test(
    arguments: [
      // Without quotes rows would not fit.
      ("id\ttext\n1\t\"a\nb\"\n2\tc\n", ["a\nb", "c"]), ("id\ttext\n1\t\"a\tb\"\n2\tc\n", ["a\tb", "c"]),
      ("\"id\"\t\"text\"\n\"1\"\t\"say \"\"hi\"\"\"\n", ["say \"hi\""]),
      // Quotes are characters like others.
      ("id\ttext\n1\t\"a\" b\n2\tc\n", ["\"a\" b", "c"]), ("id\ttext\n1\t\"a\"\n2\t5\"\n", ["\"a\"", "5\""]),
      ("id\ttext\n1\t\"a\n2\tb\"\n", ["\"a", "b\""]), ("id\ttext\n1\t\"open\n2\tb\n", ["\"open", "b"]),
    ] as [(String, [String])])
  func quotesInTabSeparatedValues(text: String, texts: [String]) throws {
    #expect(try outcome(text, .tsv, ["text"]).outcome.rows == texts)
  }

  @Test func rowsInQuotesAsAWhole() throws {
    let rows = "\"id,text,n\"\n\"1,\"\"good, really\"\",5\"\n\"2,bad,1\"\n"
    let good = try outcome(rows, .csv, ["id", "text"])
    #expect(good.outcome.rows == ["1^good, really", "2^bad"])
    let late = try outcome(
      rows + (3..<60).map { "\"\($0),x,1\"\n" }.joined() + "\"60,\"\"open,3\"\n61,\"a,b\",1\n", .csv, ["id"])
    #expect(late.outcome.rows.count == 60)
    #expect(late.outcome.problems == 1)
    // One column, of which the texts have commas.
    #expect(try outcome("\"what, if any\"\n\"good, really\"\n\"bad\"\n").outcome.problems == 0)
  }

  @Test func namesOfSeveralHeaderRows() throws {
    let survey = "Respondent ID,Score,Used,,Why?\n,Response,Shop,App,Open-Ended Response\n1,5,Shop,,good\n"
    let found = try outcome(survey, .csv, ["used: app", "why?"])
    #expect(found.outcome.columns == ["Respondent ID", "Score", "Used: Shop", "Used: App", "Why?"])
    #expect(found.outcome.rows == ["^good"])
    #expect(found.outcome.lines == [3])
    // A first record that looks a little like it is a record.
    #expect(try outcome("id,a,b\n1,Response,x\n2,y,z\n", .csv, ["id"]).outcome.rows == ["1", "2"])
  }

  /// Whatever the bytes are, no record is lost, and the outcome does not depend on how they arrive.
  @Test func aRecordInPlaceOfTheHeaderIsSaid() throws {
    let note = "but looks like a record (use --header 0 if there are no names)"
    #expect(try outcome("1,2026-01-05,good tea\n2,2026-01-06,bad tea\n").notes.contains { $0.hasSuffix(note) })
    #expect(try !outcome("id,day,text\n1,2026-01-05,good tea\n").notes.contains { $0.hasSuffix(note) })
  }

  /// A second row that one way to cut has not seen whole must not decide by being missing.
  @Test func aRivalOfWhichTheSecondRowIsLate() throws {
    let rows = "name|,place\na|\"b|,\n" + String(repeating: "c|,d\n", count: 40) + "e\"|,f\n"
    #expect(try !outcome(rows).outcome.columns.isEmpty)
    #expect(try !outcome(String(rows.dropLast(100))).outcome.columns.isEmpty)
  }

  @Test func aTableWithoutNames() throws {
    let (found, notes) = try outcome("1;good tea\n2;bad tea\n", .csv, ["2"]) { $0.header = 0 }
    #expect(found.columns == ["1", "2"] && found.rows == ["good tea", "bad tea"] && found.lines == [1, 2])
    #expect(notes.contains { $0.hasSuffix("no line names the columns, which are called by their numbers") })
    #expect(try outcome("\u{FEFF}sep=;\na;b\n", .csv, ["2"]) { $0.header = 0 }.outcome.rows == ["b"])
    #expect(try outcome("\"1,a\"\n\"2,b\"\n\"3,c\"\n", .csv, ["1"]) { $0.header = 0 }.outcome.problems == 0)
  }

  @Test func aQuestionWithCommasIsOneColumn() throws {
    let (found, notes) = try outcome("How was it, in short, today?\n5\n4\n3\n")
    #expect(found.columns == ["How was it, in short, today?"] && found.problems == 0)
    #expect(notes.contains { $0.hasSuffix("one column, as its rows show") })
    #expect(try outcome("id,text\n5\n4\n3\n").outcome.columns == ["id", "text"])
  }

  @Test func questionsOfSeveralColumnsAndRowsOfQuestions() throws {
    let (matrix, _) = try outcome(
      "Respondent ID,Please rate:,,Anything else?\n,Speed,Tone,Open-Ended Response\n1,5,4,fine\n")
    #expect(matrix.columns == ["Respondent ID", "Please rate: Speed", "Please rate: Tone", "Anything else?"])
    #expect(matrix.rows.count == 1)
    #expect(try outcome("Respondent ID,How?,\n,Slow,Fast\n1,5,4\n", .csv, ["how?"]).outcome.rows == ["5"])
    let (labelled, notes) = try outcome(
      "StartDate,EndDate,ResponseId,Q1\nStart Date,End Date,Response ID,How was it?\n1,2,R_1,good\n1,2,R_2,bad\n")
    #expect(labelled.rows.count == 2)
    #expect(notes.contains { $0.contains("(Qualtrics)") })
    #expect(
      try outcome("StartDate,EndDate,ResponseId,Q1\n1,2,R_1,good\n1,2,R_2,bad\n1,2,R_3,bad\n").outcome.rows.count == 3)
  }

  @Test func furtherRowsOfAHeaderInWhateverChunksTheyCome() throws {
    let table =
      "StartDate,ResponseId,Q2\nStart Date,\"How\nwas it?\"\n"
      + "\"{\"\"ImportId\"\":\"\"a\"\"}\",b,R_,b,R_1,go1,good\n"
    let odd =
      "SvartDate,ResponseId,Q2\nStart Desponse ID,\"How\n"
      + "was it?\"\n\"{\"\"ImportId\"\":\"\"a\"\"}\",b,R_,b,R_1,go1,zood\n"
    #expect(try outcome(odd).outcome.labels == ["Start Desponse ID", "How\nwas it?", ""])
    let unnamed =
      "Respondent ID,Place\na,b\nStart,\"how\nwas it?\"\n"
      + "\"{\"\"ImportId\"\":\"\"a\"\"}\",b\n1,2\n3,4\n5,6\n7,8\n9,0\n"
    #expect(try outcome(unnamed).outcome.rows.count == 8)
    let (outcome, notes) = try outcome(table)
    #expect(outcome.rows.isEmpty && outcome.columns == ["StartDate", "ResponseId", "Q2"])
    #expect(notes.contains { $0.contains("2 further rows of the header") })
  }

  /// An odd quote in a header must not let a CR of the records tell how lines end.
  @Test func aReturnFarBehindTheHeader() throws {
    let rows = String(repeating: "good,1\n", count: 20)
    let (outcome, _) = try outcome("te\"xt,n\n\(rows)x \"a,2\rb\n\(rows)")
    #expect(outcome.rows.count == 41)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func randomTables(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let alphabet = Array("ab1,,;;\t\"\"\n\n\n\r =|".utf8)
    for _ in 0..<150 {
      let bytes = (0..<Int.random(in: 0...120, using: &generator)).map { _ in alphabet.randomElement(using: &generator)!
      }
      let path = try files.write("input", bytes)
      func read(_ chunkSize: Int) -> Outcome? {
        try? self.read(.file(path), .csv, [], chunkSize: chunkSize, InputNotes { _ in })
      }
      #expect(read(64) == read(1 << 16), "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
    }
  }
}
