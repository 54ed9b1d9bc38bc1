import Testing

@testable import AttuneReports
@testable import AttuneCare
@testable import AttuneStatistics

@Suite struct ScorecardTests {
  private func scorecard() -> Scorecard {
    var scorecard = Scorecard()
    let coach = ReplyCoach(rubric: .standard, model: try? .shipped())
    let customer = "My parcel is lost and I am furious. Write to ann@example.com"
    let kind = coach.assess(
      "I'm so sorry that we lost your parcel, that must be infuriating. I will find it today.", customer: customer,
      channel: .chat)
    let rude = coach.assess("Calm down, it's not our problem.", customer: customer, channel: .email)
    let question = coach.assess("At nine.", customer: "What time do you open?", channel: .chat)
    for week in 0..<6 {
      let day = Day(number: 19_800 + 7 * week)
      for number in 0..<10 {
        scorecard.append(
          number > 8 - week ? kind : rude, reply: "r\(number)", customer: customer,
          origin: .init(agent: number % 2 == 0 ? "Kim" : "Lou", team: "<b>night</b>", day: day))
      }
    }
    scorecard.append(question, reply: "At nine.", customer: "", origin: .init())
    return scorecard
  }

  @Test func countsByAgentTeamAndChannel() throws {
    let summary = ScorecardSummary(scorecard())
    #expect(summary.all.replies == 61)
    #expect(summary.all.score.count == 60)
    #expect(summary.all.reasons == [ReplyAssessment.Unscored.notApplicable.rawValue: 1])
    #expect(summary.groups.map(\.column) == ["agent", "team", "channel"])
    #expect(summary.groups[0].rows.map(\.name) == ["Kim", "Lou"])
    #expect(summary.groups[0].rows.map(\.replies) == [30, 30])
    #expect(Set(summary.groups[2].rows.map(\.name)) == ["chat", "email"])
    let share = try #require(summary.all.items.first { $0.item == "dismissive" })
    #expect(abs(share.known - 40.0 / 60) < 0.2)
    #expect(try #require(share.lower) < share.known && share.known < #require(share.upper))
  }

  /// Where nobody answered, there is no reply.
  @Test func blankRepliesAreNone() throws {
    var scorecard = scorecard()
    let coach = ReplyCoach(rubric: .standard, model: try? .shipped())
    for blank in ["", "  ", "\u{A0}"] {
      scorecard.append(
        coach.assess(blank, customer: "My parcel is lost.", channel: .chat), reply: blank,
        customer: "My parcel is lost.",
        origin: .init(agent: "Kim", day: Day(number: 19_800)))
    }
    let summary = ScorecardSummary(scorecard)
    #expect(summary.all.replies == 61 && summary.blank == 3)
    #expect(summary.groups[0].rows.map(\.replies) == [30, 30])
    #expect(summary.scope.contains("; 3 more records without a reply"))
    // The page says why replies are not scored as they were counted.
    #expect(summary.html.contains("Not scored: 1 (no feeling and no problem in the customer&#39;s message)."))
    #expect(!ScorecardSummary(Scorecard()).html.contains("are not scored"))
  }

  @Test func findsTrendAndExamples() throws {
    let all = ScorecardSummary(scorecard()).all
    #expect(all.weeks.count == 6)
    let trend = try #require(all.trend)
    #expect(trend.pointsPerWeek > 0 && trend.pValue < 0.05)
    let best = try #require(all.best)
    let weakest = try #require(all.weakest)
    #expect(best.score > weakest.score)
    #expect(best.customer.contains("[email]"))
  }

  /// What is said of thirty agents who are as ever is held against their number.
  @Test func agentsAreJudgedTogether() throws {
    var (scorecard, generator) = (Scorecard(), SeededGenerator(seed: 18))
    let coach = ReplyCoach(rubric: .standard, model: try? .shipped())
    let customer = "My parcel is lost and I am furious."
    let replies = ["I'm so sorry, that must be infuriating. I will find it today.", "Calm down, it's not our problem."]
      .map { text in
        var repeated = RepeatedSentences()
        let findings = Array(text.utf8).withUnsafeBufferPointer { reply in
          Array(customer.utf8).withUnsafeBufferPointer { coach.find(reply, customer: $0, channel: .chat) }
        }
        return (text: text, judged: coach.concludeWithEffects(findings, repeated: &repeated))
      }
    for agent in 0..<30 {
      for week in 0..<5 {
        for _ in 0..<6 {
          let reply = replies[Int.random(in: 0...1, using: &generator)]
          scorecard.append(
            reply.judged.assessment, effects: reply.judged.effects, reply: reply.text, customer: customer,
            origin: .init(agent: "agent \(agent)", team: "", day: Day(number: 19_800 + 7 * week)))
        }
      }
    }
    let rows = ScorecardSummary(scorecard).groups[0].rows
    let trends = rows.compactMap(\.trend)
    #expect(trends.map(\.adjustedPValue) == BenjaminiHochberg.adjust(trends.map(\.pValue)))
    #expect(trends.contains { $0.pValue < 0.05 } && trends.allSatisfy { !$0.isPlain })
    let moved = rows.compactMap(\.plan).flatMap(\.moved)
    #expect(moved.contains { ($0.pValue ?? 1) < 0.05 } && moved.allSatisfy { $0.verdict == "no clear change" })
  }

