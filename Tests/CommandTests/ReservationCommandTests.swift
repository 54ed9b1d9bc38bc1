import Testing

/// What differs because of who answered, what was asked, what was written down or how long cases had is neither better nor
/// worse: in every command, form and table alike.
@Suite struct ReservationCommandTests {
  private let workspace = Workspace()

  private func run(_ arguments: String..., table: String) throws -> String {
    let path = workspace.file("table.csv", table)
    let outcome = try Attune.run([arguments[0], path, "-q", "--no-cluster"] + arguments.dropFirst())
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.text
  }

  /// 2026-01-05 and so many days later.
  private func date(_ days: Int) -> String {
    let lengths = [31, 28, 31, 30, 31]
    var (month, day) = (0, 4 + days)
    while day >= lengths[month] {
      day -= lengths[month]
      month += 1
    }
    return "2026-0\(month + 1)-\(day < 9 ? "0" : "")\(day + 1)"
  }

  /// Of both teams seven of ten cases are solved; the one does not write down that others are not.
  private var oneSided: String {
    let rows = (0..<600).map { number in
      let (isSouth, isSolved) = (number % 2 == 1, number / 2 % 10 < 7)
      return "\(isSouth ? "South" : "North"),\(isSolved ? "yes" : isSouth ? "" : "no"),\(number / 2 % 5 + 1)\n"
    }
    return "Team,Resolved,csat\n" + rows.joined()
  }

