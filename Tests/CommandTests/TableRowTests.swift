import Foundation
import Testing

/// What tables hold besides records, and what is not what it seems.
@Suite struct TableRowTests {
  private func report(_ table: String, _ arguments: String...) throws -> String {
    let outcome = try Attune.run(["report", "-q", "--format", "csv"] + arguments, table)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.text
  }

  private func days(_ count: Int, _ record: (Int) -> String) -> String {
    (0..<count).map { number in
      let (month, day) = (number / 28 + 1, number % 28 + 1)
      return "2026-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day),\(record(number))\n"
    }.joined()
  }

  @Test func rowsThatAreNoRecords() throws {
    let table = "Date,Comment,CSAT\n2026-01-05,great help,5\n,,\nDate,Comment,CSAT\n2026-01-06,bad help,1\n"
    let text = try report(table)
    #expect(text.hasPrefix("2 records, 2026-01-05 to 2026-01-06; all wrote a text\n"), "\(text)")
    #expect(text.contains("1 blank row and 1 repetition of the header are left out"))
    #expect(text.contains(/Satisfaction \(CSAT\) +50.0 %\* .* 2/))
  }

  @Test func aNoteBelowTheTable() throws {
    let table = "Date,CSAT\n" + days(140) { $0 % 5 == 3 ? "2" : "5" } + "Exported by Acme on 2026-08-20,\n"
    let text = try report(table)
    #expect(text.hasPrefix("140 records, 2026-01-01 to 2026-05-28\n"), "\(text)")
    #expect(text.contains("4 weeks before") && text.contains("the last row is a note below the table and is left out"))
    #expect(!text.contains("are not dates"))
  }

  /// The footer of a Salesforce report stands in its first column alone, without delimiters.
  @Test func linesOfASingleFieldBelowTheTable() throws {
    let footer =
      "\n\"Copyright (c) 2000-2026 salesforce.com, inc.\"\n\"Confidential Information - Do Not Distribute\"\n\"Acme Ltd\"\n"
    let table = "Date,CSAT\n" + days(140) { $0 % 5 == 3 ? "2" : "5" }
    let text = try report(table + footer)
    #expect(text.hasPrefix("140 records, 2026-01-01 to 2026-05-28\n"), "\(text)")
    #expect(text.contains("1 blank row and 3 lines of a single field below the table are left out"), "\(text)")
    // A record that was cut short is none, nor is one between others.
    let broken = try report(table + "2026-06\n")
    #expect(broken.contains("1 more could not be read"), "\(broken)")
    let between = try report("Date,CSAT\nno delimiter here\n" + days(140) { $0 % 5 == 3 ? "2" : "5" })
    #expect(between.contains("1 more could not be read") || between.contains("line 2"), "\(between)")
  }

  @Test func totals() throws {
    let sums = "Team,Refund\nA,10\nA,12\nA Total,22\nB,8\nB,6\nB Total,14\nGrand Total,36\n"
    #expect(try report(sums, "--metric", "Refund:lower").contains(/Refund \(mean\) +9.00\* .* 4\n/))
    let means = "Date,Agent,CSAT\n2026-01-05,Ana,5\n2026-01-06,Ben,4\n2026-01-07,Cy,4\n2026-01-08,Di,1\n,Average,4\n"
    #expect(try report(means).contains(/CSAT\) +75.0 %\* .* 4/))
  }

  @Test func timesOfCasesThatAreOpen() throws {
    let rows = ["4,Closed", "6,Closed", "8,Closed", "0,Open", "0,Open"]
    let text = try report("Date,Resolution time (h),Status\n" + days(5) { rows[$0] })
    #expect(text.contains(/Resolution time \(median\) +6 h\*/), "\(text)")
    #expect(text.contains("2 of cases that are not solved are 0, not used"))
    // Of solved ones a time of 0 is one.
    let solved = try report("Date,Resolution time (h),Status\n" + days(5) { $0 == 4 ? "0,Open" : "0,Closed" })
    #expect(solved.contains("4 (100.0 %) are 0, and count as that"))
  }

  @Test func metricsMayBeTimes() throws {
    for values in [["1h 12m", "0h 50m", "2h"], ["01:12:00", "00:50:00", "02:00:00"]] {
      let table = "Date,First response time,CSAT\n" + days(3) { "\(values[$0]),5" }
      #expect(try report(table).contains("\"First response time\" is not reported; --find --metric"))
      let text = try report(table, "--metric", "First response time:lower")
      #expect(text.contains(/First response time \(median\) +1 h 12 min\*/), "\(text)")
    }
    let open = try Attune.run(
      ["report", "-q", "--format", "csv", "--metric", "Handle time:lower"], "Handle time\n1:30\n2:10\n")
    #expect(open.status == 65 && open.errors.contains("--clock h:m or m:s"), "\(open.errors)")
    let told = try report("Handle time\n1:30\n2:10\n2:20\n", "--metric", "Handle time:lower", "--clock", "m:s")
    #expect(told.contains(/Handle time \(median\) +2 min 10 s\*/), "\(told)")
  }

