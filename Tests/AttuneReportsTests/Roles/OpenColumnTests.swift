import Testing

@testable import AttuneReports

/// What might be a score, a time or a resolution is taken, asked about or named, and never passed over in silence.
@Suite struct OpenColumnTests {
  private static let comments = [
    "The parcel came a day late", "Kind people at the desk", "The screen froze twice", "I would buy it again",
    "Nobody called me back",
  ]
  private static let tens = ["9", "3", "10", "7", "6"]
  private static let fives = ["4", "1", "5", "3", "2"]
  private static let days = ["2026-01-05", "2026-01-06", "2026-01-09", "2026-02-01", "2026-02-03"]

  private func find(_ columns: [(String, [String])]) -> RoleFinder.Finding {
    RoleFinder(columns.map { column($0, $1) }).find()
  }

  private func reasons(_ finding: RoleFinder.Finding) -> [Int: OpenColumn.Reason] {
    Dictionary(uniqueKeysWithValues: finding.open.map { ($0.column, $0.reason) })
  }

  @Test func aScoreToTenBesideOthersMayBeOfAnything() {
    let tens = (0..<69).map { "\([0, 7, 8, 10, 3, 9, 8][$0 % 7])" }
    let alone = RoleFinder([column("Score", tens)]).find()
    #expect(alone.roles[.nps]?.certainty == .likely)
    let beside = RoleFinder([column("Score", tens), column("Food", tens.reversed())]).find()
    #expect(beside.roles[.nps] == nil && beside.open.contains { $0.column == 0 && $0.reason == .promoterOrScale })
  }

  @Test(arguments: ["score", "Rating", "final rating", "Note", "overall_rating"])
  func aScoreUpToTenIsAsked(name: String) {
    let finding = find([(name, Self.tens), ("comment", Self.comments)])
    #expect(finding.roles[.csat] == nil && finding.roles[.nps] == nil)
    #expect(reasons(finding)[0] == .promoterOrScale)
  }

  @Test(arguments: [
    ("score_0_10", Self.tens, ColumnRole.nps), ("Score (0-10)", tens, .nps), ("rating_1_10", tens, .csat),
    ("Rating out of 10", tens, .csat), ("rating", fives, .csat), ("satisfaction", tens, .csat),
  ])
  func aNameThatTellsTheScaleIsEnough(name: String, values: [String], role: ColumnRole) {
    #expect(find([(name, values), ("comment", Self.comments)]).roles[role]?.column == 0)
  }

  @Test func idsOfASurveyTellItsKind() {
    let ids = (1...5).map { "NPS-\($0 * 17)" }
    #expect(find([("response_id", ids), ("score", Self.tens)]).roles[.nps]?.column == 1)
  }

  @Test func besideTheLikelihoodToRecommendARatingIsOne() {
    let finding = find([("NPS", Self.tens), ("rating", Self.tens.reversed())])
    #expect(finding.roles[.nps]?.column == 0 && finding.roles[.csat]?.column == 1)
  }

  @Test func aspectsAreNamed() {
    let finding = find([("Food", Self.fives), ("Service", Self.fives.reversed()), ("comment", Self.comments)])
    #expect(finding.roles[.csat] == nil)
    #expect(reasons(finding)[0] == .item(scale: "1-5") && reasons(finding)[1] == .item(scale: "1-5"))
  }

  @Test(arguments: ["Guests", "Priority", "complaint_count", "Age", "Rank your choices: price", "model score"])
  func countsAreNoAnswers(name: String) {
    #expect(find([(name, Self.fives), ("comment", Self.comments)]).open.isEmpty)
  }

  @Test func anAspectIsNoHeadline() {
    let block = ["Seat comfort", "Gate location", "Cleanliness"].map { ($0, Self.fives) }
    #expect(find(block + [("Ease of booking", Self.fives.reversed())]).roles[.ces] == nil)
    #expect(find([("Ease of booking", Self.fives)]).roles[.ces]?.column == 0)
    let satisfied = ("satisfaction", ["satisfied", "neutral or dissatisfied", "satisfied", "satisfied", "satisfied"])
    let finding = find(block + [satisfied, ("Average satisfaction", ["4.14", "3.43", "2.71", "3.29", "4.57"])])
    #expect(finding.roles[.csat]?.column == 3)
    #expect(reasons(finding)[4] == .means(lowest: 2.71, highest: 4.57))
  }

  @Test(arguments: [
    ("csat", ["4.53", "4.17", "3.98", "4.4", "4.61"]), ("CSAT", ["87", "91", "88", "95", "90"]),
    ("nps_score", ["61", "75", "-12", "33", "40"]), ("avg rating", ["4.5", "4", "3.5", "4", "5"]),
  ])
  func meansAreNoAnswers(name: String, values: [String]) {
    let finding = find([(name, values)])
    #expect(finding.roles[.csat] == nil && finding.roles[.nps] == nil)
    guard case .means? = reasons(finding)[0] else {
      Issue.record("\(finding.open)")
      return
    }
  }

