import Attune
import AttuneCare
import AttuneStatistics
import Testing

@testable import AttuneReports

@Suite struct ComparisonHighlightsTests {
  private let turn = Day(year: 2025, month: 3, day: 10)!

  private func compare(days: Range<Int>, aspects: (Int) -> [UInt16], satisfied: (Int, Int) -> Bool) -> ComparisonSummary
  {
    var layout = RecordLayout()
    layout.text = "text"
    layout.time = "date"
    layout.measured = [.init("score", .satisfaction)]
    layout.measured[0].scale = Scale(1, 5)
    var comparison = Comparison(layout, split: .date(turn), hasClusters: false)
    for day in days {
      for number in 0..<20 {
        var row = layout.read(["a text", Day(number: turn.number + day).isoText, satisfied(day, number) ? "5" : "2"])
        row.reading = TextReading(.neutral, aspects: aspects(number).map { .init(number: $0, feeling: .neutral) })
        comparison.append(row, path: "f", line: 1)
      }
    }
    return ComparisonSummary(comparison)
  }

  @Test func theVerdictAndWhatMovedItComeFirst() throws {
    // Those who mention aspect 3, half of all, are satisfied more often from the day on.
    let summary = compare(days: -70..<73, aspects: { $0 < 10 ? [3] : $0 < 14 ? [5] : [] }) { day, number in
      number < 10 ? (day * 3 + number + 700) % 10 < (day < 0 ? 4 : 9) : (day * 3 + number + 700) % 10 < 7
    }
    let name = Taxonomy.shipped.aspects[3].name
    #expect(summary.highlights.headline[0].hasPrefix("CSAT rose from 5"))
    #expect(summary.highlights.headline[0].contains("before 10 March 2025 to"))
    #expect(summary.highlights.headline[1].hasPrefix("What changed most along with CSAT: \(name) (+2"))
    let drivers = try #require(summary.highlights.drivers.first)
    #expect(drivers.changes[0].aspect == name && drivers.changes[0].isClear && !drivers.changes[1].isClear)
    let sum = drivers.base + drivers.changes.reduce(0) { $0 + $1.difference }
    #expect(abs(sum - drivers.total) < 1e-9)
    let page = summary.html
    let places = ["id=\"verdict\"", "id=\"time\"", "id=\"drivers\"", "id=\"tests\""].map {
      page.firstRange(of: $0)?.lowerBound
    }
    #expect(places.allSatisfy { $0 != nil })
    #expect(zip(places, places.dropFirst()).allSatisfy { $0! < $1! })
    // No p-value stands above the tests at the end.
    #expect(!page[..<places[3]!].contains("data-head=\"p\""))
  }

  /// What moves a score up and what moves it down may leave it where it was.
  @Test func whatMovesAScoreThatStaysIsNotSaidToMoveIt() throws {
    let summary = compare(days: -70..<70, aspects: { $0 < 10 ? [3] : $0 < 15 ? [5] : [] }) { day, number in
      (day * 3 + number + 700) % 10 < ((number < 10) == (day < 0) ? 4 : 8)
    }
    let headline = summary.highlights.headline
    #expect(headline[0] == "CSAT was 60.0 % before 10 March 2025 and has been 60.0 % since.")
    #expect(headline[1].hasPrefix("What changed within CSAT, by more than chance would explain: "))
  }

  /// - Parameter writes: whether an unhappy person writes from the day on; all others do.
  private func writers(isByDate: Bool, writes: (Int) -> Bool) -> ComparisonSummary {
    var layout = RecordLayout()
    layout.text = "text"
    layout.time = "date"
    layout.measured = [.init("score", .satisfaction)]
    layout.measured[0].scale = Scale(1, 5)
    layout.groups = ["team"]
    var comparison = Comparison(layout, split: isByDate ? .date(turn) : .groups("North", "South"), hasClusters: false)
    for day in -20..<20 {
      for number in 0..<20 {
        let isHappy = number % 5 < 3
        let text = isHappy || day < 0 || writes(number) ? "a text" : ""
        var row = layout.read([
          text, Day(number: turn.number + day).isoText, isHappy ? "5" : "2", day < 0 ? "North" : "South",
        ])
        row.reading = TextReading(isHappy ? .positive : .negative, urgency: isHappy ? 0 : 0.9)
        comparison.append(row, path: "f", line: 1)
      }
    }
    return ComparisonSummary(comparison)
  }

  /// Who stops writing makes nobody happier.
  @Test func otherPeopleWhoWriteAreNoProgress() throws {
    let summary = writers(isByDate: true) { $0 % 4 == 0 }
    #expect(summary.rows[0].adjustedPValue ?? 1 < 0.001 && summary.rows[1].adjustedPValue ?? 1 < 0.001)
    #expect(summary.rows.prefix(2).allSatisfy { $0.effect == .otherWriters } && summary.areOtherWriters)
    let headline = summary.highlights.headline.joined(separator: " ")
    #expect(!headline.contains("better") && !headline.contains("fewer than before (4"))
    #expect(
      headline.contains(
        "70.0 % wrote a text, fewer than before (100.0 %): figures from texts may differ for that "
          + "reason alone.")
    )
    #expect(headline.hasSuffix("14.3 % of texts need a reply soon (40.0 % before, from different people)."))
    #expect(summary.html.contains("other writers"))
  }

  @Test func groupsAreNoTimes() throws {
    let summary = writers(isByDate: false) { $0 % 4 == 0 }
    let text = summary.highlights.headline.joined(separator: " ") + summary.notes.joined(separator: " ")
    #expect(text.contains("70.0 % of South wrote a text, fewer than of North (100.0 %)"))
    #expect(text.contains("who may be different kinds of people in each"))
    #expect(!text.contains("before") && !text.contains("changed") && !summary.html.contains("What changed"))
    #expect(summary.html.contains("<title>What differs between North and South</title>"))
  }

  /// A difference that those who write on one side only cannot make stands.
  @Test func fewOtherWritersDoNotExplainMuch() throws {
    let shift = try #require(WriterShift(Proportion(980, of: 1000), Proportion(950, of: 1000)))
    #expect(shift.isClear && !shift.isLarge)
    func share(_ part: Int) -> ReportSummary.Figure { .init("x", .percent, .share(Proportion(part, of: 1000))) }
    func net(_ plus: Int) -> ReportSummary.Figure {
      .init("x", .points, .net(NetScore(favourable: plus, neutral: 0, unfavourable: 1000 - plus)))
    }
    #expect(!shift.mayExplain(share(500), share(300), ConfidenceInterval(-0.24, -0.16)))
    #expect(shift.mayExplain(share(500), share(480), ConfidenceInterval(-0.03, -0.01)))
    #expect(!shift.mayExplain(net(500), net(700), ConfidenceInterval(0.32, 0.48)))
    #expect(shift.mayExplain(net(500), net(510), ConfidenceInterval(0.01, 0.03)))
    let same = try #require(WriterShift(Proportion(980, of: 1000), Proportion(982, of: 1000)))
    #expect(!same.mayExplain(share(500), share(480), ConfidenceInterval(-0.03, -0.01)))
  }

  @Test func stretchesAreCountedFromTheDate() throws {
    let summary = compare(days: -30..<24, aspects: { _ in [] }) { day, number in (day + number) % 2 == 0 }
    let trend = try #require(summary.highlights.trends.first)
    #expect(trend.days == 7 && trend.starts[trend.turn] == "2025-03-10")
    #expect(trend.starts.count == 9 && trend.turn == 5)
    // 30 days before and 24 behind are no whole weeks.
    #expect(trend.partial == [0, 8])
  }
}
