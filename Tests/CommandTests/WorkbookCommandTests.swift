import Foundation
import TestSupport
import Testing

/// The same answers as a workbook, a table and JSON of several shapes: whatever people export gives the same figures.
@Suite("Workbooks and JSON documents in commands")
struct WorkbookCommandTests {
  private static let answers: [(text: String, stars: Int, day: String, serial: Int)] = (0..<60).map { index in
    let texts = ["great service, lovely people", "terrible \"service\"", "the parcel arrived on monday"]
    return (texts[index % 3], 1 + (index * 7) % 5, String(format: "2024-03-%02d", 1 + index % 28), 45352 + index % 28)
  }

  private static let csv =
    "text,stars,day\n"
    + answers.map { "\"\($0.text.replacing("\"", with: "\"\""))\",\($0.stars),\($0.day)\n" }.joined()

  private static let objects = answers.map {
    "{\"text\":\"\($0.text.replacing("\"", with: "\\\""))\",\"stars\":\($0.stars),\"day\":\"\($0.day)\"}"
  }

  private static let workbook: [UInt8] = {
    let rows = answers.map {
      "<row><c t=\"inlineStr\"><is><t>\($0.text)</t></is></c><c><v>\($0.stars).0</v></c><c s=\"1\"><v>\($0.serial)</v></c></row>"
    }
    return Archive.workbook(
      [("Read me", ""), ("Answers", Archive.row("text", "stars", "day") + rows.joined())], formats: [0, 14])
  }()

  private static let spreadsheet: [UInt8] = {
    func text(_ text: String) -> String {
      "<table:table-cell office:value-type=\"string\"><text:p>\(text)</text:p></table:table-cell>"
    }
    let rows = answers.map { answer in
      let stars = "<table:table-cell office:value-type=\"float\" office:value=\"\(answer.stars)\"/>"
      let day = "<table:table-cell office:value-type=\"date\" office:date-value=\"\(answer.day)\"/>"
      return "<table:table-row>\(text(answer.text))\(stars)\(day)</table:table-row>"
    }
    let header = "<table:table-row>\(text("text"))\(text("stars"))\(text("day"))</table:table-row>"
    return Archive.spreadsheet([("Answers", header + rows.joined())])
  }()

  private static let documents: [(name: String, bytes: [UInt8])] = [
    ("answers.csv", Array(csv.utf8)), ("answers.xlsx", workbook), ("answers.ods", spreadsheet),
    ("answers.dat", workbook), ("answers.jsonl", Array(objects.joined(separator: "\n").utf8)),
    ("array.json", Array("[\(objects.joined(separator: ","))]".utf8)),
    ("pretty.json", Array("[\n  \(objects.joined(separator: ",\n  ").replacing(",\"", with: ",\n    \""))\n]\n".utf8)),
    ("wrapped.json", Array("{\"page\":1,\"data\":{\"reviews\":[\(objects.joined(separator: ","))]}}".utf8)),
  ]

  private static let reportOptions = ["--text", "text", "--csat", "stars", "--scale", "1..5", "--time", "day"]

  /// A report without what it says of its file.
  private func figures(_ report: String) -> String { report.components("\nHow the file was read")[0] }

  @Test("The same report from every kind of file, and from workbooks in a pipe")
  func reports() throws {
    let workspace = Workspace()
    var reports: [String: String] = [:]
    for (name, bytes) in Self.documents {
      let path = workspace.file(name, bytes)
      let outcome = try Attune.run(["report", "-q", "--model", TinyModel.path, path] + Self.reportOptions)
      #expect(outcome.status == 0, "\(name): \(outcome.errors)")
      reports[name] = figures(outcome.text)
    }
    let expected = try #require(reports["answers.csv"])
    #expect(expected.contains("Satisfaction (CSAT)"))
    for (name, report) in reports { #expect(report == expected, "\(name)") }
    for bytes in [Self.workbook, Self.spreadsheet] {
      let piped = try Attune.run(["report", "-q", "--model", TinyModel.path] + Self.reportOptions, bytes)
      #expect(figures(piped.text) == expected, "\(piped.errors)")
    }
  }

  @Test("The same table with verdicts from a workbook and from CSV, for any number of workers and size of chunks")
  func verdicts() throws {
    let workspace = Workspace()
    // Quotes stand only where they are needed.
    let plain = try Attune.classify(
      [
        "-q",
        workspace.file(
          "a.csv", Self.csv.replacing("\"the parcel arrived on monday\"", with: "the parcel arrived on monday")),
      ]
    ).text
    for options in [[], ["-j1", "--chunk-size", "64"], ["-j3", "--chunk-size", "1000"]] {
      let read = try Attune.classify([workspace.file("a.xlsx", Self.workbook)] + options)
      #expect(read.text == plain)
      #expect(read.errors.contains("sheet \"Answers\" is read"))
      #expect(try Attune.classify(["-q", "--format", "csv"] + options, Self.workbook).text == plain)
    }
  }

  @Test("The same objects with verdicts from an array and from an object a line")
  func objects() throws {
    let workspace = Workspace()
    let lines = try Attune.classify(["-q", "--format", "jsonl"], Self.objects.joined(separator: "\n"))
    for name in ["array.json", "wrapped.json"] {
      let bytes = try #require(Self.documents.first { $0.name == name }).bytes
      let read = try Attune.classify(["-q", workspace.file(name, bytes)])
      #expect(read.text == lines.text, "\(name)")
    }
    let wrapped = try #require(Self.documents.first { $0.name == "wrapped.json" }).bytes
    let piped = try Attune.classify(["-q", "--format", "jsonl", "--records", "data.reviews"], wrapped)
    #expect(piped.text == lines.text)
    #expect(try Attune.classify(["--format", "jsonl", "--records", "data.rows"], wrapped).status == 64)
  }

  @Test("Elements of arrays are groups of their own")
  func tags() throws {
    let input = """
      [{"text":"great","tags":["fast","friendly"]},{"text":"awful","tags":["slow","slow"]},{"text":"great","tags":"fast"},
      {"text":"great","tags":[]}]
      """
    let path = Workspace.shared("tags.json", input)
    let outcome = try Attune.run(
      ["report", "-q", "--model", TinyModel.path, path, "--text", "text", "--by", "tags", "--to", "csv"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    for (tag, count) in [("fast", 2), ("friendly", 1), ("slow", 1)] {
      #expect(
        outcome.text.contains("tags,\(tag),records,\(count)") || outcome.text.contains("\(tag)"), "\(outcome.text)")
    }
    #expect(!outcome.text.contains("fast friendly") && !outcome.text.contains("\u{1F}"))
  }

  /// Written and checked by Python, which shares no code with this project.
  @Test("Random workbooks and documents come back as they were written")
  func independent() throws {
    let script = Attune.root.appendingPathComponent("Tests/workbook.py").path
    let outcome = try Attune.shell("python3 '\(script)' \"$ATTUNE\" \"$MODEL\"")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text.contains("agree"))
  }

  @Test("What is wrong with a workbook is said in one line")
  func refusals() throws {
    let workspace = Workspace()
    let book = workspace.file("book.xlsx", Self.workbook)
    let noSheet = try Attune.classify([book, "--sheet", "Nope"])
    #expect(noSheet.status == 64 && noSheet.errors.contains("its sheets are 'Read me', 'Answers'"))
    #expect(try Attune.classify(["--sheet", "x", "--format", "text"], "great\n").status == 64)
    let cut = try Attune.classify([workspace.file("cut.xlsx", Array(Self.workbook.dropLast(100)))])
    #expect(cut.status == 65 && cut.errors.contains("cut.xlsx is damaged"))
    let locked = workspace.file(
      "locked.xlsx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600))
    let protected = try Attune.classify([locked])
    #expect(protected.status == 65 && protected.errors.contains("password"))
    let word = workspace.file("letter.docx", Archive.zip([("word/document.xml", Array("<w/>".utf8))]))
    let letter = try Attune.classify([word])
    #expect(letter.status == 65 && letter.errors.contains("a Word document"))
    let other = try Attune.classify(["--format", "jsonl", book])
    #expect(other.status == 65 && other.errors.contains("--format csv"))
    let binary = (0..<512).flatMap { [UInt8(0), UInt8(0), UInt8(0), UInt8($0 & 0xFF)] }
    #expect(try Attune.classify([], binary).errors.contains("binary data"))
  }

  /// A legend on another sheet says that 1 is the best.
  @Test func aLegendOnAnotherSheetIsQuotedAndAskedAbout() throws {
    let rows = (0..<40).map { "<row><c><v>\(1 + $0 % 5)</v></c><c><v>\($0 + 100)</v></c></row>" }
    let legend = Archive.row("1", "Excellent") + Archive.row("5", "Very poor")
    let book = Archive.workbook([("Data", Archive.row("Rating", "Order") + rows.joined()), ("Legend", legend)])
    let workspace = Workspace()
    let outcome = try Attune.run(["report", workspace.file("legend.xlsx", book)])
    #expect(
      outcome.status == 64 && outcome.errors.contains("explains a scale: \"1 = Excellent; 5 = Very poor\""),
      "\(outcome.errors)")
    #expect(outcome.errors.contains("does not show which end of the scale 1-5 is the best answer"))
  }
}
