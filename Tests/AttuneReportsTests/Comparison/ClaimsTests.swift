import AttuneStatistics
import Testing

@testable import AttuneReports

/// What a headline or a note claims is what the figures bear.
@Suite struct ClaimsTests {
  private let start = Day(year: 2026, month: 1, day: 5)!
  private var turn: Day { Day(number: start.number + 28) }

  private func layout(_ groups: [String] = [], mixes: [String] = []) -> RecordLayout {
    var layout = RecordLayout()
    layout.time = "date"
    layout.measured = [.init("csat", .satisfaction)]
    layout.measured[0].scale = Scale(1, 5)
    layout.groups = groups
    layout.addMixes(mixes, hasClusters: false)
    return layout
  }

  /// Of 56 days with 20 answers each: an answer and a channel.
  private func records(_ record: (_ isAfter: Bool, _ number: Int) -> (Bool, String)) -> [[String]] {
    (0..<56).flatMap { day in
      (0..<20).map { number in
        let (isSatisfied, channel) = record(day >= 28, (day * 7 + number * 3) % 20)
        return [Day(number: start.number + day).isoText, isSatisfied ? "5" : "2", channel]
      }
    }
  }

  private func compare(_ records: [[String]]) -> ComparisonSummary {
    let layout = layout(mixes: ["Channel"])
    var comparison = Comparison(layout, split: .date(turn), hasClusters: false)
    for record in records { comparison.append(layout.read(record), path: "f", line: 1) }
    return ComparisonSummary(comparison)
  }

  private func report(_ records: [[String]], _ layout: RecordLayout) -> ReportSummary {
    var report = Report(layout)
    for record in records { report.append(layout.read(record), path: "f", line: 1) }
    return ReportSummary(report)
  }

  /// Each channel is better after, and the worse one has most of the answers (Simpson's paradox).
  private var simpson: [[String]] {
    records { isAfter, number in
      let isPhone = number < (isAfter ? 4 : 16)
      let best = isAfter ? (isPhone ? 4 : 10) : isPhone ? 12 : 2
      return (isPhone ? number < best : number >= 20 - best, isPhone ? "Phone" : "E-mail")
    }
  }