  @Test func whatWritesDownOnlyYesIsNotBetter() throws {
    let compared = ["compare", "--group", "Team", "--a", "North", "--b", "South"]
    let text = try run(
      compared[0], compared[1], compared[2], compared[3], compared[4], compared[5], compared[6], table: oneSided)
    #expect(!text.contains(/Resolved .*(better|worse)/) && !text.contains("Better:"), "\(text)")
    #expect(text.contains("for South 210 records say yes, none says no and 90 are empty, which may mean no"))
    #expect(text.contains(/Resolved +70\.0 % +100\.0 % of 210 .*one-sided/), "\(text)")
    let table = try run("report", "--by", "Team", table: oneSided)
    #expect(
      table.contains(/South +300 .*100\.0 % of 210 one-sided/) && !table.contains("100.0 % of 210 better"), "\(table)")
    let json = try run("report", "--by", "Team", "--to", "json", table: oneSided)
    #expect(json.contains("\"one-sided\"") && !json.contains("\"better\"") && !json.contains("\"worse\""))
    let page = try run("report", "--by", "Team", "--to", "html", table: oneSided)
    #expect(
      page.contains("<span class=\"soft\">one-sided</span>") && page.contains("One-sided: one side says only yes"))
    // What is empty is told by the user.
    let told = try run(
      "compare", "--find", "--resolved", "Resolved", "--blank", "no", "--group", "Team", "--a", "North", "--b", "South",
      table: oneSided)
    #expect(told.contains(/Resolved +70\.0 % +70\.0 % .*unclear/), "\(told)")
  }

  @Test func aPeriodThatWritesDownOnlyYesIsNotBetter() throws {
    let rows = (0..<800).map { number in
      let isSolved = number * 7 % 10 < 8
      return "\(date(number / 10)),\(isSolved ? "yes" : number < 400 ? "no" : "")\n"
    }
    let table = "date,Resolved\n" + rows.joined()
    let text = try run("compare", "--at", date(40), table: table)
    #expect(text.contains("but since then 320 records say yes, none says no and 80 are empty"), "\(text)")
    let target = try run("compare", "--at", date(40), "--target", "resolved=95", table: table)
    #expect(target.contains("too little to tell whether Resolved meets the target of 95.0 %"), "\(target)")
    // A few empty ones explain nothing.
    let plain = rows.enumerated().map {
      $0.offset >= 400 && $0.offset % 50 != 0 ? $0.element.replacing(",\n", with: ",yes\n") : $0.element
    }
    #expect(
      try run("compare", "--at", date(40), table: "date,Resolved\n" + plain.joined()).contains("a larger difference"))
  }

  /// The unhappy half no longer answers.
  @Test func aScoreThatOthersAnswerIsNotBetter() throws {
    let rows = (0..<800).map { number in
      let isHappy = number % 5 < 2
      return
        "\(date(number / 10)),\(number % 2 == 0 ? "A" : "B"),\(number < 400 || isHappy ? (isHappy ? "5" : "1") : "")\n"
    }
    let table = "date,team,csat\n" + rows.joined()
    let text = try run("compare", "--at", date(40), table: table)
    #expect(
      text.contains(
        "but the share of records with an answer was 100.0 % before and has been 40.0 % since then: different people may be "
          + "answering"),
      "\(text)")
    #expect(text.contains(/40\.0 % +100\.0 % of 160 .*other answerers/))
    #expect(try run("report", table: table).contains("other answerers"))
    #expect(
      try run("compare", "--at", date(40), "--to", "json", table: table).contains("other answerers"))
    // By five points it may be all of it, whatever the others would have answered, and their texts as well.
    let fewer = (0..<2000).map { number -> String in
      let isAfter = number >= 1000
      let isAsked = number * 7 % 100 < (isAfter ? 52 : 60)
      let isHappy = number * 3 % 10 < (isAfter ? 8 : 4)
      let text = number % 3 == 0 ? "" : isHappy ? "Great help \(number)" : "Terrible service \(number)"
      return "\(date(number / 25)),\(isAsked ? "\(isHappy ? 5 : 1),\(text)" : ",")\n"
    }
    let shrunk = try run("compare", "--at", date(40), table: "date,csat,comment\n" + fewer.joined())
    #expect(
      shrunk.contains(/Net sentiment .*other (answerers|writers)/) && shrunk.contains(/CSAT\).*other answerers/),
      "\(shrunk)")
    // As many as before, and others among them, is a rise.
    let rise = (0..<800).map { "\(date($0 / 10)),\($0 % 2 == 0 ? "" : $0 * 7 % 10 < ($0 < 400 ? 4 : 9) ? "5" : "1")\n" }
    #expect(
      try run("compare", "--at", date(40), table: "date,csat\n" + rise.joined()).contains(
        "a larger difference than chance"))
  }

  /// Each case takes as long as any other, and those of the last days are open.
  @Test(arguments: [true, false]) func openCasesAreNoDecline(hasTimes: Bool) throws {
    let rows = (0..<900).map { number in
      let (day, taken) = (number / 10, 1 + number * 37 % 14)
      let isSolved = day + taken <= 89
      return
        "\(number),\(date(day)),\(isSolved ? "Solved" : "Open")\(hasTimes ? ",\(isSolved ? "\(24 * taken)" : "")" : "")\n"
    }
    let table = "Ticket ID,Created,Status\(hasTimes ? ",Resolution hours" : "")\n" + rows.joined()
    let report = try run("report", table: table)
    #expect(!report.contains("Alert") && report.contains("still open and may yet be solved"), "\(report)")
    #expect(!report.contains(" worse\n") && !report.contains("Worse:") && !report.contains(" trend\n"))
    #expect(report.contains(/\d not solved/))
    let text = try run("compare", "--at", date(76), table: table)
    #expect(text.contains(/Solved \(Status\) .*open cases/), "\(text)")
    if hasTimes {
      #expect(text.contains(/Resolution time .*open cases/), "\(text)")
      #expect(report.contains("covers solved cases only; those still open would make it longer"))
    }
  }

  /// Cases take as long before and after, many of them longer than the later ones have had, and than any case that is known
  /// to be solved among these.
  @Test(arguments: [90, 96, 110]) func slowCasesAreNoDecline(median: Int) throws {
    let spread = [0.1, 0.2, 0.35, 0.5, 0.7, 1, 1.3, 1.8, 2.6, 4, 7, 10]
    let rows = (0..<840).map { number in
      let (day, hours) = (number / 15, Int(Double(median) * spread[number * 5 % 12]))
      let isSolved = day * 24 + hours < 56 * 24
      return "\(date(day)),\(isSolved ? "Solved" : "Open"),\(isSolved ? "\(hours)" : "")\n"
    }
    let table = "Created,Status,Resolution hours\n" + rows.joined()
    let text = try run("compare", "--at", date(28), table: table)
    #expect(text.contains(/Solved \(Status\) .*open cases/), "\(text)")
    #expect(try !run("report", table: table).contains("trend\n"))
  }

  /// Old cases that are not solved are a decline, young or not.
  @Test func oldOpenCasesAreADecline() throws {
    let rows = (0..<900).map { number in
      let isSolved = number < 300 || number % 3 > 0
      return "\(date(number / 10)),\(isSolved ? "Solved" : "Open"),\(isSolved ? "20" : "")\n"
    }
    let text = try run("compare", "--at", date(30), table: "Created,Status,Resolution hours\n" + rows.joined())
    #expect(text.contains(/Solved \(Status\) .*worse/), "\(text)")
  }

  @Test func scalesByChannelAreNotCompared() throws {
    let rows = (0..<600).map { number in
      let isPhone = number % 2 == 0
      return "\(date(number / 10)),\(isPhone ? "phone" : "email"),\(number * 7 / 2 % 5 + (isPhone ? 6 : 1))\n"
    }
    for table in [
      "date,channel,csat\n" + rows.joined(), "channel,csat\n" + rows.map { String($0.dropFirst(11)) }.joined(),
    ] {
      let text = try run("report", "--csat", "csat", table: table)
      #expect(
        text.contains("Two scales may be mixed in csat: none of 300 answers of email (channel) is above 5"), "\(text)")
      let groups = try run("report", "--csat", "csat", "--by", "channel", table: table)
      #expect(groups.contains("mixed scales") && !groups.contains("% better"), "\(groups)")
      let compared = try run(
        "compare", "--csat", "csat", "--group", "channel", "--a", "email", "--b", "phone", table: table)
      #expect(
        compared.contains("There is no figure of all its answers")
          && compared.contains(/Satisfaction \(CSAT\) +– +– +– .*mixed scales/), "\(compared)")
    }
  }

  @Test func groupsWhoseWritersDifferAreNotCompared() throws {
    let texts = ["I love it so much", "It is broken and I hate it"]
    let rows = (0..<400).map { number in
      let (isA, isHappy) = (number % 2 == 0, number / 2 % 2 == 0)
      return "\(isA ? "A" : "B"),\(isA || !isHappy ? texts[isHappy ? 0 : 1] : "")\n"
    }
    let text = try run(
      "report", "--text", "comment", "--by", "team", table: "team,comment\n" + rows.map { "\($0)" }.joined())
    #expect(text.contains(/B +200 +100 .*other writers/) && !text.contains(" better"), "\(text)")
    #expect(text.contains("other writers: so many more or fewer people write that they may be different people"))
  }

  // MARK: Directions

  @Test func amountsAreBetterOnlyWhereThatIsSaid() throws {
    let rows = (0..<400).map { "\(date($0 / 5)),\($0 < 200 ? 10 + $0 % 7 : 14 + $0 % 7)\n" }
    let table = "date,Revenue\n" + rows.joined()
    let open = try run("compare", "--metric", "Revenue", "--time", "date", "--at", date(40), table: table)
    #expect(
      !open.contains("worse") && !open.contains("etter:") && open.contains("Also higher: Revenue (median)."), "\(open)"
    )
    #expect(open.contains("Revenue: the better end is not known"))
    let said = try run("compare", "--metric", "Revenue:higher", "--time", "date", "--at", date(40), table: table)
    #expect(said.contains("Also better: Revenue (median).") && said.contains("Revenue: higher is better"), "\(said)")
    let priced = try run(
      "compare", "--metric", "Revenue", "--cost-per", "Revenue=2", "--time", "date", "--at", date(40), table: table)
    #expect(priced.contains("Also worse: Revenue (median)."), "\(priced)")
    let path = workspace.file("table.csv", table)
    let target = try Attune.run(["report", path, "-q", "--metric", "Revenue", "--target", "Revenue=12"])
    #expect(target.status == 64 && target.errors.contains("--metric 'Revenue:higher'"), "\(target.errors)")
  }

  @Test func answersOffTheScaleAreSaidFirst() throws {
    let rows = (0..<90).map { "\($0 % 3 == 0 ? -20 : $0 % 11)\n" }
    let text = try run("report", "--nps", "NPS", table: "NPS\n" + rows.joined())
    #expect(text.contains("30 (33.3 %) of the answers for NPS are -20, taken as no answer."), "\(text)")
  }

  // MARK: Records and cases

  /// 200 tickets, of which a quarter has three records: not solved, not solved, solved.
  private func tickets(isBackwards: Bool) -> String {
    let rows = (0..<200).flatMap { number in
      (0..<(number % 4 == 0 ? 3 : 1)).map { contact in
        "\(5000 + number),\(date(number / 4 + contact)),\(number % 4 == 0 ? contact == 2 : number % 4 < 3 ? true : false)\n"
      }
    }
    return "Ticket ID,Date,Resolved\n" + (isBackwards ? rows.reversed() : rows).joined()
  }

  @Test(arguments: [true, false]) func theLastStateOfACaseCounts(isBackwards: Bool) throws {
    let table = tickets(isBackwards: isBackwards)
    let plain = try run("report", table: table)
    #expect(
      plain.contains(
        "100 of the 300 records belong to a case that is already counted, so figures count records, not cases"))
    let joined = try run("report", "--id", "Ticket ID", table: table)
    #expect(
      joined.contains(/Resolved +75\.0 %/)
        && joined.contains("100 more with the ID of an earlier record, combined with it"), "\(joined)")
    #expect(!joined.contains("repeat a value"))
  }

  /// More records than cases by far are as many repetitions.
  @Test func manyRecordsOfACaseAreSaid() throws {
    let rows = (0..<600).map { "\(9000 + $0 / 4),\(["new", "open", "pending", "solved"][$0 % 4])\n" }
    let text = try run("report", table: "Ticket ID,Status\n" + rows.joined())
    #expect(text.contains("450 of the 600 records belong to a case that is already counted"), "\(text)")
    #expect(
      try run("report", "--id", "Ticket ID", table: "Ticket ID,Status\n" + rows.joined()).contains(
        /Solved \(Status\) +100\.0 %/))
  }

  @Test func severalQuestionsARowAreNoScore() throws {
    for (head, kinds) in [
      ("respondent,question,score", ["Overall satisfaction", "Likelihood to recommend", "Pain"]),
      ("Response ID,Metric,Rating", ["CSAT", "Effort", "Quality"]), ("person,item,rating", ["a", "b", "c"]),
    ] {
      let rows = (0..<600).map { "\($0 / 3),\(kinds[$0 % 3]),\($0 * 7 % 5 + 1)\n" }
      let path = workspace.file("tall.csv", head + "\n" + rows.joined())
      let outcome = try Attune.run(["report", path, "-q"])
      #expect(
        outcome.status == 64 && outcome.errors.contains("holds the answers to several questions"),
        "\(head): \(outcome.errors)")
      let column = String(head.split(separator: ",")[2])
      let named = try Attune.run(["report", path, "-q", "--csat", column])
      #expect(named.text.contains("are counted together"), "\(named.text)")
    }
    // Reviews of things are answers to one question.
    let rows = (0..<600).map { "\($0),\(["cup", "plate", "fork"][$0 * 5 % 3]),\($0 * 7 % 5 + 1)\n" }
    #expect(try run("report", table: "id,item,rating\n" + rows.joined()).contains("Satisfaction (CSAT)"))
  }

  @Test func aCustomerIsWrittenInSeveralWays() throws {
    let rows = (0..<20).map { "\($0 % 3 == 0 ? "Ann" : "ann "),\($0 % 5 + 1)\n" }
    let text = try run(
      "report", "--csat", "csat", "--customer", "customer", "--customer-id", "ANN",
      table: "customer,csat\n" + rows.joined() + "Bo,1\n")
    #expect(text.hasPrefix("20 records"), "\(text)")
  }

  @Test func aDateFarAheadIsSaidToEndComparisons() throws {
    let rows = (0..<800).map { "\(date($0 / 10)),\($0 % 5 + 1)\n" }.joined()
    let text = try run("report", table: "date,csat\n" + rows + "\(date(80 + 56)),4\n")
    #expect(
      text.contains("have 1 record, and the 4 weeks before none: no comparison with an earlier period is possible."),
      "\(text)")
  }

  @Test func nothingScoredHasNoShares() throws {
    let rows = (0..<40).map { "A\($0 % 2),Bitte lesen Sie unsere Hinweise zur Lieferung und warten Sie auf Antwort.\n" }
    let path = workspace.file("replies.csv", "agent,reply\n" + rows.joined())
    let text = try Attune.run(["scorecard", path, "-q"]).text
    #expect(text.contains(/\+ greeting +–/) && !text.contains("0.0 % … 0.0 %"), "\(text)")
    let json = try Attune.run(["scorecard", path, "-q", "--to", "json"]).text
    #expect(!json.contains("\"share\""), "\(json)")
    let page = try Attune.run(["scorecard", path, "-q", "--to", "html"]).text
    #expect(page.contains("Greeting</strong> <span class=\"soft\">–"))
  }

  @Test func theGlossaryCountsTheAnswersThatCount() throws {
    let page = try run(
      "report", "--csat", "csat", "--scale", "1..3", "--to", "html",
      table: "csat\n" + (0..<60).map { "\($0 % 3 + 1)\n" }.joined())
    #expect(page.contains("or with the best one if the scale has only two or three"))
  }
}