  @Test func halfStarsAreAnswers() {
    #expect(find([("stars", ["4.5", "3", "5", "2.5", "1"])]).roles[.csat]?.column == 0)
  }

  @Test func oneSixIsASlip() {
    let answers = (0..<40).map { "\($0 % 5 + 1)" } + ["6"]
    let kind = ColumnKind(column("rating", answers).facts, name: "rating")
    #expect(kind == .openScore(Scale(1, 5), Scale(1, 6)))
  }

  @Test func oneToFiveUnderTheNameOfALikelihoodIsAsked() {
    let fives = (0..<25).map { "\($0 % 5 + 1)" }
    let finding = find([("NPS", fives)])
    #expect(finding.roles[.nps] == nil && reasons(finding)[0] == .promoterOrFive)
    // Who all are detractors may be so.
    #expect(find([("NPS", (0..<25).map { "\($0 % 4)" })]).roles[.nps]?.column == 0)
    #expect(find([("NPS (0-10)", fives)]).roles[.nps]?.column == 0)
  }

  @Test func aScoreOnNoScaleIsNamed() {
    let finding = find([("ratingValue", ["30", "50", "40", "50", "50"]), ("comment", Self.comments)])
    #expect(finding.roles[.csat] == nil)
    #expect(reasons(finding)[0] == .unknownScale(lowest: 30, highest: 50))
    #expect(find([("visits", ["30", "50", "40", "50", "50"]), ("comment", Self.comments)]).open.isEmpty)
  }

  @Test func whatElsePeopleWroteIsNamed() {
    let finding = find([("What was good?", Self.comments), ("What to improve?", Self.comments.reversed())])
    #expect(finding.roles[.text] != nil || finding.ties[.text] != nil)
    let sure = find([("comment", Self.comments), ("praise", Self.comments.reversed()), ("address", Self.comments)])
    #expect(sure.roles[.text]?.column == 0 && reasons(sure) == [1: .otherText])
  }

  /// Comments that many customers write alike are found by their name, and other prose is named.
  @Test(arguments: [
    ("Rating comment", true), ("Bemerkungen", true), ("Observaciones", true), ("Avis client", true),
    ("Follow-up response", true), ("What could we improve?", true), ("What went well?", true),
    ("Was hat Ihnen gefallen?", true), ("Why did you give this score?", true), ("Extract", false), ("Reason", false),
  ])
  func proseIsReadOrNamed(name: String, isRead: Bool) {
    let values = (0..<40).map { "\(Self.comments[$0 % 5]), as ever \($0 % 3)" }
    let finding = find([("CSAT", (0..<40).map { "\($0 % 5 + 1)" }), (name, values)])
    #expect((finding.roles[.text]?.column == 1) == isRead && (reasons(finding)[1] == .unreadText) == !isRead, "\(name)")
    let agents = find([("CSAT", (0..<40).map { "\($0 % 5 + 1)" }), ("Agent message", values)])
    #expect(agents.open.isEmpty, "\(agents.open)")
  }

  @Test func answersToSeveralQuestionsAreNoText() {
    let questions = (0..<10).map { $0 % 2 == 0 ? "NPS" : "why" }
    let answers = (0..<10).map { $0 % 2 == 0 ? "\($0)" : Self.comments[$0 / 2] }
    let finding = find([("question_id", questions), ("answer", answers)])
    #expect(finding.roles[.text] == nil && reasons(finding)[1] == .severalQuestions)
  }

  @Test func topicsAreNoText() {
    let topics = (0..<30).map { ["Room service", "Staff attitude", "Food"][$0 % 3] }
    #expect(find([("Feedback", topics)]).roles[.text] == nil)
    #expect(find([("Feedback", (0..<30).map { "Fine room \($0)" })]).roles[.text]?.column == 0)
  }

  @Test func codesAreNoScores() {
    let values = (1...5).map { "TKT-00000\($0)" }
    #expect(!column("ticket", values).facts.areScores)
    #expect(!column("agent", ["AGT-5", "AGT-3", "AGT-1"]).facts.areScores)
    #expect(column("answer", ["Extremely likely - 10", "Good-4", "Not at all likely - 0"]).facts.areScores)
  }

  @Test func ranksAreNoScores() {
    let name = "Please rank the planets by stars, with 1 being your favorite: Mars"
    let finding = find([(name, Self.fives), ("comment", Self.comments)])
    #expect(finding.roles[.csat] == nil && finding.open.isEmpty)
  }

  // MARK: Times

  @Test(arguments: [
    "Best time to call", "15. Wake-up Time", "When did you get up?", "Preferred date", "Valid until date",
  ])
  func anAnswerIsNotTheTimeOfItsRecord(name: String) {
    #expect(find([(name, Self.days), ("comment", Self.comments)]).roles[.time] == nil)
  }

