import Attune
import AttuneCare
import AttuneStatistics
import TestSupport
import Testing

@testable import AttuneReports

@Suite struct HighlightsTests {
  private var layout: RecordLayout {
    var layout = RecordLayout()
    layout.text = "text"
    layout.time = "date"
    layout.measured = [.init("score", .satisfaction), .init("wait_minutes", .amount)]
    layout.measured[1].better = .lower
    layout.measured[0].scale = Scale(1, 5)
    layout.groups = ["team"]
    return layout
  }

  private let start = Day(year: 2025, month: 1, day: 6)!

  /// - Parameter satisfied: of ten answers of a day, how many are satisfied.
  private func report(
    days: Int, perDay: Int = 10, options: ReportSummary.Options = .init(), aspects: (Int) -> [UInt16] = { _ in [] },
    urgent: (Int) -> Bool = { _ in false }, satisfied: (_ day: Int, _ number: Int) -> Bool
  ) -> ReportSummary {
    let layout = self.layout
    var report = Report(layout)
    for day in 0..<days {
      for number in 0..<perDay {
        var row = layout.read([
          "some text", Day(number: start.number + day).isoText, satisfied(day, number) ? "5" : "1", "\(number)",
          ["red", "blue", "Green"][number % 3],
        ])
        row.reading = TextReading(
          .neutral, urgency: urgent(day) ? 0.9 : 0,
          aspects: aspects(number).map { .init(number: $0, feeling: .neutral) })
        report.append(row, path: "f", line: 1)
      }
    }
    return ReportSummary(report, options: options)
  }

