import Foundation
import TestSupport
import Testing

/// What is not taken is asked about, or named with the option that takes it; nothing is passed over in silence.
@Suite struct OpenColumnCommandTests {
  private func report(_ table: String, _ options: [String] = []) throws -> Attune.Outcome {
    try Attune.run(["report", "--format", "csv"] + options, table)
  }

  private static let scores =
    "no,score,comment\n" + [9, 10, 2, 7, 8, 6].enumerated().map { "\($0),\($1),it went well enough \($0)\n" }.joined()

  /// Two of six promote, two detract; of 1-10 two are among the two best.
  @Test func aScoreUpToTenIsAsked() throws {
    let outcome = try report(Self.scores)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("NPS 0.0) or a score on 1-10 (CSAT 33.3 %)"))
    #expect(outcome.errors.contains("--find --nps score or --find --csat score"))
    #expect(try report(Self.scores, ["--find", "--nps", "score"]).text.contains(/Recommendation \(NPS\) +0\.0/))
    #expect(try report(Self.scores, ["--find", "--csat", "score"]).text.contains(/Satisfaction \(CSAT\) +33\.3 %/))
  }

  /// A survey that began after the first thousand records is found, and one that never began is said to be empty.
  @Test func aSurveyThatBeganLaterIsRead() throws {
    let rows = (0..<1500).map { row in
      "\(row),2026-01-\(10 + row % 20),\(row % 2 == 0 ? "yes" : "no"),\(row < 1010 ? "" : "\([5, 4, 1][row % 3])"),"
        + "\(row < 1010 ? "" : "it went well enough as number \(row)")\n"
    }.joined()
    let outcome = try report("no,date,resolved,CSAT,comment\n" + rows)
    #expect(outcome.errors.contains("text from \"comment\", CSAT from \"CSAT\", resolved from"), "\(outcome.errors)")
    #expect(outcome.text.contains(/Satisfaction \(CSAT\) +66\.\d % .*490\b/), "\(outcome.text)")
    let lines = (0..<1500).map {
      "{\"no\": \($0), \"solved\": \($0 % 2 == 0)\($0 < 1100 ? "" : ", \"csat\": \($0 % 5 + 1)")}\n"
    }
    let json = try Attune.run(["report", "--format", "jsonl"], lines.joined())
    #expect(json.errors.contains("CSAT from \"csat\""), "\(json.errors)")
    let empty = try report("no,date,CSAT\n" + (0..<40).map { "\($0),2026-01-\(10 + $0 % 20),\n" }.joined())
    #expect(empty.status == 64 && empty.errors.contains("\"CSAT\" is empty"), "\(empty.errors)")
  }

  /// No star is 0.
  @Test func zeroStarsAreAsked() throws {
    let table = "stars\n" + (0..<60).map { "\([5, 4, 5, 3, 0, 1, 2, 4][$0 % 8])\n" }.joined()
    let outcome = try report(table)
    #expect(
      outcome.status == 64 && outcome.errors.contains("--scale 'stars=1..5' or --scale 'stars=0..5'"),
      "\(outcome.errors)")
    #expect(try report(table, ["--csat", "stars", "--scale", "stars=1..5"]).status == 0)
  }

  @Test func columnsOfOneNameAreToldByTheirNumbers() throws {
    let table = "Rating,Rating,comment\n" + (0..<40).map { "\($0 % 5 + 1),\(5 - $0 % 4),it was fine enough\n" }.joined()
    let outcome = try report(table)
    #expect(outcome.errors.contains("\"Rating\" (column 1) and \"Rating\" (column 2)"), "\(outcome.errors)")
    #expect(outcome.errors.contains("--find --csat 1, for example"))
  }

  /// What Qualtrics calls a question is not what it asks.
  @Test func columnsThatTieAreToldByTheirQuestions() throws {
    let ids = ["StartDate", "ResponseId", "QID2_1", "QID2_2"].map { "\"{\"\"ImportId\"\":\"\"\($0)\"\"}\"" }
    let table =
      "StartDate,ResponseId,QID2_1,QID2_2\n"
      + "Start Date,Response ID,How satisfied are you with us?,How satisfied were you with our help?\n"
      + ids.joined(separator: ",") + "\n"
      + (0..<40).map { "2026-01-\(10 + $0 % 20),R_\($0),\($0 % 5 + 1),\(5 - $0 % 4)\n" }.joined()
    let outcome = try report(table)
    #expect(outcome.errors.contains("\"QID2_1\" (\"How satisfied are you with us?\") and"), "\(outcome.errors)")
  }

  @Test func theBodyBesideARemarkIsNamed() throws {
    let lines = (0..<4).map {
      "{\"source\":{\"body\":\"<p>My order never arrived \($0)</p>\"},\"conversation_rating\":{\"remark\":\"Great help \($0)\"}}\n"
    }
    let outcome = try Attune.run(["report", "--format", "jsonl"], lines.joined())
    #expect(outcome.errors.contains("\"source.body\" holds text as well"), "\(outcome.errors)")
  }

  private static let efforts =
    "rating,CES\n" + (0..<40).map { "\($0 % 5 + 1),\([1, 2, 2, 4, 5][$0 % 5])\n" }.joined()

  /// Which end of a score of effort is the best one is asked, and never guessed.
  @Test func theEndOfEffortIsAsked() throws {
    let found = try report(Self.efforts)
    #expect(found.status == 0 && !found.text.contains("Ease (CES)") && found.text.contains("Satisfaction (CSAT)"))
    #expect(found.errors.contains("\"CES\" may measure ease or effort"), "\(found.errors)")
    #expect(found.errors.contains("--find --ces CES --best CES=high or --find --ces CES --best CES=low"))
    let named = try report(Self.efforts, ["--ces", "CES"])
    #expect(named.status == 64)
    #expect(named.errors.contains("(5 the best: CES, easy 40.0 %; 1 the best: CES, easy 60.0 %)"), "\(named.errors)")
    #expect(named.errors.contains("--best 'CES=high' or --best 'CES=low'"))
    let low = try report(Self.efforts, ["--best", "CES=low"])
    #expect(low.text.contains(/Ease \(CES\) +60\.0 %/), "\(low.text)\(low.errors)")
    // The end of one column is that of no other.
    #expect(low.text.contains(/Satisfaction \(CSAT\) +40\.0 %/))
    #expect(try report(Self.efforts, ["--best", "CES=high"]).text.contains(/Ease \(CES\) +40\.0 %/))
    #expect(try report(Self.efforts, ["--best", "best"]).status == 64)
  }

  /// A star is explained wherever it stands, and dates that are none are said.
  @Test func starsAndMissingTrendsAreExplained() throws {
    let rows = (0..<40).map { "soon,\($0 % 5 + 1),\($0 < 35 ? "web" : "shop")\n" }.joined()
    let outcome = try report("date,rating,channel\n" + rows, ["--by", "channel"])
    #expect(outcome.text.contains("fewer than 30 answers"))
    #expect(
      outcome.errors.contains("40 of 40 values of \"date\" are not dates, such as \"soon\": no time is used"),
      "\(outcome.errors)")
    let texts = (0..<12).map { "\($0),the staff were friendly and the price was high\n" }.joined()
    #expect(try report("no,comment\n" + texts).text.contains("* fewer than 30 answers"))
  }

  @Test func aspectsAreNamed() throws {
    let table =
      "Food,Service,comment\n5,4,lovely soup again\n1,2,the soup was cold\n3,3,it was all right\n4,5,nice place\n"
    let outcome = try report(table)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("\"Food\" and \"Service\" hold answers (1-5) that are not reported"))
    let mean = try report(table, ["--find", "--metric", "Food:higher"])
    #expect(mean.text.contains(/Food \(mean\) +3\.25/))
  }

  @Test(arguments: [
    ("team,CSAT\na,87\nb,91\n", Int32(64), "averages or percentages (87 to 91)"),
    ("Ort,Food,Room\n", 65, "no records below the header of 3 columns"),
    ("a,b\nAnn,Tea\nBo,Tea\nCy,Tea\n", 64, "found no column to report on: name one of \"a\" and \"b\""),
    ("id,Food,Room\n1,5,4\n2,1,2\n3,4,4\n", 64, "--find --csat Food"),
  ])
  func aRefusalSaysWhy(table: String, status: Int32, part: String) throws {
    let outcome = try report(table)
    #expect(outcome.status == status)
    #expect(outcome.errors.contains(part), "\(outcome.errors)")
  }

  @Test func aPointerIsNoTable() throws {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"
    for command in ["report", "inspect", "classify"] {
      let outcome = try Attune.run([command, "--format", "csv"], pointer)
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("Git LFS pointer"))
    }
  }

  @Test func openingAndSolvingMakeATime() throws {
    let table = """
      ticket,created_at,resolved_at,comment
      1,2026-01-05 10:00,2026-01-05 12:00,the screen is dark
      2,2026-01-06 10:00,,no answer for days
      3,2026-01-07 10:00,2026-01-07 16:00,my card was charged twice
      4,2026-01-08 10:00,2026-01-08 09:00,where is my parcel

      """
    #expect(try report(table).errors.contains("--find --opened created_at --resolution resolved_at gives the time"))
    let outcome = try report(table, ["--find", "--opened", "created_at", "--resolution", "resolved_at"])
    #expect(outcome.status == 0)
    #expect(outcome.text.contains(/Resolution time \(median\) +4 h/))
    #expect(outcome.text.contains("1 (33.3 %) not understood"))
    #expect(try report(table, ["--opened", "created_at"]).status == 64)
  }

  @Test func aSubjectIsReadWithItsBody() throws {
    let table = "Subject,Description\nThe app is terrible and broken,please call\nAll good now,thank you so much\n"
    for command in ["report", "classify", "triage"] {
      let outcome = try Attune.run([command, "--format", "csv"], table)
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("text from \"Subject\" and \"Description\""))
    }
    #expect(try Attune.classify(["--format", "csv"], table).lines[1].contains("negative"))
  }

  // MARK: Tables that are called text

  private static let table =
    "id\tcomment\trating\n"
    + ["great people", "dull and \"\"slow\"\"", "so so", "nice", "cold tea", "fine", "bad"]
    .enumerated().map { "\($0)\t\"\($1)\"\t\($0 % 5 + 1)\n" }.joined()

  @Test func tablesAreReadWhateverTheyAreCalled() throws {
    let workspace = Workspace()
    let wide = workspace.folder + "/wide.txt"
    try #require(Self.table.data(using: .utf16)).write(to: URL(fileURLWithPath: wide))
    let named = try Attune.run(["report", workspace.file("a.tsv", Self.table), "--to", "csv", "-q"])
    for (arguments, input) in [([workspace.file("a.txt", Self.table)], ""), ([wide], ""), ([], Self.table)] {
      let outcome = try Attune.run(["report", "--to", "csv"] + arguments, input)
      #expect(outcome.text == named.text)
      #expect(outcome.errors.contains("read as a tab-separated table"))
    }
    let text = try Attune.run(["report", workspace.file("b.txt", Self.table), "--format", "text"])
    #expect(text.text.contains("8 records"))
  }

  @Test func proseStaysText() throws {
    let prose = "Great service, friendly staff\nSlow, rude, and late\nGood, cheap, near\n"
    let outcome = try Attune.classify([], prose)
    #expect(outcome.lines.count == 3)
    #expect(!outcome.errors.contains("table"))
  }

  // MARK: Other languages

  private static let german = """
    id,comment
    1,Leider hat sich seit drei Wochen niemand bei mir gemeldet
    2,Sofort kündigen!
    3,Der Techniker war pünktlich und sehr freundlich
    4,Nie wieder
    5,Ich warte noch immer auf die Erstattung meines Geldes
    6,Ganz gut

    """

  @Test func shortTextsAreInTheLanguageOfTheirColumn() throws {
    let outcome = try report(Self.german)
    #expect(outcome.errors.contains("6 texts are in languages other than English: 'de' (6)"), "\(outcome.errors)")
    #expect(outcome.text.contains(/Need a reply soon +– +0/), "nobody knows whether they are urgent")
    #expect(!outcome.errors.contains("languages other than English: 'de' (6) and"))
  }

  @Test func everyCommandKnowsTheLanguageOfItsColumn() throws {
    let triage = try Attune.run(["triage", "--format", "csv", "--text", "comment", "--to", "csv"], Self.german)
    #expect(triage.errors.contains("6 texts are in languages other than English: 'de' (6)"), "\(triage.errors)")
    let gold = Self.german.replacing("id,comment", with: "label,comment").replacing(/\n\d,/, with: "\nnegative,")
    let evaluation = try Attune.run(["evaluate", "--format", "csv", "--text", "comment"], gold)
    #expect(evaluation.errors.contains("6 texts are in languages other than English: 'de' (6)"), "\(evaluation.errors)")
    let replies = Self.german.replacing("id,comment", with: "customer,reply")
    let card = try Attune.run(["scorecard", "--format", "csv", "--to", "json"], replies)
    #expect(card.text.contains(/"the reply is not in English" : 6/), "\(card.text)")
  }

  @Test(arguments: ["classify", "triage"]) func textsOfOtherLanguagesAreCounted(command: String) throws {
    let outcome = try Attune.run([command, "--format", "csv"], Self.german)
    #expect(outcome.errors.contains("in languages other than English: 'de'"))
    let english = "id,comment\n1,The people at the desk were very kind to us\n2,Nobody has called me back for a week\n"
    #expect(!(try Attune.run([command, "--format", "csv"], english)).errors.contains("languages"))
  }

  /// No unit is guessed in what is advised.
  @Test func noUnitIsGuessed() throws {
    let table = "Resolution time,CSAT\n" + (0..<40).map { "\(5 + $0 * 7 % 90),\(1 + $0 % 5)\n" }.joined()
    #expect(try report(table).errors.contains("--resolution 'Resolution time' --unit UNIT (milliseconds, seconds,"))
  }

  /// Words that nobody knows are not offered as answers.
  @Test func repeatedWordsAreNotOffered() throws {
    let ages = ["18-24", "25-34", "35 or older"]
    let table = "What is your age?,CSAT\n" + (0..<40).map { "\(ages[$0 % 3]),\(1 + $0 % 5)\n" }.joined()
    let errors = try report(table).errors
    #expect(
      errors.contains("\"What is your age?\" holds 3 repeated words (\"18-24\", \"25-34\", …) and is not used\n"),
      "\(errors)")
  }

  /// Single answers on a scale of a hundred are no averages.
  @Test func numbersOnNoScaleAreSaid() throws {
    func table(_ name: String) -> String {
      "\(name),Comment\n" + (0..<60).map { "\([20, 40, 60, 80, 100][$0 % 5]),the room was nice \($0)\n" }.joined()
    }
    for name in ["Score", "CSAT"] {
      let errors = try report(table(name)).errors
      #expect(errors.contains("holds numbers (20 to 100) that do not fit any common survey scale"), "\(errors)")
    }
  }

  /// Two scales have no figure in common, unless somebody names one.
  @Test func mixedScalesHaveNoFigureOfAll() throws {
    let rows = (0..<600).map { "\($0 % 2 == 0 ? "phone" : "email"),\($0 * 7 / 2 % 5 + ($0 % 2 == 0 ? 6 : 1))\n" }
    let table = "channel,csat\n" + rows.joined()
    let text = try report(table, ["--csat", "csat"]).text
    #expect(text.contains("There is no figure of all its answers") && !text.contains("CSAT is"), "\(text)")
    #expect(text.contains(/Satisfaction \(CSAT\) +–/), "\(text)")
    #expect(try report(table, ["--csat", "csat", "--scale", "1..10"]).text.contains("CSAT is"))
    // A range in the name, and answers of 0, are of one scale.
    #expect(try report("channel,csat (1-10)\n" + rows.joined(), ["--csat", "csat (1-10)"]).text.contains("CSAT is"))
    let zeros = rows.map { $0.replacingOccurrences(of: ",5\n", with: ",0\n") }
    #expect(
      !(try report("channel,score\n" + zeros.joined(), ["--nps", "score"]).text.contains("Two scales may be mixed")))
  }

  /// Of yes and no nobody knows whether yes is good, and what is counted in hours is no answer.
  @Test func whatIsNoAnswerIsNotOffered() throws {
    let rows = (0..<60).map { "\($0),\($0 % 5 + 1),\($0 % 4 == 0 ? "no" : "yes"),\($0 % 9 + 1)\n" }.joined()
    let errors = try report("no,CSAT,Complaint,Tempo de espera (horas)\n" + rows).errors
    #expect(
      errors.contains("\"Complaint\" holds yes and no answers and is not used; --find --by Complaint compares the two")
        && !errors.contains("--csat"), "\(errors)")
  }

  /// What those who serve customers may have written is not read unasked.
  @Test(arguments: [
    "Owner response", "Action taken", "Root cause", "Maßnahme", "Antwort des Inhabers", "Note interne", "Solution",
    "Public response", "Interne Notiz",
  ]) func whatServersWriteIsOffered(name: String) throws {
    let rows = (0..<60).map {
      "2026-03-\(10 + $0 % 18),desk,\($0 % 5 + 1),We have refunded the amount of \($0) today\n"
    }
    let outcome = try report("Date,Kind,Stars,\(name)\n" + rows.joined())
    #expect(
      outcome.errors.contains("\"\(name)\" holds text that is not read, as agents may have written it; --find --text")
        && !outcome.text.contains("wrote a text"), "\(outcome.errors)")
    // Customers respond to a survey.
    let survey = try report("Date,Survey name,Stars,Response\n" + rows.joined())
    #expect(survey.text.contains("wrote a text"), "\(survey.errors)")
  }

  @Test func namesThatStandOnceAreNoAgents() throws {
    let rows = (0..<90).map { "\($0 % 10 == 0 ? "Ana \($0)" : ""),\($0),2026-03-\(10 + $0 % 18),\($0 % 5 + 1)\n" }
    let outcome = try report("Owner,Case,Opened,CSAT\n" + rows.joined())
    #expect(outcome.errors.contains("\"Owner\" is empty in most records, so it does not tell whose they are"))
    #expect(!outcome.text.contains("the same 'Owner'"), "\(outcome.text)")
  }
}