  @Test func aMixThatChangedIsSaid() throws {
    let summary = compare(simpson)
    #expect(summary.rows[0].effect == .unclear)
    let shift = try #require(summary.mixShifts?.first)
    #expect(shift.column == "Channel" && abs(shift.shareBefore - shift.shareAfter) > 0.59)
    // 12 of 16 and 2 of 4 become 4 of 4 and 10 of 16, at the shares of before.
    #expect(abs(shift.difference - (0.8 * 0.25 + 0.2 * 0.125)) < 1e-9)
    #expect((shift.lower ?? .nan) > 0)
    let sentence = summary.highlights.headline[1]
    #expect(
      sentence.hasPrefix("The mix by Channel changed: ")
        && sentence.contains("Had the mix stayed the same, the difference in CSAT would have been +22.5 points ("))
    #expect(!summary.notes.contains { $0.hasPrefix("The mix by") })
    let periods = try #require(report(simpson, layout(mixes: ["Channel"])).highlights.periods)
    #expect(abs(try #require(periods.mixShifts?.first).difference - shift.difference) < 1e-9)
    let headline = report(simpson, layout(["Channel"])).highlights.headline
    #expect(headline.contains { $0.hasPrefix("The mix by Channel changed: ") })
  }

  /// A kind with few answers on a side does not keep the mix from being told of.
  @Test(arguments: [1, 0]) func aMixWithASmallKindIsSaid(few: Int) throws {
    // Most cases of the third kind become cases of the poor one; all are as ever.
    let summary = compare(
      records { isAfter, number in
        let kind = number < 6 ? "Good" : number < (isAfter ? 20 - few : 13) ? "Poor" : "Other"
        return (kind == "Poor" ? number % 5 == 0 : number % 4 > 0, kind)
      })
    #expect(summary.rows[0].effect == (few == 0 ? .worse : .otherMix))
    let shift = try #require(summary.mixShifts?.first)
    #expect(shift.kind == "Other" || shift.kind == "Poor")
    #expect((shift.lower == nil) == (few == 0) && shift.small ?? [] == (few == 0 ? ["Other"] : []))
    let told = "That alone may make most of the difference in CSAT; too few answers are of Other to say how much."
    #expect(summary.highlights.headline.contains { $0.hasSuffix(told) } == (few == 0))
  }

  /// What a mix turns round is neither better nor worse.
  @Test func aMixThatTurnsADifferenceRoundTakesTheVerdictBack() throws {
    let summary = compare(
      records { isAfter, number in
        let isPhone = number < (isAfter ? 3 : 18)
        return (isPhone ? number < (isAfter ? 3 : 14) : number >= (isAfter ? 12 : 20), isPhone ? "Phone" : "E-mail")
      })
    #expect(summary.rows[0].difference ?? 0 < 0 && summary.rows[0].effect == .otherMix)
    #expect(
      summary.highlights.headline[0].hasSuffix("but with the same mix by Channel it would be the other way round."))
  }

  /// What a mix explains is neither better nor worse, in a comparison as in a table of groups.
  @Test func aMixThatExplainsADifferenceTakesTheVerdictBack() throws {
    // 8 of 10 by e-mail and 4 of 10 by phone, whoever answers and whenever.
    let explained = records { isAfter, number in
      let isPhone = number < (isAfter ? 15 : 5)
      return (number % 5 < (isPhone ? 2 : 4), isPhone ? "Phone" : "E-mail")
    }
    let summary = compare(explained)
    #expect((summary.rows[0].difference ?? 0) < -0.15 && summary.rows[0].effect == .otherMix)
    #expect(summary.highlights.headline[0].hasSuffix("but a different mix by Channel would also explain it."))
    var layout = layout(["Team"], mixes: ["Channel"])
    layout.time = nil
    func table(_ isEqual: Bool) -> ReportSummary.GroupTable {
      var report = Report(layout)
      for (index, record) in explained.enumerated() {
        let team = index < explained.count / 2 ? "A" : "B"
        report.append(layout.read([record[1], team, isEqual ? "E-mail" : record[2]]), path: "f", line: 1)
      }
      return ReportSummary(report).groups[0]
    }
    #expect(table(false).rows.allSatisfy { $0.contrasts == [nil] && $0.doubts == [.otherMix] })
    #expect(table(false).doubtMeanings.count == 1)
    #expect(Set(table(true).rows.map(\.contrasts)) == [[.better], [.worse]])
  }

  /// Times of one row are all in hours, or all in days.
  @Test func timesOfARowHaveOneUnit() {
    var layout = RecordLayout()
    layout.time = "date"
    layout.measured = [.init("hours", .time)]
    layout.measured[0].timeUnit = .hours
    var comparison = Comparison(layout, split: .date(turn), hasClusters: false)
    for number in 0..<560 {
      let day = Day(number: start.number + number / 10)
      let record = [day.isoText, "\((day < turn ? 46 : 50) + number % 3)"]
      comparison.append(layout.read(record), path: "f", line: 1)
    }
    let row = ComparisonSummary(comparison).rows[0]
    #expect(row.before.text == "47 h" && row.after.text == "51 h", "\(row)")
  }

  /// What a mix makes of a difference is named from a third of it on, or from 5 points, and the verdict stays.
  @Test func aMixThatMakesAPartOfADifferenceIsNamed() throws {
    func summary(_ shares: (Int, Int), _ rise: Int) -> ComparisonSummary {
      compare(
        records { isAfter, number in
          let phones = isAfter ? shares.1 : shares.0
          let isPhone = number < phones
          let place = 100 * (isPhone ? number : number - phones) / (isPhone ? phones : 20 - phones)
          return (place < (isPhone ? 40 : 60) + (isAfter ? rise : 0), isPhone ? "Phone" : "E-mail")
        })
    }
    let found = summary((14, 6), 25)
    #expect(found.rows[0].effect == .better)
    let shift = try #require(found.mixShifts?.first)
    #expect(shift.difference < (found.rows[0].difference ?? 0) && (shift.lower ?? 0) > 0)
    #expect(found.highlights.headline[0].hasSuffix("a larger difference than chance would explain."))
    #expect(found.highlights.headline.contains { $0.contains("Had the mix stayed the same, the difference in CSAT") })
    #expect(summary((10, 10), 25).mixShifts == nil)
  }

  /// A figure that is the same of all records is not among those that are tested at once.
  @Test func whatCannotDifferIsNotTested() throws {
    var layout = layout()
    layout.measured.append(.init("solved", .yesNo))
    var comparison = Comparison(layout, split: .date(turn), hasClusters: false)
    for record in simpson { comparison.append(layout.read([record[0], record[1], "yes"]), path: "f", line: 1) }
    let rows = ComparisonSummary(comparison).rows
    #expect(rows.count == 2 && rows[0].adjustedPValue == rows[0].pValue && rows[1].effect == .unclear)
  }

  @Test func aMixThatStayedOrExplainsNothingIsNotSaid() {
    // The same shares of channels.
    let same = compare(
      records { isAfter, number in (number < (isAfter ? 9 : 15), number % 2 == 0 ? "Phone" : "E-mail") })
    #expect(same.rows[0].effect == .worse && same.mixShifts == nil)
    // Other shares, and each channel is as much worse as all.
    let worse = compare(
      records { isAfter, number in
        (number % 10 < (isAfter ? 4 : 8), number < (isAfter ? 10 : 20) ? "Phone" : "E-mail")
      })
    #expect(worse.rows[0].effect == .worse && worse.mixShifts == nil)
    // A column that says what the score says.
    let answers = compare(
      records { isAfter, number in (number < (isAfter ? 8 : 15), number < (isAfter ? 8 : 15) ? "good" : "bad") })
    #expect(answers.rows[0].effect == .worse && answers.mixShifts == nil)
  }

  /// A scale whose worst answer is taken for the best is contradicted by the texts.
  @Test(arguments: [true, false])
  func aReversedScaleIsSaid(isReversed: Bool) {
    var layout = layout()
    layout.text = "text"
    var (report, comparison) = (Report(layout), Comparison(layout, split: .date(turn), hasClusters: false))
    for number in 0..<400 {
      let isHappy = number % 3 == 0
      var row = layout.read([
        "a text", Day(number: start.number + number % 56).isoText, isHappy == isReversed ? "1" : "5",
      ])
      row.reading = TextReading(isHappy ? .positive : .negative)
      report.append(row, path: "f", line: 1)
      comparison.append(row, path: "f", line: 1)
    }
    let sentence =
      "People who wrote unhappy texts gave csat better answers (mean 5.0) than people who wrote happy ones (1.0): if 1 "
      + "is the best answer, not 5, use --best 'csat=low'."
    #expect((ReportSummary(report).highlights.headline[0] == sentence) == isReversed)
    #expect((ComparisonSummary(comparison).highlights.headline[0] == sentence) == isReversed)
    #expect(ReportSummary(report).columns.last?.notes.first == "scale 1-5, 5 the best")
  }

  /// What a cost is made of is a row of the table, and is told with its verdict.
  @Test func costsClaimWhatTheTableDoes() throws {
    var layout = RecordLayout()
    layout.time = "date"
    layout.measured = [.init("Solved", .time)]
    layout.measured[0].timeUnit = .hours
    layout.hasMeanTimes = true
    var generator = SeededGenerator(seed: 4)
    var comparison = Comparison(layout, split: .date(turn), hasClusters: false)
    for number in 0..<600 {
      let hours = Double.random(in: 1...9, using: &generator)
      comparison.append(
        layout.read([Day(number: start.number + number % 56).isoText, "\(hours)"]), path: "f", line: 1)
    }
    let summary = ComparisonSummary(comparison, prices: [UnitPrice(column: 0, timeUnit: .hours, amount: 10)])
    #expect(
      summary.rows.map { summary.highlights.title($0.before) } == [
        "Resolution time (median)", "Resolution time (mean)",
      ])
    let (row, cost) = (summary.rows[1], try #require(summary.costs.first))
    #expect(row.unit == .seconds && row.effect == .unclear && cost.effect == .unclear)
    #expect(cost.meanDifference == row.difference && abs(cost.lower - row.lower! / 360 * cost.casesPerMonth) < 1e-6)
    #expect(cost.text.hasPrefix("Resolution time: mean "))
    #expect(
      cost.text.hasSuffix(
        ", a difference that chance alone could explain once all figures are taken into "
          + "account."))
  }

  @Test func intervalsAndVerdictsAreToldApart() throws {
    var summary = compare(simpson)
    #expect(summary.multiplicity == nil)
    summary.rows = [summary.rows[0], summary.rows[0]]
    #expect(summary.multiplicity?.hasSuffix("allow for 2 figures being tested at once (Holm).") == true)
    (summary.rows[1].lower, summary.rows[1].upper, summary.rows[1].effect) = (0.01, 0.2, .unclear)
    let note = try #require(summary.multiplicity)
    #expect(
      note.hasSuffix(
        "(Holm): an interval that excludes 0 is therefore not yet a finding, as for Satisfaction "
          + "(CSAT) here."))
    #expect(summary.html.contains("not yet a finding"))
  }

  /// One agent with most of the records tells nothing apart, however many records there are.
  @Test func oneAgentWithMostRecordsIsSaid() {
    let layout = layout(["agent"])
    var generator = SeededGenerator(seed: 8)
    var comparison = Comparison(layout, split: .date(turn), hasClusters: true)
    for number in 0..<1200 {
      let agent = number % 10 < 8 ? 0 : number % 7 + 1
      let isBetter = (number % 56 >= 28) == (agent == 0)
      let isSatisfied = Int.random(in: 0..<10, using: &generator) < (isBetter ? 8 : 4)
      comparison.append(
        layout.read([Day(number: start.number + number % 56).isoText, isSatisfied ? "5" : "1", "\(agent)"]), path: "f",
        line: 1)
    }
    let notes = ComparisonSummary(comparison).notes
    #expect(
      notes.contains { $0.contains("because one value of 'agent' has 80.0 % of the records, which are alike") },
      "\(notes)")
    #expect(!notes.contains { $0.contains("too few answers") })
  }

  /// A trend before the date is noise where nothing is claimed of the date.
  @Test func nothingWasRisingWhereNothingIsClaimed() {
    let summary = compare(
      (0..<56).flatMap { day in
        (0..<20).map { number in
          let share = day < 28 ? 8 + day / 4 : 11
          return [Day(number: start.number + day).isoText, (day * 7 + number * 3) % 20 < share ? "5" : "2", "mail"]
        }
      })
    #expect((summary.rows[0].timeSeries?.trendBeforeAdjustedPValue ?? 1) < 0.05)
    #expect(summary.rows[0].effect == .unclear && !summary.notes.contains { $0.contains("was already") })
  }

  /// Each December is as poor as the one before.
  @Test func theSameDaysOfTheYearBeforeAreSaid() throws {
    let first = Day(year: 2024, month: 1, day: 1)!
    let records = (0..<728).flatMap { day in
      (0..<8).map { number in
        let date = Day(number: first.number + day)
        return [date.isoText, (day + number) % 10 < (date.civil.month == 12 ? 3 : 7) ? "5" : "1", "mail"]
      }
    }
    let layout = layout(mixes: ["Channel"])
    var comparison = Comparison(layout, split: .date(Day(year: 2025, month: 12, day: 1)!), hasClusters: false)
    for record in records { comparison.append(layout.read(record), path: "f", line: 1) }
    let headline = ComparisonSummary(comparison).highlights.headline
    #expect(headline.contains { $0.hasPrefix("Over the same days a year earlier, it was 3") }, "\(headline)")
    let alerts = report(records, layout).highlights.alerts
    #expect(
      alerts.count == 1 && alerts[0].contains(" in December 2025") && alerts[0].contains(" It was 3"), "\(alerts)")
    #expect(alerts.allSatisfy { $0.hasSuffix(" % in December 2024.") })
  }
}
