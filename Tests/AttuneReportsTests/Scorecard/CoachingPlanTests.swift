import Testing

@testable import AttuneCare
@testable import AttuneReports
@testable import AttuneStatistics

/// What a plan gives an agent to keep and to work on, and whether it moved.
@Suite struct CoachingPlanTests {
  private static let coach = ReplyCoach(rubric: .standard, model: try? .shipped())
  private static let message =
    "The tent you sent me leaks and our holiday is ruined. I am furious. Call me on 0171 5550199."
  private static let kind =
    "I'm so sorry that your tent leaks, that must be infuriating. Anyone would be furious. I will send you a new tent today. "
    + "What would help you most until then?"
  private static let curt = "A new tent will be sent on Monday."

  /// - Parameter replies: of each week, from the first.
  private func scorecard(_ replies: [[String]], agent: String = "Kim") -> Scorecard {
    var scorecard = Scorecard()
    var repeated = RepeatedSentences()
    for (week, replies) in replies.enumerated() {
      for reply in replies {
        let (bytes, customer) = (Array(reply.utf8), Array(Self.message.utf8))
        let findings = bytes.withUnsafeBufferPointer { reply in
          customer.withUnsafeBufferPointer { Self.coach.find(reply, customer: $0, channel: .chat) }
        }
        let (assessment, effects) = Self.coach.concludeWithEffects(findings, repeated: &repeated)
        scorecard.append(
          assessment, effects: effects, reply: reply, customer: Self.message,
          origin: .init(agent: agent, day: Day(number: 19_800 + 7 * week)))
      }
    }
    return scorecard
  }

  private func planned(_ scorecard: Scorecard, since earlier: EarlierPlans? = nil) -> CoachingPlan? {
    ScorecardSummary(scorecard, since: earlier).groups.first { $0.column == "agent" }?.rows.first?.plan
  }

  /// What is to be worked on is what alone would raise the mean most.
  @Test func choosesByWhatRaisesTheMean() throws {
    let plan = try #require(planned(scorecard([[Self.curt, Self.curt, Self.curt]])))
    let (bytes, customer) = (Array(Self.curt.utf8), Array(Self.message.utf8))
    var repeated = RepeatedSentences()
    let findings = bytes.withUnsafeBufferPointer { reply in
      customer.withUnsafeBufferPointer { Self.coach.find(reply, customer: $0, channel: .chat) }
    }
    let effects = try #require(Self.coach.concludeWithEffects(findings, repeated: &repeated).effects)
    let best = try #require(effects.gains.max())
    #expect((1...2).contains(plan.workOn.count))
    #expect(abs(plan.workOn[0].points - best) < 1e-9)
    #expect(RubricItem(rawValue: plan.workOn[0].item)?.index == effects.gains.firstIndex(of: best))
    // Three replies that are the same do not say that the next one will be.
    #expect(plan.workOn[0].lower == nil && plan.workOn[0].upper == nil)
    let others = RubricItem.allCases.filter { item in !plan.workOn.contains { $0.item == item.rawValue } }
    let worth = try #require(others.map { effects.worths[$0.index] }.max())
    // What adds next to nothing is no habit to keep.
    #expect(abs((plan.keep?.points ?? 0) - (worth >= 0.5 ? worth : 0)) < 1e-9)
  }

  @Test func showsOwnLinesAndAScenario() throws {
    let curt = Self.curt + " Write to max@example.com."
    let plan = try #require(planned(scorecard([[Self.kind, curt, curt, curt]])))
    let habit = try #require(plan.workOn.first)
    #expect(habit.worst.map { $0.contains("[email]") && !$0.contains("max@") } == true)
    #expect(habit.advice != nil)
    let scenario = try #require(habit.scenario)
    #expect(scenario.channel == "chat" || scenario.feeling == "anger" || scenario.aspect == "product")
    #expect(scenario.command.hasPrefix("attune practice --channel \(scenario.channel) --feeling \(scenario.feeling)"))
    #expect(ScenarioBook.standard.scenarios.contains { $0.message == scenario.message })
    let messages = plan.workOn.compactMap(\.scenario?.message)
    #expect(Set(messages).count == messages.count)
  }

  @Test func saysWhetherTheLatestWeekMoved() throws {
    let weeks = Array(repeating: Array(repeating: Self.curt, count: 6), count: 2)
    let better = try #require(planned(scorecard(weeks + [Array(repeating: Self.kind, count: 8)])))
    #expect(better.moved.contains { $0.verdict == "better" && $0.change > 0 && ($0.lower ?? -1) > 0 })
    #expect(better.moved.allSatisfy { $0.week.map { $0 > "2024" } == true })
    let same = try #require(planned(scorecard(weeks + [[Self.curt, Self.curt, Self.curt]])))
    #expect(!same.moved.isEmpty && same.moved.allSatisfy { $0.verdict == "no clear change" })
    let first = try #require(planned(scorecard([weeks[0]])))
    #expect(first.moved.isEmpty)
  }

