import Attune
import AttuneCare
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
    #expect(summary.highlights.headline[0].contains("after 10 March 2025"))
    #expect(summary.highlights.headline[1].hasPrefix("What changed with it most: \(name) (+2"))
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
    let summary = compare(days: -70..<70, aspects: { $0 < 10 ? [3] : [5] }) { day, number in
      (day * 3 + number + 700) % 10 < ((number < 10) == (day < 0) ? 4 : 8)
    }
    let headline = summary.highlights.headline
    #expect(headline[0] == "CSAT was 60.0 % before 10 March 2025 and is 60.0 % since.")
    #expect(headline[1].hasPrefix("What changed within it, by more than chance would make: "))
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
