import AttuneStatistics
import Testing

@testable import AttuneReports

/// What changed because others served the customers is said to have, and what is back where it was is no gain.
@Suite struct AgentMixTests {
  private let start = Day(year: 2026, month: 1, day: 5)!

  private var layout: RecordLayout {
    var layout = RecordLayout()
    layout.time = "date"
    layout.measured = [.init("csat", .satisfaction)]
    layout.measured[0].scale = Scale(1, 5)
    layout.groups = ["Agent"]
    return layout
  }

  /// Of 56 days with 20 answers each, an agent and whether the customer was satisfied.
  private func records(_ record: (_ day: Int, _ number: Int) -> (agent: String, isSatisfied: Bool)) -> [[String]] {
    (0..<56).flatMap { day in
      (0..<20).map { number in
        let (agent, isSatisfied) = record(day, number)
        return [Day(number: start.number + day).isoText, isSatisfied ? "5" : "2", agent]
      }
    }
  }

  private func compare(_ records: [[String]]) -> ComparisonSummary {
    var comparison = Comparison(layout, split: .date(Day(number: start.number + 28)), hasClusters: true)
    for record in records { comparison.append(layout.read(record), path: "f", line: 1) }
    return ComparisonSummary(comparison)
  }

  private func report(_ records: [[String]]) -> ReportSummary {
    var report = Report(layout, hasClusters: true)
    for record in records { report.append(layout.read(record), path: "f", line: 1) }
    return ReportSummary(report)
  }

  /// Eight agents whose customers are as satisfied as ever, and one who is new, or who leaves, and satisfies few.
  private func poor(isNew: Bool) -> [[String]] {
    records { day, number in
      if (day >= 28) == isNew, number < 8 { return ("Zoe", (day + number) % 5 == 0) }
      return ("A\((day + number) % 8)", (day * 3 + number * 7) % 20 < 13)
    }
  }