  @Test func twoRepliesTellNothingOfAWeek() throws {
    let weeks = Array(repeating: Array(repeating: Self.curt, count: 6), count: 2)
    let plan = try #require(planned(scorecard(weeks + [[Self.kind, Self.kind]])))
    #expect(!plan.moved.isEmpty)
    for movement in plan.moved {
      #expect(movement.verdict == "too few to tell" && movement.lower == nil && movement.pValue == nil)
      #expect(movement.text.hasSuffix(", in 12 and 2 replies: too few to tell"))
    }
  }

  /// Replies that are all alike, before and after, leave an interval as wide as their number makes it.
  @Test func movementsOfRepliesThatAreAlikeHaveWidth() throws {
    func moved(_ before: Int, _ after: Int) throws -> [CoachingPlan.Movement] {
      let weeks = [Array(repeating: Self.curt, count: before), Array(repeating: Self.kind, count: after)]
      return try #require(planned(scorecard(weeks))).moved.filter { $0.change != 0 }
    }
    func width(_ movement: CoachingPlan.Movement) throws -> Double {
      try #require(movement.upper) - #require(movement.lower)
    }
    let (few, many) = (try moved(8, 8), try moved(80, 80))
    #expect(!few.isEmpty && few.count == many.count)
    for (few, many) in zip(few, many) {
      #expect(try width(few) > 2 * width(many) && width(many) > 0.02)
      let pValue = try #require(few.pValue)
      #expect(few.verdict == "better" && pValue > 0 && pValue < 0.001)
    }
    // Chance parts three replies from three others as far as can be in one of ten cases.
    for movement in try moved(3, 3) {
      #expect(["too few to tell", "no clear change"].contains(movement.verdict) && (movement.pValue ?? 0) >= 0.05)
    }
  }

  /// An export of a Monday has a part of its last week.
  @Test func aPartOfAWeekIsNotTheLatest() throws {
    var scorecard = Scorecard()
    var repeated = RepeatedSentences()
    for day in 0..<22 {
      for _ in 0..<2 {
        let reply = Array((day < 14 ? Self.curt : Self.kind).utf8)
        let findings = reply.withUnsafeBufferPointer { reply in
          Array(Self.message.utf8).withUnsafeBufferPointer { Self.coach.find(reply, customer: $0, channel: .chat) }
        }
        let (assessment, effects) = Self.coach.concludeWithEffects(findings, repeated: &repeated)
        scorecard.append(
          assessment, effects: effects, reply: Self.curt, customer: Self.message,
          origin: .init(agent: "Kim", day: Day(number: 19_800 + day)))
      }
    }
    let plan = try #require(planned(scorecard))
    #expect(!plan.moved.isEmpty && plan.moved.allSatisfy { $0.week == Day(number: 19_814).isoText })
    #expect(plan.moved.allSatisfy { $0.replies == 28 && $0.laterReplies == 14 })
  }

  /// More weeks than are kept apart count as well, in any order.
  @Test func countsOldWeeks() throws {
    let weeks = (0..<20).map { week in Array(repeating: week < 10 ? Self.kind : Self.curt, count: 2) }
    let plan = try #require(planned(scorecard(weeks)))
    #expect(plan.workOn[0].levels.reduce(0, +) == 40)
    var tally = PlanTally()
    let assessment = Self.coach.assess(Self.curt, customer: Self.message, channel: .chat)
    let effects = ItemEffects(gains: Array(repeating: 1, count: 19), worths: Array(repeating: 0, count: 19))
    for week in (0..<20).reversed() {
      tally.append(assessment, effects, reply: Self.curt, day: Day(number: 19_800 + 7 * week))
    }
    #expect(tally.total()[0].gains.count == 20)
    #expect(tally.weeks.count <= 8)
    #expect(tally.total(before: Day(number: 19_800 + 7 * 19)).first?.gains.count == 19)
  }