  @Test func writesTableJSONAndPage() {
    let summary = ScorecardSummary(scorecard())
    let lines = summary.csv.split(separator: "\n")
    #expect(lines[0].hasPrefix("part,of,week,replies,score"))
    #expect(lines.allSatisfy { $0.count { $0 == "," } == lines[0].count { $0 == "," } })
    #expect(summary.json.contains("\"pointsPerWeek\""))
    let html = summary.html
    #expect(html.contains("&lt;b&gt;night"))
    #expect(!html.contains("<script") && !html.contains("http"))
    #expect(html.contains("<svg"))
  }

  /// Two scores say little of their mean, but never that it is below 0 or above 100.
  @Test func intervalsAreWithinTheScale() {
    let figure = ReportSummary.Figure(mean: Distribution([5, 98]), name: "score")
    #expect(figure.lower == 0 && figure.upper == 100)
  }

  /// Scores that happen to be alike do not say that the next one will be.
  @Test func noIntervalHasNoWidth() {
    let figure = ReportSummary.Figure(mean: Distribution([60, 60, 60]), name: "score")
    #expect(figure.value == 60 && figure.lower == nil && figure.upper == nil)
  }

  @Test func standsNothing() {
    let summary = ScorecardSummary(Scorecard())
    #expect(summary.all.replies == 0)
    #expect(!summary.html.isEmpty && !summary.csv.isEmpty && !summary.json.isEmpty)
  }

  /// No agent stands out for an item by chance alone, of all items and agents that are looked at, nor for few replies.
  @Test func itemsStandOutByMoreThanChance() throws {
    let coach = ReplyCoach(rubric: .standard, model: try? .shipped())
    let customer = "My parcel is lost and I am furious."
    let texts = ["I'm so sorry, that must be infuriating. I will find it today.", "Calm down, it's not our problem."]
    let judged = texts.map { coach.assess($0, customer: customer, channel: .chat) }
    func rows(_ replies: Int, _ isKind: (_ agent: Int, _ reply: Int) -> Bool) -> (
      ScorecardSummary.Row, [ScorecardSummary.Row]
    ) {
      var scorecard = Scorecard()
      for agent in 0..<40 {
        for reply in 0..<replies {
          let index = isKind(agent, reply) ? 0 : 1
          scorecard.append(
            judged[index], reply: texts[index], customer: customer, origin: .init(agent: "agent \(agent)", team: ""))
        }
      }
      let summary = ScorecardSummary(scorecard)
      return (summary.all, summary.groups[0].rows)
    }
    var generator = SeededGenerator(seed: 31)
    let (all, alike) = rows(40) { _, _ in Bool.random(using: &generator) }
    let apart = alike.contains { row in
      zip(row.items, all.items).contains { $1.known < $0.lower ?? 0 || $1.known > $0.upper ?? 1 }
    }
    #expect(apart)
    #expect(
      alike.allSatisfy { $0.contrast(to: all, better: true).isEmpty && $0.contrast(to: all, better: false).isEmpty })
    let (everybody, unlike) = rows(40) { agent, reply in agent == 3 ? reply % 20 == 0 : reply % 4 > 0 }
    let worst = try #require(unlike.first { $0.name == "agent 3" })
    #expect(!worst.contrast(to: everybody, better: false).isEmpty)
    #expect(unlike.allSatisfy { $0.name == "agent 3" || $0.contrast(to: everybody, better: false).isEmpty })
    let (few, small) = rows(20) { agent, reply in agent == 3 ? reply % 20 == 0 : reply % 4 > 0 }
    #expect(small.allSatisfy { $0.contrast(to: few, better: false).isEmpty })
  }

  /// The names of items for programs stand in no page.
  @Test func pagesNameItemsForPeople() {
    let html = ScorecardSummary(scorecard()).html
    for item in RubricItem.allCases {
      #expect(!item.title.contains("_"))
      if item.rawValue.contains("_") { #expect(!html.contains(item.rawValue)) }
    }
    #expect(Set(RubricItem.allCases.map(\.title)).count == RubricItem.allCases.count)
    #expect(html.contains("Open question"))
  }
}
