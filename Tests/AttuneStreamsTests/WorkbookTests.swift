import Foundation
import TestSupport
import Testing

@testable import AttuneStreams

/// Workbooks as the CSV that is read of them.
@Suite("Workbooks")
struct WorkbookTests {
  private let files: TemporaryFiles

  init() throws { files = try TemporaryFiles() }

  /// What is read of a file, and of the same bytes in a pipe.
  private func csv(
    _ bytes: [UInt8], sheet: String? = nil, notes: InputNotes = InputNotes { _ in }
  ) throws -> String {
    var input = StreamInput.file(try files.write("book.xlsx", bytes))
    input.reading.sheets = sheet.map { [$0] } ?? []
    input.reading.notes = notes
    let feed = Feed([Array(bytes.prefix(3)), Array(bytes.dropFirst(3))], pause: 1000)
    var piped = feed.input
    piped.reading.sheets = sheet.map { [$0] } ?? []
    let whole = try read(input)
    #expect(try read(piped) == whole)
    return whole
  }

  private func read(_ input: StreamInput) throws -> String {
    let source = ByteSource(input)
    try source.open(as: .csv, cancellation: -1)
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 7)
    while case .bytes(let count) = try source.read(into: &piece, capacity: piece.count) { all += piece[..<count] }
    return String(decoding: all, as: UTF8.self)
  }

  @Test("Texts of all kinds, in their cells")
  func texts() throws {
    let book = Archive.workbook(
      [
        (
          "S",
          #"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><r><t>no</t></r><r><t>te</t></r><rPh><t>x</t></rPh></is></c></row>"#
            + #"<row r="2"/><row r="3"><c r="B3" t="str"><f>A1</f><v>a, "b"</v></c></row>"#
            + #"<row r="9"><c r="A9" t="s"><v>1</v></c><c r="B9" t="b"><v>1</v></c><c r="C9" t="e"><v>#N/A</v></c></row>"#
            + #"<row r="10"><c r="A10" t="s"><v>2</v></c><c t="b"><v>0</v></c><c><v>5</v></c></row>"#
        )
      ], strings: ["<t>id</t>", "<r><t>one </t></r><r><t>&amp; two</t></r>", "<t>a_x000D_\nb_x005F_x</t>"])
    #expect(
      try csv(book) == """
        id,,note
        ,"a, ""b""\",
        one & two,TRUE,
        "a\r
        b_x",FALSE,5

        """)
  }

  @Test(
    "Numbers in their shortest form",
    arguments: [
      ("5", "5"), ("5.0", "5"), ("-0.50", "-0.5"), ("0.30000000000000004", "0.30000000000000004"), ("1E3", "1000"),
      ("45360.604166666664", "45360.604166666664"), ("1.0000000000000001E-1", "0.1"), ("007", "7"), ("1e400", "1e400"),
      ("-0", "0"), ("123456789012345", "123456789012345"), ("9.9999999999999992E+22", "1e+23"), (".5", "0.5"),
    ])
  func numbers(stored: String, text: String) {
    var out: [UInt8] = []
    Array(stored.utf8).withUnsafeBufferPointer { CellNumber.append($0, to: &out) }
    #expect(String(decoding: out, as: UTF8.self) == text)
  }

  /// The days are those of Python's `datetime`: `date(1899, 12, 30) + timedelta(n)`.
  @Test(
    "Dates as their format shows them",
    arguments: [
      (45360, NumberFormat.date, "2024-03-09"), (45360, .dateTime, "2024-03-09T00:00:00"),
      (45360.604166666664, .dateTime, "2024-03-09T14:30:00"), (45360.5, .date, "2024-03-09T12:00:00"),
      (0.604166666666667, .time, "14:30:00"), (1.5, .elapsed, "36:00:00"),
      (45360.604166666664, .time, "2024-03-09T14:30:00"),
      (1, .date, "1900-01-01"), (59, .date, "1900-02-28"), (61, .date, "1900-03-01"), (2_958_465, .date, "9999-12-31"),
      (3_000_000, .date, "3000000"), (-1, .date, "-1"), (45351, .date, "2024-02-29"), (5, .number, "5"),
    ] as [(Double, NumberFormat, String)])
  func dates(serial: Double, format: NumberFormat, text: String) {
    var out: [UInt8] = []
    CellNumber.append(serial, as: format, is1904: false, to: &out)
    #expect(String(decoding: out, as: UTF8.self) == text)
  }

  @Test(
    "Codes of number formats",
    arguments: [
      ("General", NumberFormat.number), ("0.00", .number), ("#,##0 \"days\"", .number), ("0.00E+00", .number),
      ("yyyy-mm-dd", .date), ("[$-409]d/m/yyyy h:mm AM/PM;@", .dateTime), ("h:mm", .time), ("mm:ss", .time),
      ("[h]:mm:ss", .elapsed), ("[Red]0", .number), ("mmm", .date), ("0\\d", .number), ("Standard", .number),
      ("0;[Red]dd", .number), ("\"unended", .number), ("[", .number), ("\\", .number),
    ])
  func codes(code: String, format: NumberFormat) { #expect(NumberFormat(code: code) == format) }

  @Test("Styles lead to formats, in the system of 1904 as well")
  func styles() throws {
    let row = #"<row><c><v>1</v></c><c s="1"><v>100.25</v></c><c s="2"><v>100</v></c><c s="9"><v>100</v></c></row>"#
    let books = [false, true].map {
      Archive.workbook([("S", row)], formats: [0, 22, 164], codes: [164: "dd/mm/yyyy"], is1904: $0)
    }
    #expect(try csv(books[0]) == "1,1900-04-09T06:00:00,1900-04-09,100\n")
    #expect(try csv(books[1]) == "1,1904-04-10T06:00:00,1904-04-10,100\n")
  }

  @Test("The first sheet with rows is read, or the one that is wanted")
  func sheets() throws {
    let book = Archive.workbook([
      ("Empty", "<row><c/></row>"), ("Answers", Archive.row("a", "b")), ("2", Archive.row("c")),
    ])
    let notes = InputNotes { _ in }
    #expect(try csv(book, notes: notes) == "a,b\n")
    #expect(notes.all.count == 1)
    #expect(notes.all[0].contains(#"sheet "Answers" is read"#) && notes.all[0].contains(#""Empty", "2""#))
    #expect(try csv(book, sheet: "answers") == "a,b\n")
    #expect(try csv(book, sheet: "2") == "c\n")
    #expect(try csv(book, sheet: "1") == "")
    #expect(
      throws: StreamError.noSheet(path: files.path("book.xlsx"), name: "Notes", sheets: ["Empty", "Answers", "2"])
    ) {
      try csv(book, sheet: "Notes")
    }
  }

  @Test("Sheets with the header of the first one are one table")
  func sheetsAlike() throws {
    let header = Archive.row("Day", "CSAT")
    let book = Archive.workbook([
      ("Summary", Archive.row("Month", "Mean") + Archive.row("Jan", "4.1")),
      ("Jan", header + Archive.row("1", "5") + Archive.row("2", "4")),
      ("Feb", Archive.row("Title") + Archive.row("day", "CSAT ") + Archive.row("3", "1")),
      ("All", header + Archive.row("1", "5") + Archive.row("2", "4") + Archive.row("3", "1")),
      ("Other", Archive.row("Day", "NPS") + Archive.row("4", "9")),
    ])
    let notes = InputNotes { _ in }
    #expect(try csv(book, notes: notes) == "Day,CSAT\n1,5\n2,4\n3,1\n")
    #expect(notes.all.contains { $0.contains(#"sheets "Jan", "Feb", "All" have the same header"#) })
    #expect(notes.all.contains { $0.contains(#"or another: "Summary", "Other""#) })
    #expect(notes.all.contains { $0.contains(#"sheet "All" is not read, because the rows are those of other sheets"#) })
    #expect(try csv(book, sheet: "Feb") == "Title,\nday,CSAT \n3,1\n")
  }

  @Test("Sheets that are wanted are read in their order, but for those with another header")
  func wantedSheets() throws {
    let header = Archive.row("Day", "CSAT")
    let book = Archive.workbook([
      ("Jan", header + Archive.row("1", "5")), ("Feb", header + Archive.row("2", "4")),
      ("Other", Archive.row("Day", "NPS") + Archive.row("4", "9")),
    ])
    var input = StreamInput.file(try files.write("book.xlsx", book))
    input.reading.sheets = ["Feb", "1", "Other", "feb"]
    input.reading.notes = InputNotes { _ in }
    #expect(try read(input) == "Day,CSAT\n2,4\n1,5\n")
    #expect(input.reading.notes.all.map { $0.contains(#"sheet "Other" is not read, because the header"#) } == [true])
  }

  @Test("Cells that are merged over several rows count for each where they may")
  func mergedRows() throws {
    func cells(_ row: Int, _ values: [(String, String)]) -> String {
      let cells = values.map { #"<c r="\#($0)\#(row)" t="inlineStr"><is><t>\#($1)</t></is></c>"# }.joined()
      return #"<row r="\#(row)">\#(cells)</row>"#
    }
    let rows =
      cells(1, [("A", "Agent"), ("B", "CSAT"), ("C", "Day")]) + cells(2, [("A", "Ann"), ("B", "5"), ("C", "1, Mon")])
      + cells(3, [("B", "4")]) + cells(5, [("A", "Bob"), ("B", "1")]) + cells(6, [("C", "2")]) + cells(7, [("B", "3")])
    let book = Archive.workbook([("S", rows)], merged: ["A2:A4", "C2:C3", "A5:A6", "B5:B6"])
    #expect(try csv(book) == "Agent,CSAT,Day\nAnn,5,\"1, Mon\"\n,4,\nBob,1,\n,,2\n,3,\n")
    var input = StreamInput.file(files.path("book.xlsx"))
    input.reading.notes = InputNotes { _ in }
    input.reading.repeatsMerged = { name, values in name != "CSAT" && !values.isEmpty }
    #expect(
      try read(input) == "Agent,CSAT,Day\nAnn,5,\"1, Mon\"\nAnn,4,\"1, Mon\"\nBob,1,\nBob,,2\n,3,\n")
    #expect(input.reading.notes.all.count == 2)
    #expect(input.reading.notes.all[0].hasSuffix(#"merged cells of "Agent", "Day" count for each row that they span"#))
    #expect(input.reading.notes.all[1].contains(#"merged cells of "CSAT" count once"#))
  }

  @Test("Rows that are wider than the first one widen the table")
  func widths() throws {
    let book = Archive.workbook([("S", Archive.row("a") + Archive.row("1", "2", "3") + Archive.row("4", "5"))])
    #expect(try csv(book) == "a,,\n1,2,3\n4,5,\n")
  }

  /// The rows that are held back to find the width are 4 MiB at most.
  @Test("A row that is wider than the first thousands keeps its fields")
  func lateWidth() {
    var rows = CSVRows(fileSize: 1)
    let long = [UInt8](repeating: 0x61, count: 1 << 20)
    for _ in 0..<5 {
      let isInOrder = long.withUnsafeBufferPointer { rows.add(1, $0) }
      #expect(isInOrder)
      rows.endRow()
    }
    #expect(rows.ready > 4 << 20)
    let isInOrder = [0x62].withUnsafeBufferPointer { rows.add(3, $0) }
    #expect(isInOrder)
    rows.endRow()
    rows.finish()
    var out = [UInt8](repeating: 0, count: 8 << 20)
    let count = rows.take(into: &out, capacity: out.count)
    #expect(String(decoding: out[..<count].suffix(6), as: UTF8.self) == "\n,,,b\n")
  }

  @Test("Merged cells of a header name all their columns")
  func mergedHeader() throws {
    let rows =
      Archive.row("Results 2024")
      + #"<row r="2"><c r="A2" t="str"><v>agent</v></c><c r="B2" t="str"><v>rating</v></c><c r="D2" t="str"><v>note</v></c></row>"#
    let below = #"<row r="3"><c r="B3" t="str"><v>speed</v></c><c r="C3" t="str"><v>tone</v></c></row>"#
    let answer = Archive.row("Kim", "5", "4", "fine, thanks")
    let two = Archive.workbook([("S", rows + below + answer)], merged: ["A1:D1", "A2:A3", "B2:C2", "D2:D3"])
    #expect(try csv(two) == "Results 2024,,,\nagent,rating speed,rating tone,note\nKim,5,4,\"fine, thanks\"\n")
    let one = Archive.workbook([("S", rows + answer)], merged: ["A1:D1", "B2:C2", "x", "C:A", "B9"])
    #expect(try csv(one) == "Results 2024,,,\nagent,rating,rating 2,note\nKim,5,4,\"fine, thanks\"\n")
    let none = Archive.workbook([("S", rows + below + answer)])
    #expect(try csv(none).contains("\nagent,rating,,note\n,speed,tone,\n"))
  }

  @Test("A merged question above its answers, and questions with nothing but a response below them")
  func mergedQuestion() throws {
    let rows =
      Archive.row("id", "Rate us")
      + #"<row r="2"><c r="B2" t="str"><v>Speed</v></c><c r="C2" t="str"><v>Tone</v></c><c r="D2" t="str"><v>Open-Ended Response</v></c></row>"#
    let head = rows.replacing("</row>", with: #"<c r="D1" t="str"><v>Why?</v></c></row>"#, maxReplacements: 1)
    let book = Archive.workbook([("S", head + Archive.row("1", "5", "4", "fine"))], merged: ["B1:C1"])
    #expect(try csv(book) == "id,Rate us Speed,Rate us Tone,Why?\n1,5,4,fine\n")
  }

  @Test("The row of the header is the sheet's, blank rows counted")
  func headerRow() throws {
    let rows =
      #"<row r="1"><c r="A1" t="str"><v>Results</v></c></row><row r="4"><c r="A4" t="str"><v>rating</v></c><c r="B4" t="str"><v>comment</v></c><c r="C4" t="str"><v>shop</v></c></row>"#
      + #"<row r="5"><c r="A5"><v>5</v></c><c r="B5" t="str"><v>fine</v></c><c r="C5" t="str"><v>north</v></c></row>"#
    let path = try files.write("rows.xlsx", Archive.workbook([("S", rows)]))
    func table(_ header: Int?) throws -> (table: Table?, notes: [String]) {
      var input = StreamInput.file(path)
      input.reading.notes = InputNotes { _ in }
      input.reading.header = header
      return (try FieldReader.table(of: InputTape([input]), format: .csv), input.reading.notes.all)
    }
    for header in [nil, 4, 3] as [Int?] {
      let found = try table(header)
      #expect(found.table?.columns == ["rating", "comment", "shop"] && found.table?.headerLine == 4)
    }
    #expect(try table(nil).notes == ["\(path): 3 rows above the header are not records; the header is row 4"])
    #expect(try table(1).table?.columns.first == "Results")
  }

  @Test("The directory of an archive is bounded before it is read", arguments: [false, true])
  func largeDirectory(isLong: Bool) throws {
    var book = Archive.workbook([("S", Archive.row("a", "b"))])
    let end = book.count - 22
    if isLong {
      // A 64-bit end of 4,000,000 entries, and its locator.
      var long: [UInt8] = [0x50, 0x4B, 6, 6] + [UInt8](repeating: 0, count: 52)
      for (index, byte) in [0x00, 0x09, 0x3D].enumerated() { long[32 + index] = UInt8(byte) }
      let place = (0..<8).map { UInt8(truncatingIfNeeded: end >> (8 * $0)) }
      book.insert(contentsOf: long + [0x50, 0x4B, 6, 7, 0, 0, 0, 0] + place + [1, 0, 0, 0], at: end)
    } else {
      for place in [8, 10] { book.replaceSubrange(end + place..<end + place + 2, with: [0xFE, 0xFF]) }
    }
    #expect(throws: StreamError.badWorkbook(path: files.path("book.xlsx"), .tooManyParts)) { try csv(book) }
  }

  @Test("16,384 columns are read, and no more")
  func columns() throws {
    let last = Archive.workbook([("S", #"<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>"#)])
    #expect(try csv(last) == "1" + String(repeating: ",", count: 16_383) + "2\n")
    let beyond = Archive.workbook([("S", #"<row r="1"><c r="XFE1"><v>2</v></c></row>"#)])
    #expect(throws: StreamError.badWorkbook(path: files.path("book.xlsx"), .tooManyColumns(row: 1))) { try csv(beyond) }
    #expect(throws: StreamError.self) {
      try csv(Archive.workbook([("S", #"<row><c r="ZZZZZZZZZZZZ1"><v>2</v></c></row>"#)]))
    }
  }

  @Test("Formulas without a value are empty, and counted")
  func formulas() throws {
    let notes = InputNotes { _ in }
    let book = Archive.workbook([
      ("S", Archive.row("a", "b") + "<row><c><f>1+1</f><v></v></c><c><f>2+1</f><v>3</v></c></row>")
    ])
    #expect(try csv(book, notes: notes) == "a,b\n,3\n")
    #expect(
      notes.all == [
        "\(files.path("book.xlsx")): 1 formula has no value in the file and is empty; save it in Excel to keep the values"
      ])
  }

  @Test("Spreadsheets of LibreOffice")
  func openDocument() throws {
    let row = { (cells: String) in "<table:table-row>\(cells)</table:table-row>" }
    let text = { (text: String) in
      #"<table:table-cell office:value-type="string"><text:p>\#(text)</text:p></table:table-cell>"#
    }
    let rows =
      row(text("id") + text("te<text:span>x</text:span>t") + text("when") + text("took") + text("ok"))
      + #"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#
      + row(
        #"<table:table-cell office:value-type="float" office:value="5.0"><text:p>5,00 EUR</text:p></table:table-cell>"#
          + #"<table:table-cell office:value-type="string"><office:annotation><text:p>no</text:p></office:annotation><text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p></table:table-cell>"#
          + #"<table:table-cell office:value-type="date" office:date-value="2024-03-09"><text:p>9.3.</text:p></table:table-cell>"#
          + #"<table:table-cell office:value-type="time" office:time-value="PT01H02M03S"><text:p>1:02</text:p></table:table-cell>"#
          + #"<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell>"#
      )
      + #"<table:table-row table:number-rows-repeated="2">"# + text("x")
      + #"<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="1"/></table:table-row>"#
      + row(
        text("y")
          + #"<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>"#
      )
    let book = Archive.spreadsheet([("Empty", ""), ("Answers", rows), ("Other", row(text("z")))])
    #expect(
      try csv(book) == "id,text,when,took,ok\n5,\"a  b\nc\",2024-03-09,01:02:03,TRUE\nx,1,1,,\nx,1,1,,\ny,,,,\n")
    #expect(try csv(book, sheet: "Other") == "z\n")
    #expect(
      throws: StreamError.noSheet(path: files.path("book.xlsx"), name: "No", sheets: ["Empty", "Answers", "Other"])
    ) {
      try csv(book, sheet: "No")
    }
  }

  @Test("Damaged workbooks are refused", arguments: [10, 100, 400, 900])
  func damage(_ place: Int) throws {
    let whole = Archive.workbook([("S", Archive.row("a", "b") + Archive.row("c", "d"))])
    #expect(throws: StreamError.self) { try csv(Array(whole.prefix(whole.count - place))) }
  }

  @Test("A changed byte of a sheet is found by its checksum")
  func checksum() throws {
    var bytes = Archive.workbook([("S", Archive.row("abcdefgh"))])
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: "abcdefgh".utf8) })
    bytes[place] = 0x7A
    #expect(throws: StreamError.badWorkbook(path: files.path("book.xlsx"), .damaged(part: "xl/worksheets/sheet1.xml")))
    {
      try csv(bytes)
    }
  }

  @Test(
    "Parts that make no sheet are refused",
    arguments: [
      "<row><c t=\"s\"><v>7</v></c></row>", "<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>",
      "<row><c></row>", "<row>&no;</row>",
    ])
  func nonsense(rows: String) {
    #expect(throws: StreamError.self) { try csv(Archive.workbook([("S", rows)])) }
  }

  @Test("Elements without end, and repeated without measure, are refused")
  func growth() {
    let deep = String(repeating: "<a>", count: 2000)
    #expect(throws: StreamError.self) { try csv(Archive.workbook([("S", deep)])) }
    let long = "<row r=\"\(String(repeating: "1", count: 9 << 20))\"/>"
    #expect(throws: StreamError.self) { try csv(Archive.workbook([("S", long)])) }
    let text =
      #"<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>abcdefgh</text:p></table:table-cell>"#
    let rows = #"<table:table-row table:number-rows-repeated="1000000">"# + text + "</table:table-row>"
    #expect(throws: StreamError.badWorkbook(path: files.path("book.xlsx"), .tooLong(row: 1))) {
      try csv(Archive.spreadsheet([("S", rows)]))
    }
  }

  /// Whoever reads and its handler hold each other while a part is read, and no longer.
  @Test func aDamagedPartIsLetGo() throws {
    let path = try files.write("book.xlsx", Archive.zip([("part.xml", Array("<a><b></a>".utf8))]))
    let archive = try ZipArchive(descriptor: open(path, O_RDONLY | O_CLOEXEC))
    weak var handler: XMLHandler?
    do {
      let own = XMLHandler()
      handler = own
      #expect(throws: WorkbookProblem.damaged(part: "part.xml")) {
        try XMLScanner(archive.open("part.xml"), own).readAll()
      }
    }
    #expect(handler == nil)
  }

  @Test("A document type, of which entities could grow, is refused")
  func documentType() {
    let book = Archive.zip([
      ("xl/workbook.xml", Array("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><workbook>&a;</workbook>".utf8))
    ])
    #expect(
      throws: StreamError.badWorkbook(path: files.path("book.xlsx"), .damaged(part: "a part with a document type"))
    ) {
      try csv(book)
    }
  }

  @Test(
    "Other archives are told apart",
    arguments: [
      ("word/document.xml", FileType.word), ("xl/workbook.bin", .binaryWorkbook), ("ppt/presentation.xml", .slides),
      ("readme.txt", .zip),
    ])
  func others(part: String, kind: FileType) {
    #expect(throws: StreamError.notText(path: files.path("book.xlsx"), kind: kind)) {
      try csv(Archive.zip([(part, Array("<x/>".utf8))]))
    }
  }

  @Test("What begins as a workbook and is none is damaged, and a table whose first column is called PK is read")
  func brokenBeginning() throws {
    #expect(throws: StreamError.badWorkbook(path: files.path("book.xlsx"), .damaged(part: "the archive"))) {
      try csv(Array("PKgarbage".utf8))
    }
    #expect(try csv(Array("PK,text\n1,a\n".utf8)) == "PK,text\n1,a\n")
  }

  @Test("What a look has read of a workbook comes again")
  func look() throws {
    let rows = (0..<3000).map { Archive.row("text \($0)", "\($0)") }.joined()
    let path = try files.write("long.xlsx", Archive.workbook([("S", Archive.row("text", "n") + rows)]))
    let tape = InputTape([.file(path)])
    #expect(try FieldReader.table(of: tape, format: .csv)?.columns == ["text", "n"])
    var last = ""
    var count = 0
    try FieldReader(format: .csv, fields: ["n"]).forEach(in: tape) { fields, _ throws(RecordProblem.Reason) in
      last = String(decoding: fields[0], as: UTF8.self)
      count += 1
    }
    #expect(count == 3000 && last == "2999")
  }
}