  @Test func comparesWithAnEarlierScorecard() throws {
    let before = ScorecardSummary(scorecard([Array(repeating: Self.curt, count: 8)]))
    let earlier = try #require(EarlierPlans(json: before.json))
    let now = try #require(planned(scorecard([Array(repeating: Self.kind, count: 8)]), since: earlier))
    #expect(now.moved.map(\.item).sorted() == before.groups[0].rows[0].plan?.workOn.map(\.item).sorted())
    #expect(now.moved.contains { $0.verdict == "better" && $0.week == nil })
    let stranger = try #require(
      planned(scorecard([Array(repeating: Self.kind, count: 8)], agent: "Lou"), since: earlier))
    #expect(stranger.moved.isEmpty)
  }

  @Test(arguments: [
    "", "[]", "{}", "{\"groups\":1}", "null",
    "{\"groups\":[{\"column\":\"agent\",\"rows\":[{\"name\":\"K\",\"plan\":{\"workOn\":[{\"item\":\"empathy\",\"levels\":[1,-2,3]}]}}]}]}",
    "{\"groups\":[{\"column\":\"agent\",\"rows\":[{\"name\":\"K\",\"plan\":{\"workOn\":[{\"item\":\"empathy\",\"levels\":[9000000000000000000,9000000000000000000,1]}]}}]}]}",
    "{\"groups\":[{\"column\":\"agent\",\"rows\":[{\"name\":\"K\",\"plan\":{\"workOn\":[{\"item\":\"empathy\",\"levels\":[]}]}}]}]}",
    String(repeating: "[", count: 100_000),
  ])
  func refusesWhatIsNoScorecard(json: String) {
    #expect(EarlierPlans(json: json) == nil)
  }

  @Test func fewRepliesMakeNoPlan() {
    #expect(planned(scorecard([[Self.curt, Self.curt]])) == nil)
  }

  @Test func standsInEveryForm() throws {
    let summary = ScorecardSummary(
      scorecard([[Self.curt, Self.curt, Self.kind], [Self.kind, Self.kind]], agent: "<i>K"))
    let plan = try #require(summary.groups[0].rows[0].plan)
    let html = summary.html
    #expect(html.contains("Coaching plan") && html.contains("Work on \(plan.workOn[0].activity)"))
    #expect(html.contains("&lt;i&gt;K") && !html.contains("<i>K"))
    #expect(summary.json.contains("\"workOn\""))
    let lines = summary.csv.split(separator: "\n", omittingEmptySubsequences: true)
    #expect(lines[0].hasSuffix("keep,work_on,work_on_points,work_on_next,practise"))
    #expect(lines.contains { $0.contains("attune practice --channel") })
  }
}

/// Conversations in scorecards.
@Suite struct ConversationTallyTests {
  private func conversation(
    _ first: Mood, _ last: Mood?, agent: String?, isOpen: Bool = false
  ) -> Conversation {
    var conversation = Conversation()
    conversation.first = .init(turn: 1, feeling: nil, mood: first)
    conversation.last = .init(turn: last == nil ? 1 : 3, feeling: nil, mood: last ?? first)
    conversation.firstAnswer = agent == nil ? nil : 2
    conversation.agent = agent.map { [$0, "", "chat"] }
    if isOpen {
      conversation.unanswered = [.init(turn: 1, point: .init(text: "And now?", stems: [], aspects: 0))]
    }
    return conversation
  }

  @Test func givesTheShareThatWasWonBackByAgent() throws {
    var scorecard = Scorecard()
    for _ in 0..<6 { scorecard.append(conversation(.negative, .positive, agent: "Kim")) }
    for _ in 0..<2 { scorecard.append(conversation(.negative, .negative, agent: "Kim", isOpen: true)) }
    scorecard.append(conversation(.negative, .neutral, agent: "Lou"))
    // Who did not write again, who began content, and whom nobody answered have no part in the share.
    scorecard.append(conversation(.negative, nil, agent: "Lou"))
    scorecard.append(conversation(.neutral, .negative, agent: "Lou"))
    scorecard.append(conversation(.negative, .positive, agent: nil))
    scorecard.append(Conversation())
    let summary = ScorecardSummary(scorecard)
    let all = try #require(summary.all.conversations)
    #expect(all.count == 11 && all.withoutAnswer == 1)
    #expect(all.recovered.count == 9 && abs((all.recovered.value ?? 0) - 7.0 / 9) < 1e-12)
    let agents = try #require(summary.groups.first { $0.column == "agent" }).rows
    let kim = try #require(agents.first { $0.name == "Kim" }?.conversations)
    let expected = try #require(Proportion(6, of: 8).wilson)
    #expect(kim.recovered.value == 0.75 && kim.recovered.lower == expected.lower)
    #expect(kim.unanswered.value == 0.25)
    #expect(agents.first { $0.name == "Lou" }?.conversations?.recovered.count == 1)
    #expect(summary.html.contains("<h2>Conversations</h2>"))
    #expect(!ScorecardSummary(Scorecard()).html.contains("<h2>Conversations</h2>"))
  }
}
