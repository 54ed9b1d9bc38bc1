import TestSupport
import Testing

/// What rows and columns mean is said where it is not plain, in the report as well.
@Suite struct ColumnDoubtTests {
  private func report(_ table: String, _ options: [String] = []) throws -> Attune.Outcome {
    try Attune.run(["report", "-q", "--format", "csv"] + options, table)
  }

  private static let stars = (0..<60).map { ["4", "1", "5", "3", "2", "5", "4"][$0 % 7] }

  @Test func theUnitOfATimeIsSaid() throws {
    let rows = (0..<60).map { "\(100 + $0)\n" }.joined()
    let outcome = try report("Full resolution time in minutes within calendar hours\n" + rows)
    #expect(outcome.text.contains(/Resolution time \(median\) +2 h 10 min/), "\(outcome.text)")
    #expect(outcome.text.contains("within calendar hours: numbers read as minutes"))
  }

  /// Of 60 cases 20 say that they were solved, and nobody knows what the others mean.
  @Test func emptyIsNoAnswerUntilItIsSaid() throws {
    let table = "team,Resolved\n" + (0..<60).map { "A,\($0 % 3 == 0 ? "x" : "")\n" }.joined()
    let found = try report(table)
    #expect(
      found.status == 64 && found.errors.contains("\"Resolved\" says yes (\"x\") in 20 of 60 records"),
      "\(found.errors)")
    #expect(found.errors.contains("--find --resolved Resolved --blank no counts them as no"))
    let named = try report(table, ["--resolved", "Resolved"])
    #expect(named.text.contains("all values are the same; --blank no or --blank yes sets what empty ones mean"))
    let blank = try report(table, ["--resolved", "Resolved", "--blank", "no"])
    #expect(
      blank.text.contains(/Resolved +33\.3 %/) && blank.text.contains("Resolved: empty counts as no"), "\(blank.text)")
    #expect(try report(table, ["--blank", "no"]).status == 64)
  }

  @Test func theFirstContactIsNotCrossedWithContacts() throws {
    let table = "FCR,Contacts\n" + (0..<60).map { "\($0 % 2 == 0 ? "yes" : "no"),\($0 % 3 + 1)\n" }.joined()
    let outcome = try report(table)
    #expect(
      outcome.text.contains(/FCR +50\.0 %/) && !outcome.text.contains("Solved at first contact"), "\(outcome.text)")
    #expect(outcome.text.contains("first contact resolution from \"FCR\""))
    #expect(try report(table, ["--resolved", "FCR", "--contacts", "Contacts"]).status == 64)
  }

  @Test func rowsOfSummariesAreNotCountedOnce() throws {
    let rows = (0..<60).map { "2026-01-\(10 + $0 / 5),\($0 % 5 + 1),\(30 + $0)\n" }.joined()
    let outcome = try report("week,rating,count\n" + rows)
    #expect(
      outcome.status == 64 && outcome.errors.contains("\"count\" says how many answers each row stands for"),
      "\(outcome.errors)")
    let named = try report("week,rating,count\n" + rows, ["--csat", "rating"])
    #expect(
      named.text.contains(
        "each row counts once, no matter how many answers \"count\" says it stands "
          + "for"), "\(named.text)")
  }

  @Test func weightsAndRepeatedIDsAreSaid() throws {
    let rows = Self.stars.enumerated().map { "\($0 < 50 ? $0 : $0 - 50),\($1),\(1 + $0 % 3).5\n" }.joined()
    let outcome = try report("Ticket ID,csat,weight\n" + rows)
    #expect(outcome.text.contains("each row counts once: \"weight\" is not used as its weight"), "\(outcome.text)")
    #expect(
      outcome.text.contains("10 records repeat a value of \"Ticket ID\" and are counted"))
    let dropped = try report("Ticket ID,csat,weight\n" + rows, ["--find", "--id", "Ticket ID"])
    #expect(
      dropped.text.hasPrefix(
        "50 records; 10 more with the ID of an earlier record, combined with "
          + "it"), "\(dropped.text)")
    #expect(!dropped.text.contains("and are counted"))
  }

  /// IDs are compared in all records, of those that count, whoever wrote the others.
  @Test(arguments: [["report"], ["compare", "--at", "2026-01-15"]])
  func repeatedIDsAreSaidWhereverTheyAre(command: [String]) throws {
    let rows = (0..<2000).map { row in
      "S-\(row < 1500 ? row : row / 4),2026-01-\(10 + row / 200),\(row % 7 == 0 ? "agent" : "end-user"),it went well enough as number \(row),\(row % 5 + 1)\n"
    }
    let outcome = try Attune.run(
      command + ["-q", "--format", "csv"], "Issue key,Date,Author role,Comment,CSAT\n" + rows.joined())
    #expect(
      outcome.text.contains(
        /\d{3} of the 1,714 records belong to a case that is already counted, so figures count records, not cases/),
      "\(outcome.text)\(outcome.errors)")
    let once = (0..<2000).map { "S-\($0),2026-01-\(10 + $0 / 200),\($0 % 5 + 1)\n" }
    let plain = try Attune.run(command + ["-q", "--format", "csv"], "Issue key,Date,CSAT\n" + once.joined())
    #expect(!plain.text.contains("repeat a value"), "\(plain.text)")
    // Several files may number their records alike.
    let workspace = Workspace()
    let files = ["a.csv", "b.csv"].map { workspace.file($0, "Issue key,Date,CSAT\n" + once.joined()) }
    #expect(try !Attune.run(command + ["-q"] + files).text.contains("repeat a value"))
    // A survey has many records, and so has a customer.
    let survey = try report("Survey ID,CSAT\n" + (0..<60).map { "\(1000 + $0 % 2),\($0 % 5 + 1)\n" }.joined())
    #expect(!survey.text.contains("repeat a value"))
  }

  /// A few cases that are neither solved nor open are left out, and said.
  @Test func aFewOtherStatesLeaveAFigure() throws {
    let rows = (0..<100).map {
      "2026-01-\(10 + $0 / 5),\($0 % 13 == 0 ? "Parked" : $0 % 2 == 0 ? "Solved" : "Open")\n"
    }
    let outcome = try report("Date,Status\n" + rows.joined())
    #expect(outcome.text.contains(/Solved \(Status\) +50\.0 %/), "\(outcome.text)\(outcome.errors)")
    #expect(
      outcome.text.contains("8 (8.0 %) of the answers for Solved (Status) were not understood"), "\(outcome.text)")
  }

  /// Of German marks 1 is the best, which a "Note" may be.
  @Test func germanNotesAreAsked() throws {
    let rows = (0..<60).map { "0\(1 + $0 % 9).01.2026;\(1 + $0 % 5);Ganz gut\n" }.joined()
    let asked = try report("Datum;Note;Kommentar\n" + rows)
    #expect(asked.status == 64 && asked.errors.contains("--best 'Note=high' or --best 'Note=low'"), "\(asked.errors)")
    let french = try report("Date;Note;Commentaire\n" + rows)
    #expect(french.status == 0 && french.text.contains("Note: scale 1-5, 5 the best"), "\(french.text)\(french.errors)")
  }

  @Test(arguments: ["Total,1042", "Average,3.4", "Gesamt,1042", "Grand total:,1042\n,", "Sum,210\nMean,3.5"])
  func aTotalIsNoRecord(last: String) throws {
    let rows = Self.stars.enumerated().map { "2026-01-\(10 + $0 / 5),\($1)\n" }.joined()
    let outcome = try report("Date,CSAT\n" + rows + last + "\n")
    let plain = try report("Date,CSAT\n" + rows)
    let line = try #require(plain.text.split(separator: "\n").first { $0.hasPrefix("Satisfaction (CSAT)") })
    #expect(outcome.text.contains(line), "\(outcome.text)\(outcome.errors)")
    #expect(outcome.text.contains(" and \(last.contains("Mean") ? "are" : "is") left out"))
    // Above others it is a name like any.
    let above = try report("Date,CSAT\nTotal,3\n" + rows)
    #expect(above.text.hasPrefix("61 records") && !above.text.contains("left out"), "\(above.text)")
  }

  /// "Average" is an answer in a column of answers, and a text among texts.
  @Test(arguments: ["Average", "Total"])
  func aLastAnswerIsNoTotal(last: String) throws {
    let answers = (0..<60).map { ["Poor", "Average", "Good"][$0 % 3] + "\n" }.joined() + "Average\n"
    #expect(try report("quality\n" + answers, ["--csat", "quality"]).text.hasPrefix("61 records"))
    let texts = Self.stars.map { "It was fine,\($0)\n" }.joined() + "\(last),3\n"
    #expect(try report("comment,csat\n" + texts, ["--text", "comment"]).text.hasPrefix("61 records"))
  }

  /// What holds something bad is never advised as a score, and codes are asked about.
  @Test func adviceNamesTheBetterEnd() throws {
    let rows = Self.stars.enumerated().map { "\($1),\($0 % 9 == 0 ? "99" : $1)\n" }.joined()
    let outcome = try report("Complaint score,satisfaction\n" + rows)
    #expect(outcome.errors.contains("--find --metric 'Complaint score:lower' gives its mean"), "\(outcome.errors)")
    #expect(!outcome.errors.contains("--csat 'Complaint score'") && !outcome.errors.contains("averages"))
    #expect(outcome.errors.contains("--find --csat satisfaction --scale satisfaction=1..5 leaves them out"))
    let named = try report("Complaint score,satisfaction\n" + rows, ["--csat", "satisfaction"])
    #expect(named.status == 64 && named.errors.contains("may be on the scale 1-5"), "\(named.errors)")
    let told = try report(
      "Complaint score,satisfaction\n" + rows, ["--csat", "satisfaction", "--scale", "satisfaction=1..5"])
    #expect(
      told.text.contains("satisfaction: scale 1-5, 5 the best, 7 (11.7 %) are 99, taken as no answer"), "\(told.text)")
    let truths = "csat\n" + Self.stars.map { "\($0 > "3" ? 1 : 0)\n" }.joined()
    #expect(try report(truths).errors.contains("--find --csat csat --scale csat=0..1 counts 1 as the best answer"))
  }

  @Test func wordsForNoAnswerAreNoBlanks() throws {
    let table =
      "satisfaction,nps\n" + Self.stars.map { "\($0 > "3" ? "Good" : $0 > "1" ? "Bad" : "Offered"),8\n" }.joined()
    #expect(try report(table).text.contains("without an answer ('Offered')"))
    let none = try report(table, ["--metric", "satisfaction"])
    #expect(none.text.contains("none of its 60 values was understood"), "\(none.text)")
  }

  /// Each of several files may end with a total.
  @Test func everyFileMayHaveATotal() throws {
    let workspace = Workspace()
    let table = "day,csat\n" + Self.stars.map { "2026-01-05,\($0)\n" }.joined() + "Total,1042\n"
    let files = ["a.csv", "b.csv"].map { workspace.file($0, table) }
    let outcome = try Attune.run(["report", "-q", "--csat", "csat"] + files)
    #expect(outcome.status == 0 && outcome.text.hasPrefix("120 records"), "\(outcome.text)\(outcome.errors)")
    #expect(outcome.text.contains("the last 2 rows are totals of the others and are left out"))
  }

  @Test func quietKeepsTheReportWhole() throws {
    let table =
      "date,csat,Food\n" + Self.stars.enumerated().map { "2026-01-\(10 + $0 / 5),\($1),\(6 - $0 % 5)\n" }.joined()
    let quiet = try report(table)
    let loud = try Attune.run(["report", "--format", "csv"], table)
    #expect(quiet.text == loud.text && quiet.errors.isEmpty && loud.errors.contains("CSAT from \"csat\""))
  }

  @Test func daysOfASpreadsheetAreDates() throws {
    let rows = Self.stars.enumerated().map { "\(46027 + $0 / 5),\($1)\n" }.joined()
    let outcome = try report("Date,csat\n" + rows)
    #expect(
      outcome.text.contains("numbers read as spreadsheet dates") && !outcome.text.contains("are not dates"),
      "\(outcome.text)")
  }
}
