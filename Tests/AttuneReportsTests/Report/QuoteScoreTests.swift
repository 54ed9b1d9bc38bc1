import AttuneCare
import Testing

@testable import AttuneReports

/// No quote of a happy person stands for the unhappy, and no figure is made of a column that has none.
@Suite struct QuoteScoreTests {
  private let texts = [
    "the parcel was left in the rain again", "nobody ever picked up the phone for us",
    "the lift broke down twice a day",
    "we waited for the keys until midnight",
  ]

  private func report(_ kind: RecordLayout.MeasuredColumn.Kind, best: Scale.Best? = nil, _ scores: [String])
    -> ReportSummary
  {
    var layout = RecordLayout()
    layout.text = "text"
    layout.measured = [.init("score", kind)]
    layout.measured[0].scale = kind == .promoter ? .promoter : Scale(1, 5, best: best ?? .high)
    var report = Report(layout)
    for (text, score) in zip(texts, scores) {
      var row = layout.read([text, score])
      row.reading = TextReading(.negative)
      report.append(row, path: "f", line: 1)
    }
    return ReportSummary(report)
  }

  @Test func quotesOfTheUnhappyAreOfLowScores() {
    #expect(Set(report(.satisfaction, ["5", "1", "4", ""]).negativeQuotes) == [texts[1], texts[3]])
    #expect(
      Set(report(.satisfaction, best: .low, ["5", "1", "4", "3"]).negativeQuotes) == [texts[0], texts[2], texts[3]])
    #expect(Set(report(.promoter, ["10", "6", "9", "0"]).negativeQuotes) == [texts[1], texts[3]])
  }

  @Test func noFirstContactOfAColumnWithoutAFigure() {
    var layout = RecordLayout()
    layout.measured = [.init("solved", .yesNo)]
    layout.contacts = "contacts"
    func values(_ solved: [String]) -> [Double?] {
      var report = Report(layout)
      for number in 0..<100 { report.append(layout.read(["1", solved[number % solved.count]]), path: "f", line: 1) }
      return ReportSummary(report).figures.map(\.value)
    }
    #expect(values(["yes", "no"]) == [0.5, 1, 0.5])
    #expect(values(["yes", "no", "perhaps", "later"]) == [nil, nil, nil])
  }
}
