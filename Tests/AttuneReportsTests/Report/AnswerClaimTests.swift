import AttuneStatistics
import Testing

@testable import AttuneReports

/// What reports say of how answers were read, and what they leave out.
@Suite struct AnswerClaimTests {
  private static let start = Day(year: 2026, month: 1, day: 5)!

  private func day(_ number: Int) -> String { Day(number: Self.start.number + number).isoText }

  private func report(_ layout: RecordLayout, _ records: [[String]], hasClusters: Bool = false) -> ReportSummary {
    var report = Report(layout, hasClusters: hasClusters)
    for record in records { report.append(layout.read(record), path: "f", line: 1) }
    return ReportSummary(report)
  }

  @Test(arguments: [
    "No comment", "no comments.", "NOTHING", "None", "n/a", "Kein Kommentar", "keine", "Aucun", "Rien à signaler",
    "Nada",
    "sin comentarios", "Niets", " nothing ",
  ])
  func whatSaysNothingIsNoText(_ text: String) {
    var layout = RecordLayout()
    layout.text = "text"
    #expect(!layout.read([text]).hasText)
    #expect(layout.read(["\(text) else to say but that the parcel came late"]).hasText)
  }

  /// Good and bad before a day, and 1 to 5 from it on, are two scales; words of five and their numbers are one.
  @Test func wordsAndNumbersMayBeTwoScales() throws {
    func summary(_ words: [String], _ family: String) throws -> ComparisonSummary {
      var layout = RecordLayout()
      layout.time = "date"
      layout.measured = [.init("csat", .satisfaction)]
      layout.measured[0].family = AnswerBook.shipped[family]
      var comparison = Comparison(layout, split: .date(Day(number: Self.start.number + 30)), hasClusters: false)
      for number in 0..<600 {
        let answer = number < 300 ? words[number % words.count] : ["5", "4", "3", "2", "1"][number % 5]
        comparison.append(layout.read([day(number / 10), answer]), path: "f", line: 1)
      }
      return ComparisonSummary(comparison)
    }
    let good = try summary(["Good", "Good", "Good", "Bad"], "rating")
    #expect(good.rows[0].effect == .mixedScales)
    #expect(good.highlights.headline.joined().contains("none of 300 answers before 2026-02-04 is a number"))
    let five = ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied"]
    #expect(try summary(five, "satisfaction").rows[0].effect != .mixedScales)
  }

  @Test func answersOfSevenSayWhichCount() {
    var layout = RecordLayout()
    layout.measured = [.init("Survey results", .satisfaction), .init("effort", .effort)]
    layout.measured[0].family = AnswerBook.shipped["happiness"]
    layout.measured[1].scale = Scale(1, 7)
    layout.measured[1].best = .high
    let words = [
      "Extremely Happy", "Very Happy", "Happy", "Neutral", "Unhappy", "Very Unhappy", "Extremely Unhappy",
    ]
    let summary = report(layout, (0..<70).map { [words[$0 % 7], "\($0 % 7 + 1)"] })
    let notes = summary.columns.map { $0.notes.joined(separator: ", ") }
    #expect(notes[0].contains("counts 'Extremely Happy', 'Very Happy', 'Happy'"), "\(notes)")
    #expect(notes[1].contains("counts 5 to 7"), "\(notes)")
  }

  @Test func zerosAmongTimesAreSaid() {
    var layout = RecordLayout()
    layout.measured = [.init("minutes", .time)]
    func notes(_ zeros: Int) -> String {
      report(layout, (0..<100).map { [$0 < zeros ? "0" : "\($0)"] }).columns[0].notes.joined()
    }
    #expect(notes(25).contains("25 (25.0 %) are 0, and count as that"))
    #expect(!notes(1).contains("are 0"))
  }

  /// Agents who happen to be more alike than chance would make them do not make a figure more certain.
  @Test func clustersNeverNarrowAnInterval() throws {
    var layout = RecordLayout()
    layout.measured = [.init("solved", .yesNo), .init("cost", .amount), .init("hours", .time)]
    layout.groups = ["agent"]
    let records = (0..<160).map { number in
      [number / 8 % 2 == 0 ? "yes" : "no", "\(number / 8)", "\(number / 8)", "agent \(number % 8)"]
    }
    let alike = report(layout, records, hasClusters: true)
    var plain = layout
    plain.groups = []
    let apart = report(plain, records.map { Array($0.dropLast()) })
    for (one, other) in zip(alike.figures, apart.figures) {
      #expect(one.lower == other.lower && one.upper == other.upper, "\(one.name)")
    }
  }

  @Test func anIntervalIsInTheUnitOfItsFigure() {
    #expect(Unit.seconds.text(55 * 3600, beside: 46 * 3600) == "55 h")
    #expect(Unit.seconds.text(40 * 3600, beside: 50 * 3600) == "1 d 16 h")
    #expect(Unit.seconds.text(20 * 86_400, beside: 3600) == "20 d")
    #expect(Unit.seconds.text(55 * 3600) == "2 d 7 h")
  }

  /// The values of both sides differ, and their medians may be the same: the reason is said.
  @Test func whyASmallPIsNoVerdictIsSaid() throws {
    var layout = RecordLayout()
    layout.time = "date"
    layout.measured = [.init("hours", .time)]
    var comparison = Comparison(layout, split: .date(Day(number: Self.start.number + 30)), hasClusters: false)
    for number in 0..<600 {
      let isLate = number >= 300
      // The middle stays; what lies above it falls.
      let hours = number % 2 == 0 ? 10 : number % 4 == 1 ? (isLate ? 10 : 40) : (isLate ? 2 : 9)
      comparison.append(layout.read([day(number / 10), "\(hours)"]), path: "f", line: 1)
    }
    let summary = ComparisonSummary(comparison)
    let row = summary.rows[0]
    #expect(row.effect == .unclear && (row.adjustedPValue ?? 1) < 0.05, "\(row)")
    #expect(summary.notes.contains { $0.contains("so there is no verdict") })
  }
}