  @Test func previewsOfASurvey() throws {
    let rows = days(6) {
      "\($0 == 1 ? "Survey Preview" : $0 == 3 ? "Survey Test" : "IP Address"),R\($0),\($0 % 2 == 1 ? 1 : 5)"
    }
    let text = try report("RecordedDate,Status,ResponseId,CSAT\n" + rows)
    #expect(
      text.contains(/CSAT\) +75\.0 %\* .* 4/) && text.contains("2 rows are previews of the survey and are left out"))
    let channels = days(4) { "\($0 == 1 ? "preview" : "anonymous"),\($0 == 1 ? 1 : 5)" }
    #expect(
      try report("Date,DistributionChannel,CSAT\n" + channels).contains(
        "1 row is a preview of the survey and is left out"))
  }

  @Test func cancelledCases() throws {
    let states = ["Closed", "Open", "Closed", "Canceled", "Closed", "Closed", "Open", "Closed", "Closed", "Closed"]
    let text = try report(
      "Date,State\n" + days(40) { states[$0 % 10].replacing("Canceled", with: $0 == 3 ? "Canceled" : "Open") })
    #expect(text.contains("1 cancelled, neither solved nor open") && !text.contains("not understood"), "\(text)")
  }

  /// Open cases are the latest, so that the first thousand records of a file may be all solved.
  @Test(arguments: [true, false]) func solvedWhateverTheOrder(isBackwards: Bool) throws {
    let rows = (0..<2400).map { "2026-01-\(10 + $0 / 130),\($0 >= 2340 ? "Open" : "Closed")\n" }
    let text = try report("Created,Status\n" + (isBackwards ? rows.reversed() : rows).joined())
    #expect(text.contains(/Solved \(Status\) +97\.5 %/), "\(text)")
  }

  @Test func codesAmongTimes() throws {
    let text = try report("Date,Resolution time (h)\n" + days(60) { $0 % 6 == 0 ? "9999" : "\($0 % 40 + 1)" })
    #expect(text.contains("10 (16.7 %) are 9999, far above all others"), "\(text)")
    #expect(try !report("Date,Resolution time (h)\n" + days(60) { "\($0 * 3 % 99 + 1)" }).contains("far above"))
  }

  @Test func contactsOfNone() throws {
    let text = try report("Resolved,Contacts\nyes,0\nyes,0\nyes,1\nyes,3\n")
    #expect(text.contains("Contacts: 2 (50.0 %) are 0, and count as a single contact"), "\(text)")
  }

  @Test func daysWithoutAClock() throws {
    let days = "Opened,Closed\n2026-01-05,2026-01-05\n2026-01-05,2026-01-05\n2026-01-06,2026-01-08\n"
    let text = try report(days, "--opened", "Opened", "--resolution", "Closed")
    #expect(text.contains(/Resolution time \(median\) +same day\*/), "\(text)")
    #expect(text.contains("Closed: whole days, because the dates have no clock"))
    let json = try report(days, "--opened", "Opened", "--resolution", "Closed", "--to", "json")
    #expect(json.contains("\"unit\" : \"seconds\""))
    let clocks = days.replacing("2026-01-08", with: "2026-01-08 10:00")
    #expect(try report(clocks, "--opened", "Opened", "--resolution", "Closed").contains(/median\) +0.0 s\*/))
  }

  @Test func howColonsAreRead() throws {
    let text = try report("Date,Resolution time\n" + days(5) { "0:0\($0 + 1):30" })
    #expect(text.contains("Resolution time: colons read as h:mm:ss"), "\(text)")
  }

  @Test func retentionAlone() throws {
    let text = try report(
      "Date,Customer\n" + days(70) { "C\($0 % 17)" }, "--time", "Date", "--customer", "Customer", "--retention", "30d")
    #expect(text.contains("Retention, 30 days"), "\(text)")
  }

  @Test func conversationsInACell() throws {
    let talks = (0..<4).map {
      "\"Visitor: thanks, all good now \($0)\nAgent: I am so sorry for this terrible delay\",5\n"
    }.joined()
    let text = try report("Comment,CSAT\n" + talks)
    #expect(text.contains(/Net sentiment +\+100.0\*/), "\(text)")
    #expect(text.contains("4 of the first 4 texts are whole conversations: only the customers' turns count"))
    #expect(try report("Comment,CSAT\n" + talks, "--no-own-words").contains(/Net sentiment +-100.0\*/))
    #expect(
      try report("Transcript,CSAT\n" + talks).contains(
        "\"Transcript\" holds whole conversations, which are not read; --find --text Transcript reads"))
    let open = (0..<4).map { _ in "\"[10:02] Ana: hello\n[10:03] Joe: thanks\",5\n" }.joined()
    let asked = try Attune.run(["report", "-q", "--format", "csv"], "Comment,CSAT\n" + open)
    #expect(asked.status == 64 && asked.errors.contains("speakers such as 'ana', 'joe'"), "\(asked.errors)")
    let scorecard = try Attune.run(
      ["scorecard", "-q", "--format", "csv", "--reply", "Comment"], "Comment,CSAT\n" + talks)
    #expect(scorecard.status == 64 && scorecard.errors.contains("a record for each reply"), "\(scorecard.errors)")
  }

  /// No aspect is named where none is mentioned without others.
  @Test func aspectsThatCannotBeToldApart() throws {
    let texts = [
      ("The app is fast and easy to use", 5, 20), ("The app crashes every time I open it", 1, 14),
      ("Very friendly staff and quick answer", 5, 30), ("Still waiting for my refund", 1, 30), ("It was okay", 3, 50),
      ("Works fine", 4, 50),
    ]
    let rows = texts.map { text, score, count in String(repeating: "\(text),\(score)\n", count: count) }.joined()
    let text = try report("text,CSAT\n" + rows)
    #expect(!text.contains("Most closely linked to"), "\(text)")
    #expect(text.contains("hardly ever mentioned apart from others"))
  }
}