  @Test func theHeadlineSaysWhatRose() throws {
    let summary = report(days: 56, urgent: { $0 < 28 }) { day, number in number < (day < 28 ? 5 : 8) }
    let periods = try #require(summary.highlights.periods)
    #expect(periods.days == 28 && periods.lengthText == "4 weeks")
    #expect(periods.turn == "2025-02-03" && periods.lastDay == "2025-03-02")
    #expect(periods.changes[2].before.value == 0.5 && periods.changes[2].after.value == 0.8)
    #expect(periods.changes[2].effect == .better)
    let headline = summary.highlights.headline.joined(separator: " ")
    #expect(
      headline.hasPrefix("CSAT was 80.0 % in the last 4 weeks. It rose from 50.0 % in the 4 weeks before, a larger"))
    #expect(headline.contains(/None of the texts needs a reply soon, fewer than before \([0-9.]+ %\)\.$/))
  }

  @Test func otherPeopleWhoWriteAreNoProgress() throws {
    let layout = self.layout
    var report = Report(layout)
    for day in 0..<56 {
      for number in 0..<20 {
        let isHappy = number % 5 < 3
        let text = isHappy || day < 28 || number % 4 == 0 ? "some text" : ""
        var row = layout.read([text, Day(number: start.number + day).isoText, isHappy ? "5" : "1", "\(number)", "red"])
        row.reading = TextReading(isHappy ? .positive : .negative, urgency: isHappy ? 0 : 0.9)
        report.append(row, path: "f", line: 1)
      }
    }
    let highlights = ReportSummary(report).highlights
    #expect(highlights.periods?.changes.prefix(2).allSatisfy { $0.effect == .otherWriters } == true)
    let headline = highlights.headline.joined(separator: " ")
    #expect(headline.contains("70.0 % wrote a text in the last 4 weeks, fewer than before (100.0 %)"), "\(headline)")
    #expect(!headline.contains("fewer than before."))
  }

  /// Small groups stand last whatever the order says, and it is said.
  @Test func sortingSaysThatSmallGroupsStandLast() throws {
    var options = ReportSummary.Options()
    options.sort = GroupOrder(.metric(layout.metrics[2]), isAscending: true)
    let few = report(days: 20, perDay: 4, options: options) { day, number in number < 2 }
    #expect(few.highlights.hasSmallLast)
    #expect(few.highlights.order.hasSuffix("the lowest first; groups with fewer than 30 answers come last"))
    let many = report(days: 60, perDay: 9, options: options) { day, number in number < 2 }
    #expect(!many.highlights.hasSmallLast && many.highlights.order.hasSuffix("the lowest first"))
    // Beside each small chart stands of how many answers its number is.
    #expect(many.html.contains(/\((\d+) answers, from \d+ [A-Z][a-z]{2}\)/))
  }

  /// Five answers of the last weeks are no headline over hundreds.
  @Test func fewAnswersOfTheLastPeriodAreNoHeadline() {
    var options = ReportSummary.Options()
    options.period = 7
    let headline = report(days: 57, perDay: 1, options: options) { day, _ in day < 50 }.highlights.headline
    #expect(headline[0].hasPrefix("CSAT is 87.7 %"), "\(headline)")
  }

  @Test func manyLostRecordsComeFirst() {
    #expect(Headline.losses(2, besides: 98).isEmpty)
    #expect(Headline.losses(3, besides: 97)[0].hasPrefix("3 of 100 records could not be read"))
  }

  /// A figure of texts is of those that could be read, and a headline says so where others are many.
  @Test func textsInOtherLanguagesAreSaidFirst() {
    #expect(Headline.languages(0, of: 90).isEmpty && Headline.languages(9, of: 90).isEmpty)
    #expect(
      Headline.languages(36, of: 90) == [
        "36 (40.0 %) of the texts are in languages other than English: figures from texts cover only the other 54, "
          + "which may not be like them."
      ])
    #expect(Headline.languages(90, of: 90)[0].hasSuffix("than English, so there are no figures from texts."))
  }

  @Test func whatChanceMakesIsSaidToBeChance() {
    let headline = report(days: 56) { day, number in (day + number) % 2 == 0 || day == 50 && number == 1 }.highlights
      .headline
    #expect(headline[0].contains("a difference that chance alone could explain"))
    #expect(headline.last == "None of the texts needs a reply soon, as before.")
    #expect(
      report(days: 3, perDay: 40) { _, number in number % 4 > 0 }.highlights.headline[0]
        == "CSAT is 75.0 % (66.6 % to 81.9 %) from 120 answers.")
  }

  /// That chance explains a difference does not say that there is none.
  @Test func aDifferenceThatChanceExplainsIsSaid() throws {
    let summary = report(days: 56, urgent: { [3, 9, 14, 33, 40].contains($0) }) { day, number in
      number < (day < 28 ? 5 : 5)
    }
    #expect(try #require(summary.highlights.periods).changes[1].effect == .unclear)
    #expect(
      summary.highlights.headline == [
        "CSAT was 50.0 % in the last 4 weeks, as in the 4 weeks before.",
        "7.1 % of texts need a reply soon (10.7 % before: a difference that chance alone could explain).",
      ])
  }

  @Test func whatMovesMostIsNamed() {
    #expect(
      Headline.list([
        ("staff", 0.125), ("wait", 0.073), ("support", 0.039), ("price", 0.02), ("rooms", -0.018), ("app", -0.01),
      ])
        == "staff (+12.5 points), wait (+7.3), support (+3.9); in the other direction: rooms (-1.8)")
    #expect(
      Headline.list([("app", -0.05), ("staff", 0.04), ("price", -0.03), ("rooms", 0.01)])
        == "app (-5.0 points), staff (+4.0), price (-3.0)")
    #expect(Headline.list([("app", -0.05)]) == "app (-5.0 points)")
  }

  @Test func wordsAreSplitAsCharactersSayIt() {
    let pieces = ["Don't", " ", "WAIT", "-", "2", "a", "é", ".", "\n", "ß", "'", "Ok", "名", "_"]
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 0...9, using: &generator)).map { _ in
        pieces[Int.random(in: pieces.indices, using: &generator)]
      }.joined()
      let words = text.lowercased().split { !$0.isLetter && $0 != "'" }.map(String.init)
      #expect(ReportSummary.words(of: text).map(String.init) == words)
      #expect(ReportSummary.wordHashes(of: text) == words.flatMap { ReportSummary.wordHashes(of: $0) })
      let different = Set(words)
      #expect(Set(ReportSummary.wordHashes(of: text)).count == different.count)
    }
  }

  @Test func aDateThatIsASlipMovesNoPeriod() throws {
    let layout = self.layout
    var report = Report(layout)
    for day in 0..<60 {
      for number in 0..<10 {
        report.append(
          layout.read(["", Day(number: start.number + day).isoText, "\(number % 5 + 1)", "1", "a"]), path: "f", line: 1)
      }
    }
    for date in ["1900-01-01", "2062-05-05"] {
      report.append(layout.read(["", date, "1", "1", "a"]), path: "f", line: 1)
    }
    let periods = try #require(ReportSummary(report).highlights.periods)
    #expect(periods.lastDay == Day(number: start.number + 59).isoText && periods.days == 28)
  }

  @Test(arguments: [(0.5, TargetResult.State.met), (0.9, .missed), (0.75, .open)])
  func targets(value: Double, state: TargetResult.State) throws {
    var options = ReportSummary.Options()
    options.targets = [Target(layout.metrics[2], value: value)]
    let summary = report(days: 4, perDay: 40, options: options) { _, number in number % 4 > 0 }
    let result = try #require(summary.highlights.targets.first)
    #expect(result.state == state)
    #expect(summary.html.contains("target of \(Page.unbroken(Unit.percent.text(value)))"))
    let few = report(days: 1, options: options) { _, _ in true }
    #expect(few.highlights.targets.first?.state == .unknown)
  }

  /// What is judged is shown with its interval, wherever the verdict is.
  @Test func aTargetShowsThePeriodThatItIsJudgedBy() throws {
    var options = ReportSummary.Options()
    options.targets = [Target(layout.metrics[2], value: 0.65)]
    let summary = report(days: 56, options: options) { day, number in number < (day < 28 ? 8 : 5) }
    let result = try #require(summary.highlights.targets.first)
    #expect(result.state == .missed && result.period == "last 4 weeks")
    let text = try #require(result.judgedText)
    #expect(text.hasPrefix("last 4 weeks: 50.0 % (44.") && text.hasSuffix(" %)"))
    #expect(summary.html.contains(text))
    #expect(summary.csv.contains("target,\"missed, by the last 4 weeks\",CSAT (score),percent,65.0"))
    #expect(summary.csv.contains("judged by the target,last 4 weeks,CSAT (score),percent,50.0,44."))
    let all = report(days: 4, perDay: 40, options: options) { _, number in number % 4 > 0 }
    #expect(try #require(all.highlights.targets.first).judgedText == nil)
  }

  /// Whoever mentions the first aspect scores higher than others, and would score lower, were it not for the second.
  @Test func whatTheTableContradictsIsNotNamed() throws {
    let aspects = { (number: Int) -> [UInt16] in number < 4 ? [0, 1] : number == 4 ? [0] : number == 5 ? [1] : [] }
    let good = [9, 9, 9, 9, 0, 10, 5, 5, 5, 5]
    let summary = report(days: 60, aspects: aspects) { day, number in day % 10 < good[number] }
    let first = Taxonomy.shipped.aspects[0].name
    let driver = try #require(summary.highlights.drivers.first?.drivers.first { $0.aspect == first })
    let effect = try #require(summary.aspects.first { $0.name == first }?.effects.first)
    #expect(driver.effect < 0 && (effect.difference ?? 0) > 0)
    #expect(!driver.isClear)
    #expect(!summary.highlights.headline.contains { $0.contains(first) })
  }

  @Test func lowerIsBetterForTargetsOfTimes() {
    let metric = layout.metrics.first { $0.name == "wait_minutes, mean" }!
    var options = ReportSummary.Options()
    options.targets = [Target(metric, value: 60)]
    #expect(report(days: 4, options: options) { _, _ in true }.highlights.targets.first?.state == .met)
  }

  @Test func driversAddUpToTheScore() throws {
    // Aspect 0 takes 40 points from the half that mentions it, aspect 1 nothing.
    let summary = report(
      days: 40,
      aspects: { number -> [UInt16] in
        let first: [UInt16] = number < 5 ? [0] : []
        return number % 2 == 0 ? first + [1] : first
      },
      satisfied: { day, number in (day + number) % 10 < (number < 5 ? 4 : 8) })
    let drivers = try #require(summary.highlights.drivers.first)
    #expect(drivers.figure == "CSAT (score)" && drivers.answers == 400)
    #expect(abs(drivers.base + drivers.drivers.reduce(0) { $0 + $1.contribution } - drivers.total) < 1e-9)
    let first = drivers.drivers[0]
    #expect(first.aspect == Taxonomy.shipped.aspects[0].name && first.isClear && first.texts == 200)
    #expect(abs(first.effect + 0.4) < 0.02 && abs(first.contribution + 0.2) < 0.01)
    #expect(!drivers.drivers[1].isClear)
    #expect(summary.highlights.headline.contains { $0.hasPrefix("Most closely linked to CSAT: \(first.aspect) (-") })
    #expect(summary.html.contains("What is linked to the score"))
  }

  /// Regression of what the tally holds is that of all records one by one.
  @Test func combinationsAreTheRecords() throws {
    let layout = self.layout
    var generator = SplitMix64(seed: 3)
    var tally = DriverTally(layout)
    var cells: [DriverRegression.Cell] = []
    for _ in 0..<3000 {
      let aspects = (0..<7).filter { _ in Int.random(in: 0..<3, using: &generator) == 0 }
      let score = Double(Int.random(in: 1...5, using: &generator))
      tally.append(aspects.map { UInt16($0) }, [score, nil])
      cells.append(.init(marks: aspects, response: score >= 4 ? 1 : 0, count: 1))
    }
    let found = try #require(tally.regression(layout.metrics[2], scales: [Scale(1, 5), nil]))
    let plain = try #require(DriverRegression(cells))
    #expect(found.drivers.map(\.mark) == plain.drivers.map(\.mark) && found.count == plain.count)
    for (a, b) in zip(found.drivers, plain.drivers) {
      #expect(abs(a.effect - b.effect) < 1e-9 && abs(a.pValue - b.pValue) < 1e-9)
    }
  }

  /// What clusters add up to is what all records do, whatever the scale.
  @Test(arguments: [0.0, 20])
  func clustersAreTheRecords(offset: Double) throws {
    var layout = self.layout
    layout.measured[0].scale = Scale(offset + 1, offset + 5)
    var generator = SplitMix64(seed: 4)
    var (tally, plain) = (DriverTally(layout), [[DriverRegression.Cell]](repeating: [], count: 9))
    for _ in 0..<3000 {
      let aspects = (0..<7).filter { _ in Int.random(in: 0..<3, using: &generator) == 0 }
      let (score, part) = (Int.random(in: 1...5, using: &generator), Int.random(in: 0..<9, using: &generator))
      tally.append(aspects.map { UInt16($0) }, [offset + Double(score), nil], part: part)
      plain[part].append(.init(marks: aspects, response: score >= 4 ? 1 : 0, count: 1))
    }
    let clusters = plain.map { cells -> DriverRegression.Cluster in
      var cluster = DriverRegression.Cluster(
        marks: Array(0..<7), product: Array(repeating: Array(repeating: 0, count: 8), count: 8),
        moments: Array(repeating: 0, count: 8))
      for cell in cells {
        let columns = [0] + cell.marks.map { $0 + 1 }
        for i in columns {
          for j in columns { cluster.product[i][j] += 1 }
          cluster.moments[i] += cell.response
        }
      }
      return cluster
    }
    let scales = [layout.measured[0].scale, nil]
    let found = try #require(tally.regression(layout.metrics[2], scales: scales, isClustered: true))
    let expected = try #require(DriverRegression(plain.flatMap(\.self), clusters: clusters))
    #expect(found.drivers.map(\.mark) == expected.drivers.map(\.mark))
    for (a, b) in zip(found.drivers, expected.drivers) {
      #expect(abs(a.interval.lower - b.interval.lower) < 1e-9 && abs(a.pValue - b.pValue) < 1e-9)
    }
    let independent = try #require(tally.regression(layout.metrics[2], scales: scales))
    #expect(zip(found.drivers, independent.drivers).contains { $0.pValue != $1.pValue })
  }

  /// Texts of very many aspects take bounded memory, and every record counts.
  @Test func manyCombinationsAreBounded() throws {
    let layout = self.layout
    var generator = SplitMix64(seed: 9)
    var tally = DriverTally(layout)
    for _ in 0..<40_000 {
      // One text in eight mentions each of 192 aspects.
      var aspects: [UInt16] = []
      for first in [UInt16(0), 64, 128] {
        var bits = generator.next() & generator.next() & generator.next()
        while bits != 0 {
          aspects.append(first + UInt16(bits.trailingZeroBitCount))
          bits &= bits - 1
        }
      }
      tally.append(aspects, [Double(generator.next() % 5 + 1), nil])
    }
    let found = try #require(tally.regression(layout.metrics[2], scales: [Scale(1, 5), nil]))
    #expect(found.count == 40_000 && !found.drivers.isEmpty)
  }

  @Test func groupsAreSorted() throws {
    func names(_ order: GroupOrder) throws -> [String] {
      var options = ReportSummary.Options()
      options.sort = order
      let summary = report(days: 10, perDay: 30, options: options) { _, number in number % 3 != 1 || number % 2 == 0 }
      return try #require(summary.groups.first).rows.map(\.name)
    }
    let csat = GroupOrder.Key.metric(layout.metrics[2])
    #expect(try names(.init(csat, isAscending: true)).first == "blue")
    #expect(try names(.init(csat, isAscending: false)).last == "blue")
    #expect(try names(.init(.name, isAscending: true)) == ["Green", "blue", "red"])
  }

  @Test func groupsHaveTheirTrend() throws {
    let summary = report(days: 60) { _, number in number % 3 == 0 }
    let trend = try #require(summary.highlights.groupTrends.first)
    #expect(Set(trend.lines.map(\.group)) == ["red", "blue", "Green"])
    for line in trend.lines {
      #expect(line.figures.allSatisfy { $0.value == (line.group == "red" ? 1 : 0) })
      #expect(line.figures.count == summary.trend?.starts.count)
    }
    #expect(summary.html.contains("Satisfaction (CSAT) over time"))
  }

  @Test func aFigureThatLeftItsRangeRaisesAnAlert() {
    let quiet = report(days: 84) { day, number in (day * 7 + number) % 10 < 7 }
    #expect(quiet.highlights.alerts.isEmpty)
    let alarming = report(days: 84) { day, number in (day * 7 + number) % 10 < (day >= 77 ? 2 : 7) }
    #expect(alarming.highlights.alerts.count == 1)
    #expect(
      alarming.highlights.alerts[0].contains(
        "in the week of 24 March 2025, below the 46.8 % to 93.2 % expected from the 11 weeks before (99.8 % prediction"
      ))
    #expect(alarming.html.contains("class=\"alert\""))
  }

  /// Of a month the part that is there may be far from all months before.
  @Test func aMonthThatIsNotOverRaisesAnAlert() throws {
    // From 6 January 2025 on: thirteen months and half of the next.
    func alerts(days: Int, share: Int) -> [String] {
      report(days: days, perDay: 4) { day, number in (day * 4 + number) % 10 < (day >= days - 15 ? share : 7) }
        .highlights.alerts
    }
    #expect(alerts(days: 405, share: 7).isEmpty)
    let found = alerts(days: 405, share: 2)
    #expect(found.count == 1 && found[0].contains("in February 2026 so far, below the "))
    #expect(found[0].hasSuffix(" It was 70.5 % in February 2025."), "\(found)")
    // Less than a week does not hold every weekday.
    #expect(alerts(days: 394, share: 7).isEmpty)
    #expect(!alerts(days: 394, share: 2).contains { $0.contains("so far") })
  }

  /// That no two periods of four weeks fit must not hide what changed.
  @Test func aPeriodIsAsLongAsFitsTwice() throws {
    let summary = report(days: 45) { day, number in number < (day < 28 ? 8 : 5) }
    let periods = try #require(summary.highlights.periods)
    #expect(periods.days == 21 && [.worse, .jumpOrTrend].contains(periods.changes[2].effect))
    #expect(report(days: 30) { _, _ in true }.highlights.periods?.days == 14)
  }

  @Test func chanceRarelyRaisesAnAlert() {
    var generator = SplitMix64(seed: 2)
    let alarms = (0..<150).count { _ in
      !report(days: 84, perDay: 6) { _, _ in Int.random(in: 0..<10, using: &generator) < 7 }.highlights.alerts.isEmpty
    }
    #expect(alarms <= 5)
  }

  @Test func namesAreForPeople() {
    #expect(Metric.words("handling_minutes") == "Handling minutes")
    #expect(Metric.words("amountPaidInTotal") == "Amount paid in total")
    #expect(Metric.words("nps") == "NPS" && Metric.words("agent_id") == "Agent ID")
    #expect(Metric.words("Wie zufrieden sind Sie?") == "Wie zufrieden sind Sie?")
    #expect(
      layout.metrics.map(\.title) == [
        "Net sentiment", "Need a reply soon", "Satisfaction (CSAT)", "Wait minutes (mean)", "Wait minutes (median)",
      ])
  }

  @Test func quotesOfAspectsAreUnlikeOneAnother() {
    func aspect(_ name: String, _ quotes: [String]) -> ReportSummary.Aspect {
      .init(
        name: name, texts: 9, net: .init("net", .points, .net(NetScore())), effects: [], positiveQuotes: [],
        negativeQuotes: quotes)
    }
    let chosen = ReportSummary.withUnlikeQuotes(
      [
        aspect("a", ["the refund is late and the router is broken", "nobody called me back"]),
        aspect("b", ["The refund is late and the router is broken!", "it cost too much for what it does"]),
        aspect("c", ["the refund is late and the router is broken"]),
      ], 1)
    #expect(
      chosen.map(\.negativeQuotes) == [
        ["the refund is late and the router is broken"], ["it cost too much for what it does"],
        ["the refund is late and the router is broken"],
      ])
  }

  @Test func fewAnswersAreNoHeadline() {
    let few = report(days: 2, perDay: 10) { _, number in number < 9 }.highlights.headline
    #expect(few == ["20 answers are too few to say what CSAT is."])
  }

  /// What could not be understood is said before any figure.
  @Test func gapsComeFirst() {
    let layout = layout
    func headline(_ garbage: (Int) -> Bool, _ field: Int) -> [String] {
      var report = Report(layout)
      for number in 0..<100 {
        var fields = ["", "2025-01-06", number % 2 == 0 ? "5" : "1", "\(number)", "red"]
        if garbage(number) { fields[field] = "see mail" }
        report.append(layout.read(fields), path: "f", line: number)
      }
      return ReportSummary(report).highlights.headline
    }
    #expect(headline({ $0 == 50 }, 2)[0].hasPrefix("CSAT is "))
    #expect(
      headline({ $0 % 5 == 0 }, 3)[0]
        == "20 (20.0 %) of the answers for Wait minutes (mean) were not understood: its figure covers only the others, "
        + "which may not be like them.")
    #expect(
      headline({ $0 % 5 < 3 }, 2)[0] == "There is no figure for CSAT: 60 (60.0 %) of its answers were not understood.")
  }
}