  @Test func anUnlikelyTimeIsSaidToBeOne() {
    #expect(find([("delivery date", Self.days)]).roles[.time]?.certainty == .likely)
    #expect(find([("survey date", Self.days)]).roles[.time]?.certainty == .sure)
  }

  @Test func theOtherTimeIsNamed() {
    let finding = find([("date", Self.days), ("timestamp", Self.days.map { "\($0) 10:00:00" })])
    #expect(finding.roles[.time]?.column == 1)
    #expect(reasons(finding)[0] == .otherTime)
  }

  @Test func datesMayBeUnknown() {
    let facts = column("date", Self.days + ["Unknown", "Unknown", "TBD"]).facts
    #expect(facts.areDates && facts.undatedCount == 3)
    #expect(!column("date", Self.days + Self.comments).facts.areDates)
  }

  @Test(arguments: [
    ["3 months ago", "a week ago", "yesterday"], ["vor 2 Tagen", "vor einem Monat"], ["il y a 3 mois", "il y a un an"],
    ["hace 3 días", "hace una semana"],
  ])
  func relativeDatesAreNamed(values: [String]) {
    let finding = find([("date", values), ("comment", Self.comments)])
    #expect(reasons(finding)[0] == .relativeDates)
    #expect(finding.roles[.text]?.column == 1)
  }

  // MARK: Others

  @Test func theSameTwiceIsNoTie() {
    let finding = find([("review.en", Self.comments), ("review.raw", Self.comments), ("rating", Self.fives)])
    #expect(finding.roles[.text]?.column == 0 && finding.ties[.text] == nil)
  }

  @Test func feedbackInWordsOfAScaleIsAScale() {
    let finding = find([("Feedback", ["Average", "Excellent", "Very poor", "Good", "Good", "Poor"])])
    #expect(finding.roles[.csat]?.column == 0 && finding.roles[.text] == nil)
    #expect(find([("Feedback", ["good", "It took an hour", "Great people", "bad", "good"])]).roles[.text]?.column == 0)
  }

  @Test func supportFiguresAreFoundOrNamed() {
    #expect(find([("FCR", ["1", "0", "1", "1", "0"])]).roles[.resolved]?.column == 0)
    #expect(find([("First Contact Resolution", ["Yes", "No", "Yes"])]).roles[.resolved]?.column == 0)
    #expect(reasons(find([("ResolutionTime", ["1042", "707", "528", "90", "77"])]))[0] == .timeWithoutUnit)
    #expect(reasons(find([("Status", ["Open", "Pending", "Open"])]))[0] == .states)
    let duration = column("Duration", (0..<20).map { "\(211 + 7 * $0)" })
    #expect(ColumnKind(duration.facts, name: "Duration") == .number)
  }

  @Test func aSubjectStandsAboveABody() {
    let columns = [
      column("Subject", ["Late", "Thanks", "Help me", "Again", "Call"]), column("Description", Self.comments),
    ]
    let finding = RoleFinder(columns).find()
    #expect(finding.roles[.text]?.column == 1)
    #expect(finding.texts(of: columns, taken: []) == [0, 1])
    #expect(finding.texts(of: [columns[0], column("Review", Self.comments)], taken: []) == [1])
  }

  @Test func aScoreOfWhichMuchIsNoneIsNamed() {
    let values = ["9", "3", "call back", "10", "#REF!", "7", "see mail", "6", "0", "pending"]
    let finding = find([("likelihood_to_recommend", values + values), ("comment", Self.comments)])
    #expect(finding.roles[.nps] == nil)
    #expect(reasons(finding)[0] == .brokenScore(.nps, share: 0.4))
    let words = find([("likelihood_to_recommend", Self.comments), ("comment", Self.comments)])
    #expect(!words.open.contains { if case .brokenScore = $0.reason { true } else { false } })
  }

  @Test func whenCasesWereSolvedIsTheTimeWhereThereIsNoOther() {
    for name in ["closed_at", "Resolved at", "Solved on", "Geschlossen am"] {
      let finding = find([(name, Self.days), ("csat", Self.fives)])
      #expect(finding.roles[.time]?.column == 0 && finding.roles[.time]?.certainty == .likely, "\(name)")
    }
    let due = find([("due_date", Self.days), ("csat", Self.fives)])
    #expect(due.roles[.time] == nil)
    #expect(reasons(due)[0] == .onlyOtherTime)
    // Which of two is meant nobody knows.
    let two = find([("closed_at", Self.days), ("resolved_at", Self.days.reversed()), ("csat", Self.fives)])
    #expect(two.roles[.time] == nil)
    #expect(reasons(two)[0] == .onlySolvedAt)
    let dated = find([("closed_at", Self.days), ("created_at", Self.days), ("csat", Self.fives)])
    #expect(reasons(dated)[0] != .onlySolvedAt)
  }
}
