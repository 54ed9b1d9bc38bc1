import Testing

/// `attune report` and `attune compare` on what exports really look like.
@Suite struct ImpactTests {
  private let workspace = Workspace()

  private func run(_ arguments: [String]) throws -> Attune.Outcome { try Attune.run(arguments + ["-q"]) }

  @Test func aSpreadsheetOfTheContinent() throws {
    let path = workspace.file(
      "a.csv",
      "\u{FEFF}Datum;Note;Kosten\r\n" + (1...40).map { "\($0 % 28 + 1).03.2024;\($0 % 5 + 1);1.234,50\r\n" }.joined())
    let outcome = try run(["report", path, "--csat", "Note", "--best", "high", "--metric", "Kosten", "--time", "Datum"])
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("40 records, 2024-03-01 to 2024-03-28"))
    #expect(outcome.text.contains("40.0 %  26.3 % … 55.4 %  40"))
    #expect(outcome.text.contains("  1,235  "))
    #expect(outcome.text.contains("Note: scale 1-5"))
  }

  @Test func datesWithTwoReadingsAreRefused() throws {
    let path = workspace.file("b.csv", "d,s\n05/03/2024,1\n04/02/2024,5\n")
    let refused = try run(["report", path, "--csat", "s", "--time", "d"])
    #expect(refused.status == 65)
    #expect(
      refused.errors
        == "attune: column 'd': '05/03/2024' may be 5 March 2024 (day first) or 3 May 2024 (month first); "
        + "say which with --dates day-first or month-first\n")
    let told = try run(["report", path, "--csat", "s", "--time", "d", "--dates", "month-first"])
    #expect(told.text.contains("2024-04-02 to 2024-05-03"))
  }

  @Test func beforeAndAfter() throws {
    let rows = { (date: String, satisfied: Int, count: Int) in
      (0..<count).map { "\(date),\($0 < satisfied ? 5 : 1)\n" }.joined()
    }
    let path = workspace.file("c.csv", "date,score\n" + rows("2024-03-04", 312, 400) + rows("2024-03-05", 344, 410))
    let text = try run(["compare", path, "--csat", "score", "--time", "date", "--at", "5 March 2024"]).text
    #expect(text.contains("78.0 %"))
    #expect(text.contains("+0.5 … +11.3"))
    #expect(text.contains("0.032"))
    #expect(text.contains("better"))
    #expect(text.contains("Association, not proof of cause"))
    let page = workspace.path("c.html")
    #expect(
      try run(["compare", path, "--csat", "score", "--time", "date", "--at", "2024-03-05", "-o", page]).status == 0)
    #expect(
      String(decoding: workspace.bytes("c.html"), as: UTF8.self).contains(
        "<td class=\"better\" data-head=\"Verdict\">better</td>"))
    let nothing = try run(["compare", path, "--csat", "score", "--time", "date", "--at", "2020-01-01"])
    #expect(nothing.status == 65)
    #expect(nothing.errors.contains("no record is dated before 2020-01-01; dates run from 2024-03-04 to 2024-03-05"))
  }

  @Test func theSameForAnyNumberOfWorkers() throws {
    let rows = (0..<4000).map {
      "\($0 % 6),group \($0 % 90),\($0 % 11 == 0 ? "broken,row" : "this is good \($0 % 7)")\n"
    }
    let path = workspace.file("d.csv", "s,g,t\n" + rows.joined())
    let arguments = [
      "report", path, "--csat", "s", "--text", "t", "--by", "g", "--to", "json", "--model", TinyModel.path,
    ]
    let one = try run(arguments + ["-j1"])
    #expect(one.status == 0)
    let isEqual = try run(arguments + ["-j4"]).output == one.output
    #expect(isEqual)
    #expect(one.text.contains("\"problems\" : 364"))
    #expect(one.text.contains("40 other"))
  }

  @Test func standardInputAndOtherFormats() throws {
    let json = "{\"s\":4,\"t\":null}\n{\"s\":\"5\"}\n"
    let outcome = try Attune.run(["report", "--format", "jsonl", "--csat", "s", "--to", "csv", "-q"], json)
    #expect(outcome.lines.last?.hasPrefix("all,,CSAT (s),percent,100.0,") == true)
    let lines = try Attune.run(["report", "--to", "csv", "-q", "--model", TinyModel.path], "good\nbad\ngood\n")
    #expect(lines.status == 0)
    #expect(lines.lines.contains { $0.hasPrefix("all,,net sentiment,points,") })
    // A model that knows no tones has no table of them.
    #expect(!lines.text.contains("tone,"))
  }

  @Test(arguments: [
    ["report", "x.csv"], ["report", "x.csv", "--csat", "s", "--scale", "5..1"],
    ["compare", "x.csv", "--csat", "s"], ["compare", "x.csv", "--csat", "s", "--group", "g", "--a", "1"],
    ["compare", "x.csv", "--csat", "s", "--time", "t", "--at", "05/03/2024"],
    ["report", "x.csv", "--csat", "s", "--customer", "g"], ["report", "x.csv", "--csat", "s", "--contacts", "c"],
    ["report", "x.txt", "--csat", "s"],
  ])
  func wrongUsage(arguments: [String]) throws {
    _ = workspace.file("x.csv", "s,t,g\n1,2024-03-05,1\n")
    #expect(try run(arguments.map { $0.hasPrefix("x.") ? workspace.path($0) : $0 }).status == 64)
  }

  @Test func unknownColumnsAndNoRecords() throws {
    let path = workspace.file("e.csv", "s\n")
    #expect(try run(["report", path, "--csat", "nope"]).status == 64)
    #expect(try run(["report", path, "--csat", "s"]).status == 65)
    #expect(try run(["report", workspace.path("none.csv"), "--csat", "s"]).status == 66)
  }

  @Test func aColumnTwiceAndOneGroup() throws {
    let path = workspace.file("f.csv", "s,g\n" + (0..<40).map { "\($0 % 11),only\n" }.joined())
    let outcome = try run(["report", path, "--nps", "s", "--csat", "s", "--by", "g,g"])
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("Recommendation (NPS)"))
    #expect(outcome.text.contains("Satisfaction (CSAT)"))
  }

  @Test func oneCustomer() throws {
    let path = workspace.file("g.csv", "who,s,d,done\n7,1,2024-03-05,no\n8,5,2024-03-06,yes\n7,4,2024-03-07,yes\n")
    let arguments = ["report", path, "--csat", "s", "--time", "d", "--resolved", "done", "--customer", "who"]
    let outcome = try run(arguments + ["--customer-id", "7"])
    #expect(outcome.text.contains("customer 7: 1 open of 2 records"))
    #expect(outcome.text.contains("2 records, 2024-03-05 to 2024-03-07"))
    let nobody = try run(arguments + ["--customer-id", "9"])
    #expect(nobody.status == 65)
    #expect(nobody.errors == "attune: no record has '9' in column 'who'\n")
  }

  @Test func aScaleWithoutBestAnswers() throws {
    let path = workspace.file("h.csv", "s\n" + (0...100).map { "\($0)\n" }.joined())
    let outcome = try run(["report", path, "--csat", "s"])
    #expect(outcome.text.contains("Satisfaction (CSAT)  –"))
    #expect(outcome.text.contains("scale 0-100, too fine for a share of the best answers; --metric 's:higher'"))
  }
}