  @Test(arguments: [true, false]) func whoIsNewOrGoneIsNamed(isNew: Bool) throws {
    let summary = compare(poor(isNew: isNew))
    #expect(summary.rows[0].effect == .unclear)
    let shift = try #require(summary.mixShifts?.first)
    #expect(
      shift.kind == "Zoe" && abs(shift.difference) < 0.05 && (shift.lower ?? .nan) < 0 && (shift.upper ?? .nan) > 0)
    let headline = summary.highlights.headline
    #expect(headline[0].contains("the values of 'Agent' differ so much") && !headline[0].contains("chance alone"))
    let shares =
      isNew ? "Zoe now has 40.0 % of the answers (none before)" : "Zoe now has none of the answers (40.0 % before)"
    #expect(headline[1].hasPrefix("The mix by Agent changed: \(shares)."), "\(headline)")
    let periods = report(poor(isNew: isNew)).highlights.headline
    #expect(periods.contains { $0.contains("the values of 'Agent' differ so much") }, "\(periods)")
    #expect(periods.contains { $0.hasPrefix("The mix by Agent changed: \(shares).") })
  }

  /// Six good agents have most of the cases after, six poor ones before, and each is as ever.
  @Test func aMixOfAgentsThatChangedIsSaid() throws {
    let summary = compare(
      records { day, number in
        let isGood = (number % 4 > 0) == (day >= 28)
        let agent = (day * 5 + number / 4) % 6
        return ("\(isGood ? "G" : "P")\(agent)", (day * 3 + number * 7 + agent) % 10 < (isGood ? 8 : 5))
      })
    #expect(summary.rows[0].effect == .otherMix)
    #expect(summary.highlights.headline[0].hasSuffix("but a different mix by Agent would also explain it."))
    let shift = try #require(summary.mixShifts?.first)
    #expect(shift.column == "Agent" && abs(shift.difference) < 0.05)
    #expect(summary.highlights.headline.contains { $0.hasPrefix("The mix by Agent changed: ") })
  }

  @Test func agentsWhoAllChangedAreNoMix() {
    let summary = compare(records { day, number in ("A\((day + number) % 8)", number < (day >= 28 ? 9 : 15)) })
    #expect(summary.rows[0].effect == .worse && summary.mixShifts == nil)
    let same = compare(records { day, number in ("A\((day + number) % 8)", (day * 3 + number * 7) % 20 < 13) })
    #expect(same.rows[0].effect == .unclear && same.mixShifts == nil)
    #expect(!same.highlights.headline[0].contains("differ so much"))
  }

  @Test func aDipIsOver() throws {
    let dip = records { day, number in
      ("A\((day + number) % 8)", (day * 3 + number * 7) % 20 < (14..<28 ~= day ? 6 : 13))
    }
    let summary = compare(dip)
    let text = "it was 65.0 %: it is back where it was."
    #expect(
      summary.highlights.headline.contains { $0 == "Until 18 January 2026, \(text)" }, "\(summary.highlights.headline)")
    #expect(summary.notes.contains { $0.hasSuffix("until 18 January 2026, \(text)") })
    #expect(!summary.notes.contains { $0.contains("Beyond that trend") })
    // What rose at the date, and what rises steadily, is where it never was.
    let jump = compare(
      records { day, number in ("A\((day + number) % 8)", (day * 3 + number * 7) % 20 < (day < 28 ? 6 : 13)) })
    #expect(jump.rows[0].recovery == nil && jump.rows[0].effect == .better)
    let trend = compare(
      records { day, number in ("A\((day + number) % 8)", (day * 3 + number * 7) % 20 < 4 + day / 5) })
    #expect(trend.rows[0].recovery == nil)
  }

  /// With clusters, no difference of medians has a narrower interval than without.
  @Test func mediansAreNotMoreCertainForClusters() throws {
    var layout = layout
    layout.measured = [.init("hours", .time)]
    layout.measured[0].timeUnit = .hours
    for seed in 0..<20 {
      func summary(hasClusters: Bool) -> ComparisonSummary {
        var layout = layout
        if !hasClusters { layout.groups = [] }
        var comparison = Comparison(layout, split: .date(Day(number: start.number + 28)), hasClusters: hasClusters)
        for number in 0..<560 {
          let hours = Double((number * 7919 + seed * 104_729) % 997 + 1) / 40
          let record =
            [Day(number: start.number + number / 10).isoText, "\(hours)"] + (hasClusters ? ["A\(number % 12)"] : [])
          comparison.append(layout.read(record), path: "f", line: 1)
        }
        return ComparisonSummary(comparison)
      }
      let (plain, robust) = (summary(hasClusters: false).rows[0], summary(hasClusters: true).rows[0])
      let widths = try [plain, robust].map { try #require($0.upper) - (try #require($0.lower)) }
      #expect(widths[1] >= widths[0] - 1e-9, "\(seed): \(widths)")
      if widths[1] == widths[0] { #expect(try #require(robust.pValue) >= (try #require(plain.pValue))) }
    }
  }

  /// Eight agents are as ever; Fay is gone, and Zed is new and satisfies few.
  @Test func whoIsReplacedIsNamed() throws {
    let summary = compare(
      records { day, number in
        if number < 6 { return day < 28 ? ("Fay", (day + number) % 20 < 13) : ("Zed", (day + number) % 5 == 0) }
        return ("A\((day + number) % 8)", (day * 3 + number * 7) % 20 < 13)
      })
    let shift = try #require(summary.mixShifts?.first)
    #expect(Set([shift.kind] + (shift.alsoReplaced ?? []).map(\.name)) == ["Fay", "Zed"])
    #expect(abs(shift.difference) < 0.06, "\(shift)")
    let sentence = try #require(summary.highlights.headline.first { $0.hasPrefix("The mix by Agent") })
    #expect(sentence.contains("30.0 %") && sentence.contains("Without "), "\(sentence)")
  }
}
